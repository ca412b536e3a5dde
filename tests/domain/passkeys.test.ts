/** Passkeys: adding, signing in with one, taking one away; and every one that must open nothing. */
import { TOTP } from 'otpauth'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { sessionOf, signedInAs } from '#app/access/session.server.ts'
import { areaViewerFor, atTheKeyboard, must, myselfFor, theArea } from '#app/access/viewer.server.ts'
import { authenticatorOf, beginAuthenticator, confirmAuthenticator, removeAuthenticator } from '#app/domain/account/authenticator.server.ts'
import { resetLocks } from '#app/domain/account/lost-locks.server.ts'
import { addPasskey, allowAdding, optionsToAdd, optionsToSignIn, passkeysOf, removePasskey, renamePasskey } from '#app/domain/account/passkeys.server.ts'
import { giveCode, signInByPasskey, signOut, waysOf } from '#app/domain/account/sign-in.server.ts'
import { askToBeForgotten, forget } from '#app/domain/data/forgetting.server.ts'
import { everythingAbout } from '#app/domain/data/my-data.server.ts'
import { act } from '#app/events/transact.server.ts'
import { newId, type PasskeyId, type PersonId } from '#app/values/ids.ts'
import { now, type Day } from '#app/values/instant.ts'
import type { Db } from '#db/connect.ts'
import { anAccount, Browser, newestCode, password } from './account-world.ts'
import { freshDatabase, warm } from './database.ts'
import { Device, type Odd } from './device.ts'

const marta = 'marta@example.org'
const sam = 'sam@example.org'
afterEach(() => { vi.useRealTimers(); vi.unstubAllEnvs(); vi.resetModules() })

const me = (db: Db, person: PersonId) => must(myselfFor(db, person, now()), 'account:keep')
const later = (minutes: number) => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + minutes * 60_000 })

/** Asks for the options of a new passkey in a signed-in browser, and keeps the cookie that goes with them. */
async function asksToAdd(db: Db, person: PersonId, browser: Browser) {
  const ready = await optionsToAdd(browser.get('/'), me(db, person))
  if (ready?.cookie) browser.keep(ready.cookie)
  return ready?.options
}

async function adds(db: Db, person: PersonId, browser: Browser, device: Device, { name = 'my phone', ...odd }: Odd & { name?: string } = {}) {
  const options = await asksToAdd(db, person, browser)
  const answer = await addPasskey(browser.post('/', {}), me(db, person), { name, answer: device.makes(options!, odd) })
  if (answer.ok) browser.keep(...answer.cookies)
  return answer
}

/** Signs in with what a device answers. */
async function signsIn(browser: Browser, device: Device, { odd = {}, to, half, sharedPhone = false }: { odd?: Odd; to?: string; half?: PersonId; sharedPhone?: boolean } = {}) {
  const { options, cookie } = optionsToSignIn()
  browser.keep(cookie)
  return sends(browser, device.uses(options, odd), { to, half, sharedPhone })
}

async function sends(browser: Browser, answer: string, { to, half, sharedPhone = false }: { to?: string | undefined; half?: PersonId | undefined; sharedPhone?: boolean } = {}) {
  const signed = await signInByPasskey(browser.post('/sign-in', {}), { answer, sharedPhone, to, ...(half ? { half } : {}) }, browser.address)
  if (signed.ok) browser.keep(...signed.cookies)
  return signed
}

/** Marta, signed in in one browser, with a passkey on a phone. */
async function martaWithPasskey() {
  const db = await freshDatabase()
  const person = await anAccount(db, marta)
  const [browser, device] = [new Browser(), new Device()]
  await browser.signIn(marta)
  expect(await adds(db, person, browser, device)).toMatchObject({ ok: true })
  return { db, person, browser, device }
}

async function onlyPasskeyOf(db: Db, person: PersonId): Promise<PasskeyId> {
  const [first, ...more] = await passkeysOf(me(db, person))
  if (!first || more.length > 0) throw new Error('not one passkey')
  return first.id
}

/** Kinds of what was written down about a person, the oldest first. */
async function written(db: Db, person: PersonId): Promise<string[]> {
  return (await db.selectFrom('event').select('kind').where('scope_id', '=', person).orderBy('seq').execute()).map(({ kind }) => kind)
}

