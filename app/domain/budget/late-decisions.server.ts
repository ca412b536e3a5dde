/**
 * Requests that were not answered by the day that was promised: each goes up a level by itself, with a new day, and the family
 * reads that it did. In the panel, which has nobody above it, it is brought to them again. A question that the family has not
 * answered before its budget ends is no longer waited for: nobody can say yes then, and the money is the family's again.
 */
import type { Kysely } from 'kysely'
import type { Schema } from '#db/schema.ts'
import type { WatchActing } from '#app/access/viewer.server.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import { newId, type FamilyId, type SpendId } from '#app/values/ids.ts'
import type { Day } from '#app/values/instant.ts'
import { readersOf } from '#app/domain/family/people.server.ts'
import { moveSpend } from './ledger.server.ts'
import { firstWithDeciders } from './limits.server.ts'
import { endOpen } from './order-ends.server.ts'
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
    notices: [...up.deciders.map((to) => ({ to, name: 'toDecide' as const })), ...(row.asker ? [{ to: row.asker, name: 'somethingNew' as const }] : [])],
  }
}

/** Questions and suggestions to a family whose budget has ended since. One query. */
export async function questionsOver(db: Kysely<Schema>, today: Day): Promise<{ family: FamilyId; spend: SpendId }[]> {
  const rows = await overdue(db, today).orderBy('s.id').limit(500).execute()
  return rows.map((row) => ({ family: row.family_id, spend: row.id }))
}

function overdue(db: Kysely<Schema>, today: Day) {
  return db.selectFrom('spend as s').innerJoin('budget as b', (join) => join.onRef('b.family_id', '=', 's.family_id').onRef('b.id', '=', 's.budget_id'))
    .select(['s.family_id', 's.id', 's.budget_id', 's.circle_id', 's.level', 's.pence', 's.version']).where('s.state', '=', 'question').where('b.until_on', '<', today)
}

/** Ends one of them. Its word has the level that asked, which one of agreed money that nobody used has not. */
export async function endQuestion(acting: WatchActing<'promises:watch'>, { spend }: { spend: SpendId }): Promise<Outcome<null, 'nothing-to-do'>> {
  const row = await overdue(acting.db, acting.today).where('s.family_id', '=', acting.family).where('s.id', '=', spend).executeTakeFirst()
  if (!row) return { ok: false, why: 'nothing-to-do' }
  await acting.db.updateTable('spend').set({ state: 'cancelled', lapsed_at: acting.now, version: row.version + 1 }).where('family_id', '=', acting.family).where('id', '=', spend).execute()
  await acting.db.insertInto('spend_word').values({
    family_id: acting.family, id: newId(), spend_id: spend, kind: 'lapse', level: row.level, by_person: null, by_member: null, at: acting.now, version: row.version + 1, reason: null, words: null, lang: null,
  }).execute()
  await moveSpend(acting, { budget: row.budget_id, id: spend }, 'asked', 'available', 'lapsed')
  return {
    ok: true, value: null, event: { kind: 'spend-lapsed', data: { pence: row.pence }, thing: { kind: 'spend', id: spend }, circle: row.circle_id },
    notices: [...(await readersOf(acting, row.circle_id)).map((to) => ({ to, name: 'somethingNew' as const })), ...(await endOpen(acting, spend))],
  }
}
