/** The tables of family meetings, as types. */
import type { FamilyId, MeetingId, MemberId } from '#app/values/ids.ts'
import type { Day, Instant } from '#app/values/instant.ts'
import type { Bit } from './schema-accounts.ts'
import type { MeetingPlanTables } from './schema-meeting-plan.ts'

/** It is got ready; its day is set; it has been held; it is called off. */
export type MeetingState = 'preparing' | 'called' | 'met' | 'off'
/** How somebody takes part: in the room, by phone, by video, or by what they write before. */
export type TakesPart = 'room' | 'phone' | 'video' | 'writing'

/** What makes it possible for somebody to take part. */
export type MeetingNeed = 'interpreter' | 'bsl' | 'step-free' | 'childcare' | 'fare' | 'food' | 'advocate'

/** What somebody says of a time: it suits them, it does if need be, it does not. */
export type MeetingMark = 'yes' | 'if-need-be' | 'no'

export interface MeetingTables extends MeetingPlanTables {
  /** `question`: what is to be decided, in the family's own words. `follows`: the meeting after which the same people come together again. `without_since`: since when nobody gets it ready whose work it was. */
  meeting: {
    family_id: FamilyId; id: MeetingId; asked_by: MemberId; question: string; lang: string; made_at: Instant; state: MeetingState; state_at: Instant
    follows: MeetingId | null; without_since: Instant | null
  }
  /** When and where people come together. Those who must not be together have sittings of their own, and read nothing of the others'. */
  meeting_sitting: {
    family_id: FamilyId; meeting_id: MeetingId; number: number; starts_at: Instant | null; minutes: number | null; place: string | null; dial_in: string | null; call_url: string | null
  }
  /** Who comes. They see the meeting from when they are invited until they are taken out of it. `must_agree`: the family named them as needing to agree (C4). `let_in_at`: since when they are let into the private time of their sitting; `out_of`: the sitting of the room that they were in last and are not any more, and `out_at` its news then. */
  meeting_person: {
    family_id: FamilyId; meeting_id: MeetingId; member_id: MemberId; sitting: number; added_by: MemberId; added_at: Instant; invited_at: Instant | null; gone_at: Instant | null
    how: TakesPart | null; must_agree: Bit; let_in_at: Instant | null; out_of: number | null; out_at: number | null
  }
  /** What one of them needs: read by them and by whoever gets the meeting ready. `words`: how many children, what they eat, who speaks for a child. `arranged_words`: what was arranged. */
  meeting_need: {
    family_id: FamilyId; meeting_id: MeetingId; member_id: MemberId; need: MeetingNeed; words: string | null; lang: string | null; interpreter_lang: string | null; said_by: MemberId; said_at: Instant; due_on: Day
    arranged_at: Instant | null; arranged_words: string | null; arranged_lang: string | null
  }
  /** How a sitting's day is found. `shown`: those of the sitting read each other's answers; `asked_at`: since when they are asked; `set_at`: when its day was set last. */
  meeting_finding: { family_id: FamilyId; meeting_id: MeetingId; sitting: number; shown: Bit; asked_at: Instant | null; set_at: Instant | null }
  meeting_time: { family_id: FamilyId; meeting_id: MeetingId; sitting: number; starts_at: Instant }
  /** `read_in`: the sitting whose people read it, as its page said when it was answered; null where only whoever gets the meeting ready does. */
  meeting_mark: { family_id: FamilyId; meeting_id: MeetingId; member_id: MemberId; starts_at: Instant; mark: MeetingMark; at: Instant; read_in: number | null }
  /** Somebody who was invited for a meeting alone: their place lasts until a day. `says_name`: the invitation says who invites them. */
  meeting_guest: { family_id: FamilyId; meeting_id: MeetingId; member_id: MemberId; says_name: Bit; made_by: MemberId; made_at: Instant }
  /** The secret link by which somebody without an account says which times suit them: one for each, the newest. */
  meeting_link: {
    family_id: FamilyId; meeting_id: MeetingId; member_id: MemberId; token_hash: string; channel: 'email' | 'text'; address: string; lang: string
    made_by: MemberId; made_at: Instant; expires_at: Instant; ended_at: Instant | null
  }
  /** One reminder of one day of a sitting to one of those who come: a message of the outbox while it waits or has gone. */
  meeting_reminder: { family_id: FamilyId; meeting_id: MeetingId; member_id: MemberId; before_minutes: number; starts_at: Instant; message_id: string; made_at: Instant }
}
