/**
 * How hours, time off and sessions repeat: a rule of RFC 5545 (section 3.3.10), made from plain choices and never typed.
 * Rules are of days; what the clock shows on such a day is reckoned where a time is made of it. Pure.
 */
import { RRuleTemporal } from 'rrule-temporal'
import { Temporal } from 'temporal-polyfill'
import { repeats, type Repeat } from './repeat-choices.ts'
import { areaZone, atWallTime, dayAt, plusDays, plusMinutes, wallTime, weekday, type Day, type Instant } from '#app/values/instant.ts'

const weekdayNames = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const
const everySoManyWeeks: Partial<Record<Repeat, number>> = { weekly: 1, 'two-weeks': 2, 'three-weeks': 3, 'four-weeks': 4 }
const ofTheMonth: Partial<Record<Repeat, number>> = { first: 1, second: 2, third: 3, fourth: 4, last: -1 }

/** The rule of a choice on one weekday (1 = Monday … 7 = Sunday): `FREQ=MONTHLY;BYDAY=1TU`. */
export function ruleOf(repeat: Repeat, onWeekday: number): string {
  const name = weekdayNames[onWeekday - 1]!
  const weeks = everySoManyWeeks[repeat]
  if (weeks !== undefined) return `FREQ=WEEKLY;INTERVAL=${weeks};BYDAY=${name};WKST=MO`
  return `FREQ=MONTHLY;BYDAY=${ofTheMonth[repeat]!}${name}`
}

/** The choice that made a rule; a row without a rule is of each week. Throws for a rule that none of them makes. */
export function repeatOf(rule: string | null): Repeat {
  if (rule === null) return 'weekly'
  const found = repeats.find((repeat) => weekdayNames.some((_, at) => ruleOf(repeat, at + 1) === rule))
  if (!found) throw new RangeError(`not a rule of ours: ${rule}`)
  return found
}

/** The days of a rule from its first day on that lie in a span, both ends included; in order. */
export function daysOf(rule: string, first: Day, span: { readonly from: Day; readonly until: Day }): Day[] {
  // Noon is there once on every day, whatever the clocks do in the night.
  const noon = (on: Day) => Temporal.PlainDate.from(on).toZonedDateTime({ timeZone: areaZone, plainTime: '12:00' })
  const from = span.from < first ? first : span.from
  if (from > span.until) return []
  const found = new RRuleTemporal({ rruleString: `RRULE:${rule}`, dtstart: noon(first), strict: true })
  return found.between(noon(from), noon(span.until), true).map((at) => at.toString().slice(0, 10) as Day)
}

/** Time off as it is kept: once, or on the days of a rule until a last day, at the times on the wall of the first. */
export interface TimeOff { readonly from: Instant; readonly until: Instant; readonly rule: string | null; readonly untilOn: Day | null }

/**
 * The spans of time off that touch a span, in order. A time on the wall that comes twice is the first of the two. What would begin
 * in the hour that is missing is not there; what would end in it ends when as much time has passed (RFC 5545, 3.3.5).
 */
export function spansOf(off: TimeOff, span: { readonly from: Instant; readonly until: Instant }): { from: Instant; until: Instant }[] {
  const touches = (one: { from: Instant; until: Instant }) => one.from < span.until && one.until > span.from
  if (off.rule === null) return touches(off) ? [{ from: off.from, until: off.until }] : []
  const first = dayAt(off.from)
  const last = dayAt(span.until)
  const [from, until] = [wallTime(off.from), wallTime(off.until)]
  const days = daysOf(off.rule, first, { from: plusDays(dayAt(span.from), -1), until: off.untilOn !== null && off.untilOn < last ? off.untilOn : last })
  return days.flatMap((on) => {
    const begins = atWallTime(on, from)
    if (begins === undefined) return []
    const ends = wallMoment(until === '00:00' ? plusDays(on, 1) : on, until)
    return ends > begins ? [{ from: begins, until: ends }] : []
  }).filter(touches)
}

/** The moment of a time on the wall; in the hour that is missing, the one that as much time after midnight leads to. */
function wallMoment(on: Day, time: string): Instant {
  return atWallTime(on, time) ?? plusMinutes(atWallTime(on, '00:00')!, Number(time.slice(0, 2)) * 60 + Number(time.slice(3)))
}

/** The weekday and choice whose rule a day begins: for time off that repeats as its first day lies. */
export function ruleFrom(repeat: Repeat, first: Day): string {
  return ruleOf(repeat, weekday(first))
}
