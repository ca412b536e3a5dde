/** The tables of what is paid, as types. */
import type { Generated } from 'kysely'
import type { FamilyId, MemberId, PaymentId, PersonId, ReceiptId, RunId, SpendId } from '#app/values/ids.ts'
import type { Day, Instant } from '#app/values/instant.ts'
import type { Pence } from '#app/values/money.ts'
import type { Once } from './once.ts'

/** `held` is in dispute; `dropped` was never paid and never will be. */
export type PaymentState = 'due' | 'held' | 'in-run' | 'paid' | 'dropped'

/** `sent` waits for whoever leads; `refused` does not fit; `withdrawn` by whoever sent it. */
export type ReceiptState = 'sent' | 'agreed' | 'refused' | 'withdrawn'

/** A file is given out of `released` alone. */
export type RunState = 'frozen' | 'released' | 'undone'

export interface PaymentTables {
  /** A sum that is due for a spend: all of it, or what was delivered so far. Its sum, payee and reference never change. */
  payment: {
    family_id: Once<FamilyId>; id: Once<PaymentId>; spend_id: Once<SpendId>; pence: Once<Pence>; payee: Once<string>
    /** What the payee reads on their statement and the bank says again: random, unique in the area. */
    reference: Once<string>
    state: PaymentState; due_at: Instant; paid_at: Instant | null; paid_by: PersonId | null
    /** In how many runs it was; and what the bank said when it last came back. */
    attempts: Generated<number>; reason: Generated<string | null>
  }
  /** Where the payee of a spend is paid: sealed, and read by finance alone. */
  payee_account: { family_id: FamilyId; spend_id: SpendId; sealed: string; given_by: PersonId; given_at: Instant }
  /** A receipt of what one of the family paid itself, with its picture in base64; agreed, it has a payment. */
  receipt: {
    family_id: Once<FamilyId>; id: Once<ReceiptId>; spend_id: Once<SpendId>; pence: Once<Pence>; state: ReceiptState; by_member: Once<MemberId>; sent_at: Once<Instant>; answered_at: Instant | null; payment_id: PaymentId | null
    type: Once<string>; size: number; content: string
  }
  /** Where one of the family is paid back: sealed, and shown to nobody but themselves, and by its last figures. */
  own_account: { family_id: FamilyId; member_id: MemberId; sealed: string; given_at: Instant }
  /** What goes to the bank in one file. `payer` is the council's own account, sealed. */
  payment_run: { id: Once<RunId>; made_at: Once<Instant>; made_by: Once<PersonId>; pay_on: Once<Day>; payer: Once<string>; state: RunState; released_at: Instant | null; released_by: PersonId | null }
  /** A payment in a run, as it was frozen; what the bank said of it, and whether the family's books have followed (`settled`). */
  payment_line: {
    run_id: Once<RunId>; position: Once<number>; family_id: Once<FamilyId>; payment_id: Once<PaymentId>; pence: Once<Pence>; payee: Once<string>; reference: Once<string>; sealed: Once<string>
    answer: 'paid' | 'failed' | null; reason: string | null; answered_at: Instant | null; settled: 0 | 1
  }
  /** What the bank said that fits no payment: for a person to look at, once. */
  payment_oddity: { reference: string; pence: Pence; why: string; at: Instant; seen_at: Instant | null }
}
