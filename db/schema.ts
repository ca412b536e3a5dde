/** The tables, as types. The statements that make them stand in migrations/; a family's things are keyed family first. */
import type { Generated } from 'kysely'
import type {
  AppointmentId, BudgetId, ChangeId, CircleId, ConversationId, DecisionId, EmergencyId, EntryId, FamilyId, FileId, FollowUpId, FundingId, GoalId, GroupDateId, HelpRequestId, ICanId, KindWordId, LineId, LinkId, MeetingPartId, MemberId,
  NoteId, OfferId, PersonId, ProgrammeId, ReviewId, ServiceId, SpendId, StepId, TransferId, ViewId,
} from '#app/values/ids.ts'
import type { BackupTables } from './schema-backup.ts'
import type { FamilyDateTables } from './family-dates.ts'
import type { OfferTables } from './offer-tables.ts'
import type { Day, Instant } from '#app/values/instant.ts'
import type { GroupTables } from './schema-groups.ts'
import type { InformationTables } from './schema-information.ts'
import type { MeetingTables } from './schema-meetings.ts'
import type { Pence } from '#app/values/money.ts'
import type { AskingTables, InsteadState, SpendRuled } from './schema-asking.ts'
import type { Once } from './once.ts'
import type { AccountTables, Bit } from './schema-accounts.ts'
import type { OrderTables } from './schema-orders.ts'
import type { PanelTables } from './schema-panel.ts'
import type { PaymentTables } from './schema-paying.ts'
import type { RoomTables } from './schema-rooms.ts'

export type { Bit, Role } from './schema-accounts.ts'

/** A place in a family. `network` and `other-parent` see only what is shared with them by name. */
export type Seat =
  | 'parent' | 'kin-carer' | 'young-person' | 'child' | 'network' | 'other-parent'
  | 'lead' | 'team' | 'coordinator'

/** Kinds of private things of which consent is given by name. */
export type Shareable = 'plan' | 'goal' | 'appointment' | 'budget' | 'spend' | 'fact'
/** Kinds of private things. What is said to somebody and what is kept in a note is for those it names: no consent opens it. */
export type Kind = Shareable | 'message' | 'note'

/** What is delicate: seen by people who help only where it was agreed by its name (TF ¶3.27; #36). */
export type Topic = 'sexual-health' | 'mental-health' | 'substances' | 'domestic-abuse'
/** What can be agreed: a kind of things, a delicate topic, or that others may read which service a helper is of. */
export type Agreeable = Shareable | Topic | 'listed'

/** What stands in a version of the plan: an entry, a goal, or a step of one. */
export type PlanPartKind = 'plan' | 'goal' | 'step'

/** How much help there is: some extra, most weeks, most days. */
export type HelpLevel = 'universal' | 'targeted' | 'intensive'

/** How an appointment is held. */
export type Mode = 'home' | 'phone' | 'video' | 'centre' | 'school'

/** Who may decide a spend, in rising order. */
export type Level = 'lead' | 'manager' | 'panel'

export type Bucket = 'council' | 'available' | 'asked' | 'committed' | 'spent' | 'returned'
/** `agree` is a yes that needs another one: of the next level, or of the rest of the panel. */
export type SpendWordKind = 'agree' | 'approve' | 'decline' | 'question' | 'answer' | 'cancel' | 'delivered' | 'paid' | 'lapse' | 'finished' | 'new-price' | 'suggest' | 'take' | 'keep' | 'late' | 'disagree'
  | 'rest' | 'refunded' | 'mended'
  /** Whoever decides knows whom it is about, or whom it pays, and leaves it to others. */
  | 'passed-on'
  | 'instead' | 'receipt' | 'receipt-yes' | 'receipt-no' | 'receipt-back'
export type SpendState = 'asked' | 'question' | 'approved' | 'declined' | 'cancelled' | 'delivered' | 'paid'