describe('a passkey', () => {
  test('signs somebody in alone, in a new session, and their phone is known from then on', async () => {
    const { db, person, device } = await martaWithPasskey()
    const elsewhere = new Browser('198.51.100.9')
    elsewhere.keep('session=abcdefghijklmnopqrstuvwxyzabcdefghijklmn')
    expect(await signsIn(elsewhere, device, { to: '/account' })).toMatchObject({ ok: true, next: '/account' })
    expect(elsewhere.cookie('session')).not.toBe('abcdefghijklmnopqrstuvwxyzabcdefghijklmn')
    expect(await signedInAs(elsewhere.get('/'))).toMatchObject({ person, helps: false })
    expect(elsewhere.cookie('device')).toBeDefined()
    expect(elsewhere.cookie('passkey')).toBeUndefined()
    expect(await passkeysOf(me(db, person))).toMatchObject([{ name: 'my phone', usedAt: expect.any(String) }])
    expect((await written(db, person)).slice(-2)).toEqual(['passkey-added', 'signed-in'])
  })

  test('added ends every other session, in a new one here, and its owner is told', async () => {
    const db = await freshDatabase()
    const person = await anAccount(db, marta)
    const [browser, elsewhere] = [new Browser(), new Browser('198.51.100.2')]
    await elsewhere.signIn(marta)
    await browser.signIn(marta)
    const before = browser.cookie('session')
    await adds(db, person, browser, new Device())
    expect(browser.cookie('session')).not.toBe(before)
    expect(await signedInAs(browser.get('/'))).toMatchObject({ person })
    expect(await signedInAs(elsewhere.get('/'))).toBeUndefined()
    expect((await db.selectFrom('notice_link').select('name').where('person_id', '=', person).execute()).map(({ name }) => name)).toEqual(['signInChanged'])
  })

  test('on a shared phone leaves nothing behind', async () => {
    const { device } = await martaWithPasskey()
    const browser = new Browser('198.51.100.9')
    expect(await signsIn(browser, device, { sharedPhone: true })).toMatchObject({ ok: true })
    expect(await signedInAs(browser.get('/'))).toMatchObject({ sharedPhone: true })
    expect(browser.cookie('device')).toBeUndefined()
  })

  test('has the name its owner gives it, and nobody else renames it or takes it away', async () => {
    const { db, person, browser } = await martaWithPasskey()
    const other = await anAccount(db, 'piotr@example.org')
    const id = await onlyPasskeyOf(db, person)
    expect(await act(me(db, other), renamePasskey, { passkey: id, name: 'mine' })).toMatchObject({ ok: false, why: 'not-there' })
    const his = new Browser('198.51.100.3')
    await his.signIn('piotr@example.org')
    expect(await removePasskey(his.get('/'), me(db, other), { passkey: id, password })).toMatchObject({ ok: false, why: 'not-there' })
    expect(await act(me(db, person), renamePasskey, { passkey: id, name: null })).toMatchObject({ ok: true })
    expect(await passkeysOf(me(db, person))).toMatchObject([{ id, name: null }])
    expect(await removePasskey(browser.get('/'), me(db, person), { passkey: newId<PasskeyId>(), password })).toMatchObject({ ok: false, why: 'not-there' })
  })

  test('is made for the site of the configured origin, whatever a request says of itself', async () => {
    vi.stubEnv('ORIGIN', 'https://plan.example.org')
    vi.resetModules()
    const passkeys = await import('#app/domain/account/passkeys.server.ts')
    const { options, cookie } = passkeys.optionsToSignIn()
    expect(options.rpId).toBe('plan.example.org')
    expect(cookie).toMatch(/^__Host-passkey=[\w-]{22}\.[0-9a-z]+; Path=\/; Max-Age=300; SameSite=Lax; HttpOnly; Secure$/)
  })
})

