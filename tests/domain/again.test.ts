/** Coming together again: the meeting that follows another, who is chosen for it, what it says of the one before, and the day on which it is looked at again. */
import { beforeEach, describe, expect, test } from 'vitest'
import { areaViewerFor, must, type Viewer } from '#app/access/viewer.server.ts'
import { forgetQuestionsOf } from '#app/domain/data/forget-meeting-plans.server.ts'
import { comeTogetherAgain, followedBy, goesOn } from '#app/domain/meetings/again.server.ts'
import { inviteGuest } from '#app/domain/meetings/guests.server.ts'
import { askToInform, informationOf } from '#app/domain/meetings/information.server.ts'
import { familyPlanOf } from '#app/domain/meetings/family-plan.server.ts'
import { callOffMeeting, choosePeople, inviteToMeeting, leaveOutOfMeeting, meetingOf, meetingsOf } from '#app/domain/meetings/meetings.server.ts'
import { plansToLookAt, sayHowPartWent } from '#app/domain/meetings/plan-reviews.server.ts'
import { plansWeLookAt } from '#app/domain/plan/look-again.server.ts'
import { answerFamilyPlan, joinPart } from '#app/domain/meetings/plan-answers.server.ts'
import { sendFamilyPlan, writePart } from '#app/domain/meetings/plan-writing.server.ts'
import { keepSitting, moveToSitting } from '#app/domain/meetings/sittings.server.ts'
import { meetingsToPrepare } from '#app/domain/meetings/to-prepare.server.ts'
import { act } from '#app/events/transact.server.ts'
import { loader as appointments } from '#app/routes/family/appointments.tsx'
import type { MeetingId, MeetingPartId, MemberId } from '#app/values/ids.ts'
import { instant, plusDays, type Instant } from '#app/values/instant.ts'
import type { Db } from '#db/connect.ts'
import { inTransaction } from '#db/transaction.ts'
import { freshDatabase } from './database.ts'
import { answerOf, atWorldBegins, browserOf } from './pages.ts'
import { aGathering, aPartOfAPlan, done, type Gathering } from './meeting-world.ts'
import { aWorld, today, worldBegins, type World } from './world.ts'

let db: Db
let world: World
let gathering: Gathering
let first: MeetingId
const againOn = plusDays(today, 42)

atWorldBegins()
beforeEach(async () => {
  db = await freshDatabase()
  world = await aWorld(db)
  gathering = await aGathering(db, world)
  first = gathering.meeting
})

type Who = 'marta' | 'piotr' | 'kasia' | 'dean' | 'zosia' | 'sam'
const sees = async (who: Who, at?: Instant) => must(await world.viewer(who, world.family, at), 'meetings:see')
const graceSees = async () => must(await gathering.graceViewer(), 'meetings:see')
const invite = async (meeting: MeetingId, member: MemberId) => done(act(await sees('marta'), inviteToMeeting, { meeting, member }))
const presses = async (who: Who) => act(await sees(who), comeTogetherAgain, { meeting: first })
const pressed = async (who: Who) => done(presses(who))
const rows = async (meeting: MeetingId) => (await db.selectFrom('meeting_person').select(['member_id', 'sitting', 'invited_at']).where('meeting_id', '=', meeting).execute()).map((row) => ({ ...row, invited: row.invited_at !== null }))
const one = async (meeting: MeetingId, member: MemberId) => (await rows(meeting)).find((row) => row.member_id === member)

/** The plan of somebody's sitting is written, sent and accepted. */
async function accepted(who: Who = 'marta', sitting = 1): Promise<MeetingPartId> {
  const attends = must(await world.viewer(who), 'meetings:attend')
  const part = await done(act(attends, writePart, { meeting: first, part: null, said: aPartOfAPlan(world.members[who]) }))
  await done(act(attends, sendFamilyPlan, { meeting: first, round: 1, words: null, lang: 'en', againOn }))
  await done(act(must(await world.viewer('sam'), 'meetings:prepare'), answerFamilyPlan, { meeting: first, sitting, round: 1, risks: [], lang: 'en' }))
  return part
}

/** Piotr comes to a sitting of his own, as one who must not be together with Marta. */
async function apart(): Promise<void> {
  const grace = must(await graceSees(), 'meetings:arrange')
  await done(act(grace, keepSitting, { meeting: first, number: 2, startsAt: null, minutes: 60, place: null, dialIn: null, callUrl: null }))
  await done(act(grace, moveToSitting, { meeting: first, people: [world.members.piotr], number: 2 }))
}

