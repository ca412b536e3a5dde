/** Circles: the question and its first answer, young people's ages, changing who sees a thing, leaving, and whom a child trusts. */
import { beforeEach, describe, expect, test } from 'vitest'
import { must, viewerOfMoney, type Viewer } from '#app/access/viewer.server.ts'
import { budgetsOf } from '#app/domain/budget/ledger.server.ts'
import { makeBudget } from '#app/domain/budget/budgets.server.ts'
import { requestSpend } from '#app/domain/budget/spending.server.ts'
import { membersOf } from '#app/domain/family/people.server.ts'
import { addGoal, addStep, changeGoalState, goal as goalOf, goalsOf, stepsOf, tickStep } from '#app/domain/goals/goals.server.ts'
import { addAction, addStrength, planEntries } from '#app/domain/plan/plan.server.ts'
import { changeWhoSees, leaveCircle, nameTrustedAdult, thingToKeep, trustedAdultOf, whoMaySaw } from '#app/domain/sharing/changing.server.ts'
import { whoSeesQuestion } from '#app/domain/sharing/circles.server.ts'
import { act } from '#app/events/transact.server.ts'
import type { GoalId, MemberId, StepId } from '#app/values/ids.ts'
import { plusDays, plusMinutes, type Day } from '#app/values/instant.ts'
import { pence } from '#app/values/money.ts'
import { freshDatabase } from './database.ts'
import { aWorld, today, worldBegins, type World } from './world.ts'

let world: World
beforeEach(async () => {
  world = await aWorld(await freshDatabase())
})

type Who = 'marta' | 'piotr' | 'zosia' | 'kasia'
const question = async (who: Who) => {
  const viewer = await world.viewer(who)
  return whoSeesQuestion(viewer, await membersOf(viewer))
}
const newGoal = { words: 'A goal', lang: 'en', category: 'school' as const, about: [] as MemberId[], steps: [], shareWith: [] as MemberId[] }
async function made(who: Who, whoSees: 'everybody' | { members: MemberId[]; lead: boolean }, more: Partial<typeof newGoal> = {}): Promise<GoalId> {
  const answer = await act(await world.may(who, 'goals:add'), addGoal, { ...newGoal, ...more, whoSees })
  if (!answer.ok) throw new Error(answer.why)
  return answer.value
}
const sees = async (who: Who) => (await goalsOf(await world.may(who, 'goals:see'))).map(({ id }) => id)
const change = async (who: Who, thing: string, whoSees: 'everybody' | { members: MemberId[]; lead: boolean }, more: { kind?: 'goal' | 'plan'; shareWith?: MemberId[] } = {}) =>
  act(await world.may(who, 'sharing:decide'), changeWhoSees, { kind: more.kind ?? 'goal', thing, whoSees, shareWith: more.shareWith ?? [] })
const born = (years: number, days = 0) => plusDays(`${Number(today.slice(0, 4)) - years}${today.slice(4)}` as Day, days)
const turn = (bornOn: Day | null) => world.db.updateTable('member').set({ born_on: bornOn }).where('id', '=', world.members.zosia).execute()

describe('the question', () => {
  test('names each person, never the asker, and begins with everybody', async () => {
    const { piotr, zosia } = world.members
    expect(await question('marta')).toMatchObject({ lead: 'Sam Adeyemi', first: 'everybody', mayKeep: true, grownUps: [] })
    expect((await question('marta')).family.map(({ id }) => id).sort()).toEqual([piotr, zosia].sort())
  })

  test('begins with what was answered last, for each person alone, without those who left', async () => {
    const { piotr, zosia } = world.members
    await made('marta', { members: [piotr, zosia], lead: true })
    expect((await question('marta')).first).toEqual({ members: expect.arrayContaining([piotr, zosia]), lead: true })
    expect((await question('piotr')).first).toBe('everybody')
    await world.db.updateTable('member').set({ until_on: plusDays(today, -1) }).where('id', '=', piotr).execute()
    expect((await question('marta')).first).toEqual({ members: [zosia], lead: true })
    await made('marta', 'everybody')
    expect((await question('marta')).first).toBe('everybody')
  })

  test('tells a young person from whom it stays hidden; from sixteen on it begins with themselves alone', async () => {
    expect(await question('zosia')).toMatchObject({ grownUps: expect.arrayContaining(['Marta', 'Piotr']), mayKeep: true, first: 'everybody' })
    await turn(born(16, 1))
    expect((await question('zosia')).first).toBe('everybody')
    await turn(born(16))
    expect((await question('zosia')).first).toEqual({ members: [], lead: false })
    await made('zosia', 'everybody')
    expect((await question('zosia')).first).toEqual({ members: [], lead: false })
    await made('zosia', { members: [world.members.piotr], lead: false })
    expect((await question('zosia')).first).toEqual({ members: [world.members.piotr], lead: false })
  })

  test('a young person below the age of the area keeps nothing to themselves, at the page and at the command', async () => {
    for (const bornOn of [born(11, 1), null]) {
      await turn(bornOn)
      expect((await question('zosia')).mayKeep).toBe(false)
      expect(await act(await world.may('zosia', 'goals:add'), addGoal, { ...newGoal, whoSees: { members: [], lead: true } })).toMatchObject({ ok: false, why: 'too-young-to-keep', values: { age: 11 } })
    }
    await turn(born(11))
    expect(await made('zosia', { members: [], lead: true })).toBeTruthy()
  })
})

