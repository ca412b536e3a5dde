/** A family's plan whose answer is late: who is told, once, and what the family and the desks read. */
import { beforeEach, describe, expect, test } from 'vitest'
import { must } from '#app/access/viewer.server.ts'
import { familyPlanOf, familyPlansToAnswer } from '#app/domain/meetings/family-plan.server.ts'
import { tellOfLateAnswers } from '#app/domain/meetings/late-answers.server.ts'
import { callOffMeeting, inviteToMeeting } from '#app/domain/meetings/meetings.server.ts'
import { answerFamilyPlan } from '#app/domain/meetings/plan-answers.server.ts'
import { sendFamilyPlan, writePart } from '#app/domain/meetings/plan-writing.server.ts'
import { act } from '#app/events/transact.server.ts'
import type { Day, Instant } from '#app/values/instant.ts'
import { instant, plusDays } from '#app/values/instant.ts'
import type { Db } from '#db/connect.ts'
import { freshDatabase } from './database.ts'
import { aGathering, aPartOfAPlan, done, type Gathering } from './meeting-world.ts'
import { aWorld, today, worldBegins, type World } from './world.ts'

let db: Db
let world: World
let gathering: Gathering

beforeEach(async () => {
  db = await freshDatabase()
  world = await aWorld(db)
  gathering = await aGathering(db, world)
})

const noon = (day: string): Instant => instant(`${day}T12:00:00Z`)
/** The plan of a sitting is written and sent, on the Tuesday on which the world begins or another day. */
async function sent(who: 'marta' | 'kasia' = 'marta', at: Instant = worldBegins): Promise<void> {
  const { meeting } = gathering
  await done(act(must(await world.viewer(who, world.family, at), 'meetings:attend'), writePart, { meeting, part: null, said: aPartOfAPlan(world.members[who]) }))
  await done(act(must(await world.viewer(who, world.family, at), 'meetings:attend'), sendFamilyPlan, { meeting, round: 1, words: null, lang: 'en', againOn: plusDays(today, 42) }))
  await db.deleteFrom('outbox').execute()
}
const told = async () => (await db.selectFrom('outbox as o').innerJoin('notice_link as l', 'l.person_id', 'o.to_person').select(['o.to_person', 'l.path']).where('l.name', '=', 'somethingNew').execute()).map(({ to_person }) => to_person)
const both = () => [world.people.sam, world.people.priya].sort()
const round = async (at: Instant) => (await familyPlanOf(must(await world.viewer('marta', world.family, at), 'meetings:see'), gathering.meeting)).plans[0]!.rounds[0]!
const desk = async (who: 'sam' | 'priya', at: Instant) => familyPlansToAnswer(must(await world.desk(who, at), 'desk:see'))

describe('an answer that did not come on its day', () => {
  test('is told the lead professional and the manager on the next day, once, however many look at once and however often', async () => {
    await sent()
    expect(await tellOfLateAnswers(db, noon('2026-11-24'))).toBe(0)
    const looks = await Promise.all([1, 2, 3].map(() => tellOfLateAnswers(db, noon('2026-11-25'))))
    expect(looks.reduce((a, b) => a + b)).toBe(1)
    expect((await db.selectFrom('outbox').select('to_person').execute()).map((one) => one.to_person).sort()).toEqual(both())
    for (const day of ['2026-11-25', '2026-11-26', '2026-12-24']) expect(await tellOfLateAnswers(db, noon(day))).toBe(0)
    expect((await db.selectFrom('outbox').select('id').execute())).toHaveLength(2)
  })

  test('is told on a working day: of what was for a Friday, on the Monday', async () => {
    await sent('marta', instant('2026-11-27T10:00:00Z'))
    expect([await tellOfLateAnswers(db, noon('2026-11-28')), await tellOfLateAnswers(db, noon('2026-11-29')), await tellOfLateAnswers(db, noon('2026-11-30'))]).toEqual([0, 0, 1])
  })

  test('is said to the family as it is, and stands on both desks', async () => {
    await sent()
    expect(await round(worldBegins)).toMatchObject({ late: false, lateTold: false })
    const after = noon('2026-11-25')
    expect(await round(after)).toMatchObject({ late: true, lateTold: false })
    await tellOfLateAnswers(db, after)
    expect(await round(after)).toMatchObject({ late: true, lateTold: true, answerBy: today as Day })
    expect(await desk('sam', after)).toMatchObject([{ late: false, dueOn: today }])
    expect(await desk('priya', after)).toMatchObject([{ late: true, dueOn: today }])
  })

  test('leads to the desk: whoever manages reads no word of the plan, and the record names no meeting', async () => {
    await sent()
    await tellOfLateAnswers(db, noon('2026-11-25'))
    expect(await db.selectFrom('notice_link').select('path').where('person_id', 'in', both()).execute()).toEqual(expect.arrayContaining([{ path: '/families' }, { path: '/families' }]))
    const [event] = await db.selectFrom('event').select(['thing_kind', 'thing_id', 'data']).where('kind', '=', 'family-plan-late').execute()
    expect(event).toMatchObject({ thing_kind: null, thing_id: null })
  })

  test('is no longer told once it has come, or the meeting is called off; a second round that is late is told again', async () => {
    await sent()
    const { id } = await db.selectFrom('meeting_part').select('id').executeTakeFirstOrThrow()
    await done(act(must(await world.viewer('sam'), 'meetings:prepare'), answerFamilyPlan, { meeting: gathering.meeting, sitting: 1, round: 1, risks: [{ part: id, words: 'Nobody asked Eli' }], lang: 'en' }))
    expect(await tellOfLateAnswers(db, noon('2026-11-25'))).toBe(0)
    const again = await db.selectFrom('meeting_part').select('id').where('round', '=', 2).executeTakeFirstOrThrow()
    const marta = must(await world.viewer('marta', world.family, noon('2026-11-26')), 'meetings:attend')
    await done(act(marta, writePart, { meeting: gathering.meeting, part: again.id, said: { ...aPartOfAPlan(world.members.marta), answer: 'We did' } }))
    await done(act(marta, sendFamilyPlan, { meeting: gathering.meeting, round: 2, words: null, lang: 'en', againOn: plusDays(today, 42) }))
    expect(await tellOfLateAnswers(db, noon('2026-11-27'))).toBe(1)
  })

  test('of a meeting that was called off is nobody’s', async () => {
    await sent()
    await done(act(await world.may('marta', 'meetings:see'), callOffMeeting, { meeting: gathering.meeting }))
    expect(await tellOfLateAnswers(db, noon('2026-11-25'))).toBe(0)
  })

  test('of two sittings is one message to each, and where nobody leads the managers have it', async () => {
    await db.insertInto('meeting_sitting').values({ family_id: world.family, meeting_id: gathering.meeting, number: 2, starts_at: null, minutes: null, place: null, dial_in: null, call_url: null }).execute()
    await done(act(await world.may('marta', 'meetings:see'), inviteToMeeting, { meeting: gathering.meeting, member: world.members.kasia }))
    await db.updateTable('meeting_person').set({ sitting: 2 }).where('member_id', '=', world.members.kasia).execute()
    await sent('marta')
    await sent('kasia')
    await db.updateTable('post').set({ until_on: today }).where('person_id', '=', world.people.sam).execute()
    expect(await tellOfLateAnswers(db, noon('2026-11-25'))).toBe(1)
    expect(new Set(await told())).toEqual(new Set([world.people.priya]))
    expect(await db.selectFrom('outbox').select('id').execute()).toHaveLength(1)
  })
})
