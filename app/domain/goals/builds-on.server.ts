/** The strengths that a goal builds on (TF ¶2.7; #3). A strength that is kept from somebody is not told by the goals that name it. */
import { visibleTo } from '#app/access/visible-to.server.ts'
import type { Acting, Inside, Viewer } from '#app/access/viewer.server.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import type { EntryId, GoalId } from '#app/values/ids.ts'

export interface Cited { readonly id: EntryId; readonly words: string; readonly lang: string }

/** The strengths that a goal, which was read before, builds on: those alone that the viewer sees. One query. */
export async function strengthsOf(viewer: Viewer | Inside<Viewer>, goal: GoalId): Promise<Cited[]> {
  return viewer.db.selectFrom('builds_on as b').innerJoin('plan_entry as e', (join) => join.onRef('e.family_id', '=', 'b.family_id').onRef('e.id', '=', 'b.entry_id'))
    .select(['e.id', 'e.words', 'e.lang']).where('b.family_id', '=', viewer.family).where('b.goal_id', '=', goal)
    .where('e.kind', '=', 'strength').where('e.ended_at', 'is', null).where(visibleTo(viewer, 'plan', 'e')).orderBy('e.made_at').orderBy('e.id').execute()
}

/** Names the strengths of a goal of the caller's. Refused (false) when one of them is not there for the viewer. */
export async function setBuildsOn(acting: Inside<Viewer>, goal: GoalId, strengths: readonly EntryId[]): Promise<boolean> {
  const named = [...new Set(strengths)]
  if (named.length === 0) return true
  const seen = await acting.db.selectFrom('plan_entry as e').select('e.id').where('e.id', 'in', named).where('e.kind', '=', 'strength').where('e.ended_at', 'is', null).where(visibleTo(acting, 'plan', 'e')).execute()
  if (seen.length !== named.length) return false
  await acting.db.insertInto('builds_on').values(named.map((entry) => ({ family_id: acting.family, goal_id: goal, entry_id: entry }))).onConflict((conflict) => conflict.doNothing()).execute()
  return true
}

/** Says anew which strengths a goal builds on. Those that the viewer does not see stay as they are: leaving them out would tell of them. */
export async function changeBuildsOn(acting: Acting<'goals:add'>, change: { goal: GoalId; strengths: readonly EntryId[] }): Promise<Outcome<GoalId, 'not-there'>> {
  const goal = await acting.db.selectFrom('goal as g').select('g.circle_id').where('g.id', '=', change.goal).where(visibleTo(acting, 'goal', 'g')).executeTakeFirst()
  if (!goal) return { ok: false, why: 'not-there' }
  const before = (await strengthsOf(acting, change.goal)).map((one) => one.id)
  if (before.length > 0) await acting.db.deleteFrom('builds_on').where('family_id', '=', acting.family).where('goal_id', '=', change.goal).where('entry_id', 'in', before).execute()
  if (!(await setBuildsOn(acting, change.goal, change.strengths))) return { ok: false, why: 'not-there', field: 'builds-on' }
  return { ok: true, value: change.goal, event: { kind: 'goal-builds-on-changed', data: { strengths: change.strengths.length }, thing: { kind: 'goal', id: change.goal }, circle: goal.circle_id } }
}