describe('the meeting that follows', () => {
  test('has the same question and the same people, who learn of it when they are asked; whoever pressed asked for it', async () => {
    await accepted()
    const next = await pressed('marta')
    expect(await meetingOf(await sees('marta'), next)).toMatchObject({ question: 'Who can help in the mornings?', state: 'preparing', arranges: true, askedBy: { member: world.members.marta } })
    expect((await rows(next)).map(({ member_id, invited }) => [member_id, invited]).sort()).toEqual([[world.members.marta, true], [world.members.piotr, false], [world.members.kasia, false]].sort())
    expect(await meetingOf(await sees('piotr'), next)).toBeUndefined()
    expect((await goesOn(await sees('marta'), (await meetingOf(await sees('marta'), first))!))).toMatchObject({ on: againOn, next: [{ meeting: next, off: false }], asks: false })
    expect((await goesOn(await sees('piotr'), (await meetingOf(await sees('piotr'), first))!)), 'he is not asked to it yet').toMatchObject({ next: [], asks: true })
    await invite(next, world.members.piotr)
    expect((await goesOn(await sees('piotr'), (await meetingOf(await sees('piotr'), first))!))).toMatchObject({ next: [{ meeting: next }], asks: false })
  })

  test('says which one it follows, with each part and how it went, to those who were at both and to those who help', async () => {
    const part = await accepted()
    await done(act(must(await world.viewer('kasia'), 'meetings:attend'), sayHowPartWent, { meeting: first, part, went: 'partly', words: 'Two Tuesdays of four', lang: 'en' }))
    const next = await pressed('marta')
    const reads = async (viewer: Viewer) => followedBy(must(viewer, 'meetings:see'), (await meetingOf(must(viewer, 'meetings:see'), next))!)
    for (const viewer of [await world.viewer('marta'), await world.viewer('sam'), await gathering.graceViewer()]) {
      expect(await reads(viewer)).toMatchObject({ meeting: first, question: 'Who can help in the mornings?', parts: [{ id: part }], went: [{ by: 'Kasia Nowak', went: 'partly', words: 'Two Tuesdays of four' }] })
    }
    // Somebody new reads that they are asked to a meeting, and of none before it.
    await db.insertInto('meeting_person').values({ family_id: world.family, meeting_id: next, member_id: world.members.dean, sitting: 1, added_by: world.members.marta, added_at: worldBegins, invited_at: worldBegins, gone_at: null, how: null, must_agree: 1, let_in_at: null }).execute()
    expect(await reads(await world.viewer('dean'))).toBeNull()
  })

  test('leaves out whoever was taken out or has left, and is asked for by an adult who sat there, and no other', async () => {
    await done(act(await sees('marta'), leaveOutOfMeeting, { meeting: first, member: world.members.kasia }))
    await accepted()
    for (const who of ['kasia', 'zosia', 'dean'] as const) expect(await presses(who), who).toMatchObject({ ok: false, why: 'not-there' })
    expect(await presses('sam'), 'whoever leads').toMatchObject({ ok: false, why: 'not-held-yet' })
    const next = await pressed('piotr')
    expect(await one(next, world.members.kasia)).toBeUndefined()
  })

  test('not before its plan is accepted, nor of a meeting that was called off', async () => {
    expect(await presses('marta')).toMatchObject({ ok: false, why: 'not-held-yet' })
    await done(act(await sees('marta'), callOffMeeting, { meeting: first }))
    expect(await presses('marta')).toMatchObject({ ok: false, why: 'not-held-yet' })
  })

  test('is one, however many of a sitting press at once and however often; once it is called off it can be asked for again', async () => {
    await accepted()
    const made = await Promise.all((['marta', 'piotr', 'marta', 'piotr'] as const).map(pressed))
    expect(new Set(made).size).toBe(1)
    expect(await db.selectFrom('meeting').select('id').where('follows', '=', first).execute()).toHaveLength(1)
    for (const who of ['marta', 'piotr'] as const) expect((await meetingOf(await sees(who), made[0]!))?.own, 'both pressed: both are asked').toBe(1)
    const asker = (await meetingOf(await sees('marta'), made[0]!))!.mayCallOff ? 'marta' : 'piotr'
    await done(act(await sees(asker), callOffMeeting, { meeting: made[0]! }))
    expect(await goesOn(await sees('marta'), (await meetingOf(await sees('marta'), first))!)).toMatchObject({ next: [{ off: true }], asks: true })
    expect(await pressed('piotr')).not.toBe(made[0])
  })

  test('asked for by whoever gets it ready, is theirs to call off, and nobody of the family is asked to it yet', async () => {
    await accepted()
    const next = await done(act(await graceSees(), comeTogetherAgain, { meeting: first }))
    expect((await rows(next)).every((row) => !row.invited)).toBe(true)
    expect(await meetingOf(await graceSees(), next)).toMatchObject({ askedBy: null, mayCallOff: true, arranges: true })
    expect(await meetingOf(await sees('marta'), next)).toBeUndefined()
    expect((await act(await graceSees(), callOffMeeting, { meeting: next })).ok).toBe(true)
  })

  test('asked for by whoever gets it ready, and by an adult of the family before anybody was asked, is the adult’s', async () => {
    await accepted()
    const next = await done(act(await graceSees(), comeTogetherAgain, { meeting: first }))
    expect(await pressed('marta')).toBe(next)
    expect(await meetingOf(await sees('marta'), next)).toMatchObject({ arranges: true, mayCallOff: true, askedBy: { member: world.members.marta } })
    expect(await pressed('piotr'), 'who is asked to it').toBe(next)
    expect(await meetingOf(await sees('piotr'), next)).toMatchObject({ arranges: false, askedBy: { member: world.members.marta } })
  })
})

