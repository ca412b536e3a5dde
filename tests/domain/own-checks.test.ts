/** Whoever said that they check a part of a family's plan: told when it is accepted, reminded near its day, and until when it stands at their home. */
import { beforeEach, describe, expect, test } from 'vitest'
import { must } from '#app/access/viewer.server.ts'
import { waitsForUs } from '#app/domain/budget/asked-of-us.server.ts'
import { inviteGuest } from '#app/domain/meetings/guests.server.ts'
import { callOffMeeting } from '#app/domain/meetings/meetings.server.ts'
import { answerFamilyPlan } from '#app/domain/meetings/plan-answers.server.ts'
import { plansToCheck, sayHowPartWent } from '#app/domain/meetings/plan-reviews.server.ts'
import { sendFamilyPlan, writePart } from '#app/domain/meetings/plan-writing.server.ts'
import { watchPromises } from '#app/domain/plan/watch.server.ts'
import { act } from '#app/events/transact.server.ts'
import type { MeetingPartId } from '#app/values/ids.ts'
import { plusDays, type Day, type Instant } from '#app/values/instant.ts'
import type { Db } from '#db/connect.ts'
import type { PartWent } from '#db/schema-meeting-plan.ts'
import { freshDatabase } from './database.ts'
import { aGathering, aPartOfAPlan, done, type Gathering } from './meeting-world.ts'
import { aWorld, today, worldBegins, type World } from './world.ts'

let db: Db
let world: World
let gathering: Gathering
let part: MeetingPartId
const due = plusDays(today, 10)
type Who = 'marta' | 'piotr' | 'kasia' | 'zosia'

const noonOf = (on: Day): Instant => `${on}T12:00:00.000Z` as Instant
const said = () => ({ ...aPartOfAPlan(world.members.marta), dueOn: due, checks: world.members.kasia })
const send = async () => done(act(await world.may('marta', 'meetings:attend'), sendFamilyPlan, { meeting: gathering.meeting, round: 1, words: null, lang: 'en', againOn: plusDays(today, 60) }))
const answer = async (risks: { part: MeetingPartId; words: string }[] = []) => done(act(await world.may('sam', 'meetings:prepare'), answerFamilyPlan, { meeting: gathering.meeting, sitting: 1, round: 1, risks, lang: 'en' }))
const accept = async () => {
  await send()
  for (const table of ['outbox', 'notice_link'] as const) await db.deleteFrom(table).execute()
  await answer()
}
const home = async (who: Who, on: Day) => (await waitsForUs(must(await world.viewer(who, world.family, noonOf(on)), 'family:see'))).checks
const told = async () => (await db.selectFrom('notice_link').select(['person_id', 'name', 'path']).where('name', '=', 'toCheck').execute()).map(({ person_id, path }) => [person_id, path])
const watch = async (on: Day) => Promise.all([watchPromises(db, noonOf(on)), watchPromises(db, noonOf(on))])
const went = async (how: PartWent, on = due) => done(act(must(await world.viewer('kasia', world.family, noonOf(on)), 'meetings:attend'), sayHowPartWent, { meeting: gathering.meeting, part, went: how, words: null, lang: 'en' }))
const toTheMeeting = () => `/families/${world.family}/meetings/${gathering.meeting}`

beforeEach(async () => {
  db = await freshDatabase()
  world = await aWorld(db)
  gathering = await aGathering(db, world)
  part = await done(act(await world.may('marta', 'meetings:attend'), writePart, { meeting: gathering.meeting, part: null, said: said() }))
})

describe('when it is accepted', () => {
  test('whoever checks is told so, once however much they check, by what is safe for them; the others that there is something new', async () => {
    await done(act(await world.may('marta', 'meetings:attend'), writePart, { meeting: gathering.meeting, part: null, said: { ...said(), words: 'And the school' } }))
    await accept()
    expect(await told()).toEqual([[world.people.kasia, toTheMeeting()]])
    const rows = await db.selectFrom('outbox').select(['to_person', 'body']).execute()
    expect(rows.map((row) => row.to_person).sort()).toEqual([world.people.marta, world.people.piotr, world.people.kasia].sort())
    expect(new Set(rows.map((row) => row.body)).size, 'one message like the other, unless its reader allowed more').toBe(1)
  })

  test('nobody is told to check of a plan that was not accepted', async () => {
    await send()
    await answer([{ part, words: 'The road is fast' }])
    expect(await told()).toEqual([])
  })

  test.each([
    ['for whom no message is safe', async () => db.insertInto('safe_contact').values({ person_id: world.people.kasia, channel: 'none', days: '1234567', from_time: '08:00', until_time: '20:00', zone: 'Europe/London', messages_ok: 0, changed_at: worldBegins }).execute()],
    ['who was taken out meanwhile', async () => db.updateTable('meeting_person').set({ gone_at: worldBegins }).where('member_id', '=', world.members.kasia).execute()],
  ])('nor is somebody %s', async (_, change) => {
    await change()
    await accept()
    expect(await told()).toEqual([])
  })

  test('a guest who checks keeps their place until after its day', async () => {
    const member = await done(act(await world.may('marta', 'meetings:see'), inviteGuest, { meeting: gathering.meeting, name: 'Uncle Stan', relation: 'uncle', by: { channel: 'email', address: 'stan@example.org' }, lang: 'en', saysName: false, until: plusDays(today, 3) }))
    await done(act(await world.may('marta', 'meetings:attend'), writePart, { meeting: gathering.meeting, part, said: { ...said(), checks: member } }))
    await accept()
    const { until_on: until } = await db.selectFrom('member').select('until_on').where('id', '=', member).executeTakeFirstOrThrow()
    expect(until! > due).toBe(true)
  })
})

