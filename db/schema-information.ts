/** The tables of what services tell a family before its meeting decides, as types. */
import type { FamilyId, MeetingId, MemberId, QuestionId } from '#app/values/ids.ts'
import type { Day, Instant } from '#app/values/instant.ts'

/** What is going well; what worries us; what help there is; what must be part of any plan, and why (C4, "bottom lines"). */
export type InformationPart = 'well' | 'worry' | 'help' | 'must'

export interface InformationTables {
  /** Whoever helps and was asked to write for a meeting; `wrote_at` when they last did. `late_for`: the last day to write of which it was told that it had passed without a word. */
  meeting_informer: { family_id: FamilyId; meeting_id: MeetingId; member_id: MemberId; asked_by: MemberId; asked_at: Instant; wrote_at: Instant | null; late_for: Day | null }
  meeting_information: { family_id: FamilyId; meeting_id: MeetingId; member_id: MemberId; part: InformationPart; words: string; lang: string; at: Instant }
  /** The same in another language, by a person: `by_name` says whose words these are. */
  meeting_information_in: { family_id: FamilyId; meeting_id: MeetingId; member_id: MemberId; part: InformationPart; lang: string; words: string; by_name: string; said_by: MemberId; at: Instant }
  /** To which sittings it was shown: whoever asked for the meeting shows it to their own, the co-ordinator then to others. */
  meeting_information_shown: { family_id: FamilyId; meeting_id: MeetingId; member_id: MemberId; sitting: number; by_member: MemberId; at: Instant }
  /** A question to whoever wrote, and the answer; read in the sitting in which it was asked. `passed_on_at`: since when whoever leads has it, because its reader has left; `answered_by` who answered. */
  meeting_question: {
    family_id: FamilyId; meeting_id: MeetingId; id: QuestionId; member_id: MemberId; sitting: number; asked_by: MemberId; words: string; lang: string; at: Instant
    answer: string | null; answer_lang: string | null; answered_at: Instant | null; answered_by: MemberId | null; passed_on_at: Instant | null
  }
}
