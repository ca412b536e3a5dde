/** The tables of what follows a yes: orders, what was given, bills, and whether it helped. */
import type { Generated } from 'kysely'
import type { DeliveryId, FamilyId, MemberId, OrderId, SpendId } from '#app/values/ids.ts'
import type { Day, Instant } from '#app/values/instant.ts'
import type { Pence } from '#app/values/money.ts'

/** How an order stands: `declined` by the provider, `ended` by the family. */
export type OrderState = 'sent' | 'accepted' | 'declined' | 'ended'
/** What is said of a delivery: `not` is in dispute, until the family or the provider takes it back, or whoever decided the spend settles it. */
export type DeliveryAnswer = 'waiting' | 'happened' | 'not' | 'withdrawn' | 'paid-for' | 'not-paid'

export interface OrderTables {
  /** What a provider is asked for by a secret link: one spend, and no more. `begins_on`: when they said it begins; `new_…`: another price or number that they ask for. */
  spend_order: {
    family_id: FamilyId; id: OrderId; spend_id: SpendId; token_hash: string; channel: 'email' | 'text'; address: string; lang: string; note: string | null; note_lang: string | null
    state: OrderState; begins_on: Day | null; reason: string | null; words: string | null; words_lang: string | null; new_unit_pence: Pence | null; new_quantity: number | null
    made_by: MemberId; made_at: Instant; expires_at: Instant; answered_at: Instant | null; ended_at: Instant | null
  }
  /** So many units of a spend that were given on a day: said by the provider, or by the family itself; and the answer to "did it happen?". */
  delivery: {
    family_id: FamilyId; id: DeliveryId; spend_id: SpendId; order_id: OrderId | null; on_day: Day; units: number; said_by: MemberId | null; said_at: Instant
    answer: DeliveryAnswer; answered_by: MemberId | null; answered_at: Instant | null; words: string | null; lang: string | null
    /** When whoever leads asked the family again. */
    asked_again_at: Generated<Instant | null>
  }
  /** A provider's bill for what was given. */
  bill: { family_id: FamilyId; id: string; spend_id: SpendId; order_id: OrderId; reference: string; pence: Pence; sent_at: Instant }
  /** Whether it helped, as each of the family says. */
  spend_helped: { family_id: FamilyId; spend_id: SpendId; by_member: MemberId; answer: 'a-lot' | 'a-little' | 'not' | 'too-early'; words: string | null; lang: string | null; at: Instant }
}
