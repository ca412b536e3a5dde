/** The dates of a group: days of a rule, at a time on the wall. Pure. */
import { daysOf, ruleFrom } from '#app/domain/appointments/repeats.ts'
import type { Repeat } from '#app/domain/appointments/repeat-choices.ts'
import { atWallTime, plusMinutes, type Day, type Instant } from '#app/values/instant.ts'

export interface Pattern {
  readonly fromOn: Day
  readonly untilOn: Day
  /** Null is once, on the first day. */
  readonly repeat: Repeat | null
  /** `HH:MM` on the wall: it stays the same when the clocks change. */
  readonly time: string
  readonly minutes: number
}

export interface Dated { readonly on: Day; readonly startsAt: Instant; readonly endsAt: Instant }

/** Every date in order. A time that the clocks of spring leave out is not there that day; one that autumn repeats is the first of the two. */
export function datesOf({ fromOn, untilOn, repeat, time, minutes }: Pattern): Dated[] {
  const days = repeat === null ? [fromOn] : daysOf(ruleFrom(repeat, fromOn), fromOn, { from: fromOn, until: untilOn })
  return days.flatMap((on) => {
    const startsAt = atWallTime(on, time)
    return startsAt === undefined ? [] : [{ on, startsAt, endsAt: plusMinutes(startsAt, minutes) }]
  })
}
