/** Codes of an app, spare codes, and what the area asks of those who help. */
import { TOTP } from 'otpauth'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { seal, unseal } from '#app/access/sealed.server.ts'
import { sessionOf, signedInAs } from '#app/access/session.server.ts'
import { must, myself, myselfFor, myselfSettingUp, personIn } from '#app/access/viewer.server.ts'
import { authenticatorOf, beginAuthenticator, confirmAuthenticator, newSpareCodes, putSparesAway, removeAuthenticator } from '#app/domain/account/authenticator.server.ts'
import { endOtherSessions, whereSignedIn } from '#app/domain/account/own-account.server.ts'
import { giveCode, signOut, waysOf } from '#app/domain/account/sign-in.server.ts'
import { act } from '#app/events/transact.server.ts'
import type { PersonId } from '#app/values/ids.ts'
import { now } from '#app/values/instant.ts'
import type { Db } from '#db/connect.ts'
import { anAccount, Browser, newestCode, password, sentCodesAreEnough } from './account-world.ts'
import { freshDatabase, warm } from './database.ts'

const marta = 'marta@example.org'
const sam = 'sam@example.org'
afterEach(() => { vi.useRealTimers() })

const me = (db: Db, person: PersonId) => must(myselfFor(db, person, now()), 'account:keep')
const where = (redirected: Promise<unknown>) => redirected.then(() => 'nowhere', (thrown: Response) => thrown.headers.get('Location'))

/** The code that an app with this key shows, some steps of half a minute from now. */
function shown(key: string, steps = 0): string {
  return new TOTP({ secret: key }).generate({ timestamp: Date.now() + steps * 30_000 })
}

/** Turns on an app in a signed-in browser. Returns its key, the code that turned it on, and the spare codes. */
async function turnsOn(db: Db, person: PersonId, browser: Browser): Promise<{ key: string; used: string; spares: readonly string[] }> {
  expect(await beginAuthenticator(me(db, person), { password })).toMatchObject({ ok: true })
  const begun = await authenticatorOf(me(db, person))
  const key = begun.state === 'begun' ? begun.key : ''
  const used = shown(key)
  const answer = await confirmAuthenticator(browser.get('/'), me(db, person), { code: used })
  if (!answer.ok) throw new Error(answer.why)
  browser.keep(answer.cookie)
  const on = await authenticatorOf(me(db, person))
  return { key, used, spares: on.state === 'on' ? on.spares! : [] }
}

/** Marta with an app, and a new browser in which she has given her password. */
async function martaWithApp() {
  const db = await freshDatabase()
  const person = await anAccount(db, marta)
  const first = new Browser()
  await first.signIn(marta)
  const app = await turnsOn(db, person, first)
  const browser = new Browser('198.51.100.9')
  await browser.signIn(marta)
  return { db, person, first, browser, half: (await sessionOf(browser.get('/')))!, ...app }
}

