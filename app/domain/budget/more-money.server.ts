/** Money that comes to a budget later on: a top-up, and money of another budget of the same family. */
import { levelsOf, type Acting } from '#app/access/viewer.server.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import { readersOf } from '#app/domain/family/people.server.ts'
import type { Notice } from '#app/events/notices.server.ts'
import type { Outcome, Refusal } from '#app/events/transact.server.ts'
import { newId, type BudgetId, type FundingId, type TransferId } from '#app/values/ids.ts'
import { plusMinutes, type Day } from '#app/values/instant.ts'
import { sum, type Pence } from '#app/values/money.ts'
import { sumOf } from '#db/sum.ts'
import { post, sourcesFor, type NewTransfer } from './ledger.server.ts'

/** Whoever sees to a family's money from outside: its own budgets, and never a circle's. */
type Outside = Acting<'budget:make'> | Acting<'line:agree'>

/**
 * Whether a person may bring so much money to this family now: the panel any sum, a manager while all that came to the
 * family's own budgets in the days that count, and what they brought themselves to any, stays within the area's limit, so that
 * no limit is passed by splitting. What others brought to a kept budget does not count: a refusal would tell of it.
 */
export async function mayBring(acting: Outside, pence: Pence): Promise<Refusal<'not-your-decision' | 'above-your-limit'> | undefined> {
  const levels = await levelsOf(acting.db, acting.person, acting.family, acting.now)
  if (levels.includes('panel')) return undefined
  if (!levels.includes('manager')) return { ok: false, why: 'not-your-decision' }
  const { managerBudgetPence: limit, limitDays } = await settingsOf(acting.db)
  const { came } = await acting.db.selectFrom('transfer as t').innerJoin('budget as b', (join) => join.onRef('b.family_id', '=', 't.family_id').onRef('b.id', '=', 't.budget_id'))
    .select((eb) => sumOf(eb.case().when('t.to_bucket', '=', 'available').then(eb.ref('t.pence')).else(eb.neg(eb.ref('t.pence'))).end()).as('came'))
    .where('b.family_id', '=', acting.family).where((eb) => eb.or([eb('b.circle_id', 'is', null), eb('t.by_person', '=', acting.person)])).where('t.spend_id', 'is', null).where('t.why', 'in', ['funded', 'topped-up', 'corrected'])
    .where((eb) => eb.or([eb('t.from_bucket', '=', 'council'), eb('t.to_bucket', '=', 'council')]))
    .where('t.at', '>', plusMinutes(acting.now, -limitDays * 24 * 60)).executeTakeFirstOrThrow()
  return (came ?? 0) + pence > limit ? { ok: false, why: 'above-your-limit', values: { limit, days: limitDays }, field: 'pence' } : undefined
}

/** One of the family's own budgets that money may still come to. */
async function openBudget(acting: Outside, id: BudgetId, field: string): Promise<{ ok: true; until: Day } | Refusal<'not-there' | 'days-do-not-fit'>> {
  const row = await acting.db.selectFrom('budget').select('until_on').where('family_id', '=', acting.family).where('id', '=', id).where('circle_id', 'is', null).executeTakeFirst()
  if (!row) return { ok: false, why: 'not-there', field }
  return row.until_on < acting.today ? { ok: false, why: 'days-do-not-fit', field } : { ok: true, until: row.until_on }
}

/** The source of a budget with this name and last day, made if there is none: what is the same money stays one line. */
async function sourceIn(acting: Outside, budget: BudgetId, source: string, expiresOn: Day): Promise<FundingId> {
  const same = await acting.db.selectFrom('funding').select('id').where('family_id', '=', acting.family).where('budget_id', '=', budget).where('expires_on', '=', expiresOn).where('source', '=', source).executeTakeFirst()
  if (same) return same.id
  const id = newId<FundingId>()
  await acting.db.insertInto('funding').values({ family_id: acting.family, id, budget_id: budget, source, expires_on: expiresOn }).execute()
  return id
}

/** Words that stand beside a line of the statement. */
export async function noteOn(acting: Pick<Outside, 'db' | 'family'>, transfer: TransferId, said: { words: string | null; lang: string }): Promise<void> {
  if (said.words !== null) await acting.db.insertInto('transfer_note').values({ family_id: acting.family, transfer_id: transfer, words: said.words, lang: said.lang }).execute()
}

