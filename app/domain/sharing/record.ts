/** The parts of the record. Pure. */
import type { EventKind } from '#app/events/catalogue.ts'

/** What an auditor filters by; each kind of event that concerns trust or money belongs to one. */
export const recordParts = {
  looks: ['page-looked-at', 'record-opened', 'help-looked-at', 'backup-saved'],
  emergencies: ['emergency-view-opened', 'emergency-view-reviewed', 'shield-changed'],
  searches: ['families-searched'],
  sharing: ['sharing-agreed', 'sharing-taken-back', 'agreement-noted', 'responsibility-changed', 'shared-without-consent', 'decision-reviewed', 'decision-ended', 'who-sees-changed', 'contact-changed'],
  doors: ['signed-in', 'sign-in-refused', 'signed-out', 'password-set', 'reset-asked', 'session-ended', 'sessions-ended', 'code-sent', 'authenticator-added', 'authenticator-removed', 'passkey-added', 'passkey-removed', 'locks-reset', 'signed-out-everywhere', 'spare-codes-made', 'spare-code-used'],
  places: ['family-started', 'member-added', 'member-ended', 'helper-added', 'lead-handed-over', 'joined', 'person-added', 'post-ended'],
  money: ['budget-made', 'budget-topped-up', 'money-moved', 'money-corrected', 'money-returned', 'money-stays', 'spend-mended', 'spend-refunded', 'spending-line-agreed', 'spend-asked', 'spend-approved', 'spend-declined', 'spend-delivered', 'spend-paid', 'payee-account-given', 'payment-came-back', 'payment-run-made', 'payment-run-released', 'payment-run-undone', 'bank-answer-read', 'spend-lapsed', 'order-sent', 'order-answered', 'delivery-answered', 'bill-sent', 'spend-finished', 'holding-answered', 'receipt-sent', 'receipt-agreed', 'receipt-refused', 'receipt-taken-back'],
  area: ['setting-changed', 'directory-imported', 'record-read'],
} as const satisfies Readonly<Record<string, readonly EventKind[]>>
export type RecordPart = keyof typeof recordParts
