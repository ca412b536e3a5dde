/** Which times suit a visit of a programme: those near its day. Pure. */
import { dayAt, daysBetween, type Day, type Instant } from '#app/values/instant.ts'
import type { Every } from './schedule.ts'

/** How many days from its day a visit may be held without the days after it being counted anew: less than half of its rhythm; a visit a month may be two weeks off. */
export function nearDays(every: Every | undefined): number {
  if (every === undefined) return 3
  const days = 'days' in every ? every.days : 'weeks' in every ? every.weeks * 7 : every.months * 29
  return Math.max(0, Math.ceil(days / 2) - 1)
}

/** How many times are offered at once, each on a day of its own. */
const most = 3

/** A few of some times, on the days nearest to the wanted one: of the first day its earliest, of the next its latest, so that mornings and afternoons are among them. In order. */
export function spread(times: readonly Instant[], wanted: Day): Instant[] {
  const days = new Map<Day, Instant[]>()
  for (const at of times) days.set(dayAt(at), [...(days.get(dayAt(at)) ?? []), at])
  const away = (on: Day) => Math.abs(daysBetween(wanted, on))
  const nearest = [...days.keys()].sort((a, b) => away(a) - away(b) || (a < b ? -1 : 1)).slice(0, most)
  return nearest.map((on, at) => (at % 2 === 0 ? days.get(on)![0]! : days.get(on)!.at(-1)!)).sort()
}
