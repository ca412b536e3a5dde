import { describe, expect, test } from 'vitest'
import { endedSessionOf, sessionOf, signedInAs, sessionsOf } from '#app/access/session.server.ts'
import { counted, take } from '#app/access/throttle.server.ts'
import { must, myself, myselfFor, personIn, viewerIn } from '#app/access/viewer.server.ts'
import { askForReset, isOpenResetLink, setPasswordByLink } from '#app/domain/account/forgotten.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { changePassword, endOwnSession, safeContactOf, setSafeContact, textsGoOut, usualContact } from '#app/domain/account/own-account.server.ts'
import { giveCode, sendSignInCode, signOut } from '#app/domain/account/sign-in.server.ts'
import { sweep } from '#app/domain/account/sweep.server.ts'
import { shellOf } from '#app/domain/area/shell.server.ts'
import { act } from '#app/events/transact.server.ts'
import { now, plusMinutes } from '#app/values/instant.ts'
import type { Db } from '#db/connect.ts'
import { aMoment, anAccount, Browser, letSessionsPass, newestCode, newestToken, password, sentCodesAreEnough } from './account-world.ts'
import { freshDatabase, warm } from './database.ts'

const marta = 'marta@example.org'
const sam = 'sam@example.org'
const nobody = 'nobody@example.org'

async function world() {
  const db = await freshDatabase()
  await sentCodesAreEnough(db)
  return { db, marta: await anAccount(db, marta), sam: await anAccount(db, sam, { role: 'lead' }) }
}

/** Sam, with the password given and the code not yet. */
async function halfSignedIn() {
  const { db, sam: person } = await world()
  const browser = new Browser()
  await browser.signIn(sam)
  return { db, person, browser, half: (await sessionOf(browser.get('/')))! }
}

const where = (redirected: Promise<unknown>) => redirected.then(() => 'nowhere', (thrown: Response) => thrown.headers.get('Location'))

/**
 * Answers that tell nothing by their time take alike. A busy machine makes one of them wait for the next step of time, so they are
 * asked again, in rounds: what differs by itself differs in each.
 */
async function inSameTimeOnce(round: (n: number) => Promise<number[]>): Promise<void> {
  const apart: number[] = []
  for (let n = 1; n <= 8; n += 1) {
    const times = await round(n)
    apart.push(Math.max(...times) / Math.min(...times))
    if (apart.at(-1)! < 1.5) return
  }
  expect(Math.min(...apart), 'in the best of eight rounds').toBeLessThan(1.5)
}

describe('signing in', () => {
  test('with the right password opens a session that is new each time', async () => {
    await world()
    const browser = new Browser()
    expect(await browser.signIn(marta)).toMatchObject({ ok: true, next: '/families' })
    const first = browser.cookie('session')
    expect(await signedInAs(browser.get('/'))).toMatchObject({ givenName: 'marta', helps: false })
    await browser.signIn(marta)
    expect(browser.cookie('session')).not.toBe(first)
    const old = new Browser()
    old.keep(`session=${first}`)
    expect(await signedInAs(old.get('/'))).toBeUndefined()
  })

  test('works with a mobile number', async () => {
    const { db } = await world()
    await anAccount(db, 'aisha@example.org', { mobile: '+447700900123' })
    const { signIn } = await import('#app/domain/account/sign-in.server.ts')
    const answer = await signIn(new Browser().get('/'), { who: { channel: 'text', address: '+447700900123' }, password, sharedPhone: false, to: undefined }, '192.0.2.1')
    expect(answer.ok).toBe(true)
  })

  test('a wrong password, an unknown person and one without a password get the same answer in the same time', async () => {
    const { db } = await world()
    await anAccount(db, 'new@example.org', { withPassword: false })
    await warm(db, 4)
    const timed = async (who: string, round: number) => {
      const began = performance.now()
      expect(await new Browser(`192.0.2.${round}`).signIn(who, { as: 'not the password' })).toEqual({ ok: false, why: 'wrong-address-or-password' })
      return performance.now() - began
    }
    await inSameTimeOnce(async (round) => [await timed(marta, round), await timed(nobody, round), await timed('new@example.org', round)])
  })

  test('an empty password does not open an account that has none', async () => {
    const { db } = await world()
    await anAccount(db, 'new@example.org', { withPassword: false })
    expect((await new Browser().signIn('new@example.org', { as: '' })).ok).toBe(false)
  })

  test('leads back to the page that was asked for, if it is ours', async () => {
    await world()
    expect(await new Browser().signIn(marta, { to: '/families/abc/goals?page=2' })).toMatchObject({ next: '/families/abc/goals?page=2' })
    expect(await new Browser().signIn(marta, { to: '//elsewhere.example' })).toMatchObject({ next: '/families' })
  })

  test('a refused try and a right one are written down', async () => {
    const { db, marta: person } = await world()
    await new Browser().signIn(marta, { as: 'not the password' })
    await new Browser().signIn(marta)
    const events = await db.selectFrom('event').select('kind').where('scope_id', '=', person).orderBy('seq').execute()
    expect(events.map((event) => event.kind)).toEqual(['sign-in-refused', 'signed-in'])
  })
})

