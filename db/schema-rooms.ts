/** The tables of private family time, as types. What is written in it lies sealed, by a key of its meeting. */
import type { FamilyId, MeetingId, MeetingPartId, MemberId, PostId, ProposalId } from '#app/values/ids.ts'
import type { Day, Instant } from '#app/values/instant.ts'

export type RoomState = 'open' | 'closed'
/** What is said in a room: to the others; as one's own view; or as a child's, brought by somebody whom the family asked. */
export type PostKind = 'said' | 'view' | 'child'

export interface RoomTables {
  /** A meeting's key, sealed by the key `wrapped_by` of the file that lies outside of the database. Gone with its row. */
  room_key: { family_id: FamilyId; meeting_id: MeetingId; wrapped_by: string; wrapped: string }
  /** The private time of one sitting. `news` grows with whatever changes in it. `asked_in_at`: somebody asked the co-ordinator to come in. */
  room: {
    family_id: FamilyId; meeting_id: MeetingId; sitting: number; state: RoomState; opened_by: MemberId; opened_at: Instant; closed_by: MemberId | null; closed_at: Instant | null
    facilitator: MemberId; gone_on: Day | null; told_at: Instant | null; asked_in_at: Instant | null; news: number
  }
  /** `sealed` holds the words, and the child whose view it is; null once it was taken back. */
  room_post: { family_id: FamilyId; meeting_id: MeetingId; sitting: number; id: PostId; place: number; by_member: MemberId; kind: PostKind; sealed: string | null; at: Instant }
  /** What a member wrote for the room of `sitting` before it opened, sealed as the post `id` that it becomes. */
  room_before: { family_id: FamilyId; meeting_id: MeetingId; member_id: MemberId; sitting: number; id: PostId; sealed: string; at: Instant }
  /** `sealed` holds what is proposed: the words, who does it, by when, what it needs; null once it was taken back. `follows` is what it says in other words; `part_id` the part of the family's plan that it was put into. */
  room_proposal: { family_id: FamilyId; meeting_id: MeetingId; sitting: number; id: ProposalId; place: number; by_member: MemberId; follows: ProposalId | null; sealed: string | null; part_id: MeetingPartId | null; at: Instant }
  /** What `member_id` answers to it; that with the greatest `place` counts. `by_member` is somebody else where it was told. `sealed` holds the answer and its reason. */
  room_answer: { family_id: FamilyId; meeting_id: MeetingId; sitting: number; proposal_id: ProposalId; place: number; member_id: MemberId; by_member: MemberId; sealed: string; at: Instant }
}
