/** The tables of a family's plan out of its meeting, as types. */
import type { EntryId, FamilyId, GoalId, MeetingId, MeetingPartId, MemberId } from '#app/values/ids.ts'
import type { Day, Instant } from '#app/values/instant.ts'
import type { Pence } from '#app/values/money.ts'
import type { Bit } from './schema-accounts.ts'
import type { SpendKind } from './schema-asking.ts'

/** It is the family's own; it waits for the lead professional; they said which part would put somebody at risk; they accepted it. */
export type FamilyPlanState = 'ours' | 'sent' | 'not-yet' | 'accepted'
/** What a part needs. */
export type PartNeeds = 'nothing' | 'help' | 'service' | 'money'
/** What a part becomes in the support plan. */
export type PartBecomes = 'action' | 'goal'
/** Who reads what it becomes: everybody who reads the plan, or those of this meeting and whoever leads. */
export type PartKept = 'everybody' | 'us'

/** How a part went: well, in part, not; or it is too early to say. */
export type PartWent = 'well' | 'partly' | 'not' | 'early'

export interface MeetingPlanTables {
  /** The family's plan, round by round: what was sent and answered is never written again, and a "not yet" begins the next round. Each sitting has its own. */
  meeting_plan: {
    family_id: FamilyId; meeting_id: MeetingId; sitting: number; round: number; state: FamilyPlanState; words: string | null; lang: string | null; /** When we look again. */ again_on: Day | null
    sent_by: MemberId | null; sent_at: Instant | null; /** The day on which it is answered. */ answer_by: Day | null; answered_by: MemberId | null; answered_at: Instant | null
    /** When the lead professional and whoever stands behind them were told that its answer is late. */
    late_told_at: Instant | null
  }
  /**
   * One part of it, as it stands in one round. `follows` is the same part in the round before. `risk`: why the lead professional
   * says that it would put somebody at risk of significant harm; `answer`: what the family says to that. `for_all`: the
   * co-ordinator lets every sitting read it. `checks_member` is null where the lead professional checks.
   */
  meeting_part: {
    family_id: FamilyId; id: MeetingPartId; meeting_id: MeetingId; sitting: number; round: number; place: number; follows: MeetingPartId | null; words: string; lang: string
    owner_member: MemberId | null; owner_name: string | null; owner_agency: string | null; due_on: Day; needs: PartNeeds; needs_words: string | null; pence: Pence | null; spend_kind: SpendKind | null
    otherwise: string | null; checks_member: MemberId | null; becomes: PartBecomes; category: string | null; kept: PartKept; for_all: Bit
    by_member: MemberId; changed_at: Instant | null; answer: string | null; answer_lang: string | null; risk: string | null; risk_lang: string | null; entry_id: EntryId | null; goal_id: GoalId | null
  }
  /** How a part went, as one of those who were asked says; said again, it stands instead. */
  meeting_part_went: { family_id: FamilyId; part_id: MeetingPartId; by_member: MemberId; went: PartWent; words: string | null; lang: string | null; at: Instant }
}
