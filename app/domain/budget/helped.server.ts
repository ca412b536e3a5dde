/** Whether what was bought helped: for the directory, where nobody is named, and for the goal that it was bought for. */
import type { Kysely } from 'kysely'
import type { Schema, SpendState } from '#db/schema.ts'
import { visibleTo } from '#app/access/visible-to.server.ts'
import type { May } from '#app/access/viewer.server.ts'
import { shownCount } from '#app/domain/goals/outcomes.ts'
import type { GoalId, ServiceId, SpendId } from '#app/values/ids.ts'
import type { Helped } from './deliveries.server.ts'

/**
 * How many families said that a service helped them, rounded down to a five; null below five, so that nobody is found by it. What is
 * kept to some does not count. A family counts once, however often it bought it. One query.
 */
export async function familiesHelped(db: Kysely<Schema>, service: ServiceId): Promise<number | null> {
  const rows = await db.selectFrom('spend as s').innerJoin('spend_helped as h', (join) => join.onRef('h.family_id', '=', 's.family_id').onRef('h.spend_id', '=', 's.id')).select('s.family_id').distinct()
    .where('s.service_id', '=', service).where('s.circle_id', 'is', null).where('h.answer', 'in', ['a-lot', 'a-little']).execute()
  return shownCount(rows.length, rows.length)
}

export interface Bought { readonly id: SpendId; readonly what: string; readonly whatLang: string; readonly state: SpendState; readonly said: readonly { readonly name: string; readonly answer: Helped['answer'] }[] }

/** What was bought for a goal, as far as the viewer may see it, the newest first, with what each says of it. One query. */
export async function boughtFor(viewer: May<'spend:see'>, goal: GoalId): Promise<Bought[]> {
  const rows = await viewer.db.selectFrom('spend as s').leftJoin('spend_helped as h', (join) => join.onRef('h.family_id', '=', 's.family_id').onRef('h.spend_id', '=', 's.id'))
    .leftJoin('member as m', (join) => join.onRef('m.family_id', '=', 'h.family_id').onRef('m.id', '=', 'h.by_member')).select(['s.id', 's.what', 's.what_lang', 's.state', 'h.answer', 'm.name'])
    .where('s.goal_id', '=', goal).where('s.state', 'in', ['approved', 'delivered', 'paid']).where(visibleTo(viewer, 'spend', 's')).orderBy('s.asked_at', 'desc').orderBy('s.id').orderBy('h.at').limit(60).execute()
  const found = new Map<SpendId, Bought>()
  for (const row of rows) {
    const one = found.get(row.id) ?? { id: row.id, what: row.what, whatLang: row.what_lang, state: row.state, said: [] }
    found.set(row.id, row.answer ? { ...one, said: [...one.said, { name: row.name!, answer: row.answer }] } : one)
  }
  return [...found.values()]
}
