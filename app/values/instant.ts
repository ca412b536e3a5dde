/** Moments and days. Stored as text that sorts by time; reckoned by Temporal. Pure. */
import { Temporal } from 'temporal-polyfill'

declare const brand: unique symbol
/** A moment: UTC ISO 8601 text with milliseconds, `2026-11-24T10:00:00.000Z`. Sorts as text. */
export type Instant = string & { readonly [brand]: 'Instant' }
/** A calendar day, `2026-11-24`. Sorts as text. */
export type Day = string & { readonly [brand]: 'Day' }

/** The zone of the local area. Everything a family reads is in it. */
export const areaZone = 'Europe/London'

/** This moment. */
export function now(): Instant {
  return new Date().toISOString() as Instant
}

/** Throws a RangeError unless the text is a moment of the years 0 to 9999, whose text sorts by time. */
export function instant(text: string): Instant {
  const utc = new Date(Temporal.Instant.from(text).epochMilliseconds).toISOString()
  if (utc.length !== 24) throw new RangeError(`too far away for a moment: ${utc}`)
  return utc as Instant
}

/** Throws a RangeError unless the text is a day that exists, written `YYYY-MM-DD`. */
export function day(text: string): Day {
  // Temporal also reads times, zones and other calendars, which would be kept in the text.
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) throw new RangeError(`not a day: ${text}`)
  return Temporal.PlainDate.from(text, { overflow: 'reject' }).toString() as Day
}

/** A day from what a person typed in three boxes, or undefined if there is no such day. */
export function dayOf(year: number, month: number, dayOfMonth: number): Day | undefined {
  if (![year, month, dayOfMonth].every(Number.isSafeInteger) || year < 1900 || year > 2200) return undefined
  try {
    return Temporal.PlainDate.from({ year, month, day: dayOfMonth }, { overflow: 'reject' }).toString() as Day
  } catch {
    return undefined
  }
}

// The area's days begin at a whole quarter of an hour, so the moments of one quarter fall on one day. Every request asks
// for today several times, and Temporal takes its time.
const daysOfQuarters = new Map<number, Day>()
const mostQuarters = 1_000

/** Minutes by which the area's clocks are before UTC all through a month of UTC; undefined for one in which they change. */
const offsetsOfMonths = new Map<string, number | undefined>()

function offsetIn(at: Instant): number | undefined {
  const month = at.slice(0, 7)
  if (!offsetsOfMonths.has(month)) {
    const begins = Temporal.Instant.from(`${month}-01T00:00:00Z`).toZonedDateTimeISO('UTC')
    // Clocks change at most once in a month.
    const [first, last] = [begins, begins.add({ months: 1 })].map((when) => when.withTimeZone(areaZone).offsetNanoseconds / 6e10)
    offsetsOfMonths.set(month, first === last ? first : undefined)
  }
  return offsetsOfMonths.get(month)
}

/** The first of some moments; undefined where there is none. */
export function earliest(all: readonly (Instant | null)[]): Instant | undefined {
  return all.filter((one) => one !== null).sort()[0]
}

/** The day on which a moment falls in the area. */
export function dayAt(at: Instant, zone = areaZone): Day {
  const offset = zone === areaZone ? offsetIn(at) : undefined
  if (offset !== undefined) return new Date(Date.parse(at) + offset * 60_000).toISOString().slice(0, 10) as Day
  const quarter = Math.floor(Date.parse(at) / 900_000)
  const known = zone === areaZone ? daysOfQuarters.get(quarter) : undefined
  if (known) return known
  const found = Temporal.Instant.from(at).toZonedDateTimeISO(zone).toPlainDate().toString() as Day
  if (zone === areaZone) {
    if (daysOfQuarters.size >= mostQuarters) daysOfQuarters.clear()
    daysOfQuarters.set(quarter, found)
  }
  return found
}

export function plusMinutes(at: Instant, minutes: number): Instant {
  return new Date(Date.parse(at) + minutes * 60_000).toISOString() as Instant
}

export function plusDays(from: Day, days: number): Day {
  return Temporal.PlainDate.from(from).add({ days }).toString() as Day
}

/** The same day of the month so many months later, or the last one of that month where there is none. */
export function plusMonths(from: Day, months: number): Day {
  return Temporal.PlainDate.from(from).add({ months }).toString() as Day
}

/** Whole days from one day to another; negative if `to` is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to)).days
}

/** 1 = Monday … 7 = Sunday. */
export function weekday(of: Day): number {
  return Temporal.PlainDate.from(of).dayOfWeek
}

/**
 * The moment a clock on the wall shows `time` (`HH:MM`) on a day, or undefined in the hour that spring skips.
 * In the hour that autumn repeats, the first of the two.
 */
export function atWallTime(on: Day, time: string, zone = areaZone): Instant | undefined {
  const plain = Temporal.PlainDate.from(on).toPlainDateTime(Temporal.PlainTime.from(time))
  const zoned = plain.toZonedDateTime(zone, { disambiguation: 'earlier' })
  if (!zoned.toPlainDateTime().equals(plain)) return undefined
  return new Date(zoned.epochMilliseconds).toISOString() as Instant
}

/** `HH:MM` on the wall at a moment. */
export function wallTime(at: Instant, zone = areaZone): string {
  return Temporal.Instant.from(at).toZonedDateTimeISO(zone).toPlainTime().toString().slice(0, 5)
}

/** Whole years of age on a day. */
export function ageOn(bornOn: Day, on: Day): number {
  return Temporal.PlainDate.from(bornOn).until(Temporal.PlainDate.from(on), { largestUnit: 'years' }).years
}

/** The n-th working day after a day: Monday to Friday, without the given holidays. */
export function workingDaysAfter(from: Day, n: number, holidays: ReadonlySet<string> = new Set()): Day {
  let on = from
  for (let left = n; left > 0; ) {
    on = plusDays(on, 1)
    if (weekday(on) <= 5 && !holidays.has(on)) left -= 1
  }
  return on
}