export interface Schema extends AskingTables, AccountTables, BackupTables, FamilyDateTables, GroupTables, InformationTables, MeetingTables, OfferTables, OrderTables, PanelTables, PaymentTables, RoomTables {
  family: {
    id: FamilyId; name: string; team: string; level: string; language: string; started_on: Day
    /** Somebody of another team who searches does not find it, nor that it is there. */
    shielded: Generated<Bit>
    seq: Generated<number>; chain_head: Generated<string>
  }
  member: {
    family_id: FamilyId; id: MemberId; person_id: PersonId | null; name: string; given_name: string
    seat: Seat; relation: string | null; born_on: Day | null; from_on: Day; until_on: Day | null; made_at: Instant
    /** Of whoever has the lead's place for some days: whose place it is. Null for the lead professional. */
    covers: Generated<MemberId | null>
    /** They come instead of somebody, and see no more of the family than that needs. */
    stands_in: Generated<Bit>
    /** How near they live and how close the family is to them, as its adults say; nobody of the network reads it. */
    lives: Generated<'near' | 'further' | 'abroad' | null>; touch: Generated<'close' | 'sometimes' | 'lost' | null>
  }
  /**
   * How an adult can be invited without harm, as the lead professional was told; only the lead professional sees it.
   * Once they have joined, their own `safe_contact` is what counts.
   */
  member_contact: {
    family_id: FamilyId; member_id: MemberId; email: string | null; mobile: string | null; language: string | null
    channel: 'email' | 'text' | 'none'; days: string; from_time: string; until_time: string; messages_ok: Bit
    /** Whose clocks they live by. */
    zone: Generated<string>
  }
  circle: { family_id: FamilyId; id: CircleId; made_by: MemberId; made_at: Instant }
  /** `who` is a member's id, or `seat:lead` for whoever holds that seat. */
  circle_member: { family_id: FamilyId; circle_id: CircleId; who: string }
  /** What somebody answered last to “Who can see this?” in this family; null for everybody. */
  last_answer: { family_id: FamilyId; member_id: MemberId; circle_id: CircleId | null }
  /** An adult other than a parent whom a child without an account trusts, as the child told somebody. */
  trusted_adult: {
    family_id: FamilyId; id: string; circle_id: CircleId | null; child_member: MemberId; adult_member: MemberId; noted_by: MemberId
    at: Instant; ended_at: Instant | null
  }
  /** A thing shown by name to a member whose seat would not show it. */
  shared_with: { family_id: FamilyId; thing_id: string; member_id: MemberId; at: Instant; by_member: MemberId }
  about: { family_id: FamilyId; thing_id: string; member_id: MemberId }
  /** Never overwritten: a change is a new row, and `withdrawn_at` on the old one. */
  consent: {
    family_id: FamilyId; id: string; to_member: MemberId; kind: Agreeable; about_member: MemberId; why: string; why_lang: Generated<string | null>
    given_by: MemberId; from_at: Instant; until_on: Day | null; withdrawn_at: Instant | null; withdrawn_by: Generated<MemberId | null>
    /** Given in person: who wrote it down, on which day it was said, and who else was there. */
    noted_by: Generated<MemberId | null>; said_on: Generated<Day | null>; present_member: Generated<MemberId | null>
  }
  /** Parental responsibility: who may agree for a child. */
  responsibility: { family_id: FamilyId; adult_member: MemberId; child_member: MemberId; at: Instant }
  /** A young person has said for themselves what somebody may see: from then on nobody says it for them. */
  own_say: { family_id: FamilyId; about_member: MemberId; to_member: MemberId; at: Instant }
  /** An adult of the family took back what the lead professional may see: somebody else is named by `due_on`. */
  hand_over: { family_id: FamilyId; id: string; from_member: MemberId; asked_by: MemberId; at: Instant; due_on: Day; ended_at: Instant | null }
  /** Sharing without consent: who decided it, on which lawful ground, why, until when, and who looks at it again. */
  safeguarding_decision: {
    family_id: FamilyId; id: DecisionId; to_member: MemberId; made_by: PersonId; made_at: Instant; basis: string; reason: string; reason_lang: string
    until_on: Day; shown: Bit; danger: string | null; reviewer: PersonId; review_by: Day
    reviewed_at: Instant | null; reviewed_by: PersonId | null; review_words: string | null; review_lang: string | null; ended_at: Instant | null; ended_by: PersonId | null
  }
  /** What a decision covers, in the shape of `consent`, so that one clause reads both. */
  decided: {
    family_id: FamilyId; decision_id: DecisionId; to_member: MemberId; kind: Agreeable; about_member: MemberId; from_at: Instant; until_on: Day | null; withdrawn_at: Instant | null
  }
  /** Somebody under 18 who looks after somebody: said, then asked for their own assessment by a day, then answered (s17ZA CA 1989). */
  caring: {
    family_id: FamilyId; id: string; circle_id: CircleId; about_member: MemberId; asked_by: MemberId; talk_to: MemberId | null
    state: 'said' | 'asked' | 'offered' | 'done' | 'not-now'; said_at: Instant; asked_at: Instant | null; due_on: Day | null
    answer: string | null; answer_lang: string | null; answered_at: Instant | null; answered_by: PersonId | null; again_on: Day | null
  }
  /** Somebody of a family who asks for another who has been through the same; once it has ended, no name and no number of either. */
  peer_contact: {
    family_id: FamilyId; id: string; circle_id: CircleId; asked_by: MemberId; asked_at: Instant; likeness: 'parent' | 'young-person' | 'carer'
    first_name: string | null; reach: string | null; words: string | null; lang: string; state: 'asked' | 'agreed' | 'ended'; due_on: Day | null
    said: string | null; said_lang: string | null; said_at: Instant | null; peer_name: string | null; peer_reach: string | null; peer_agreed_on: Day | null
    noted_by: PersonId | null; noted_at: Instant | null; ended_at: Instant | null; ended_by: 'asker' | 'peer' | null
  }
  /** Who brings up which child, without parental responsibility. */
  cares_for: { family_id: FamilyId; carer_member: MemberId; child_member: MemberId; at: Instant }
  /** What somebody who brings up a child needs to know of their school or health. Never overwritten: a new one, and `ended_at` on the old. */
  fact: {
    family_id: FamilyId; id: string; circle_id: CircleId | null; child_member: MemberId; topic: 'school' | 'health'; words: string; lang: string
    said_by: MemberId; made_at: Instant; ended_at: Instant | null
  }
  /** "This isn't right", beside the original and in its circle; the original stays as it is. */
  correction: {
    family_id: FamilyId; id: string; circle_id: CircleId | null; thing_kind: 'plan' | 'goal' | 'fact'; thing_id: string; words: string; lang: string
    by_member: MemberId; at: Instant; answer: string | null; answer_lang: string | null; answered_at: Instant | null; answered_by: PersonId | null
  }
  /** "This isn't right" about oneself, beside what is kept; an administrator answers. */
  person_correction: {
    person_id: PersonId; id: string; words: string; lang: string; at: Instant; answer: string | null; answer_lang: string | null; answered_at: Instant | null; answered_by: PersonId | null
  }
  /** Somebody asks to be forgotten; an administrator carries it out by a day. */
  erasure: { person_id: PersonId; id: string; asked_at: Instant; due_on: Day; done_at: Instant | null; done_by: PersonId | null }
  /** A thing that touches something delicate. */
  delicate: { family_id: FamilyId; thing_id: string; topic: Topic }
  /** A sitting of somebody who helps with a family's record: it begins with a reason and ends by itself. */
  sitting: { family_id: FamilyId; id: string; person_id: PersonId; reason: string; reason_lang: string | null; opened_at: Instant; until_at: Instant }

