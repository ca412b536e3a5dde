/**
 * What was agreed and that nobody used: a yes holds until a day, the family is told some days before, and then the money is
 * left again. An order that nobody answered, or whose link has run out, holds nothing; one that a provider said yes to does
 * until its link runs out, and stands with whoever leads meanwhile. Done by the watch, each once, however many watch.
 */
import { sql, type Kysely, type SqlBool } from 'kysely'
import type { Schema } from '#db/schema.ts'
import { leadsToday, lookerOfRow, visibleTo } from '#app/access/visible-to.server.ts'
import type { AreaMay, WatchActing } from '#app/access/viewer.server.ts'
import { readersOf } from '#app/domain/family/people.server.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import { newId, type FamilyId, type SpendId } from '#app/values/ids.ts'
import { dayAt, plusDays, type Day, type Instant } from '#app/values/instant.ts'
import { leaveTheRest, toTheFamily } from './deliveries.server.ts'
import { moveSpend, spendHolds } from './ledger.server.ts'
import { endOpen } from './order-ends.server.ts'
import { change } from './spending.server.ts'

/** Days before the last one on which the family is told. */
const toldBefore = 7

/** A column of the request `s` of each query here. */
const s = (name: string) => sql.ref(`s.${name}`)

/** True while a provider that said yes can still say by its link what it gave. */
function isCarriedOut(now: Instant) {
  return sql<SqlBool>`exists (select 1 from spend_order as o where o.family_id = ${s('family_id')} and o.spend_id = ${s('id')} and o.state = 'accepted' and o.ended_at is null and o.expires_at > ${now})`
}

/** True while the family has to say whether something happened, something is in dispute, or a receipt waits: the house does nothing until then. */
function waitsForAWord() {
  return sql<SqlBool>`(exists (select 1 from delivery as d where d.family_id = ${s('family_id')} and d.spend_id = ${s('id')} and d.answer in ('waiting', 'not'))
    or exists (select 1 from receipt as r where r.family_id = ${s('family_id')} and r.spend_id = ${s('id')} and r.state = 'sent'))`
}

/** True for what something was given of. */
function isBegun() {
  return sql<SqlBool>`exists (select 1 from delivery as d where d.family_id = ${s('family_id')} and d.spend_id = ${s('id')} and d.answer not in ('withdrawn', 'not-paid'))`
}

/** True where the link of an order has run out and nobody ended it. */
function linkRanOut(now: Instant) {
  return sql<SqlBool>`exists (select 1 from spend_order as o where o.family_id = ${s('family_id')} and o.spend_id = ${s('id')} and o.ended_at is null and o.expires_at <= ${now})`
}

type Looking = { readonly db: Kysely<Schema>; readonly now: Instant; readonly today: Day }

/** Agreed requests that nobody carries out, and of which nothing waits for a word. */
function atRest({ db, now }: Looking) {
  return db.selectFrom('spend as s').where(sql<SqlBool>`not ${waitsForAWord()}`).where(sql<SqlBool>`not ${isCarriedOut(now)}`)
}

/** Those of them that are over, after their last day. */
const over = (looking: Looking) => atRest(looking).where('s.state', '=', 'approved').where('s.holds_until', '<', looking.today)
/** Those whose last day is near and was not told yet. */
const near = (looking: Looking) => atRest(looking).where('s.state', '=', 'approved').where('s.holds_until', '>=', looking.today).where('s.holds_until', '<=', plusDays(looking.today, toldBefore))
  .where((eb) => eb.or([eb('s.told_until', 'is', null), eb('s.told_until', '<>', eb.ref('s.holds_until'))]))
/** Of what was finished, or all given: those of which nothing can be billed any more. */
const unbilled = (looking: Looking) => atRest(looking).where('s.state', '=', 'delivered').where(linkRanOut(looking.now))

const columns = ['s.family_id', 's.id', 's.budget_id', 's.circle_id', 's.pence', 's.version', 's.level', 's.state', 's.unit_pence', 's.quantity', 's.weeks', 's.holds_until'] as const

/** What of agreed money comes to its end, and what the house does about it. Three queries. */
export async function endingApprovals(db: Kysely<Schema>, now: Instant): Promise<{ family: FamilyId; spend: SpendId; what: 'lapses' | 'is-told' }[]> {
  const looking = { db, now, today: dayAt(now) }
  const found = async (rows: ReturnType<typeof over>) => rows.select(['s.family_id as family', 's.id as spend']).orderBy('s.holds_until').orderBy('s.id').limit(500).execute()
  return [
    ...[...(await found(over(looking))), ...(await found(unbilled(looking)))].map((row) => ({ ...row, what: 'lapses' as const })),
    ...(await found(near(looking))).map((row) => ({ ...row, what: 'is-told' as const })),
  ]
}

