/** The family's plan out of its meeting: written, sent, answered "not yet, because …", changed, accepted, and what becomes of it. */
import { beforeEach, describe, expect, test } from 'vitest'
import { must, viewerFor } from '#app/access/viewer.server.ts'
import { cameFrom, familyPlanOf, familyPlansToAnswer } from '#app/domain/meetings/family-plan.server.ts'
import { askForMeeting, inviteToMeeting, leaveOutOfMeeting, meetingOf, meetingsOf } from '#app/domain/meetings/meetings.server.ts'
import { howPartsWent, plansToLookAt, sayHowPartWent } from '#app/domain/meetings/plan-reviews.server.ts'
import { answerFamilyPlan, joinPart } from '#app/domain/meetings/plan-answers.server.ts'
import { keepFamilyPlan, sendFamilyPlan, takePartOut, writePart, type PartSaid } from '#app/domain/meetings/plan-writing.server.ts'
import { promise } from '#app/domain/plan/promises.server.ts'
import { goal as goalById } from '#app/domain/goals/goals.server.ts'
import { act } from '#app/events/transact.server.ts'
import { newId, type MeetingId, type MeetingPartId, type MemberId, type PersonId } from '#app/values/ids.ts'
import { instant, plusDays, type Day, type Instant } from '#app/values/instant.ts'
import type { Db } from '#db/connect.ts'
import { freshDatabase } from './database.ts'
import { aWorld, today, worldBegins, type World } from './world.ts'

let db: Db
let world: World
let meeting: MeetingId
beforeEach(async () => {
  db = await freshDatabase()
  world = await aWorld(db)
  meeting = await ask([world.members.kasia, world.members.dean])
})

type Who = Parameters<World['viewer']>[0]
const as = async (who: Who, at: Instant = worldBegins) => world.viewer(who, world.family, at)
const sees = async (who: Who, at?: Instant) => must(await as(who, at), 'meetings:see')
const writes = async (who: Who, at?: Instant) => must(await as(who, at), 'meetings:attend')

/** Marta asks for a meeting, and the others are invited to it. */
async function ask(people: readonly MemberId[]): Promise<MeetingId> {
  const made = await act(must(await as('marta'), 'meetings:answer'), askForMeeting, { question: 'Who has the children in the holidays?', lang: 'en', people })
  if (!made.ok) throw new Error(made.why)
  for (const member of people) await act(await sees('marta'), inviteToMeeting, { meeting: made.value, member })
  return made.value
}

const plainPart = (changed: Partial<PartSaid> = {}): PartSaid => ({
  words: 'Kasia has them on Tuesdays', lang: 'en', owner: world.members.kasia, ownerName: null, ownerAgency: null, dueOn: plusDays(today, 7), needs: 'nothing', needsWords: null, pence: null, kind: null,
  otherwise: 'Marta rings her mother', checks: null, becomes: 'action', category: null, kept: 'everybody', answer: null, ...changed,
})
const write = async (who: Who, changed: Partial<PartSaid> = {}, part: MeetingPartId | null = null, at?: Instant) => act(await writes(who, at), writePart, { meeting, part, said: plainPart(changed) })
const send = async (who: Who, round = 1, again: Day | null = plusDays(today, 42), at?: Instant) => act(await writes(who, at), sendFamilyPlan, { meeting, round, words: 'This is what we agreed.', lang: 'en', againOn: again })
const answer = async (risks: { part: MeetingPartId; words: string }[] = [], round = 1, sitting = 1, who: Who = 'sam') => act(must(await as(who), 'meetings:prepare'), answerFamilyPlan, { meeting, sitting, round, risks, lang: 'en' })
const plan = async (who: Who) => familyPlanOf(await sees(who), meeting)
const round = async (who: Who) => (await plan(who)).plans[0]?.rounds[0]
const waits = async (who: 'sam' | 'priya', at = worldBegins) => (await familyPlansToAnswer(must(await world.desk(who, at), 'desk:see'))).filter((one) => one.family === world.family)
async function written(who: Who, changed: Partial<PartSaid> = {}): Promise<MeetingPartId> {
  const made = await write(who, changed)
  if (!made.ok) throw new Error(made.why)
  return made.value
}
const toldOf = async (person: PersonId) => (await db.selectFrom('outbox').select('id').where('to_person', '=', person).execute()).length