describe('codes of an app', () => {
  test('are asked for after the password from then on, of people of families too', async () => {
    const { browser, half, key } = await martaWithApp()
    expect(await signedInAs(browser.get('/'))).toBeUndefined()
    expect(await where(personIn(browser.get('/families')))).toBe('/sign-in/code?to=%2Ffamilies')
    const answer = await giveCode(browser.get('/'), half, { code: shown(key, 1), to: undefined })
    expect(answer).toMatchObject({ ok: true, next: '/families' })
    if (answer.ok) browser.keep(...answer.cookies)
    expect(await signedInAs(browser.get('/'))).toMatchObject({ helps: false })
  })

  test('are not turned on without the password, nor by a wrong first code, and the old session ends', async () => {
    const db = await freshDatabase()
    const person = await anAccount(db, marta)
    const [browser, elsewhere] = [new Browser(), new Browser('198.51.100.2')]
    await browser.signIn(marta)
    await elsewhere.signIn(marta)
    expect(await beginAuthenticator(me(db, person), { password: 'not the password' })).toMatchObject({ ok: false, why: 'password-wrong' })
    expect(await db.selectFrom('authenticator').selectAll().execute()).toEqual([])
    await beginAuthenticator(me(db, person), { password })
    const begun = await authenticatorOf(me(db, person))
    if (begun.state !== 'begun') throw new Error('not begun')
    const wrong = shown(begun.key) === '000000' ? '000001' : '000000'
    expect(await confirmAuthenticator(browser.get('/'), me(db, person), { code: wrong })).toMatchObject({ ok: false, why: 'code-wrong' })
    const before = browser.cookie('session')
    const on = await confirmAuthenticator(browser.get('/'), me(db, person), { code: shown(begun.key) })
    if (on.ok) browser.keep(on.cookie)
    expect(browser.cookie('session')).not.toBe(before)
    expect(await signedInAs(browser.get('/'))).toMatchObject({ person })
    expect(await signedInAs(elsewhere.get('/'))).toBeUndefined()
    expect((await db.selectFrom('notice_link').select('name').where('person_id', '=', person).execute()).map(({ name }) => name)).toEqual(['signInChanged'])
  })

  test('each opens once: not the one that turned it on, not one twice, not an older one', async () => {
    const { browser, half, key, used } = await martaWithApp()
    const tries = async (code: string) => (await giveCode(browser.get('/'), half, { code, to: undefined })).ok
    // Reckoned once: half a minute later an app shows another one.
    const next = shown(key, 1)
    expect(await tries(used)).toBe(false)
    expect(await tries(next)).toBe(true)
    expect(await tries(next)).toBe(false)
    expect(await tries(used)).toBe(false)
  })

  test('one given eight times at once opens once', async () => {
    const { db, browser, half, key } = await martaWithApp()
    await warm(db, 8)
    const code = shown(key, 1)
    const answers = await Promise.all(Array.from({ length: 8 }, () => giveCode(browser.get('/'), half, { code, to: undefined })))
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
  })

  test('guessed by a hundred at once: no more are looked at than may be, and the owner is in from their own phone', async () => {
    const { db, person, first, half, key } = await martaWithApp()
    first.keep(await signOut(first.get('/')))
    await warm(db, 8)
    const guesses = await Promise.all(Array.from({ length: 100 }, (_, at) => giveCode(new Browser().get('/'), half, { code: `abc${at}`, to: undefined })))
    expect(guesses.filter((guess) => !guess.ok && guess.why === 'code-wrong')).toHaveLength(20)
    expect(guesses.filter((guess) => !guess.ok && guess.why === 'wait-a-little')).toHaveLength(80)
    await first.signIn(marta)
    const own = (await sessionOf(first.get('/')))!
    expect(own).toMatchObject({ person, waitsFor: 'code' })
    expect(await giveCode(first.get('/'), own, { code: shown(key, 1), to: undefined })).toMatchObject({ ok: true })
  })

  test('a copy of the database tells neither the key nor a spare code', async () => {
    const { db, key, spares } = await martaWithApp()
    const rows = JSON.stringify([await db.selectFrom('authenticator').selectAll().execute(), await db.selectFrom('spare_code').selectAll().execute(), await db.selectFrom('form_use').selectAll().execute(), await db.selectFrom('event').select('data').execute()])
    for (const secret of [key, ...spares]) expect(rows).not.toContain(secret)
  })

  test('can be turned off with the password by people of families, and then the password is enough', async () => {
    const { db, person, first, browser } = await martaWithApp()
    expect(await removeAuthenticator(first.get('/'), me(db, person), { password: 'not the password' })).toMatchObject({ ok: false, why: 'password-wrong' })
    expect(await removeAuthenticator(first.get('/'), me(db, person), { password })).toMatchObject({ ok: true })
    expect(await sessionOf(browser.get('/'))).toBeUndefined()
    expect(await browser.signIn(marta)).toMatchObject({ next: '/families' })
    expect(await db.selectFrom('spare_code').selectAll().execute()).toEqual([])
  })

  test('what is sealed for one person opens for no other, and not when it was changed by a letter', () => {
    const sealed = seal('authenticator', 'one', 'a key')
    expect(unseal('authenticator', 'one', sealed)).toBe('a key')
    expect(() => unseal('authenticator', 'two', sealed)).toThrow()
    expect(() => unseal('spares', 'one', sealed)).toThrow()
    expect(() => unseal('authenticator', 'one', (sealed.startsWith('A') ? 'B' : 'A') + sealed.slice(1))).toThrow()
  })
})