/** Tells those of the family who see it that a yes ends soon. */
export async function tellOfEnd(acting: WatchActing<'promises:watch'>, { spend }: { spend: SpendId }): Promise<Outcome<null, 'nothing-to-do'>> {
  const row = await near(acting).select(columns).where('s.family_id', '=', acting.family).where('s.id', '=', spend).executeTakeFirst()
  if (!row) return { ok: false, why: 'nothing-to-do' }
  await acting.db.updateTable('spend').set({ told_until: row.holds_until }).where('family_id', '=', acting.family).where('id', '=', spend).execute()
  return {
    ok: true, value: null, event: { kind: 'spend-ends-soon', data: { until: row.holds_until! }, thing: { kind: 'spend', id: spend }, circle: row.circle_id },
    notices: await toTheFamily(acting, row.circle_id),
  }
}

/** Ends a yes that nobody used by its last day: the money is left again, and a provider that never answered is told. What was given in part is closed instead. */
export async function lapseSpend(acting: WatchActing<'promises:watch'>, { spend }: { spend: SpendId }): Promise<Outcome<null, 'nothing-to-do'>> {
  const row = await over(acting).where(sql<SqlBool>`not ${isBegun()}`).select(columns).where('s.family_id', '=', acting.family).where('s.id', '=', spend).executeTakeFirst()
  if (!row) return { ok: false, why: 'nothing-to-do' }
  await change(acting, row, { state: 'cancelled', lapsed_at: acting.now })
  await sayByItself(acting, row, 'lapse')
  await moveSpend(acting, { budget: row.budget_id, id: spend }, 'committed', 'available', 'lapsed')
  return {
    ok: true, value: null, event: { kind: 'spend-lapsed', data: { pence: row.pence }, thing: { kind: 'spend', id: spend }, circle: row.circle_id },
    notices: [...(await readersOf(acting, row.circle_id)).map((to) => ({ to, name: 'somethingNew' as const })), ...(await endOpen(acting, spend))],
  }
}

/**
 * Closes what was given in part by its last day, and what nobody can bill any more because its link has run out: what is not
 * to be paid is left again, and what is due stays due.
 */
export async function closeSpend(acting: WatchActing<'promises:watch'>, { spend }: { spend: SpendId }): Promise<Outcome<null, 'nothing-to-do'>> {
  const mine = (rows: ReturnType<typeof over>) => rows.select(columns).where('s.family_id', '=', acting.family).where('s.id', '=', spend).where(isBegun()).executeTakeFirst()
  const row = (await mine(over(acting))) ?? (await mine(unbilled(acting)))
  if (!row) return { ok: false, why: 'nothing-to-do' }
  const ended = await endOpen(acting, spend)
  const kept = await spendHolds(acting, spend, 'committed')
  const state = await leaveTheRest(acting, row)
  await change(acting, row, { state, ...(state === 'cancelled' ? { lapsed_at: acting.now } : {}) })
  await sayByItself(acting, row, 'rest')
  return {
    ok: true, value: null, event: { kind: 'spend-lapsed', data: { pence: kept - (await spendHolds(acting, spend, 'committed')) }, thing: { kind: 'spend', id: spend }, circle: row.circle_id },
    notices: [...(await readersOf(acting, row.circle_id)).map((to) => ({ to, name: 'somethingNew' as const })), ...ended],
  }
}

/** What the house does stands in the history as nobody's word. */
async function sayByItself(acting: WatchActing<'promises:watch'>, row: { readonly id: SpendId; readonly version: number }, kind: 'lapse' | 'rest'): Promise<void> {
  await acting.db.insertInto('spend_word').values({
    family_id: acting.family, id: newId(), spend_id: row.id, kind, level: null, by_person: null, by_member: null, at: acting.now, version: row.version + 1, reason: null, words: null, lang: null,
  }).execute()
}

/**
 * Of the families that a person leads and may see it of: what a provider said yes to, that should be over and was not all
 * given. Its money is kept until somebody asks what became of it. The oldest first. One query.
 */
export async function notAllGiven({ db, person, now, today }: AreaMay<'desk:see'>): Promise<{ family: FamilyId; name: string; spend: SpendId; heldUntil: Day }[]> {
  if (person === null) return []
  const rows = await db.selectFrom('spend as s').innerJoin('member as m', 'm.family_id', 's.family_id').innerJoin('family as f', 'f.id', 's.family_id').select(['s.family_id', 'f.name', 's.id', 's.holds_until'])
    .where('s.state', '=', 'approved').where('s.holds_until', '<', today).where(isCarriedOut(now)).where(sql<SqlBool>`not ${waitsForAWord()}`)
    .where('m.person_id', '=', person).where(leadsToday('m', today)).where(visibleTo(lookerOfRow('m', 'lead', { now, today }), 'spend', 's'))
    .orderBy('s.holds_until').orderBy('s.id').limit(100).execute()
  return rows.map((row) => ({ family: row.family_id, name: row.name, spend: row.id, heldUntil: row.holds_until! }))
}