describe('a step', () => {
  test('may be kept to fewer than its goal: for the others it is not there, nor next, nor to be ticked', async () => {
    const { marta } = world.members
    const answer = await act(await world.may('marta', 'goals:add'), addStep, { goal: world.goal, words: 'Only for us two', lang: 'en', owner: marta, dueOn: plusDays(today, 1), whoSees: { members: [world.members.zosia], lead: false } })
    if (!answer.ok) throw new Error(answer.why)
    const steps = async (who: Who) => stepsOf(await world.may(who, 'goals:see'), [world.goal])
    for (const who of ['marta', 'zosia'] as const) expect((await steps(who)).map(({ words }) => words)).toEqual(['Only for us two'])
    expect(await steps('piotr')).toEqual([])
    expect((await goalsOf(await world.may('piotr', 'goals:see')))[0]!.nextStep).toBeNull()
    expect((await goalsOf(await world.may('marta', 'goals:see')))[0]!.nextStep).toMatchObject({ words: 'Only for us two' })
    expect((await goalOf(await world.may('piotr', 'goals:see'), world.goal))!.steps).toEqual([])
    expect(await act(await world.may('piotr', 'goals:rate'), tickStep, { step: answer.value, done: true })).toEqual(await act(await world.may('piotr', 'goals:rate'), tickStep, { step: 'aaaaaaaaaaaaaaaaaaaa' as StepId, done: true }))
    expect(await act(await world.may('marta', 'goals:add'), addStep, { goal: world.goal, words: 'x', lang: 'en', owner: world.members.piotr, dueOn: today, whoSees: { members: [], lead: true } })).toMatchObject({ ok: false, why: 'owner-cannot-see' })
  })
})

