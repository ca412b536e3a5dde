/** People who mean harm at the door: floods, guesses, cookies of the past; and that nobody is kept out for long by them. */
import { TOTP } from 'otpauth'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { sessionOf, signedInAs } from '#app/access/session.server.ts'
import { atTheKeyboard, must, myselfFor } from '#app/access/viewer.server.ts'
import { askForReset, setPasswordByLink } from '#app/domain/account/forgotten.server.ts'
import { authenticatorOf, beginAuthenticator, confirmAuthenticator } from '#app/domain/account/authenticator.server.ts'
import { rememberDevice } from '#app/domain/account/known-device.server.ts'
import { addPasskey, optionsToAdd, optionsToSignIn } from '#app/domain/account/passkeys.server.ts'
import { giveCode, signInByPasskey, signOut } from '#app/domain/account/sign-in.server.ts'
import { addColleague, endPost } from '#app/domain/area/people.server.ts'
import { act } from '#app/events/transact.server.ts'
import { now, plusDays, dayAt, type Day } from '#app/values/instant.ts'
import { anAccount, Browser, newestCode, newestToken, password, sentCodesAreEnough } from './account-world.ts'
import { freshDatabase, warm } from './database.ts'
import { Device } from './device.ts'

const marta = 'marta@example.org'
const sam = 'sam@example.org'
afterEach(() => { vi.unstubAllEnvs(); vi.resetModules() })

describe('a thousand sign-ins a minute against one account, from as many networks', () => {
  test('are not looked at but for a few; its owner is in from their own phone, and from a new one by a link to their own address', async () => {
    const db = await freshDatabase()
    const person = await anAccount(db, marta)
    await warm(db, 8)
    const own = new Browser('203.0.113.9')
    await own.signIn(marta)
    own.keep(await signOut(own.get('/')))

    const flood = await Promise.all(Array.from({ length: 1000 }, (_, at) => new Browser(`198.${at % 250}.${Math.floor(at / 250)}.7`).signIn(marta, { as: `guess number ${at}` })))
    expect(flood.filter(({ ok }) => ok)).toEqual([])
    expect(flood.filter((answer) => !answer.ok && answer.why === 'wrong-address-or-password').length).toBeLessThanOrEqual(21)
    // Each that was looked at is written down, and no more.
    const written = await db.selectFrom('event').select('kind').where('scope_id', '=', person).where('kind', '=', 'sign-in-refused').execute()
    expect(written.length).toBeLessThanOrEqual(21)

    expect(await own.signIn(marta)).toMatchObject({ ok: true })
    const fresh = new Browser('203.0.113.10')
    expect(await fresh.signIn(marta)).toMatchObject({ ok: false, why: 'wait-a-little' })
    await askForReset({ channel: 'email', address: marta }, fresh.address)
    const set = await setPasswordByLink(await newestToken(db, marta), 'four green kettles')
    expect(set.ok).toBe(true)
    if (set.ok) fresh.keep(set.cookie)
    expect(await fresh.signIn(marta, { as: 'four green kettles' })).toMatchObject({ ok: true })
    // Whoever waits never waits for longer than the pace says.
    expect(Math.max(...flood.map((answer) => (!answer.ok && answer.why === 'wait-a-little' ? answer.values.count : 0)))).toBeLessThanOrEqual(60)
  }, 60_000)
})

test('a flood of asking for links sends three, of which the newest works', async () => {
  const db = await freshDatabase()
  await anAccount(db, marta)
  await Promise.all(Array.from({ length: 40 }, (_, at) => askForReset({ channel: 'email', address: marta }, `198.51.100.${at}`)))
  expect(await db.selectFrom('outbox').select('id').execute()).toHaveLength(3)
  const open = await db.selectFrom('secret_link').select('token_hash').where('ended_at', 'is', null).execute()
  expect(open).toHaveLength(1)
}, 60_000)

