/** When somebody is reminded of an appointment, without harm. Pure, and for pages too. */
import type { Instant } from '#app/values/instant.ts'

/** Minutes before an appointment at which somebody may choose to be reminded. */
export const reminderTimes = [2880, 1440, 120] as const
/** What holds until somebody chooses: two days before the time can still be changed here, and two hours before one sets out. */
export const usualReminders: readonly number[] = [2880, 120]

/** The times that are kept in one text; what is none of ours is left out. */
export function timesIn(kept: string | null): readonly number[] {
  return kept === null ? usualReminders : reminderTimes.filter((minutes) => kept.split(',').includes(String(minutes)))
}

/** A reader's safe moments: the first from one on, and the last before one. For whoever can be reached at any time both are that moment. */
export interface SafeMoments { readonly first: (from: Instant) => Instant | undefined; readonly last: (before: Instant) => Instant | undefined }

/**
 * When a reminder that is wanted at a moment goes out: then, or at the first safe moment after it; where there is none before
 * the appointment, at the last safe moment before it; undefined where that has passed too.
 */
export function reminderMoment({ wanted, startsAt, now }: { readonly wanted: Instant; readonly startsAt: Instant; readonly now: Instant }, safe: SafeMoments): Instant | undefined {
  const after = safe.first(wanted > now ? wanted : now)
  if (after !== undefined && after < startsAt) return after
  const before = wanted > now ? safe.last(wanted) : undefined
  return before !== undefined && before >= now ? before : undefined
}