  /** One look at a family's plan by somebody who is none of its helpers, in an emergency; a manager of its team looks at why. */
  emergency_view: {
    family_id: FamilyId; id: EmergencyId; person_id: PersonId; reason: string; reason_lang: string; opened_at: Instant; until_at: Instant
    seen_at: Instant | null; review_on: Day; reviewed_at: Instant | null; reviewed_by: PersonId | null
    finding: 'right' | 'wrong' | null; words: string | null; lang: string | null
  }
  /** Of an emergency view: who of the family does not read of it, because that would be dangerous. */
  emergency_kept: { family_id: FamilyId; view_id: EmergencyId; member_id: MemberId }
  /** What the checks of a night found in the record of events, in the books, and among what is open: 0 when all is right. */
  nightly_check: { what: 'record' | 'books' | 'owners' | 'contacts'; on_day: Day; at: Instant; findings: number }

  event: {
    scope_id: Once<string>; seq: Once<number>; id: Once<string>; at: Once<Instant>
    by_person: Once<PersonId | null>; by_member: Once<MemberId | null>
    kind: Once<string>; thing_kind: Once<string | null>; thing_id: Once<string | null>; circle_id: Once<CircleId | null>
    /** The only columns that may ever change, and only to null: a text erased as the law asks. */
    data: string | null; salt: string | null
    commitment: Once<string>; before_hash: Once<string>; hash: Once<string>
  }
  outbox: {
    id: string; scope_id: string; to_person: PersonId | null; channel: 'email' | 'text'; address: string; lang: string
    subject: string; body: string
    /** Asked for this minute: sent as it is, outside of safe hours too. */
    at_once: Bit
    not_before: Instant; made_at: Instant
    /** waiting -> claimed (by a worker) -> sending (in its hand) -> sent, failed, unknown, or waiting for the next try. */
    state: 'waiting' | 'claimed' | 'sending' | 'sent' | 'unknown' | 'failed'; claimed_at: Instant | null; tries: number; sent_at: Instant | null
    /** The hours of an address that was given for this message alone, as `12345 10:00 12:00 Europe/London`, and the name it comes from. */
    hours: Generated<string | null>; sender: Generated<string | null>
  }

