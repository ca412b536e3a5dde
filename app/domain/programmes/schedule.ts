/**
 * When the people of a programme meet: from its data, its start and, where there is one, a birth, to days. Pure.
 *
 * The rule: each phase counts on from the last day that the phase before it asked for, or from the birth. What falls on a
 * day without work is held on the next working day, and where that is past the phase's end on the one before; the days after
 * it are counted from the day that was asked for, so that nothing drifts. Before the birth means before its day; a number of
 * months after it includes that day. Months keep the day of the month, or take the last one where there is none.
 */
import type { Mode } from '#db/schema.ts'
import { plusDays, plusMonths, weekday, type Day } from '#app/values/instant.ts'

export type Every = { readonly days: number } | { readonly weeks: number } | { readonly months: number }

export interface Phase {
  readonly name: string
  readonly every: Every
  /** Counts from the birth, not from the last contact. */
  readonly from?: 'birth'
  readonly times?: number
  readonly until?: 'birth' | { readonly monthsAfterBirth: number }
  /** How they meet; at home where nothing is said. */
  readonly mode?: Mode
  /** What whoever visits may ask, by name. */
  readonly prompts: readonly string[]
}

/** A programme as its file says it. */
export interface Programme {
  readonly key: string
  /** Its name by language; without it the site has words for it. */
  readonly title?: Readonly<Record<string, string>>
  /** The words of its own prompts and phases, by name and language. */
  readonly texts?: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** Whether it is reckoned from a birth. */
  readonly birth?: boolean
  readonly phases: readonly Phase[]
}

/** One meeting: in which phase (from 0), the how manyeth of it (from 1), and on which day. */
export interface Contact { readonly phase: number; readonly count: number; readonly on: Day }

export interface Asked {
  readonly startOn: Day
  /** The day of the birth, or when it is expected; null for a programme without one. */
  readonly birthOn: Day | null
  readonly holidays: ReadonlySet<string>
  /** The last contact that stays: those after it are reckoned from its day. */
  readonly after?: Contact
}

/** More than any programme has: a file that asks for more is wrong. */
const mostContacts = 300

/** The contacts of a programme from its start, or those after one that stays; in order, each on another day. */
export function contactsOf(programme: Programme, asked: Asked): Contact[] {
  const { after } = asked
  const found: Contact[] = []
  let anchor = after?.on ?? asked.startOn
  let last = after?.on
  for (let at = after?.phase ?? 0; at < programme.phases.length; at += 1) {
    const phase = programme.phases[at]!
    const resumed = after !== undefined && at === after.phase
    const base = phase.from === 'birth' && !resumed ? asked.birthOn! : anchor
    const isFirstOfAll = !after && at === 0
    const end = endOf(programme, at, asked.birthOn)
    for (let n = 1, count = resumed ? after.count : 0; phase.times === undefined || count < phase.times; n += 1, count += 1) {
      const wanted = later(base, phase.every, isFirstOfAll ? n - 1 : n)
      if ((end !== undefined && wanted > end) || found.length >= mostContacts) break
      anchor = wanted
      const on = workedOn(wanted, end, last, asked.holidays)
      if (on === undefined) continue
      found.push({ phase: at, count: count + 1, on })
      last = on
    }
  }
  return found
}

/** The contacts after a birth that has been told, on days after `last`: what is past is not planned, nor what comes before a contact that was held. */
export function contactsAfterBirth(programme: Programme, asked: Asked & { readonly birthOn: Day }, last: Day): Contact[] {
  const first = programme.phases.findIndex((phase) => phase.from === 'birth')
  if (first === -1) return []
  return contactsOf(programme, { startOn: asked.startOn, birthOn: asked.birthOn, holidays: asked.holidays, after: { phase: first, count: 0, on: asked.birthOn } }).filter((contact) => contact.on > last)
}

/** The last day on which a phase may have a contact; undefined for one that ends by its number. */
function endOf(programme: Programme, at: number, birthOn: Day | null): Day | undefined {
  const { until } = programme.phases[at]!
  if (birthOn === null) return undefined
  const birthPhase = programme.phases.findIndex((phase) => phase.from === 'birth')
  if (until === 'birth' || at < birthPhase) return plusDays(birthOn, -1)
  return until === undefined ? lastDayOf(programme, birthOn) : plusMonths(birthOn, until.monthsAfterBirth)
}

/** The day on which a programme that is reckoned from a birth stops. */
function lastDayOf(programme: Programme, birthOn: Day): Day | undefined {
  const months = programme.phases.flatMap(({ until }) => (until !== undefined && until !== 'birth' ? [until.monthsAfterBirth] : []))
  return months.length === 0 ? undefined : plusMonths(birthOn, Math.max(...months))
}

function later(from: Day, every: Every, times: number): Day {
  if ('months' in every) return plusMonths(from, every.months * times)
  return plusDays(from, ('weeks' in every ? every.weeks * 7 : every.days) * times)
}

/** The working day for a day that is wanted; undefined where there is none between the contact before it and the end. */
function workedOn(wanted: Day, end: Day | undefined, last: Day | undefined, holidays: ReadonlySet<string>): Day | undefined {
  const works = (day: Day) => weekday(day) <= 5 && !holidays.has(day)
  let on = wanted
  while (!works(on)) on = plusDays(on, 1)
  if (end !== undefined && on > end) for (on = wanted; !works(on); ) on = plusDays(on, -1)
  return last !== undefined && on <= last ? undefined : on
}