async function sitApart(who: 'dean'): Promise<void> {
  await db.insertInto('meeting_sitting').values({ family_id: world.family, meeting_id: meeting, number: 2, starts_at: null, minutes: null, place: null, dial_in: null, call_url: null }).execute()
  await db.updateTable('meeting_person').set({ sitting: 2 }).where('meeting_id', '=', meeting).where('member_id', '=', world.members[who]).execute()
}

async function grace(): Promise<PersonId> {
  const id = newId<PersonId>()
  await db.insertInto('person').values({ ...(await db.selectFrom('person').selectAll().where('id', '=', world.people.ruth).executeTakeFirstOrThrow()), id, email: `${id}@example.org`, name: 'Grace Lim', given_name: 'Grace' }).execute()
  await db.insertInto('post').values({ id: newId(), person_id: id, role: 'coordinator', team: '', from_on: '2026-01-01' as Day, until_on: null }).execute()
  await db.insertInto('member').values({ family_id: world.family, id: newId<MemberId>(), person_id: id, name: 'Grace Lim', given_name: 'Grace', seat: 'coordinator', relation: null, born_on: null, from_on: '2026-01-01' as Day, until_on: null, made_at: worldBegins }).execute()
  return id
}

describe('the plan is written', () => {
  test('by the adults who were asked; whoever was not, and whoever helps, reads nothing of it before it is sent', async () => {
    await written('kasia')
    await written('marta', { words: 'I ring the school', owner: world.members.marta })
    expect((await round('kasia'))!.parts.map((part) => part.words)).toEqual(['Kasia has them on Tuesdays', 'I ring the school'])
    expect((await plan('sam')).plans).toEqual([])
    for (const who of ['piotr', 'zosia'] as const) {
      await expect(plan(who), who).rejects.toMatchObject({ status: 404 })
      await expect(write(who), who).rejects.toMatchObject({ status: 404 })
    }
  })

  test('somebody left out of the meeting in the middle of it writes and reads no more; their part stays with the others', async () => {
    const part = await written('kasia')
    await act(await sees('marta'), leaveOutOfMeeting, { meeting, member: world.members.kasia })
    await expect(write('kasia', {}, part)).rejects.toMatchObject({ status: 404 })
    await expect(plan('kasia')).rejects.toMatchObject({ status: 404 })
    expect((await round('marta'))!.parts).toHaveLength(1)
  })

  test('a part has somebody who does it and a day; whoever does not sit there cannot be given one', async () => {
    expect(await write('marta', { owner: null, ownerName: null })).toMatchObject({ ok: false, why: 'owner-missing' })
    expect(await write('marta', { dueOn: plusDays(today, -1) })).toMatchObject({ ok: false, why: 'day-is-past', field: 'due' })
    expect(await write('marta', { dueOn: plusDays(today, 400) })).toMatchObject({ ok: false, why: 'day-too-far' })
    for (const owner of [world.members.piotr, newId<MemberId>()]) expect(await write('marta', { owner })).toMatchObject({ ok: false, why: 'somebody-is-not-here', field: 'owner' })
    expect(await write('marta', { checks: world.members.piotr })).toMatchObject({ ok: false, why: 'somebody-is-not-here', field: 'checks' })
    expect((await write('marta', { owner: null, ownerName: 'Breakfast club', ownerAgency: 'School' })).ok).toBe(true)
    expect((await write('marta', { owner: world.members.sam })).ok).toBe(true)
  })

  test('a part is changed and taken out while it is ours, and its words stand in no record', async () => {
    const part = await written('kasia')
    expect((await write('marta', { words: 'Changed' }, part)).ok).toBe(true)
    expect((await round('kasia'))!.parts.map((one) => one.words)).toEqual(['Changed'])
    expect((await act(await writes('marta'), takePartOut, { meeting, part })).ok).toBe(true)
    expect((await round('kasia'))!.parts).toEqual([])
    expect(await act(await writes('marta'), takePartOut, { meeting, part })).toMatchObject({ ok: false, why: 'not-there' })
    const kept = JSON.stringify(await db.selectFrom('event').select('data').where('scope_id', '=', world.family).execute())
    expect(kept).not.toContain('Changed')
    expect(kept).not.toContain('Tuesdays')
  })
})

