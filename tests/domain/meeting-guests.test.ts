/** A relative is invited to a family meeting alone: they come in by a link and a code until a day, and then nothing is there for them. */
import { beforeEach, describe, expect, test } from 'vitest'
import { areaViewerFor, invitedBy, must, viewerFor } from '#app/access/viewer.server.ts'
import { invitationOf, joinAsNewPerson } from '#app/domain/family/invitations.server.ts'
import { guestLetter, guestsOf, inviteGuest, inviteGuestAgain, withdrawGuest, type NewGuest } from '#app/domain/meetings/guests.server.ts'
import { answerAction } from '#app/domain/plan/promises.server.ts'
import { backupAhead } from '#app/domain/plan/backup-ahead.server.ts'
import { backupRuns } from '#app/domain/plan/backup-run.server.ts'
import { backupOf, keepBackup, type NewBackup } from '#app/domain/plan/backup.server.ts'
import { changeWords } from '#app/domain/plan/changing-words.server.ts'
import { askForMeeting, callOffMeeting, choosePeople, inviteToMeeting, leaveOutOfMeeting, meetingOf, meetingsOf, wereThereBefore } from '#app/domain/meetings/meetings.server.ts'
import { answerFamilyPlan } from '#app/domain/meetings/plan-answers.server.ts'
import { sendFamilyPlan, writePart } from '#app/domain/meetings/plan-writing.server.ts'
import { keepSitting, moveToSitting } from '#app/domain/meetings/sittings.server.ts'
import { sayPart } from '#app/domain/meetings/taking-part.server.ts'
import { addTime, askWhichSuit, markTimes } from '#app/domain/meetings/finding-a-time.server.ts'
import { meetingsToPrepare } from '#app/domain/meetings/to-prepare.server.ts'
import { helpersOf, membersOf } from '#app/domain/family/people.server.ts'
import { startConversation, writeMessage } from '#app/domain/messages/conversations.server.ts'
import { act } from '#app/events/transact.server.ts'
import { action, loader } from '#app/routes/family/meeting-guests.tsx'
import { action as write, loader as writing } from '#app/routes/family/message-new.tsx'
import { loader as people } from '#app/routes/family/people.tsx'
import { newId, type MeetingId, type MemberId, type PersonId } from '#app/values/ids.ts'
import { instant, plusDays, type Day } from '#app/values/instant.ts'
import type { Db } from '#db/connect.ts'
import { freshDatabase } from './database.ts'
import { aGathering, done, type Gathering } from './meeting-world.ts'
import { answerOf, atWorldBegins, browserOf } from './pages.ts'
import { aWorld, today, worldBegins, type World } from './world.ts'

let db: Db
let world: World
let there: Gathering
let meeting: MeetingId
atWorldBegins()
beforeEach(async () => {
  db = await freshDatabase()
  world = await aWorld(db)
  there = await aGathering(db, world)
  meeting = there.meeting
})

const address = 'tariq@example.org'
const sees = async (who: 'marta' | 'kasia' | 'piotr') => world.may(who, 'meetings:see')
const asked = (more: Partial<NewGuest> = {}): NewGuest => ({ meeting, name: 'Tariq Hussain', relation: 'uncle', by: { channel: 'email', address }, lang: 'ur', saysName: true, until: null, ...more })
const invites = async (more: Partial<NewGuest> = {}, who: 'marta' | 'kasia' | 'grace' = 'marta') => act(who === 'grace' ? await there.graceMay('meetings:see') : await sees(who), inviteGuest, asked(more))
const lastDay = async (member: MemberId) => (await db.selectFrom('member').select('until_on').where('id', '=', member).executeTakeFirstOrThrow()).until_on
const message = async () => (await db.selectFrom('outbox').select(['body', 'lang']).where('address', '=', address).orderBy('made_at', 'desc').orderBy('id', 'desc').execute())[0]!
const guests = async (who: 'marta' | 'grace' = 'marta') => {
  const viewer = who === 'grace' ? await there.graceMay('meetings:see') : await sees(who)
  return guestsOf(viewer, (await meetingOf(viewer, meeting))!)
}
/** Joins as whoever was invited, with the code given. */
async function joins(member: MemberId): Promise<PersonId> {
  const { token_hash: tokenHash } = await db.selectFrom('secret_link').select('token_hash').where('member_id', '=', member).where('ended_at', 'is', null).executeTakeFirstOrThrow()
  const bearer = must((await invitedBy(db, tokenHash, worldBegins))!, 'invitation:answer')
  const { person } = await done(act(bearer, joinAsNewPerson, { tokenHash, to: { channel: 'email', address }, lang: 'ur', passwordHash: null }))
  return person
}
const comes = async (person: PersonId, at = worldBegins) => {
  const viewer = await viewerFor(db, person, world.family, at)
  return viewer && meetingOf(must(viewer, 'meetings:see'), meeting)
}

