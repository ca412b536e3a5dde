/**
 * A copy of everything held about somebody (UK GDPR, article 15; C2): what they wrote, and what is about them as far as they
 * may see it. What others keep to themselves is left out by the one rule of visibility, in each `where`.
 */
import { sql } from 'kysely'
import type { Kind } from '#db/schema.ts'
import { keptFromNobody, visibleTo } from '#app/access/visible-to.server.ts'
import { must, viewerFor, type OwnMay, type Viewer } from '#app/access/viewer.server.ts'
import { looksAt } from '#app/domain/sharing/looked.server.ts'
import { decisionsShown } from '#app/domain/sharing/safeguarding.server.ts'
import type { FamilyId, MemberId } from '#app/values/ids.ts'
import { parts, type Part } from './holdings.ts'

/** One thing: what it says in its own language, when, and every column that is kept of it. */
export interface Held { readonly words: string | null; readonly lang: string | null; readonly at: string | null; readonly kept: Readonly<Record<string, unknown>> }
export type Copy = Readonly<Record<Part, readonly Held[]>>

/** At most so many openings of a record are copied: the rest are read on their own page. */
const mostLookPages = 25

const held = (words: string | null, at: string | null, kept: Record<string, unknown>, lang: string | null = null): Held => ({ words, lang, at, kept })

/** Everything, by its part. Reads about twenty queries for the account and each family: no page but this one does. */
export async function everythingAbout(me: OwnMay<'account:keep'>): Promise<Copy> {
  const copy = Object.fromEntries(parts.map((part) => [part, [] as Held[]])) as Record<Part, Held[]>
  await ofTheAccount(me, copy)
  const places = await me.db.selectFrom('member as m').innerJoin('family as f', 'f.id', 'm.family_id')
    .select(['m.family_id', 'm.id', 'm.name', 'm.given_name', 'm.seat', 'm.relation', 'm.born_on', 'm.from_on', 'm.until_on', 'f.name as family']).where('m.person_id', '=', me.person).orderBy('m.from_on').execute()
  for (const { family_id, id, ...place } of places) {
    copy.places.push(held(place.family, place.from_on, place))
    const viewer = await viewerFor(me.db, me.person, family_id, me.now)
    // A place that has ended shows nothing of the family's any more: what they wrote stays theirs.
    await ofTheFamily(me, viewer?.member === id ? viewer : undefined, family_id, id, copy)
  }
  return copy
}

async function ofTheAccount(me: OwnMay<'account:keep'>, copy: Record<Part, Held[]>): Promise<void> {
  const { db, person } = me
  const row = await db.selectFrom('person').select(['name', 'given_name', 'email', 'mobile', 'language', 'born_on', 'made_at']).where('id', '=', person).executeTakeFirstOrThrow()
  for (const words of [row.name, row.email, row.mobile]) if (words !== null) copy.person.push(held(words, null, {}))
  copy.person.push(held(null, row.made_at, row))
  const contact = await db.selectFrom('safe_contact').selectAll().where('person_id', '=', person).execute()
  copy.contact.push(...contact.map(({ person_id: _, ...one }) => held(`${one.from_time} – ${one.until_time}`, one.changed_at, one)))
  const kept = await db.selectFrom('must_not_learn as k').innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 'k.family_id').onRef('m.id', '=', 'k.member_id')).select(['m.name as must_not_learn']).where('k.person_id', '=', person).orderBy('m.name').execute()
  copy.contact.push(...kept.map((one) => held(one.must_not_learn, null, one)))
  const changes = await db.selectFrom('address_change').select(['channel', 'address', 'made_at', 'expires_at']).where('person_id', '=', person).execute()
  copy.contact.push(...changes.map((one) => held(one.address, one.made_at, one)))
  const posts = await db.selectFrom('post').select(['role', 'team', 'from_on', 'until_on']).where('person_id', '=', person).execute()
  copy.posts.push(...posts.map((one) => held(one.team, one.from_on, one)))
  const profile = await db.selectFrom('profile').selectAll().where('person_id', '=', person).execute()
  copy.posts.push(...profile.map(({ person_id: _, ...one }) => held(`${one.job}, ${one.agency}`, null, one)))
  const sessions = await db.selectFrom('session').select(['made_at', 'seen_at', 'expires_at', 'shared_phone']).where('person_id', '=', person).orderBy('made_at').execute()
  copy.sessions.push(...sessions.map((one) => held(null, one.seen_at, one)))
  const messages = await db.selectFrom('outbox').select(['channel', 'address', 'lang', 'subject', 'made_at', 'sent_at', 'state']).where('to_person', '=', person).orderBy('made_at').limit(1000).execute()
  copy.messages.push(...messages.map((one) => held(one.subject, one.sent_at ?? one.made_at, one, one.lang)))
  const events = await db.selectFrom('event').select(['at', 'kind', 'data']).where('scope_id', '=', person).orderBy('seq').limit(5000).execute()
  copy.events.push(...events.map((one) => held(null, one.at, one)))
  const sittings = await db.selectFrom('sitting').select(['reason', 'reason_lang', 'opened_at', 'until_at']).where('person_id', '=', person).orderBy('opened_at').limit(1000).execute()
  copy.sittings.push(...sittings.map((one) => held(one.reason_lang === null ? null : one.reason, one.opened_at, one, one.reason_lang)))
  const emergencies = await db.selectFrom('emergency_view').select(['reason', 'reason_lang', 'opened_at', 'seen_at']).where('person_id', '=', person).orderBy('opened_at').execute()
  copy.sittings.push(...emergencies.map((one) => held(one.reason, one.opened_at, one, one.reason_lang)))
  const parked = await db.selectFrom('parked_form').select(['path', 'fields', 'at']).where('person_id', '=', person).execute()
  copy.kept.push(...parked.map((one) => held(one.path, one.at, one)))
  const erasures = await db.selectFrom('erasure').select(['asked_at', 'due_on', 'done_at']).where('person_id', '=', person).execute()
  copy.kept.push(...erasures.map((one) => held(null, one.asked_at, one)))
}