describe('too many tries', () => {
  test('the sixth try from one place has to wait, alike for somebody unknown', async () => {
    await world()
    const answers = async (who: string, from: string) => Promise.all(Array.from({ length: 8 }, () => new Browser(from).signIn(who, { as: 'not the password' })))
    const [known, unknown] = await Promise.all([answers(marta, '192.0.2.1'), answers(nobody, '192.0.2.2')])
    for (const all of [known, unknown]) {
      expect(all.filter((answer) => !answer.ok && answer.why === 'wait-a-little')).toHaveLength(3)
      expect(all.find((answer) => !answer.ok && answer.why === 'wait-a-little')).toMatchObject({ values: { count: expect.toSatisfy((count) => count > 0 && count <= 30) } })
    }
  })

  test('even the right password has to wait then, from a place that is not known', async () => {
    await world()
    await Promise.all(Array.from({ length: 6 }, () => new Browser().signIn(marta, { as: 'not the password' })))
    expect(await new Browser().signIn(marta)).toMatchObject({ ok: false, why: 'wait-a-little' })
  })

  test('many machines together cannot lock somebody out of their own phone', async () => {
    await world()
    const ownPhone = new Browser('203.0.113.9')
    await ownPhone.signIn(marta)
    ownPhone.keep(await signOut(ownPhone.get('/')))
    await Promise.all(Array.from({ length: 40 }, (_, at) => new Browser(`198.51.100.${at}`).signIn(marta, { as: 'not the password' })))
    expect(await new Browser('198.51.100.77').signIn(marta)).toMatchObject({ ok: false, why: 'wait-a-little' })
    expect(await ownPhone.signIn(marta)).toMatchObject({ ok: true })
  })

  test('the mark of a phone does not serve another person', async () => {
    const { db } = await world()
    await anAccount(db, 'kasia@example.org')
    const phone = new Browser()
    await phone.signIn(marta)
    await Promise.all(Array.from({ length: 6 }, () => new Browser().signIn('kasia@example.org', { as: 'not the password' })))
    expect(await phone.signIn('kasia@example.org')).toMatchObject({ ok: false, why: 'wait-a-little' })
  })

  test('right passwords use no tries up', async () => {
    await world()
    for (let time = 0; time < 12; time += 1) expect((await new Browser().signIn(marta)).ok).toBe(true)
  })

  test('of many tries at once no more pass than may', async () => {
    const db = await freshDatabase()
    await warm(db, 30)
    const taken = await Promise.all(Array.from({ length: 100 }, () => take(counted({ atOnce: 7, everySeconds: 60 }, 'test'))))
    expect(taken.filter(({ ok }) => ok)).toHaveLength(7)
  })

  test('the table keeps no address, only keyed hashes', async () => {
    const { db } = await world()
    await new Browser('192.0.2.44').signIn(marta, { as: 'not the password' })
    const rows = JSON.stringify(await db.selectFrom('rate_limit').selectAll().execute())
    expect(rows).not.toContain('192.0.2.44')
    expect(rows).not.toContain(marta)
  })
})