describe('changing who sees a thing', () => {
  test('hides it from the others at once, and shows it again, by its maker alone', async () => {
    const id = await made('marta', 'everybody')
    for (const who of ['piotr', 'zosia'] as const) expect(await change(who, id, { members: [], lead: false })).toMatchObject({ ok: false, why: 'not-there' })
    expect(await change('marta', id, { members: [world.members.zosia], lead: false })).toMatchObject({ ok: true })
    expect(await sees('piotr')).not.toContain(id)
    expect(await sees('zosia')).toContain(id)
    expect(await goalOf(await world.may('sam', 'goals:see'), id)).toBeUndefined()
    expect(await change('marta', id, 'everybody')).toMatchObject({ ok: true })
    expect(await sees('piotr')).toContain(id)
  })

  test('takes what hangs on a goal with it, and those to whom it was shown by name', async () => {
    const id = await made('marta', 'everybody', { shareWith: [world.members.kasia] })
    await act(await world.may('marta', 'plan:actions'), addAction, { words: 'Ring them', lang: 'en', owner: world.members.marta, ownerName: null, ownerAgency: null, dueOn: today, goal: id, about: [] })
    expect(await sees('kasia')).toContain(id)
    await change('marta', id, { members: [], lead: false })
    expect(await sees('kasia')).not.toContain(id)
    expect((await planEntries(await world.may('piotr', 'plan:see'))).actions).toEqual([])
    expect((await planEntries(await world.may('marta', 'plan:see'))).actions).toHaveLength(1)
  })

  test('is refused while somebody who has a part of it to do would no longer see it, or money is shown to more', async () => {
    const id = await made('marta', 'everybody')
    await act(await world.may('marta', 'goals:add'), addStep, { goal: id, words: 'His part', lang: 'en', owner: world.members.piotr, dueOn: today })
    expect(await change('marta', id, { members: [], lead: true })).toMatchObject({ ok: false, why: 'owner-cannot-see' })
    expect(await change('marta', id, { members: [world.members.piotr], lead: true })).toMatchObject({ ok: true })
    await change('marta', id, 'everybody')
    const budget = await world.budget(5_000)
    await act(await world.may('marta', 'budget:ask'), requestSpend, { budget, wanted: { what: 'Bus', payee: 'Bus', pence: pence(100), lang: 'en' }, quantity: 1, goal: id, neededOn: plusDays(today, 3), line: null })
    expect(await change('marta', id, { members: [world.members.piotr], lead: true })).toMatchObject({ ok: false, why: 'goal-has-money' })
  })

  test('works for what somebody said in the plan, and for nobody else', async () => {
    const answer = await act(await world.may('zosia', 'plan:strengths'), addStrength, { words: 'I draw', lang: 'en', about: [], whoSees: 'everybody', shareWith: [] })
    if (!answer.ok) throw new Error('refused')
    expect(await change('marta', answer.value, { members: [], lead: false }, { kind: 'plan' })).toMatchObject({ ok: false, why: 'not-there' })
    expect(await change('zosia', answer.value, { members: [], lead: false }, { kind: 'plan' })).toMatchObject({ ok: true })
    expect((await planEntries(await world.may('marta', 'plan:see'))).strengths).toEqual([])
  })

  test('says first who may have seen it, and of nobody when they were here', async () => {
    const id = await made('marta', 'everybody')
    await world.db.updateTable('outbox').set({ state: 'sent', sent_at: plusMinutes(worldBegins, 1) }).where('to_person', '=', world.people.piotr).execute()
    await world.db.insertInto('session').values({ id_hash: 'z', person_id: world.people.zosia, made_at: worldBegins, seen_at: plusMinutes(worldBegins, 5), expires_at: plusMinutes(worldBegins, 500), confirmed: 1, shared_phone: 0 }).execute()
    const viewer = await world.may('marta', 'sharing:decide')
    const saw = await whoMaySaw(viewer, 'goal', (await thingToKeep(viewer, 'goal', id))!)
    expect([...saw].sort((a, b) => (a.name < b.name ? -1 : 1))).toEqual([
      { name: 'Piotr Bailey', toldAt: plusMinutes(worldBegins, 1), openedAt: null }, { name: 'Sam Adeyemi', toldAt: null, openedAt: null }, { name: 'Zosia Bailey', toldAt: null, openedAt: null },
    ])
  })
})

describe('what is kept within a goal', () => {
  const me = { members: [] as MemberId[], lead: false }
  const action = async (who: 'marta' | 'piotr', goal: GoalId, whoSees: 'everybody' | typeof me) => {
    const answer = await act(await world.may(who, 'plan:actions'), addAction, { words: 'A part', lang: 'en', owner: world.members[who], ownerName: null, ownerAgency: null, dueOn: today, goal, about: [], whoSees })
    if (!answer.ok) throw new Error(answer.why)
    return answer.value
  }
  const actions = async (who: Who) => (await planEntries(await world.may(who, 'plan:see'))).actions.length

  test('stays kept when the goal is changed by its maker', async () => {
    const id = await made('marta', 'everybody')
    await action('piotr', id, me)
    await change('marta', id, 'everybody')
    expect([await actions('marta'), await actions('zosia'), await actions('piotr')]).toEqual([0, 0, 1])
    await change('marta', id, { members: [world.members.piotr], lead: false })
    await change('marta', id, 'everybody')
    expect([await actions('marta'), await actions('piotr')]).toEqual([0, 1])
  })

  test('is seen by those alone who see the goal and were named', async () => {
    const id = await made('marta', { members: [world.members.piotr], lead: false })
    await action('marta', id, me)
    expect([await actions('piotr'), await actions('marta')]).toEqual([0, 1])
    const his = await action('piotr', id, me)
    await change('piotr', his, 'everybody', { kind: 'plan' })
    expect([await actions('zosia'), await actions('marta')]).toEqual([0, 2])
  })

  test('and hidden from its maker refuses them nothing: no step, no money, no count', async () => {
    const id = await made('marta', 'everybody')
    for (let n = 0; n < 30; n += 1) expect(await act(await world.may('piotr', 'goals:add'), addStep, { goal: id, words: 'x', lang: 'en', owner: world.members.piotr, dueOn: today, whoSees: me })).toMatchObject({ ok: true })
    expect(await act(await world.may('marta', 'goals:add'), addStep, { goal: id, words: 'x', lang: 'en', owner: world.members.marta, dueOn: today })).toMatchObject({ ok: true })
    const budget = await world.keptBudget(5_000, await world.circle(world.members.piotr))
    expect(await act(await world.may('piotr', 'budget:ask'), requestSpend, { budget, wanted: { what: 'Bus', payee: 'Bus', pence: pence(100), lang: 'en' }, quantity: 1, goal: id, neededOn: plusDays(today, 3), line: null })).toMatchObject({ ok: true })
    expect(await change('marta', id, me)).toMatchObject({ ok: true })
  })

  test('can be left without leaving the goal', async () => {
    const id = await made('marta', { members: [world.members.zosia], lead: false })
    const part = await action('marta', id, 'everybody')
    expect(await act(await world.may('zosia', 'family:see'), leaveCircle, { kind: 'plan', thing: part })).toMatchObject({ ok: true })
    expect([await actions('zosia'), (await sees('zosia')).includes(id)]).toEqual([0, true])
  })
})

