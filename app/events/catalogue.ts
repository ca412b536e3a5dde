/**
 * Everything that can happen, with what is written down of it. A command leaves one of these in its own transaction.
 * Names are in the past tense; `data` is what the history needs to say it again, never more.
 */
import type { CircleId } from '#app/values/ids.ts'

export interface Catalogue {
  // a family
  'family-started': { name: string }
  'member-added': { member: string; seat: string }
  'member-ended': { member: string }
  /** How near somebody lives and how close the family is to them stands with them alone. */
  'nearness-said': Record<never, never>
  'helper-added': { member: string; kinds: string }
  'responsibility-changed': { member: string; children: number }
  'lead-handed-over': { from: string; to: string }
  'invited': { member: string; channel: string }
  'invitation-code-sent': { channel: string }
  'invitation-code-tried': { right: boolean }
  'invitation-address-given': { channel: string }
  'joined': { member: string }
  'sharing-agreed': { to: string; about: string }
  /** Said in person, and written down: agreed or taken back. */
  'agreement-noted': { giver: string; to: string }
  'sharing-taken-back': { to: string; handOver: boolean }
  'shared-without-consent': { to: string; basis: string }
  'decision-reviewed': { verdict: string }
  'decision-ended': Record<never, never>
  'strength-added': { words: string }
  'action-added': { words: string; due: string }
  'action-done': { done: boolean }
  /** `by`: the owner, the holder of the link, or somebody who was told. The words are in the plan. */
  'action-answered': { how: string; by: string; before: string; after: string }
  'action-no-longer': { words: string }
  'action-link-sent': { channel: string }
  'action-link-ended': Record<never, never>
  /** Their owners left: so many things fell to somebody who is here. */
  'owners-left': { things: number }
  /** Time took the last next contact away: whoever leads is in touch by a day. */
  'next-contact-kept': Record<never, never>
  'promise-late': { step: string }
  'level-changed': { before: string; after: string }
  'protection-changed': { inPlace: boolean }
  'cover-set': { from: string; until: string }
  'cover-ended': Record<never, never>
  /** Nothing of why: the one in question may read the record. */
  'lead-wished': Record<never, never>
  'lead-wish-answered': Record<never, never>
  'plan-said': { part: string; words: string }
  'plan-taken-out': Record<never, never>
  /** Of the plan for when things get harder: which part; the words are in it, and gone when it is taken out. */
  'backup-said': { part: string }
  'backup-taken-out': { part: string }
  'backup-moved': { part: string }
  'backup-started': Record<never, never>
  'backup-drilled': Record<never, never>
  'backup-ended': Record<never, never>
  'backup-task-said': { done: boolean }
  'backup-looked-back': Record<never, never>
  'backup-changed': { part: string }
  'backup-saved': Record<never, never>
  'plan-put-forward': { version: number; review: string }
  'plan-answered': { version: number; agrees: boolean; noted: boolean }
  'words-changed': { words: string; revision: number }
  'review-planned': { due: string }
  'review-view-said': Record<never, never>
  'review-closed': { outcome: string; next: string | null }
  'programme-offered': { programme: string }
  'programme-answered': { yes: boolean }
  'programme-ended': Record<never, never>
  'birth-told': Record<never, never>
  'programme-contact-moved': { on: string }
  'programme-contact-recorded': { held: boolean }
  'change-told': { kind: string }
  'change-answered': Record<never, never>
  'plan-opened-again': { due: string }
  'need-not-now': { words: string; again: string }
  'goal-added': { words: string }
  'step-added': { words: string; due: string }
  'step-done': { done: boolean }
  'goal-rated': { score: number }
  'goal-state-changed': { state: string }
  'goal-topics-changed': Record<never, never>
  'goal-builds-on-changed': { strengths: number }
  // Whoever takes a kind word back takes its text with it.
  'kind-word-said': { kind: string }
  'kind-word-taken-back': Record<never, never>
  'shared-by-name': { member: string }
  'who-sees-changed': Record<never, never>
  'circle-left': Record<never, never>
  'trusted-adult-named': { child: string; adult: string }
  'need-arranged': { need: string; arranged: boolean }
  'programme-followed': { offered: boolean }
  'times-offered': { times: number; answerBy: string }
  'offer-answered': { how: string }
  'offer-changed': { answerBy: string }
  /** Nobody answered it by its day: whoever offered is in touch. */
  'offer-unanswered': Record<never, never>
  /** Who comes instead: a colleague then, new times, the others alone, or nobody in the end. */
  'cover-named': { how: string }
  'cover-answered': { how: string }
  /** Somebody who helped has left: so many visits went on to whoever leads, or were called off. */
  'visits-passed-on': { visits: number }
  'way-in-given': Record<never, never>
  'place-taken': { startsAt: string }
  'place-waited-for': { startsAt: string }
  'place-offered': { startsAt: string; answerBy: string }
  'place-wait-ended': { how: string }
  // the area's
  'group-made': { group: string; dates: number }
  'group-called-off': { group: string; dates: number }
  'group-leader-said': { group: string; how: string; dates: number }
  'needs-known': Record<never, never>
  // What it is stands with the date: taken out, it is gone.
  'date-kept': { what: string }
  'date-dropped': Record<never, never>
  'appointment-booked': { startsAt: string; practitioner: string }
  'appointment-moved': { from: string; startsAt: string }
  'appointment-cancelled': { startsAt: string }
  'appointment-recorded': { state: string }
  /** What got in the way is with the appointment. */
  'in-the-way-said': Record<never, never>
  /** What came of it is with the follow-up. */
  'follow-up-done': { why: string }
  'budget-made': { pence: number }
  'budget-topped-up': { pence: number }
  'money-moved': { pence: number; to: string }
  'money-corrected': { pence: number; corrects: string }
  'spend-mended': { pence: number }
  'spend-refunded': { pence: number }
  'period-end-told': { pence: number; endsOn: string }
  'money-returned': { pence: number; endsOn: string }
  /** Why it should stay, and the answer, are with the budget. */
  'money-should-stay': { answerBy: string }
  'money-stays': { until: string | null }
  'spending-line-proposed': { name: string; pence: number }
  'spending-line-agreed': { name: string; pence: number; final: boolean }
  /** What is begun and not sent: in a circle that nobody is in. */
  'draft-kept': Record<never, never>
  'draft-thrown-away': Record<never, never>
  'spend-asked': { pence: number; level: string }
  'spend-question': { level: string }
  'spend-answered': Record<never, never>
  'spend-approved': { pence: number; level: string; final: boolean }
  'spend-declined': { level: string; reason: string }
  'spend-cancelled': { pence: number }
  'spend-suggested': { level: string }
  'spend-suggestion-answered': { yes: boolean }
  'spend-late': { level: string }
  /** Nothing of whom they know. */
  'spend-passed-on': { level: string }
  /** One of the panel said what they decide, and it waits for another; nothing of what it was. */
  'panel-said': Record<never, never>
  'panel-item-put': { on: string }
  'panel-item-noted': Record<never, never>
  'panel-day-made': { on: string }
  'panel-day-called-off': { on: string; reason: string }
  'spend-ends-soon': { until: string }
  'spend-lapsed': { pence: number }
  'spend-delivered': { pence: number }
  'spend-paid': { pence: number }
  'order-sent': { channel: string }
  'order-ended': Record<never, never>
  /** Of a provider by their link; their words are with the order. */
  'order-answered': { how: string }
  'delivery-said': { units: number }
  'delivery-answered': { answer: string }
  'bill-sent': { pence: number }
  'other-price-asked': { pence: number }
  'other-price-answered': { yes: boolean }
  'delivery-asked-again': Record<never, never>
  'spend-finished': { pence: number }
  'helped-said': Record<never, never>
  'help-asked-instead': Record<never, never>
  'help-offered-instead': Record<never, never>
  /** Unasked, by one of the network; of whom it was told, and of what, nothing. */
  'help-offered': Record<never, never>
  'help-offer-answered': { how: string }
  'holding-wished': { holding: string; state: string }
  'holding-answered': { holding: string; yes: boolean }
  'holding-wish-taken-back': Record<never, never>
  'receipt-sent': { pence: number }
  'receipt-agreed': { pence: number }
  'receipt-refused': Record<never, never>
  'receipt-taken-back': Record<never, never>
  'payee-account-given': Record<never, never>
  'payment-came-back': { pence: number }
  /** Nothing of with whom: others of the family read the record. */
  'two-adults-chosen': Record<never, never>
  'spend-together-said': { agrees: boolean }
  'record-opened': { reason: string }
  /** `lang` is the language of a reason in own words; null for one of the usual reasons. */
  'page-looked-at': { page: string; because: string; lang: string | null }
  'emergency-view-opened': { reason: string; lang: string }
  'emergency-view-reviewed': { finding: string }
  'shield-changed': { shielded: boolean }
  'caring-said': Record<never, never>
  'peer-asked': { due: string }
  'peer-agreed': Record<never, never>
  'peer-looked-for': { due: string }
  'peer-ended': { by: string }
  /** Nothing of the answer: others of the family read the record. */
  'meeting-answered': Record<never, never>
  'meeting-asked': Record<never, never>
  'meeting-people-chosen': Record<never, never>
  'meeting-invited': Record<never, never>
  'meeting-person-gone': Record<never, never>
  'meeting-off': Record<never, never>
  /** How somebody takes part and what they need stands on their page alone. */
  'meeting-part-said': Record<never, never>
  'meeting-need-arranged': Record<never, never>
  'meeting-sitting-kept': Record<never, never>
  'meeting-person-moved': Record<never, never>
  'meeting-times-changed': Record<never, never>
  'meeting-times-asked': Record<never, never>
  'meeting-times-marked': Record<never, never>
  'meeting-guest-invited': Record<never, never>
  'meeting-guest-gone': Record<never, never>
  'meeting-link-sent': Record<never, never>
  'meeting-informing-asked': Record<never, never>
  'meeting-information-written': Record<never, never>
  'meeting-information-shown': Record<never, never>
  'meeting-information-translated': Record<never, never>
  'meeting-question-asked': Record<never, never>
  'meeting-question-answered': Record<never, never>
  'family-plan-part-written': Record<never, never>
  'family-plan-part-out': Record<never, never>
  'family-plan-kept': Record<never, never>
  'family-plan-sent': Record<never, never>
  'family-plan-answered': Record<never, never>
  'family-plan-part-joined': Record<never, never>
  'family-plan-part-went': Record<never, never>
  'family-plan-late': Record<never, never>
  'family-plan-again': Record<never, never>
  'information-late': Record<never, never>
  'information-passed-on': Record<never, never>
  'coordinator-gone': Record<never, never>
  'coordinator-back': Record<never, never>
  /** All that anybody may know of private family time. */
  'room-opened': Record<never, never>
  'room-closed': Record<never, never>
  'assessment-asked': { due: string }
  'assessment-answered': { state: string }
  'fact-added': { words: string }
  'fact-ended': Record<never, never>
  'caring-set': { member: string; children: number }
  'not-right-said': { words: string }
  'not-right-answered': Record<never, never>
  // What was said or kept is in none of these: a text that is gone is gone.
  'conversation-started': Record<never, never>
  'message-written': Record<never, never>
  'note-kept': Record<never, never>
  'note-changed': Record<never, never>
  'note-thrown-away': Record<never, never>
  // a person
  'password-set': Record<never, never>
  'code-sent': { channel: string }
  'signed-in': Record<never, never>
  'sign-in-refused': Record<never, never>
  'signed-out': Record<never, never>
  'reset-asked': Record<never, never>
  'session-ended': Record<never, never>
  'sessions-ended': Record<never, never>
  'authenticator-begun': Record<never, never>
  'authenticator-added': Record<never, never>
  'authenticator-removed': Record<never, never>
  'spare-codes-made': Record<never, never>
  'spare-codes-put-away': Record<never, never>
  'spare-code-used': Record<never, never>
  'passkey-added': Record<never, never>
  'passkey-renamed': Record<never, never>
  'passkey-removed': Record<never, never>
  'contact-changed': { channel: string }
  'address-change-asked': { channel: string }
  'address-code-tried': { right: boolean }
  'address-changed': { channel: string }
  'address-change-dropped': Record<never, never>
  'address-removed': { channel: string }
  'erasure-asked': { due: string }
  'erased': Record<never, never>
  'own-data-not-right': Record<never, never>
  'own-data-answered': Record<never, never>
  'leaving-known': Record<never, never>
  'safe-word-tried': { right: boolean }
  'calendar-made': Record<never, never>
  'calendar-changed': Record<never, never>
  'calendar-ended': Record<never, never>
  'reminders-chosen': { before: string }
  'language-chosen': { language: string }
  // the area
  'help-asked': { reference: string; due: string }
  'help-answered': { reference: string }
  'help-passed-on': { reference: string }
  'help-linked': { reference: string; family: string }
  'help-looked-at': { reference: string }
  'person-added': { person: string; role: string }
  'post-ended': { person: string }
  'first-link-sent': { person: string }
  'locks-reset': { person: string }
  /** By an administrator; `person` is empty where the address that was given is nobody's. */
  'signed-out-everywhere': { person: string }
  'setting-changed': { key: string }
  'directory-imported': { added: number; changed: number; left: number; refused: number }
  'diary-changed': { person: string }
  'families-searched': { words: string; found: number }
  'record-read': { filter: string }
  'payment-run-made': { payments: number; pence: number }
  'payment-run-released': Record<never, never>
  'payment-run-undone': Record<never, never>
  'bank-answer-read': { paid: number; failed: number; again: number; odd: number }
  'bank-oddity-seen': { reference: string }
}

export type EventKind = keyof Catalogue

/** What a command says has happened; the transaction adds who, when and the chain. */
export type EventDraft = {
  [K in EventKind]: {
    readonly kind: K
    readonly data: Catalogue[K]
    /** What it happened to. */
    readonly thing?: { readonly kind: string; readonly id: string }
    /** The circle of that thing: whoever may not see the thing may not see its event. */
    readonly circle?: CircleId | null
  }
}[EventKind]