describe('those who must not be together', () => {
  beforeEach(async () => { await apart() })

  test('stay in sittings of their own, and neither learns that the other is to come, nor that they asked', async () => {
    await accepted('marta')
    await accepted('piotr', 2)
    const martas = await pressed('marta')
    expect((await rows(martas)).map(({ member_id, sitting }) => [member_id, sitting]).sort()).toEqual([[world.members.marta, 1], [world.members.kasia, 1], [world.members.piotr, 2]].sort())
    expect((await meetingOf(await sees('marta'), martas))!.people.map((person) => person.member).sort()).toEqual([world.members.marta, world.members.kasia].sort())
    expect(await goesOn(await sees('piotr'), (await meetingOf(await sees('piotr'), first))!)).toMatchObject({ next: [], asks: true })
    const piotrs = await pressed('piotr')
    expect(piotrs, 'as if nobody had asked').not.toBe(martas)
    expect(await meetingOf(await sees('piotr'), piotrs)).toMatchObject({ arranges: true, askedBy: { member: world.members.piotr }, people: [{ member: world.members.piotr }] })
    expect((await meetingsOf(await sees('marta'))).map(({ id }) => id)).not.toContain(piotrs)
  })

  test('are chosen for one of the two meetings each, also where they press at once; for those who help the two belong together', async () => {
    await accepted('marta')
    await accepted('piotr', 2)
    const [martas, piotrs, again] = await Promise.all((['marta', 'piotr', 'marta'] as const).map(pressed))
    expect(again, 'of one sitting it is one').toBe(martas)
    expect(piotrs).not.toBe(martas)
    const comes = await db.selectFrom('meeting_person').select(['member_id', 'meeting_id']).where('meeting_id', 'in', [martas!, piotrs!]).where('gone_at', 'is', null).execute()
    expect(comes.map((row) => [row.member_id, row.meeting_id]).sort()).toEqual([[world.members.marta, martas], [world.members.kasia, martas], [world.members.piotr, piotrs]].sort())
    const beside = async (viewer: Viewer, meeting: MeetingId) => (await followedBy(must(viewer, 'meetings:see'), (await meetingOf(must(viewer, 'meetings:see'), meeting))!))!.beside
    expect([await beside(await gathering.graceViewer(), martas!), await beside(await gathering.graceViewer(), piotrs!)]).toEqual([[piotrs], [martas]])
    expect([await beside(await world.viewer('marta'), martas!), await beside(await world.viewer('piotr'), piotrs!)]).toEqual([[], []])
    const desk = (await meetingsToPrepare(must((await areaViewerFor(db, gathering.grace, worldBegins))!, 'desk:see'))).filter((one) => one.family === world.family && one.meeting !== first)
    expect(desk.map(({ withoutDay }) => withoutDay), 'one sitting each').toEqual([1, 1])
    expect(await presses('piotr'), 'pressed again').toMatchObject({ ok: true, value: piotrs })
  })

  test('read parts of each other’s plan that the co-ordinator joins, also where each has a meeting of its own', async () => {
    await accepted('marta')
    await accepted('piotr', 2)
    const [martas, piotrs] = [await pressed('marta'), await pressed('piotr')]
    const attends = must(await world.viewer('marta'), 'meetings:attend')
    const part = await done(act(attends, writePart, { meeting: martas, part: null, said: aPartOfAPlan(world.members.marta, 'We meet on Sundays') }))
    await done(act(attends, sendFamilyPlan, { meeting: martas, round: 1, words: null, lang: 'en', againOn }))
    const shared = async () => (await familyPlanOf(await sees('piotr'), piotrs)).shared.map(({ words, owner }) => ({ words, owner }))
    expect(await shared()).toEqual([])
    await done(act(must(await graceSees(), 'meetings:arrange'), joinPart, { meeting: martas, part, forAll: true }))
    expect(await shared()).toEqual([{ words: 'We meet on Sundays', owner: null }])
    expect((await familyPlanOf(await sees('marta'), martas)).shared, 'their own stands once').toEqual([])
    await done(act(await sees('marta'), callOffMeeting, { meeting: martas }))
    expect(await shared()).toEqual([])
  })

  test('read the same whether or not the other sitting asked for a meeting, had services asked to write for it, and called it off', async () => {
    const piotrReads = async (martaToo: boolean) => {
      db = await freshDatabase()
      world = await aWorld(db)
      gathering = await aGathering(db, world)
      first = gathering.meeting
      await apart()
      await accepted('marta')
      await accepted('piotr', 2)
      const martas = martaToo ? await pressed('marta') : undefined
      if (martas) await done(act(await sees('marta'), askToInform, { meeting: martas, members: [world.members.sam] }))
      const next = await pressed('piotr')
      const piotr = await sees('piotr')
      const read = async () => [await meetingOf(piotr, next), await followedBy(piotr, (await meetingOf(piotr, next))!), await goesOn(piotr, (await meetingOf(piotr, first))!), await informationOf(piotr, next), (await meetingsOf(piotr)).sort((a, b) => (a.state < b.state ? -1 : 1)), await familyPlanOf(piotr, next), await act(piotr, choosePeople, { meeting: next, people: [world.members.marta] })]
      const before = await read()
      if (martas) await done(act(await sees('marta'), callOffMeeting, { meeting: martas }))
      const ids: string[] = []
      return JSON.stringify([before, await read()]).replace(/[0-9a-z]{20}/g, (id) => `#${ids.includes(id) ? ids.indexOf(id) : ids.push(id) - 1}`)
    }
    expect(await piotrReads(true)).toBe(await piotrReads(false))
  })

  test('read of the plan before only that of their own sitting', async () => {
    const part = await accepted('marta')
    const other = await accepted('piotr', 2)
    const next = await pressed('marta')
    await db.updateTable('meeting_person').set({ invited_at: worldBegins }).where('meeting_id', '=', next).execute()
    const parts = async (viewer: Viewer) => (await followedBy(must(viewer, 'meetings:see'), (await meetingOf(must(viewer, 'meetings:see'), next))!))!.parts.map(({ id }) => id)
    expect([await parts(await world.viewer('marta')), await parts(await world.viewer('piotr'))]).toEqual([[part], [other]])
    expect((await parts(await gathering.graceViewer())).sort()).toEqual([part, other].sort())
  })

  test('one sitting comes together again while the other has no plan yet', async () => {
    await accepted('marta')
    expect(await presses('piotr')).toMatchObject({ ok: false, why: 'not-held-yet' })
    expect((await presses('marta')).ok).toBe(true)
  })
})