describe('inviting', () => {
  test('whoever asked for the meeting adds somebody and invites them in one step; the message says who only where they agree, and whom to ring', async () => {
    const member = await done(invites())
    expect((await message()).body).toMatch(/Marta Kowalczyk.*\/join\/.*01632 960 000/s)
    expect((await message()).lang).toBe('ur')
    expect(await lastDay(member)).toBe(plusDays(today, 42 + 14))
    expect(await guests()).toMatchObject([{ name: 'Halina Kowalczyk', guest: false }, { name: 'Kasia Nowak', joined: true }, { name: 'Tariq Hussain', guest: true, joined: false, open: 'email' }])
    await done(act(await sees('marta'), inviteGuestAgain, { ...asked({ saysName: false }), member }))
    const sent = await db.selectFrom('outbox').select('body').where('address', '=', address).execute()
    expect(sent.map((one) => one.body.includes('Marta')).sort(), 'the first says her name, the second does not').toEqual([false, true])
    expect(await db.selectFrom('secret_link').select('token_hash').where('member_id', '=', member).where('ended_at', 'is', null).execute()).toHaveLength(1)
  })

  test('the co-ordinator invites too, those who come to the meeting alone; nobody else does', async () => {
    const member = await done(invites({ by: { channel: 'letter' }, saysName: false }, 'grace'))
    const grace = await there.graceMay('meetings:see')
    expect(await guestLetter(grace, meeting, member)).toMatchObject({ name: 'Tariq Hussain', invitedBy: null, code: expect.stringMatching(/^.{4}-.{4}$/) })
    expect(await guestLetter(await sees('marta'), meeting, member)).toBeDefined()
    expect(await guestLetter(await sees('kasia'), meeting, member)).toBeUndefined()
    expect(await invites({}, 'kasia')).toMatchObject({ ok: false, why: 'not-there' })
    expect(await act(grace, inviteGuestAgain, { ...asked(), member: there.halina }), 'the family’s network is the family’s to invite').toMatchObject({ ok: false, why: 'not-there' })
    expect(await act(await sees('marta'), inviteGuestAgain, { ...asked(), member: there.halina })).toMatchObject({ ok: true })
    expect(await act(await sees('marta'), inviteGuestAgain, { ...asked(), member: world.members.kasia }), 'she is here').toMatchObject({ ok: false, why: 'not-there' })
  })

  test('a day that has passed or is too far is said beside it', async () => {
    expect(await invites({ until: plusDays(today, -1) })).toMatchObject({ ok: false, why: 'day-is-past', field: 'until' })
    expect(await invites({ until: plusDays(today, 366) })).toMatchObject({ ok: false, why: 'day-too-far', field: 'until' })
    expect(await lastDay(await done(invites({ until: plusDays(today, 10) })))).toBe(plusDays(today, 10))
  })

  test('the place lasts until some days after the meeting, when its day is set later', async () => {
    const member = await done(invites({ until: plusDays(today, 10) }))
    await done(act(must(await there.graceMay('meetings:arrange'), 'meetings:see'), keepSitting, { meeting, number: 1, startsAt: instant('2026-12-20T17:00:00Z'), minutes: 60, place: null, dialIn: null, callUrl: null }))
    expect(await lastDay(member)).toBe('2027-01-03')
  })
})