async function toTheFamily(acting: Outside): Promise<Notice[]> {
  return (await readersOf(acting, null)).filter((person) => person !== acting.person).map((to) => ({ to, name: 'somethingNew' as const }))
}

export interface TopUp {
  readonly budget: BudgetId
  /** As the family reads it in its statement. */
  readonly source: string
  readonly pence: Pence
  /** The last day of this money; that of the budget, or earlier. */
  readonly expiresOn: Day
  readonly words: string | null
  readonly lang: string
}

/** More money for one of the family's own budgets, from the council. Who may bring how much is as for a new budget. */
export async function topUp(acting: Acting<'budget:make'>, more: TopUp): Promise<Outcome<null, 'not-your-decision' | 'above-your-limit' | 'not-there' | 'days-do-not-fit'>> {
  const budget = await openBudget(acting, more.budget, 'budget')
  if (!budget.ok) return budget
  if (more.expiresOn < acting.today || more.expiresOn > budget.until) return { ok: false, why: 'days-do-not-fit', field: 'expires' }
  const refused = await mayBring(acting, more.pence)
  if (refused) return refused
  const funding = await sourceIn(acting, more.budget, more.source, more.expiresOn)
  const posted = await post(acting, more.budget, [{ funding, spend: null, from: 'council', to: 'available', pence: more.pence, why: 'topped-up' }])
  if (!posted.ok) throw new Error('Money from the council cannot be too little')
  await noteOn(acting, posted.ids[0]!, more)
  return { ok: true, value: null, event: { kind: 'budget-topped-up', data: { pence: more.pence }, thing: { kind: 'budget', id: more.budget }, circle: null }, notices: await toTheFamily(acting) }
}

/**
 * Money of one of the family's own budgets goes to another, a pair of lines. Each part keeps its source and its last day,
 * and lasts no longer than the budget that it comes to. Only what is left moves: not what is asked for, and not what has ended.
 * From a circle's budget, or to one, nothing moves: a sum that comes from nowhere, or goes there, would tell of the circle.
 */
export async function moveMoney(acting: Acting<'budget:make'>, { from, to, pence }: { from: BudgetId; to: BudgetId; pence: Pence }): Promise<Outcome<null, 'not-your-decision' | 'not-there' | 'days-do-not-fit' | 'same-budget' | 'not-enough-money'>> {
  if (from === to) return { ok: false, why: 'same-budget', field: 'to' }
  const levels = await levelsOf(acting.db, acting.person, acting.family, acting.now)
  if (!levels.includes('manager') && !levels.includes('panel')) return { ok: false, why: 'not-your-decision' }
  const giving = await openBudget(acting, from, 'from')
  const taking = await openBudget(acting, to, 'to')
  if (!giving.ok) return giving
  if (!taking.ok) return taking
  const { shares, free } = await sourcesFor(acting, from, pence, acting.today)
  if (!shares) return { ok: false, why: 'not-enough-money', values: { left: free, wanted: pence }, field: 'pence' }

  const sources = await acting.db.selectFrom('funding').select(['id', 'source', 'expires_on']).where('family_id', '=', acting.family).where('id', 'in', shares.map((share) => share.funding)).execute()
  const arriving: NewTransfer[] = []
  for (const share of shares) {
    const { source, expires_on: ends } = sources.find((one) => one.id === share.funding)!
    arriving.push({ funding: await sourceIn(acting, to, source, ends < taking.until ? ends : taking.until), spend: null, from: 'council', to: 'available', pence: share.pence, why: 'moved-in' })
  }
  const out = await post(acting, from, shares.map((share) => ({ ...share, spend: null, from: 'available', to: 'council', why: 'moved-out' })))
  const into = await post(acting, to, arriving)
  if (!out.ok || !into.ok || sum(arriving.map((one) => one.pence)) !== pence) throw new Error('Sources that held enough did not')
  await acting.db.insertInto('money_move').values(out.ids.map((id, n) => ({ family_id: acting.family, out_id: id, in_id: into.ids[n]! }))).execute()
  return { ok: true, value: null, event: { kind: 'money-moved', data: { pence, to }, thing: { kind: 'budget', id: from }, circle: null }, notices: await toTheFamily(acting) }
}
