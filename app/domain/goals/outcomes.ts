/**
 * What an area may learn from goals (#47) without learning of anybody. A number stands only where it is of so many families that
 * it tells of none of them, rounded down, so that neither a second look nor another number gives away what one family has: the
 * rule of small numbers that official statistics keep to. There are no sums, from which what is left out could be worked out. Pure.
 */
import { outcomes, type FamilyOutcome } from './categories.ts'

/** Of fewer families nothing is shown; and numbers are rounded down to as many. */
export const fewestFamilies = 5

export const goalStates = ['open', 'paused', 'reached', 'let-go'] as const
export type GoalState = (typeof goalStates)[number]

/** The number as it may be shown, of things that so many families have; null where they are too few. */
export function shownCount(count: number, families: number): number | null {
  return families < fewestFamilies ? null : count - (count % fewestFamilies)
}

/** How many goals of one outcome there are in a state, and how many families have them. */
export interface Counted { readonly outcome: FamilyOutcome; readonly state: GoalState; readonly goals: number; readonly families: number }

export interface OutcomeLine {
  readonly outcome: FamilyOutcome
  /** Families with a goal of it, in whatever state. */
  readonly families: number | null
  readonly goals: Readonly<Record<GoalState, number | null>>
}

/** A line for each outcome, whether there is anything in it or not. */
export function outcomeLines(counted: readonly Counted[], families: ReadonlyMap<FamilyOutcome, number>): OutcomeLine[] {
  return outcomes.map((outcome) => ({
    outcome, families: shownCount(families.get(outcome) ?? 0, families.get(outcome) ?? 0),
    goals: Object.fromEntries(goalStates.map((state) => {
      const cell = counted.find((one) => one.outcome === outcome && one.state === state)
      return [state, shownCount(cell?.goals ?? 0, cell?.families ?? 0)]
    })) as Record<GoalState, number | null>,
  }))
}