  plan_entry: {
    family_id: FamilyId; id: EntryId; circle_id: CircleId | null; kind: 'strength' | 'matters' | 'says' | 'need' | 'action'; words: string; lang: string
    said_by: MemberId | null; owner_member: MemberId | null; owner_name: string | null; owner_agency: string | null
    goal_id: GoalId | null
    /** Of an action by when it is done, of a need by when it is answered. */
    due_on: Day | null; done_at: Instant | null; made_by: PersonId; made_at: Instant
    /** What a need is about; the need that an action answers. */
    area: Generated<string | null>; need_id: Generated<EntryId | null>
    /** A need that is not answered now: why, and when to ask again. */
    not_now: Generated<string | null>; not_now_lang: Generated<string | null>; again_on: Generated<Day | null>
    /** Taken out of the plan again. */
    ended_at: Generated<Instant | null>
    /** An action that somebody offered instead of money. */
    instead: Generated<Bit>
  }
  /** How the words of an entry, a goal or a step stood: the first is kept when it is changed or put forward. `circle_id`: whoever it was kept to then. */
  revision: {
    family_id: FamilyId; thing_id: string; number: number; circle_id: CircleId | null; thing_kind: PlanPartKind; words: string; lang: string; due_on: Day | null
    by_member: MemberId | null; by_person: PersonId | null; at: Instant
  }
  /** The plan as it was put forward; written once. */
  plan_version: { family_id: Once<FamilyId>; number: Once<number>; put_by: Once<MemberId>; at: Once<Instant>; review_on: Once<Day> }
  /** What stood in a version, each in which words, by when and by whom. */
  plan_version_part: {
    family_id: Once<FamilyId>; version: Once<number>; thing_id: Once<string>; thing_kind: Once<PlanPartKind>; revision: Once<number>; circle_id: Once<CircleId | null>; due_on: Once<Day | null>
    owner_member: Once<MemberId | null>; owner_name: string | null; owner_agency: Once<string | null>
  }
  /** What somebody says to a version. Never overwritten: a change is a new row, and `ended_at` on the old one. */
  plan_answer: {
    family_id: FamilyId; id: string; version: number; side: 'family' | 'services'; member_id: MemberId; agrees: Bit; at: Instant
    /** Told to the lead professional, who wrote it down, and on which day. */
    noted_by: MemberId | null; said_on: Day | null; ended_at: Instant | null
  }
  /** A worry beside a yes, or the reason of a no; `owner_member` says whose. */
  plan_answer_words: { family_id: FamilyId; id: string; circle_id: CircleId | null; owner_member: MemberId; words: string; lang: string }
  /** How the newest version stands; none while the plan was never put forward. `active_version`: the one that holds meanwhile. */
  plan_state: { family_id: FamilyId; state: 'put-forward' | 'active'; version: number; active_version: number | null; review_on: Day }
  /** What was said about an action of the plan, by its owner or about them: never changed. `by_name` is of whoever came by a link, or did it before. */
  promise_word: {
    family_id: FamilyId; id: string; thing_id: string; kind: 'accepted' | 'moved' | 'done' | 'cannot' | 'fell' | 'no-longer' | 'told'
    by_member: MemberId | null; by_name: string | null; by_agency: string | null; words: string | null; lang: string | null
    day_before: Day | null; day_after: Day | null; at: Instant
  }
  /** A link by which somebody without an account answers one thing. `names_family`: its page may say the family's name. */
  thing_link: {
    family_id: FamilyId; id: LinkId; thing_kind: 'action' | 'appointment'; thing_id: string; token_hash: string; channel: 'email' | 'text'; address: string; lang: string
    names_family: Bit; made_by: MemberId; made_at: Instant; expires_at: Instant; ended_at: Instant | null
  }
  /** The level of help on the same plan, each change in words for the family. */
  level_change: { family_id: FamilyId; id: string; level_before: HelpLevel; level_after: HelpLevel; words: string; lang: string; by_member: MemberId; at: Instant }
  /** A child protection plan beside the family's own; `circle_id`: whoever sees that there is one. */
  protection: { family_id: FamilyId; id: string; circle_id: CircleId; since_on: Day; ended_on: Day | null; by_member: MemberId; at: Instant }
  /** A family that nobody leads: the manager who names somebody, and by when; `from_member`: who led before. */
  lead_gap: { family_id: FamilyId; id: string; from_member: MemberId | null; owner_person: PersonId; at: Instant; due_on: Day; ended_at: Instant | null }
  /** Somebody of the family asks for another lead professional than `about_member`, who does not read why. A manager answers. */
  lead_wish: {
    family_id: FamilyId; id: string; about_member: MemberId; asked_by: MemberId; reason: string; lang: string; at: Instant; due_on: Day
    answered_at: Instant | null; answered_by: PersonId | null; answer: string | null; answer_lang: string | null
  }
  /** What an adult answers to the offer of a family meeting; no row is no answer. `due_on`: by when somebody is named after a yes. */
  meeting_answer: { family_id: FamilyId; member_id: MemberId; answer: 'yes' | 'not-now' | 'no'; again_on: Day | null; due_on: Day | null; at: Instant }
  /** Who was told that a service's promise is late, by the day that it was for: each of the area's steps once. */
  escalation: { family_id: FamilyId; thing_id: string; due_on: Day; step: 'owner' | 'lead' | 'manager'; at: Instant }
  /** A drawing or a voice note beside words of the plan. `content` is base64, `size` its bytes; `what` says what it is to whoever cannot see or hear it. */
  plan_file: { family_id: FamilyId; id: FileId; entry_id: EntryId; type: string; content: string; size: number; what: string; what_lang: string; by_member: MemberId; at: Instant }
  goal: {
    family_id: FamilyId; id: GoalId; circle_id: CircleId | null; words: string; lang: string; category: string
    made_by: MemberId; made_at: Instant; state: 'open' | 'reached' | 'paused' | 'let-go'
  }
  step: {
    family_id: FamilyId; id: StepId; goal_id: GoalId; words: string; lang: string; owner_member: MemberId
    due_on: Day; done_at: Instant | null; position: number
    /** Kept to fewer than its goal; null for whoever sees the goal. */
    circle_id: Generated<CircleId | null>
  }
  /** The strengths that a goal builds on: told to whoever sees both. */
  builds_on: { family_id: FamilyId; goal_id: GoalId; entry_id: EntryId }
  /** A thank-you, a small win or an offer of help, for whoever sees the thing; an offer may have no words. */
  kind_word: {
    family_id: FamilyId; id: KindWordId; kind: 'thanks' | 'win' | 'offer'; thing_kind: 'goal' | 'step' | 'plan'; thing_id: string; words: string | null; lang: string | null
    by_member: MemberId; at: Instant
    /** What became of an offer; null while it waits, and of all else. */
    state: Generated<'taken' | 'not-now' | null>
  }
  /** Help that somebody of the network offers unasked, to those in its circle; taken up, it is an action of the plan. */
  i_can: {
    family_id: FamilyId; id: ICanId; circle_id: CircleId; by_member: MemberId; words: string | null; lang: string; at: Instant
    state: InsteadState; answered_at: Instant | null; answered_by: MemberId | null; entry_id: EntryId | null
  }
  rating: { family_id: FamilyId; id: string; goal_id: GoalId; member_id: MemberId; score: number; note: string | null; note_lang: string | null; at: Instant }

