/**
 * A copy of everything held about somebody (UK GDPR, article 15; C2): what they wrote, and what is about them as far as they
 * may see it. What others keep to themselves is left out by the one rule of visibility, in each `where`. However much it
 * is, and of however many families, it is asked for at once.
 */
import { sql } from 'kysely'
import type { Kind } from '#db/schema.ts'
import { keptFromNobody, visibleTo } from '#app/access/visible-to.server.ts'
import { openParked } from '#app/access/parked-forms.server.ts'
import { may, must, viewersOf, type OwnMay, type Viewer } from '#app/access/viewer.server.ts'
import { lookOf, looksToldTo } from '#app/domain/sharing/looked.server.ts'
import { decisionsToldTo } from '#app/domain/sharing/safeguarding.server.ts'
import { ownWordsInRooms } from '#app/domain/meetings/own-words.server.ts'
import type { FamilyId, MemberId } from '#app/values/ids.ts'
import { AtOnce } from './at-once.server.ts'
import { parts, type Part } from './holdings.ts'

/** One thing: what it says in its own language, when, and every column that is kept of it. */
export interface Held { readonly words: string | null; readonly lang: string | null; readonly at: string | null; readonly kept: Readonly<Record<string, unknown>> }
export type Copy = Readonly<Record<Part, readonly Held[]>>

/** At most so many openings of a record are copied: the rest are read on their own page. */
const mostLooks = 500

const held = (words: string | null, at: string | null, kept: object, lang: string | null = null): Held => ({ words, lang, at, kept: kept as Record<string, unknown> })

/** Everything, by its part; of each the oldest first. What is in a file only where `files` asks for it: it is long. Four queries, and one for each meeting in whose private time they wrote. */
export async function everythingAbout(me: OwnMay<'account:keep'>, { files = false } = {}): Promise<Copy> {
  const ask = new AtOnce<Held>()
  ofTheAccount(me, ask)
  const places = await me.db.selectFrom('member as m').innerJoin('family as f', 'f.id', 'm.family_id')
    .select(['m.family_id', 'm.id', 'm.name', 'm.given_name', 'm.seat', 'm.relation', 'm.born_on', 'm.from_on', 'm.until_on', 'f.name as family']).where('m.person_id', '=', me.person).orderBy('m.from_on').execute()
  const viewers = await viewersOf(me)
  const mine: Held[] = []
  for (const { family_id, id, ...place } of places) {
    const viewer = viewers.find((one) => one.family === family_id && one.member === id)
    // A place that has ended shows nothing of the family's any more: what they wrote stays theirs.
    ofTheFamily(me, viewer, { family: family_id, mine: id, files }, ask)
    mine.push(held(place.family, place.from_on, place))
  }
  const answers = await ask.answers(me.db)
  const copy = Object.fromEntries(parts.map((part) => [part, answers.get(part) ?? []])) as Record<Part, Held[]>
  return { ...copy, talk: [...copy.talk, ...(await ownWordsInRooms(viewers)).map(({ words, at }) => held(words, at, { what: 'private family time' }))], places: mine }
}