describe('adding a passkey', () => {
  test('asks for the password again once the session is five minutes old', async () => {
    const db = await freshDatabase()
    const person = await anAccount(db, marta)
    const browser = new Browser()
    await browser.signIn(marta)
    later(6)
    expect(await asksToAdd(db, person, browser)).toBeUndefined()
    expect(await allowAdding(browser.get('/'), me(db, person), { password: 'not the password' })).toMatchObject({ ok: false, why: 'password-wrong' })
    const allowed = await allowAdding(browser.get('/'), me(db, person), { password })
    if (allowed.ok) browser.keep(allowed.cookie)
    expect(await adds(db, person, browser, new Device())).toMatchObject({ ok: true })
  })

  test('is for one session, once, and for five minutes', async () => {
    const db = await freshDatabase()
    const person = await anAccount(db, marta)
    const [browser, thief, device] = [new Browser(), new Browser('198.51.100.7'), new Device()]
    await browser.signIn(marta)
    await thief.signIn(marta)
    const options = await asksToAdd(db, person, browser)
    const answer = device.makes(options!)
    thief.keep(`passkey=${browser.cookie('passkey')}`)
    expect(await addPasskey(thief.post('/', {}), me(db, person), { name: null, answer })).toEqual({ ok: false, why: 'passkey-not-taken' })
    expect(await addPasskey(browser.post('/', {}), me(db, person), { name: null, answer: device.makes(options!, { origin: 'https://elsewhere.example' }) })).toEqual({ ok: false, why: 'passkey-not-taken' })
    expect(await addPasskey(browser.post('/', {}), me(db, person), { name: null, answer })).toEqual({ ok: false, why: 'passkey-too-late' })
    const again = await asksToAdd(db, person, browser)
    later(5)
    expect(await addPasskey(browser.post('/', {}), me(db, person), { name: null, answer: device.makes(again!) })).toEqual({ ok: false, why: 'passkey-too-late' })
    expect(await passkeysOf(me(db, person))).toEqual([])
  })

  test.each<[string, Odd]>([
    ['from another site', { origin: 'https://elsewhere.example' }],
    ['for another site', { rpId: 'elsewhere.example' }],
    ['that was not opened by its person', { verified: false }],
    ['that answers something else', { challenge: 'AAAA' }],
    ['with a certificate of its maker, whose addresses would be asked', { statement: { fmt: 'packed', attStmt: Buffer.concat([Buffer.from('a163', 'hex'), Buffer.from('x5c'), Buffer.from('814100', 'hex')]) } }],
  ])('%s is refused', async (_, odd) => {
    const db = await freshDatabase()
    const person = await anAccount(db, marta)
    const browser = new Browser()
    await browser.signIn(marta)
    expect(await adds(db, person, browser, new Device(), odd)).toEqual({ ok: false, why: 'passkey-not-taken' })
    expect(await passkeysOf(me(db, person))).toEqual([])
  })

  test('under the id of somebody else’s is refused like any other, and theirs goes on', async () => {
    const { db, device } = await martaWithPasskey()
    const other = await anAccount(db, 'piotr@example.org')
    const his = new Browser('198.51.100.3')
    await his.signIn('piotr@example.org')
    expect(await adds(db, other, his, new Device(), { id: device.id })).toEqual({ ok: false, why: 'passkey-not-taken' })
    expect(await signsIn(new Browser('198.51.100.9'), device)).toMatchObject({ ok: true })
  })

  test('ends at ten', async () => {
    const { db, person, browser } = await martaWithPasskey()
    for (let more = 0; more < 9; more += 1) expect(await adds(db, person, browser, new Device())).toMatchObject({ ok: true })
    expect(await adds(db, person, browser, new Device())).toEqual({ ok: false, why: 'enough-passkeys' })
  })
})