  /** Talk of the members in its circle, which is never changed: whoever is to read it besides is asked into a new one. */
  conversation: {
    family_id: FamilyId; id: ConversationId; circle_id: CircleId; topic: string; lang: string; started_by: MemberId; started_at: Instant
    /** When something was last said in it. */
    last_at: Instant
  }
  message: { family_id: FamilyId; id: string; conversation_id: ConversationId; by_member: MemberId; words: string; lang: string; at: Instant }
  /** Up to when a member has read a conversation: a bookmark, told to nobody else. */
  conversation_read: { family_id: FamilyId; conversation_id: ConversationId; member_id: MemberId; read_until: Instant }
  /** What somebody keeps for themselves and those they name; only its newest words are there, and none once it is thrown away. */
  note: {
    family_id: FamilyId; id: NoteId; circle_id: CircleId; words: string; lang: string; by_member: MemberId; made_at: Instant; changed_at: Instant | null
  }

  working_hours: {
    practitioner_id: PersonId; id: string; weekday: number; from_time: string; until_time: string
    /** Modes offered in these hours, comma between: `home,phone`. */
    modes: string; place: string | null; from_on: Day; until_on: Day | null
    /** Null is each week; otherwise a rule of RFC 5545, counted from `from_on`. */
    rule: Generated<string | null>
  }
  /** Days on which a nation does not work; one at the weekend is not here, its substitute is. */
  bank_holiday: { nation: 'england' | 'wales' | 'scotland' | 'northern-ireland'; on_day: Day; name: string }
  /** What a practitioner's diary says for all of its hours. `lengths` is JSON: minutes by mode, where they differ from the area's. */
  diary: { practitioner_id: PersonId; lengths: string }
  /** Once, or with a rule of RFC 5545 on its days until `until_on`, at the times on the wall of the first. */
  time_off: { practitioner_id: PersonId; id: string; from_at: Instant; until_at: Instant; rule: Generated<string | null>; until_on: Generated<Day | null>; /** Who sees the families meanwhile. */ cover_person: Generated<PersonId | null> }
  appointment: {
    family_id: FamilyId; id: AppointmentId; circle_id: CircleId | null; practitioner_id: PersonId; mode: Mode; place: string | null
    starts_at: Instant; ends_at: Instant; state: 'booked' | 'cancelled' | 'seen' | 'not-seen'
    note: string | null; note_lang: string | null
    /** JSON list of needs: interpreter, bsl, step-free, childcare, companion, fare, woman, man. */
    needs: string; interpreter_lang: string | null
    sequence: number; booked_by: MemberId; booked_at: Instant; cancelled_at: Instant | null
    /** When it was last moved or cancelled; null as it was booked. */
    changed_at: Generated<Instant | null>
    /** Of `not-seen`: it was for a child, whom nobody could bring. */
    not_brought: Generated<Bit>
    /** Of `cancelled`: by whom, and why in their words. */
    ended_by: Generated<'family' | 'service' | null>; ended_why: Generated<string | null>; ended_lang: Generated<string | null>
    /** Whose words they are, of the family. */
    ended_member: Generated<MemberId | null>
    /** How often the family chose another time; a service's change is not counted. */
    family_moves: Generated<number>
    /** For whom the practitioner comes, who is away or has left. */
    covers_person: Generated<PersonId | null>
    /** It is a place in a group, at one of its dates, for so many people. */
    group_date_id: Generated<GroupDateId | null>; places: Generated<number | null>
    /** What a family decided at a meeting, for which it is. */
    decided_id: Generated<MeetingPartId | null>
  }
  /** One reminder of one time to one reader: a message of the outbox while it waits or has gone, and the link in it. */
  reminder: {
    family_id: FamilyId; appointment_id: AppointmentId; person_id: PersonId; before_minutes: number; starts_at: Instant; message_id: string; token_hash: string; made_at: Instant
  }
  /** What makes a visit possible for somebody (`child_member` as in `fact`, whose rule it follows); `needs` as in `appointment`. */
  known_need: { family_id: FamilyId; id: string; circle_id: CircleId | null; child_member: MemberId; needs: string; interpreter_lang: string | null; said_by: MemberId; said_at: Instant }
  /** Times that somebody who helps offers, until the family answers. It holds no time. `member_id` is their place in the family. */
  appointment_offer: {
    family_id: FamilyId; id: OfferId; circle_id: CircleId | null; practitioner_id: PersonId; member_id: MemberId; mode: Mode; answer_by: Day
    state: 'open' | 'accepted' | 'others' | 'not-now' | 'withdrawn'; words: string | null; lang: string | null; offered_at: Instant
    answered_by: MemberId | null; answered_at: Instant | null; answer: string | null; answer_lang: string | null; again_on: Day | null; appointment_id: AppointmentId | null
    /** What was called off because somebody is away or has left. */
    instead_of: Generated<AppointmentId | null>
  }
  offer_time: { family_id: FamilyId; offer_id: OfferId; starts_at: Instant }
  /** The way into a call, from whoever is met. */
  way_in: { family_id: FamilyId; appointment_id: AppointmentId; link: string | null; phone: string | null; given_at: Instant }
  /** What its owner sees to by a day before an appointment; it ends when that is off. */
  arrangement: {
    family_id: FamilyId; appointment_id: AppointmentId; need: 'interpreter' | 'bsl' | 'childcare' | 'fare'; owner_member: MemberId; due_on: Day
    arranged_at: Instant | null; ended_at: Instant | null
  }
  /** What somebody who helps sees to by a day, until it is done. `owner_member` null is whoever leads. As kept as its appointment; without one it is its owner's work alone. */
  follow_up: {
    family_id: FamilyId; id: FollowUpId; appointment_id: AppointmentId | null; why: 'not-seen' | 'moved-often' | 'not-now' | 'nothing-next' | 'left' | 'away' | 'unanswered'
    /** What the area asks for after the second and the third time. */
    raised: 'call' | 'visit' | 'talk' | null; owner_member: MemberId | null; due_on: Day; made_at: Instant
    /** Done, by whom and what came of it; by nobody where its owner left and nobody else may know of it. */
    done_at: Generated<Instant | null>; done_by: Generated<PersonId | null>; words: Generated<string | null>; lang: Generated<string | null>
    /** Of `unanswered`: which offer. */
    offer_id: Generated<OfferId | null>
  }
  /** What one of the family says got in the way of an appointment: a comma between; `words` where it was something else. As kept as its appointment. */
  in_the_way: { family_id: FamilyId; appointment_id: AppointmentId; by_member: MemberId; what: string; words: string | null; lang: string | null; at: Instant }
  /** Who comes too; each one's cells are taken with it. */
  appointment_with: { family_id: FamilyId; appointment_id: AppointmentId; practitioner_id: PersonId; /** Null for whoever leads a group and has no place in this family. */ member_id: MemberId | null }
  /**
   * Who comes to an appointment instead of somebody who is away or has left. `asked`: only with the family's yes, for it is kept or
   * delicate; `comes`: the family was told; `agreed`: it said yes. `back_on` is the first day on which the other is back, if they are.
   */
  appointment_cover: {
    family_id: FamilyId; appointment_id: AppointmentId; away_person: PersonId; cover_person: PersonId; cover_member: MemberId | null; state: 'asked' | 'comes' | 'agreed' | 'ended'
    asked_at: Instant; back_on: Day | null; answered_by: MemberId | null; answered_at: Instant | null
  }
  /** A quarter of an hour of a practitioner, counted from 1970 in UTC; unique, so no time is given twice. */
  cell: { practitioner_id: PersonId; cell: number; family_id: FamilyId; appointment_id: AppointmentId; travel: Bit }