describe('it is sent', () => {
  test('once, however many press at once, to the lead professional, who is told and answers on the same day', async () => {
    await written('kasia')
    const both = await Promise.all([send('marta'), send('kasia')])
    expect(both.filter((one) => one.ok)).toHaveLength(1)
    expect(both.find((one) => !one.ok)).toMatchObject({ why: 'changed-meanwhile' })
    expect(await waits('sam')).toMatchObject([{ dueOn: today, late: false, meeting }])
    expect(await toldOf(world.people.sam)).toBeGreaterThan(0)
    expect(await write('kasia')).toMatchObject({ ok: false, why: 'changed-meanwhile' })
    expect((await round('sam'))!).toMatchObject({ state: 'sent', answerBy: today, words: 'This is what we agreed.' })
  })

  test.each([['in the evening', '2026-11-24T18:30:00Z', '2026-11-25'], ['at half past four', '2026-11-24T16:30:00Z', '2026-11-24'], ['on a Saturday', '2026-11-28T10:00:00Z', '2026-11-30']])('%s', async (_, at, by) => {
    await written('kasia')
    expect((await send('marta', 1, plusDays(today, 42), instant(at))).ok).toBe(true)
    expect((await round('marta'))!.answerBy).toBe(by)
  })

  test('not empty, and not without a day on which we look again', async () => {
    expect(await send('marta', 1, null)).toMatchObject({ ok: false, why: 'look-again-missing', field: 'again' })
    expect(await send('marta')).toMatchObject({ ok: false, why: 'plan-is-empty' })
    await written('marta')
    expect(await send('marta', 1, today)).toMatchObject({ ok: false, why: 'day-is-past', field: 'again' })
    expect(await send('marta', 2)).toMatchObject({ ok: false, why: 'changed-meanwhile' })
    expect((await act(await writes('marta'), keepFamilyPlan, { meeting, round: 1, words: 'Kept', lang: 'en', againOn: null })).ok).toBe(true)
    expect(await send('marta', 1, plusDays(today, 42), instant('2026-12-15T10:00:00Z'))).toMatchObject({ ok: false, why: 'part-day-past' })
  })

  test('late it comes to the manager, who reads of whom and nothing else', async () => {
    await written('kasia')
    await send('marta')
    expect(await waits('priya')).toEqual([])
    const late = instant('2026-11-25T09:00:00Z')
    expect(await waits('priya', late)).toMatchObject([{ late: true, dueOn: today }])
    await answer()
    expect([...(await waits('priya', late)), ...(await waits('sam', late))]).toEqual([])
  })
})

