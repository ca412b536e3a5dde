/** Whoever came in by an invitation and has no password comes back by a code, for the places that they hold today; nobody who has a lock of their own or works here does. */
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { goesOnListening, sessionOf, signedInAs } from '#app/access/session.server.ts'
import { invitedBy, must, viewerFor, viewerIn } from '#app/access/viewer.server.ts'
import { makeCode } from '#app/domain/account/codes.server.ts'
import { askForWayBack, comeBack } from '#app/domain/account/no-password.server.ts'
import { joinAsNew, joiningOf, proofCookie, sendJoiningCode, tryJoiningCode } from '#app/domain/family/invitations.server.ts'
import { guestLetter, guestsOf, inviteGuest, inviteGuestAgain, withdrawGuest, type NewGuest } from '#app/domain/meetings/guests.server.ts'
import { meetingOf } from '#app/domain/meetings/meetings.server.ts'
import { closeRoom, mustBeInTheRoom, openRoom } from '#app/domain/meetings/rooms.server.ts'
import { act, actQuietly } from '#app/events/transact.server.ts'
import { loader as live } from '#app/routes/family/room-live.ts'
import { loader as room } from '#app/routes/family/room.tsx'
import { loader as save } from '#app/routes/family/plan-backup-save.tsx'
import { action as saved } from '#app/routes/family/backup-saved.ts'
import { action as back } from '#app/routes/account/no-password.tsx'
import { newId, type MemberId, type PasskeyId, type PersonId } from '#app/values/ids.ts'
import { now, plusDays, plusMinutes } from '#app/values/instant.ts'
import type { Db } from '#db/connect.ts'
import { anAccount, Browser, newestCode, newestToken, password } from './account-world.ts'
import { freshDatabase, warm } from './database.ts'
import { aGathering, done, type Gathering } from './meeting-world.ts'
import { answerOf, atWorldBegins, browserOf } from './pages.ts'
import { aWorld, today, type World } from './world.ts'

const address = 'zofia@relatives.example'
const email = (of = address) => ({ channel: 'email', address: of }) as const
const here = '192.0.2.1'

let db: Db
let world: World
let there: Gathering
atWorldBegins()
beforeEach(async () => {
  db = await freshDatabase()
  world = await aWorld(db)
  there = await aGathering(db, world)
})

const later = (minutes: number) => vi.setSystemTime(new Date(plusMinutes(now(), minutes)))
const aDay = 24 * 60
const messages = async (to = address) => (await db.selectFrom('outbox').select('id').where('address', '=', to).execute()).length
const codes = async (to: string) => (await db.selectFrom('outbox').select('body').where('address', '=', to).execute()).filter(({ body }) => /\b\d{6}\b/.test(body)).length
const sees = async () => must((await viewerFor(db, world.people.marta, world.family, now()))!, 'meetings:see')
const invites = async (more: Partial<NewGuest> = {}) => done(act(await sees(), inviteGuest, { meeting: there.meeting, name: 'Zofia Nowak', relation: 'aunt', by: email(), lang: 'pl', saysName: true, until: null, ...more }))

/** By the link and the code that went to the address, in a browser of hers. */
async function joins(): Promise<{ browser: Browser; person: PersonId }> {
  const browser = new Browser()
  const token = await newestToken(db, address)
  const { invitation } = (await joiningOf(browser.get(`/join/${token}`), token))!
  expect(await sendJoiningCode(invitation, 'pl')).toEqual({ ok: true })
  expect(await tryJoiningCode(invitation, await newestCode(db, address))).toBe('right')
  browser.keep(proofCookie(invitation))
  const answer = await joinAsNew(browser.get('/'), invitation, { lang: 'pl', password: null, sharedPhone: true })
  if (!answer.ok) throw new Error(answer.why)
  browser.keep(...answer.cookies)
  // The next message is the newest.
  later(1)
  return { browser, person: (await signedInAs(browser.get('/')))!.person }
}
const comes = (browser: Browser, code: string, { who = email() as Parameters<typeof askForWayBack>[0], to }: { who?: Parameters<typeof askForWayBack>[0]; to?: string } = {}) =>
  comeBack(browser.post('/sign-in/no-password', {}), { who, code, to }, browser.address)
const wrong = { ok: false, why: 'way-back-wrong' }