describe('a guest', () => {
  test('sees the meeting and nothing else of the family, until the day; afterwards nothing is there', async () => {
    const member = await done(invites())
    const person = await joins(member)
    expect(await comes(person)).toMatchObject({ question: 'Who can help in the mornings?', arranges: false })
    const viewer = (await viewerFor(db, person, world.family, worldBegins))!
    expect(await meetingsOf(must(viewer, 'meetings:see'))).toHaveLength(1)
    for (const power of ['budget:see', 'sharing:see', 'people:invite', 'meetings:answer', 'meetings:arrange'] as const) expect(() => must(viewer, power), power).toThrow()
    const last = (await lastDay(member))!
    expect(await comes(person, instant(`${last}T20:00:00Z`))).toBeDefined()
    expect(await viewerFor(db, person, world.family, instant(`${plusDays(last, 1)}T08:00:00Z`))).toBeUndefined()
  })

  test('knows of those who come to their own sitting and of who leads, without a number, and of nobody else of the family', async () => {
    await db.insertInto('profile').values({ person_id: world.people.sam, job: 'Worker', agency: 'Council', delicate: 0, hello: 'Hello', hello_lang: 'en', answers_within_days: 2, phone: '+441632960111', photo: null }).onConflict((conflict) => conflict.column('person_id').doUpdateSet({ phone: '+441632960111', hello: 'Hello' })).execute()
    const member = await done(invites())
    const person = await joins(member)
    const viewer = async () => (await viewerFor(db, person, world.family, worldBegins))!
    const known = async () => (await membersOf(await viewer())).map((one) => one.name).sort()
    expect(await known()).toEqual(['Kasia Nowak', 'Marta Kowalczyk', 'Piotr Bailey', 'Sam Adeyemi', 'Tariq Hussain'])
    expect(await helpersOf(must(await viewer(), 'family:see'))).toMatchObject([{ name: 'Sam Adeyemi', phone: null, hello: null, answersWithinDays: null }])
    const shown = async () => (await (await answerOf(people, (await browserOf(person)).get(`/families/${world.family}/people`), { family: world.family })).json()) as { us: { name: string }[]; network: { name: string }[] }
    expect((await shown()).us.map((one) => one.name).sort()).toEqual(['Marta Kowalczyk', 'Piotr Bailey'])
    expect((await shown()).network.map((one) => one.name).sort()).toEqual(['Kasia Nowak', 'Tariq Hussain'])
    const grace = must(await there.graceMay('meetings:arrange'), 'meetings:see')
    await done(act(grace, keepSitting, { meeting, number: 2, startsAt: null, minutes: 60, place: null, dialIn: null, callUrl: null }))
    await done(act(grace, moveToSitting, { meeting, people: [world.members.piotr], number: 2 }))
    expect(await known(), 'Piotr comes to another sitting').not.toContain('Piotr Bailey')
    expect((await membersOf(await world.viewer('kasia'))).map((one) => one.name), 'she is of the family’s network').toContain('Zosia Bailey')
    await db.updateTable('member').set({ until_on: null }).where('id', '=', member).execute()
    expect(await known(), 'the family gave him a place that lasts').toContain('Zosia Bailey')
  })

  test('writes to nobody first, and answers what the family writes to them', async () => {
    const member = await done(invites())
    const person = await joins(member)
    const browser = await browserOf(person)
    const params = { family: world.family }
    for (const answer of [await answerOf(writing, browser.get(`/families/${world.family}/messages/new`), params), await answerOf(write, browser.post(`/families/${world.family}/messages/new`, { form: newId(), 'seen-by': 'lead', topic: 'Hello', words: 'Hello' }), params)]) expect(answer.status).toBe(404)
    const guest = must((await viewerFor(db, person, world.family, worldBegins))!, 'messages:write')
    expect((await act(guest, startConversation, { to: { members: [], lead: true }, topic: 'Hello', words: 'Hello', lang: 'en' })).ok).toBe(false)
    const conversation = await done(act(await world.may('marta', 'messages:write'), startConversation, { to: { members: [member], lead: false }, topic: 'Sunday', words: 'Can you come?', lang: 'en' }))
    expect((await act(guest, writeMessage, { conversation, words: 'Yes', lang: 'en' })).ok).toBe(true)
  })

  test('who is taken back, or left out, is gone on the next request, in the middle of what they write too', async () => {
    const [first, second] = [await done(invites()), await done(invites({ name: 'Nadia Hussain', by: { channel: 'text', address: '+447700900123' } }))]
    const person = await joins(first)
    const viewer = must((await viewerFor(db, person, world.family, worldBegins))!, 'meetings:see')
    await done(act(await sees('marta'), withdrawGuest, { meeting, member: first }))
    expect(await viewerFor(db, person, world.family, worldBegins)).toBeUndefined()
    await expect(act(viewer, sayPart, { meeting, member: first, how: 'room', lang: 'en', interpreterLang: null, needs: [] })).rejects.toMatchObject({ status: 404 })
    expect(await act(await sees('marta'), withdrawGuest, { meeting, member: first })).toMatchObject({ ok: false, why: 'not-there' })
    expect(await act(await sees('marta'), withdrawGuest, { meeting, member: world.members.kasia }), 'she is of the family’s network').toMatchObject({ ok: false, why: 'not-there' })
    await done(act(await sees('marta'), leaveOutOfMeeting, { meeting, member: second }))
    expect((await guests()).map((one) => one.member)).not.toContain(second)
  })

  test('once the meeting is over nobody is invited any more, and who was is still taken back', async () => {
    const member = await done(invites())
    const person = await joins(member)
    await done(act(await sees('marta'), callOffMeeting, { meeting }))
    const [browser, params, path] = [await browserOf(world.people.marta), { family: world.family, id: meeting }, `/families/${world.family}/meetings/${meeting}/guests`]
    expect((await answerOf(loader, browser.get(path), params)).status).toBe(200)
    expect((await answerOf(loader, browser.get(`${path}?member=${there.halina}`), params)).status).toBe(404)
    expect((await answerOf(action, browser.post(path, { form: newId(), intent: 'invite', name: 'Nadia Hussain', relation: 'aunt', by: 'message', address, language: 'ur' }), params)).status).toBe(404)
    expect((await answerOf(action, browser.post(path, { form: newId(), intent: 'withdraw', member }), params)).status).toBe(303)
    expect(await viewerFor(db, person, world.family, worldBegins)).toBeUndefined()
  })

  test('whose invitation was taken back, or whose day has come, finds that the link opens nothing', async () => {
    const member = await done(invites())
    const token = /\/join\/([\w-]+)/.exec((await message()).body)![1]!
    await db.updateTable('secret_link').set({ expires_at: instant('2099-01-01T00:00:00Z') }).execute()
    await db.updateTable('member').set({ until_on: '2099-01-01' as Day }).where('id', '=', member).execute()
    expect(await invitationOf(token)).toMatchObject({ needsPassword: false, address: { address } })
    await db.updateTable('member').set({ until_on: '2020-01-01' as Day }).where('id', '=', member).execute()
    expect(await invitationOf(token)).toBeUndefined()
    await db.updateTable('member').set({ until_on: '2099-01-01' as Day }).where('id', '=', member).execute()
    await done(act(await sees('marta'), withdrawGuest, { meeting, member }))
    expect(await invitationOf(token)).toBeUndefined()
  })
})

