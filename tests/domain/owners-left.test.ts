/** When somebody has left, what they promised is somebody else's: whoever agreed to it is asked again, and nobody learns of what is kept. */
import { beforeEach, describe, expect, test } from 'vitest'
import { must } from '#app/access/viewer.server.ts'
import { waitsForUs } from '#app/domain/budget/asked-of-us.server.ts'
import { endMember } from '#app/domain/family/members.server.ts'
import { addStep } from '#app/domain/goals/goals.server.ts'
import { changesBetween } from '#app/domain/plan/versions.ts'
import { partsOf, standing } from '#app/domain/plan/versions.server.ts'
import { act } from '#app/events/transact.server.ts'
import { plusDays } from '#app/values/instant.ts'
import type { Db } from '#db/connect.ts'
import { done } from '#db/demo/director.server.ts'
import { freshDatabase } from './database.ts'
import { planWorld, type PlanWorld, type Who } from './plan-world.ts'
import { aWorld, today, type World } from './world.ts'

let db: Db
let world: World
let plan: PlanWorld

beforeEach(async () => {
  db = await freshDatabase()
  world = await aWorld(db)
  plan = planWorld(() => world)
})

const asked = async (who: Who) => (await waitsForUs(must(await plan.viewerOf(who), 'family:see'))).plan
const changes = async (who: Who) => {
  const reader = must(await plan.viewerOf(who), 'plan:versions')
  return changesBetween(await partsOf(reader, 1), await standing(reader)).map(({ before, after }) => [before?.owner, after?.owner])
}
const leaves = async (member: typeof world.members.piotr) => act(must(await plan.viewerOf('sam'), 'people:invite'), endMember, { member })
const holds = async () => {
  await plan.puts('marta', 0)
  for (const who of ['marta', 'zosia'] as const) await plan.agrees(who, 1)
  await plan.signs(1)
  await db.deleteFrom('outbox').execute()
}

describe('what falls to somebody else', () => {
  test('is a revision, and asks again whoever agreed to it as it was: an action, and a step of a goal', async () => {
    await plan.aPlan()
    const his = await plan.promise('marta', world.members.piotr)
    const step = await done(must(await plan.viewerOf('marta'), 'goals:add'), addStep, { goal: world.goal, words: 'Lay out clothes', lang: 'en', owner: world.members.piotr, dueOn: plusDays(today, 3) })
    await holds()
    expect(await asked('marta')).toBeNull()
    await leaves(world.members.piotr)
    for (const who of ['marta', 'zosia'] as const) {
      expect(await asked(who)).toMatchObject({ asks: 'changed', version: '1' })
      expect(await plan.changedFor(who)).toEqual(expect.arrayContaining([{ id: his, asks: true }, { id: step, asks: true }]))
      expect(await changes(who)).toEqual([[world.members.piotr, world.members.sam], [world.members.piotr, world.members.sam]])
    }
    const told = await db.selectFrom('outbox').select('to_person').distinct().execute()
    expect(told.map((row) => row.to_person)).toEqual(expect.arrayContaining([world.people.marta, world.people.zosia]))
    expect(await db.selectFrom('revision').select(['thing_id', 'number', 'by_person']).where('number', '=', 2).orderBy('thing_kind').execute()).toEqual([{ thing_id: his, number: 2, by_person: null }, { thing_id: step, number: 2, by_person: null }])
    await plan.agrees('marta', 1)
    expect(await asked('marta')).toBeNull()
  })

  test('of what is kept to a few asks them alone', async () => {
    await plan.aPlan()
    await plan.promise('marta', world.members.piotr, { whoSees: { members: [world.members.piotr], lead: false } })
    await done(must(await plan.viewerOf('marta'), 'goals:add'), addStep, { goal: world.goal, words: 'Ring him', lang: 'en', owner: world.members.piotr, dueOn: plusDays(today, 3), whoSees: { members: [world.members.piotr], lead: false } })
    await holds()
    await leaves(world.members.piotr)
    expect(await plan.changedFor('marta')).toHaveLength(2)
    expect(await changes('marta')).toEqual([[world.members.piotr, world.members.marta], [world.members.piotr, world.members.marta]])
    expect([await plan.changedFor('zosia'), await changes('zosia'), await asked('zosia')]).toEqual([[], [], null])
    expect((await db.selectFrom('outbox').select('to_person').distinct().execute()).map((row) => row.to_person)).toEqual([world.people.marta])
  })
})