describe('spare codes', () => {
  test('are ten, open once each, and their owner is told', async () => {
    const { db, person, browser, half, spares } = await martaWithApp()
    expect(spares).toHaveLength(10)
    expect(await giveCode(browser.get('/'), half, { code: ` ${spares[3]!.slice(0, 5).toUpperCase()}-${spares[3]!.slice(5)}`, to: undefined })).toMatchObject({ ok: true })
    expect(await giveCode(browser.get('/'), half, { code: spares[3]!, to: undefined })).toMatchObject({ ok: false, why: 'code-wrong' })
    expect(await authenticatorOf(me(db, person))).toMatchObject({ sparesLeft: 9 })
    expect((await db.selectFrom('notice_link').select('name').where('person_id', '=', person).execute()).map(({ name }) => name)).toContain('spareCodeUsed')
  })

  test('one used eight times at once opens once', async () => {
    const { db, browser, half, spares } = await martaWithApp()
    await warm(db, 8)
    const answers = await Promise.all(Array.from({ length: 8 }, () => giveCode(browser.get('/'), half, { code: spares[0]!, to: undefined })))
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
  })

  test('can be read until they are put away, or for a quarter of an hour', async () => {
    const { db, person } = await martaWithApp()
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 15 * 60_000 })
    expect(await authenticatorOf(me(db, person))).toMatchObject({ spares: null })
    vi.useRealTimers()
    await act(me(db, person), putSparesAway, null)
    expect(await authenticatorOf(me(db, person))).toMatchObject({ spares: null, sparesLeft: 10 })
  })

  test('of a new set end the old ones; it asks for the password', async () => {
    const { db, person, browser, half, spares } = await martaWithApp()
    expect(await newSpareCodes(me(db, person), { password: 'no' })).toMatchObject({ ok: false })
    expect(await newSpareCodes(me(db, person), { password })).toMatchObject({ ok: true })
    expect(await giveCode(browser.get('/'), half, { code: spares[0]!, to: undefined })).toMatchObject({ ok: false, why: 'code-wrong' })
    expect(await authenticatorOf(me(db, person))).toMatchObject({ sparesLeft: 10 })
  })
})

describe('people who help', () => {
  async function samGivesSentCode() {
    const db = await freshDatabase()
    const person = await anAccount(db, sam, { role: 'lead' })
    const browser = new Browser()
    await browser.signIn(sam)
    const answer = await giveCode(browser.get('/'), (await sessionOf(browser.get('/')))!, { code: await newestCode(db, sam), to: '/desk' })
    if (answer.ok) browser.keep(...answer.cookies)
    return { db, person, browser, answer }
  }

  test('without a lock of their own get by a sent code to where one is set up, and nowhere else', async () => {
    const { person, browser, answer } = await samGivesSentCode()
    expect(answer).toMatchObject({ ok: true, next: '/account/security/codes' })
    expect(await signedInAs(browser.get('/'))).toBeUndefined()
    for (const path of ['/desk', '/families', '/account', '/account/security']) expect(await where(personIn(browser.get(path)))).toBe(`/account/security/codes?to=${encodeURIComponent(path)}`)
    await expect(myself(browser.get('/account'))).rejects.toBeInstanceOf(Response)
    expect(await myselfSettingUp(browser.get('/account/security/codes'))).toMatchObject({ person })
  })

  test('are in once it is set up, and are sent no code from then on', async () => {
    const { db, person, browser } = await samGivesSentCode()
    const { key } = await turnsOn(db, person, browser)
    expect(await signedInAs(browser.get('/desk'))).toMatchObject({ person, helps: true })
    const sent = (await db.selectFrom('outbox').selectAll().where('at_once', '=', 1).execute()).length
    const next = new Browser('198.51.100.4')
    await next.signIn(sam)
    expect((await db.selectFrom('outbox').selectAll().where('at_once', '=', 1).execute()).length).toBe(sent)
    const half = (await sessionOf(next.get('/')))!
    expect(await waysOf(half)).toEqual({ app: true, passkey: false, sent: false, mustSetUp: false, sentNow: false })
    expect(await giveCode(next.get('/'), half, { code: shown(key, 1), to: undefined })).toMatchObject({ ok: true, next: '/desk' })
  })

  test('cannot turn their last lock off', async () => {
    const { db, person, browser } = await samGivesSentCode()
    await turnsOn(db, person, browser)
    expect(await removeAuthenticator(browser.get('/'), me(db, person), { password })).toEqual({ ok: false, why: 'last-lock' })
  })

  test('where the area says that a sent code is enough, it is', async () => {
    const db = await freshDatabase()
    await sentCodesAreEnough(db)
    const person = await anAccount(db, sam, { role: 'lead' })
    const browser = new Browser()
    await browser.signIn(sam)
    const answer = await giveCode(browser.get('/'), (await sessionOf(browser.get('/')))!, { code: await newestCode(db, sam), to: undefined })
    expect(answer).toMatchObject({ ok: true, next: '/desk' })
    if (answer.ok) browser.keep(...answer.cookies)
    expect(await signedInAs(browser.get('/'))).toMatchObject({ person })
  })
})

test('everywhere else can be ended at once, and here goes on', async () => {
  const db = await freshDatabase()
  const person = await anAccount(db, marta)
  const [here, phone, laptop] = [new Browser(), new Browser('198.51.100.1'), new Browser('198.51.100.2')]
  for (const browser of [here, phone, laptop]) await browser.signIn(marta)
  const own = (await whereSignedIn(here.get('/'), me(db, person))).find((session) => session.here)!
  await act(me(db, person), endOtherSessions, { here: own.id })
  expect(await signedInAs(here.get('/'))).toMatchObject({ person })
  for (const browser of [phone, laptop]) expect(await signedInAs(browser.get('/'))).toBeUndefined()
})