describe('whoever has no password', () => {
  test('is out after eleven quiet minutes, and three days later in again by a code, for a short session and the same meeting', async () => {
    await invites()
    const { browser, person } = await joins()
    later(12)
    expect(await signedInAs(browser.get('/'))).toBeUndefined()
    later(3 * aDay)
    await askForWayBack(email(), here)
    const code = await newestCode(db, address)
    const path = `/families/${world.family}/meetings/${there.meeting}`
    expect(await comes(browser, '000000')).toEqual(wrong)
    const answer = await comes(browser, code, { to: path })
    expect(answer).toMatchObject({ ok: true, next: `/account/leaving?to=${encodeURIComponent(path)}` })
    if (answer.ok) browser.keep(...answer.cookies)
    expect(await signedInAs(browser.get('/'))).toMatchObject({ person, sharedPhone: true, saidShared: false, helps: false })
    const viewer = await viewerIn(browser.get('/'), world.family)
    expect(await meetingOf(must(viewer, 'meetings:see'), there.meeting)).toMatchObject({ arranges: false })
    expect(await comes(new Browser(), code), 'it works once').toEqual(wrong)
  })

  test('reaches nothing by it once the place has ended', async () => {
    const member = await invites()
    await joins()
    await askForWayBack(email(), here)
    const code = await newestCode(db, address)
    await done(act(await sees(), withdrawGuest, { meeting: there.meeting, member }))
    later(aDay)
    expect(await comes(new Browser(), code)).toEqual(wrong)
    const before = await messages()
    await askForWayBack(email(), here)
    expect(await messages()).toBe(before)
  })

  test('is sent no code where no message is safe', async () => {
    await invites()
    const { person } = await joins()
    await db.updateTable('safe_contact').set({ channel: 'none' }).where('person_id', '=', person).execute()
    const before = await messages()
    await askForWayBack(email(), here)
    expect(await messages()).toBe(before)
  })
})

test('whoever has a password, a passkey or an app, works here, has no place or is unknown is sent nothing, comes in by no code, and reads the same', async () => {
  const place = async (person: PersonId) => db.insertInto('member').values({ family_id: world.family, id: newId<MemberId>(), person_id: person, name: 'Somebody', given_name: 'Somebody', seat: 'network', relation: null, born_on: null, from_on: today, until_on: null, made_at: now() }).execute()
  const some = { withPassword: false }
  const people = {
    'locked@example.org': await anAccount(db, 'locked@example.org'), 'key@example.org': await anAccount(db, 'key@example.org', some), 'app@example.org': await anAccount(db, 'app@example.org', some),
    'works@example.org': await anAccount(db, 'works@example.org', { ...some, role: 'practitioner' }), 'soon@example.org': await anAccount(db, 'soon@example.org', some), 'none@example.org': await anAccount(db, 'none@example.org', some),
  }
  for (const [of, person] of Object.entries(people)) if (of !== 'none@example.org') await place(person)
  await db.insertInto('passkey').values({ id: newId<PasskeyId>(), person_id: people['key@example.org'], credential: 'x', public_key: 'x', counter: 0, transports: '', backed_up: 0, name: null, made_at: now(), used_at: null }).execute()
  await db.insertInto('authenticator').values({ person_id: people['app@example.org'], secret: 'x', made_at: now(), confirmed_at: now(), last_step: 0, used_at: null, spares: null, spares_until: null }).execute()
  await db.insertInto('post').values({ person_id: people['soon@example.org'], id: newId(), role: 'practitioner', team: 'north', from_on: plusDays(today, 9), until_on: null }).execute()
  const able = await anAccount(db, 'able@example.org', some)
  await place(able)
  await askForWayBack(email('able@example.org'), here)
  expect(await codes('able@example.org'), 'one of the same without any of it').toBe(1)

  for (const [of, person] of Object.entries(people)) {
    await askForWayBack(email(of), here)
    expect(await codes(of), of).toBe(0)
    const code = await db.transaction().execute((inside) => makeCode(inside, { person }, now()))
    expect(await comes(new Browser(), code, { who: email(of) }), of).toEqual(wrong)
  }
  expect(await comes(new Browser(), '123456', { who: email('nobody@example.org') })).toEqual(wrong)
  const said = async (who: string) => (await back({ request: new Browser().post('/sign-in/no-password', { form: newId(), intent: 'send', who }), params: {}, context: { clientAddress: here } } as never)).status
  expect(await Promise.all(['able@example.org', 'locked@example.org', 'nobody@example.org'].map(said))).toEqual([200, 200, 200])
})

