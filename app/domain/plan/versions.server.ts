/**
 * Versions of the plan (#6, #12): it is put forward as it stands, a version never changes after it is made, and everybody
 * reads of it what they may see. A version refers to words as they are kept in `revision`.
 */
import { sql, type Expression, type Kysely, type SqlBool } from 'kysely'
import { seatsThatHelp } from '#app/access/powers.ts'
import { keptFromNobody, visibleTo } from '#app/access/visible-to.server.ts'
import type { Acting, Inside, May, Viewer } from '#app/access/viewer.server.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import type { ReviewDayRefused } from '#app/domain/family/review-day.server.ts'
import { readersOf } from '#app/domain/family/people.server.ts'
import { keepFirst } from '#app/domain/family/revisions.server.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import type { MemberId } from '#app/values/ids.ts'
import { plusDays, type Day, type Instant } from '#app/values/instant.ts'
import type { PlanPartKind, Schema } from '#db/schema.ts'
import { groups, type Group, type PlanPart } from './versions.ts'

export interface PutForward {
  /** When everybody looks at the plan again. */
  readonly reviewOn: Day
  /** The newest version when the page was opened; 0 for none. */
  readonly seen: number
}

type NotReady = 'nothing-good' | 'no-we-will' | 'no-services-will'

/**
 * Puts the plan forward as it stands. What is good cannot be empty, and both sides promise something (#3, #5, #12): what
 * everybody in the plan can see counts, so that a refusal tells of nothing that is kept.
 */
export async function putForward(acting: Acting<'plan:put-forward'>, { reviewOn, seen }: PutForward): Promise<Outcome<number, NotReady | ReviewDayRefused | 'put-forward-meanwhile' | 'somebody-is-not-here'>> {
  if (acting.member === null) return { ok: false, why: 'somebody-is-not-here' }
  if (reviewOn <= acting.today) return { ok: false, why: 'day-is-past', field: 'review' }
  const { planReviewMostDays } = await settingsOf(acting.db)
  if (reviewOn > plusDays(acting.today, planReviewMostDays)) return { ok: false, why: 'review-too-far', field: 'review', values: { days: planReviewMostDays } }
  const before = await acting.db.selectFrom('plan_state').select(['version', 'active_version']).where('family_id', '=', acting.family).executeTakeFirst()
  if ((before?.version ?? 0) !== seen) return { ok: false, why: 'put-forward-meanwhile' }
  const missing = (await whatIsMissing(acting))[0]
  if (missing) return { ok: false, why: missing }
  const number = seen + 1
  await acting.db.insertInto('plan_version').values({ family_id: acting.family, number, put_by: acting.member, at: acting.now, review_on: reviewOn }).execute()
  for (const kind of ['plan', 'goal', 'step'] as const) await keepParts(acting, number, kind)
  const state = { state: 'put-forward' as const, version: number, active_version: before?.active_version ?? null, review_on: reviewOn }
  await acting.db.insertInto('plan_state').values({ family_id: acting.family, ...state }).onConflict((conflict) => conflict.column('family_id').doUpdateSet(state)).execute()
  const leads = await acting.db.selectFrom('member').select('person_id').where('family_id', '=', acting.family).where('seat', '=', 'lead').where('from_on', '<=', acting.today)
    .where((eb) => eb.or([eb('until_on', 'is', null), eb('until_on', '>=', acting.today)])).execute()
  const told = new Set([...(await readersOf(acting, null)), ...leads.flatMap((lead) => lead.person_id ?? [])].filter((person) => person !== acting.person))
  return {
    ok: true, value: number, event: { kind: 'plan-put-forward', data: { version: number, review: reviewOn }, thing: { kind: 'plan', id: String(number) } },
    notices: [...told].map((to) => ({ to, name: 'newInPlan' })),
  }
}