describe('a passkey that must open nothing', () => {
  test.each<[string, Odd]>([
    ['from another site', { origin: 'https://elsewhere.example' }],
    ['for another site', { rpId: 'elsewhere.example' }],
    ['that was not opened by its person', { verified: false }],
    ['that answers something else', { challenge: 'AAAA' }],
    ['whose count went back', { counter: 3 }],
    ['that says it is another person’s', { userHandle: Buffer.from(newId()).toString('base64url') }],
  ])('%s is refused, and that is written down', async (_, odd) => {
    const { db, person, device } = await martaWithPasskey()
    device.counter = 7
    expect(await signsIn(new Browser('198.51.100.9'), device)).toMatchObject({ ok: true })
    const browser = new Browser('198.51.100.10')
    expect(await signsIn(browser, device, { odd })).toEqual({ ok: false, why: 'passkey-not-known' })
    expect(browser.cookie('session')).toBeUndefined()
    expect((await written(db, person)).at(-1)).toBe('sign-in-refused')
    expect(await signsIn(browser, device)).toMatchObject({ ok: true })
  })

  test('another device’s under the id of this one, nobody’s, and what is no answer at all are refused alike', async () => {
    const { device } = await martaWithPasskey()
    const browser = new Browser('198.51.100.9')
    expect(await signsIn(browser, new Device(), { odd: { id: device.id } })).toEqual({ ok: false, why: 'passkey-not-known' })
    expect(await signsIn(browser, new Device())).toEqual({ ok: false, why: 'passkey-not-known' })
    for (const nonsense of ['', 'null', '[]', '{"id":1}', JSON.stringify({ id: "' or 1=1", rawId: 'x', type: 'public-key', response: {} }), 'x'.repeat(20_000)]) {
      browser.keep(optionsToSignIn().cookie)
      expect(await sends(browser, nonsense)).toEqual({ ok: false, why: 'passkey-not-known' })
    }
  })

  test('one answer opens once: not again, not eight times at once, not in another browser, not after five minutes', async () => {
    const { db, device } = await martaWithPasskey()
    const [browser, thief] = [new Browser('198.51.100.9'), new Browser('198.51.100.66')]
    const { options, cookie } = optionsToSignIn()
    const answer = device.uses(options)
    expect(await sends(thief, answer)).toEqual({ ok: false, why: 'passkey-too-late' })
    thief.keep(optionsToSignIn().cookie)
    expect(await sends(thief, answer)).toEqual({ ok: false, why: 'passkey-not-known' })
    browser.keep(cookie)
    await warm(db, 8)
    const answers = await Promise.all(Array.from({ length: 8 }, () => signInByPasskey(browser.post('/sign-in', {}), { answer, sharedPhone: false, to: undefined }, browser.address)))
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
    browser.keep(cookie)
    expect(await sends(browser, answer)).toEqual({ ok: false, why: 'passkey-too-late' })

    const next = optionsToSignIn()
    browser.keep(next.cookie)
    later(5)
    expect(await sends(browser, device.uses(next.options))).toEqual({ ok: false, why: 'passkey-too-late' })
    // A cookie whose end was moved is that of another challenge.
    browser.keep(next.cookie.replace(/\.[0-9a-z]+;/, `.${(Date.now() + 60_000).toString(36)};`))
    expect(await sends(browser, device.uses(next.options))).toEqual({ ok: false, why: 'passkey-not-known' })
  })

  test('one that was taken away opens nothing, and its sessions have ended', async () => {
    const { db, person, browser, device } = await martaWithPasskey()
    const phone = new Browser('198.51.100.9')
    await signsIn(phone, device)
    const id = await onlyPasskeyOf(db, person)
    later(6)
    expect(await removePasskey(browser.get('/'), me(db, person), { passkey: id, password: 'not the password' })).toMatchObject({ ok: false, why: 'password-wrong' })
    expect(await removePasskey(browser.get('/'), me(db, person), { passkey: id, password })).toMatchObject({ ok: true })
    expect(await sessionOf(phone.get('/'))).toBeUndefined()
    expect(await signsIn(phone, device)).toEqual({ ok: false, why: 'passkey-not-known' })
    expect((await written(db, person)).at(-1)).toBe('passkey-removed')
  })

  test('a flood of them from one network waits, and keeps nobody on another out', async () => {
    const { db, device } = await martaWithPasskey()
    await warm(db, 8)
    const flood = await Promise.all(Array.from({ length: 130 }, () => signsIn(new Browser('203.0.113.5'), new Device())))
    const waits = flood.filter((one) => !one.ok && one.why === 'wait-a-little')
    expect(waits.length).toBeGreaterThan(10)
    expect(flood.filter((one) => one.ok)).toEqual([])
    expect(await signsIn(new Browser('198.51.100.9'), device)).toMatchObject({ ok: true })
  }, 60_000)
})