async function ofTheFamily(me: OwnMay<'account:keep'>, viewer: Viewer | undefined, family: FamilyId, mine: MemberId, copy: Record<Part, Held[]>): Promise<void> {
  const { db } = me
  /** What they wrote, and what is about them and visible to them. */
  const theirs = (alias: string, kind: Kind, wrote: string) => {
    const own = sql<boolean>`(${sql.ref(`${alias}.family_id`)} = ${family} and ${sql.ref(`${alias}.${wrote}`)} = ${mine})`
    return viewer === undefined ? own : sql<boolean>`(${own} or (${visibleTo(viewer, kind, alias)} and exists (select 1 from about as a where a.family_id = ${family} and a.thing_id = ${sql.ref(`${alias}.id`)} and a.member_id = ${mine})))`
  }
  const goals = await db.selectFrom('goal as g').select(['g.id', 'g.words', 'g.lang', 'g.category', 'g.state', 'g.made_at']).where('g.family_id', '=', family).where(theirs('g', 'goal', 'made_by')).orderBy('g.made_at').execute()
  copy.goals.push(...goals.map(({ id: _, ...one }) => held(one.words, one.made_at, one, one.lang)))
  const steps = await db.selectFrom('step as s').innerJoin('goal as g', (join) => join.onRef('g.family_id', '=', 's.family_id').onRef('g.id', '=', 's.goal_id')).select(['s.words', 's.lang', 's.due_on', 's.done_at'])
    .where('s.family_id', '=', family).where((eb) => eb.or(viewer ? [eb.and([keptFromNobody(viewer, 's') as never, eb.or([theirs('g', 'goal', 'made_by'), eb.and([eb('s.owner_member', '=', mine), visibleTo(viewer, 'goal', 'g') as never])])])] : [eb.and([eb('s.circle_id', 'is', null), theirs('g', 'goal', 'made_by')])])).orderBy('s.due_on').execute()
  copy.steps.push(...steps.map((one) => held(one.words, one.due_on, one, one.lang)))
  const ratings = await db.selectFrom('rating').select(['score', 'note', 'note_lang', 'at']).where('family_id', '=', family).where('member_id', '=', mine).orderBy('at').execute()
  copy.ratings.push(...ratings.map((one) => held(one.note === null ? String(one.score) : `${one.score}: ${one.note}`, one.at, one, one.note_lang)))
  const entries = await db.selectFrom('plan_entry as e').select(['e.kind', 'e.words', 'e.lang', 'e.due_on', 'e.done_at', 'e.made_at']).where('e.family_id', '=', family)
    .where((eb) => eb.or([theirs('e', 'plan', 'said_by'), ...(viewer ? [eb.and([eb('e.owner_member', '=', mine), visibleTo(viewer, 'plan', 'e') as never])] : [])])).orderBy('e.made_at').execute()
  copy.plan.push(...entries.map((one) => held(one.words, one.made_at, one, one.lang)))
  const facts = await db.selectFrom('fact as f').select(['f.topic', 'f.words', 'f.lang', 'f.made_at', 'f.ended_at']).where('f.family_id', '=', family).where(theirs('f', 'fact', 'said_by')).orderBy('f.made_at').execute()
  copy.facts.push(...facts.map((one) => held(one.words, one.made_at, one, one.lang)))
  const caring = await db.selectFrom('caring as c').select(['c.state', 'c.said_at', 'c.asked_at', 'c.due_on', 'c.answer', 'c.answer_lang', 'c.answered_at', 'c.again_on']).where('c.family_id', '=', family)
    .where((eb) => eb.or([eb('c.asked_by', '=', mine), ...(viewer ? [eb.and([eb('c.about_member', '=', mine), visibleTo(viewer, 'caring', 'c') as never])] : [])])).execute()
  copy.caring.push(...caring.map((one) => held(one.answer, one.said_at, one, one.answer_lang)))
  const corrections = await db.selectFrom('correction').select(['words', 'lang', 'at', 'answer', 'answer_lang', 'answered_at']).where('family_id', '=', family).where('by_member', '=', mine).orderBy('at').execute()
  copy.corrections.push(...corrections.map((one) => held(one.words, one.at, one, one.lang)))
  const visits = await db.selectFrom('appointment as t').innerJoin('person as p', 'p.id', 't.practitioner_id').select(['p.name', 't.mode', 't.place', 't.starts_at', 't.ends_at', 't.state', 't.note', 't.note_lang', 't.needs', 't.interpreter_lang', 't.booked_at'])
    .where('t.family_id', '=', family).where(theirs('t', 'appointment', 'booked_by')).orderBy('t.starts_at').execute()
  copy.appointments.push(...visits.map((one) => held(one.name, one.starts_at, one)))
  const spends = await db.selectFrom('spend as s').select(['s.what', 's.what_lang', 's.payee', 's.unit', 's.quantity', 's.pence', 's.needed_on', 's.state', 's.asked_at', 's.decided_at']).where('s.family_id', '=', family).where(theirs('s', 'spend', 'asked_by')).orderBy('s.asked_at').execute()
  copy.spends.push(...spends.map((one) => held(one.what, one.asked_at, one, one.what_lang)))
  const said = await db.selectFrom('spend_word').select(['kind', 'at', 'reason', 'words', 'lang']).where('family_id', '=', family).where('by_member', '=', mine).orderBy('at').execute()
  copy.spendWords.push(...said.map((one) => held(one.words, one.at, one, one.lang)))

  // A conversation is theirs while they are in it; what they wrote stays theirs when they have left.
  const inIt = viewer === undefined ? sql<boolean>`1 = 0` : visibleTo(viewer, 'message', 'c')
  const talk = await db.selectFrom('message as t').innerJoin('conversation as c', (join) => join.onRef('c.family_id', '=', 't.family_id').onRef('c.id', '=', 't.conversation_id'))
    .innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 't.family_id').onRef('m.id', '=', 't.by_member'))
    .leftJoin('conversation_read as r', (join) => join.onRef('r.family_id', '=', 'c.family_id').onRef('r.conversation_id', '=', 'c.id').on('r.member_id', '=', mine))
    .select(['c.topic', 'm.name as by', 't.words', 't.lang', 't.at', 'r.read_until']).where('t.family_id', '=', family).where((eb) => eb.or([eb('t.by_member', '=', mine), inIt as never])).orderBy('t.at').execute()
  copy.talk.push(...talk.map((one) => held(one.words, one.at, one, one.lang)))
  const notes = await db.selectFrom('note as n').select(['n.words', 'n.lang', 'n.made_at', 'n.changed_at']).where('n.family_id', '=', family).where((eb) => eb.or([eb('n.by_member', '=', mine), ...(viewer ? [visibleTo(viewer, 'note', 'n') as never] : [])])).orderBy('n.made_at').execute()
  copy.notes.push(...notes.map((one) => held(one.words, one.changed_at ?? one.made_at, one, one.lang)))

  const agreements = await db.selectFrom('consent as c').innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 'c.family_id').onRef('m.id', '=', 'c.to_member'))
    .select(['m.name as to', 'c.kind', 'c.why', 'c.why_lang', 'c.from_at', 'c.until_on', 'c.withdrawn_at']).where('c.family_id', '=', family)
    .where((eb) => eb.or([eb('c.about_member', '=', mine), eb('c.given_by', '=', mine)])).orderBy('c.from_at').orderBy('c.kind').execute()
  copy.agreements.push(...agreements.map((one) => held(`${one.to}: ${one.why}`, one.from_at, one, one.why_lang)))
  const responsible = await db.selectFrom('responsibility').select('at').where('family_id', '=', family).where((eb) => eb.or([eb('adult_member', '=', mine), eb('child_member', '=', mine)])).execute()
  const cares = await db.selectFrom('cares_for').select('at').where('family_id', '=', family).where((eb) => eb.or([eb('carer_member', '=', mine), eb('child_member', '=', mine)])).execute()
  const ownSay = await db.selectFrom('own_say').select('at').where('family_id', '=', family).where('about_member', '=', mine).execute()
  const handOvers = await db.selectFrom('hand_over').select(['at', 'due_on', 'ended_at']).where('family_id', '=', family).where('asked_by', '=', mine).execute()
  for (const [what, rows] of [['responsibility', responsible], ['cares-for', cares], ['own-say', ownSay], ['hand-over', handOvers]] as const) copy.agreements.push(...rows.map((one) => held(null, one.at, { what, ...one })))

  if (!viewer?.powers.has('sharing:see')) return
  const sees = must(viewer, 'sharing:see')
  const decisions = await decisionsShown(sees, [mine], null)
  copy.decisions.push(...decisions.map((one) => held(one.reason, one.madeAt, { basis: one.basis, reason: one.reason, by: one.by, until: one.until }, one.lang)))
  for (let page = 1, pages = 1; page <= Math.min(pages, mostLookPages); page += 1) {
    const { looks, pages: all } = await looksAt(sees, page)
    pages = all
    copy.looks.push(...looks.map((one) => held(one.name, one.at, { by: one.name, job: one.job, what: one.what, because: one.because })))
  }
}
