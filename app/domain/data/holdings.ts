/** What is held, table by table: in which part of somebody's copy of it, or why in none. A new table does not compile until it stands here. */
import type { Schema } from '#db/schema.ts'

/** The parts of the copy, in their order on the page. */
export const parts = [
  'person', 'contact', 'places', 'posts', 'sessions', 'agreements', 'decisions', 'looks', 'goals', 'steps', 'ratings', 'kindWords', 'plan', 'facts', 'caring', 'corrections',
  'appointments', 'spends', 'spendWords', 'sittings', 'talk', 'notes', 'messages', 'events', 'kept',
] as const
export type Part = (typeof parts)[number]

type Holding = { readonly in: Part } | { readonly out: string }

export const holdings: Readonly<Record<keyof Schema, Holding>> = {
  person: { in: 'person' }, safe_contact: { in: 'contact' }, must_not_learn: { in: 'contact' }, address_change: { in: 'contact' }, member: { in: 'places' }, post: { in: 'posts' }, profile: { in: 'posts' }, session: { in: 'sessions' }, passkey: { in: 'sessions' },
  consent: { in: 'agreements' }, responsibility: { in: 'agreements' }, cares_for: { in: 'agreements' }, own_say: { in: 'agreements' }, hand_over: { in: 'agreements' }, lead_wish: { in: 'agreements' }, meeting_answer: { in: 'agreements' },
  safeguarding_decision: { in: 'decisions' }, decided: { in: 'decisions' },
  goal: { in: 'goals' }, step: { in: 'steps' }, rating: { in: 'ratings' }, kind_word: { in: 'kindWords' }, i_can: { in: 'kindWords' }, plan_file: { in: 'plan' }, builds_on: { out: 'which strength a goal names: both are here' }, plan_entry: { in: 'plan' }, promise_word: { in: 'plan' }, review_view: { in: 'plan' }, review_reason: { in: 'plan' }, life_event: { in: 'plan' }, revision: { in: 'plan' }, plan_answer: { in: 'agreements' }, plan_answer_words: { in: 'agreements' }, fact: { in: 'facts' }, caring: { in: 'caring' }, peer_contact: { in: 'caring' }, correction: { in: 'corrections' }, person_correction: { in: 'corrections' },
  in_the_way: { in: 'appointments' },
  appointment_cover: { out: 'who came instead: the appointment is here' },
  spend_order: { in: 'spends' }, delivery: { in: 'spendWords' }, bill: { out: 'of a provider, for a spend that is here' }, spend_helped: { in: 'spendWords' },
  group_wait: { in: 'appointments' }, group_series: { out: 'what a group is: open to every family' }, group_leader: { out: 'a diary, on its own page' }, group_date: { out: 'counts, without names' }, group_hold: { out: 'a diary, on its own page' },
  appointment: { in: 'appointments' }, spend: { in: 'spends' }, spend_word: { in: 'spendWords' }, sitting: { in: 'sittings' }, emergency_view: { in: 'sittings' }, emergency_kept: { out: 'who does not read of a look: telling them would undo it' },
  offer_with: { out: 'who comes too: the offer is here' }, contact_offer: { out: 'for which visit times are offered: both are here' },
  backup_run: { out: 'the family\'s; on its own page' }, backup_task: { in: 'plan' }, backup_opened: { out: 'what was open to somebody for some days: the words are the plan\'s' }, backup_look_back: { in: 'plan' },
  backup_entry: { in: 'plan' },
  room: { out: 'that private time is open or closed; on the meeting\'s page' }, room_key: { out: 'a lock: a sealed key' }, room_post: { in: 'talk' }, room_before: { in: 'talk' }, room_proposal: { in: 'talk' }, room_answer: { in: 'talk' },
  meeting: { in: 'plan' }, meeting_sitting: { out: 'when and where; on the meeting\'s page' }, meeting_person: { in: 'places' },
  meeting_need: { in: 'facts' },
  meeting_guest: { out: 'how somebody came to their place, which is here' },
  meeting_mark: { in: 'places' }, meeting_finding: { out: 'how a day is found; on the meeting\'s page' }, meeting_time: { out: 'times that are asked of; on the meeting\'s page' }, meeting_link: { out: 'a lock: a hash; what was said by it is here' }, meeting_reminder: { out: 'when somebody is reminded: the message itself is here' },
  meeting_information: { in: 'plan' }, meeting_question: { in: 'plan' }, meeting_informer: { out: 'a piece of work' }, meeting_information_in: { out: 'another\'s words, beside the original' }, meeting_information_shown: { out: 'who reads it: the meeting is here' },
  meeting_plan: { in: 'plan' }, meeting_part: { in: 'plan' }, meeting_part_went: { in: 'plan' }, decided_money: { out: 'what a meeting decided to pay for: its part is here' },
  family_date: { in: 'facts' }, feast_day: { out: 'nobody in it' },
  known_need: { in: 'facts' }, appointment_offer: { in: 'appointments' }, offer_time: { out: 'the times of an offer that is here' }, way_in: { out: 'a link or number of whoever helps, until a call is over' }, arrangement: { out: 'who arranges what for an appointment that is here' },
  conversation: { in: 'talk' }, message: { in: 'talk' }, note: { in: 'notes' }, conversation_read: { in: 'talk' },
  calendar_feed: { in: 'contact' }, reminder_choice: { in: 'contact' }, reminder: { out: 'a lock: a hash; the message itself is here' },
  outbox: { in: 'messages' }, event: { in: 'events' }, parked_form: { in: 'kept' }, erasure: { in: 'kept' },
  area: { out: 'nobody in it' }, area_setting: { out: 'the area\'s; who changed it is in their events' },
  one_time_code: { out: 'a lock: a hash that holds ten minutes' }, secret_link: { out: 'a lock: a hash; the invitation itself is among the messages' }, notice_link: { out: 'a lock: a hash; the message itself is here' },
  authenticator: { out: 'a lock: a sealed key' }, spare_code: { out: 'a lock: hashes' }, rate_limit: { out: 'a lock: counts without names' }, form_use: { out: 'a hash of what was sent, so that it has one effect' },
  family: { out: 'the family\'s name stands with the place in it' }, member_contact: { out: 'told by others before somebody joined, to invite them without harm' },
  plan_version: { out: 'the family\'s; on its own page' }, plan_version_part: { out: 'which words stood in it: they are here' }, plan_state: { out: 'how it stands' },
  follow_up: { out: 'the work of whoever helps; on the appointment\'s page' },
  programme: { out: 'the family\'s, on its own page' }, programme_contact: { out: 'as programme' },
  review: { out: 'the family\'s, on its own page' },
  circle: { out: 'who is inside is the others\' too; the thing itself is here' }, circle_member: { out: 'as circle' }, shared_with: { out: 'as circle' },
  about: { out: 'what a thing is about is how it got here' }, last_answer: { out: 'as circle' }, trusted_adult: { out: 'whom a child without an account trusts; the child\'s' }, delicate: { out: 'a mark on a thing that is here' },
  thing_link: { out: 'a lock: a hash; what was sent stands beside the action' }, escalation: { out: 'whose work is late: the days stand in the plan' },
  lead_gap: { out: 'whose work it is to name somebody' },
  level_change: { out: 'the family\'s; in its plan' }, protection: { out: 'the family\'s; in its plan' },
  nightly_check: { out: 'nobody in it' }, working_hours: { out: 'a diary, on its own page' }, diary: { out: 'as working_hours' }, bank_holiday: { out: 'nobody in it' }, time_off: { out: 'a diary, on its own page' }, appointment_with: { out: 'who else came: the appointment is here' }, cell: { out: 'the same as the appointment, by quarters of an hour' },
  service: { out: 'nobody in it' }, service_place: { out: 'nobody in it' }, service_option: { out: 'nobody in it' }, service_category: { out: 'nobody in it' },
  budget: { out: 'the family\'s; on its own page with its statement' }, funding: { out: 'as budget' }, spending_line: { out: 'as budget' }, spending_line_yes: { out: 'a decision of work' },
  help_instead: { in: 'spendWords' },
  holding_wish: { in: 'spendWords' },
  two_adults: { in: 'agreements' }, spend_together: { in: 'spendWords' },
  receipt: { in: 'spends' }, own_account: { in: 'spends' },
  payment: { out: 'the payment of a spend that is here' }, payee_account: { out: 'where a payee is paid' }, payment_run: { out: 'a piece of work' }, payment_line: { out: 'the payment of a spend that is here' }, payment_oddity: { out: 'what a bank said that fits nobody' },
  panel_day: { out: 'a day of the area' }, panel_item: { out: 'what those who decide weighed; the outcome and its reason are on the page of the request, which is here' }, panel_there: { out: 'a piece of work' },
  spend_suggestion: { out: 'what whoever decides suggested; on the page of the request, which is here' },
  spend_for: { out: 'for whom a request is: it is here by whoever asked' }, spend_draft: { in: 'spends' }, spend_file: { in: 'spends' },
  transfer: { out: 'the money of a spend that is here' }, balance: { out: 'sums' },
  transfer_note: { out: 'the area\'s, of its own books; in the statement' }, money_move: { out: 'as transfer' }, period_end: { in: 'spendWords' },
  help_request: { out: 'asked without an account; followed by its reference and code' },
}

/** Columns in which words or a name of somebody who was forgotten may still stand, each with why the law keeps them (UK GDPR, article 17(3)). */
export const keptByLaw: Readonly<Record<string, string>> = {
  'spend.what': 'what public money was asked for', 'spend.payee': 'who was paid', 'payment.payee': 'who was paid', 'payment_line.payee': 'who was paid', 'family.name': 'the family\'s, whose others are still here',
  'safeguarding_decision.reason': 'why something was shared without asking', 'safeguarding_decision.danger': 'why a family does not read it', 'safeguarding_decision.review_words': 'what a second person found',
  'emergency_view.reason': 'why a record was opened in an emergency', 'emergency_view.words': 'what was found about that', 'sitting.reason': 'why a record was opened',
}
