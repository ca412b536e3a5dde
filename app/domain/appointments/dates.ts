/** When the dates that matter to a family are, and whether a time falls on one. Pure. */
import { fromTheEveningBefore, type Feast } from '#app/values/feasts.ts'
import { atWallTime, plusDays, plusMonths, weekday, type Day, type Instant } from '#app/values/instant.ts'
import type { FamilyDateId } from '#app/values/ids.ts'

/** A date that matters at one time: what it is, and from when until when. */
export interface Matter {
  readonly id: FamilyDateId
  readonly what: 'feast' | 'school' | 'own'
  /** Of a feast. */
  readonly feast: Feast | null
  /** What the family calls a date of their own, and in which language. */
  readonly words: string | null
  readonly lang: string | null
  readonly from: Instant
  readonly until: Instant
  /** Whether it lasts from the beginning of a day to the end of one. */
  readonly wholeDays: boolean
}

export interface DaySpan { readonly from: Day; readonly until: Day }

/** From when the evening before belongs to a feast: the sun sets between 15:50 and 21:20 here, and there is much to do before. */
const evening = '16:00'

/** Days as moments: from midnight to the midnight after the last one. Midnight is there on every day. */
export function wholeDays({ from, until }: DaySpan): { from: Instant; until: Instant; wholeDays: boolean } {
  return { from: atWallTime(from, '00:00')!, until: atWallTime(plusDays(until, 1), '00:00')!, wholeDays: true }
}

/** A feast of some days; one that begins the evening before does. */
export function feastSpan(feast: Feast, days: DaySpan): { from: Instant; until: Instant; wholeDays: boolean } {
  if (!fromTheEveningBefore.has(feast)) return wholeDays(days)
  return { ...wholeDays(days), from: atWallTime(plusDays(days.from, -1), evening)!, wholeDays: false }
}

/** The Saturdays of a span, each from the evening before; one that touches it is there. */
export function shabbatsIn(span: DaySpan): DaySpan[] {
  return weekdaysIn(6, { from: span.from, until: plusDays(span.until, 1) }).map((on) => ({ from: on, until: on }))
}

/** A time of each week, on the days of a span. None on a day on which spring's clocks leave its beginning or its end out. */
export function weeklyIn(of: { readonly weekday: number; readonly from: string; readonly until: string }, span: DaySpan): { from: Instant; until: Instant; wholeDays: boolean }[] {
  return weekdaysIn(of.weekday, span).flatMap((on) => {
    const [from, until] = [atWallTime(on, of.from), atWallTime(on, of.until)]
    return from === undefined || until === undefined ? [] : [{ from, until, wholeDays: false }]
  })
}

function weekdaysIn(of: number, { from, until }: DaySpan): Day[] {
  const days: Day[] = []
  for (let on = plusDays(from, (of - weekday(from) + 7) % 7); on <= until; on = plusDays(on, 7)) days.push(on)
  return days
}

/** Days of each year, as they lie in a span: the same days of the month, and of 29 February the 28th where there is none. */
export function yearlyIn(first: DaySpan, span: DaySpan): DaySpan[] {
  const years = Number(span.from.slice(0, 4)) - Number(first.from.slice(0, 4))
  return [years - 1, years, years + 1].filter((one) => one >= 0).map((one) => ({ from: plusMonths(first.from, 12 * one), until: plusMonths(first.until, 12 * one) })).filter((one) => touches(one, span))
}

/** The school holidays of an area, each written as its first and its last day. */
export function spansOfSchool(said: readonly string[]): DaySpan[] {
  return said.map((line) => { const [from, until] = line.split(' ') as [Day, Day]; return { from, until } })
}

/** Whether two spans of days have a day in common. */
export function touches(one: DaySpan, span: DaySpan): boolean {
  return one.from <= span.until && one.until >= span.from
}

/** Those of some dates on which a time falls, wholly or in part; of one and the same each once. */
export function fallOn<M extends { readonly id: string; readonly from: Instant; readonly until: Instant }>(matters: readonly M[], time: { readonly startsAt: Instant; readonly endsAt: Instant }): M[] {
  const found = new Map<string, M>()
  for (const one of matters) if (one.from < time.endsAt && one.until > time.startsAt && !found.has(one.id)) found.set(one.id, one)
  return [...found.values()]
}
