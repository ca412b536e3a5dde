/** The tables beside an offer of times, as types. */
import type { FamilyId, MemberId, OfferId, PersonId, ProgrammeId } from '#app/values/ids.ts'

export interface OfferTables {
  /** Those who come too, at one of the times that are offered. `member_id` is their place in the family. */
  offer_with: { family_id: FamilyId; offer_id: OfferId; practitioner_id: PersonId; member_id: MemberId }
  /** Which offer asks for a time for a visit of a programme: the newest. */
  contact_offer: { family_id: FamilyId; programme_id: ProgrammeId; number: number; offer_id: OfferId }
}
