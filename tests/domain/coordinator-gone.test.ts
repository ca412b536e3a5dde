/** Whoever gets a family meeting ready is taken ill or leaves: who is told, what the family reads, who comes after them, and that nothing is lost. */
import { beforeEach, describe, expect, test } from 'vitest'
import { areaViewerFor, must, viewerFor } from '#app/access/viewer.server.ts'
import { coordinatorGone, watchCoordinators } from '#app/domain/meetings/coordinator-gone.server.ts'
import { addTime, askWhichSuit, findingOf, markTimes } from '#app/domain/meetings/finding-a-time.server.ts'
import { callOffMeeting, meetingOf } from '#app/domain/meetings/meetings.server.ts'
import { coordinatorsFor, meetingOffer, meetingsToSeeTo, nameCoordinator } from '#app/domain/meetings/offer.server.ts'
import { askIn, asksToComeIn } from '#app/domain/meetings/room-stop.server.ts'
import { mustBeInTheRoom, openRoom } from '#app/domain/meetings/rooms.server.ts'
import { keepSitting } from '#app/domain/meetings/sittings.server.ts'
import { sayPart, toArrangeFor } from '#app/domain/meetings/taking-part.server.ts'
import { act, actQuietly } from '#app/events/transact.server.ts'
import { newId, type MemberId, type PersonId, type ReviewId } from '#app/values/ids.ts'
import { instant, plusDays, workingDaysAfter, type Instant } from '#app/values/instant.ts'
import type { Db } from '#db/connect.ts'
import { freshDatabase } from './database.ts'
import { aGathering, done, type Gathering } from './meeting-world.ts'
import { aWorld, today, worldBegins, type World } from './world.ts'

let db: Db
let world: World
let gathering: Gathering
let hugh: PersonId
const later = instant('2026-11-25T09:00:00Z')
const by = workingDaysAfter(plusDays(today, 1), 3, new Set())

beforeEach(async () => {
  db = await freshDatabase()
  world = await aWorld(db)
  gathering = await aGathering(db, world)
  hugh = newId<PersonId>()
  await db.insertInto('person').values({ ...(await db.selectFrom('person').selectAll().where('id', '=', world.people.ruth).executeTakeFirstOrThrow()), id: hugh, email: 'hugh@example.org', name: 'Hugh May', given_name: 'Hugh' }).execute()
  await db.insertInto('post').values({ id: newId(), person_id: hugh, role: 'coordinator', team: '', from_on: today, until_on: null }).execute()
  await db.insertInto('review').values({ family_id: world.family, id: newId<ReviewId>(), due_on: plusDays(today, 60), planned_at: worldBegins, planned_by: null }).onConflict((conflict) => conflict.doNothing()).execute()
  await db.deleteFrom('outbox').execute()
})

const postEnds = async () => db.updateTable('post').set({ until_on: today }).where('person_id', '=', gathering.grace).execute()
const told = async () => (await db.selectFrom('outbox').select('to_person').execute()).map((row) => row.to_person).sort()
const names = async (instead: MemberId | null, person = hugh, at: Instant = later) => act(must(await world.viewer('sam', world.family, at), 'people:invite'), nameCoordinator, { person, instead })
const sees = async (who: 'marta' | 'kasia', at: Instant = later) => must(await world.viewer(who, world.family, at), 'meetings:see')
const gone = async (who: 'marta' | 'kasia' = 'marta') => { const viewer = await sees(who); return coordinatorGone(viewer, (await meetingOf(viewer, gathering.meeting))!) }
const desk = async (at: Instant = later) => (await meetingsToSeeTo(must(await world.desk('sam', at), 'desk:see'))).filter((one) => one.family === world.family)
const everybodyAsked = () => [world.people.marta, world.people.piotr, world.people.kasia]

/** Grace has got something ready: times that are asked of, an answer, a need and a place. */
async function gotReady(): Promise<Instant> {
  const time = instant('2026-12-05T10:00:00Z')
  const grace = await gathering.graceMay('meetings:see')
  for (const startsAt of [time, instant('2026-12-06T10:00:00Z')]) await done(act(grace, addTime, { meeting: gathering.meeting, sitting: 1, startsAt }))
  await done(act(grace, askWhichSuit, { meeting: gathering.meeting, sitting: 1 }))
  await done(act(await world.may('kasia', 'meetings:see'), markTimes, { meeting: gathering.meeting, member: world.members.kasia, marks: [{ startsAt: time, mark: 'yes' }] }))
  await done(act(await world.may('kasia', 'meetings:see'), sayPart, { meeting: gathering.meeting, member: world.members.kasia, how: 'room', lang: 'en', interpreterLang: null, needs: [{ need: 'food', words: 'No nuts' }] }))
  await done(act(must(await gathering.graceMay('meetings:see'), 'meetings:arrange'), keepSitting, { meeting: gathering.meeting, number: 1, startsAt: null, minutes: 90, place: 'The hall', dialIn: null, callUrl: null }))
  await db.deleteFrom('outbox').execute()
  return time
}

