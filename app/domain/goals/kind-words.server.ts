/**
 * Thank-yous, small wins and offers of help (TF ¶1.3; #3, #40): said by anybody who sees a goal, a step, an action or a need,
 * seen by whoever sees that thing, and taken back by whoever said it. They have no circle of their own: the rule is asked of
 * the thing each time, so that what is kept later is kept with all that was said of it.
 */
import { sql, type Expression, type SqlBool } from 'kysely'
import { seatsThatHelp } from '#app/access/powers.ts'
import { keptFromNobody, visibleTo, type Looker } from '#app/access/visible-to.server.ts'
import { isHere } from '#app/access/who-is-here.server.ts'
import type { Acting, Inside, May, Viewer } from '#app/access/viewer.server.ts'
import { readersOf } from '#app/domain/family/people.server.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import { newId, type CircleId, type GoalId, type KindWordId, type MemberId, type StepId, type EntryId } from '#app/values/ids.ts'
import type { Instant } from '#app/values/instant.ts'
import { kindsFor, type KindOfWord, type PlaceOfWord } from './kind-words.ts'

/** The most that are read of some things. */
const mostRead = 300

/** A thing that something kind can be said of. */
export interface KindThing {
  readonly id: string
  readonly is: keyof typeof kindsFor
  readonly words: string
  readonly lang: string
  readonly circle: CircleId | null
  /** Whose it is, to be told of an offer. */
  readonly whose: MemberId | null
  /** The goal that it is, or is a step of. */
  readonly goal: GoalId | null
}

/** One thing of which the viewer can say something kind; undefined when it is not there or not theirs to see. One query. */
export async function kindThing(viewer: Viewer | Inside<Viewer>, place: PlaceOfWord, id: string): Promise<KindThing | undefined> {
  if (place === 'goal') {
    const row = await viewer.db.selectFrom('goal as g').select(['g.id', 'g.words', 'g.lang', 'g.circle_id', 'g.made_by']).where('g.id', '=', id as GoalId).where(visibleTo(viewer, 'goal', 'g')).executeTakeFirst()
    return row && { id: row.id, is: 'goal', words: row.words, lang: row.lang, circle: row.circle_id, whose: row.made_by, goal: row.id }
  }
  if (place === 'step') {
    const row = await viewer.db.selectFrom('step as s').innerJoin('goal as g', (join) => join.onRef('g.family_id', '=', 's.family_id').onRef('g.id', '=', 's.goal_id'))
      .select(['s.id', 's.words', 's.lang', 's.goal_id', 's.circle_id', 'g.circle_id as of_goal']).where('s.family_id', '=', viewer.family).where('s.id', '=', id as StepId)
      .where(visibleTo(viewer, 'goal', 'g')).where(keptFromNobody(viewer, 's')).executeTakeFirst()
    return row && { id: row.id, is: 'step', words: row.words, lang: row.lang, circle: row.circle_id ?? row.of_goal, whose: null, goal: row.goal_id }
  }
  const row = await viewer.db.selectFrom('plan_entry as e').select(['e.id', 'e.kind', 'e.words', 'e.lang', 'e.circle_id', 'e.said_by']).where('e.id', '=', id as EntryId)
    .where('e.kind', 'in', ['action', 'need']).where('e.ended_at', 'is', null).where(visibleTo(viewer, 'plan', 'e')).executeTakeFirst()
  return row && { id: row.id, is: row.kind as 'action' | 'need', words: row.words, lang: row.lang, circle: row.circle_id, whose: row.said_by, goal: null }
}

export interface NewKindWord { readonly kind: KindOfWord; readonly place: PlaceOfWord; readonly thing: string; /** None of an offer that says all by itself. */ readonly words: string | null; readonly lang: string }

/**
 * Says thank you, notes a small win or offers help. Whoever helps for a living promises with a day instead of offering.
 * Whoever wrote the thing is told of an offer, as far as they still see it.
 */
