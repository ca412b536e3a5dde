import type { Dates } from '#app/domain/budget/statement-dates.ts'
import type { Day } from '#app/values/instant.ts'

const boxes = (name: string, on: Day | null) => (on === null ? {} : { [`${name}-day`]: String(Number(on.slice(8))), [`${name}-month`]: String(Number(on.slice(5, 7))), [`${name}-year`]: on.slice(0, 4) })

/** Days as their three boxes say them, for an address and for the form. */
export function inBoxes({ from, until }: Dates): Record<string, string> {
  return { ...boxes('from', from), ...boxes('until', until) }
}