describe('the desk of whoever gets meetings ready', () => {
  const desk = async () => meetingsToPrepare(must((await areaViewerFor(db, there.grace, worldBegins))!, 'desk:see'))

  test('says what comes next: no day, who has not answered, what is to be arranged; and nothing once the place has ended', async () => {
    expect(await desk()).toMatchObject([{ name: 'Kowalczyk-Bailey', withoutDay: 1, silent: 0, arrangeBy: null }])
    const grace = await there.graceMay('meetings:see')
    const times = [instant('2026-12-08T17:00:00Z'), instant('2026-12-09T17:00:00Z')]
    for (const startsAt of times) await done(act(grace, addTime, { meeting, sitting: 1, startsAt }))
    await done(act(grace, askWhichSuit, { meeting, sitting: 1 }))
    expect(await desk()).toMatchObject([{ silent: 3 }])
    await done(act(await sees('kasia'), markTimes, { meeting, member: world.members.kasia, marks: [{ startsAt: times[0]!, mark: 'yes' }] }))
    await done(act(await sees('kasia'), sayPart, { meeting, member: world.members.kasia, how: 'room', lang: 'en', interpreterLang: null, needs: [{ need: 'fare', words: null }] }))
    expect(await desk()).toMatchObject([{ silent: 2, arrangeBy: '2026-11-27' }])
    await db.updateTable('member').set({ until_on: plusDays(today, -1) }).where('id', '=', there.graceMember).execute()
    expect(await desk()).toEqual([])
  })
})

