/**
 * Requests that were not answered by the day that was promised: each goes up a level by itself, with a new day, and the family
 * reads that it did. In the panel, which has nobody above it, it is brought to them again.
 */
import type { Kysely } from 'kysely'
import type { Schema } from '#db/schema.ts'
import type { WatchActing } from '#app/access/viewer.server.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import { newId, type FamilyId, type SpendId } from '#app/values/ids.ts'
import type { Day } from '#app/values/instant.ts'
import { firstWithDeciders } from './limits.server.ts'
import { placeOnAgenda } from './panel-agenda.server.ts'
import { answerBy } from './spending.server.ts'

/** Requests whose day has passed. One query. */
export async function lateDecisions(db: Kysely<Schema>, today: Day): Promise<{ family: FamilyId; spend: SpendId }[]> {
  const rows = await db.selectFrom('spend').select(['family_id', 'id']).where('state', '=', 'asked').where('answer_by', '<', today).orderBy('answer_by').orderBy('id').limit(500).execute()
  return rows.map((row) => ({ family: row.family_id, spend: row.id }))
}

const upwards = { lead: 'manager', manager: 'panel', panel: 'panel' } as const

/** Brings one request up. Asked again inside, so that of two that watch one does it. */
export async function climb(acting: WatchActing<'promises:watch'>, { spend }: { spend: SpendId }): Promise<Outcome<null, 'nothing-to-do'>> {
  const row = await acting.db.selectFrom('spend as s').innerJoin('member as a', (join) => join.onRef('a.family_id', '=', 's.family_id').onRef('a.id', '=', 's.asked_by'))
    .select(['s.level', 's.version', 's.circle_id', 's.asked_by', 's.payee', 's.line_id', 'a.person_id as asker']).where('s.family_id', '=', acting.family).where('s.id', '=', spend).where('s.state', '=', 'asked').where('s.answer_by', '<', acting.today).executeTakeFirst()
  if (!row) return { ok: false, why: 'nothing-to-do' }
  const up = await firstWithDeciders(acting, upwards[row.level], { id: spend, askedBy: row.asked_by, payee: row.payee, line: row.line_id })
  await acting.db.updateTable('spend').set({ level: up.level, answer_by: await answerBy(acting), version: row.version + 1 }).where('family_id', '=', acting.family).where('id', '=', spend).execute()
  // With the level that it went up to; the panel has none above it.
  await acting.db.insertInto('spend_word').values({
    family_id: acting.family, id: newId(), spend_id: spend, kind: 'late', level: row.level === 'panel' ? null : up.level, by_person: null, by_member: null, at: acting.now, version: row.version + 1, reason: null, words: null, lang: null,
  }).execute()
  if (up.level === 'panel' && row.level !== 'panel') await placeOnAgenda(acting, spend)
  return {
    ok: true, value: null, event: { kind: 'spend-late', data: { level: up.level }, thing: { kind: 'spend', id: spend }, circle: row.circle_id },
    notices: [...up.deciders.map((to) => ({ to, name: 'toDecide' as const })), ...(row.asker ? [{ to: row.asker, name: 'moneyAnswer' as const }] : [])],
  }
}
