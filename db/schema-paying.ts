/** The tables of what is paid, as types. */
import type { FamilyId, PaymentId, PersonId, SpendId } from '#app/values/ids.ts'
import type { Instant } from '#app/values/instant.ts'
import type { Pence } from '#app/values/money.ts'
import type { Once } from './once.ts'

/** `held` is in dispute; `dropped` was never paid and never will be. */
export type PaymentState = 'due' | 'held' | 'in-run' | 'paid' | 'dropped'

export interface PaymentTables {
  /** A sum that is due for a spend: all of it, or what was delivered so far. Its sum, payee and reference never change. */
  payment: {
    family_id: Once<FamilyId>; id: Once<PaymentId>; spend_id: Once<SpendId>; pence: Once<Pence>; payee: Once<string>
    /** What the payee reads on their statement and the bank says again: random, unique in the area. */
    reference: Once<string>
    state: PaymentState; due_at: Instant; paid_at: Instant | null; paid_by: PersonId | null
  }
}
