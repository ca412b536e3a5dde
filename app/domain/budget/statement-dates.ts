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

/** Transfers of one kind within the dates. */
export interface Moved { readonly why: Movement; readonly from: Bucket; readonly to: Bucket; readonly pence: Pence; readonly lines: number }
/** What moved on one day did to what is left, in pence; `on` is null for all after the dates. */
export interface Change { readonly on: Day | null; readonly by: number }

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
  /** Out of what had been set aside, less what the bank sent back: what is left does not change by it. */
  readonly paid: Pence
  readonly lines: number
  /** What was left at the end of each day that changed it, the first first. */
  readonly left: readonly { readonly on: Day; readonly pence: Pence }[]
}

/** The sums of some dates out of what is left now, what each day since their beginning did to it, and what moved within them. */
export function sumsOf(now: Pence, changes: readonly Change[], moved: readonly Moved[]): DatesSums {
  const perDay = new Map<Day, number>()
  let opening: number = now
  for (const { on, by } of changes) {
    opening -= by
    if (on !== null) perDay.set(on, (perDay.get(on) ?? 0) + by)
  }
  let left = opening
  const days = [...perDay].filter(([, by]) => by !== 0).sort(([a], [b]) => (a < b ? -1 : 1)).map(([on, by]) => ({ on, pence: pence((left += by)) }))
  const total = (what: (one: Moved) => boolean, sum: (one: Moved) => number = (one) => one.pence) => moved.filter(what).reduce((so, one) => so + sum(one), 0)
  const change = (one: Moved) => (one.to === 'available' ? one.pence : one.from === 'available' ? -one.pence : 0)
  const held = (one: Moved) => one.why !== 'corrected' && one.why !== 'changed'
  // A request that was changed goes back and is asked anew: only what it costs more, or less, is told.
  const changed = -total((one) => one.why === 'changed', change)
  return {
    opening: pence(opening), closing: pence(left), left: days,
    came: pence(total((one) => held(one) && one.from === 'council')),
    aside: pence(total((one) => held(one) && one.from === 'available' && one.to === 'asked') + Math.max(0, changed)),
    back: pence(total((one) => held(one) && one.to === 'available' && one.from !== 'council') + Math.max(0, -changed)),
    returned: pence(total((one) => held(one) && one.to === 'returned')), moved: pence(total((one) => held(one) && one.to === 'council')),
    mended: pence(total((one) => one.why === 'corrected', change)), paid: pence(Math.max(0, total((one) => held(one) && one.from === 'committed' && one.to === 'spent') - total((one) => one.why === 'came-back'))),
    lines: total(() => true, (one) => one.lines),
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