describe('it is answered', () => {
  test('"not yet, because …": the family changes what was named, answers, and sends it again; the words of both stay', async () => {
    const fine = await written('marta', { words: 'I ring the school', owner: world.members.marta })
    const risky = await written('kasia', { words: 'They sleep at Dean’s' })
    await send('marta')
    expect(await answer([{ part: risky, words: 'Nobody has asked Eli' }])).toMatchObject({ ok: true, value: { accepted: false } })
    const [second, first] = (await plan('kasia')).plans[0]!.rounds
    expect(first).toMatchObject({ state: 'not-yet', answeredBy: 'Sam Adeyemi', parts: [{ id: fine, risk: null }, { id: risky, risk: 'Nobody has asked Eli' }] })
    expect(second).toMatchObject({ round: 2, state: 'ours', parts: [{ words: 'I ring the school', may: { change: false } }, { told: 'Nobody has asked Eli', changed: false, may: { change: true } }] })
    expect(await write('marta', { words: 'Other' }, second!.parts[0]!.id), 'nothing was said against it').toMatchObject({ ok: false, why: 'not-there' })
    expect(await write('marta', { words: 'Other' }, risky), 'what was sent is never written again').toMatchObject({ ok: false, why: 'not-there' })
    expect(await send('marta', 2)).toMatchObject({ ok: false, why: 'part-unanswered' })
    expect((await write('kasia', { words: 'They sleep at Kasia’s', answer: 'We asked Eli: he would like it' }, second!.parts[1]!.id)).ok).toBe(true)
    expect((await send('kasia', 2)).ok).toBe(true)
    expect(await answer([], 1), 'a round that was answered').toMatchObject({ ok: false, why: 'changed-meanwhile' })
    expect(await answer([], 2)).toMatchObject({ ok: true, value: { accepted: true } })
    const [accepted, before] = (await plan('sam')).plans[0]!.rounds
    expect(accepted).toMatchObject({ state: 'accepted', parts: [{ words: 'I ring the school' }, { words: 'They sleep at Kasia’s', answer: 'We asked Eli: he would like it', told: 'Nobody has asked Eli' }] })
    expect(before!.parts[1]).toMatchObject({ words: 'They sleep at Dean’s', risk: 'Nobody has asked Eli' })
  })

  test('by the lead professional alone, twice at once is one, and not before it was sent', async () => {
    const part = await written('kasia')
    expect(await answer()).toMatchObject({ ok: false, why: 'changed-meanwhile' })
    await send('marta')
    expect(await answer([{ part: newId<MeetingPartId>(), words: 'w' }])).toMatchObject({ ok: false, why: 'not-there' })
    const both = await Promise.all([answer(), answer([{ part, words: 'w' }])])
    expect(both.filter((one) => one.ok)).toHaveLength(1)
    const held = await db.selectFrom('meeting_plan').select('round').where('meeting_id', '=', meeting).execute()
    const made = await db.selectFrom('plan_entry').select('id').where('family_id', '=', world.family).where('words', '=', 'Kasia has them on Tuesdays').execute()
    expect([held.length, made.length]).toEqual(both[0].ok ? [1, 1] : [2, 0])
  })
})

