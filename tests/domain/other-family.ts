/** Another family with one of every kind of thing, for the tests that put its ids into everything of ours. */
import { sql } from 'kysely'
import { type BackupRunId, type BackupTaskId, type LookBackId } from '#app/values/ids.ts'
import { newId, type BackupId, type MeetingId, type QuestionId, type DraftId, type AppointmentId, type BudgetId, type ChangeId, type CircleId, type ConversationId, type DecisionId, type EmergencyId, type EntryId, type FamilyDateId, type FundingId, type TransferId, type FamilyId, type FileId, type FollowUpId, type GoalId, type KindWordId, type LineId, type MemberId, type NoteId, type OfferId, type ProgrammeId, type DeliveryId, type SpendId, type StepId, type ViewId } from '#app/values/ids.ts'
import type { MeetingPartId } from '#app/values/ids.ts'
import type { GroupDateId, GroupId, HoldingWishId, ICanId, InsteadId, PaymentId, ReceiptId, RunId, WaitId } from '#app/values/ids.ts'
import { plusDays, plusMinutes } from '#app/values/instant.ts'
import { pence } from '#app/values/money.ts'
import type { Db } from '#db/connect.ts'
import type { Asked } from './reads.ts'
import { today, worldBegins, type World } from './world.ts'

const soon = plusDays(today, 14)

/** A word that stands in every text of the other family. */
export const canary = 'Xyzzyquux'

/** The other family's things; the goal's twin has the same id as one of ours. */
export type Theirs = Asked & {
  readonly delivery: DeliveryId
  backupTask: BackupTaskId
  backup: BackupId; meeting: MeetingId; question: QuestionId; member: MemberId; network: MemberId; step: StepId; entry: EntryId; strength: EntryId; circle: CircleId; helper: MemberId; decision: DecisionId
  part: MeetingPartId
  date: FamilyDateId
  draft: DraftId
  payment: PaymentId
  receipt: ReceiptId
  instead: InsteadId
  holdingWish: HoldingWishId
  transfer: TransferId
  run: RunId
  line: LineId; caring: string; peer: string; fact: string; correction: string; view: EmergencyId; change: ChangeId; programme: ProgrammeId; followUp: FollowUpId
}