describe('people who help', () => {
  /** Sam, who has given the code that was sent to him, and must set up a lock of his own. */
  async function samMustSetUp() {
    const db = await freshDatabase()
    const person = await anAccount(db, sam, { role: 'lead' })
    const [browser, device] = [new Browser(), new Device()]
    await browser.signIn(sam)
    const answer = await giveCode(browser.get('/'), (await sessionOf(browser.get('/')))!, { code: await newestCode(db, sam), to: '/desk' })
    if (answer.ok) browser.keep(...answer.cookies)
    expect(await sessionOf(browser.get('/'))).toMatchObject({ waitsFor: 'lock' })
    return { db, person, browser, device }
  }

  async function samWithPasskey() {
    const world = await samMustSetUp()
    expect(await adds(world.db, world.person, world.browser, world.device)).toMatchObject({ ok: true })
    return world
  }

  test('may set one up as their lock, and are in', async () => {
    const { person, browser } = await samWithPasskey()
    expect(await signedInAs(browser.get('/desk'))).toMatchObject({ person, helps: true })
  })

  test('are in by it alone: it is both steps, and no code is sent', async () => {
    const { db, person, browser, device } = await samWithPasskey()
    browser.keep(await signOut(browser.get('/')))
    const sent = (await db.selectFrom('outbox').select('id').where('at_once', '=', 1).execute()).length
    const next = new Browser('198.51.100.4')
    expect(await signsIn(next, device)).toMatchObject({ ok: true, next: '/desk' })
    expect(await signedInAs(next.get('/desk'))).toMatchObject({ person, helps: true })
    expect((await db.selectFrom('outbox').select('id').where('at_once', '=', 1).execute()).length).toBe(sent)
  })

  test('may use it after their password too, but not somebody else’s, and are sent no code in its place', async () => {
    const { db, person, device } = await samWithPasskey()
    const other = await anAccount(db, marta)
    const [hers, herPhone] = [new Browser('198.51.100.2'), new Device()]
    await hers.signIn(marta)
    await adds(db, other, hers, herPhone)
    const next = new Browser('198.51.100.4')
    expect(await next.signIn(sam)).toMatchObject({ ok: true, next: '/sign-in/code' })
    expect(await waysOf((await sessionOf(next.get('/')))!)).toEqual({ app: false, passkey: true, sent: false, mustSetUp: false, sentNow: false })
    expect(await signsIn(next, herPhone, { half: person })).toEqual({ ok: false, why: 'passkey-not-known' })
    expect(await signedInAs(next.get('/'))).toBeUndefined()
    expect(await signsIn(next, device, { half: person })).toMatchObject({ ok: true, next: '/desk' })
    expect(await signedInAs(next.get('/'))).toMatchObject({ person })
  })

  test('cannot take their last lock away, whichever it is, but may take one of two', async () => {
    const { db, person, browser } = await samWithPasskey()
    const id = await onlyPasskeyOf(db, person)
    expect(await removePasskey(browser.get('/'), me(db, person), { passkey: id, password })).toEqual({ ok: false, why: 'last-lock' })
    await beginAuthenticator(me(db, person), { password })
    const begun = await authenticatorOf(me(db, person))
    const on = await confirmAuthenticator(browser.get('/'), me(db, person), { code: new TOTP({ secret: begun.state === 'begun' ? begun.key : '' }).generate() })
    if (on.ok) browser.keep(on.cookie)
    const without = await removePasskey(browser.get('/'), me(db, person), { passkey: id, password })
    if (without.ok) browser.keep(without.cookie)
    expect(await passkeysOf(me(db, person))).toEqual([])
    expect(await removeAuthenticator(browser.get('/'), me(db, person), { password })).toEqual({ ok: false, why: 'last-lock' })
    await adds(db, person, browser, new Device())
    expect(await removeAuthenticator(browser.get('/'), me(db, person), { password })).toMatchObject({ ok: true })
  })
})