describe('the code of people who help', () => {
  test('without it they get no further than its page', async () => {
    const { browser } = await halfSignedIn()
    expect(await signedInAs(browser.get('/'))).toBeUndefined()
    expect(await where(personIn(browser.get('/desk?x=1')))).toBe('/sign-in/code?to=%2Fdesk%3Fx%3D1')
  })

  test('with it they are in, in a new session', async () => {
    const { db, browser, half, person } = await halfSignedIn()
    const before = browser.cookie('session')
    const answer = await giveCode(browser.post('/sign-in/code', {}), half, { code: await newestCode(db, sam), to: undefined })
    expect(answer).toMatchObject({ ok: true, next: '/desk' })
    if (answer.ok) browser.keep(...answer.cookies)
    expect(browser.cookie('session')).not.toBe(before)
    expect(await signedInAs(browser.get('/'))).toMatchObject({ person, helps: true, confirmed: true })
    expect(await db.selectFrom('session').selectAll().execute()).toHaveLength(1)
  })

  test('comes to whoever wants no messages, too: they have just asked for it', async () => {
    const { db, sam: person } = await world()
    await act(must(myselfFor(db, person, now()), 'account:keep'), setSafeContact, { ...usualContact, channel: 'none', days: '1', fromTime: '08:00', untilTime: '20:00', messagesOk: false })
    await new Browser().signIn(sam)
    expect(await newestCode(db, sam)).toMatch(/^\d{6}$/)
  })

  test('may be typed with gaps and in the digits of another script', async () => {
    const { db, browser, half } = await halfSignedIn()
    const code = await newestCode(db, sam)
    const urdu = [...code].map((digit) => String.fromCodePoint(0x06f0 + Number(digit))).join('')
    expect(await giveCode(browser.get('/'), half, { code: ` ${urdu.slice(0, 3)} ${urdu.slice(3)}`, to: undefined })).toMatchObject({ ok: true })
  })

  test('works once', async () => {
    const { db, browser, half } = await halfSignedIn()
    const code = await newestCode(db, sam)
    await giveCode(browser.get('/'), half, { code, to: undefined })
    expect(await giveCode(browser.get('/'), half, { code, to: undefined })).toMatchObject({ ok: false, why: 'code-ended' })
  })

  test('two at once: one is in', async () => {
    const { db, browser, half } = await halfSignedIn()
    await warm(db, 8)
    const code = await newestCode(db, sam)
    const answers = await Promise.all(Array.from({ length: 8 }, () => giveCode(browser.get('/'), half, { code, to: undefined })))
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
  })

  test('five wrong ones end it, and the right one comes too late', async () => {
    const { db, browser, half } = await halfSignedIn()
    const code = await newestCode(db, sam)
    const wrong = code === '000000' ? '000001' : '000000'
    const answers = []
    for (let time = 0; time < 5; time += 1) answers.push(await giveCode(browser.get('/'), half, { code: wrong, to: undefined }))
    expect(answers.map((answer) => !answer.ok && answer.why)).toEqual(['code-wrong', 'code-wrong', 'code-wrong', 'code-wrong', 'code-ended'])
    expect(await giveCode(browser.get('/'), half, { code, to: undefined })).toMatchObject({ ok: false, why: 'code-ended' })
  })

  test('is too old after ten minutes', async () => {
    const { db, browser, half } = await halfSignedIn()
    await db.updateTable('one_time_code').set({ expires_at: plusMinutes(now(), -1) }).execute()
    expect(await giveCode(browser.get('/'), half, { code: await newestCode(db, sam), to: undefined })).toMatchObject({ ok: false, why: 'code-ended' })
  })

  test('a new one ends the one before, and they are not sent without end', async () => {
    const { db, person, browser, half } = await halfSignedIn()
    const first = await newestCode(db, sam)
    for (let time = 0; time < 9; time += 1) {
      await aMoment()
      expect(await sendSignInCode(person)).toEqual({ ok: true })
    }
    expect(await sendSignInCode(person)).toMatchObject({ ok: false, why: 'wait-a-little' })
    const second = await newestCode(db, sam)
    if (first !== second) expect(await giveCode(browser.get('/'), half, { code: first, to: undefined })).toMatchObject({ ok: false })
    expect(await db.selectFrom('one_time_code').selectAll().execute()).toHaveLength(1)
  })

  test('is kept as a keyed hash: a copy of the database does not tell it', async () => {
    const { db } = await halfSignedIn()
    const { code_hash: hash } = await db.selectFrom('one_time_code').select('code_hash').executeTakeFirstOrThrow()
    expect(hash).toHaveLength(43)
    expect(hash).not.toContain(await newestCode(db, sam))
  })

  test('somebody who is given a post while signed in needs a code from then on', async () => {
    const { db, marta: person } = await world()
    const browser = new Browser()
    await browser.signIn(marta)
    await db.insertInto('post').values({ person_id: person, id: 'p'.repeat(20), role: 'lead', team: 'north', from_on: '2020-01-01' as never, until_on: null }).execute()
    expect(await signedInAs(browser.get('/'))).toBeUndefined()
  })
})