describe('accepted, it stands in the support plan in the same words', () => {
  test('with its owner and its day, for those the family said; it waits for its owner’s yes', async () => {
    await written('marta', { words: 'Open', otherwise: null })
    await written('marta', { words: 'Among us', kept: 'us', owner: world.members.marta })
    await written('marta', { words: 'Calm mornings', becomes: 'goal', category: 'home', kept: 'us' })
    await written('marta', { words: 'The club', owner: null, ownerName: 'Jo', ownerAgency: 'Breakfast club' })
    await send('marta')
    await answer()
    const parts = (await round('marta'))!.parts
    const action = async (who: Who, n: number) => promise(must(await as(who), 'plan:see'), parts[n]!.entry!)
    expect(await action('piotr', 0)).toMatchObject({ words: 'Open', owner: world.members.kasia, dueOn: plusDays(today, 7), said: [] })
    expect(await action('kasia', 0)).toMatchObject({ may: { answer: true } })
    expect(await action('kasia', 1)).toMatchObject({ words: 'Among us', said: [{ kind: 'accepted', member: world.members.marta }] })
    expect(await action('sam', 1)).toBeDefined()
    expect(await action('piotr', 1), 'kept to those of the meeting').toBeUndefined()
    const ways = async (who: Who) => (await round(who))!.parts.map((part) => [part.entry, part.goal].filter((id) => id !== null).length)
    expect(await ways('marta')).toEqual([1, 1, 1, 1])
    expect(await ways('kasia'), 'the way to what becomes of a part is for whoever sees that').toEqual([1, 1, 1, 0])
    expect(await action('marta', 3)).toMatchObject({ owner: null, ownerName: 'Jo', ownerAgency: 'Breakfast club' })
    expect(await goalById(must(await as('dean'), 'goals:see'), parts[2]!.goal!)).toMatchObject({ words: 'Calm mornings', steps: [{ words: 'Calm mornings', owner: world.members.kasia, dueOn: plusDays(today, 7) }] })
    expect(await goalById(must(await as('piotr'), 'goals:see'), parts[2]!.goal!)).toBeUndefined()
    expect(await cameFrom(await as('kasia'), parts[0]!.entry!)).toMatchObject({ meeting })
    expect(await cameFrom(await as('sam'), parts[2]!.goal!)).toMatchObject({ meeting })
    expect(await cameFrom(await as('piotr'), parts[0]!.entry!), 'somebody who was not asked learns nothing of it').toBeNull()
  })

  test('whoever has left the family meanwhile is not given work', async () => {
    await written('marta')
    await send('marta')
    await db.updateTable('member').set({ until_on: plusDays(today, -1) }).where('id', '=', world.members.kasia).execute()
    await answer()
    expect(await promise(must(await as('sam'), 'plan:see'), (await round('sam'))!.parts[0]!.entry!)).toMatchObject({ owner: world.members.sam })
  })
})

describe('looked at again', () => {
  test('its day stands with whoever leads from a week before, until somebody says on it how a part went; each says it for themselves', async () => {
    const part = await written('marta')
    await send('marta', 1, plusDays(today, 42))
    await answer()
    const says = async (who: Who, went: 'well' | 'not', at: Instant = worldBegins) => act(await writes(who, at), sayHowPartWent, { meeting, part, went, words: 'Twice', lang: 'en' })
    const again = async (days: number) => (await plansToLookAt(must(await world.desk('sam', instant(`${plusDays(today, days)}T10:00:00Z`)), 'desk:see'))).filter((one) => one.family === world.family)
    expect(await again(34)).toEqual([])
    expect(await again(35)).toMatchObject([{ meeting, on: plusDays(today, 42) }])
    expect((await says('kasia', 'not')).ok).toBe(true)
    expect((await says('kasia', 'well')).ok).toBe(true)
    expect((await says('marta', 'well')).ok).toBe(true)
    expect(await howPartsWent(await sees('sam'), [part])).toMatchObject([{ went: 'well', words: 'Twice' }, { went: 'well' }])
    expect(await again(42), 'said before its day').toHaveLength(1)
    expect(await says('piotr', 'well'), 'who was not asked').toMatchObject({ ok: false, why: 'not-there' })
    await db.updateTable('meeting_part_went').set({ at: instant(`${plusDays(today, 42)}T11:00:00Z`) }).where('part_id', '=', part).execute()
    expect(await again(42)).toEqual([])
  })

  test('of a plan that is not accepted nobody says how it went', async () => {
    const part = await written('marta')
    expect(await act(await writes('marta'), sayHowPartWent, { meeting, part, went: 'well', words: null, lang: 'en' })).toMatchObject({ ok: false, why: 'not-there' })
  })
})

