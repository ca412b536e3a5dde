/** The choices that groups have. */
import type { Schema } from '#db/schema.ts'
import type { GroupId } from '#app/values/ids.ts'
import type { Day } from '#app/values/instant.ts'

/** How a group meets: at a place that is the same for everybody. */
export const groupModes = ['centre', 'school'] as const satisfies readonly Schema['group_series']['mode'][]
/** Days from the first date to the last at most: what comes after a year is made when it is near. */
export const longestDays = 366
/** Places of one date, and minutes that one takes. */
export const mostPlaces = 200
export const lengths = { least: 15, most: 480 } as const
/** Days ahead that families are shown. */
export const shownDaysAhead = 90
/** Up to this many places a family reads how many are left. */
export const fewLeft = 3
/** Hours that somebody who waited has to answer, from when they can read it, and before the beginning at the latest. */
export const answerHours = 48
export const latestHoursBefore = 2

/** A group as whoever made it says it: what families read of it, and those who lead it. */
export interface Group {
  readonly id: GroupId
  readonly name: string
  readonly purpose: string
  readonly lang: string
  readonly mode: Schema['group_series']['mode']
  readonly place: string
  readonly rule: string | null
  readonly untilOn: Day
  /** Those who lead it, whose name stands first before the others. */
  readonly leaders: readonly string[]
}

export type Room = { readonly kind: 'room' } | { readonly kind: 'few'; readonly left: number } | { readonly kind: 'full' }

/** What everybody may read of a date: whether there is room, and of the last few places how many. Somebody waits: it is full for whoever comes now. */
export function roomOf({ places, taken, waiting }: { readonly places: number; readonly taken: number; readonly waiting: number }): Room {
  const left = waiting > 0 ? 0 : places - taken
  if (left <= 0) return { kind: 'full' }
  return left <= fewLeft ? { kind: 'few', left } : { kind: 'room' }
}