describe('a session', () => {
  test('ends after 30 idle minutes, and after 10 on a shared phone', async () => {
    const { db } = await world()
    const [own, shared] = [new Browser(), new Browser()]
    await own.signIn(marta)
    await shared.signIn(marta, { sharedPhone: true })
    await letSessionsPass(db, { idle: 12 })
    expect(await signedInAs(shared.get('/'))).toBeUndefined()
    expect(await signedInAs(own.get('/'))).toBeDefined()
    await letSessionsPass(db, { idle: 32 })
    expect(await signedInAs(own.get('/'))).toBeUndefined()
  })

  test('lasts as long as somebody asks for pages, but never longer than 12 hours', async () => {
    const { db } = await world()
    const browser = new Browser()
    await browser.signIn(marta)
    for (let time = 0; time < 4; time += 1) {
      await letSessionsPass(db, { idle: 25 })
      expect(await signedInAs(browser.get('/'))).toBeDefined()
    }
    await letSessionsPass(db, { since: 12 * 60 })
    expect(await signedInAs(browser.get('/'))).toBeUndefined()
  })

  test('a copy of the database opens none', async () => {
    const { db } = await world()
    const browser = new Browser()
    await browser.signIn(marta)
    const thief = new Browser()
    for (const column of ['id_hash', 'person_id'] as const) {
      thief.keep(`session=${(await db.selectFrom('session').select(column).executeTakeFirstOrThrow())[column]}`)
      expect(await sessionOf(thief.get('/'))).toBeUndefined()
    }
    expect(JSON.stringify(await db.selectFrom('session').selectAll().execute())).not.toContain(browser.cookie('session'))
  })

  test('is gone after signing out', async () => {
    const { db } = await world()
    const browser = new Browser()
    await browser.signIn(marta)
    const cookie = browser.cookie('session')
    browser.keep(await signOut(browser.post('/sign-out', {})))
    expect(browser.cookie('session')).toBeUndefined()
    browser.keep(`session=${cookie}`)
    expect(await sessionOf(browser.get('/'))).toBeUndefined()
    expect(await db.selectFrom('session').selectAll().execute()).toEqual([])
  })

  test('of one’s own can be ended from elsewhere, but nobody else’s', async () => {
    const { db, marta: person, sam: other } = await world()
    const [phone, laptop] = [new Browser(), new Browser()]
    await phone.signIn(marta)
    await laptop.signIn(marta)
    const sessions = await sessionsOf(laptop.get('/'), person)
    expect(sessions.map(({ here }) => here).sort()).toEqual([false, true])
    const onPhone = sessions.find(({ here }) => !here)!
    await act(must(myselfFor(db, other, now()), 'account:keep'), endOwnSession, { session: onPhone.id })
    expect(await signedInAs(phone.get('/'))).toBeDefined()
    await act(must(myselfFor(db, person, now()), 'account:keep'), endOwnSession, { session: onPhone.id })
    expect(await signedInAs(phone.get('/'))).toBeUndefined()
    expect(await signedInAs(laptop.get('/'))).toBeDefined()
  })

  test('an old one is swept away, a running one is not', async () => {
    const { db } = await world()
    await new Browser().signIn(marta)
    await letSessionsPass(db, { idle: 26 * 60 })
    await new Browser().signIn(marta)
    await sweep()
    expect(await db.selectFrom('session').selectAll().execute()).toHaveLength(1)
  })
})

