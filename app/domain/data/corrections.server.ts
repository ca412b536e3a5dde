/** "This isn't right" (UK GDPR, article 16; #35): stands beside the original, in its circle, with who said it and when. The original stays. */
import { sql, type Expression, type SqlBool } from 'kysely'
import { lookerOfRow, visibleTo, type Looker } from '#app/access/visible-to.server.ts'
import type { Acting, AreaMay, Inside, May, Viewer } from '#app/access/viewer.server.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import { newId, type CircleId, type FamilyId, type MemberId, type PersonId } from '#app/values/ids.ts'
import type { Instant } from '#app/values/instant.ts'
import type { CorrectionKind } from './correction-kinds.ts'

const tables = { plan: 'plan_entry', goal: 'goal', fact: 'fact' } as const

export interface Original { readonly words: string; readonly lang: string; readonly circle: CircleId | null }

/** The thing itself, as far as the viewer may see it. */
export async function originalOf(viewer: Viewer | Inside<Viewer>, kind: CorrectionKind, thing: string): Promise<Original | undefined> {
  const row = await viewer.db.selectFrom(`${tables[kind] as 'goal'} as o`).select(['o.words', 'o.lang', 'o.circle_id']).where('o.id', '=', thing as never).where(visibleTo(viewer, kind, 'o')).executeTakeFirst()
  return row && { words: row.words, lang: row.lang, circle: row.circle_id }
}

/** Says that a thing is not right. The lead professional is told if they may see it, and answers. */
export async function sayNotRight(acting: Acting<'family:see'>, said: { kind: CorrectionKind; thing: string; words: string; lang: string }): Promise<Outcome<null, 'not-there'>> {
  const original = await originalOf(acting, said.kind, said.thing)
  if (!original || acting.member === null) return { ok: false, why: 'not-there' }
  const id = newId()
  await acting.db.insertInto('correction').values({
    family_id: acting.family, id, circle_id: original.circle, thing_kind: said.kind, thing_id: said.thing, words: said.words, lang: said.lang, by_member: acting.member, at: acting.now,
    answer: null, answer_lang: null, answered_at: null, answered_by: null,
  }).execute()
  const leads = await acting.db.selectFrom('correction as c').innerJoin('member as m', 'm.family_id', 'c.family_id').select('m.person_id')
    .where('c.family_id', '=', acting.family).where('c.id', '=', id).where(leadSeesOriginal(acting)).where('m.person_id', '<>', acting.person).execute()
  return {
    ok: true, value: null, event: { kind: 'not-right-said', data: { words: said.words }, thing: { kind: said.kind, id: said.thing }, circle: original.circle },
    notices: leads.map((row) => ({ to: row.person_id!, name: 'somethingNew' })),
  }
}

/** The lead professional answers. What was said stands as it was said. */
export async function answerNotRight(acting: Acting<'plan:actions'>, said: { correction: string; words: string; lang: string }): Promise<Outcome<null, 'not-there' | 'changed-meanwhile'>> {
  const row = await acting.db.selectFrom('correction').selectAll().where('family_id', '=', acting.family).where('id', '=', said.correction).executeTakeFirst()
  if (!row || acting.seat !== 'lead' || !(await originalOf(acting, row.thing_kind, row.thing_id))) return { ok: false, why: 'not-there' }
  if (row.answered_at !== null) return { ok: false, why: 'changed-meanwhile' }
  await acting.db.updateTable('correction').set({ answer: said.words, answer_lang: said.lang, answered_at: acting.now, answered_by: acting.person }).where('family_id', '=', acting.family).where('id', '=', said.correction).execute()
  const by = await acting.db.selectFrom('member').select('person_id').where('family_id', '=', acting.family).where('id', '=', row.by_member).executeTakeFirst()
  return {
    ok: true, value: null, event: { kind: 'not-right-answered', data: {}, thing: { kind: row.thing_kind, id: row.thing_id }, circle: row.circle_id },
    notices: by?.person_id ? [{ to: by.person_id, name: 'somethingNew' }] : [],
  }
}

export interface Correction {
  readonly id: string
  readonly thing: string
  readonly words: string
  readonly lang: string
  readonly by: MemberId
  readonly at: Instant
  readonly answer: { readonly words: string; readonly lang: string } | null
}

/** What was said beside things of one kind that the viewer may see, oldest first. One query. */
export async function correctionsOf(viewer: May<'family:see'>, kind: CorrectionKind, things: readonly string[]): Promise<Correction[]> {
  if (things.length === 0) return []
  const rows = await viewer.db.selectFrom('correction as c').innerJoin(`${tables[kind] as 'goal'} as o`, (join) => join.onRef('o.family_id', '=', 'c.family_id').onRef('o.id', '=', 'c.thing_id' as never))
    .select(['c.id', 'c.thing_id', 'c.words', 'c.lang', 'c.by_member', 'c.at', 'c.answer', 'c.answer_lang']).where('c.family_id', '=', viewer.family).where('c.thing_kind', '=', kind).where('c.thing_id', 'in', [...things])
    .where(visibleTo(viewer, kind, 'o')).orderBy('c.at').orderBy('c.id').limit(200).execute()
  return rows.map((row) => ({
    id: row.id, thing: row.thing_id, words: row.words, lang: row.lang, by: row.by_member, at: row.at, answer: row.answer === null ? null : { words: row.answer, lang: row.answer_lang! },
  }))
}

/** True where `m` holds the lead seat and may see what the correction `c` stands beside. */
function leadSeesOriginal(at: Pick<Looker, 'now' | 'today'>): Expression<SqlBool> {
  const lead = lookerOfRow('m', 'lead', at)
  const seen = (Object.keys(tables) as CorrectionKind[]).map((kind) => sql<SqlBool>`(c.thing_kind = ${kind} and exists (select 1 from ${sql.table(tables[kind])} as o where o.family_id = c.family_id and o.id = c.thing_id and ${visibleTo(lead, kind, 'o')}))`)
  return sql<SqlBool>`(m.seat = 'lead' and m.from_on <= ${at.today} and (m.until_on is null or m.until_on >= ${at.today}) and (${sql.join(seen, sql` or `)}))`
}

export interface OpenCorrection { readonly family: FamilyId; readonly name: string; readonly kind: CorrectionKind; readonly thing: string; readonly at: Instant }

/** What waits for this lead professional's answer, the oldest first. One query. */
export async function correctionsToAnswer(viewer: AreaMay<'desk:see'>): Promise<OpenCorrection[]> {
  const rows = await viewer.db.selectFrom('member as m').innerJoin('correction as c', 'c.family_id', 'm.family_id').innerJoin('family as f', 'f.id', 'c.family_id')
    .select(['c.family_id', 'f.name', 'c.thing_kind', 'c.thing_id', 'c.at']).where('m.person_id', '=', viewer.person as PersonId).where('c.answered_at', 'is', null)
    .where(leadSeesOriginal(viewer)).orderBy('c.at').orderBy('c.id').limit(50).execute()
  return rows.map((row) => ({ family: row.family_id, name: row.name, kind: row.thing_kind, thing: row.thing_id, at: row.at }))
}