test('the answer takes the same time for an unknown address', async () => {
  await invites()
  await joins()
  await warm(db, 4)
  const timed = async (work: () => Promise<unknown>) => {
    const began = performance.now()
    await work()
    return performance.now() - began
  }
  const apart: number[] = []
  for (let n = 1; n <= 8 && !apart.some((one) => one < 1.5); n += 1) {
    const from = `192.0.2.${n}`
    const times = [await timed(() => askForWayBack(email(), from)), await timed(() => askForWayBack(email('nobody@example.org'), from)), await timed(() => comes(new Browser(from), '000000')), await timed(() => comes(new Browser(from), '000000', { who: email('nobody@example.org') }))]
    apart.push(Math.max(...times) / Math.min(...times))
  }
  expect(Math.min(...apart)).toBeLessThan(1.5)
})

describe('guessing', () => {
  test('ends a code after five tries, and waits after ten, alike for an address that nobody has', async () => {
    await invites()
    await joins()
    await askForWayBack(email(), here)
    const code = await newestCode(db, address)
    const guess = code === '111111' ? '222222' : '111111'
    for (let n = 0; n < 5; n += 1) expect(await comes(new Browser(), guess)).toEqual(wrong)
    expect(await comes(new Browser(), code), 'the code has ended').toEqual(wrong)
    for (const who of [address, 'nobody@example.org']) {
      await Promise.all(Array.from({ length: 10 }, (_, n) => comes(new Browser(`198.51.100.${n}`), guess, { who: email(who) })))
      expect(await comes(new Browser('203.0.113.9'), guess, { who: email(who) }), who).toMatchObject({ ok: false, why: 'wait-a-little' })
    }
  })

  test('sends three codes at once, and then one in five minutes', async () => {
    await invites()
    await joins()
    const before = await codes(address)
    for (let n = 0; n < 5; n += 1) await askForWayBack(email(), `192.0.2.${n}`)
    expect((await codes(address)) - before).toBe(3)
    later(6)
    await askForWayBack(email(), here)
    expect((await codes(address)) - before).toBe(4)
  })
})

describe('a guest who joined by letter and gave no address', () => {
  async function joinsByLetter(member: MemberId, browser = new Browser()) {
    const letter = (await guestLetter(await sees(), there.meeting, member))!
    const token = letter.address.split('/').at(-1)!
    const { invitation } = (await joiningOf(browser.get('/'), token))!
    expect(await tryJoiningCode(invitation, letter.code)).toBe('right')
    browser.keep(proofCookie(invitation))
    const joining = (await joiningOf(browser.get('/'), token))!
    expect(joining.step).toBe('address')
    const answer = await joinAsNew(browser.get('/'), joining.invitation, { lang: 'ur', password: null, sharedPhone: true })
    if (!answer.ok) throw new Error(answer.why)
    browser.keep(...answer.cookies)
    return { person: (await sessionOf(browser.get('/')))!.person, token }
  }
  const again = { by: { channel: 'letter' }, lang: 'ur', saysName: false } as const

  test('is invited once more by the family, as the same person; not by whoever gets the meeting ready', async () => {
    const member = await invites({ by: { channel: 'letter' } })
    const { person } = await joinsByLetter(member)
    const guests = async () => guestsOf(await sees(), (await meetingOf(await sees(), there.meeting))!)
    expect((await guests()).find((one) => one.member === member)).toMatchObject({ joined: true, invitable: true })
    later(3 * aDay)
    const grace = must((await viewerFor(db, there.grace, world.family, now()))!, 'meetings:see')
    expect(await act(grace, inviteGuestAgain, { ...again, meeting: there.meeting, member })).toMatchObject({ ok: false, why: 'not-there' })
    await done(act(await sees(), inviteGuestAgain, { ...again, meeting: there.meeting, member }))
    const next = await joinsByLetter(member)
    expect(next.person).toBe(person)
    expect(await db.selectFrom('member').select('person_id').where('id', '=', member).executeTakeFirstOrThrow()).toEqual({ person_id: person })
    expect(await joiningOf(new Browser().get('/'), next.token), 'it works once').toBeUndefined()
  })

  test('gives an address then, and comes back by a code', async () => {
    const member = await invites({ by: { channel: 'letter' } })
    const { person } = await joinsByLetter(member)
    await done(act(await sees(), inviteGuestAgain, { ...again, meeting: there.meeting, member, by: email() }))
    expect((await joins()).person).toBe(person)
    expect(await act(await sees(), inviteGuestAgain, { ...again, meeting: there.meeting, member }), 'she has a way in now').toMatchObject({ ok: false, why: 'not-there' })
    await askForWayBack(email(), here)
    expect(await comes(new Browser(), await newestCode(db, address))).toMatchObject({ ok: true })
  })

  test('nobody is invited to the account of somebody who has another way in', async () => {
    const member = await invites()
    await joins()
    expect(await act(await sees(), inviteGuestAgain, { ...again, meeting: there.meeting, member })).toMatchObject({ ok: false, why: 'not-there' })
    await db.updateTable('secret_link').set({ used_at: null }).execute()
    const { token_hash: tokenHash } = await db.selectFrom('secret_link').select('token_hash').where('member_id', '=', member).executeTakeFirstOrThrow()
    expect(await invitedBy(db, tokenHash, now())).toBeUndefined()
  })
})