/** What is still missing before the plan can be put forward, of what everybody in the plan and the viewer can see. One query. */
export async function whatIsMissing(viewer: May<'plan:put-forward'> | Acting<'plan:put-forward'>): Promise<NotReady[]> {
  const db: Kysely<Schema> = viewer.db
  const helps = sql.join([...seatsThatHelp])
  const open = (alias: string) => sql<SqlBool>`(${sql.ref(`${alias}.circle_id`)} is null and not exists (select 1 from delicate as d where d.family_id = ${sql.ref(`${alias}.family_id`)} and d.thing_id = ${sql.ref(`${alias}.id`)}))`
  const rows = await db.selectFrom('plan_entry as e').leftJoin('member as o', (join) => join.onRef('o.family_id', '=', 'e.family_id').onRef('o.id', '=', 'e.owner_member'))
    .select(sql<NotReady>`case when e.kind = 'strength' then 'nothing-good' when e.owner_member is null or o.seat in (${helps}) then 'no-services-will' else 'no-we-will' end`.as('filled'))
    .where('e.kind', 'in', ['strength', 'action']).where('e.ended_at', 'is', null).where('e.done_at', 'is', null).where(visibleTo(viewer, 'plan', 'e')).where(open('e'))
    .unionAll(db.selectFrom('step as s').innerJoin('goal as g', (join) => join.onRef('g.family_id', '=', 's.family_id').onRef('g.id', '=', 's.goal_id')).innerJoin('member as o', (join) => join.onRef('o.family_id', '=', 's.family_id').onRef('o.id', '=', 's.owner_member'))
      .select(sql<NotReady>`case when o.seat in (${helps}) then 'no-services-will' else 'no-we-will' end`.as('filled'))
      .where('g.state', 'in', ['open', 'paused']).where('s.done_at', 'is', null).where('s.circle_id', 'is', null).where(visibleTo(viewer, 'goal', 'g')).where(open('g')))
    .execute()
  const filled = new Set(rows.map((row) => row.filled))
  return (['nothing-good', 'no-we-will', 'no-services-will'] as const).filter((part) => !filled.has(part))
}

/** Writes what stands in the plan now into a version: whatever there is, each kept to whom it is kept. */
async function keepParts(acting: Inside<Viewer>, version: number, kind: PlanPartKind): Promise<void> {
  const { db, family } = acting
  const none = { dueOn: sql<Day | null>`null`.as('due_on'), member: sql<MemberId | null>`null`.as('owner_member'), name: sql<string | null>`null`.as('owner_name'), agency: sql<string | null>`null`.as('owner_agency') }
  const newest = (id: string) => sql<number>`(select max(r.number) from revision as r where r.family_id = ${family} and r.thing_id = ${sql.ref(id)})`.as('revision')
  const rows = {
    plan: () => db.selectFrom('plan_entry as t').select(['t.id', 't.circle_id', 't.due_on', 't.owner_member', 't.owner_name', 't.owner_agency', newest('t.id')]).where('t.family_id', '=', family).where('t.ended_at', 'is', null),
    goal: () => db.selectFrom('goal as t').select(['t.id', 't.circle_id', none.dueOn, none.member, none.name, none.agency, newest('t.id')]).where('t.family_id', '=', family).where('t.state', '<>', 'let-go'),
    step: () => db.selectFrom('step as t').innerJoin('goal as g', (join) => join.onRef('g.family_id', '=', 't.family_id').onRef('g.id', '=', 't.goal_id'))
      .select(['t.id', 't.circle_id', 't.due_on', 't.owner_member', none.name, none.agency, newest('t.id')]).where('t.family_id', '=', family).where('g.state', '<>', 'let-go'),
  } as const
  const read = rows[kind] as typeof rows.plan
  await keepFirst(acting, kind, (await read().execute()).map((row) => row.id))
  const all = await read().execute()
  // Of each row ten values: no database takes them all at once.
  for (let from = 0; from < all.length; from += 50) {
    await db.insertInto('plan_version_part').values(all.slice(from, from + 50).map(({ id, ...row }) => ({ ...row, family_id: family, version, thing_id: id, thing_kind: kind }))).execute()
  }
}

