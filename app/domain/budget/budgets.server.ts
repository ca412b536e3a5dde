/** Making a family's budget, and the spending lines that are agreed in it beforehand. */
import type { Expression, ExpressionBuilder, SqlBool } from 'kysely'
import { levelsOf, type Acting, type May, type Viewer } from '#app/access/viewer.server.ts'
import { visibleTo } from '#app/access/visible-to.server.ts'
import { readersOf } from '#app/domain/family/people.server.ts'
import { circleFor, type CircleRefused, type WhoSees } from '#app/domain/sharing/circles.server.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import { newId, type BudgetId, type FundingId, type LineId } from '#app/values/ids.ts'
import type { Day } from '#app/values/instant.ts'
import { pence, sum, type Pence } from '#app/values/money.ts'
import type { Schema } from '#db/schema.ts'
import { sumOf } from '#db/sum.ts'
import { balanceForDecision, post } from './ledger.server.ts'

export interface NewBudget {
  readonly name: string
  /** Money the council holds and pays out on the family's word, unless said otherwise (domain.md C1). */
  readonly holding: Schema['budget']['holding']
  readonly from: Day
  readonly until: Day
  /** Where the money comes from; each source is followed to the penny, and may end before the budget does. */
  readonly sources: readonly { readonly source: string; readonly pence: Pence; readonly expiresOn: Day }[]
  readonly whoSees: WhoSees
}

/** Makes a budget with its first money. Refused when its days do not hold together or there is no money in it. */
export async function makeBudget(acting: Acting<'budget:make'>, budget: NewBudget): Promise<Outcome<BudgetId, CircleRefused | 'days-do-not-fit' | 'no-money-in-it'>> {
  if (budget.until < budget.from || budget.until < acting.today) return { ok: false, why: 'days-do-not-fit', field: 'until' }
  if (budget.sources.length === 0 || budget.sources.some((source) => source.pence <= 0)) return { ok: false, why: 'no-money-in-it', field: 'pence' }
  if (budget.sources.some((source) => source.expiresOn < budget.from || source.expiresOn > budget.until)) return { ok: false, why: 'days-do-not-fit', field: 'expires' }
  const circle = await circleFor(acting, budget.whoSees)
  if (!circle.ok) return { ...circle, field: 'who-sees' }

  const id = newId<BudgetId>()
  await acting.db.insertInto('budget').values({
    family_id: acting.family, id, circle_id: circle.circle, name: budget.name, holding: budget.holding, from_on: budget.from, until_on: budget.until,
  }).execute()
  const sources = budget.sources.map((source) => ({ ...source, id: newId<FundingId>() }))
  await acting.db.insertInto('funding').values(sources.map((source) => ({
    family_id: acting.family, id: source.id, budget_id: id, source: source.source, expires_on: source.expiresOn,
  }))).execute()
  const posted = await post(acting, id, sources.map((source) => ({ funding: source.id, spend: null, from: 'council', to: 'available', pence: source.pence, why: 'funded' })))
  if (!posted.ok) throw new Error('Money from the council cannot be too little')
  const readers = await readersOf(acting, circle.circle)
  return {
    ok: true, value: id,
    event: { kind: 'budget-made', data: { pence: sum(sources.map((source) => source.pence)) }, thing: { kind: 'budget', id }, circle: circle.circle },
    notices: readers.filter((person) => person !== acting.person).map((to) => ({ to, name: 'somethingNew' })),
  }
}

/**
 * A manager or the panel agrees a sum for a purpose beforehand; the lead professional then releases it in parts. The
 * money is not set aside by it: each part is, when it is asked for.
 */
export async function agreeLine(acting: Acting<'line:agree'>, line: { budget: BudgetId; name: string; pence: Pence; until: Day }): Promise<Outcome<LineId, 'not-there' | 'days-do-not-fit' | 'not-enough-money' | 'not-your-decision'>> {
  const levels = await levelsOf(acting.db, acting.person, acting.family, acting.now)
  const level = levels.includes('manager') ? 'manager' : levels.includes('panel') ? 'panel' : undefined
  if (!level) return { ok: false, why: 'not-your-decision' }
  // Those who see to the money from outside know of the family's own budgets, never of a circle's.
  const budget = await acting.db.selectFrom('budget').select(['until_on']).where('family_id', '=', acting.family).where('id', '=', line.budget).where('circle_id', 'is', null).executeTakeFirst()
  if (!budget) return { ok: false, why: 'not-there', field: 'budget' }
  if (line.until < acting.today || line.until > budget.until_on) return { ok: false, why: 'days-do-not-fit', field: 'until' }
  const { left } = await balanceForDecision(acting, line.budget)
  if (line.pence > left) return { ok: false, why: 'not-enough-money', values: { left }, field: 'pence' }
  const id = newId<LineId>()
  await acting.db.insertInto('spending_line').values({
    family_id: acting.family, id, budget_id: line.budget, name: line.name, pence: line.pence, agreed_by: acting.person,
    agreed_level: level, agreed_on: acting.today, until_on: line.until,
  }).execute()
  const readers = await readersOf(acting, null)
  return {
    ok: true, value: id, event: { kind: 'spending-line-agreed', data: { name: line.name, pence: line.pence }, thing: { kind: 'budget', id: line.budget }, circle: null },
    notices: readers.map((to) => ({ to, name: 'somethingNew' })),
  }
}

export interface Line { readonly id: LineId; readonly budget: BudgetId; readonly name: string; readonly pence: Pence; readonly left: Pence; readonly until: Day }

/** The spending lines of a budget that hold today, with what is left on each. One query. */
export async function linesOf(viewer: May<'budget:see'>, budget: BudgetId): Promise<Line[]> {
  return linesWhere(viewer, (eb) => eb.and([eb('l.budget_id', '=', budget), visibleTo(viewer, 'budget', 'b')]))
}

/** The lines that hold today in the family's own budgets, for a manager or the panel: never those of a circle's. One query. */
export async function linesToSeeTo(viewer: May<'line:agree'>): Promise<Line[]> {
  return linesWhere(viewer, (eb) => eb('b.circle_id', 'is', null))
}

type Lines = ExpressionBuilder<Schema & { l: Schema['spending_line']; b: Schema['budget'] }, 'l' | 'b'>

async function linesWhere(viewer: Viewer, which: (eb: Lines) => Expression<SqlBool>): Promise<Line[]> {
  const rows = await viewer.db.selectFrom('spending_line as l')
    .innerJoin('budget as b', (join) => join.onRef('b.family_id', '=', 'l.family_id').onRef('b.id', '=', 'l.budget_id'))
    .select(['l.id', 'l.budget_id', 'l.name', 'l.pence', 'l.until_on'])
    .select((eb) => eb.selectFrom('spend as s').select((s) => sumOf(s.ref('s.pence')).as('pence'))
      .whereRef('s.family_id', '=', 'l.family_id').whereRef('s.budget_id', '=', 'l.budget_id').whereRef('s.line_id', '=', 'l.id')
      .where('s.state', 'not in', ['declined', 'cancelled']).as('used'))
    .where('l.family_id', '=', viewer.family).where('l.until_on', '>=', viewer.today)
    .where((eb) => which(eb as never)).orderBy('l.agreed_on').orderBy('l.id').execute()
  return rows.map((row) => ({ id: row.id, budget: row.budget_id, name: row.name, pence: row.pence, left: pence(Math.max(0, row.pence - (row.used ?? 0))), until: row.until_on }))
}
