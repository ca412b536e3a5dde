/** What a spend comes to as it is carried out: so much a unit, for what was given and said yes to. Pure. */
import { pence, times, type Pence } from '#app/values/money.ts'
import type { DeliveryAnswer } from '#db/schema-orders.ts'

/** Units that were given on a day, as far as sums ask. */
export interface Given { readonly units: number; readonly answer: DeliveryAnswer; /** Said by a provider, who sends a bill for it. */ readonly byOrder: boolean }

/** Answers by which a delivery is paid, and those by which it counts no more: its units can be given on another day. */
const paidFor: readonly DeliveryAnswer[] = ['happened', 'paid-for']
const dropped: readonly DeliveryAnswer[] = ['withdrawn', 'not-paid']

const units = (given: readonly Given[]) => given.reduce((all, one) => all + one.units, 0)

/** Units that will be paid. */
export function unitsPaidFor(given: readonly Given[]): number {
  return units(given.filter((one) => paidFor.includes(one.answer)))
}

/** Units that nobody has said to have given. */
export function unitsLeft(quantity: number, given: readonly Given[]): number {
  return quantity - units(given.filter((one) => !dropped.includes(one.answer)))
}

/** Whether something waits for an answer, or is in dispute. */
export function isOpen(given: readonly Given[]): boolean {
  return given.some((one) => one.answer === 'waiting' || one.answer === 'not')
}

/** Whether the family says that something did not happen, and it is not settled. */
export function inDispute(given: readonly Given[]): boolean {
  return given.some((one) => one.answer === 'not')
}

/** Whether anything stands that was given, or is said to have been. */
export function counts(given: readonly Given[]): boolean {
  return given.some((one) => !dropped.includes(one.answer))
}

/** What a provider may still bill, in pence: the agreed price of what it says it gave, less its bills. Never below nothing. */
export function billable(unit: Pence, given: readonly Given[], billed: Pence): Pence {
  return pence(Math.max(0, claimed(unit, given) - billed))
}

function claimed(unit: Pence, given: readonly Given[]): number {
  return unit * units(given.filter((one) => one.byOrder && !dropped.includes(one.answer)))
}

/**
 * What is to be paid by now, in pence: the agreed price times what was given, never more; of what came by an order, no
 * more than its bills, for nobody is paid what they did not ask for.
 */
export function earned(unit: Pence, given: readonly Given[], billed: Pence): Pence {
  const byOrder = unit * unitsPaidFor(given.filter((one) => one.byOrder))
  const byUs = unit * unitsPaidFor(given.filter((one) => !one.byOrder))
  return pence(byUs + Math.min(byOrder, billed))
}

/** What the family confirmed of what came by an order and no bill asks for yet, in pence. */
export function billAwaited(unit: Pence, given: readonly Given[], billed: Pence): Pence {
  return pence(Math.max(0, unit * unitsPaidFor(given.filter((one) => one.byOrder)) - billed))
}

/** The agreed price of all that will be paid once its bills are here, in pence. */
export function worth(unit: Pence, given: readonly Given[]): Pence {
  const count = unitsPaidFor(given)
  return count === 0 ? pence(0) : times(unit, count)
}