describe('listening in private family time', () => {
  const form = () => ({ id: newId(), contentHash: newId() })
  const marta = async () => mustBeInTheRoom((await viewerFor(db, world.people.marta, world.family, now()))!, there.meeting)
  const page = () => `/families/${world.family}/meetings/${there.meeting}/private/live`

  test('keeps whoever has no password here for as long as it is open, and four hours at the most', async () => {
    await invites()
    const { browser } = await joins()
    for (let n = 0; n < 23; n += 1) {
      later(10)
      expect(await goesOnListening(browser.get('/')), String(n)).toBe(true)
    }
    expect(await signedInAs(browser.get('/'))).toBeDefined()
    later(10)
    expect(await goesOnListening(browser.get('/')), 'four hours').toBe(false)
    later(10)
    expect(await signedInAs(browser.get('/'))).toBeUndefined()
    expect(await goesOnListening(browser.get('/')), 'what has ended stays ended').toBe(false)
  })

  test('keeps nobody who said that others use the phone', async () => {
    await anAccount(db, 'shared@example.org')
    const browser = new Browser()
    await browser.signIn('shared@example.org', { as: password, sharedPhone: true })
    expect(await signedInAs(browser.get('/'))).toMatchObject({ saidShared: true })
    later(5)
    expect(await goesOnListening(browser.get('/'))).toBe(false)
  })

  test('is what an open page does by itself, and only while it is open', async () => {
    await invites()
    const { browser } = await joins()
    await done(actQuietly(await marta(), openRoom, { facilitator: world.members.marta }, form()))
    const at = { family: world.family, id: there.meeting }
    const { here } = (await (await answerOf(room, browser.get(page().replace('/live', '')), at)).json()) as { here: string }
    const asked = browser.get(`${page()}?here=${here}`)
    asked.headers.set('Accept', 'text/event-stream')
    const reader = (await answerOf(live, asked, { family: world.family, id: there.meeting })).body!.getReader()
    const next = async () => new TextDecoder().decode((await reader.read()).value)
    expect(await next()).toContain(': open')
    later(9)
    expect(await next()).toContain('event: stays')
    later(9)
    expect(await signedInAs(browser.get('/')), 'she has done nothing for eighteen minutes').toBeDefined()
    await done(actQuietly(await marta(), closeRoom, {}, form()))
    let heard = await next()
    while (!heard.includes('data: new')) heard = await next()
    later(2)
    expect(await next()).not.toContain('stays')
    await reader.cancel()
  })
})

test('whoever came without a password is asked whose phone it is before the plan is saved there; whoever said that others use it is not', async () => {
  const params = { family: world.family }
  const path = `/families/${world.family}/plan/if-things-get-harder/saved.html`
  const asks = async (browser: Browser) => ((await (await answerOf(save, browser.get(path), params)).json()) as { phone: string }).phone
  const sends = async (browser: Browser, more: Record<string, string>) => answerOf(saved, browser.post(path, { form: newId(), intent: 'save', ...more }), params)
  await db.updateTable('person').set({ password_hash: null }).where('id', '=', world.people.kasia).execute()
  const guest = await browserOf(world.people.kasia, { sharedPhone: true })
  expect(await asks(guest)).toBe('not-asked')
  const refused = await sends(guest, {})
  expect([refused.status, refused.headers.get('location')]).toEqual([303, `/families/${world.family}/plan/if-things-get-harder/save?whose=`])
  expect((await answerOf(save, guest.get(refused.headers.get('location')!), params)).status).toBe(400)
  expect((await sends(guest, { own: 'yes' })).status).toBe(200)
  await db.updateTable('person').set({ password_hash: 'x' }).where('id', '=', world.people.kasia).execute()
  expect(await asks(guest)).toBe('shared')
  expect((await sends(guest, { own: 'yes' })).status).toBe(400)
  expect(await asks(await browserOf(world.people.kasia))).toBe('own')
})