test('whoever does a part of the accepted plan keeps their place for it, and longer when its day is moved; another guest does not', async () => {
  const [tariq, other] = [await done(invites({ until: plusDays(today, 20) })), await done(invites({ name: 'Rosa Lee', until: plusDays(today, 20), by: { channel: 'letter' } }))]
  const person = await joins(tariq)
  const marta = await world.may('marta', 'meetings:attend')
  /** What became of a part, as whoever moves its day reads it. */
  const becameOf = async (owner: MemberId) => (await db.selectFrom('meeting_part as p').innerJoin('plan_entry as e', 'e.id', 'p.entry_id').select(['e.id', 'e.words', 'e.due_on']).where('e.owner_member', '=', owner).executeTakeFirstOrThrow())
  const part = (owner: MemberId, days: number) => ({ words: 'Sundays at his', lang: 'en', owner, ownerName: null, ownerAgency: null, dueOn: plusDays(today, days), needs: 'nothing' as const, needsWords: null, pence: null, kind: null, otherwise: null, checks: null, becomes: 'action' as const, category: null, kept: 'us' as const, answer: null })
  for (const said of [part(tariq, 40), part(other, 3)]) await done(act(marta, writePart, { meeting, part: null, said }))
  await done(act(marta, sendFamilyPlan, { meeting, round: 1, words: null, lang: 'en', againOn: plusDays(today, 60) }))
  expect(await lastDay(tariq)).toBe(plusDays(today, 20))
  await done(act(await world.may('sam', 'meetings:prepare'), answerFamilyPlan, { meeting, sitting: 1, round: 1, risks: [], lang: 'en' }))
  expect([await lastDay(tariq), await lastDay(other)]).toEqual([plusDays(today, 54), plusDays(today, 20)])
  const at = (days: number) => viewerFor(db, person, world.family, instant(`${plusDays(today, days)}T12:00:00.000Z`))
  expect((await at(50))?.seat).toBe('network')
  expect(await at(55)).toBeUndefined()

  const action = await becameOf(tariq)
  const moves = async (days: number) => act(must((await at(0))!, 'plan:see'), answerAction, { action: action.id, answer: { how: 'move', dueOn: plusDays(today, days), words: null, lang: 'ur' } })
  await done(moves(50))
  expect(await lastDay(tariq), 'he names a later day himself').toBe(plusDays(today, 64))
  await done(moves(30))
  expect(await lastDay(tariq), 'an earlier day takes nothing').toBe(plusDays(today, 64))
  await done(act(await world.may('marta', 'plan:see'), changeWords, { kind: 'plan', thing: action.id, words: action.words, lang: 'en', dueOn: plusDays(today, 70), from: { number: 3, dueOn: plusDays(today, 30) } }))
  expect(await lastDay(tariq), 'whoever wrote it does').toBe(plusDays(today, 84))
  expect((await at(84))?.seat).toBe('network')
  expect(await lastDay(other)).toBe(plusDays(today, 20))

  await done(act(await sees('marta'), withdrawGuest, { meeting, member: tariq }))
  const ended = await lastDay(tariq)
  await done(act(await world.may('marta', 'plan:see'), changeWords, { kind: 'plan', thing: action.id, words: action.words, lang: 'en', dueOn: plusDays(today, 90), from: { number: 4, dueOn: plusDays(today, 70) } }))
  expect(await lastDay(tariq), 'a place that was taken back does not come again').toBe(ended)
})