function ofTheAccount(me: OwnMay<'account:keep'>, ask: AtOnce<Held>): void {
  const { db, person } = me
  ask.add('person', db.selectFrom('person').select(['name', 'given_name', 'email', 'mobile', 'language', 'born_on', 'made_at']).where('id', '=', person),
    (row) => [...[row.name, row.email, row.mobile].flatMap((words) => (words === null ? [] : [held(words, null, {})])), held(null, row.made_at, row)])
  ask.add('contact', db.selectFrom('safe_contact').select(['channel', 'days', 'from_time', 'until_time', 'zone', 'messages_ok', 'voicemail_ok', 'safe_word', 'must_not_learn', 'friend', 'friend_phone', 'lead_reads', 'sender', 'email_detail', 'text_detail', 'changed_at']).where('person_id', '=', person),
    (one) => held(`${one.from_time} – ${one.until_time}`, one.changed_at, one))
  ask.add('contact', db.selectFrom('must_not_learn as k').innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 'k.family_id').onRef('m.id', '=', 'k.member_id')).select(['m.name as must_not_learn']).where('k.person_id', '=', person).orderBy('m.name'),
    (one) => held(one.must_not_learn, null, one))
  ask.add('contact', db.selectFrom('address_change').select(['channel', 'address', 'made_at', 'expires_at']).where('person_id', '=', person),
    (one) => held(one.address, one.made_at, one))
  ask.add('contact', db.selectFrom('calendar_feed').select(['detail as calendar_detail', 'kept as calendar_kept', 'made_at', 'read_on']).where('person_id', '=', person),
    (one) => held(null, one.made_at, one))
  ask.add('contact', db.selectFrom('reminder_choice').select(['before as reminders_before', 'changed_at']).where('person_id', '=', person),
    (one) => held(null, one.changed_at, one))
  ask.add('posts', db.selectFrom('post').select(['role', 'team', 'from_on', 'until_on']).where('person_id', '=', person),
    (one) => held(one.team, one.from_on, one))
  ask.add('posts', db.selectFrom('profile').select(['job', 'agency', 'hello', 'hello_lang', 'answers_within_days', 'phone', 'photo', 'delicate']).where('person_id', '=', person),
    (one) => held(`${one.job}, ${one.agency}`, null, one))
  ask.add('sessions', db.selectFrom('session').select(['made_at', 'seen_at', 'expires_at', 'shared_phone']).where('person_id', '=', person).orderBy('made_at'),
    (one) => held(null, one.seen_at, one))
  ask.add('sessions', db.selectFrom('passkey').select(['name as passkey', 'made_at', 'used_at', 'backed_up']).where('person_id', '=', person).orderBy('made_at'),
    (one) => held(one.passkey, one.used_at ?? one.made_at, one))
  ask.add('messages', db.selectFrom('outbox').select(['channel', 'address', 'lang', 'subject', 'made_at', 'sent_at', 'state']).where('to_person', '=', person).orderBy('made_at').limit(1000),
    (one) => held(one.subject, one.sent_at ?? one.made_at, one, one.lang))
  ask.add('events', db.selectFrom('event').select(['at', 'kind', 'data']).where('scope_id', '=', person).orderBy('seq').limit(5000),
    (one) => held(null, one.at, one))
  ask.add('sittings', db.selectFrom('sitting').select(['reason', 'reason_lang', 'opened_at', 'until_at']).where('person_id', '=', person).orderBy('opened_at').limit(1000),
    (one) => held(one.reason_lang === null ? null : one.reason, one.opened_at, one, one.reason_lang))
  ask.add('sittings', db.selectFrom('emergency_view').select(['reason', 'reason_lang', 'opened_at', 'seen_at']).where('person_id', '=', person).orderBy('opened_at'),
    (one) => held(one.reason, one.opened_at, one, one.reason_lang))
  ask.add('corrections', db.selectFrom('person_correction').select(['words', 'lang', 'at', 'answer', 'answer_lang', 'answered_at']).where('person_id', '=', person),
    (one) => held(one.words, one.at, { beside: 'person', ...one }, one.lang))
  ask.add('kept', db.selectFrom('parked_form').select(['path', 'fields', 'at']).where('person_id', '=', person),
    (one) => held(one.path, one.at, { ...one, fields: openParked(person, one.fields) }))
  ask.add('kept', db.selectFrom('erasure').select(['asked_at', 'due_on', 'done_at']).where('person_id', '=', person),
    (one) => held(null, one.asked_at, one))
}