describe('near its day', () => {
  test('it stands at their home from a week before until they say how it went, and for four weeks after it; at nobody else’s', async () => {
    await accept()
    expect(await home('kasia', plusDays(due, -8))).toEqual([])
    for (const on of [plusDays(due, -7), due, plusDays(due, 28)]) expect(await home('kasia', on), on).toEqual([{ meeting: gathering.meeting, on: due }])
    expect(await home('kasia', plusDays(due, 30))).toEqual([])
    for (const who of ['marta', 'piotr', 'zosia'] as const) expect(await home(who, due), who).toEqual([])
    await went('early')
    expect(await home('kasia', due), 'too early to say').toHaveLength(1)
    await went('partly')
    expect(await home('kasia', due)).toEqual([])
  })

  test('a message on the day before brings it back, once however many watch; not to who wants none, has said it, or is of the meeting no more', async () => {
    await accept()
    await db.deleteFrom('notice_link').execute()
    await watch(plusDays(due, -2))
    expect(await told()).toEqual([])
    for (const on of [plusDays(due, -1), due, plusDays(due, 20)]) await watch(on)
    expect(await told()).toEqual([[world.people.kasia, toTheMeeting()]])
  })

  test.each([
    ['who wants no reminders', async () => db.insertInto('reminder_choice').values({ person_id: world.people.kasia, before: '', changed_at: worldBegins }).execute()],
    ['who has said it', async () => went('well', plusDays(due, -3))],
    ['who was taken out', async () => db.updateTable('meeting_person').set({ gone_at: worldBegins }).where('member_id', '=', world.members.kasia).execute()],
    ['whose place has ended', async () => db.updateTable('member').set({ until_on: plusDays(due, -3) }).where('id', '=', world.members.kasia).execute()],
    ['of a meeting that is off', async () => db.updateTable('meeting').set({ state: 'off' }).where('id', '=', gathering.meeting).execute()],
  ])('not to somebody %s', async (_, change) => {
    await accept()
    await db.deleteFrom('notice_link').execute()
    await change()
    await watch(plusDays(due, -1))
    expect(await told()).toEqual([])
  })

  test('where nobody is named it stands on the desk of whoever leads, once for one day, until anybody says how it went', async () => {
    for (const checks of [null, world.members.sam]) await done(act(await world.may('marta', 'meetings:attend'), writePart, { meeting: gathering.meeting, part: null, said: { ...said(), words: 'And the school', checks } }))
    const desk = async (who: 'sam' | 'priya', on: Day) => (await plansToCheck(must(await world.desk(who, noonOf(on)), 'desk:see'))).filter((one) => one.family === world.family)
    expect(await desk('sam', due)).toEqual([])
    await accept()
    expect(await desk('sam', plusDays(due, -2))).toEqual([])
    for (const on of [plusDays(due, -1), plusDays(due, 28)]) expect(await desk('sam', on), on).toMatchObject([{ meeting: gathering.meeting, on: due, name: 'Kowalczyk-Bailey' }])
    expect([...(await desk('sam', plusDays(due, 29))), ...(await desk('priya', due))]).toEqual([])
    const ids = (await db.selectFrom('meeting_part').select('id').where('words', '=', 'And the school').execute()).map((row) => row.id)
    await db.insertInto('meeting_part_went').values(ids.map((part_id) => ({ family_id: world.family, part_id, by_member: world.members.marta, went: 'well' as const, words: null, lang: null, at: worldBegins }))).execute()
    expect(await desk('sam', due)).toEqual([])
  })

  test('of a plan that is not accepted it stands nowhere', async () => {
    await send()
    expect(await home('kasia', due)).toEqual([])
    await done(act(await world.may('marta', 'meetings:see'), callOffMeeting, { meeting: gathering.meeting }))
    expect(await home('kasia', due)).toEqual([])
  })
})