describe('a place that is for a meeting alone', () => {
  test('ends with being left out and with not coming; with an open part of the plan, and for another meeting, it lasts', async () => {
    const [left, leaves, does] = [await done(invites()), await done(invites({ name: 'Nadia Hussain', by: { channel: 'letter' } })), await done(invites({ name: 'Ola Nowak', by: { channel: 'text', address: '+447700900123' } }))]
    const person = await joins(left)
    expect(await done(act(await sees('marta'), leaveOutOfMeeting, { meeting, member: left }))).toBe(true)
    expect(await viewerFor(db, person, world.family, worldBegins)).toBeUndefined()
    expect(await act(await sees('marta'), withdrawGuest, { meeting, member: left }), 'nothing is left to take back').toMatchObject({ ok: false, why: 'not-there' })
    expect(await done(act(await sees('marta'), leaveOutOfMeeting, { meeting, member: leaves }))).toBe(true)
    expect(await done(act(await sees('marta'), leaveOutOfMeeting, { meeting, member: world.members.kasia })), 'she is of the family’s network').toBe(false)
    const other = await done(act(await world.may('marta', 'meetings:answer'), askForMeeting, { question: 'And on Sundays?', lang: 'en', people: [does] }))
    expect(await done(act(await sees('marta'), leaveOutOfMeeting, { meeting, member: does }))).toBe(false)
    expect(await lastDay(does)).not.toBe(plusDays(today, -1))
    await done(act(await sees('marta'), withdrawGuest, { meeting, member: does }))
    expect(await lastDay(does), 'taken back, also after they were left out').toBe(plusDays(today, -1))
    expect(other).toBeDefined()
  })

  test('opens nothing of the plan for harder times but what names them', async () => {
    const member = await done(invites())
    const person = await joins(member)
    const guest = async () => must((await viewerFor(db, person, world.family, worldBegins))!, 'plan:see')
    const writes = async (entry: NewBackup) => done(act(must(await world.viewer('marta'), 'backup:write'), keepBackup, { entry, whoSees: 'everybody', shareWith: [], delicate: [], lang: 'en' }))
    const know = { school: 'Ask for Ms Ray', medicine: null, sleep: null, comfort: null }
    await writes({ part: 'sign', words: 'No answer on the phone' })
    await writes({ part: 'care', owner: world.members.kasia, child: world.members.leo, words: 'Collects him', know })
    const starts = async () => backupAhead(must(await guest(), 'backup:start'))
    expect([(await backupOf(await guest())).entries, await starts(), await backupRuns(await guest())]).toEqual([[], undefined, []])
    await writes({ part: 'care', owner: member, child: world.members.leo, words: 'Stays the night', know })
    expect((await backupOf(await guest())).entries.map((one) => one.words)).toEqual(['Stays the night'])
    expect(await starts()).toBeUndefined()
  })

  test('called off, they read for a week that it is off', async () => {
    const member = await done(invites())
    const person = await joins(member)
    await done(act(await sees('marta'), callOffMeeting, { meeting }))
    expect(await comes(person)).toMatchObject({ state: 'off' })
    expect(await lastDay(member)).toBe(plusDays(today, 7))
  })
})

test('once it has been held nobody is chosen or asked any more', async () => {
  const member = world.members.dean
  await db.updateTable('meeting').set({ state: 'met' }).where('id', '=', meeting).execute()
  await db.insertInto('meeting_plan').values({ family_id: world.family, meeting_id: meeting, sitting: 1, round: 1, state: 'accepted', words: null, lang: null, again_on: plusDays(today, 60), sent_by: world.members.marta, sent_at: worldBegins, answer_by: today, answered_by: world.members.sam, answered_at: worldBegins, late_told_at: null }).execute()
  for (const viewer of [await sees('marta'), await there.graceMay('meetings:see')]) {
    expect(await act(viewer, choosePeople, { meeting, people: [member] })).toMatchObject({ ok: false, why: 'not-there' })
    expect(await act(viewer, inviteToMeeting, { meeting, member: there.halina })).toMatchObject({ ok: false, why: 'not-there' })
  }
})

test('choosing somebody who sits elsewhere says no more than choosing somebody who has left', async () => {
  const grace = must(await there.graceMay('meetings:arrange'), 'meetings:see')
  await done(act(grace, keepSitting, { meeting, number: 2, startsAt: null, minutes: 60, place: null, dialIn: null, callUrl: null }))
  const chosen = async () => {
    const viewer = await sees('marta')
    const now = (await meetingOf(viewer, meeting))!
    return [[...(await wereThereBefore(viewer, now))], now.people.map((one) => one.member), await act(viewer, choosePeople, { meeting, people: [world.members.piotr] })]
  }
  await done(act(grace, moveToSitting, { meeting, people: [world.members.piotr], number: 2 }))
  const moved = await chosen()
  expect(moved[2]).toMatchObject({ ok: false, why: 'was-there-before' })
  await done(act(grace, moveToSitting, { meeting, people: [world.members.piotr], number: 1 }))
  await done(act(await sees('piotr'), leaveOutOfMeeting, { meeting, member: world.members.piotr }))
  expect(await chosen()).toEqual(moved)
  await done(act(grace, choosePeople, { meeting, people: [world.members.piotr] }))
  expect((await chosen())[1], 'whoever gets it ready adds them again').toContain(world.members.piotr)
})
