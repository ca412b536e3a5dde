/** Whether it helped: to the directory from five families on, and to the goal. */
import { beforeEach, expect, test } from 'vitest'
import { boughtFor, familiesHelped } from '#app/domain/budget/helped.server.ts'
import { newId, type BudgetId, type FamilyId, type GoalId, type MemberId, type ServiceId, type SpendId } from '#app/values/ids.ts'
import { sayHelped } from '#app/domain/budget/deliveries.server.ts'
import { act } from '#app/events/transact.server.ts'
import { freshDatabase } from './database.ts'
import { aService, asked, happened, standing, yes } from './money-steps.ts'
import { aWorld, worldBegins, type World } from './world.ts'

let world: World
let budget: BudgetId
let service: ServiceId
beforeEach(async () => {
  world = await aWorld(await freshDatabase())
  budget = await world.budget(90_000)
  service = (await aService(world.db, 1_000)).service
})

/** Another family that bought the service and says whether it helped. */
async function family(answer: 'a-lot' | 'a-little' | 'not' | 'too-early', circle = false): Promise<void> {
  const [id, member, spend] = [newId<FamilyId>(), newId<MemberId>(), newId<SpendId>()]
  const like = await standing(world.db, await asked(world, budget, 100))
  const [own, goal] = [newId<BudgetId>(), newId<GoalId>()]
  await world.db.insertInto('family').values({ id, name: 'Other', team: 'north', level: 'targeted', language: 'en', started_on: '2026-01-01' as never }).execute()
  await world.db.insertInto('member').values({ family_id: id, id: member, person_id: null, name: 'Other', given_name: 'Other', seat: 'parent', relation: null, born_on: null, from_on: '2026-01-01' as never, until_on: null, made_at: worldBegins }).execute()
  await world.db.insertInto('budget').values({ family_id: id, id: own, circle_id: null, name: 'Ours', holding: 'council', from_on: '2026-01-01' as never, until_on: '2027-01-01' as never }).execute()
  await world.db.insertInto('goal').values({ family_id: id, id: goal, circle_id: null, words: 'w', lang: 'en', category: 'home', made_by: member, made_at: worldBegins, state: 'open' }).execute()
  await world.db.insertInto('spend').values({ ...like, family_id: id, id: spend, budget_id: own, goal_id: goal, asked_by: member, service_id: service, state: 'paid', circle_id: circle ? ('c'.repeat(20) as never) : null }).execute()
  await world.db.insertInto('spend_helped').values({ family_id: id, spend_id: spend, by_member: member, answer, words: null, lang: null, at: worldBegins }).execute()
}

test('the directory says it from five families on, in fives, and counts no kept request, no “no” and no family twice', async () => {
  for (const answer of ['a-lot', 'a-lot', 'a-little', 'a-lot'] as const) await family(answer)
  for (const answer of ['not', 'too-early'] as const) await family(answer)
  expect(await familiesHelped(world.db, service)).toBeNull()
  await family('a-lot')
  expect(await familiesHelped(world.db, service)).toBe(5)
  for (let n = 0; n < 4; n += 1) await family('a-little')
  expect(await familiesHelped(world.db, service)).toBe(5)
  await family('a-little')
  expect(await familiesHelped(world.db, service)).toBe(10)
  expect(await familiesHelped(world.db, newId<ServiceId>())).toBeNull()
})

test('the goal says what was bought for it and whether it helped, to who may see the spend', async () => {
  const id = await asked(world, budget, 3_000)
  await asked(world, budget, 2_000)
  await yes(world, 'sam', id)
  await happened(world, id)
  await act(await world.may('marta', 'budget:ask'), sayHelped, { spend: id, answer: 'a-lot', words: null, lang: 'en' })
  const bought = [{ id, what: 'Swimming', whatLang: 'en', state: 'delivered', said: [{ name: 'Marta Kowalczyk', answer: 'a-lot' }] }]
  for (const who of ['marta', 'zosia', 'sam'] as const) expect(await boughtFor(await world.may(who, 'spend:see'), world.goal)).toEqual(bought)
  await world.db.updateTable('consent').set({ withdrawn_at: worldBegins }).where('kind', '=', 'spend').execute()
  expect(await boughtFor(await world.may('sam', 'spend:see'), world.goal)).toEqual([])
})