  service: {
    id: ServiceId; source: 'open-referral' | 'outpost'; source_id: string; name: string; description: string
    organisation: string | null; url: string | null; email: string | null; phone: string | null
    min_age: number | null; max_age: number | null; free: Bit; needs_referral: Bit; tier: 'open' | 'ask'
    attending: string | null; languages: string; when_text: string | null; access_text: string | null
    content_hash: string; search_text: string; archived: Bit; updated_at: Instant | null; imported_at: Instant
  }
  service_place: { service_id: ServiceId; id: string; name: string | null; address: string | null; postcode: string | null; lat: number | null; lon: number | null }
  service_option: { service_id: ServiceId; id: string; label: string; unit: string; pence: Pence | null; position: number }
  service_category: { service_id: ServiceId; slug: string; name: string }

  budget: { family_id: FamilyId; id: BudgetId; circle_id: CircleId | null; name: string; holding: 'council' | 'direct-payment' | 'service-fund' | 'prepaid-card'; from_on: Day; until_on: Day }
  funding: { family_id: FamilyId; id: FundingId; budget_id: BudgetId; source: string; expires_on: Day }
  /** A sum agreed beforehand for a purpose. While `agreed_at` is null it is proposed, and nothing may come from it. */
  spending_line: {
    family_id: FamilyId; id: LineId; budget_id: BudgetId; name: string; pence: Pence
    /** Who agrees it: a manager alone, or the panel. */
    level: 'manager' | 'panel'
    proposed_by: PersonId; proposed_at: Instant; agreed_at: Instant | null; until_on: Day
  }
  /** Who has agreed a line. */
  spending_line_yes: { family_id: FamilyId; line_id: LineId; person_id: PersonId; at: Instant }
  spend: SpendRuled & {
    family_id: FamilyId; id: SpendId; budget_id: BudgetId; circle_id: CircleId | null; line_id: LineId | null
    what: string; what_lang: string; payee: string; service_id: ServiceId | null; option_id: string | null
    /** The name of the price option, as the directory had it. */
    label: string | null
    unit: string; unit_pence: Pence; quantity: number; pence: Pence; goal_id: GoalId; needed_on: Day
    state: SpendState; level: Level; asked_by: MemberId; asked_at: Instant; decided_at: Instant | null
    /** Rises with every change; what was decided on must be what was seen. */
    version: number
  }
  /** What was said and decided about a spend, in order. */
  spend_word: {
    family_id: FamilyId; id: string; spend_id: SpendId; kind: SpendWordKind
    level: Level | null; /** Null of what the house does. */ by_person: PersonId | null; by_member: MemberId | null; at: Instant
    /** The version that the spend had after it: their order. */
    version: number
    reason: string | null; words: string | null; lang: string | null
  }
  transfer: {
    family_id: Once<FamilyId>; id: Once<TransferId>; budget_id: Once<BudgetId>; funding_id: Once<FundingId>; spend_id: Once<SpendId | null>
    from_bucket: Once<Bucket>; to_bucket: Once<Bucket>; pence: Once<Pence>; at: Once<Instant>; by_person: Once<PersonId | null>
    why: Once<string>; corrects: Once<TransferId | null>
    /** Counts the transfers of one budget from 1; and what was left in that budget after this one. */
    position: Once<number>; left_after: Once<Pence>
  }
  /** Cached sums of transfers, over all spends; `ledger:verify` proves them equal. */
  balance: { family_id: FamilyId; budget_id: BudgetId; funding_id: FundingId; bucket: Exclude<Bucket, 'council'>; pence: Pence }
  /** Why somebody mended a line of the books, or what they say of money that came in or back. As kept as its budget. */
  transfer_note: { family_id: FamilyId; transfer_id: TransferId; words: string; lang: string }
  money_move: { family_id: FamilyId; out_id: TransferId; in_id: TransferId }
  /** Money of a budget that ends on a day, from the notice on. As kept as its budget. */
  period_end: {
    family_id: FamilyId; budget_id: BudgetId; ends_on: Day; told_at: Instant; /** Not before this day is it given back. */ returns_on: Day
    said_by: MemberId | null; said_at: Instant | null; words: string | null; lang: string | null
    /** The day by which whoever answers says whether it stays. */
    answer_by: Day | null; answered_at: Instant | null; answered_by: PersonId | null; stays_until: Day | null; answer_words: string | null; answer_lang: string | null
    returned_at: Instant | null
  }

