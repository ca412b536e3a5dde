/**
 * A tiny model of the books: for each budget what lies in each bucket, for each request what of it does, what was given of it,
 * billed and is due. What the model cannot hold (anything below nothing) may not have been done.
 */
import type { BudgetId, DeliveryId, ReceiptId, SpendId } from '#app/values/ids.ts'
import type { Bucket } from '#db/schema.ts'
import type { DeliveryAnswer } from '#db/schema-orders.ts'
import type { World } from './world.ts'

export interface Move { readonly budget: BudgetId; readonly spend?: SpendId; readonly from: Bucket; readonly to: Bucket; readonly sum: number }
/** What a command came to. */
export type Effect = readonly Move[] | 'refused'
export type Sums = Record<Bucket, number>

/** A request, as the model has it. Sums in pence. */
export interface Asked {
  readonly id: SpendId
  readonly budget: BudgetId
  readonly sums: Sums
  unit: number
  quantity: number
  given: { readonly id: DeliveryId | null; readonly units: number; answer: DeliveryAnswer }[]
  billed: number
  /** All that was due so far, paid or not, and what of it is paid. */
  due: number
  paid: number
  /** The link of its last order, whether it has not ended, and whether its provider said yes. */
  token: string | null
  live: boolean
  accepted: boolean
  /** The receipt that waits, or the last one. */
  receipt: { readonly id: ReceiptId; readonly sum: number } | null
}

/** What was done so far, as the model has it. */
export interface Books {
  readonly world: World
  readonly budgets: readonly BudgetId[]
  readonly sums: Map<BudgetId, Sums>
  readonly spends: Asked[]
}

/** What a random command may choose from: a person, a request, a budget and another, and a sum in pence. */
export interface Draw { readonly who: number; readonly nth: number; readonly one: number; readonly other: number; readonly sum: number }
export type Command = (books: Books, draw: Draw) => Promise<Effect>

export const nothing = (): Sums => ({ council: 0, available: 0, asked: 0, committed: 0, spent: 0, returned: 0 })
export const pick = <T>(all: readonly T[], n: number): T => all[n % all.length]!

export const refused = async (answer: Promise<{ ok: boolean } | 'link-is-gone'>) => answer.then((said) => said === 'link-is-gone' || !said.ok, (error: unknown) => {
  // Whoever it is not for gets the 404 of everybody; anything else is a fault.
  if (error instanceof Response || (error instanceof Error && error.message.includes('to decide'))) return true
  throw error
})

/** Mostly a request that the step may fit, and sometimes any. */
export function chosen(books: Books, { nth, other }: Draw, fits: (one: Asked) => boolean): Asked {
  const fitting = books.spends.filter(fits)
  return pick(other % 8 === 0 || fitting.length === 0 ? books.spends : fitting, nth)
}

const units = (one: Asked, which: (given: Asked['given'][number]) => boolean) => one.given.filter(which).reduce((all, given) => all + given.units, 0)
const isPaidFor = ({ answer }: { answer: DeliveryAnswer }) => answer === 'happened' || answer === 'paid-for'
const isDropped = ({ answer }: { answer: DeliveryAnswer }) => answer === 'withdrawn' || answer === 'not-paid'

/** Units that nobody has said to have given. */
export const unitsLeft = (one: Asked) => one.quantity - units(one, (given) => !isDropped(given))
/** Whether anything stands that was given. */
export const isBegun = (one: Asked) => one.given.some((given) => !isDropped(given))
/** What becomes due by what the family and the bills say by now: never less than it was. */
export function reckonDue(one: Asked): void {
  const earned = one.unit * units(one, (given) => given.id === null && isPaidFor(given)) + Math.min(one.unit * units(one, (given) => given.id !== null && isPaidFor(given)), one.billed)
  one.due = Math.max(one.due, earned)
}
/** What is kept beyond what is still to be paid, once nothing more is given: while a bill can come, what was given waits for it. */
export function restOf(one: Asked): number {
  return one.sums.committed - ((one.live ? Math.max(one.due, one.unit * units(one, isPaidFor)) : one.due) - one.paid)
}

/** A step of one request. */
export function ofOne(fits: (one: Asked) => boolean, run: (books: Books, one: Asked, draw: Draw) => Promise<readonly (readonly [Bucket, Bucket, number])[] | 'refused'>): Command {
  return async (books, draw) => {
    if (books.spends.length === 0) return 'refused'
    const one = chosen(books, draw, fits)
    const moves = await run(books, one, draw)
    return moves === 'refused' ? moves : moves.filter(([, , sum]) => sum > 0).map(([from, to, sum]) => ({ budget: one.budget, spend: one.id, from, to, sum }))
  }
}
