/** What a statement says of the days it is of: what was left before and after, and what happened between, so that it reconciles. Pure. */
import type { Words } from '#app/i18n/words.tsx'
import { atWallTime, plusDays, type Day, type Instant } from '#app/values/instant.ts'
import { pence, type Pence } from '#app/values/money.ts'
import type { Bucket } from '#db/schema.ts'
import type { Movement } from './ledger.server.ts'

/** First and last day, both included; null is from the beginning, or until now. */
export interface Dates { readonly from: Day | null; readonly until: Day | null }

/** The moments at which the dates begin and end on the area's clocks; `until` is the first that is not of them. */
export function spanOf({ from, until }: Dates): { from: Instant | null; until: Instant | null } {
  return { from: from && atWallTime(from, '00:00')!, until: until && atWallTime(plusDays(until, 1), '00:00')! }
}

/** Transfers of one kind on one day; `on` is null for all before the dates. */
export interface Moved { readonly on: Day | null; readonly why: Movement; readonly from: Bucket; readonly to: Bucket; readonly pence: Pence; readonly lines: number }

/** In pence; `closing = opening + came - aside + back - returned - moved + mended`, and the last of `left` is `closing`. */
export interface DatesSums {
  readonly opening: Pence
  readonly closing: Pence
  readonly came: Pence
  readonly aside: Pence
  readonly back: Pence
  readonly returned: Pence
  /** To another budget. */
  readonly moved: Pence
  /** What mistakes that were put right did to what is left: less than nothing where they took of it. */
  readonly mended: Pence
  /** Out of what had been set aside: what is left does not change by it. */
  readonly paid: Pence
  readonly lines: number
  /** What was left at the end of each day that changed it, the first first. */
  readonly left: readonly { readonly on: Day; readonly pence: Pence }[]
}

const change = (one: Moved) => (one.to === 'available' ? one.pence : one.from === 'available' ? -one.pence : 0)

/** The sums of some dates out of all that moved until their end. */
export function sumsOf(all: readonly Moved[]): DatesSums {
  const within = all.filter((one) => one.on !== null)
  const total = (of: readonly Moved[], what: (one: Moved) => boolean, sum: (one: Moved) => number = (one) => one.pence) => of.filter(what).reduce((so, one) => so + sum(one), 0)
  const opening = total(all, (one) => one.on === null, change)
  const plain = within.filter((one) => one.why !== 'corrected')
  // A request that was changed goes back and is asked anew: only what it costs more, or less, is told.
  const changed = total(plain, (one) => one.why === 'changed', (one) => -change(one))
  const held = plain.filter((one) => one.why !== 'changed')
  const perDay = new Map<Day, number>()
  for (const one of within) if (change(one) !== 0) perDay.set(one.on!, (perDay.get(one.on!) ?? 0) + change(one))
  let left = opening
  const days = [...perDay].sort(([a], [b]) => (a < b ? -1 : 1)).map(([on, by]) => ({ on, pence: pence((left += by)) }))
  return {
    opening: pence(opening), closing: pence(opening + total(within, () => true, change)),
    came: pence(total(held, (one) => one.from === 'council')),
    aside: pence(total(held, (one) => one.from === 'available' && one.to === 'asked') + Math.max(0, changed)),
    back: pence(total(held, (one) => one.to === 'available' && one.from !== 'council') + Math.max(0, -changed)),
    returned: pence(total(held, (one) => one.to === 'returned')), moved: pence(total(held, (one) => one.to === 'council')),
    mended: pence(total(within, (one) => one.why === 'corrected', change)),
    paid: pence(total(held, (one) => one.from === 'committed' && one.to === 'spent')),
    lines: total(within, () => true, (one) => one.lines), left: days,
  }
}

/** The sums of some dates in sentences of the reader's language. What was nothing is not mentioned, nor that nothing was there before the beginning. */
export function statementWords({ t, format }: Words, sums: DatesSums, { from, until, today }: Dates & { today: Day }): string[] {
  const money = (key: 'came' | 'aside' | 'back' | 'returned' | 'moved' | 'paid') => (sums[key] === 0 ? [] : [t(`statement:${key}`, { sum: format.money(sums[key]) })])
  const lowest = sums.left.reduce<DatesSums['left'][number] | undefined>((low, one) => (low === undefined || one.pence < low.pence ? one : low), undefined)
  return [
    ...(from === null ? [] : [t('statement:began', { sum: format.money(sums.opening), day: format.date(from) })]),
    ...(sums.lines === 0 ? [t('budget:statement.none')] : []),
    ...money('came'), ...money('aside'), ...money('back'), ...money('returned'), ...money('moved'),
    ...(sums.mended === 0 ? [] : [t(sums.mended > 0 ? 'statement:more' : 'statement:less', { sum: format.money(pence(Math.abs(sums.mended))) })]),
    ...money('paid'),
    ...(sums.left.length > 1 && lowest ? [t('statement:lowest', { sum: format.money(lowest.pence), day: format.date(lowest.on) })] : []),
    until === null || until >= today ? t('statement:now', { sum: format.money(sums.closing) }) : t('statement:ended', { sum: format.money(sums.closing), day: format.date(until) }),
  ]
}