  /** A family's reviews; one at the most is open. Whatever the plan says, `due_on` of the open one is when it is looked at next. */
  review: {
    family_id: FamilyId; id: ReviewId; due_on: Day; planned_at: Instant; planned_by: PersonId | null; closed_at: Generated<Instant | null>; closed_by: Generated<PersonId | null>
    outcome: Generated<'goes-on' | 'plan-closed' | null>; words: Generated<string | null>; lang: Generated<string | null>
  }
  /** How it is going for one of the family, before a review: in their own words, or as somebody wrote it down with them. */
  review_view: {
    family_id: FamilyId; id: ViewId; circle_id: CircleId | null; review_id: ReviewId; about_member: MemberId; noted_by: MemberId; form: 'adult' | 'young' | 'child'
    better: string | null; hard: string | null; change: string | null; score: number | null; face: 'good' | 'middling' | 'hard' | null; lang: string; at: Instant
  }
  /** Why a review closed without what a child says. */
  review_reason: {
    family_id: FamilyId; review_id: ReviewId; about_member: MemberId; reason: 'too-little' | 'did-not-want' | 'not-there' | 'told-elsewhere' | 'other'
    words: string | null; lang: string | null; at: Instant
  }

  /** Something that changed in a family's life, as one of them told it; whoever leads talks with them by a day. */
  life_event: {
    family_id: FamilyId; id: ChangeId; circle_id: CircleId | null; kind: 'baby' | 'prison' | 'home' | 'diagnosis' | 'death' | 'other'; words: string; lang: string; said_by: MemberId; at: Instant; due_on: Day
    answer: Generated<string | null>; answer_lang: Generated<string | null>; answered_at: Generated<Instant | null>; answered_by: Generated<PersonId | null>
  }

