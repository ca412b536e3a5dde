/** A service's promise that is late: who is told, on which day, once each; and that nothing open is ever nobody's. */
import { beforeEach, describe, expect, test } from 'vitest'
import { areaViewerFor, must } from '#app/access/viewer.server.ts'
import { waitsForUs } from '#app/domain/budget/asked-of-us.server.ts'
import { latePace } from '#app/domain/plan/late.ts'
import { withoutOwner } from '#app/domain/plan/open-without-owner.server.ts'
import { addAction, type NewAction } from '#app/domain/plan/plan.server.ts'
import { answerAction } from '#app/domain/plan/promises.server.ts'
import { sendActionLink } from '#app/domain/plan/thing-links.server.ts'
import { lateToSeeTo } from '#app/domain/plan/late-things.server.ts'
import { ownersMissing, watchPromises } from '#app/domain/plan/watch.server.ts'
import { addStep, changeGoalState, tickStep, type NewStep } from '#app/domain/goals/goals.server.ts'
import { readPlan } from '#app/routes/family/read-plan.server.ts'
import { act } from '#app/events/transact.server.ts'
import { newId, type EntryId, type GoalId, type MemberId, type StepId } from '#app/values/ids.ts'
import { plusDays, type Day, type Instant } from '#app/values/instant.ts'
import type { Db } from '#db/connect.ts'
import { freshDatabase } from './database.ts'
import { aWorld, today, worldBegins, type World } from './world.ts'

let db: Db
let world: World
let team: typeof world.members.sam

beforeEach(async () => {
  db = await freshDatabase()
  world = await aWorld(db)
  team = newId()
  await db.insertInto('member').values({ family_id: world.family, id: team, person_id: world.people.omar, name: 'Omar Siddiqui', given_name: 'Omar', seat: 'team', relation: null, born_on: null, from_on: today, until_on: null, made_at: worldBegins }).execute()
})

async function made(more: Partial<NewAction> = {}): Promise<EntryId> {
  const answer = await act(must(await world.viewer('marta'), 'plan:actions'), addAction, { words: 'Ring the landlord', lang: 'en', owner: team, ownerName: null, ownerAgency: null, dueOn: today, goal: null, about: [], ...more })
  if (!answer.ok) throw new Error(answer.why)
  return answer.value
}
const noonOf = (on: Day): Instant => `${on}T12:00:00.000Z` as Instant
const steps = async () => (await db.selectFrom('escalation').select(['step', 'due_on']).orderBy('at').orderBy('step').execute()).map(({ step }) => step)
const told = async () => (await db.selectFrom('outbox').select('to_person').orderBy('made_at').execute()).map(({ to_person }) => to_person)
const deskOf = async (who: 'sam' | 'priya' | 'ruth', on: Day) => lateToSeeTo(must((await areaViewerFor(db, world.people[who], noonOf(on)))!, 'desk:see'))
// Tuesday 24 November: three working days later is Friday 27, seven are Thursday 3 December, fourteen Monday 14.
const [friday, thursday, monday] = ['2026-11-27', '2026-12-03', '2026-12-14'] as Day[]

