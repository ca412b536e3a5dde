/**
 * What somebody who brings up a child needs to know of their school and health (TF ¶2.7; #28). Parents see the facts of all
 * children; a relative those of the children they bring up; whoever helps, by agreement; another parent, those shown by name.
 */
import { visibleTo } from '#app/access/visible-to.server.ts'
import type { Acting, Inside, May, Viewer } from '#app/access/viewer.server.ts'
import { setAbout, shareByName } from '#app/domain/sharing/circles.server.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import { newId, type MemberId } from '#app/values/ids.ts'
import type { Instant } from '#app/values/instant.ts'
import type { factTopics } from './caring.ts'

export interface NewFact {
  readonly child: MemberId
  readonly topic: (typeof factTopics)[number]
  readonly words: string
  readonly lang: string
  /** Members of the network, or a parent who lives elsewhere, to whom it is shown by name. */
  readonly shareWith: readonly MemberId[]
}

/** Writes down a fact about a child, in the words of whoever knows it. A relative writes of the children they bring up. */
export async function addFact(acting: Acting<'facts:add'>, fact: NewFact): Promise<Outcome<null, 'not-there' | 'somebody-is-not-here'>> {
  if (acting.member === null || !(await isChildHere(acting, fact.child))) return { ok: false, why: 'somebody-is-not-here' }
  const id = newId()
  await acting.db.insertInto('fact').values({
    family_id: acting.family, id, circle_id: null, child_member: fact.child, topic: fact.topic, words: fact.words, lang: fact.lang, said_by: acting.member, made_at: acting.now, ended_at: null,
  }).execute()
  // Whoever may not read facts of this child does not write them either: the rule itself says who that is.
  if (!(await factToChange(acting, id))) return { ok: false, why: 'not-there' }
  await setAbout(acting, id, [fact.child])
  if (!(await shareByName(acting, id, fact.shareWith))) return { ok: false, why: 'somebody-is-not-here', field: 'share-with' }
  return { ok: true, value: null, event: { kind: 'fact-added', data: { words: fact.words }, thing: { kind: 'fact', id } } }
}

/** A fact no longer holds: it is kept, and shown no more. */
export async function endFact(acting: Acting<'facts:add'>, { fact }: { fact: string }): Promise<Outcome<null, 'not-there'>> {
  const row = await factToChange(acting, fact)
  if (!row) return { ok: false, why: 'not-there' }
  await acting.db.updateTable('fact').set({ ended_at: acting.now }).where('family_id', '=', acting.family).where('id', '=', fact).where('ended_at', 'is', null).execute()
  return { ok: true, value: null, event: { kind: 'fact-ended', data: {}, thing: { kind: 'fact', id: fact }, circle: row.circle_id } }
}

async function factToChange(acting: Inside<Viewer>, fact: string) {
  return acting.db.selectFrom('fact as f').select('f.circle_id').where('f.id', '=', fact).where(visibleTo(acting, 'fact', 'f')).executeTakeFirst()
}

async function isChildHere(acting: Inside<Viewer>, child: MemberId): Promise<boolean> {
  const row = await acting.db.selectFrom('member').select('id').where('family_id', '=', acting.family).where('id', '=', child).where('seat', 'in', ['child', 'young-person'])
    .where((eb) => eb.or([eb('until_on', 'is', null), eb('until_on', '>=', acting.today)])).executeTakeFirst()
  return row !== undefined
}

/** The lead professional says which children a relative brings up, instead of what was said before. */
export async function setCaresFor(acting: Acting<'people:invite'>, said: { carer: MemberId; children: readonly MemberId[] }): Promise<Outcome<null, 'not-there' | 'somebody-is-not-here'>> {
  if (acting.seat !== 'lead') return { ok: false, why: 'not-there' }
  const carer = await acting.db.selectFrom('member').select('id').where('family_id', '=', acting.family).where('id', '=', said.carer).where('seat', '=', 'kin-carer').executeTakeFirst()
  if (!carer) return { ok: false, why: 'somebody-is-not-here' }
  for (const child of said.children) if (!(await isChildHere(acting, child))) return { ok: false, why: 'somebody-is-not-here', field: 'brings-up' }
  await acting.db.deleteFrom('cares_for').where('family_id', '=', acting.family).where('carer_member', '=', carer.id).execute()
  if (said.children.length > 0) {
    await acting.db.insertInto('cares_for').values(said.children.map((child_member) => ({ family_id: acting.family, carer_member: carer.id, child_member, at: acting.now }))).execute()
  }
  return { ok: true, value: null, event: { kind: 'caring-set', data: { member: carer.id, children: said.children.length } } }
}

/** The children whom a relative brings up. */
export async function caresFor(viewer: May<'people:see'>, carer: MemberId): Promise<MemberId[]> {
  const rows = await viewer.db.selectFrom('cares_for').select('child_member').where('family_id', '=', viewer.family).where('carer_member', '=', carer).execute()
  return rows.map((row) => row.child_member)
}

export interface Fact {
  readonly id: string
  readonly topic: 'school' | 'health'
  readonly words: string
  readonly lang: string
  readonly saidBy: MemberId
  readonly at: Instant
}

/** The facts of a child that hold, as far as the viewer may see them. One query. */
export async function factsOf(viewer: May<'facts:see'>, child: MemberId): Promise<Fact[]> {
  const rows = await viewer.db.selectFrom('fact as f').select(['f.id', 'f.topic', 'f.words', 'f.lang', 'f.said_by', 'f.made_at'])
    .where('f.child_member', '=', child).where('f.ended_at', 'is', null).where(visibleTo(viewer, 'fact', 'f')).orderBy('f.made_at').orderBy('f.id').limit(200).execute()
  return rows.map((row) => ({ id: row.id, topic: row.topic, words: row.words, lang: row.lang, saidBy: row.said_by, at: row.made_at }))
}