export async function sayKindWord(acting: Acting<'goals:see'>, said: NewKindWord): Promise<Outcome<KindWordId, 'not-there' | 'promise-instead' | 'offered-already'>> {
  const thing = await kindThing(acting, said.place, said.thing)
  if (!thing || acting.member === null || !kindsFor[thing.is].includes(said.kind) || (said.words === null && said.kind !== 'offer')) return { ok: false, why: 'not-there' }
  if (said.kind === 'offer') {
    if (seatsThatHelp.has(acting.seat as never)) return { ok: false, why: 'promise-instead' }
    const before = await acting.db.selectFrom('kind_word').select('id').where('family_id', '=', acting.family).where('thing_id', '=', said.thing).where('kind', '=', 'offer').where('state', 'is', null).where('by_member', '=', acting.member).executeTakeFirst()
    if (before) return { ok: false, why: 'offered-already' }
  }
  const id = newId<KindWordId>()
  await acting.db.insertInto('kind_word').values({
    family_id: acting.family, id, kind: said.kind, thing_kind: said.place, thing_id: said.thing, words: said.words, lang: said.words === null ? null : said.lang, by_member: acting.member, at: acting.now,
  }).execute()
  const whose = said.kind === 'offer' && thing.whose !== null && thing.whose !== acting.member
    ? (await acting.db.selectFrom('member').select('person_id').where('family_id', '=', acting.family).where('id', '=', thing.whose).executeTakeFirst())?.person_id : null
  const told = whose ? (await readersOf(acting, thing.circle)).filter((person) => person === whose) : []
  return {
    ok: true, value: id, event: { kind: 'kind-word-said', data: { kind: said.kind }, thing: { kind: thing.goal === null ? 'plan' : 'goal', id: thing.goal ?? thing.id }, circle: thing.circle },
    notices: told.map((to) => ({ to, name: 'somethingNew' })),
  }
}

/** Takes back what one said oneself, with its words. */
export async function takeBackKindWord(acting: Acting<'goals:see'>, { word }: { word: KindWordId }): Promise<Outcome<null, 'not-there'>> {
  const row = await acting.db.selectFrom('kind_word as k').select(['k.id', 'k.thing_kind', 'k.thing_id']).where('k.id', '=', word).where('k.by_member', '=', acting.member).where(seen(acting, 'k')).executeTakeFirst()
  const thing = row && await kindThing(acting, row.thing_kind, row.thing_id)
  if (!row || !thing) return { ok: false, why: 'not-there' }
  await acting.db.deleteFrom('kind_word').where('family_id', '=', acting.family).where('id', '=', word).execute()
  return { ok: true, value: null, event: { kind: 'kind-word-taken-back', data: {}, thing: { kind: thing.goal === null ? 'plan' : 'goal', id: thing.goal ?? thing.id }, circle: thing.circle } }
}

/** True for the rows of `alias` whose thing the viewer sees. Somebody who sees by name learns of no other in the network by what they said. */
function seen(viewer: Looker, alias: string): Expression<SqlBool> {
  const of = (name: string) => sql.ref(`${alias}.${name}`)
  const goal = sql`select 1 from goal as kg where kg.family_id = ${of('family_id')} and ${visibleTo(viewer, 'goal', 'kg')}`
  const thing = sql`((${of('thing_kind')} = 'goal' and exists (${goal} and kg.id = ${of('thing_id')}))
    or (${of('thing_kind')} = 'step' and exists (select 1 from step as ks where ks.family_id = ${of('family_id')} and ks.id = ${of('thing_id')} and ${keptFromNobody(viewer, 'ks')} and exists (${goal} and kg.id = ks.goal_id)))
    or (${of('thing_kind')} = 'plan' and exists (select 1 from plan_entry as ke where ke.family_id = ${of('family_id')} and ke.id = ${of('thing_id')} and ke.ended_at is null and ${visibleTo(viewer, 'plan', 'ke')})))`
  return sql<SqlBool>`(${of('family_id')} = ${viewer.family} and ${thing} and ${fromSomebodyKnown(viewer, alias)})`
}

/** True for the rows of `alias` whose writer the viewer may know of: all, for most; for somebody who sees by name themselves, the household and the lead professional. */
function fromSomebodyKnown(viewer: Looker, alias: string): Expression<SqlBool> {
  const of = (name: string) => sql.ref(`${alias}.${name}`)
  if (viewer.seat !== 'network' && viewer.seat !== 'other-parent') return sql<SqlBool>`1 = 1`
  return sql<SqlBool>`(${of('by_member')} = ${viewer.member} or exists (select 1 from member as km where km.family_id = ${of('family_id')} and km.id = ${of('by_member')}
    and km.seat not in ('network', 'other-parent', 'team', 'coordinator')))`
}

