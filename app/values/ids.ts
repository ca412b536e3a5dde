/** Opaque ids. Random, never in sequence: a number in sequence would tell how many there are. Pure. */

declare const brand: unique symbol
type Id<Name extends string> = string & { readonly [brand]: Name }

export type AreaId = Id<'Area'>
export type PersonId = Id<'Person'>
export type FamilyId = Id<'Family'>
export type MemberId = Id<'Member'>
export type CircleId = Id<'Circle'>
export type GoalId = Id<'Goal'>
export type StepId = Id<'Step'>
export type EmergencyId = Id<'Emergency'>
export type EntryId = Id<'Entry'>
export type AppointmentId = Id<'Appointment'>
export type OfferId = Id<'Offer'>
export type GroupId = Id<'Group'>
export type GroupDateId = Id<'GroupDate'>
export type WaitId = Id<'Wait'>
export type BudgetId = Id<'Budget'>
export type DraftId = Id<'Draft'>
export type FundingId = Id<'Funding'>
export type LineId = Id<'Line'>
export type SpendId = Id<'Spend'>
export type OrderId = Id<'Order'>
export type DeliveryId = Id<'Delivery'>
export type ReceiptId = Id<'Receipt'>
export type HoldingWishId = Id<'HoldingWish'>
export type InsteadId = Id<'Instead'>
export type TransferId = Id<'Transfer'>
export type DecisionId = Id<'Decision'>
export type ConversationId = Id<'Conversation'>
export type FileId = Id<'File'>
export type FamilyDateId = Id<'FamilyDate'>
export type BackupRunId = Id<'BackupRun'>
export type BackupTaskId = Id<'BackupTask'>
export type LookBackId = Id<'LookBack'>
export type BackupId = Id<'Backup'>
export type MeetingId = Id<'Meeting'>
export type QuestionId = Id<'Question'>
export type MeetingPartId = Id<'MeetingPart'>
export type PostId = Id<'Post'>
export type ProposalId = Id<'Proposal'>
export type KindWordId = Id<'KindWord'>
export type ICanId = Id<'ICan'>
export type NoteId = Id<'Note'>
export type ReviewId = Id<'Review'>
export type ViewId = Id<'View'>
export type ChangeId = Id<'Change'>
export type FollowUpId = Id<'FollowUp'>
export type ProgrammeId = Id<'Programme'>
export type ServiceId = Id<'Service'>
export type HelpRequestId = Id<'HelpRequest'>
export type PasskeyId = Id<'Passkey'>
export type LinkId = Id<'Link'>
export type PaymentId = Id<'Payment'>
export type RunId = Id<'Run'>
export type PanelDayId = Id<'PanelDay'>

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz' // no i, l, o, u: easy to read out on the phone

/** A new random id: 20 characters of 32, that is 100 bits. */
export function newId<T extends string = string>(): T {
  const bytes = crypto.getRandomValues(new Uint8Array(20))
  let id = ''
  for (const byte of bytes) id += alphabet[byte & 31]
  return id as T
}

/** Whether a text from outside has the shape of an id. Says nothing about whether the thing exists. */
export function isId(text: unknown): text is string {
  return typeof text === 'string' && /^[0-9a-z]{20}$/.test(text)
}
