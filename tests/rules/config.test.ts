import { describe, expect, test } from 'vitest'
import { ConfigProblem, readConfig, readStore } from '#app/values/config.ts'

const production = {
  ORIGIN: 'https://plan.example.org',
  SECRET_KEY: 'k'.repeat(32),
  ROOM_KEYS_FILE: '/run/secrets/room-keys',
  SMTP_URL: 'smtps://us:secret@mail.example.org',
  MAIL_FROM: 'Our Family Plan <plan@example.org>',
}

function problemOf(env: Record<string, string>): string {
  try {
    readConfig(env)
  } catch (error) {
    if (error instanceof ConfigProblem) return error.message
    throw error
  }
  return 'none'
}

describe('what the environment says', () => {
  test('production starts with an origin, mail and a key, and is no demo', () => {
    const config = readConfig(production)
    expect(config).toMatchObject({ demo: false, port: 3000, origins: ['https://plan.example.org'], databaseUrl: undefined, dataDir: 'data' })
    expect(config.mail).toEqual({ url: production.SMTP_URL, from: production.MAIL_FROM })
  })

  test('production names everything that is missing in one line', () => {
    const problem = problemOf({})
    for (const name of Object.keys(production)) expect(problem).toContain(`${name} is missing`)
    expect(problem).not.toContain('\n')
  })

  test('an empty variable counts as missing', () => {
    expect(problemOf({ ...production, SECRET_KEY: ' ' })).toContain('SECRET_KEY is missing')
  })

  test('the demo needs nothing, and answers to this machine only', () => {
    const config = readConfig({ DEMO: '1', PORT: '4000' })
    expect(config).toMatchObject({ demo: true, origin: 'http://localhost:4000', mail: undefined })
    expect(config.origins).toEqual(['http://localhost:4000', 'http://127.0.0.1:4000', 'http://[::1]:4000'])
  })

  test("the demo's key opens nothing in production", () => {
    const { secretKey } = readConfig({ DEMO: '1' })
    expect(problemOf({ ...production, SECRET_KEY: secretKey })).toContain('SECRET_KEY must not be the key of the demo')
  })

  test.each([
    ['PORT', '0'],
    ['PORT', '65536'],
    ['PORT', '3000x'],
    ['ORIGIN', 'plan.example.org'],
    ['ORIGIN', 'https://plan.example.org/path'],
    ['ORIGIN', 'http://plan.example.org'],
    ['ORIGIN', 'https://user@plan.example.org'],
    ['DATABASE_URL', 'mysql://localhost/plan'],
    ['SECRET_KEY', 'short'],
    ['SMTP_URL', 'https://mail.example.org'],
    ['MAIL_FROM', 'nobody'],
    ['DEMO', 'yes'],
    ['TRUST_PROXY', 'true'],
    ['WORKER', '1'],
    ['LOG_LEVEL', 'loud'],
    ['TEXT_URL', 'ftp://texts.example.org'],
  ])('%s=%s is refused by name', (name, value) => {
    expect(problemOf({ ...production, TEXT_KEY: 'key', TEXT_URL: 'https://texts.example.org', [name]: value })).toContain(`${name} must`)
  })

  describe('GOV.UK Notify', () => {
    const [a, b] = ['11111111-2222-4333-8444-555555555555', '66666666-7777-4888-8999-aaaaaaaaaaaa']
    const notify = { NOTIFY_KEY: `live-${a}-${b}`, NOTIFY_EMAIL_TEMPLATE: a }
    const { SMTP_URL: _url, MAIL_FROM: _from, ...noMail } = production

    test('with a template for e-mail stands in for a mail server; with one for texts alone it does not', () => {
      expect(readConfig({ ...noMail, ...notify })).toMatchObject({ mail: undefined, notify: { key: notify.NOTIFY_KEY, url: undefined, emailTemplate: a, textTemplate: undefined } })
      expect(problemOf({ ...noMail, NOTIFY_KEY: notify.NOTIFY_KEY, NOTIFY_TEXT_TEMPLATE: b })).toContain('SMTP_URL is missing')
      expect(readConfig({ ...production, NOTIFY_KEY: notify.NOTIFY_KEY, NOTIFY_TEXT_TEMPLATE: b }).notify).toMatchObject({ textTemplate: b, emailTemplate: undefined })
    })

    test.each([
      [{ NOTIFY_EMAIL_TEMPLATE: a }, 'must be set together'], [{ NOTIFY_KEY: notify.NOTIFY_KEY }, 'must be set together'], [{ ...notify, NOTIFY_KEY: 'key' }, 'NOTIFY_KEY must be a key'],
      [{ ...notify, NOTIFY_EMAIL_TEMPLATE: 'x' }, 'NOTIFY_EMAIL_TEMPLATE must be the id'], [{ ...notify, NOTIFY_URL: 'ftp://x' }, 'NOTIFY_URL must'],
      [{ ...notify, NOTIFY_TEXT_TEMPLATE: b, TEXT_URL: 'https://texts.example.org', TEXT_KEY: 'k' }, 'a text goes one way'],
    ])('%o is refused: %s', (env, why) => expect(problemOf({ ...production, ...env })).toContain(why))
  })

  test('a text gateway without its key is refused', () => {
    expect(problemOf({ ...production, TEXT_URL: 'https://texts.example.org' })).toContain('TEXT_KEY')
  })

  test('http is enough on this machine itself', () => {
    expect(readConfig({ ...production, ORIGIN: 'http://localhost:3000/' }).origin).toBe('http://localhost:3000')
  })

  test('a command at the keyboard needs to know only where the data lies', () => {
    expect(readStore({ DATABASE_URL: 'postgres://us@db/plan', PORT: 'nonsense' })).toEqual({ databaseUrl: 'postgres://us@db/plan', dataDir: 'data' })
    expect(() => readStore({ DATABASE_URL: 'plan.db' })).toThrow('DATABASE_URL must')
  })
})
