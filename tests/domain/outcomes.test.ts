/** What an area learns from goals: numbers that tell of nobody, whoever asks and however often. */
import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { must } from '#app/access/viewer.server.ts'
import { categories, outcomes } from '#app/domain/goals/categories.ts'
import { outcomesCsv } from '#app/domain/goals/outcomes-csv.ts'
import { fewestFamilies, goalStates, outcomeLines, type Counted, type OutcomeLine } from '#app/domain/goals/outcomes.ts'
import { goalsByOutcome } from '#app/domain/goals/outcomes.server.ts'
import { wordsFor } from '#app/i18n/words.server.ts'
import { newId, type CircleId, type FamilyId, type GoalId, type MemberId } from '#app/values/ids.ts'
import type { Db } from '#db/connect.ts'
import { freshDatabase } from './database.ts'
import { aWorld, today, worldBegins, type World } from './world.ts'

/** A goal as it counts: whose, of what, and how it stands. */
const aGoal = fc.record({ family: fc.nat({ max: 30 }), outcome: fc.constantFrom(...outcomes.slice(0, 3)), state: fc.constantFrom(...goalStates) })
type Counts = typeof aGoal extends fc.Arbitrary<infer T> ? readonly T[] : never

function linesOf(goals: Counts): OutcomeLine[] {
  const families = (some: Counts) => new Set(some.map((one) => one.family)).size
  const counted = outcomes.flatMap((outcome) => goalStates.map((state): Counted => {
    const cell = goals.filter((one) => one.outcome === outcome && one.state === state)
    return { outcome, state, goals: cell.length, families: families(cell) }
  }))
  return outcomeLines(counted, new Map(outcomes.map((outcome) => [outcome, families(goals.filter((one) => one.outcome === outcome))])))
}
const numbersIn = (lines: readonly OutcomeLine[]) => lines.flatMap((line) => [line.families, ...goalStates.map((state) => line.goals[state])]).filter((one) => one !== null)

describe('whatever the goals are', () => {
  test('no number, and no difference of two numbers, is of fewer than five', () => {
    fc.assert(fc.property(fc.array(aGoal, { maxLength: 200 }), (goals) => {
      const shown = numbersIn(linesOf(goals))
      for (const one of shown) {
        expect(one).toBeGreaterThanOrEqual(fewestFamilies)
        for (const other of shown) expect(Math.abs(one - other) === 0 || Math.abs(one - other) >= fewestFamilies).toBe(true)
      }
    }))
  })

  test('what four families want is nowhere, however much it is', () => {
    fc.assert(fc.property(fc.array(aGoal.map((one) => ({ ...one, family: one.family % 4 })), { maxLength: 200 }), (goals) => { expect(numbersIn(linesOf(goals))).toEqual([]) }))
  })
})

describe('the area', () => {
  let db: Db
  let world: World
  beforeEach(async () => {
    db = await freshDatabase()
    world = await aWorld(db)
  })
  const lines = async (who: 'priya' | 'sam' = 'priya') => goalsByOutcome(must(await world.desk(who), 'insight:see'))

  /** Some families, each with one goal of this category. */
  async function families(count: number, category: string, state: 'open' | 'reached' = 'open'): Promise<void> {
    for (let n = 0; n < count; n += 1) {
      const [family, member] = [newId<FamilyId>(), newId<MemberId>()]
      await db.insertInto('family').values({ id: family, name: `Family ${n}`, team: 'north', level: 'targeted', language: 'en', started_on: today, chain_head: '' }).execute()
      await db.insertInto('member').values({ family_id: family, id: member, person_id: null, name: 'Somebody', given_name: 'Somebody', seat: 'parent', relation: null, born_on: null, from_on: today, until_on: null, made_at: worldBegins }).execute()
      await goal(family, member, category, state)
    }
  }
  const goal = (family: FamilyId, member: MemberId, category: string, state: 'open' | 'reached' = 'open', circle: CircleId | null = null) =>
    db.insertInto('goal').values({ family_id: family, id: newId<GoalId>(), circle_id: circle, words: 'A goal', lang: 'en', category, made_by: member, made_at: worldBegins, state }).execute()

  test('reads a line for each outcome, by the names that reports use, in lines that nobody can be found in', async () => {
    await families(6, 'home')
    await families(4, 'money', 'reached')
    const all = await lines()
    expect(all.map((one) => one.outcome)).toEqual(outcomes)
    expect(all.find((one) => one.outcome === 'secure-housing')).toEqual({ outcome: 'secure-housing', families: 5, goals: { open: 5, paused: null, reached: null, 'let-go': null } })
    expect(numbersIn(all.filter((one) => one.outcome !== 'secure-housing'))).toEqual([])
    const csv = outcomesCsv(wordsFor('en'), all)
    expect(csv).toContain('Secure housing,5,5,under 5,under 5,under 5\r\n')
    expect(csv.split('\r\n')).toHaveLength(outcomes.length + 2)
    for (const word of ['Family 1', 'A goal', 'Somebody', ...categories.filter((one) => one.includes('-'))]) expect(csv).not.toContain(word)
  })

  test('never counts what a family keeps to some people: with it and without it every number is the same', async () => {
    await families(4, 'home')
    const before = await lines()
    const circle = newId<CircleId>()
    await db.insertInto('circle').values({ family_id: world.family, id: circle, made_by: world.members.marta, made_at: worldBegins }).execute()
    await goal(world.family, world.members.marta, 'home', 'open', circle)
    expect(await lines()).toEqual(before)
    await goal(world.family, world.members.marta, 'home')
    expect((await lines()).find((one) => one.outcome === 'secure-housing')!.goals.open).toBe(5)
  })

  test('is read by whoever manages a team or keeps the area, and by nobody else', async () => {
    for (const who of ['sam', 'ruth', 'femi'] as const) expect((await world.desk(who)).powers.has('insight:see'), who).toBe(false)
    expect((await world.desk('priya')).powers.has('insight:see')).toBe(true)
  })
})