describe('her post ends while the meeting is got ready', () => {
  test('those who were asked and whoever leads are told once, and somebody is owed by a day', async () => {
    expect(await watchCoordinators(db, later)).toEqual({ gone: 0, back: 0 })
    await postEnds()
    const looks = await Promise.all([1, 2, 3].map(() => watchCoordinators(db, later)))
    expect(looks.reduce((sum, look) => sum + look.gone, 0)).toBe(1)
    expect(await told()).toEqual([...everybodyAsked(), world.people.sam].sort())
    expect(await watchCoordinators(db, instant('2026-11-26T09:00:00Z'))).toEqual({ gone: 0, back: 0 })
    expect(await desk()).toMatchObject([{ gone: true, dueOn: by }])
  })

  test('the family reads it plainly, at once, and by when once the house has seen it; nobody who was not asked reads it', async () => {
    expect(await gone()).toBeNull()
    await postEnds()
    expect(await gone('kasia')).toEqual({ name: 'Grace Lim', by: null })
    await watchCoordinators(db, later)
    expect(await gone('kasia')).toEqual({ name: 'Grace Lim', by })
    expect((await meetingOffer(await sees('marta'))).coordinator, 'nobody who is not here').toBeNull()
  })

  test('whoever leads names another, to whom nothing is lost; the family is told, and reads of nobody missing', async () => {
    const time = await gotReady()
    await postEnds()
    await watchCoordinators(db, later)
    await db.deleteFrom('outbox').execute()
    const member = await done(names(null))
    expect(await told()).toEqual([...everybodyAsked(), hugh].sort())
    expect([await gone(), await desk()]).toEqual([null, []])
    expect((await meetingOffer(await sees('marta'))).coordinator).toMatchObject({ member, name: 'Hugh May' })
    const hughs = (await viewerFor(db, hugh, world.family, later))!
    const meeting = (await meetingOf(must(hughs, 'meetings:see'), gathering.meeting))!
    expect(meeting).toMatchObject({ arranges: true, question: 'Who can help in the mornings?', sittings: [{ place: 'The hall' }] })
    expect(meeting.people.map((one) => one.member).sort()).toEqual([world.members.marta, world.members.piotr, world.members.kasia, gathering.halina].sort())
    expect((await findingOf(must(hughs, 'meetings:see'), meeting))[0]!.times.find((one) => one.startsAt === time)!.said).toMatchObject([{ name: 'Kasia Nowak', mark: 'yes' }])
    expect(await toArrangeFor(must(hughs, 'meetings:arrange'), gathering.meeting)).toMatchObject([{ member: world.members.kasia, need: 'food', words: 'No nuts' }])
    expect(await viewerFor(db, gathering.grace, world.family, later)).toBeUndefined()
  })

  test('held again before anybody was named, it is as it was, and nobody is told a second time', async () => {
    await postEnds()
    await watchCoordinators(db, later)
    await db.deleteFrom('outbox').execute()
    await db.updateTable('post').set({ until_on: null }).where('person_id', '=', gathering.grace).execute()
    expect(await watchCoordinators(db, later)).toEqual({ gone: 0, back: 1 })
    expect([await gone(), await told(), await desk()]).toEqual([null, [], []])
    expect(await names(null)).toMatchObject({ ok: false, why: 'has-a-coordinator' })
  })

  test('held again after another was named, she is not a second one', async () => {
    await postEnds()
    await done(names(null))
    await db.updateTable('post').set({ until_on: null }).where('person_id', '=', gathering.grace).execute()
    expect(await viewerFor(db, gathering.grace, world.family, later)).toBeUndefined()
  })
})