export interface Version { readonly number: number; readonly putBy: MemberId; readonly at: Instant; readonly reviewOn: Day; /** Whether a newer one was put forward. */ readonly newest: number }

/** A version of the plan by its number; undefined where there is none. */
export async function version(viewer: May<'plan:versions'>, number: number): Promise<Version | undefined> {
  const row = await viewer.db.selectFrom('plan_version as v').innerJoin('plan_state as s', 's.family_id', 'v.family_id').select(['v.number', 'v.put_by', 'v.at', 'v.review_on', 's.version as newest']).where('v.family_id', '=', viewer.family).where('v.number', '=', number).executeTakeFirst()
  return row && { number: row.number, putBy: row.put_by, at: row.at, reviewOn: row.review_on, newest: row.newest }
}

/** What stood in a version: of what the viewer may see now, and was not kept from them then. In the plan's order. One query. */
export async function partsOf(viewer: May<'plan:versions'>, number: number): Promise<PlanPart[]> {
  const { db } = viewer
  const seen = wasSeen(viewer)
  const rows = await db.selectFrom('plan_version_part as p').innerJoin('plan_entry as e', (join) => join.onRef('e.family_id', '=', 'p.family_id').onRef('e.id', '=', sql.ref('p.thing_id')))
    .innerJoin('revision as r', (join) => join.onRef('r.family_id', '=', 'p.family_id').onRef('r.thing_id', '=', 'p.thing_id').onRef('r.number', '=', 'p.revision'))
    .select([sql<PlanPartKind>`'plan'`.as('kind'), sql<string>`e.id`.as('id'), sql<Group>`e.kind`.as('group'), 'r.words', 'r.lang', 'p.due_on', 'p.owner_member', 'p.owner_name', 'p.owner_agency', sql<MemberId | null>`e.said_by`.as('said_by'), sql<string | null>`null`.as('goal'), sql<Instant>`e.made_at`.as('at')])
    .where('p.family_id', '=', viewer.family).where('p.version', '=', number).where(visibleTo(viewer, 'plan', 'e')).where(seen)
    .unionAll(db.selectFrom('plan_version_part as p').innerJoin('goal as g', (join) => join.onRef('g.family_id', '=', 'p.family_id').onRef('g.id', '=', sql.ref('p.thing_id')))
      .innerJoin('revision as r', (join) => join.onRef('r.family_id', '=', 'p.family_id').onRef('r.thing_id', '=', 'p.thing_id').onRef('r.number', '=', 'p.revision'))
      .select([sql<PlanPartKind>`'goal'`.as('kind'), sql<string>`g.id`.as('id'), sql<Group>`'goal'`.as('group'), 'r.words', 'r.lang', 'p.due_on', 'p.owner_member', 'p.owner_name', 'p.owner_agency', sql<MemberId | null>`g.made_by`.as('said_by'), sql<string | null>`null`.as('goal'), sql<Instant>`g.made_at`.as('at')])
      .where('p.family_id', '=', viewer.family).where('p.version', '=', number).where(visibleTo(viewer, 'goal', 'g')).where(seen))
    .unionAll(db.selectFrom('plan_version_part as p').innerJoin('step as t', (join) => join.onRef('t.family_id', '=', 'p.family_id').onRef('t.id', '=', sql.ref('p.thing_id'))).innerJoin('goal as g', (join) => join.onRef('g.family_id', '=', 't.family_id').onRef('g.id', '=', 't.goal_id'))
      .innerJoin('revision as r', (join) => join.onRef('r.family_id', '=', 'p.family_id').onRef('r.thing_id', '=', 'p.thing_id').onRef('r.number', '=', 'p.revision'))
      .select([sql<PlanPartKind>`'step'`.as('kind'), sql<string>`t.id`.as('id'), sql<Group>`'action'`.as('group'), 'r.words', 'r.lang', 'p.due_on', 'p.owner_member', 'p.owner_name', 'p.owner_agency', sql<MemberId | null>`null`.as('said_by'), sql<string | null>`g.id`.as('goal'), sql<Instant>`g.made_at`.as('at')])
      .where('p.family_id', '=', viewer.family).where('p.version', '=', number).where(visibleTo(viewer, 'goal', 'g')).where(keptFromNobody(viewer, 't')).where(seen))
    .execute()
  return inOrder(rows)
}