describe('guests of the first meeting', () => {
  const guest = async () => done(act(await sees('marta'), inviteGuest, { meeting: first, name: 'Uncle Stan', relation: 'Uncle', by: { channel: 'letter' }, lang: 'en', saysName: false, until: null }))

  test('are chosen and not asked while their place lasts, and it lasts for the new meeting', async () => {
    const stan = await guest()
    await accepted()
    const next = await pressed('marta')
    expect(await one(next, stan)).toMatchObject({ invited: false })
    const before = await db.selectFrom('member').select('until_on').where('id', '=', stan).executeTakeFirstOrThrow()
    await done(act(must(await graceSees(), 'meetings:arrange'), keepSitting, { meeting: next, number: 1, startsAt: instant(`${plusDays(before.until_on!, -1)}T10:00:00Z`), minutes: 60, place: null, dialIn: null, callUrl: null }))
    expect((await db.selectFrom('member').select('until_on').where('id', '=', stan).executeTakeFirstOrThrow()).until_on! > before.until_on!).toBe(true)
  })

  test('whose place is over are not let in: whoever arranges it reads that they are invited anew', async () => {
    const stan = await guest()
    await accepted()
    await db.updateTable('member').set({ from_on: plusDays(today, -9), until_on: plusDays(today, -1) }).where('id', '=', stan).execute()
    const next = await pressed('marta')
    expect(await one(next, stan)).toBeUndefined()
    expect(await followedBy(await sees('marta'), (await meetingOf(await sees('marta'), next))!)).toMatchObject({ guests: ['Uncle Stan'] })
    await invite(next, world.members.kasia)
    expect(await followedBy(await sees('kasia'), (await meetingOf(await sees('kasia'), next))!)).toMatchObject({ guests: [] })
  })
})

