/** The tables of an area and of people with accounts: who they are, how they are reached, and their locks. */
import type { Generated } from 'kysely'
import type { AreaId, FamilyId, MemberId, PasskeyId, PersonId } from '#app/values/ids.ts'
import type { Day, Instant } from '#app/values/instant.ts'

/** A truth value: 0 or 1. */
export type Bit = 0 | 1

/** A post of somebody who helps, in the local area. */
export type Role = 'lead' | 'manager' | 'panel' | 'finance' | 'coordinator' | 'practitioner' | 'auditor' | 'administrator'

export interface AccountTables {
  area: { id: AreaId; name: string; seq: number; chain_head: string }
  area_setting: { area_id: AreaId; key: string; value: string; changed_at: Instant; changed_by: PersonId | null }

  person: {
    id: PersonId; name: string; given_name: string
    email: string | null; mobile: string | null; password_hash: string | null
    language: string | null; born_on: Day | null
    /** Since when they know how leaving quickly works; null for somebody who was not told yet. */
    leaving_known_at: Generated<Instant | null>
    /** Whether leaving quickly leaves them signed in, on a phone of their own. */
    leaving_stays: Generated<Bit>
    seq: Generated<number>; chain_head: Generated<string>; made_at: Instant
  }
  /** How somebody may be reached without harm. Times are on the wall in `zone`; `days` are digits 1 (Monday) to 7. */
  safe_contact: {
    person_id: PersonId; channel: 'email' | 'text' | 'none'; days: string; from_time: string; until_time: string
    zone: string; messages_ok: Bit; changed_at: Instant
    voicemail_ok: Generated<Bit>
    /** A keyed hash of the word that proves who is speaking. */
    safe_word: Generated<string | null>
    must_not_learn: Generated<string | null>; friend: Generated<string | null>; friend_phone: Generated<string | null>
    /** Whether the lead professional reads who must not learn, and whom to ask instead. */
    lead_reads: Generated<Bit>
    /** The name that messages come from, of the area's list; null for the usual one. */
    sender: Generated<string | null>
    /** Whether an e-mail, or a text, may say what it is about. */
    email_detail: Generated<Bit>; text_detail: Generated<Bit>
  }
  /** A new address of somebody, until the code that went to it is given. `tell_old`: the address before may be told. */
  address_change: { person_id: PersonId; channel: 'email' | 'text'; address: string; tell_old: Bit; made_at: Instant; expires_at: Instant }
  /** The link in a message: whose it is, what the message is about and where it leads after signing in. */
  notice_link: { token_hash: string; person_id: PersonId; name: string; path: string; expires_at: Instant }
  /** Who of a family must not learn what somebody keeps from them. Nobody but that person reads it, and their lead professional where they allow it. */
  must_not_learn: { person_id: PersonId; family_id: FamilyId; member_id: MemberId }
  /** Somebody's calendar: its address is secret, and only its hash is kept. `detail`: titles say more; `kept`: what is kept to a few is in it too. `id` changes with the address. */
  calendar_feed: { person_id: PersonId; id: string; token_hash: string; detail: Bit; kept: Bit; made_at: Instant; /** The last day on which a calendar asked for it. */ read_on: Day | null }
  /** When somebody wants to be reminded: minutes before, with commas between; empty for never. */
  reminder_choice: { person_id: PersonId; before: string; changed_at: Instant }
  post: { person_id: PersonId; id: string; role: Role; team: string; from_on: Day; until_on: Day | null }
  profile: {
    person_id: PersonId; job: string; agency: string; hello: string | null; hello_lang: string | null
    answers_within_days: number; phone: string | null; photo: string | null
    /** Being helped by this service says something delicate: its name is read only where that was agreed. */
    delicate: Generated<Bit>
  }
  session: {
    id_hash: string; person_id: PersonId; made_at: Instant; seen_at: Instant; expires_at: Instant
    confirmed: Bit; shared_phone: Bit
    /** `code`: the second step is still to be done; `lock`: it was done by a sent code, and opens only where a lock of one's own is set up. */
    waits_for: Generated<'code' | 'lock' | null>
  }
  /** Somebody's authenticator. `secret` is sealed; `last_step` is the last step whose code was used; `spares` are new spare codes, sealed, until `spares_until`. */
  authenticator: {
    person_id: PersonId; secret: string; made_at: Instant; confirmed_at: Instant | null; last_step: number; used_at: Instant | null
    spares: string | null; spares_until: Instant | null
  }
  /** The public half of a key that a device of somebody's keeps. `credential` and `public_key` (COSE) are base64url; `counter` is the last that the device gave. */
  passkey: {
    person_id: PersonId; id: PasskeyId; credential: string; public_key: string; counter: number; transports: string; backed_up: Bit
    name: string | null; made_at: Instant; used_at: Instant | null
  }
  spare_code: { person_id: PersonId; code_hash: string; used_at: Instant | null }
  one_time_code: {
    id: string; person_id: PersonId | null; link_hash: string | null; code_hash: string
    expires_at: Instant; tries_left: number; used_at: Instant | null
  }
  secret_link: {
    token_hash: string; kind: 'join' | 'reset'; person_id: PersonId | null; family_id: FamilyId | null
    member_id: MemberId | null; address: string | null; channel: 'email' | 'text' | 'letter' | null
    made_at: Instant; made_by: PersonId | null; expires_at: Instant; used_at: Instant | null; ended_at: Instant | null
    /** Of an invitation: the language it was made in. */
    lang: Generated<string | null>
  }
  rate_limit: { key: string; points: number; expire: number | null }
  form_use: { scope_id: string; form_id: string; content_hash: string; result: string; at: Instant }
  parked_form: { person_id: PersonId; id: string; path: string; fields: string; at: Instant }
}
