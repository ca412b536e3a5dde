/**
 * What was agreed and that nobody used: a yes holds until a day, the family is told some days before, and then the money is
 * left again. Done by the watch, each once, however many watch.
 */
import { sql, type Kysely, type SqlBool } from 'kysely'
import type { Schema } from '#db/schema.ts'
import type { WatchActing } from '#app/access/viewer.server.ts'
import { readersOf } from '#app/domain/family/people.server.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import { newId, type FamilyId, type SpendId } from '#app/values/ids.ts'
import { plusDays, type Day } from '#app/values/instant.ts'
import { moveSpend } from './ledger.server.ts'

/** Days before the last one on which the family is told. */
const toldBefore = 7

/** True for the spends of `alias` that nobody was asked to carry out, of which nothing was given, and of which no receipt waits. */
function nobodyActed(alias: string) {
  const of = (name: string) => sql.ref(`${alias}.${name}`)
  return sql<SqlBool>`(not exists (select 1 from spend_order as o where o.family_id = ${of('family_id')} and o.spend_id = ${of('id')} and o.ended_at is null)
    and not exists (select 1 from delivery as d where d.family_id = ${of('family_id')} and d.spend_id = ${of('id')} and d.answer not in ('withdrawn', 'not-paid'))
    and not exists (select 1 from receipt as r where r.family_id = ${of('family_id')} and r.spend_id = ${of('id')} and r.state = 'sent'))`
}

/** Agreed requests whose last day has passed, and those whose last day is near and was not told yet. Two queries. */
export async function endingApprovals(db: Kysely<Schema>, today: Day): Promise<{ family: FamilyId; spend: SpendId; what: 'lapses' | 'is-told' }[]> {
  const held = db.selectFrom('spend as s').select(['s.family_id as family', 's.id as spend']).where('s.state', '=', 'approved').where(nobodyActed('s')).orderBy('s.holds_until').orderBy('s.id').limit(500)
  const over = await held.where('s.holds_until', '<', today).execute()
  const near = await held.where('s.holds_until', '>=', today).where('s.holds_until', '<=', plusDays(today, toldBefore)).where((eb) => eb.or([eb('s.told_until', 'is', null), eb('s.told_until', '<>', eb.ref('s.holds_until'))])).execute()
  return [...over.map((row) => ({ ...row, what: 'lapses' as const })), ...near.map((row) => ({ ...row, what: 'is-told' as const }))]
}

function held(acting: WatchActing<'promises:watch'>, id: SpendId) {
  return acting.db.selectFrom('spend as s').select(['s.id', 's.budget_id', 's.circle_id', 's.pence', 's.version', 's.holds_until', 's.told_until'])
    .where('s.family_id', '=', acting.family).where('s.id', '=', id).where('s.state', '=', 'approved').where(nobodyActed('s')).where('s.holds_until', 'is not', null).executeTakeFirst()
}

/** Tells those of the family who see it that a yes ends soon. */
export async function tellOfEnd(acting: WatchActing<'promises:watch'>, { spend }: { spend: SpendId }): Promise<Outcome<null, 'nothing-to-do'>> {
  const row = await held(acting, spend)
  if (!row || row.holds_until === row.told_until || row.holds_until! > plusDays(acting.today, toldBefore)) return { ok: false, why: 'nothing-to-do' }
  await acting.db.updateTable('spend').set({ told_until: row.holds_until }).where('family_id', '=', acting.family).where('id', '=', spend).execute()
  return {
    ok: true, value: null, event: { kind: 'spend-ends-soon', data: { until: row.holds_until! }, thing: { kind: 'spend', id: spend }, circle: row.circle_id },
    notices: (await readersOf(acting, row.circle_id)).map((to) => ({ to, name: 'moneyAnswer' as const })),
  }
}

/** Ends a yes that nobody used by its last day: the money is left again. */
export async function lapseSpend(acting: WatchActing<'promises:watch'>, { spend }: { spend: SpendId }): Promise<Outcome<null, 'nothing-to-do'>> {
  const row = await held(acting, spend)
  if (!row || row.holds_until! >= acting.today) return { ok: false, why: 'nothing-to-do' }
  await acting.db.updateTable('spend').set({ state: 'cancelled', lapsed_at: acting.now, version: row.version + 1 }).where('family_id', '=', acting.family).where('id', '=', spend).execute()
  await acting.db.insertInto('spend_word').values({
    family_id: acting.family, id: newId(), spend_id: spend, kind: 'lapse', level: null, by_person: null, by_member: null, at: acting.now, version: row.version + 1, reason: null, words: null, lang: null,
  }).execute()
  await moveSpend(acting, { budget: row.budget_id, id: spend }, 'committed', 'available', 'lapsed')
  return {
    ok: true, value: null, event: { kind: 'spend-lapsed', data: { pence: row.pence }, thing: { kind: 'spend', id: spend }, circle: row.circle_id },
    notices: (await readersOf(acting, row.circle_id)).map((to) => ({ to, name: 'moneyAnswer' as const })),
  }
}
