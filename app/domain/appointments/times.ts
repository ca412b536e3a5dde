/**
 * Which times a practitioner is free: weekly hours, less days without work, less time off, less what is taken. Pure.
 *
 * Time is counted in cells: quarters of an hour from 1970 in UTC. A cell belongs to one appointment or to none, so an
 * overlap cannot be written down. Hours are on the wall in the area: a weekly 09:00 stays 09:00 when the clocks change,
 * nothing starts in the hour that spring leaves out, and nothing starts twice in the one that autumn repeats.
 */
import type { Mode } from '#db/schema.ts'
import { daysOf } from './repeats.ts'
import { atWallTime, dayAt, daysBetween, plusDays, wallTime, weekday, type Day, type Instant } from '#app/values/instant.ts'

/** Minutes of one cell. */
export const cellMinutes = 15
/** Minutes from one time that is offered to the next. */
const offerEvery = 30
const cellMs = cellMinutes * 60_000
const cellsInADay = (24 * 60) / cellMinutes

/** The hours of one weekday, on the wall, in quarters of an hour. */
export interface WeeklyHours {
  /** 1 = Monday … 7 = Sunday. */
  readonly weekday: number
  /** `HH:MM`. */
  readonly from: string
  readonly until: string
  readonly modes: readonly Mode[]
  /** Where it is, for times at the centre or at a school. */
  readonly place: string | null
  readonly fromOn: Day
  readonly untilOn: Day | null
  /** How they repeat, counted from `fromOn`, where it is not each week. */
  readonly rule: string | null
  /** Minutes of each kind in this diary, where they differ from the area's. */
  readonly lengths: Lengths
}

export type Lengths = Readonly<Partial<Record<Mode, number>>>

/** What the area says of appointments of one kind. */
export interface TimeRules {
  /** How long one takes; a multiple of a quarter. */
  readonly minutes: number
  /** Minutes on the way, kept free before and after; a multiple of a quarter. */
  readonly travelMinutes: number
  /** Days without work. */
  readonly holidays: ReadonlySet<string>
}

/** A time that can be booked. */
export interface FreeTime {
  readonly startsAt: Instant
  readonly endsAt: Instant
  readonly place: string | null
}

/** What already fills a diary. */
export interface Taken {
  readonly cells: ReadonlySet<number>
  readonly timeOff: readonly { readonly from: Instant; readonly until: Instant }[]
}

/** The cell in which a moment lies. */
export function cellAt(at: Instant): number {
  return Math.floor(Date.parse(at) / cellMs)
}

/** The moment at which a cell begins. */
export function startOf(cell: number): Instant {
  return new Date(cell * cellMs).toISOString() as Instant
}

/** The cells that an appointment takes, the way there and back included, in order. */
export function cellsOf(time: { readonly startsAt: Instant; readonly endsAt: Instant }, travelMinutes: number): { cell: number; travel: boolean }[] {
  const way = travelMinutes / cellMinutes
  const first = cellAt(time.startsAt)
  const end = cellAt(time.endsAt)
  return Array.from({ length: end - first + 2 * way }, (_, at) => {
    const cell = first - way + at
    return { cell, travel: cell < first || cell >= end }
  })
}

/** The quarters of a day in the area, each with its minutes on the wall since midnight: 96 of them, 92 or 100 when the clocks change. */
function quartersOf(day: Day): { cell: number; wall: number }[] {
  // The clocks of the area change at one in the morning: midnight is always there, and once.
  const first = cellAt(atWallTime(day, '00:00')!)
  const end = cellAt(atWallTime(plusDays(day, 1), '00:00')!)
  return Array.from({ length: end - first }, (_, at) => ({
    cell: first + at,
    wall: end - first === cellsInADay ? at * cellMinutes : minutesOf(wallTime(startOf(first + at))),
  }))
}

function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
}

/** The rules for a time with those whose hours these are: it takes as long as the one takes who needs longest. */
export function rulesWith(hours: readonly WeeklyHours[], mode: Mode, rules: TimeRules): TimeRules {
  const own = new Map(hours.map((row) => [row.lengths, row.lengths[mode] ?? rules.minutes]))
  return { ...rules, minutes: hours.length === 0 ? rules.minutes : Math.max(...own.values()) }
}

/** On which days hours hold, if they repeat otherwise than each week. */
function daysOfEach(hours: readonly WeeklyHours[], days: { readonly from: Day; readonly until: Day }): ReadonlyMap<WeeklyHours, ReadonlySet<Day>> {
  return new Map(hours.flatMap((row) => (row.rule === null ? [] : [[row, new Set(daysOf(row.rule, row.fromOn, days))] as const])))
}