describe('a service’s promise that is late', () => {
  test('has its days by the area’s working days', () => {
    expect(latePace(today, { lateOwnerDays: 3, lateLeadDays: 7, lateManagerDays: 14, holidays: [] })).toEqual({ owner: friday, lead: thursday, manager: monday })
    // No step comes before the one that it follows, whatever was set; a day without work is none.
    expect(latePace(today, { lateOwnerDays: 5, lateLeadDays: 1, lateManagerDays: 2, holidays: ['2026-11-25'] })).toEqual({ owner: '2026-12-02', lead: '2026-12-02', manager: '2026-12-02' })
  })

  test('comes to its owner, then to the lead professional, then to the manager: each on its day and once, however many watch', async () => {
    await made()
    await db.deleteFrom('outbox').execute()
    const watch = async (on: Day) => Promise.all([watchPromises(db, noonOf(on)), watchPromises(db, noonOf(on))])
    await watch(plusDays(friday!, -1))
    expect(await steps()).toEqual([])
    await watch(friday!)
    await watch(friday!)
    expect(await steps()).toEqual(['owner'])
    expect(await told()).toEqual([world.people.omar])
    expect([await deskOf('sam', friday!), await deskOf('priya', friday!)]).toEqual([[], []])
    await watch(thursday!)
    expect(await steps()).toEqual(['owner', 'lead'])
    expect(await deskOf('sam', thursday!)).toMatchObject([{ family: world.family, dueOn: today, opens: 'plan' }])
    expect(await deskOf('priya', thursday!)).toEqual([])
    await watch(monday!)
    expect(await steps()).toEqual(['owner', 'lead', 'manager'])
    expect(await deskOf('priya', monday!)).toMatchObject([{ family: world.family, opens: 'no' }])
    expect(new Set(await told())).toEqual(new Set([world.people.omar, world.people.sam, world.people.priya]))
    expect(await db.selectFrom('event').select('id').where('kind', '=', 'promise-late').execute()).toHaveLength(3)
  })

  test('that a process missed is brought up by the next one; done, moved or taken back it comes to nobody any more', async () => {
    const id = await made()
    await watchPromises(db, noonOf(monday!))
    expect((await steps()).sort()).toEqual(['lead', 'manager', 'owner'])
    const omar = must(await world.viewer('omar', world.family, noonOf(monday!)), 'plan:see')
    expect(await act(omar, answerAction, { action: id, answer: { how: 'move', dueOn: plusDays(monday!, 3), words: null, lang: 'en' } })).toMatchObject({ ok: true })
    expect([await deskOf('sam', monday!), await deskOf('priya', monday!)]).toEqual([[], []])
    await watchPromises(db, noonOf(monday!))
    expect(await steps()).toHaveLength(3)
  })

  test('of an owner elsewhere is brought to them by a new link in place of the old', async () => {
    const id = await made({ owner: null, ownerName: 'Robin Field', ownerAgency: 'Wendle Housing' })
    await act(must(await world.viewer('marta'), 'plan:actions'), sendActionLink, { action: id, to: { channel: 'email', address: 'robin@work.example' }, lang: 'pl', namesFamily: false })
    await watchPromises(db, noonOf(friday!))
    const sent = await db.selectFrom('outbox').select(['body', 'lang']).where('address', '=', 'robin@work.example').execute()
    expect(sent.map(({ lang }) => lang)).toEqual(['pl', 'pl'])
    expect(new Set(sent.map(({ body }) => /\/do\/([\w-]{43})/.exec(body)![1])).size).toBe(2)
  })

  test('is nothing that the family’s own comes to: those are brought to nobody', async () => {
    await made({ owner: world.members.piotr })
    await watchPromises(db, noonOf(monday!))
    expect(await steps()).toEqual([])
  })

  test('that is kept to a few comes to nobody who does not see it', async () => {
    await made({ whoSees: { members: [team], lead: false } })
    await db.deleteFrom('outbox').execute()
    await watchPromises(db, noonOf(monday!))
    expect(await told()).toEqual([world.people.omar])
    expect([await deskOf('sam', monday!), await deskOf('priya', monday!)]).toEqual([[], []])
  })
})

describe('a step of a goal that a service has', () => {
  const added = async (goal: GoalId, owner: MemberId, more: Partial<NewStep> = {}): Promise<StepId> => {
    const answer = await act(must(await world.viewer('marta'), 'goals:add'), addStep, { goal, words: 'Ring the school', lang: 'en', owner, dueOn: today, ...more })
    if (!answer.ok) throw new Error(answer.why)
    await db.deleteFrom('outbox').execute()
    return answer.value
  }
  beforeEach(async () => {
    await db.insertInto('consent').values({ family_id: world.family, id: newId(), to_member: team, kind: 'goal', about_member: world.members.marta, why: 'To help', given_by: world.members.marta, from_at: worldBegins, until_on: null, withdrawn_at: null }).execute()
  })

  test('climbs like what is promised in the plan: its owner, the lead professional, the manager, each once for the day', async () => {
    const id = await added(world.goal, team)
    const watch = async (on: Day) => Promise.all([watchPromises(db, noonOf(on)), watchPromises(db, noonOf(on))])
    await watch(friday!)
    await watch(friday!)
    expect([await steps(), await told()]).toEqual([['owner'], [world.people.omar]])
    await watch(thursday!)
    expect(await deskOf('sam', thursday!)).toEqual([{ family: world.family, name: 'Kowalczyk-Bailey', dueOn: today, opens: world.goal }])
    await watch(monday!)
    expect(await deskOf('priya', monday!)).toMatchObject([{ family: world.family, opens: 'no' }])
    expect([await steps(), new Set(await told())]).toEqual([['owner', 'lead', 'manager'], new Set([world.people.omar, world.people.sam, world.people.priya])])
    expect(await db.selectFrom('event').select('thing_kind').where('kind', '=', 'promise-late').execute()).toEqual(Array(3).fill({ thing_kind: 'goal' }))
    await act(must(await world.viewer('marta', world.family, noonOf(monday!)), 'goals:rate'), tickStep, { step: id, done: true })
    expect([await deskOf('sam', monday!), await deskOf('priya', monday!)]).toEqual([[], []])
  })

  test('stands in the plan with its days, as far as its reader knows whom it comes to; the family’s own stands without', async () => {
    await added(world.goal, team)
    await added(world.goal, world.members.piotr, { words: 'Lay out clothes' })
    const read = async () => readPlan(must(await world.viewer('marta', world.family, noonOf(friday!)), 'plan:see'))
    expect((await read()).services).toMatchObject([{ words: 'Ring the school', late: true, steps: [{ step: 'owner', on: friday, gone: true }, { step: 'lead', on: thursday, gone: false }, { step: 'manager', on: monday, gone: false }] }])
    expect((await read()).ours).toMatchObject([{ words: 'Lay out clothes', late: true, steps: [] }])
  })

  test('of a goal that rests is late for nobody', async () => {
    await added(world.goal, team)
    await act(must(await world.viewer('marta'), 'goals:add'), changeGoalState, { goal: world.goal, state: 'paused' })
    await watchPromises(db, noonOf(monday!))
    expect(await steps()).toEqual([])
  })

  test.each(['goal', 'step'])('of a kept %s comes to nobody who does not see it, and says so to those who do', async (which) => {
    const inside = [world.members.marta, team]
    const goal = which === 'goal' ? await world.newGoal('Kept', await world.circle(...inside)) : world.goal
    await added(goal, team, which === 'goal' ? {} : { whoSees: { members: [team], lead: false } })
    await watchPromises(db, noonOf(monday!))
    expect(await told()).toEqual([world.people.omar])
    expect([await deskOf('sam', monday!), await deskOf('priya', monday!)]).toEqual([[], []])
    const plan = await readPlan(must(await world.viewer('marta', world.family, noonOf(monday!)), 'plan:see'))
    expect(plan.services).toMatchObject([{ steps: [{ step: 'owner' }] }])
    expect((await readPlan(must(await world.viewer('piotr', world.family, noonOf(monday!)), 'plan:see'))).services).toEqual([])
    expect(await db.selectFrom('event').select('circle_id').where('kind', '=', 'promise-late').where('circle_id', 'is', null).execute()).toEqual([])
  })

  test('comes to its owner no more once they may not see its goal', async () => {
    await added(world.goal, team)
    await db.updateTable('consent').set({ withdrawn_at: worldBegins }).where('to_member', '=', team).execute()
    await watchPromises(db, noonOf(friday!))
    expect([await steps(), await told()]).toEqual([['owner'], []])
  })
})