describe('a forgotten password', () => {
  async function linkFor(db: Db, who = marta) {
    await askForReset({ channel: 'email', address: who }, '192.0.2.1')
    return newestToken(db, who)
  }

  test('is set anew by a link, which ends every session and works once', async () => {
    const { db } = await world()
    const browser = new Browser()
    await browser.signIn(marta)
    const token = await linkFor(db)
    expect(await isOpenResetLink(token)).toBe(true)
    expect(await setPasswordByLink(token, 'four green kettles')).toMatchObject({ ok: true })
    expect(await signedInAs(browser.get('/'))).toBeUndefined()
    expect(await isOpenResetLink(token)).toBe(false)
    expect(await setPasswordByLink(token, 'five red saucers')).toEqual({ ok: false, why: 'link-ended' })
    expect((await browser.signIn(marta, { as: 'four green kettles' })).ok).toBe(true)
    expect((await browser.signIn(marta)).ok).toBe(false)
    expect(await db.selectFrom('notice_link').select('name').execute()).toEqual([{ name: 'passwordChanged' }])
  })

  test('two at once: the password of one of them is set', async () => {
    const { db } = await world()
    await warm(db, 4)
    const token = await linkFor(db)
    const answers = await Promise.all(['four green kettles', 'five red saucers', 'six white spoons'].map((word) => setPasswordByLink(token, word)))
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
  })

  test('nothing tells whether somebody is known', async () => {
    const { db } = await world()
    const timed = async (who: string, round: number) => {
      const began = performance.now()
      expect(await askForReset({ channel: 'email', address: who }, `192.0.2.${round}`)).toBeUndefined()
      return performance.now() - began
    }
    await warm(db, 4)
    await inSameTimeOnce(async (round) => [await timed(marta, round), await timed(nobody, round)])
    expect(new Set((await db.selectFrom('outbox').select('address').execute()).map(({ address }) => address))).toEqual(new Set([marta]))
  })

  test('an old link, an ended one and one that never was are the same', async () => {
    const { db } = await world()
    const first = await linkFor(db)
    await aMoment()
    const second = await linkFor(db)
    expect(await isOpenResetLink(first)).toBe(false)
    await db.updateTable('secret_link').set({ expires_at: plusMinutes(now(), -1) }).execute()
    for (const token of [first, second, 'x'.repeat(43), '', '../../etc']) {
      expect(await isOpenResetLink(token)).toBe(false)
      expect(await setPasswordByLink(token, 'four green kettles')).toEqual({ ok: false, why: 'link-ended' })
    }
  })

  test('the database does not keep the token', async () => {
    const { db } = await world()
    const token = await linkFor(db)
    expect(JSON.stringify(await db.selectFrom('secret_link').selectAll().execute())).not.toContain(token)
  })

  test('no more than three links are sent at once', async () => {
    const { db } = await world()
    for (let time = 0; time < 5; time += 1) await askForReset({ channel: 'email', address: marta }, '192.0.2.1')
    expect(await db.selectFrom('outbox').selectAll().execute()).toHaveLength(3)
  })

  test('somebody who cannot safely be written to gets nothing', async () => {
    const { db, marta: person } = await world()
    await db.insertInto('safe_contact').values({ person_id: person, channel: 'none', days: '1234567', from_time: '08:00', until_time: '20:00', zone: 'Europe/London', messages_ok: 0, changed_at: now() }).execute()
    await askForReset({ channel: 'email', address: marta }, '192.0.2.1')
    expect(await db.selectFrom('outbox').selectAll().execute()).toEqual([])
  })
})