describe('the day on which it is looked at again', () => {
  const on = (days: number) => instant(`${plusDays(againOn, days)}T10:00:00Z`)
  const reads = async (who: Who, at: Instant) => (await plansWeLookAt(await sees(who, at))).map((row) => row.on)
  /** These days on somebody's page of appointments, weeks before they come. */
  const booked = async (who: Who): Promise<string[]> => {
    const browser = await browserOf(world.people[who])
    const answer = await answerOf(appointments, browser.get(`/families/${world.family}/appointments`), { family: world.family })
    return ((await answer.json()) as { again: { on: string }[] }).again.map((one) => one.on)
  }

  test('stands on the pages of those who sat there, from a week before it, until somebody says how a part went', async () => {
    const part = await accepted()
    expect(await reads('marta', on(-8))).toEqual([])
    for (const who of ['marta', 'kasia', 'piotr'] as const) expect(await reads(who, on(-7)), who).toEqual([againOn])
    expect(await reads('zosia', on(0))).toEqual([])
    await done(act(must(await world.viewer('kasia', world.family, on(0)), 'meetings:attend'), sayHowPartWent, { meeting: first, part, went: 'well', words: null, lang: 'en' }))
    expect(await reads('marta', on(1))).toEqual([])
    expect(await plansToLookAt(must(await world.desk('sam', on(1)), 'desk:see'))).toEqual([])
  })

  test('goes once they know that they come together again, and four weeks after it', async () => {
    await accepted()
    expect([await reads('marta', on(28)), await reads('marta', on(29))]).toEqual([[againOn], []])
    const next = await pressed('marta')
    expect(await reads('marta', on(0))).toEqual([])
    expect(await reads('kasia', on(0)), 'who is not asked yet').toEqual([againOn])
    await done(act(await sees('marta'), callOffMeeting, { meeting: next }))
    expect(await reads('marta', on(0))).toEqual([againOn])
  })

  test('of another sitting is read by nobody else', async () => {
    await apart()
    await accepted('piotr', 2)
    expect([await reads('piotr', on(0)), await reads('marta', on(0))]).toEqual([[againOn], []])
    expect([await booked('piotr'), await booked('marta')]).toEqual([[againOn], []])
  })

  test('stands on the page of appointments of those who sat there as soon as it is agreed, and of nobody else', async () => {
    expect(await booked('marta')).toEqual([])
    await accepted()
    for (const who of ['marta', 'kasia', 'piotr'] as const) expect(await booked(who), who).toEqual([againOn])
    for (const who of ['zosia', 'dean'] as const) expect(await booked(who), who).toEqual([])
    await pressed('marta')
    expect(await booked('marta')).toEqual([])
  })
})

test('the question of somebody who is forgotten goes from every meeting that follows theirs, whoever asked for that', async () => {
  await accepted()
  const next = await pressed('piotr')
  await inTransaction(db, (trx) => forgetQuestionsOf(trx, world.family, world.members.marta))
  expect((await db.selectFrom('meeting').select('question').where('id', 'in', [first, next]).execute()).map((row) => row.question)).toEqual(['—', '—'])
})