/** True where a part of a version was not kept from the viewer when it was made, or is theirs to do: who is shown a thing later did not agree to it. */
export function wasSeen(viewer: Pick<Viewer, 'member'> & Parameters<typeof keptFromNobody>[0]): Expression<SqlBool> {
  return sql<SqlBool>`(${keptFromNobody(viewer, 'p')} or coalesce(p.owner_member, '') = ${viewer.member})`
}

/** What stands in the plan now, as a version would keep it. One query. */
export async function standing(viewer: May<'plan:versions'>): Promise<PlanPart[]> {
  const { db } = viewer
  const rows = await db.selectFrom('plan_entry as e')
    .select([sql<PlanPartKind>`'plan'`.as('kind'), sql<string>`e.id`.as('id'), sql<Group>`e.kind`.as('group'), 'e.words', 'e.lang', 'e.due_on', 'e.owner_member', 'e.owner_name', 'e.owner_agency', sql<MemberId | null>`e.said_by`.as('said_by'), sql<string | null>`null`.as('goal'), sql<Instant>`e.made_at`.as('at')])
    .where('e.ended_at', 'is', null).where(visibleTo(viewer, 'plan', 'e'))
    .unionAll(db.selectFrom('goal as g')
      .select([sql<PlanPartKind>`'goal'`.as('kind'), sql<string>`g.id`.as('id'), sql<Group>`'goal'`.as('group'), 'g.words', 'g.lang', sql<Day | null>`null`.as('due_on'), sql<MemberId | null>`null`.as('owner_member'), sql<string | null>`null`.as('owner_name'), sql<string | null>`null`.as('owner_agency'), sql<MemberId | null>`g.made_by`.as('said_by'), sql<string | null>`null`.as('goal'), sql<Instant>`g.made_at`.as('at')])
      .where('g.state', '<>', 'let-go').where(visibleTo(viewer, 'goal', 'g')))
    .unionAll(db.selectFrom('step as t').innerJoin('goal as g', (join) => join.onRef('g.family_id', '=', 't.family_id').onRef('g.id', '=', 't.goal_id'))
      .select([sql<PlanPartKind>`'step'`.as('kind'), sql<string>`t.id`.as('id'), sql<Group>`'action'`.as('group'), 't.words', 't.lang', sql<Day | null>`t.due_on`.as('due_on'), sql<MemberId | null>`t.owner_member`.as('owner_member'), sql<string | null>`null`.as('owner_name'), sql<string | null>`null`.as('owner_agency'), sql<MemberId | null>`null`.as('said_by'), sql<string | null>`g.id`.as('goal'), sql<Instant>`g.made_at`.as('at')])
      .where('g.state', '<>', 'let-go').where(visibleTo(viewer, 'goal', 'g')).where(keptFromNobody(viewer, 't')))
    .execute()
  return inOrder(rows)
}

interface PartRow { kind: PlanPartKind; id: string; group: Group; words: string; lang: string; due_on: Day | null; owner_member: MemberId | null; owner_name: string | null; owner_agency: string | null; said_by: MemberId | null; goal: string | null; at: Instant }

function inOrder(rows: readonly PartRow[]): PlanPart[] {
  const place = (row: PartRow) => `${groups.indexOf(row.group)} ${row.group === 'action' ? row.due_on : ''} ${row.at} ${row.words} ${row.id}`
  return [...rows].sort((a, b) => (place(a) < place(b) ? -1 : 1)).map((row) => ({
    kind: row.kind, id: row.id, group: row.group, words: row.words, lang: row.lang, dueOn: row.group === 'action' ? row.due_on : null, owner: row.owner_member, ownerName: row.owner_name, ownerAgency: row.owner_agency, saidBy: row.said_by, goal: row.goal,
  }))
}
