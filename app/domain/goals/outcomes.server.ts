import type { AreaMay } from '#app/access/viewer.server.ts'
import { outcomeOf, type Category } from './categories.ts'
import { outcomeLines, type OutcomeLine } from './outcomes.ts'

/**
 * The goals of all families by their outcomes, as far as that tells of nobody. What a family keeps to some people is not counted at
 * all: nobody can then find it by looking twice. Two queries.
 */
export async function goalsByOutcome(viewer: AreaMay<'insight:see'>): Promise<OutcomeLine[]> {
  const open = viewer.db.selectFrom('goal').where('circle_id', 'is', null)
  const [cells, rows] = await Promise.all([
    open.select(['category', 'state']).select((eb) => [eb.fn.countAll<number>().as('goals'), eb.fn.count<number>('family_id').distinct().as('families')]).groupBy(['category', 'state']).execute(),
    open.select('category').select((eb) => eb.fn.count<number>('family_id').distinct().as('families')).groupBy('category').execute(),
  ])
  const of = (category: string) => outcomeOf[category as Category]
  return outcomeLines(cells.map(({ category, state, goals, families }) => ({ outcome: of(category), state, goals, families })), new Map(rows.map(({ category, families }) => [of(category), families])))
}