/** The times that weekly hours offer on the days from one to another, both included, whether free or not; in order. */
export function timesOffered(hours: readonly WeeklyHours[], mode: Mode, rules: TimeRules, days: { readonly from: Day; readonly until: Day }): FreeTime[] {
  const offered: FreeTime[] = []
  const length = rules.minutes / cellMinutes
  const some = hours.filter((row) => row.modes.includes(mode))
  const ruled = daysOfEach(some, days)
  for (let day = days.from; day <= days.until; day = plusDays(day, 1)) {
    const on = weekday(day)
    const open = some.filter((row) => row.weekday === on && row.fromOn <= day && (row.untilOn === null || row.untilOn >= day) && (ruled.get(row)?.has(day) ?? true))
    if (open.length === 0 || rules.holidays.has(day)) continue
    const quarters = quartersOf(day)
    const walls = new Set<number>()
    for (const [at, { cell, wall }] of quarters.entries()) {
      if (walls.has(wall)) continue // the second time that autumn's clocks show it
      walls.add(wall)
      const row = open.find((one) => {
        const [from, until] = [minutesOf(one.from), minutesOf(one.until)]
        return (wall - from) % offerEvery === 0 && at + length <= quarters.length &&
          quarters.slice(at, at + length).every((quarter) => quarter.wall >= from && quarter.wall < until)
      })
      if (row) offered.push({ startsAt: startOf(cell), endsAt: startOf(cell + length), place: row.place })
    }
  }
  return offered
}

/** Whether nothing that is taken lies in a time or on the way to it and back. */
export function isFree(time: FreeTime, rules: TimeRules, taken: Taken): boolean {
  const cells = cellsOf(time, rules.travelMinutes)
  const [from, until] = [startOf(cells[0]!.cell), startOf(cells.at(-1)!.cell + 1)]
  return cells.every(({ cell }) => !taken.cells.has(cell)) && !taken.timeOff.some((off) => off.from < until && off.until > from)
}

/** The times of some days that can be booked now, in order. */
export function freeTimesIn(
  hours: readonly WeeklyHours[], mode: Mode, rules: TimeRules, days: { readonly from: Day; readonly until: Day }, taken: Taken, now: Instant,
): FreeTime[] {
  return timesOffered(hours, mode, rules, days).filter((time) => time.startsAt > now && isFree(time, rules, taken))
}

/** The times that stand in every one of some lists of times, as they stand in the first. */
export function inAll(lists: readonly (readonly FreeTime[])[]): FreeTime[] {
  const [first = [], ...others] = lists
  const starts = others.map((times) => new Set(times.map((time) => time.startsAt)))
  return first.filter((time) => starts.every((one) => one.has(time.startsAt)))
}

/** The free times nearest to a wanted one, in order of time. */
export function nearestTo(wanted: Instant, times: readonly FreeTime[], most: number): FreeTime[] {
  const away = (time: FreeTime) => Math.abs(Date.parse(time.startsAt) - Date.parse(wanted))
  return [...times].sort((a, b) => away(a) - away(b)).slice(0, most).sort((a, b) => (a.startsAt < b.startsAt ? -1 : 1))
}

/** Free times of one week counted from today, by day; and the nearest weeks before and after it that have any. */
export interface WeekOfTimes {
  readonly week: number
  readonly days: readonly { readonly day: Day; readonly times: readonly FreeTime[] }[]
  readonly before: number | null
  readonly after: number | null
}

/** One week of free times: the wanted one, or the first that has any when none is wanted. `times` are in order. */
export function weekOfTimes(times: readonly FreeTime[], today: Day, wanted: number | null): WeekOfTimes {
  const days = new Map<Day, FreeTime[]>()
  for (const time of times) {
    const day = dayAt(time.startsAt)
    days.set(day, [...(days.get(day) ?? []), time])
  }
  const weekOf = (day: Day) => Math.floor(daysBetween(today, day) / 7)
  const weeks = [...new Set([...days.keys()].map(weekOf))]
  const week = wanted ?? weeks[0] ?? 0
  return {
    week,
    days: [...days].filter(([day]) => weekOf(day) === week).map(([day, all]) => ({ day, times: all })),
    before: weeks.findLast((one) => one < week) ?? null,
    after: weeks.find((one) => one > week) ?? null,
  }
}
