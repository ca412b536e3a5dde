/** The plan by one person: a part of what its reader sees, and nothing is lost when somebody leaves. */
import { beforeEach, expect, test } from 'vitest'
import { must } from '#app/access/viewer.server.ts'
import { addGoal } from '#app/domain/goals/goals.server.ts'
import { addAction, addStrength } from '#app/domain/plan/plan.server.ts'
import { say } from '#app/domain/plan/said.server.ts'
import type { WhoSees } from '#app/domain/sharing/circles.server.ts'
import { act, type Answer } from '#app/events/transact.server.ts'
import { readPlan } from '#app/routes/family/read-plan.server.ts'
import { newId, type MemberId } from '#app/values/ids.ts'
import { plusDays } from '#app/values/instant.ts'
import type { Db } from '#db/connect.ts'
import { freshDatabase } from './database.ts'
import { aWorld, today, type World } from './world.ts'

let db: Db
let world: World

beforeEach(async () => {
  db = await freshDatabase()
  world = await aWorld(db)
  await aPlan()
})

type Who = 'marta' | 'piotr' | 'zosia' | 'kasia' | 'sam'
async function done<T>(answer: Promise<Answer<T, string>>): Promise<T> {
  const outcome = await answer
  if (!outcome.ok) throw new Error(outcome.why)
  return outcome.value
}

/** Things of Zosia's, of Leo's, of both and of nobody in particular; one of each is kept to Marta. */
async function aPlan(): Promise<void> {
  const { zosia, leo, piotr, marta } = world.members
  const [goals, strengths, actions] = [await world.may('marta', 'goals:add'), await world.may('marta', 'plan:strengths'), await world.may('marta', 'plan:actions')]
  for (const whoSees of ['everybody', { members: [], lead: false }] as WhoSees[]) {
    const kept = whoSees === 'everybody' ? '' : ' kept'
    const owner = kept ? marta : piotr
    await done(act(goals, addGoal, { words: `Reading${kept}`, lang: 'en', category: 'school', about: [zosia, leo], steps: [{ words: `Library${kept}`, owner, dueOn: plusDays(today, 3) }], whoSees, shareWith: [] }))
    await done(act(goals, addGoal, { words: `Rent${kept}`, lang: 'en', category: 'home', about: [], steps: [{ words: `Ring${kept}`, owner, dueOn: plusDays(today, 3) }], whoSees, shareWith: [] }))
    await done(act(strengths, addStrength, { words: `Leo laughs${kept}`, lang: 'en', about: [leo], whoSees, shareWith: [] }))
    await done(act(strengths, say, { part: 'says', area: null, words: `I am three${kept}`, lang: 'en', saidBy: leo, about: [], whoSees, shareWith: [], delicate: [] }))
    await done(act(strengths, say, { part: 'need', area: 'learning', words: `Glasses${kept}`, lang: 'en', saidBy: null, about: [zosia], whoSees, shareWith: [], delicate: [] }))
    await done(act(actions, addAction, { words: `Optician${kept}`, lang: 'en', owner, ownerName: null, ownerAgency: null, dueOn: plusDays(today, 3), goal: null, about: [zosia], whoSees }))
  }
}

async function reads(who: Who, person?: string): Promise<string[]> {
  const plan = await readPlan(must(await world.viewer(who), 'plan:see'), { request: new Request(`http://localhost/plan${person === undefined ? '' : `?person=${person}`}`) })
  return [...plan.strengths, ...plan.goals, ...plan.ours, ...plan.services, ...plan.says, ...plan.matters, ...plan.needs].map((one) => one.words).sort()
}

test('is what they said, what is about them and what they do', async () => {
  const { zosia, leo, piotr } = world.members
  expect(await reads('zosia', leo)).toEqual(['I am three', 'Leo laughs', 'Library', 'Reading'])
  expect(await reads('zosia', zosia)).toEqual(['Glasses', 'Library', 'Optician', 'Reading'])
  expect(await reads('zosia', piotr)).toEqual(['Library', 'Optician', 'Reading', 'Rent', 'Ring'])
  expect(await reads('marta', leo)).toEqual(['I am three', 'I am three kept', 'Leo laughs', 'Leo laughs kept', 'Library', 'Library kept', 'Reading', 'Reading kept'])
})

test('is a part of the whole that the same reader sees, whoever reads and of whomever', async () => {
  for (const who of ['marta', 'piotr', 'zosia', 'kasia', 'sam'] as const) {
    const whole = await reads(who)
    for (const person of Object.values(world.members)) {
      const theirs = await reads(who, person)
      expect(theirs.filter((words) => !whole.includes(words)), who).toEqual([])
      if (who !== 'marta') expect(theirs.join(' ')).not.toContain('kept')
    }
  }
})

test('loses nothing when somebody leaves: what was theirs stays in the whole, and is found by them still', async () => {
  const before = await reads('marta')
  await db.updateTable('member').set({ until_on: plusDays(today, -1) }).where('id', '=', world.members.leo).execute()
  expect(await reads('marta')).toEqual(before)
  expect(await reads('zosia', world.members.leo)).toEqual(['I am three', 'Leo laughs', 'Library', 'Reading'])
})

test('of nobody, of somebody of another family or of somebody who helps is the whole plan', async () => {
  const whole = await reads('piotr')
  for (const person of [newId<MemberId>(), world.members.aisha, world.members.sam, 'nonsense', '']) expect(await reads('piotr', person)).toEqual(whole)
})
