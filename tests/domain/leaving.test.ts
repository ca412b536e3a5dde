/** Leaving quickly, as the server does it: whom it signs out, what stays in the browser, and what is shown there afterwards. */
import { beforeEach, describe, expect, test } from 'vitest'
import { must, myselfFor, personIn } from '#app/access/viewer.server.ts'
import { sessionOf, signedInAs } from '#app/access/session.server.ts'
import { knowLeaving, staysAfterLeaving } from '#app/domain/account/own-account.server.ts'
import { giveCode, leaveQuickly } from '#app/domain/account/sign-in.server.ts'
import { act } from '#app/events/transact.server.ts'
import type { PersonId } from '#app/values/ids.ts'
import { now } from '#app/values/instant.ts'
import type { Db } from '#db/connect.ts'
import { anAccount, Browser, letSessionsPass, newestCode, sentCodesAreEnough } from './account-world.ts'
import { freshDatabase } from './database.ts'

const marta = 'marta@example.org'
let db: Db
let person: PersonId
beforeEach(async () => {
  db = await freshDatabase()
  person = await anAccount(db, marta)
})

const me = () => must(myselfFor(db, person, now()), 'account:keep')
const whereTo = async (browser: Browser) => personIn(browser.get('/families')).then(() => 'in', (answer: Response) => answer.headers.get('Location'))
async function leaves(browser: Browser): Promise<string[]> {
  const cookies = await leaveQuickly(browser.get('/sign-out?exit'))
  browser.keep(...cookies)
  return cookies
}

describe('leaving quickly', () => {
  test('ends the session; for ten minutes what asks for signing in is a page that says nothing', async () => {
    const browser = new Browser()
    await browser.signIn(marta)
    const cookies = await leaves(browser)
    expect(cookies).toEqual([expect.stringMatching(/^session=left;.*Max-Age=600/)])
    expect(await db.selectFrom('session').selectAll().execute()).toEqual([])
    expect(await whereTo(browser)).toBe('/sign-out')
    expect(await whereTo(new Browser())).toBe('/sign-in?to=%2Ffamilies')
    await browser.signIn(marta)
    expect(await whereTo(browser)).toBe('in')
  })

  test('leaves whoever chose so signed in on their own phone, and nobody on a shared one', async () => {
    expect(await staysAfterLeaving(me())).toBe(false)
    await act(me(), knowLeaving, { stays: true })
    expect(await staysAfterLeaving(me())).toBe(true)
    const [own, shared] = [new Browser(), new Browser()]
    await own.signIn(marta)
    await shared.signIn(marta, { sharedPhone: true })
    expect(await leaves(own)).toEqual([])
    expect(await signedInAs(own.get('/'))).toMatchObject({ person })
    await leaves(shared)
    expect(await signedInAs(shared.get('/'))).toBeUndefined()
    expect(await whereTo(shared)).toBe('/sign-out')
  })

  test('by nobody changes nothing', async () => {
    expect(await leaves(new Browser())).toEqual([])
  })

  test('asked for once more before the first answer has come, as by a fourth Shift, ends the same', async () => {
    const [browser, hasty] = [new Browser(), new Browser()]
    const answer = await browser.signIn(marta)
    if (answer.ok) hasty.keep(...answer.cookies)
    await leaves(browser)
    await leaves(hasty)
    expect(await whereTo(hasty)).toBe('/sign-out')
  })
})

describe('a shared phone', () => {
  test('is given no mark and no language at sign-in, and forgets one that was there', async () => {
    const browser = new Browser()
    const answer = await browser.signIn(marta, { sharedPhone: true })
    if (!answer.ok) throw new Error('not signed in')
    expect(answer.cookies.map((cookie) => cookie.split('=')[0])).toEqual(['session', 'language'])
    expect(answer.cookies[1]).toMatch(/^language=;.*Max-Age=0/)
  })

  test('shows the neutral page when its session has ended by itself; one’s own phone asks to sign in', async () => {
    const [own, shared] = [new Browser(), new Browser()]
    await own.signIn(marta)
    await shared.signIn(marta, { sharedPhone: true })
    await letSessionsPass(db, { idle: 40 })
    expect(await whereTo(shared)).toBe('/sign-out')
    expect(await whereTo(own)).toBe('/sign-in?to=%2Ffamilies')
  })
})

describe('how it works is read before the first page', () => {
  const forgets = (id: PersonId) => db.updateTable('person').set({ leaving_known_at: null }).where('id', '=', id).execute()

  test('on a shared phone as well, and once', async () => {
    await forgets(person)
    expect(await new Browser().signIn(marta, { sharedPhone: true, to: '/account' })).toMatchObject({ next: '/account/leaving?to=%2Faccount' })
    await act(me(), knowLeaving, { stays: false })
    expect(await new Browser().signIn(marta, { sharedPhone: true, to: '/account' })).toMatchObject({ next: '/account' })
  })

  test('by people who help too, after their second step', async () => {
    await sentCodesAreEnough(db)
    const sam = 'sam@example.org'
    const helper = await anAccount(db, sam, { role: 'lead' })
    await forgets(helper)
    const browser = new Browser()
    await browser.signIn(sam)
    const session = await sessionOf(browser.get('/'))
    expect(await giveCode(browser.post('/sign-in/code', {}), session!, { code: await newestCode(db, sam), to: undefined })).toMatchObject({ ok: true, next: '/account/leaving?to=%2Fdesk' })
  })
})