describe('a session', () => {
  test('put into a browser beforehand is not the one that signing in opens', async () => {
    const db = await freshDatabase()
    await anAccount(db, marta)
    const [victim, thief] = [new Browser(), new Browser()]
    const planted = 'session=abcdefghijklmnopqrstuvwxyzabcdefghijklmn'
    for (const browser of [victim, thief]) browser.keep(planted)
    await victim.signIn(marta)
    expect(victim.cookie('session')).not.toBe('abcdefghijklmnopqrstuvwxyzabcdefghijklmn')
    expect(await signedInAs(victim.get('/'))).toBeDefined()
    expect(await signedInAs(thief.get('/'))).toBeUndefined()
  })

  test('before the code is another one than after it', async () => {
    const db = await freshDatabase()
    await sentCodesAreEnough(db)
    await anAccount(db, sam, { role: 'lead' })
    const [browser, thief] = [new Browser(), new Browser()]
    await browser.signIn(sam)
    thief.keep(`session=${browser.cookie('session')}`)
    const answer = await giveCode(browser.get('/'), (await sessionOf(browser.get('/')))!, { code: await newestCode(db, sam), to: undefined })
    if (answer.ok) browser.keep(...answer.cookies)
    expect(await signedInAs(browser.get('/'))).toBeDefined()
    expect(await sessionOf(thief.get('/'))).toBeUndefined()
  })

  test('that was signed out opens nothing when its cookie is sent again; nor does one changed by a letter', async () => {
    const db = await freshDatabase()
    await anAccount(db, marta)
    const browser = new Browser()
    await browser.signIn(marta)
    const cookie = browser.cookie('session')!
    const changed = new Browser()
    changed.keep(`session=${cookie.startsWith('a') ? 'b' : 'a'}${cookie.slice(1)}`)
    expect(await sessionOf(changed.get('/'))).toBeUndefined()
    browser.keep(await signOut(browser.get('/')))
    const again = new Browser()
    again.keep(`session=${cookie}`)
    expect(await sessionOf(again.get('/'))).toBeUndefined()
  })

  test('of somebody whose posts change ends: when one is added, and when one ends at once', async () => {
    const db = await freshDatabase()
    await sentCodesAreEnough(db)
    const person = await anAccount(db, sam, { role: 'lead' })
    await anAccount(db, 'alex@example.org', { role: 'administrator' })
    const signsIn = async () => {
      const browser = new Browser()
      await browser.signIn(sam)
      const answer = await giveCode(browser.get('/'), (await sessionOf(browser.get('/')))!, { code: await newestCode(db, sam), to: undefined })
      if (answer.ok) browser.keep(...answer.cookies)
      expect(await signedInAs(browser.get('/'))).toBeDefined()
      return browser
    }
    const keyboard = () => must(atTheKeyboard(db, now()), 'people:keep')
    const today = dayAt(now())
    const first = await signsIn()
    const added = await act(keyboard(), addColleague, {
      name: 'Sam', givenName: null, email: sam, mobile: null, language: null, job: 'x', agency: 'x', roles: ['manager'], team: 'north', fromOn: today, untilOn: null, phone: null, hello: null, helloLang: 'en', answersWithinDays: 1, photo: null,
    })
    expect(added.ok).toBe(true)
    expect(await sessionOf(first.get('/'))).toBeUndefined()
    const second = await signsIn()
    const post = await db.selectFrom('post').select('id').where('person_id', '=', person).where('role', '=', 'lead').executeTakeFirstOrThrow()
    expect(await act(keyboard(), endPost, { person, post: post.id, lastDay: plusDays(today, 7) })).toMatchObject({ ok: true })
    expect(await signedInAs(second.get('/'))).toBeDefined()
    expect(await act(keyboard(), endPost, { person, post: post.id, lastDay: plusDays(today, -1) as Day })).toMatchObject({ ok: true })
    expect(await sessionOf(second.get('/'))).toBeUndefined()
  })
})

/** Marta with codes of an app: a browser in which she gave her password, the key of the app and her spare codes. */
async function martaWithApp() {
  const db = await freshDatabase()
  const person = await anAccount(db, marta)
  const me = () => must(myselfFor(db, person, now()), 'account:keep')
  const browser = new Browser('198.51.100.9')
  await browser.signIn(marta)
  await beginAuthenticator(me(), { password })
  const begun = await authenticatorOf(me())
  const key = begun.state === 'begun' ? begun.key : ''
  await confirmAuthenticator(browser.get('/'), me(), { code: new TOTP({ secret: key }).generate() })
  const on = await authenticatorOf(me())
  await browser.signIn(marta)
  return { db, person, browser, key, spares: on.state === 'on' ? on.spares! : [], half: async () => (await sessionOf(browser.get('/')))! }
}

test('spare codes guessed by a thousand at once open nothing, and one of their own still opens for its owner', async () => {
  const { db, browser, spares, half } = await martaWithApp()
  const session = await half()
  await warm(db, 8)
  const letters = '23456789abcdefghjkmnpqrstuvwxyz'
  const guess = (at: number) => Array.from({ length: 10 }, (_, place) => letters[(at * 7 + place * 11 + (at >> place)) % letters.length]).join('')
  const guesses = await Promise.all(Array.from({ length: 1000 }, (_, at) => giveCode(new Browser().get('/'), session, { code: guess(at), to: undefined })))
  expect(guesses.filter(({ ok }) => ok)).toEqual([])
  expect(guesses.filter((answer) => !answer.ok && answer.why === 'code-wrong').length).toBeLessThanOrEqual(21)
  // On a phone that has signed in before, nobody's guesses count but one's own.
  const phone = new Browser('203.0.113.9')
  phone.keep(rememberDevice(session.person))
  await phone.signIn(marta)
  expect(await giveCode(phone.get('/'), (await sessionOf(phone.get('/')))!, { code: spares[7]!, to: undefined })).toMatchObject({ ok: true })
  expect(await giveCode(browser.get('/'), session, { code: spares[7]!, to: undefined })).toMatchObject({ ok: false })
}, 60_000)