test('a message that was not sent yet about what is now hidden is taken back', async () => {
  const id = await made('marta', 'everybody')
  const waiting = async () => (await world.db.selectFrom('outbox').select('to_person').execute()).map((row) => row.to_person)
  expect(await waiting()).toContain(world.people.piotr)
  await change('marta', id, { members: [world.members.zosia], lead: false })
  expect(await waiting()).toEqual([world.people.zosia])
})

test('somebody of the network who has a step goes on seeing it, or the change is refused', async () => {
  const id = await made('marta', 'everybody', { shareWith: [world.members.kasia], steps: [{ words: 's', owner: world.members.kasia, dueOn: today }] as never })
  for (const [whoSees, shareWith] of [['everybody', []], [{ members: [], lead: false }, [world.members.kasia]]] as const) {
    expect(await change('marta', id, whoSees as 'everybody', { shareWith: [...shareWith] })).toMatchObject({ ok: false, why: 'owner-cannot-see' })
  }
  expect(await change('marta', id, { members: [world.members.kasia], lead: false })).toMatchObject({ ok: true })
  expect(await sees('kasia')).toContain(id)
})

test('from sixteen on a goal that somebody made about nobody but themselves is changed by them alone', async () => {
  const id = await made('zosia', 'everybody', { about: [world.members.zosia] })
  const letGo = async (who: Who, goal = id) => act(await world.may(who, 'goals:add'), changeGoalState, { goal, state: 'paused' })
  expect(await letGo('marta')).toMatchObject({ ok: true })
  await turn(born(16))
  expect(await letGo('marta')).toMatchObject({ ok: false, why: 'theirs-alone' })
  expect(await act(await world.may('marta', 'goals:add'), addStep, { goal: id, words: 'x', lang: 'en', owner: world.members.marta, dueOn: today })).toMatchObject({ ok: false, why: 'theirs-alone' })
  expect(await letGo('zosia')).toMatchObject({ ok: true })
  expect(await letGo('marta', await made('zosia', 'everybody', { about: [world.members.zosia, world.members.marta] }))).toMatchObject({ ok: true })
})

describe('leaving a circle', () => {
  const leave = async (who: Who, thing: string) => act(await world.may(who, 'family:see'), leaveCircle, { kind: 'goal', thing })

  test('takes the thing away from the one who leaves; its maker stays, and so does whoever has a part to do', async () => {
    const id = await made('marta', { members: [world.members.piotr, world.members.zosia], lead: false })
    expect(await leave('marta', id)).toMatchObject({ ok: false, why: 'not-there' })
    expect(await leave('piotr', id)).toMatchObject({ ok: true })
    expect([await sees('piotr'), await sees('zosia')].map((all) => all.includes(id))).toEqual([false, true])
    expect(await leave('piotr', id)).toMatchObject({ ok: false, why: 'not-there' })
    await act(await world.may('marta', 'goals:add'), addStep, { goal: id, words: 'Her part', lang: 'en', owner: world.members.zosia, dueOn: today })
    expect(await leave('zosia', id)).toMatchObject({ ok: false, why: 'owner-cannot-see' })
  })

  test('is for the network too: of a circle that names them, and of what was shown to them by name', async () => {
    const kept = await made('marta', { members: [world.members.kasia, world.members.zosia], lead: true })
    const shown = await made('marta', 'everybody', { shareWith: [world.members.kasia, world.members.dean] })
    for (const id of [kept, shown]) {
      expect(await leave('kasia', id)).toMatchObject({ ok: true })
      expect(await sees('kasia')).not.toContain(id)
      expect(await leave('kasia', id)).toMatchObject({ ok: false, why: 'not-there' })
    }
    expect(await sees('zosia')).toEqual(expect.arrayContaining([kept, shown]))
    expect((await goalsOf(await world.may('dean', 'goals:see'))).map((one) => one.id)).toEqual([shown])
    // Whoever holds the seat of the lead professional is in it by that, not by name.
    expect(await act(await world.may('sam', 'family:see'), leaveCircle, { kind: 'goal', thing: kept })).toMatchObject({ ok: false, why: 'not-there' })
  })

  test('of a thing that everybody sees is no leaving', async () => {
    expect(await leave('piotr', world.goal)).toMatchObject({ ok: false, why: 'not-there' })
  })
})