describe('one’s own account', () => {
  test('a new password needs the old one, and leaves one session', async () => {
    const { db, marta: person } = await world()
    const [here, elsewhere] = [new Browser(), new Browser()]
    await here.signIn(marta)
    await elsewhere.signIn(marta)
    const me = await myself(here.get('/'))
    expect(await changePassword(here.get('/'), me, { password: 'not it at all', newPassword: 'four green kettles' })).toEqual({ ok: false, why: 'password-wrong', field: 'password' })
    const answer = await changePassword(here.get('/'), me, { password, newPassword: 'four green kettles' })
    if (!answer.ok) throw new Error(answer.why)
    here.keep(answer.cookie)
    expect(await signedInAs(here.get('/'))).toMatchObject({ person })
    expect(await signedInAs(elsewhere.get('/'))).toBeUndefined()
    expect(await db.selectFrom('session').selectAll().execute()).toHaveLength(1)
  })

  test('guessing the old one has to wait in the end', async () => {
    const { db, marta: person } = await world()
    const browser = new Browser()
    await browser.signIn(marta)
    const me = myselfFor(db, person, now())
    for (let time = 0; time < 5; time += 1) await changePassword(browser.get('/'), me, { password: `guess ${time}`, newPassword: 'four green kettles' })
    expect(await changePassword(browser.get('/'), me, { password, newPassword: 'four green kettles' })).toMatchObject({ ok: false, why: 'wait-a-little' })
  })

  test('safe hours are kept, and impossible ones are refused', async () => {
    const { db, marta: person } = await world()
    const me = must(myselfFor(db, person, now()), 'account:keep')
    const contact = { ...usualContact, channel: 'email', days: '12345', fromTime: '10:00', untilTime: '12:00', messagesOk: false } as const
    expect(await act(me, setSafeContact, contact)).toMatchObject({ ok: true })
    expect(await safeContactOf(me)).toEqual({ ...contact, hasSafeWord: false })
    expect(await act(me, setSafeContact, { ...contact, untilTime: '09:00' })).toMatchObject({ ok: false, why: 'ends-before-it-begins', field: 'untilTime' })
    expect(await act(me, setSafeContact, { ...contact, channel: 'text' })).toMatchObject({ ok: false, why: 'no-such-address', field: 'channel' })
    expect(await safeContactOf(me)).toEqual({ ...contact, hasSafeWord: false })
  })
})

test('texts are offered where a gateway sends them, and in the demo to be looked at', () => {
  const gateway = { url: 'https://texts.example.org', key: 'key' }
  expect([{ text: undefined, demo: false }, { text: gateway, demo: false }, { text: undefined, demo: true }].map((settings) => textsGoOut(settings))).toEqual([false, true, true])
})

test('a language in the address is the browser’s from then on; it becomes the person’s own only by a link of ours or by typing', async () => {
  const { db, marta: person } = await world()
  const browser = new Browser()
  await browser.signIn(marta)
  const ask = async (lang: string, headers: Record<string, string>) => {
    const request = browser.get(`/families?lng=${lang}`)
    for (const [name, value] of Object.entries(headers)) request.headers.set(name, value)
    const shell = await shellOf(request)
    expect([shell.lang, shell.headers.get('Set-Cookie')]).toEqual([lang, expect.stringContaining(`=${lang};`)])
    return (await db.selectFrom('person').select('language').where('id', '=', person).executeTakeFirstOrThrow()).language
  }
  for (const elsewhere of [{ 'Sec-Fetch-Site': 'cross-site' }, { 'Sec-Fetch-Site': 'same-site' }, { Referer: 'https://elsewhere.example/' }, { Referer: 'x' }, {}, { 'Sec-Fetch-Site': 'cross-site', Referer: 'http://localhost:3000/' }]) {
    expect(await ask('ur', elsewhere as Record<string, string>)).toBe('en')
  }
  expect(await ask('pl', { 'Sec-Fetch-Site': 'same-origin' })).toBe('pl')
  expect(await ask('cy', { 'Sec-Fetch-Site': 'none' })).toBe('cy')
  expect(await ask('ur', { Referer: 'http://localhost:3000/families' })).toBe('ur')
})