/** One of every kind of thing, as full as it can be. */
export async function theirThings(db: Db, world: World): Promise<Theirs> {
  const family_id = world.otherFamily
  const { aisha, samOther } = world.members
  const at = worldBegins
  await db.updateTable('member').set({ name: `Aisha ${canary}` }).where('family_id', '=', family_id).where('id', '=', aisha).execute()
  const network = newId<MemberId>()
  await db.insertInto('member').values({ family_id, id: network, person_id: null, name: `Tariq ${canary}`, given_name: canary, seat: 'network', relation: canary, born_on: null, from_on: today, until_on: null, made_at: at }).execute()
  const circle = newId<CircleId>()
  await db.insertInto('circle').values({ family_id, id: circle, made_by: aisha, made_at: at }).execute()
  await db.insertInto('circle_member').values({ family_id, circle_id: circle, who: aisha }).execute()
  const goal = newId<GoalId>()
  // Of the same id as a goal of ours: what is found by its id alone is found in the wrong family.
  for (const id of [goal, world.goal]) {
    await db.insertInto('goal').values({ family_id, id, circle_id: null, words: canary, lang: 'en', category: 'school', made_by: aisha, made_at: at, state: 'open' }).execute()
    await db.insertInto('about').values({ family_id, thing_id: id, member_id: aisha }).execute()
    await db.insertInto('shared_with').values({ family_id, thing_id: id, member_id: network, at, by_member: aisha }).execute()
    await db.insertInto('rating').values({ family_id, id: newId(), goal_id: id, member_id: aisha, score: 9, note: canary, note_lang: 'en', at }).execute()
    await db.insertInto('step').values({ family_id, id: newId<StepId>(), goal_id: id, words: canary, lang: 'en', owner_member: aisha, due_on: soon, done_at: null, position: 0 }).execute()
  }
  const step = newId<StepId>()
  await db.insertInto('step').values({ family_id, id: step, goal_id: goal, words: canary, lang: 'en', owner_member: aisha, due_on: soon, done_at: null, position: 1 }).execute()
  const [entry, strength] = [newId<EntryId>(), newId<EntryId>()]
  const line = { family_id, circle_id: null, words: canary, lang: 'en', said_by: aisha, owner_name: canary, owner_agency: canary, goal_id: goal, made_by: world.people.aisha, made_at: at, done_at: null }
  await db.insertInto('plan_entry').values([{ ...line, id: entry, kind: 'action', owner_member: samOther, due_on: soon }, { ...line, id: strength, kind: 'strength', owner_member: null, due_on: null }]).execute()
  const appointment = newId<AppointmentId>()
  await db.insertInto('appointment').values({
    family_id, circle_id: null, id: appointment, practitioner_id: world.people.sam, mode: 'home', place: canary, starts_at: plusMinutes(at, 60), ends_at: plusMinutes(at, 90), state: 'booked',
    note: canary, note_lang: 'en', needs: '[]', interpreter_lang: null, sequence: 0, booked_by: aisha, booked_at: at, cancelled_at: null,
  }).execute()
  const followUp = newId<FollowUpId>()
  await db.insertInto('follow_up').values({ family_id, id: followUp, appointment_id: appointment, why: 'not-seen', raised: null, owner_member: null, due_on: soon, made_at: at, words: canary, lang: 'en' }).execute()
  await db.insertInto('in_the_way').values({ family_id, appointment_id: appointment, by_member: aisha, what: 'other', words: canary, lang: 'en', at }).execute()
  const [budget, spend] = [newId<BudgetId>(), newId<SpendId>()]
  await db.insertInto('budget').values({ family_id, id: budget, circle_id: null, name: canary, holding: 'council', from_on: today, until_on: soon }).execute()
  await db.insertInto('spend').values({
    family_id, circle_id: null, id: spend, budget_id: budget, line_id: null, what: canary, what_lang: 'en', payee: canary, service_id: null, option_id: null, label: null, unit: 'hour',
    unit_pence: pence(77_700), quantity: 1, pence: pence(77_700), goal_id: goal, needed_on: soon, state: 'asked', level: 'panel', asked_by: aisha, asked_at: at, decided_at: null, version: 1,
  }).execute()
  const draft = newId<DraftId>()
  await db.insertInto('spend_draft').values({ family_id, id: draft, service_id: null, said: JSON.stringify({ what: canary }), by_member: aisha, changed_at: at }).execute()
  const payment = newId<PaymentId>()
  await db.insertInto('payment').values({ family_id, id: payment, spend_id: spend, pence: pence(77_700), payee: canary, reference: canary, state: 'held', due_at: at, paid_at: null, paid_by: null }).execute()
  const run = newId<RunId>()
  await db.insertInto('payment_run').values({ id: run, made_at: at, made_by: world.people.femi, pay_on: today, payer: canary, state: 'released', released_at: at, released_by: world.people.femi }).execute()
  await db.insertInto('payment_line').values({ run_id: run, position: 0, family_id, payment_id: payment, pence: pence(77_700), payee: canary, reference: canary, sealed: canary, answer: 'paid', reason: null, answered_at: at, settled: 0 }).execute()
  const decision = newId<DecisionId>()
  await db.insertInto('safeguarding_decision').values({
    family_id, id: decision, to_member: samOther, made_by: world.people.priya, made_at: at, basis: 'harm', reason: canary, reason_lang: 'en', until_on: soon, shown: 1, danger: null,
    reviewer: world.people.sam, review_by: soon, reviewed_at: null, reviewed_by: null, review_words: null, review_lang: null, ended_at: null, ended_by: null,
  }).execute()
  await db.insertInto('decided').values({ family_id, decision_id: decision, to_member: samOther, kind: 'goal', about_member: aisha, from_at: at, until_on: soon, withdrawn_at: null }).execute()
  const [conversation, note] = [newId<ConversationId>(), newId<NoteId>()]
  await db.insertInto('conversation').values({ family_id, id: conversation, circle_id: circle, topic: canary, lang: 'en', started_by: aisha, started_at: at, last_at: at }).execute()
  await db.insertInto('message').values({ family_id, id: newId(), conversation_id: conversation, by_member: samOther, words: canary, lang: 'en', at }).execute()
  await db.insertInto('note').values({ family_id, id: note, circle_id: circle, words: canary, lang: 'en', by_member: aisha, made_at: at, changed_at: null }).execute()
  const need = newId<EntryId>()
  await db.insertInto('plan_entry').values({ ...line, id: need, kind: 'need', owner_member: null, due_on: soon, area: 'home' }).execute()
  for (const [thing_id, thing_kind] of [[need, 'plan'], [goal, 'goal'], [world.goal, 'goal']] as const) {
    for (const number of [1, 2]) await db.insertInto('revision').values({ family_id, thing_id, number, circle_id: null, thing_kind, words: canary, lang: 'en', due_on: null, by_member: aisha, by_person: world.people.aisha, at }).execute()
  }
  await putForwardBy(db, family_id, aisha)
  for (const [thing_id, thing_kind] of [[need, 'plan'], [goal, 'goal'], [world.goal, 'goal']] as const) {
    await db.insertInto('plan_version_part').values({ family_id, version: 1, thing_id, thing_kind, revision: 1, circle_id: null, due_on: null, owner_member: null, owner_name: null, owner_agency: null }).execute()
  }
  const answer = newId()
  await db.insertInto('plan_answer').values({ family_id, id: answer, version: 1, side: 'family', member_id: aisha, agrees: 1, at, noted_by: null, said_on: null, ended_at: null }).execute()
  await db.insertInto('plan_answer_words').values({ family_id, id: answer, circle_id: null, owner_member: aisha, words: canary, lang: 'en' }).execute()
  await db.insertInto('builds_on').values({ family_id, goal_id: goal, entry_id: strength }).execute()
  const file = newId<FileId>()
  await db.insertInto('plan_file').values({ family_id, id: file, entry_id: need, type: 'image/png', content: Buffer.from(canary).toString('base64'), size: canary.length, what: canary, what_lang: 'en', by_member: aisha, at }).execute()
  const kindWord = newId<KindWordId>()
  await db.insertInto('kind_word').values({ family_id, id: kindWord, kind: 'win', thing_kind: 'goal', thing_id: goal, words: canary, lang: 'en', by_member: aisha, at }).execute()
  const iCan = newId<ICanId>()
  await db.insertInto('circle_member').values({ family_id, circle_id: circle, who: network }).execute()
  await db.insertInto('i_can').values({ family_id, id: iCan, circle_id: circle, by_member: network, words: canary, lang: 'en', at, state: 'offered', answered_at: null, answered_by: null, entry_id: null }).execute()
  const line_ = newId<LineId>()
  await db.insertInto('spending_line').values({ family_id, id: line_, budget_id: budget, name: canary, pence: pence(77_700), level: 'manager', proposed_by: world.people.ruth, proposed_at: at, agreed_at: null, until_on: soon }).execute()
  await db.insertInto('arrangement').values({ family_id, appointment_id: appointment, need: 'bsl', owner_member: samOther, due_on: soon, arranged_at: null, ended_at: null }).execute()
  await db.insertInto('way_in').values({ family_id, appointment_id: appointment, link: `https://${canary}.example/`, phone: canary, given_at: at }).execute()
  const offer = newId<OfferId>()
  await db.insertInto('appointment_offer').values({
    family_id, id: offer, circle_id: null, practitioner_id: world.people.sam, member_id: samOther, mode: 'phone', answer_by: soon, state: 'open', words: canary, lang: 'en', offered_at: at,
    answered_by: null, answered_at: null, answer: null, answer_lang: null, again_on: null, appointment_id: null,
  }).execute()
  await db.insertInto('offer_time').values({ family_id, offer_id: offer, starts_at: plusMinutes(at, 60 * 24 * 3) }).execute()
  const [group, groupDate, wait] = [newId<GroupId>(), newId<GroupDateId>(), newId<WaitId>()]
  await db.insertInto('group_series').values({ id: group, name: 'A group', purpose: 'To meet', lang: 'en', mode: 'centre', place: 'The hub', rule: null, from_on: soon, until_on: soon, made_by: world.people.sam, made_at: at }).execute()
  await db.insertInto('group_date').values({ id: groupDate, group_id: group, starts_at: plusMinutes(at, 60 * 24 * 9), ends_at: plusMinutes(at, 60 * 24 * 9 + 60), places: 1, taken: 1 }).execute()
  await db.insertInto('group_leader').values({ group_id: group, practitioner_id: world.people.sam, first: 1 }).execute()
  await db.insertInto('group_wait').values({
    family_id, id: wait, circle_id: null, date_id: groupDate, practitioner_id: world.people.sam, places: 1, needs: '[]', interpreter_lang: null, note: canary, note_lang: 'en', state: 'asked', asked_by: aisha, asked_at: at, answer_by: plusMinutes(at, 60 * 24 * 2),
  }).execute()
  const [caring, fact, correction, view] = [newId(), newId(), newId(), newId<EmergencyId>()]
  await db.insertInto('caring').values({
    family_id, id: caring, circle_id: circle, about_member: aisha, asked_by: aisha, talk_to: null, state: 'asked', said_at: at, asked_at: at, due_on: soon, answer: null, answer_lang: null, answered_at: null, answered_by: null, again_on: null,
  }).execute()
  const peer = newId()
  await db.insertInto('peer_contact').values({
    family_id, id: peer, circle_id: circle, asked_by: aisha, asked_at: at, likeness: 'carer', first_name: canary, reach: canary, words: canary, lang: 'en', state: 'asked', due_on: soon,
    said: null, said_lang: null, said_at: null, peer_name: null, peer_reach: null, peer_agreed_on: null, noted_by: null, noted_at: null, ended_at: null, ended_by: null,
  }).execute()
  await db.insertInto('fact').values({ family_id, id: fact, circle_id: null, child_member: aisha, topic: 'school', words: canary, lang: 'en', said_by: aisha, made_at: at, ended_at: null }).execute()
  const date = newId<FamilyDateId>()
  await db.insertInto('family_date').values({ family_id, id: date, circle_id: null, what: 'yearly', feast: null, words: canary, lang: 'en', from_on: today, until_on: soon, weekday: null, from_time: null, until_time: null, said_by: aisha, said_at: at }).execute()
  const backup = newId<BackupId>()
  await db.insertInto('backup_entry').values({ family_id, id: backup, circle_id: null, part: 'care', place: 1, words: canary, lang: 'en', owner_member: network, name: null, phone: null, child_member: aisha, school: canary, medicine: null, sleep: null, comfort: null, said_by: aisha, said_at: at }).execute()
  const [backupRun, backupTask] = [newId<BackupRunId>(), newId<BackupTaskId>()]
  await db.insertInto('backup_run').values({ family_id, id: backupRun, circle_id: null, owner_member: aisha, drill: 0, because_entry: backup, started_at: at, ended_at: null, ended_by: null }).execute()
  await db.insertInto('backup_task').values({ family_id, id: backupTask, circle_id: null, run_id: backupRun, place: 0, owner_member: network, child_member: aisha, words: canary, lang: 'en', said_by: aisha, done_at: null, done_by: null }).execute()
  await db.insertInto('backup_look_back').values({ family_id, id: newId<LookBackId>(), circle_id: null, run_id: backupRun, owner_member: aisha, well: canary, change: null, lang: 'en', at }).execute()
  await db.insertInto('known_need').values({ family_id, id: newId(), circle_id: null, child_member: aisha, needs: '[]', interpreter_lang: canary, said_by: aisha, said_at: at }).execute()
  await db.insertInto('correction').values({ family_id, id: correction, circle_id: null, thing_kind: 'goal', thing_id: goal, words: canary, lang: 'en', by_member: aisha, at, answer: null, answer_lang: null, answered_at: null, answered_by: null }).execute()
  await db.insertInto('emergency_view').values({
    family_id, id: view, person_id: world.people.omar, reason: canary, reason_lang: 'en', opened_at: at, until_at: plusMinutes(at, 10), seen_at: null, review_on: soon, reviewed_at: null, reviewed_by: null, finding: null, words: null, lang: null,
  }).execute()
  const change = newId<ChangeId>()
  await db.insertInto('life_event').values({ family_id, id: change, circle_id: null, kind: 'other', words: canary, lang: 'en', said_by: aisha, at, due_on: soon }).execute()
  const programme = newId<ProgrammeId>()
  await db.insertInto('programme').values({ family_id, id: programme, circle_id: null, programme_key: 'family-nurse', worker_member: samOther, start_on: today, due_on: soon, born_on: null, state: 'running', offered_by: world.people.sam, offered_at: at }).execute()
  await db.insertInto('programme_contact').values({ family_id, programme_id: programme, number: 1, phase: 0, count: 1, on_day: today, state: 'planned' }).execute()
  await db.insertInto('contact_offer').values({ family_id, programme_id: programme, number: 1, offer_id: offer }).execute()
  await db.insertInto('offer_with').values({ family_id, offer_id: offer, practitioner_id: world.people.omar, member_id: samOther }).execute()
  const { id: review } = await db.selectFrom('review').select('id').where('family_id', '=', family_id).executeTakeFirstOrThrow()
  await db.insertInto('review_view').values({ family_id, id: newId<ViewId>(), circle_id: null, review_id: review, about_member: aisha, noted_by: aisha, form: 'adult', better: canary, hard: canary, change: canary, score: 7, face: null, lang: 'en', at }).execute()
  const delivery = newId<DeliveryId>()
  await db.insertInto('delivery').values({ family_id, id: delivery, spend_id: spend, order_id: null, on_day: soon, units: 1, said_by: aisha, said_at: at, answer: 'not', answered_by: aisha, answered_at: at, words: canary, lang: 'en' }).execute()
  const [funding, transfer] = [newId<FundingId>(), newId<TransferId>()]
  await db.insertInto('funding').values({ family_id, id: funding, budget_id: budget, source: canary, expires_on: soon }).execute()
  await db.insertInto('transfer').values({
    family_id, id: transfer, budget_id: budget, funding_id: funding, spend_id: null, from_bucket: 'council', to_bucket: 'available', pence: pence(77_700), at, by_person: null, why: 'topped-up', corrects: null, position: 1, left_after: pence(77_700),
  }).execute()
  await db.insertInto('transfer_note').values({ family_id, transfer_id: transfer, words: canary, lang: 'en' }).execute()
  await db.insertInto('balance').values({ family_id, budget_id: budget, funding_id: funding, bucket: 'available', pence: pence(77_700) }).execute()
  await db.insertInto('period_end').values({
    family_id, budget_id: budget, ends_on: soon, told_at: at, returns_on: soon, said_by: aisha, said_at: at, words: canary, lang: 'en', answer_by: soon, answered_at: null, answered_by: null, stays_until: null, answer_words: null, answer_lang: null, returned_at: null,
  }).execute()
  const receipt = newId<ReceiptId>()
  await db.insertInto('receipt').values({ family_id, id: receipt, spend_id: spend, pence: pence(77_700), state: 'sent', by_member: aisha, sent_at: at, answered_at: null, payment_id: null, type: 'image/png', size: 1, content: 'eA==' }).execute()
  const instead = newId<InsteadId>()
  await db.insertInto('help_instead').values({ family_id, id: instead, spend_id: spend, by_member: aisha, words: canary, lang: 'en', on_day: soon, often: 'once', state: 'offered', at, answered_at: null, answered_by: null, entry_id: null }).execute()
  const meeting = newId<MeetingId>()
  await db.insertInto('meeting').values({ family_id, id: meeting, asked_by: aisha, question: canary, lang: 'en', made_at: at, state: 'preparing', state_at: at, follows: null, without_since: null }).execute()
  await db.insertInto('meeting_sitting').values({ family_id, meeting_id: meeting, number: 1, starts_at: at, minutes: 90, place: canary, dial_in: canary, call_url: canary }).execute()
  await db.insertInto('meeting_person').values({ family_id, meeting_id: meeting, member_id: aisha, sitting: 1, added_by: aisha, added_at: at, invited_at: at, gone_at: null, how: 'room', must_agree: 1, let_in_at: null }).execute()
  const part = newId<MeetingPartId>()
  await db.insertInto('meeting_plan').values({ family_id, meeting_id: meeting, sitting: 1, round: 1, state: 'sent', words: canary, lang: 'en', again_on: soon, sent_by: aisha, sent_at: at, answer_by: soon, answered_by: null, answered_at: null, late_told_at: null }).execute()
  await db.insertInto('meeting_part').values({
    family_id, id: part, meeting_id: meeting, sitting: 1, round: 1, place: 1, follows: null, words: canary, lang: 'en', owner_member: aisha, owner_name: null, owner_agency: null, due_on: soon, needs: 'money', needs_words: null, pence: pence(77_700), spend_kind: 'network',
    otherwise: canary, checks_member: aisha, becomes: 'action', category: null, kept: 'everybody', for_all: 1, by_member: aisha, changed_at: at, answer: canary, answer_lang: 'en', risk: canary, risk_lang: 'en', entry_id: entry, goal_id: goal,
  }).execute()
  await db.insertInto('decided_money').values({ family_id, id: part, meeting_id: meeting, sitting: 1, what: canary, what_lang: 'en', kind: 'network', pence: pence(77_700), needed_on: soon, decided_at: at }).execute()
  await db.insertInto('meeting_part_went').values({ family_id, part_id: part, by_member: aisha, went: 'well', words: canary, lang: 'en', at }).execute()
  const holdingWish = newId<HoldingWishId>()
  await db.insertInto('holding_wish').values({ family_id, id: holdingWish, budget_id: budget, holding: 'prepaid-card', by_member: aisha, at, state: 'asked', answered_at: null, answered_by: null, words: null, lang: null }).execute()
  await db.insertInto('meeting_finding').values({ family_id, meeting_id: meeting, sitting: 1, shown: 1, asked_at: at, set_at: at }).execute()
  await db.insertInto('meeting_time').values({ family_id, meeting_id: meeting, sitting: 1, starts_at: plusMinutes(at, 60 * 24 * 3) }).execute()
  await db.insertInto('meeting_mark').values({ family_id, meeting_id: meeting, member_id: aisha, starts_at: plusMinutes(at, 60 * 24 * 3), mark: 'no', at }).execute()
  await db.insertInto('meeting_link').values({ family_id, meeting_id: meeting, member_id: aisha, token_hash: newId(), channel: 'email', address: canary, lang: 'en', made_by: aisha, made_at: at, expires_at: plusMinutes(at, 60 * 24 * 3), ended_at: null }).execute()
  await db.insertInto('meeting_need').values({ family_id, meeting_id: meeting, member_id: aisha, need: 'food', words: canary, lang: 'en', interpreter_lang: null, said_by: aisha, said_at: at, due_on: soon, arranged_at: at, arranged_words: canary, arranged_lang: 'en' }).execute()
  await db.insertInto('two_adults').values({ family_id, member_id: aisha, with_member: network, above_pence: pence(77_700), at }).execute()
  await db.insertInto('spend_together').values({ family_id, spend_id: spend, member_id: aisha, agrees: 0, words: canary, lang: 'en', at }).execute()
  const question = newId<QuestionId>()
  await db.insertInto('meeting_informer').values({ family_id, meeting_id: meeting, member_id: samOther, asked_by: aisha, asked_at: at, wrote_at: at, late_for: null }).execute()
  await db.insertInto('meeting_information').values({ family_id, meeting_id: meeting, member_id: samOther, part: 'well', words: canary, lang: 'en', at }).execute()
  await db.insertInto('meeting_information_in').values({ family_id, meeting_id: meeting, member_id: samOther, part: 'well', lang: 'pl', words: canary, by_name: canary, said_by: aisha, at }).execute()
  await db.insertInto('meeting_information_shown').values({ family_id, meeting_id: meeting, member_id: samOther, sitting: 1, by_member: aisha, at }).execute()
  await db.insertInto('meeting_question').values({ family_id, meeting_id: meeting, id: question, member_id: samOther, sitting: 1, asked_by: aisha, words: canary, lang: 'en', at, answer: canary, answer_lang: 'en', answered_at: at }).execute()
  return { iCan, part, backupRun, backupTask, question, meeting, holdingWish, backup, instead, receipt, draft, delivery, payment, run, transfer, date, wait, offer, kindWord, file, conversation, note, need, review, viewAbout: aisha, goal, budget, spend, appointment, member: aisha, network, step, entry, strength, circle, helper: samOther, decision, line: line_, caring, peer, fact, correction, view, change, programme, followUp }
}

/** A first version of a family's plan, with nothing in it yet. */
export async function putForwardBy(db: Db, family_id: FamilyId, put_by: MemberId): Promise<void> {
  await db.insertInto('plan_version').values({ family_id, number: 1, put_by, at: worldBegins, review_on: soon }).execute()
  await db.insertInto('plan_state').values({ family_id, state: 'put-forward', version: 1, active_version: null, review_on: soon }).execute()
}

/** No test of these makes a table: their names are asked for once. */
const tablesOf = new WeakMap<Db, readonly string[]>()

/** All rows of all tables, in one order. */
export async function everything(db: Db): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {}
  tablesOf.set(db, tablesOf.get(db) ?? (await db.introspection.getTables()).map(({ name }) => name))
  for (const name of tablesOf.get(db)!) {
    const { rows } = await sql.raw<object>(`select * from ${name}`).execute(db)
    found[name] = rows.map((row) => JSON.stringify(row)).sort()
  }
  return found
}