describe('an adult whom a child trusts', () => {
  const name = async (who: 'marta' | 'sam', adult: MemberId, parentsKnow: boolean, child = world.members.leo) => act(await world.may(who, 'people:invite'), nameTrustedAdult, { child, adult, parentsKnow })
  const trusted = async (viewer: Viewer) => (await trustedAdultOf(must(viewer, 'people:see'), world.members.leo))?.adult

  test('is somebody here who is not a parent, and takes the place of the one before', async () => {
    for (const adult of [world.members.piotr, world.members.dean, world.members.zosia, world.members.aisha]) expect(await name('marta', adult, true)).toMatchObject({ ok: false, why: 'trusted-adult-wrong' })
    expect(await name('marta', world.members.kasia, true)).toMatchObject({ ok: true })
    expect(await name('marta', world.members.sam, true)).toMatchObject({ ok: true })
    expect(await trusted(await world.viewer('marta'))).toBe(world.members.sam)
    expect(await name('marta', world.members.kasia, true, world.members.zosia)).toMatchObject({ ok: false, why: 'not-there' })
  })

  test('of whom the parents are not to know is noted by the lead professional and seen by the two alone', async () => {
    expect(await name('marta', world.members.kasia, false)).toMatchObject({ ok: false, why: 'not-there' })
    expect(await name('sam', world.members.kasia, false)).toMatchObject({ ok: true })
    // What the parents note later ends nobody that they do not know of.
    expect(await name('marta', world.members.sam, true)).toMatchObject({ ok: true })
    await world.db.deleteFrom('outbox').where('to_person', '=', world.people.sam).execute()
    expect(await trusted(await world.viewer('kasia'))).toBe(world.members.kasia)
    await world.db.updateTable('trusted_adult').set({ ended_at: worldBegins }).where('circle_id', 'is', null).execute()
    expect(await Promise.all((['marta', 'piotr', 'zosia'] as const).map(async (who) => trusted(await world.viewer(who))))).toEqual([undefined, undefined, undefined])
    expect([await trusted(await world.viewer('sam')), await trusted(await world.viewer('kasia'))]).toEqual([world.members.kasia, world.members.kasia])
    const told = await world.db.selectFrom('outbox').select(['to_person', 'body']).execute()
    expect(told.map((row) => row.to_person)).toEqual([world.people.kasia])
    expect(told[0]!.body).not.toMatch(/Leo|trust/i)
  })
})

describe('a budget for a few', () => {
  test('is theirs and their lead professional’s, and for the others there is none', async () => {
    const manager = must((await viewerOfMoney(world.db, world.people.priya, world.family, worldBegins))!, 'budget:make')
    const until = plusDays(today, 90)
    const budget = { name: 'Zosia’s own', holding: 'council' as const, from: today, until, sources: [{ source: 'The council', pence: pence(5_000), expiresOn: until }] }
    for (const keptTo of [[world.members.kasia], [world.members.aisha], [world.members.leo]]) expect(await act(manager, makeBudget, { ...budget, keptTo })).toMatchObject({ ok: false, why: 'somebody-is-not-here' })
    expect(await act(manager, makeBudget, { ...budget, keptTo: [world.members.zosia] })).toMatchObject({ ok: true })
    const names = async (who: 'marta' | 'piotr' | 'zosia' | 'sam') => (await budgetsOf(await world.may(who, 'budget:see'))).map((one) => one.name)
    expect([await names('zosia'), await names('sam'), await names('marta'), await names('piotr')]).toEqual([['Zosia’s own'], ['Zosia’s own'], [], []])
    expect((await world.db.selectFrom('outbox').select('to_person').execute()).map((row) => row.to_person)).toEqual([world.people.zosia])
  })
})