describe('a form that outlives its session', () => {
  const path = '/families/abcdefghjkmnpqrstvwx/goals/new'
  const fields = { form: 'x'.repeat(20), intent: 'add', words: 'Mornings without tears\r\nfor all of us', owners: ['a', 'b'], password: 'secret', code: '123456' }

  test('is kept, and is there again after the same person has signed in', async () => {
    const { db } = await world()
    const browser = new Browser()
    await browser.signIn(marta)
    await letSessionsPass(db, { idle: 40 })
    expect(await where(viewerIn(browser.post(`${path}?done=added`, fields), 'abcdefghjkmnpqrstvwx'))).toBe(`/sign-in?to=${encodeURIComponent(path)}&kept=yes`)
    const answer = await browser.signIn(marta, { to: path })
    if (!answer.ok) throw new Error(answer.why)
    expect(answer.next).toMatch(new RegExp(`^${path}\\?kept=[0-9a-z]{20}$`))
    expect(await keptForm(browser.get(answer.next))).toEqual({
      values: { words: 'Mornings without tears\nfor all of us', owners: ['a', 'b'] }, errors: { '': { key: 'errors:notSentYet' } },
    })
    expect(await keptForm(browser.get(answer.next), 'add')).toBeDefined()
    expect(await keptForm(browser.get(answer.next), 'another')).toBeUndefined()
    expect(await db.selectFrom('goal').selectAll().execute()).toEqual([])
    expect(await keptForm(browser.get(answer.next.replace('/goals/new', '/plan')))).toBeUndefined()
  })

  test('is not shown to anybody else who signs in there', async () => {
    const { db } = await world()
    await anAccount(db, 'kasia@example.org')
    const browser = new Browser()
    await browser.signIn(marta)
    await letSessionsPass(db, { idle: 40 })
    await where(personIn(browser.post(path, fields)))
    const kept = (await db.selectFrom('parked_form').select('id').executeTakeFirstOrThrow()).id
    expect(await browser.signIn('kasia@example.org', { to: path })).toMatchObject({ next: path })
    expect(await keptForm(browser.get(`${path}?kept=${kept}`))).toBeUndefined()
  })

  test.each([
    ['on a shared phone', async (db: Db, browser: Browser) => { await browser.signIn(marta, { sharedPhone: true }); await letSessionsPass(db, { idle: 40 }) }],
    ['of a session that was signed out', async (_: Db, browser: Browser) => { await browser.signIn(marta); await signOut(browser.get('/')) }],
    ['of a session that was ended from elsewhere', async (db: Db, browser: Browser) => { await browser.signIn(marta); await db.deleteFrom('session').execute() }],
    ['of somebody who helps and had not given the code', async (db: Db, browser: Browser) => { await browser.signIn(sam); await letSessionsPass(db, { idle: 40 }) }],
    ['of a session of two days ago', async (db: Db, browser: Browser) => { await browser.signIn(marta); await letSessionsPass(db, { idle: 48 * 60 }) }],
    ['without any session', async () => {}],
  ])('%s is not kept', async (what, begin) => {
    const { db } = await world()
    const browser = new Browser()
    await begin(db, browser)
    expect(await endedSessionOf(browser.get('/'))).toBeUndefined()
    expect(await where(personIn(browser.post(path, fields)))).toBe(what === 'on a shared phone' ? '/sign-out' : `/sign-in?to=${encodeURIComponent(path)}`)
    expect(await db.selectFrom('parked_form').selectAll().execute()).toEqual([])
  })

  test('a page that was only asked for is not kept', async () => {
    const { db } = await world()
    const browser = new Browser()
    await browser.signIn(marta)
    await letSessionsPass(db, { since: 13 * 60 })
    expect(await where(personIn(browser.get(path)))).toBe(`/sign-in?to=${encodeURIComponent(path)}`)
    expect(await db.selectFrom('parked_form').selectAll().execute()).toEqual([])
  })

  test('is gone after a day, after signing out, and when newer ones need its place', async () => {
    const { db } = await world()
    const browser = new Browser()
    await browser.signIn(marta)
    await letSessionsPass(db, { idle: 40 })
    for (let time = 0; time < 8; time += 1) await where(personIn(browser.post(path, fields)))
    expect(await db.selectFrom('parked_form').selectAll().execute()).toHaveLength(5)
    await browser.signIn(marta)
    await db.updateTable('parked_form').set({ at: plusMinutes(now(), -25 * 60) }).execute()
    expect(await browser.signIn(marta, { to: path })).toMatchObject({ next: path })
    await signOut(browser.get('/'))
    expect(await db.selectFrom('parked_form').selectAll().execute()).toEqual([])
  })

  test('one that is too long to keep is not kept', async () => {
    const { db } = await world()
    const browser = new Browser()
    await browser.signIn(marta)
    await letSessionsPass(db, { idle: 40 })
    await where(personIn(browser.post(path, { words: 'x'.repeat(200_000) })))
    expect(await db.selectFrom('parked_form').selectAll().execute()).toEqual([])
  })
})