describe('she is taken ill, and her post goes on', () => {
  test('whoever leads names another instead of her: her place ends, the family is told', async () => {
    await gotReady()
    expect(await names(null), 'there is somebody').toMatchObject({ ok: false, why: 'has-a-coordinator' })
    expect(await names(world.members.kasia), 'somebody who does not').toMatchObject({ ok: false, why: 'has-a-coordinator' })
    expect(await coordinatorsFor(must(await world.viewer('sam'), 'meetings:prepare')), 'not herself').toEqual([{ person: hugh, name: 'Hugh May' }])
    await done(names(gathering.graceMember))
    expect(await told()).toEqual([...everybodyAsked(), hugh].sort())
    expect(await viewerFor(db, gathering.grace, world.family, later)).toBeUndefined()
    expect(await watchCoordinators(db, later)).toEqual({ gone: 0, back: 0 })
    expect((await names(gathering.graceMember, gathering.grace)), 'a page that is out of date').toMatchObject({ ok: false, why: 'has-a-coordinator' })
  })

  test('of two who name at once one does, and there is one co-ordinator', async () => {
    const both = await Promise.all([names(gathering.graceMember), names(gathering.graceMember)])
    expect(both.filter((one) => one.ok)).toHaveLength(1)
    expect(await db.selectFrom('member').select('id').where('family_id', '=', world.family).where('seat', '=', 'coordinator').where((eb) => eb.or([eb('until_on', 'is', null), eb('until_on', '>=', plusDays(today, 1))])).execute()).toHaveLength(1)
  })
})

test('her place ends, by its day or by whoever leads: the same', async () => {
  await db.updateTable('member').set({ until_on: today }).where('id', '=', gathering.graceMember).execute()
  expect(await watchCoordinators(db, later)).toEqual({ gone: 1, back: 0 })
  expect(await gone()).toEqual({ name: 'Grace Lim', by })
})

test('where no meeting is to come nobody is told, and nobody is owed', async () => {
  await done(act(await world.may('marta', 'meetings:see'), callOffMeeting, { meeting: gathering.meeting }))
  await db.deleteFrom('outbox').execute()
  await postEnds()
  expect([await watchCoordinators(db, later), await told(), await desk()]).toEqual([{ gone: 0, back: 0 }, [], []])
})

describe('somebody in private family time has asked her to come in', () => {
  const kasia = async (at: Instant = worldBegins) => mustBeInTheRoom(await world.viewer('kasia', world.family, at), gathering.meeting)
  const form = () => ({ id: newId(), contentHash: newId() })
  const asksOf = async (person: PersonId, at: Instant = later) => {
    const viewer = await areaViewerFor(db, person, at)
    return viewer ? (await asksToComeIn(must(viewer, 'desk:see'))).map(({ meeting, nobodyThere, nobodyLeads }) => ({ meeting, nobodyThere, nobodyLeads })) : []
  }
  const calls = async (at: Instant = worldBegins) => done(actQuietly(await kasia(at), askIn, {}, form()))
  const call = () => ({ meeting: gathering.meeting, nobodyThere: false, nobodyLeads: false })
  beforeEach(async () => {
    await done(actQuietly(await mustBeInTheRoom(await world.viewer('marta'), gathering.meeting), openRoom, { facilitator: world.members.marta }, form()))
  })

  test('and is taken ill: whoever is named instead finds the call, and she does not any more', async () => {
    await calls()
    expect(await asksOf(gathering.grace)).toEqual([call()])
    await done(names(gathering.graceMember))
    expect([await asksOf(hugh), await asksOf(gathering.grace), await asksOf(world.people.sam)]).toEqual([[call()], [], []])
    expect(await told()).toContain(hugh)
  })

  test('and nobody is there: it stands on the desk of whoever leads, or of the manager, until somebody is named; the family reads the same day as without it', async () => {
    await postEnds()
    await watchCoordinators(db, later)
    const without = await gone()
    await db.updateTable('meeting').set({ without_since: null }).execute()
    await db.updateTable('post').set({ until_on: null }).where('person_id', '=', gathering.grace).execute()
    await calls()
    await postEnds()
    await watchCoordinators(db, later)
    expect(await gone()).toEqual(without)
    expect(await asksOf(world.people.sam)).toEqual([{ ...call(), nobodyThere: true }])
    expect([await asksOf(gathering.grace), await asksOf(world.people.priya)]).toEqual([[], []])
    await db.deleteFrom('outbox').execute()
    await calls(later)
    expect(await told(), 'asked again, from a page of before').toEqual([world.people.sam])
    await done(names(null))
    expect([await asksOf(hugh), await asksOf(world.people.sam)]).toEqual([[call()], []])
  })

  test('and nobody leads either: the manager has it', async () => {
    await calls()
    await postEnds()
    await db.updateTable('post').set({ until_on: today }).where('person_id', '=', world.people.sam).execute()
    expect(await asksOf(world.people.priya)).toEqual([{ ...call(), nobodyThere: true, nobodyLeads: true }])
  })
})
