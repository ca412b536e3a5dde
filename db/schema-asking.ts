/** The tables of asking for something, as types: what `schema.ts` has of a request besides. */
import type { Generated } from 'kysely'
import type { BudgetId, DraftId, EntryId, FamilyId, FileId, HoldingWishId, InsteadId, MeetingId, MeetingPartId, MemberId, PersonId, ServiceId, SpendId } from '#app/values/ids.ts'
import type { Day, Instant } from '#app/values/instant.ts'
import type { Pence } from '#app/values/money.ts'
import type { Bit, Schema } from './schema.ts'

/** What a request is for; the area's rules are about each. */
export type SpendKind = 'clubs' | 'childcare' | 'talking' | 'learning' | 'hands' | 'breaks' | 'home' | 'clothes' | 'travel' | 'network' | 'nhs' | 'bills' | 'cash' | 'alcohol' | 'other'

/** Of a request to spend: what the rules are about, and how long a yes holds. */
export interface SpendRuled {
  kind: Generated<SpendKind>
  /** Whoever is paid is a relative who lives with them. */
  payee_relative: Generated<Bit>
  /** Of what was agreed: the last day on which it may be used; until which such day the family was told; when nobody had used it by then. */
  holds_until: Generated<Day | null>; told_until: Generated<Day | null>; lapsed_at: Generated<Instant | null>
  /** Once, or each week for so many weeks; `quantity` is of all of them. */
  weeks: Generated<number>
  /** What the family decided at a meeting, which carries it. */
  decided_id: Generated<MeetingPartId | null>
  /** The day by which it is answered, as the family was told. */
  answer_by: Generated<Day | null>
}

/** `not-now`: with thanks. */
export type InsteadState = 'offered' | 'taken' | 'not-now' | 'withdrawn'

export type HoldingWishState = 'asked' | 'yes' | 'no' | 'withdrawn'

export interface AskingTables {
  /** What whoever decides suggested instead; it holds while the spend has this version. `quantity` is of all weeks. */
  spend_suggestion: {
    family_id: FamilyId; spend_id: SpendId; version: number; what: string; what_lang: string; payee: string; service_id: ServiceId | null; option_id: string | null; label: string | null; unit: string
    unit_pence: Pence; quantity: number; needed_on: Day; words: string | null; lang: string | null; by_person: PersonId; at: Instant
  }
  /** Somebody offers to do what is asked for themselves, on a day or each week from it; taken up, it is an action of the plan. */
  help_instead: {
    family_id: FamilyId; id: InsteadId; spend_id: SpendId; by_member: MemberId; words: string; lang: string; on_day: Day; often: 'once' | 'weekly'
    state: InsteadState; at: Instant; answered_at: Instant | null; answered_by: MemberId | null; entry_id: EntryId | null
  }
  /** How somebody of the family would like a budget held; as kept as its budget. Whom the law excludes has no row. */
  holding_wish: {
    family_id: FamilyId; id: HoldingWishId; budget_id: BudgetId; holding: Schema['budget']['holding']; by_member: MemberId; at: Instant
    state: HoldingWishState; answered_at: Instant | null; /** Null where it needed no answer. */ answered_by: MemberId | null; words: string | null; lang: string | null
  }
  /** An adult chose to agree with another above a sum. It holds where both chose it, above the higher sum; neither reads the other's alone. */
  two_adults: { family_id: FamilyId; member_id: MemberId; with_member: MemberId; above_pence: Pence; at: Instant }
  /** What the other adult says to a request above that sum; a no has its words. */
  spend_together: { family_id: FamilyId; spend_id: SpendId; member_id: MemberId; agrees: Bit; words: string | null; lang: string | null; at: Instant }
  /** What a family decided at a meeting, and what it costs at most: it carries one request of its kind at a time. Its id is that of the part. */
  decided_money: { family_id: FamilyId; id: MeetingPartId; meeting_id: MeetingId; sitting: number; what: string; what_lang: string; kind: SpendKind; pence: Pence; needed_on: Day; decided_at: Instant }
  /** For whom something is asked, where it is said; what is seen of it rests on what they agreed too. */
  spend_for: { family_id: FamilyId; spend_id: SpendId; member_id: MemberId }
  /** What somebody has begun and not sent: `said` is what was typed, as JSON. Nobody else reads it. */
  spend_draft: { family_id: FamilyId; id: DraftId; service_id: ServiceId | null; said: string; by_member: MemberId; changed_at: Instant }
  /** A quote or a photo beside a request, or beside a draft until it is sent; base64. */
  spend_file: { family_id: FamilyId; id: FileId; spend_id: SpendId | null; draft_id: DraftId | null; type: string; content: string; size: number; by_member: MemberId; at: Instant }
}