function ofTheFamily(me: OwnMay<'account:keep'>, viewer: Viewer | undefined, { family, mine, files }: { family: FamilyId; mine: MemberId; files: boolean }, ask: AtOnce<Held>): void {
  const { db } = me
  /** What they wrote, and what is about them and visible to them. */
  const theirs = (alias: string, kind: Kind, wrote: string) => {
    const own = sql<boolean>`(${sql.ref(`${alias}.family_id`)} = ${family} and ${sql.ref(`${alias}.${wrote}`)} = ${mine})`
    return viewer === undefined ? own : sql<boolean>`(${own} or (${visibleTo(viewer, kind, alias)} and exists (select 1 from about as a where a.family_id = ${family} and a.thing_id = ${sql.ref(`${alias}.id`)} and a.member_id = ${mine})))`
  }
  ask.add('goals', db.selectFrom('goal as g').select(['g.id', 'g.words', 'g.lang', 'g.category', 'g.state', 'g.made_at']).where('g.family_id', '=', family).where(theirs('g', 'goal', 'made_by')).orderBy('g.made_at'),
    ({ id: _, ...one }) => held(one.words, one.made_at, one, one.lang))
  ask.add('steps', db.selectFrom('step as s').innerJoin('goal as g', (join) => join.onRef('g.family_id', '=', 's.family_id').onRef('g.id', '=', 's.goal_id')).select(['s.words', 's.lang', 's.due_on', 's.done_at'])
    .where('s.family_id', '=', family).where((eb) => eb.or(viewer ? [eb.and([keptFromNobody(viewer, 's') as never, eb.or([theirs('g', 'goal', 'made_by'), eb.and([eb('s.owner_member', '=', mine), visibleTo(viewer, 'goal', 'g') as never])])])] : [eb.and([eb('s.circle_id', 'is', null), theirs('g', 'goal', 'made_by')])])).orderBy('s.due_on'),
    (one) => held(one.words, one.due_on, one, one.lang))
  ask.add('ratings', db.selectFrom('rating').select(['score', 'note', 'note_lang', 'at']).where('family_id', '=', family).where('member_id', '=', mine).orderBy('at'),
    (one) => held(one.note === null ? String(one.score) : `${one.score}: ${one.note}`, one.at, one, one.note_lang))
  ask.add('kindWords', db.selectFrom('kind_word').select(['kind', 'words', 'lang', 'at']).where('family_id', '=', family).where('by_member', '=', mine).orderBy('at'),
    (one) => held(one.words, one.at, one, one.lang))
  ask.add('kindWords', db.selectFrom('i_can').select(['words', 'lang', 'at', 'state']).where('family_id', '=', family).where('by_member', '=', mine).where('words', 'is not', null).orderBy('at'),
    (one) => held(one.words, one.at, one, one.lang))
  ask.add('plan', db.selectFrom('plan_entry as e').select(['e.kind', 'e.words', 'e.lang', 'e.due_on', 'e.done_at', 'e.made_at']).where('e.family_id', '=', family)
    .where((eb) => eb.or([theirs('e', 'plan', 'said_by'), ...(viewer ? [eb.and([eb('e.owner_member', '=', mine), visibleTo(viewer, 'plan', 'e') as never])] : [])])).orderBy('e.made_at'),
    (one) => held(one.words, one.made_at, one, one.lang))
  ask.add('plan', db.selectFrom('revision').select(['words', 'lang', 'due_on', 'number', 'at']).where('family_id', '=', family).where('by_member', '=', mine).orderBy('at').orderBy('number'),
    (one) => held(one.words, one.at, one, one.lang))
  ask.add('plan', db.selectFrom('review_view as v').select(['v.form', 'v.better', 'v.hard', 'v.change', 'v.score', 'v.face', 'v.lang', 'v.at']).where('v.family_id', '=', family)
    .where((eb) => eb.or([eb('v.noted_by', '=', mine), ...(viewer ? [eb.and([eb('v.about_member', '=', mine), visibleTo(viewer, 'review', 'v') as never])] : [])])).orderBy('v.at'),
    (one) => held([one.better, one.hard, one.change].filter((part) => part !== null).join('\n') || null, one.at, one, one.lang))
  ask.add('plan', db.selectFrom('review_reason').select(['reason', 'words', 'lang', 'at']).where('family_id', '=', family).where('about_member', '=', mine).orderBy('at'),
    (one) => held(one.words, one.at, one, one.lang))
  ask.add('plan', db.selectFrom('life_event').select(['kind', 'words', 'lang', 'at', 'due_on', 'answer', 'answer_lang', 'answered_at']).where('family_id', '=', family).where('said_by', '=', mine).orderBy('at'),
    (one) => held(one.words, one.at, one, one.lang))
  ask.add('plan', db.selectFrom('promise_word').select(['kind', 'words', 'lang', 'day_before', 'day_after', 'at']).where('family_id', '=', family).where('by_member', '=', mine).where('kind', '<>', 'fell').orderBy('at'),
    (one) => held(one.words, one.at, one, one.lang))
  ask.add('plan', db.selectFrom('plan_file as f').innerJoin('plan_entry as e', (join) => join.onRef('e.family_id', '=', 'f.family_id').onRef('e.id', '=', 'f.entry_id'))
    .select(['f.type', 'f.size', 'f.what', 'f.what_lang', 'f.at', files ? 'f.content' : sql<string | null>`null`.as('content')]).where('f.family_id', '=', family)
    .where((eb) => eb.or([eb('f.by_member', '=', mine), theirs('e', 'plan', 'said_by')])).orderBy('f.at'),
    (one) => held(one.what, one.at, one, one.what_lang))
  ask.add('facts', db.selectFrom('fact as f').select(['f.topic', 'f.words', 'f.lang', 'f.made_at', 'f.ended_at']).where('f.family_id', '=', family).where(theirs('f', 'fact', 'said_by')).orderBy('f.made_at'),
    (one) => held(one.words, one.made_at, one, one.lang))
  ask.add('facts', db.selectFrom('known_need as k').select(['k.needs', 'k.interpreter_lang', 'k.said_at']).where('k.family_id', '=', family).where(theirs('k', 'fact', 'said_by')).orderBy('k.said_at'),
    (one) => held(null, one.said_at, one))
  ask.add('facts', db.selectFrom('family_date as d').select(['d.what', 'd.feast', 'd.words', 'd.lang', 'd.from_on', 'd.until_on', 'd.weekday', 'd.from_time', 'd.until_time', 'd.said_at']).where('d.family_id', '=', family).where('d.said_by', '=', mine).orderBy('d.said_at'),
    (one) => held(one.words, one.said_at, one, one.lang))
  ask.add('plan', db.selectFrom('backup_entry as b').select(['b.part', 'b.words', 'b.lang', 'b.name', 'b.phone', 'b.school', 'b.medicine', 'b.sleep', 'b.comfort', 'b.said_at']).where('b.family_id', '=', family).where(theirs('b', 'plan', 'said_by')).orderBy('b.said_at'),
    (one) => held(one.words, one.said_at, one, one.lang))
  ask.add('plan', db.selectFrom('meeting').select(['question', 'lang', 'state', 'made_at']).where('family_id', '=', family).where('asked_by', '=', mine).orderBy('made_at'), (one) => held(one.question, one.made_at, one, one.lang))
  ask.add('places', db.selectFrom('meeting_mark').select(['starts_at', 'mark', 'at']).where('family_id', '=', family).where('member_id', '=', mine).orderBy('starts_at'), (one) => held(null, one.at, { what: 'time of a meeting', ...one }))
  ask.add('facts', db.selectFrom('meeting_need').select(['need', 'words', 'lang', 'interpreter_lang', 'said_at', 'arranged_at', 'arranged_words']).where('family_id', '=', family).where((eb) => eb.or([eb('member_id', '=', mine), eb('said_by', '=', mine)])).orderBy('said_at'),
    (one) => held(one.words, one.said_at, { what: 'need at a meeting', ...one }, one.lang))
  ask.add('plan', db.selectFrom('meeting_question').select(['words', 'lang', 'at', 'answer', 'answer_lang']).where('family_id', '=', family).where('asked_by', '=', mine).orderBy('at'), (one) => held(one.words, one.at, one, one.lang))
  ask.add('plan', db.selectFrom('meeting_information').select(['part', 'words', 'lang', 'at']).where('family_id', '=', family).where('member_id', '=', mine).orderBy('at'), (one) => held(one.words, one.at, one, one.lang))
  ask.add('places', db.selectFrom('meeting_person').select(['invited_at', 'how', 'gone_at']).where('family_id', '=', family).where('member_id', '=', mine).where('invited_at', 'is not', null), (one) => held(null, one.invited_at!, { what: 'meeting', ...one }))
  ask.add('plan', db.selectFrom('backup_task').select(['words', 'lang', 'done_at']).where('family_id', '=', family).where((eb) => eb.or([eb('said_by', '=', mine), eb('owner_member', '=', mine)])).orderBy('id'),
    (one) => held(one.words, one.done_at, one, one.lang))
  ask.add('plan', db.selectFrom('backup_look_back').select(['well', 'change', 'lang', 'at']).where('family_id', '=', family).where('owner_member', '=', mine).orderBy('at'),
    (one) => held([one.well, one.change].filter((part) => part !== null).join('\n'), one.at, one, one.lang))
  ask.add('plan', db.selectFrom('meeting_plan').select(['words', 'lang', 'state', 'again_on', 'sent_at', 'answer_by', 'answered_at']).where('family_id', '=', family).where((eb) => eb.or([eb('sent_by', '=', mine), eb('answered_by', '=', mine)])).orderBy('sent_at'), (one) => held(one.words, one.sent_at, one, one.lang))
  ask.add('plan', db.selectFrom('meeting_part').select(['words', 'lang', 'owner_name', 'owner_agency', 'due_on', 'needs', 'needs_words', 'pence', 'otherwise', 'answer', 'changed_at', 'becomes', 'kept']).where('family_id', '=', family).where('by_member', '=', mine).orderBy('round').orderBy('place'), (one) => held(one.words, one.changed_at, one, one.lang))
  ask.add('plan', db.selectFrom('meeting_part_went').select(['went', 'words', 'lang', 'at']).where('family_id', '=', family).where('by_member', '=', mine).orderBy('at'), (one) => held(one.words, one.at, one, one.lang))
  ask.add('caring', db.selectFrom('caring as c').select(['c.state', 'c.said_at', 'c.asked_at', 'c.due_on', 'c.answer', 'c.answer_lang', 'c.answered_at', 'c.again_on']).where('c.family_id', '=', family)
    .where((eb) => eb.or([eb('c.asked_by', '=', mine), ...(viewer ? [eb.and([eb('c.about_member', '=', mine), visibleTo(viewer, 'caring', 'c') as never])] : [])])),
    (one) => held(one.answer, one.said_at, one, one.answer_lang))
  ask.add('caring', db.selectFrom('peer_contact').select(['likeness', 'first_name', 'reach', 'words', 'lang', 'state', 'asked_at', 'due_on', 'said', 'peer_name', 'peer_reach', 'peer_agreed_on', 'ended_at', 'ended_by']).where('family_id', '=', family).where('asked_by', '=', mine).orderBy('asked_at'),
    (one) => held(one.words, one.asked_at, one, one.lang))
  ask.add('corrections', db.selectFrom('correction').select(['words', 'lang', 'at', 'answer', 'answer_lang', 'answered_at']).where('family_id', '=', family).where('by_member', '=', mine).orderBy('at'),
    (one) => held(one.words, one.at, one, one.lang))
  ask.add('appointments', db.selectFrom('appointment as t').innerJoin('person as p', 'p.id', 't.practitioner_id').select(['p.name', 't.mode', 't.place', 't.starts_at', 't.ends_at', 't.state', 't.note', 't.note_lang', 't.needs', 't.interpreter_lang', 't.booked_at'])
    .where('t.family_id', '=', family).where(theirs('t', 'appointment', 'booked_by')).orderBy('t.starts_at'),
    (one) => held(one.name, one.starts_at, one))
  ask.add('appointments', db.selectFrom('appointment').select(['ended_why', 'ended_lang', 'cancelled_at']).where('family_id', '=', family).where('ended_member', '=', mine).where('ended_why', 'is not', null).orderBy('cancelled_at'),
    (one) => held(one.ended_why, one.cancelled_at!, one, one.ended_lang))
  ask.add('appointments', db.selectFrom('in_the_way').select(['what', 'words', 'lang', 'at']).where('family_id', '=', family).where('by_member', '=', mine).orderBy('at'),
    (one) => held(one.words, one.at, one, one.lang))
  ask.add('appointments', db.selectFrom('group_wait as t').innerJoin('group_date as d', 'd.id', 't.date_id').innerJoin('group_series as g', 'g.id', 'd.group_id').select(['g.name', 'd.starts_at', 't.places', 't.state', 't.note', 't.note_lang', 't.needs', 't.interpreter_lang', 't.asked_at', 't.ended_how'])
    .where('t.family_id', '=', family).where(theirs('t', 'appointment', 'asked_by')).orderBy('t.asked_at'),
    (one) => held(one.name, one.asked_at, one))
  ask.add('appointments', db.selectFrom('appointment_offer as t').innerJoin('person as p', 'p.id', 't.practitioner_id').select(['p.name', 't.mode', 't.state', 't.words', 't.lang', 't.answer', 't.answer_lang', 't.again_on', 't.offered_at', 't.answered_at'])
    .where('t.family_id', '=', family).where(theirs('t', 'appointment', 'answered_by')).orderBy('t.offered_at'),
    (one) => held(one.answer, one.offered_at, one, one.answer_lang))
  ask.add('spends', db.selectFrom('spend as s').select(['s.what', 's.what_lang', 's.payee', 's.unit', 's.quantity', 's.pence', 's.needed_on', 's.state', 's.asked_at', 's.decided_at']).where('s.family_id', '=', family).where(theirs('s', 'spend', 'asked_by')).orderBy('s.asked_at'),
    (one) => held(one.what, one.asked_at, one, one.what_lang))
  ask.add('spends', db.selectFrom('spend_draft').select(['said', 'changed_at']).where('family_id', '=', family).where('by_member', '=', mine).orderBy('changed_at'),
    (one) => held(null, one.changed_at, one))
  ask.add('spends', db.selectFrom('spend_file').select(['type', 'size', 'at', files ? 'content' : sql<string | null>`null`.as('content')]).where('family_id', '=', family).where('by_member', '=', mine).orderBy('at'),
    (one) => held(null, one.at, one))
  ask.add('spends', db.selectFrom('receipt').select(['pence', 'state', 'sent_at', 'answered_at', 'type', 'size', files ? 'content' : sql<string | null>`null`.as('content')]).where('family_id', '=', family).where('by_member', '=', mine).orderBy('sent_at'),
    (one) => held(null, one.sent_at, one))
  // Its figures are known to whoever gave them; the copy says that they are kept, and since when.
  ask.add('spends', db.selectFrom('own_account').select('given_at').where('family_id', '=', family).where('member_id', '=', mine).orderBy('given_at'),
    (one) => held(null, one.given_at, one))
  ask.add('spends', db.selectFrom('spend_order').select(['channel', 'address', 'note', 'note_lang', 'state', 'made_at', 'expires_at']).where('family_id', '=', family).where('made_by', '=', mine).orderBy('made_at'),
    (one) => held(one.note, one.made_at, one, one.note_lang))
  ask.add('spendWords', db.selectFrom('delivery').select(['on_day', 'units', 'answer', 'answered_at', 'words', 'lang']).where('family_id', '=', family).where('answered_by', '=', mine).orderBy('answered_at'),
    (one) => held(one.words, one.answered_at!, one, one.lang))
  ask.add('spendWords', db.selectFrom('holding_wish').select(['holding', 'state', 'at', 'answered_at']).where('family_id', '=', family).where('by_member', '=', mine).orderBy('at'),
    (one) => held(null, one.at, one))
  ask.add('spendWords', db.selectFrom('help_instead').select(['on_day', 'often', 'state', 'at', 'words', 'lang']).where('family_id', '=', family).where('by_member', '=', mine).orderBy('at'),
    (one) => held(one.words, one.at, one, one.lang))
  ask.add('spendWords', db.selectFrom('spend_helped').select(['answer', 'words', 'lang', 'at']).where('family_id', '=', family).where('by_member', '=', mine).orderBy('at'),
    (one) => held(one.words, one.at, one, one.lang))
  ask.add('spendWords', db.selectFrom('spend_word').select(['kind', 'at', 'reason', 'words', 'lang']).where('family_id', '=', family).where('by_member', '=', mine).orderBy('at'),
    (one) => held(one.words, one.at, one, one.lang))
  ask.add('spendWords', db.selectFrom('period_end').select(['words', 'lang', 'said_at', 'ends_on', 'answer_words', 'stays_until']).where('family_id', '=', family).where('said_by', '=', mine).orderBy('said_at'),
    (one) => held(one.words, one.said_at!, one, one.lang))

  // A conversation is theirs while they are in it; what they wrote stays theirs when they have left.
  const inIt = viewer === undefined ? sql<boolean>`1 = 0` : visibleTo(viewer, 'message', 'c')
  ask.add('talk', db.selectFrom('message as t').innerJoin('conversation as c', (join) => join.onRef('c.family_id', '=', 't.family_id').onRef('c.id', '=', 't.conversation_id'))
    .innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 't.family_id').onRef('m.id', '=', 't.by_member'))
    .leftJoin('conversation_read as r', (join) => join.onRef('r.family_id', '=', 'c.family_id').onRef('r.conversation_id', '=', 'c.id').on('r.member_id', '=', mine))
    .select(['c.topic', 'm.name as by', 't.words', 't.lang', 't.at', 'r.read_until']).where('t.family_id', '=', family).where((eb) => eb.or([eb('t.by_member', '=', mine), inIt as never])).orderBy('t.at'),
    (one) => held(one.words, one.at, one, one.lang))
  ask.add('notes', db.selectFrom('note as n').select(['n.words', 'n.lang', 'n.made_at', 'n.changed_at']).where('n.family_id', '=', family).where((eb) => eb.or([eb('n.by_member', '=', mine), ...(viewer ? [visibleTo(viewer, 'note', 'n') as never] : [])])).orderBy('n.made_at'),
    (one) => held(one.words, one.changed_at ?? one.made_at, one, one.lang))

  ask.add('agreements', db.selectFrom('consent as c').innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 'c.family_id').onRef('m.id', '=', 'c.to_member'))
    .select(['m.name as to', 'c.kind', 'c.why', 'c.why_lang', 'c.from_at', 'c.until_on', 'c.withdrawn_at']).where('c.family_id', '=', family)
    .where((eb) => eb.or([eb('c.about_member', '=', mine), eb('c.given_by', '=', mine)])).orderBy('c.from_at').orderBy('c.kind'),
    (one) => held(`${one.to}: ${one.why}`, one.from_at, one, one.why_lang))
  ask.add('agreements', db.selectFrom('plan_answer as a').leftJoin('plan_answer_words as w', (join) => join.onRef('w.family_id', '=', 'a.family_id').onRef('w.id', '=', 'a.id'))
    .select(['a.version', 'a.agrees', 'a.at', 'a.said_on', 'a.ended_at', 'w.words', 'w.lang']).where('a.family_id', '=', family).where('a.member_id', '=', mine).orderBy('a.at'),
    (one) => held(one.words, one.at, one, one.lang))
  const agreed = (what: string) => (one: { at: string }) => held(null, one.at, { what, ...one })
  ask.add('agreements', db.selectFrom('responsibility').select('at').where('family_id', '=', family).where((eb) => eb.or([eb('adult_member', '=', mine), eb('child_member', '=', mine)])), agreed('responsibility'))
  ask.add('agreements', db.selectFrom('cares_for').select('at').where('family_id', '=', family).where((eb) => eb.or([eb('carer_member', '=', mine), eb('child_member', '=', mine)])), agreed('cares-for'))
  ask.add('agreements', db.selectFrom('own_say').select('at').where('family_id', '=', family).where('about_member', '=', mine), agreed('own-say'))
  ask.add('agreements', db.selectFrom('hand_over').select(['at', 'due_on', 'ended_at']).where('family_id', '=', family).where('asked_by', '=', mine), agreed('hand-over'))
  ask.add('agreements', db.selectFrom('two_adults').select(['above_pence', 'at']).where('family_id', '=', family).where('member_id', '=', mine), agreed('two-adults'))
  ask.add('spendWords', db.selectFrom('spend_together').select(['agrees', 'words', 'lang', 'at']).where('family_id', '=', family).where('member_id', '=', mine).orderBy('at'), (one) => held(one.words, one.at, one, one.lang))
  ask.add('agreements', db.selectFrom('meeting_answer').select(['answer', 'again_on', 'due_on', 'at']).where('family_id', '=', family).where('member_id', '=', mine), agreed('meeting-answer'))
  ask.add('agreements', db.selectFrom('lead_wish').select(['reason', 'lang', 'at', 'due_on', 'answer', 'answer_lang', 'answered_at']).where('family_id', '=', family).where('asked_by', '=', mine), (one) => held(one.reason, one.at, one, one.lang))

  if (!viewer || !may(viewer, 'sharing:see')) return
  const sees = must(viewer, 'sharing:see')
  ask.add('decisions', decisionsToldTo(sees, [mine]).select(['d.basis', 'd.reason', 'd.reason_lang', 'd.made_at', 'd.until_on', 'p.name as by']).distinct(), ({ reason_lang: lang, made_at: at, ...one }) => held(one.reason, at, one, lang))
  ask.add('looks', looksToldTo(sees).orderBy('e.seq', 'desc').limit(mostLooks), (row) => {
    const look = lookOf(family, row)
    return held(look.name, look.at, { by: look.name, job: look.job, what: look.what, because: look.because })
  })
}