describe('what is open', () => {
  test('is somebody’s: the desk and the checks of each night count none, and the manager reads of it where it is not so', async () => {
    await made()
    const desk = async (who: 'sam' | 'priya') => withoutOwner(must((await areaViewerFor(db, world.people[who], worldBegins))!, 'desk:see'))
    expect([await ownersMissing(db, today), await desk('priya')]).toEqual([0, 0])
    await db.updateTable('member').set({ until_on: plusDays(today, -1), from_on: plusDays(today, -9) }).where('id', '=', team).execute()
    expect([await ownersMissing(db, today), await desk('priya'), await desk('sam')]).toEqual([1, 1, 0])
    await watchPromises(db, worldBegins)
    expect([await ownersMissing(db, today), await desk('priya')]).toEqual([0, 0])
  })
})

describe('what somebody of the family said they would do', () => {
  const watch = async (on: Day) => Promise.all([watchPromises(db, noonOf(on)), watchPromises(db, noonOf(on))])
  const due = plusDays(today, 10)
  const home = async (who: 'marta' | 'piotr', on: Day) => (await waitsForUs(must(await world.viewer(who, world.family, noonOf(on)), 'family:see'))).promised

  test('stands at home from a week before and is brought back to them on the day before, once for each day; that it is late is told to nobody', async () => {
    const id = await made({ owner: world.members.piotr, dueOn: due })
    await db.deleteFrom('outbox').execute()
    expect(await home('piotr', plusDays(due, -8))).toEqual([])
    expect(await home('piotr', plusDays(due, -7))).toEqual([{ id, on: due }])
    expect(await home('marta', due)).toEqual([])
    await watch(plusDays(due, -2))
    expect(await told()).toEqual([])
    for (const on of [plusDays(due, -1), due, plusDays(due, 30)]) await watch(on)
    expect(await told()).toEqual([world.people.piotr])
    const piotr = must(await world.viewer('piotr', world.family, noonOf(due)), 'plan:see')
    expect(await act(piotr, answerAction, { action: id, answer: { how: 'move', dueOn: plusDays(due, 5), words: null, lang: 'en' } })).toMatchObject({ ok: true })
    await db.deleteFrom('outbox').execute()
    await watch(plusDays(due, 4))
    expect(await told()).toEqual([world.people.piotr])
    expect(await act(piotr, answerAction, { action: id, answer: { how: 'done' } })).toMatchObject({ ok: true })
    expect(await home('piotr', plusDays(due, 5))).toEqual([])
  })

  test('reminds nobody who wants no reminders, has done it, or has left', async () => {
    await db.insertInto('reminder_choice').values({ person_id: world.people.piotr, before: '', changed_at: worldBegins }).execute()
    await made({ owner: world.members.piotr, dueOn: due })
    const done = await made({ owner: world.members.marta, dueOn: due })
    await act(must(await world.viewer('marta'), 'plan:see'), answerAction, { action: done, answer: { how: 'done' } })
    await made({ owner: world.members.kasia, dueOn: due })
    await db.updateTable('member').set({ until_on: plusDays(due, -3) }).where('id', '=', world.members.kasia).execute()
    await db.deleteFrom('outbox').execute()
    await watch(plusDays(due, -1))
    // What was Kasia's has fallen to whoever leads, who is told that.
    const { piotr, marta, kasia } = world.people
    expect((await told()).filter((one) => one !== null && [piotr, marta, kasia].includes(one))).toEqual([])
  })
})