  /** A programme that was offered to a family; its data stands in `programmes/`. Until the family says yes it has no contacts. */
  programme: {
    family_id: FamilyId; id: ProgrammeId; circle_id: CircleId | null; programme_key: string; worker_member: MemberId; start_on: Day; due_on: Day | null; born_on: Day | null
    state: 'offered' | 'running' | 'declined' | 'ended'; offered_by: PersonId; offered_at: Instant; answered_by: Generated<MemberId | null>; answered_at: Generated<Instant | null>; ended_at: Generated<Instant | null>
  }
  /** One contact of a programme. `moved`: on another day than the data asked for; `phase` from 0, `count` within it from 1. */
  programme_contact: { family_id: FamilyId; programme_id: ProgrammeId; number: number; phase: number; count: number; on_day: Day; state: 'planned' | 'moved' | 'held' | 'missed' }

  help_request: {
    id: HelpRequestId; reference: string; code_hash: string; words: string; lang: string; topics: string
    for_whom: string; name: string; contact: string; contact_when: string | null; safe_to_leave_message: Bit
    owner_id: PersonId; due_on: Day; state: 'waiting' | 'answered'; answer: string | null; answer_lang: string | null
    answered_at: Instant | null; family_id: FamilyId | null; made_at: Instant
  }
}