/** The id of the newest thank-you or small win since a moment that was said of the goal `goal`, or of a step of it that the viewer sees: the goal is one that they see. */
export function newestSaidOf(goal: string, viewer: Looker, since: Instant): Expression<KindWordId> {
  const of = (name: string) => sql.ref(`${goal}.${name}`)
  return sql<KindWordId>`(select kw.id from kind_word as kw where kw.family_id = ${of('family_id')} and kw.at >= ${since} and kw.kind <> 'offer' and ${fromSomebodyKnown(viewer, 'kw')}
    and (kw.thing_id = ${of('id')} or exists (select 1 from step as ks where ks.family_id = ${of('family_id')} and ks.goal_id = ${of('id')} and ks.id = kw.thing_id and ${keptFromNobody(viewer, 'ks')}))
    order by kw.at desc, kw.id limit 1)`
}

/** The id of the newest kind word beside an entry `entry` that the viewer sees; the others stand on its own page. */
export function newestBeside(entry: string, viewer: Looker): Expression<KindWordId> {
  const of = (name: string) => sql.ref(`${entry}.${name}`)
  return sql<KindWordId>`(select kw.id from kind_word as kw where kw.family_id = ${of('family_id')} and kw.thing_id = ${of('id')} and ${fromSomebodyKnown(viewer, 'kw')} order by kw.at desc, kw.id limit 1)`
}

export interface KindWord {
  readonly id: KindWordId; readonly kind: KindOfWord; readonly place: PlaceOfWord; readonly thing: string; readonly words: string | null; readonly lang: string | null
  readonly by: MemberId; readonly at: Instant
  /** What became of an offer; null while it waits, and of all else. */
  readonly state: 'taken' | 'not-now' | null
}

/** What was said of some things, the oldest first, as far as the viewer sees them. One query. */
export async function kindWordsOf(viewer: May<'goals:see'>, things: readonly string[]): Promise<KindWord[]> {
  if (things.length === 0) return []
  const rows = await viewer.db.selectFrom('kind_word as k').select(['k.id', 'k.kind', 'k.thing_kind', 'k.thing_id', 'k.words', 'k.lang', 'k.by_member', 'k.at', 'k.state'])
    .where('k.thing_id', 'in', [...things]).where(seen(viewer, 'k')).orderBy('k.at').orderBy('k.id').limit(mostRead).execute()
  return rows.map((row) => ({ id: row.id, kind: row.kind, place: row.thing_kind, thing: row.thing_id, words: row.words, lang: row.lang, by: row.by_member, at: row.at, state: row.state }))
}

/** An offer beside something that the viewer sees, from somebody else who is here. */
export interface OfferBeside { readonly id: KindWordId; readonly by: MemberId; readonly words: string | null; readonly lang: string | null; readonly at: Instant; readonly state: KindWord['state']; readonly beside: KindThing }

/** One offer beside a thing, whatever became of it; undefined when it is not there, the viewer's own, or not theirs to see. Two queries. */
export async function offerBeside(viewer: Viewer | Inside<Viewer>, id: KindWordId): Promise<OfferBeside | undefined> {
  const row = await viewer.db.selectFrom('kind_word as k').innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 'k.family_id').onRef('m.id', '=', 'k.by_member'))
    .select(['k.id', 'k.by_member', 'k.words', 'k.lang', 'k.at', 'k.state', 'k.thing_kind', 'k.thing_id']).where('k.id', '=', id).where('k.kind', '=', 'offer').where('k.by_member', '<>', viewer.member)
    .where(seen(viewer, 'k')).where(isHere('m', viewer.today)).executeTakeFirst()
  const beside = row && await kindThing(viewer, row.thing_kind, row.thing_id)
  return beside && { id: row.id, by: row.by_member, words: row.words, lang: row.lang, at: row.at, state: row.state, beside }
}

/** Says what becomes of an offer beside a thing, inside a command that has asked whether it waits. */
export async function answerOfferBeside(acting: Pick<Inside<Viewer>, 'db' | 'family'>, id: KindWordId, state: 'taken' | 'not-now'): Promise<void> {
  await acting.db.updateTable('kind_word').set({ state }).where('family_id', '=', acting.family).where('id', '=', id).execute()
}
