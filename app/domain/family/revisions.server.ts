/** How things of the plan stood: each state that somebody agreed to, or that was changed, is kept for ever (#6). */
import { sql, type SelectQueryBuilder } from 'kysely'
import type { Inside, Viewer } from '#app/access/viewer.server.ts'
import type { EntryId, MemberId, PersonId } from '#app/values/ids.ts'
import type { Day } from '#app/values/instant.ts'
import type { PlanPartKind, Schema } from '#db/schema.ts'

/** An action and a step have these columns alike. */
type Columns = SelectQueryBuilder<Schema, 'plan_entry', object>

/** Keeps how things of one kind stand as their first revision, where none is kept yet. */
export async function keepFirst(acting: Pick<Inside<Viewer>, 'db' | 'family'>, kind: PlanPartKind, things: readonly string[]): Promise<void> {
  if (things.length === 0) return
  const none = (id: string) => sql<boolean>`not exists (select 1 from revision as v_kept where v_kept.family_id = ${acting.family} and v_kept.thing_id = ${sql.ref(id)})`
  const first = { plan: () => acting.db.selectFrom('plan_entry as t').select(['t.family_id', 't.id', 't.circle_id', 't.words', 't.lang', 't.due_on', 't.said_by as by_member', 't.made_by as by_person', 't.made_at as at']),
    goal: () => acting.db.selectFrom('goal as t').innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 't.family_id').onRef('m.id', '=', 't.made_by'))
      .select(['t.family_id', 't.id', 't.circle_id', 't.words', 't.lang', sql<Day | null>`null`.as('due_on'), 't.made_by as by_member', 'm.person_id as by_person', 't.made_at as at']),
    step: () => acting.db.selectFrom('step as t').innerJoin('goal as g', (join) => join.onRef('g.family_id', '=', 't.family_id').onRef('g.id', '=', 't.goal_id'))
      .select(['t.family_id', 't.id', 't.circle_id', 't.words', 't.lang', 't.due_on', sql<MemberId | null>`null`.as('by_member'), sql<PersonId | null>`null`.as('by_person'), 'g.made_at as at']) } as const
  const rows = await (first[kind]() as ReturnType<typeof first.plan>).where('t.family_id', '=', acting.family).where('t.id', 'in', things as never).where(none('t.id')).execute()
  // Of each row nine values: no database takes them all at once.
  for (let from = 0; from < rows.length; from += 50) {
    await acting.db.insertInto('revision').values(rows.slice(from, from + 50).map(({ id, ...row }) => ({ ...row, thing_id: id, number: 1, thing_kind: kind }))).execute()
  }
}

/**
 * Keeps something promised as it stands now, after it got another day or another owner: whoever agreed to it before is asked
 * again. How it stood first is kept before the change. `by` has no account where a link answered, and is nobody where it fell.
 */
export async function keepAnswered(acting: Pick<Inside<Viewer>, 'db' | 'family' | 'now'>, kind: 'plan' | 'step', thing: string, by: { readonly member: MemberId | null; readonly person: PersonId | null }): Promise<void> {
  const row = await (acting.db.selectFrom(kind === 'plan' ? 'plan_entry' : 'step') as unknown as Columns).select(['words', 'lang', 'due_on', 'circle_id'])
    .select((eb) => eb.selectFrom('revision as r').select(sql<number>`max(r.number)`.as('number')).where('r.family_id', '=', acting.family).where('r.thing_id', '=', thing).as('number')).where('family_id', '=', acting.family).where('id', '=', thing as EntryId).executeTakeFirstOrThrow()
  await acting.db.insertInto('revision').values({
    family_id: acting.family, thing_id: thing, number: row.number! + 1, circle_id: row.circle_id, thing_kind: kind, words: row.words, lang: row.lang, due_on: row.due_on, by_member: by.member, by_person: by.person, at: acting.now,
  }).execute()
}