test('a link that sets a password is no way around the second step', async () => {
  const { db, browser } = await martaWithApp()
  await askForReset({ channel: 'email', address: marta }, browser.address)
  expect(await setPasswordByLink(await newestToken(db, marta), 'four green kettles')).toMatchObject({ ok: true })
  const thief = new Browser('203.0.113.66')
  expect(await thief.signIn(marta, { as: 'four green kettles' })).toMatchObject({ ok: true, next: '/sign-in/code' })
  expect(await signedInAs(thief.get('/'))).toBeUndefined()
})

test('whichever way somebody signs in, nothing in the address leads them elsewhere', async () => {
  const elsewhere = ['https://elsewhere.example/', '//elsewhere.example', '/\\\\elsewhere.example', '/families/..//elsewhere.example', 'javascript:alert(1)', '/sign-out', '/families\r\nLocation: https://elsewhere.example']
  const db = await freshDatabase()
  const person = await anAccount(db, marta)
  const device = new Device()
  const browser = new Browser()
  await browser.signIn(marta)
  const me = must(myselfFor(db, person, now()), 'account:keep')
  const ready = (await optionsToAdd(browser.get('/'), me))!
  browser.keep(ready.cookie!)
  expect(await addPasskey(browser.post('/', {}), me, { name: null, answer: device.makes(ready.options) })).toMatchObject({ ok: true })
  for (const to of elsewhere) {
    expect(await new Browser().signIn(marta, { to })).toMatchObject({ ok: true, next: '/families' })
    const { options, cookie } = optionsToSignIn()
    browser.keep(cookie)
    expect(await signInByPasskey(browser.post('/', {}), { answer: device.uses(options), sharedPhone: false, to }, browser.address)).toMatchObject({ ok: true, next: '/families' })
  }
})

test('cookies over https are Secure, HttpOnly, SameSite=Lax and of this host alone', async () => {
  const db = await freshDatabase()
  const person = await anAccount(db, marta)
  vi.stubEnv('ORIGIN', 'https://plan.example.org')
  vi.resetModules()
  const { setDatabase } = await import('#db/connect.ts')
  setDatabase(db)
  const { signIn, signOut: leave } = await import('#app/domain/account/sign-in.server.ts')
  const answer = await signIn(new Request('https://plan.example.org/sign-in'), { who: { channel: 'email', address: marta }, password, sharedPhone: false, to: undefined }, '192.0.2.1')
  if (!answer.ok) throw new Error(answer.why)
  const signedIn = (path: string) => new Request(`https://plan.example.org${path}`, { headers: { Cookie: answer.cookies.map((cookie) => cookie.split(';')[0]).join('; ') } })
  const { shellOf } = await import('#app/domain/area/shell.server.ts')
  const { proofCookie } = await import('#app/domain/family/invitations.server.ts')
  const { optionsToSignIn } = await import('#app/domain/account/passkeys.server.ts')
  const { noChallenge } = await import('#app/domain/account/passkey-challenge.server.ts')
  const invitation = { tokenHash: 'a hash', address: { channel: 'email', address: marta } } as Parameters<typeof proofCookie>[0]
  const cookies = [
    ...answer.cookies, ...(await shellOf(new Request('https://plan.example.org/?lng=pl'))).headers.getSetCookie(), ...(await shellOf(signedIn('/account'))).headers.getSetCookie(),
    proofCookie(invitation), optionsToSignIn().cookie, noChallenge(), await leave(signedIn('/sign-out')),
  ]
  expect(cookies.map((cookie) => cookie.split('=')[0])).toEqual(['__Host-session', '__Host-device', '__Host-language', '__Host-language', '__Host-joining', '__Host-passkey', '__Host-passkey', '__Host-session'])
  for (const cookie of cookies) {
    for (const part of ['HttpOnly', 'SameSite=Lax', 'Path=/', 'Secure']) expect(cookie.toLowerCase().split('; '), cookie).toContain(part.toLowerCase())
    expect(cookie).not.toMatch(/domain=/i)
  }
  expect(await db.selectFrom('session').select('person_id').where('person_id', '=', person).execute()).toEqual([])
})