describe('those who must not be together', () => {
  test('write a plan of their own, and learn nothing of the other until the co-ordinator joins a part', async () => {
    await sitApart('dean')
    await written('marta')
    await written('dean', { words: 'I ring on Sundays', owner: world.members.dean })
    await send('marta')
    expect(await round('dean')).toMatchObject({ state: 'ours', parts: [{ words: 'I ring on Sundays' }] })
    expect(JSON.stringify(await plan('dean'))).not.toContain('Tuesdays')
    const before = JSON.stringify(await plan('marta'))
    expect((await send('dean')).ok).toBe(true)
    expect(JSON.stringify(await plan('marta'))).toBe(before)
    expect((await plan('sam')).plans.map((one) => one.sitting)).toEqual([1, 2])
    await answer([], 1, 2)
    expect((await round('marta'))!.state).toBe('sent')
    expect((await round('dean'))!.state).toBe('accepted')
    const theirs = (await round('dean'))!.parts[0]!
    expect(await cameFrom(await as('marta'), theirs.entry!), 'who sees the action and not that sitting').toBeNull()
    const coordinator = (await viewerFor(db, await grace(), world.family, worldBegins))!
    expect((await act(must(coordinator, 'meetings:arrange'), joinPart, { meeting, part: theirs.id, forAll: true })).ok).toBe(true)
    expect((await plan('marta')).shared).toMatchObject([{ words: 'I ring on Sundays', owner: null, checks: null }])
    expect((await act(must(coordinator, 'meetings:arrange'), joinPart, { meeting, part: theirs.id, forAll: false })).ok).toBe(true)
    expect((await plan('marta')).shared).toEqual([])
  })

  test('a part that was joined and then written anew is read by others once it is joined again; what its sitting and whoever leads say to each other never is', async () => {
    await sitApart('dean')
    const [risky, plain] = [await written('marta', { words: 'Kasia has them' }), await written('marta', { words: 'Marta rings the school' })]
    await send('marta')
    const coordinator = must((await viewerFor(db, await grace(), world.family, worldBegins))!, 'meetings:arrange')
    const join = async (part: MeetingPartId) => expect((await act(coordinator, joinPart, { meeting, part, forAll: true })).ok).toBe(true)
    for (const part of [risky, plain]) await join(part)
    expect((await plan('dean')).shared).toMatchObject([{ words: 'Kasia has them', otherwise: null }, { words: 'Marta rings the school', otherwise: null }])
    await answer([{ part: risky, words: 'Dean must not know the address' }])
    expect((await plan('dean')).shared).toMatchObject([{ words: 'Kasia has them', risk: null }, {}])
    const changed = (await round('marta'))!.parts.find((part) => part.words === 'Kasia has them')!.id
    expect(await write('marta', { words: 'At 5 Hidden Lane, so Dean does not come', answer: 'We moved it' }, changed)).toMatchObject({ ok: true })
    expect((await plan('dean')).shared.map((part) => part.words), 'until it is sent, what they were shown').toEqual(['Kasia has them', 'Marta rings the school'])
    await send('marta', 2)
    expect((await plan('dean')).shared.map((part) => part.words), 'what nobody wrote anew stays').toEqual(['Marta rings the school'])
    await join(changed)
    expect((await plan('dean')).shared).toMatchObject([{ words: 'At 5 Hidden Lane, so Dean does not come', told: null, toldLang: null, answer: null, answerLang: null, otherwise: null, risk: null }, {}])
    expect((await round('marta'))!.parts[0]).toMatchObject({ told: 'Dean must not know the address', answer: 'We moved it', otherwise: 'Marta rings her mother' })
  })
})

test('a sitting has been held when its plan is accepted, for those who were in it; the meeting when all have', async () => {
  await sitApart('dean')
  const state = async (who: Who) => (await meetingOf(await sees(who), meeting))!.state
  await written('marta')
  await send('marta')
  await answer()
  expect([await state('marta'), await state('kasia'), await state('dean'), await state('sam')]).toEqual(['met', 'met', 'preparing', 'preparing'])
  expect((await meetingsOf(await sees('marta')))[0]!.state).toBe('met')
  await act(await sees('dean'), leaveOutOfMeeting, { meeting, member: world.members.dean })
  expect(await state('sam'), 'what is asked is asked when a plan is accepted').toBe('preparing')
})

test('of one sitting alone the meeting has been held with its plan', async () => {
  await written('marta')
  await send('marta')
  await answer()
  expect((await meetingOf(await sees('sam'), meeting))!.state).toBe('met')
})