describe('somebody who helps and has lost every lock', () => {
  async function samAndAlex() {
    const db = await freshDatabase()
    const [person, alex] = [await anAccount(db, sam, { role: 'lead' }), await anAccount(db, 'alex@example.org', { role: 'administrator' })]
    const admin = async () => must((await areaViewerFor(db, alex, now()))!, 'people:keep')
    const [browser, device] = [new Browser(), new Device()]
    await browser.signIn(sam)
    const answer = await giveCode(browser.get('/'), (await sessionOf(browser.get('/')))!, { code: await newestCode(db, sam), to: undefined })
    if (answer.ok) browser.keep(...answer.cookies)
    await adds(db, person, browser, device)
    return { db, person, alex, admin, browser, device }
  }

  test('is let in again by an administrator who knows who asks: everything ends, and a new lock is set up', async () => {
    const { db, person, admin, browser, device } = await samAndAlex()
    expect(await signedInAs(browser.get('/'))).toMatchObject({ person })
    expect(await act(await admin(), resetLocks, { person })).toMatchObject({ ok: true })
    expect(await sessionOf(browser.get('/'))).toBeUndefined()
    expect(await signsIn(new Browser('198.51.100.4'), device)).toEqual({ ok: false, why: 'passkey-not-known' })
    expect(await db.selectFrom('event').select(['kind', 'thing_id']).where('scope_id', '=', theArea).execute()).toContainEqual({ kind: 'locks-reset', thing_id: person })
    expect((await db.selectFrom('notice_link').select('name').where('person_id', '=', person).execute()).map(({ name }) => name)).toEqual(['signInChanged', 'signInChanged'])

    const next = new Browser('198.51.100.5')
    expect(await next.signIn(sam)).toMatchObject({ next: '/sign-in/code' })
    const half = (await sessionOf(next.get('/')))!
    const answer = await giveCode(next.get('/'), half, { code: await newestCode(db, sam), to: '/desk' })
    expect(answer).toMatchObject({ ok: true, next: '/account/security/codes' })
    if (answer.ok) next.keep(...answer.cookies)
    expect(await signedInAs(next.get('/'))).toBeUndefined()
    expect(await adds(db, person, next, new Device())).toMatchObject({ ok: true })
    expect(await signedInAs(next.get('/'))).toMatchObject({ person, helps: true })
  })

  test('is not the administrator themselves, nor one of a family, nor somebody whose post has ended; and it is done once', async () => {
    const { db, person, alex, admin } = await samAndAlex()
    expect(await act(await admin(), resetLocks, { person: alex })).toEqual({ ok: false, why: 'not-for-oneself' })
    const hers = await anAccount(db, marta)
    const [her, phone] = [new Browser('198.51.100.2'), new Device()]
    await her.signIn(marta)
    await adds(db, hers, her, phone)
    expect(await act(await admin(), resetLocks, { person: hers })).toEqual({ ok: false, why: 'not-there' })
    expect(await signsIn(her, phone)).toMatchObject({ ok: true })
    expect(await act(await admin(), resetLocks, { person })).toMatchObject({ ok: true })
    expect(await act(await admin(), resetLocks, { person })).toEqual({ ok: false, why: 'no-locks' })
    await db.updateTable('post').set({ until_on: '2020-02-01' as Day }).where('person_id', '=', person).execute()
    expect(await act(await admin(), resetLocks, { person })).toEqual({ ok: false, why: 'not-there' })
  })
})

test('a copy of what is held tells of passkeys without their keys; being forgotten takes every lock away', async () => {
  const { db, person, browser, device } = await martaWithPasskey()
  await beginAuthenticator(me(db, person), { password })
  const begun = await authenticatorOf(me(db, person))
  await confirmAuthenticator(browser.get('/'), me(db, person), { code: new TOTP({ secret: begun.state === 'begun' ? begun.key : '' }).generate() })
  const copy = JSON.stringify(await everythingAbout(me(db, person)))
  expect(copy).toContain('my phone')
  const { public_key } = await db.selectFrom('passkey').select('public_key').executeTakeFirstOrThrow()
  for (const secret of [device.id, public_key]) expect(copy).not.toContain(secret)

  await act(me(db, person), askToBeForgotten, {})
  expect(await act(must(atTheKeyboard(db, now()), 'people:keep'), forget, { person })).toMatchObject({ ok: true })
  for (const table of ['passkey', 'authenticator', 'spare_code', 'session', 'one_time_code'] as const) expect(await db.selectFrom(table).selectAll().where('person_id', '=', person).execute(), table).toEqual([])
  expect(await signsIn(new Browser('198.51.100.9'), device)).toEqual({ ok: false, why: 'passkey-not-known' })
  expect(await db.selectFrom('event').select('kind').where('scope_id', '=', theArea).execute()).toContainEqual({ kind: 'erased' })
})
