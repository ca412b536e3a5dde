/** Making a family's budget, and the spending lines that are agreed in it beforehand. */
import type { Expression, ExpressionBuilder, SqlBool } from 'kysely'
import { seatsThatHelp } from '#app/access/powers.ts'
import { levelsOf, type Acting, type AreaMay, type May, type Viewer } from '#app/access/viewer.server.ts'
import { visibleTo } from '#app/access/visible-to.server.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import { readersOf } from '#app/domain/family/people.server.ts'
import type { EventDraft } from '#app/events/catalogue.ts'
import type { Notice } from '#app/events/notices.server.ts'
import type { Outcome, Refusal } from '#app/events/transact.server.ts'
import { newId, type BudgetId, type CircleId, type FamilyId, type FundingId, type LineId, type MemberId } from '#app/values/ids.ts'
import { plusMinutes, type Day } from '#app/values/instant.ts'
import { pence, sum, type Pence } from '#app/values/money.ts'
import type { Schema } from '#db/schema.ts'
import { sumOf } from '#db/sum.ts'
import { balanceForDecision, post } from './ledger.server.ts'
import { panelOf } from './limits.server.ts'
import { usedOfLine } from './line-used.ts'
import { mayBring } from './more-money.server.ts'

export interface NewBudget {
  readonly name: string
  /** Money the council holds and pays out on the family's word, unless said otherwise (domain.md C1). */
  readonly holding: Schema['budget']['holding']
  readonly from: Day
  readonly until: Day
  /** Where the money comes from; each source is followed to the penny, and may end before the budget does. */
  readonly sources: readonly { readonly source: string; readonly pence: Pence; readonly expiresOn: Day }[]
  /** The people of the family whose money it is, with their lead professional; left out or empty, the whole family's. */
  readonly keptTo?: readonly MemberId[]
}

/**
 * Makes a budget of the family with its first money. A manager alone makes one while all that came stays within the area's limit, the panel any.
 * Refused when its days do not hold together or there is no money in it.
 */
export async function makeBudget(acting: Acting<'budget:make'>, budget: NewBudget): Promise<Outcome<BudgetId, 'not-your-decision' | 'above-your-limit' | 'days-do-not-fit' | 'no-money-in-it' | 'somebody-is-not-here'>> {
  if (budget.until < budget.from || budget.until < acting.today) return { ok: false, why: 'days-do-not-fit', field: 'until' }
  if (budget.sources.length === 0 || budget.sources.some((source) => source.pence <= 0)) return { ok: false, why: 'no-money-in-it', field: 'pence' }
  if (budget.sources.some((source) => source.expiresOn < budget.from || source.expiresOn > budget.until)) return { ok: false, why: 'days-do-not-fit', field: 'expires' }
  const total = sum(budget.sources.map((source) => source.pence))
  const refused = await mayBring(acting, total)
  if (refused) return refused

  const kept = await circleOf(acting, budget.keptTo ?? [])
  if (kept === 'nobody') return { ok: false, why: 'somebody-is-not-here', field: 'kept-to' }
  const id = newId<BudgetId>()
  await acting.db.insertInto('budget').values({
    family_id: acting.family, id, circle_id: kept, name: budget.name, holding: budget.holding, from_on: budget.from, until_on: budget.until,
  }).execute()
  const sources = budget.sources.map((source) => ({ ...source, id: newId<FundingId>() }))
  await acting.db.insertInto('funding').values(sources.map((source) => ({
    family_id: acting.family, id: source.id, budget_id: id, source: source.source, expires_on: source.expiresOn,
  }))).execute()
  const posted = await post(acting, id, sources.map((source) => ({ funding: source.id, spend: null, from: 'council', to: 'available', pence: source.pence, why: 'funded' })))
  if (!posted.ok) throw new Error('Money from the council cannot be too little')
  return {
    ok: true, value: id, event: { kind: 'budget-made', data: { pence: total }, thing: { kind: 'budget', id }, circle: kept },
    notices: await newToTheFamily(acting, kept),
  }
}

/** The circle of a budget that a few have for themselves; null for the whole family, 'nobody' when one of them is not of it. */
async function circleOf(acting: Acting<'budget:make'>, whom: readonly MemberId[]): Promise<CircleId | null | 'nobody'> {
  const [first] = whom
  if (first === undefined) return null
  const here = await acting.db.selectFrom('member').select('id').where('family_id', '=', acting.family).where('id', 'in', [...whom]).where('seat', 'in', ['parent', 'kin-carer', 'young-person'])
    .where((eb) => eb.or([eb('until_on', 'is', null), eb('until_on', '>=', acting.today)])).execute()
  if (here.length !== new Set(whom).size) return 'nobody'
  const circle = newId<CircleId>()
  await acting.db.insertInto('circle').values({ family_id: acting.family, id: circle, made_by: first, made_at: acting.now }).execute()
  await acting.db.insertInto('circle_member').values([...new Set<string>([...whom, 'seat:lead'])].map((who) => ({ family_id: acting.family, circle_id: circle, who }))).execute()
  return circle
}

async function newToTheFamily(acting: Acting<'budget:make'> | Acting<'line:agree'>, circle: CircleId | null): Promise<Notice[]> {
  return (await readersOf(acting, circle)).filter((person) => person !== acting.person).map((to) => ({ to, name: 'somethingNew' }))
}

/** What became of a line: `agreed` is false while others of the panel must still say yes. */
export interface LineAnswer { readonly line: LineId; readonly agreed: boolean }

type LineRefused = 'not-there' | 'days-do-not-fit' | 'not-enough-money' | 'not-your-decision' | 'leads-this-family'

/**
 * Agrees a sum for a purpose beforehand; the lead professional then releases it in parts. The money is not set aside by
 * it: each part is, when it is asked for. A manager alone agrees it while all that managers agreed for this family in
 * the days that count stays within the area's limit; above it, and from one of the panel, it is proposed, and holds once
 * as many of the panel agree it as the area has set. Whoever leads with the family releases, and agrees nothing beforehand.
 */
export async function agreeLine(acting: Acting<'line:agree'>, line: { budget: BudgetId; name: string; pence: Pence; until: Day }): Promise<Outcome<LineAnswer, LineRefused>> {
  const levels = await levelsOf(acting.db, acting.person, acting.family, acting.now)
  if (levels.includes('lead')) return { ok: false, why: 'leads-this-family' }
  const manager = levels.includes('manager')
  const panel = levels.includes('panel')
  if (!manager && !panel) return { ok: false, why: 'not-your-decision' }
  const unfit = await doesNotFit(acting, line)
  if (unfit) return unfit
  const settings = await settingsOf(acting.db)
  const { pence: before } = await acting.db.selectFrom('spending_line').select((eb) => sumOf(eb.ref('pence')).as('pence'))
    .where('family_id', '=', acting.family).where('level', '=', 'manager').where('agreed_at', '>', plusMinutes(acting.now, -settings.limitDays * 24 * 60)).executeTakeFirstOrThrow()
  const alone = manager && (before ?? 0) + line.pence <= settings.managerLinePence
  const agreed = alone || (panel && settings.panelSize === 1)

  const id = newId<LineId>()
  await acting.db.insertInto('spending_line').values({
    family_id: acting.family, id, budget_id: line.budget, name: line.name, pence: line.pence, level: alone ? 'manager' : 'panel',
    proposed_by: acting.person, proposed_at: acting.now, agreed_at: agreed ? acting.now : null, until_on: line.until,
  }).execute()
  if (alone || panel) await acting.db.insertInto('spending_line_yes').values({ family_id: acting.family, line_id: id, person_id: acting.person, at: acting.now }).execute()
  if (agreed) return { ok: true, value: { line: id, agreed }, event: agreedEvent(line, true), notices: await newToTheFamily(acting, null) }
  const others = (await panelOf(acting)).filter((person) => person !== acting.person)
  return {
    ok: true, value: { line: id, agreed },
    event: { kind: 'spending-line-proposed', data: { name: line.name, pence: line.pence }, thing: { kind: 'budget', id: line.budget }, circle: null },
    notices: others.map((to) => ({ to, name: 'toDecide' })),
  }
}

/** One of the panel agrees a proposed line. It holds with the last yes that the area asks for. */
export async function agreeProposedLine(acting: Acting<'line:agree'>, { line: id }: { line: LineId }): Promise<Outcome<LineAnswer, LineRefused | 'changed-meanwhile' | 'said-yes-already'>> {
  const row = await acting.db.selectFrom('spending_line').select(['budget_id', 'name', 'pence', 'until_on', 'agreed_at']).where('family_id', '=', acting.family).where('id', '=', id).executeTakeFirst()
  if (!row) return { ok: false, why: 'not-there' }
  const levels = await levelsOf(acting.db, acting.person, acting.family, acting.now)
  if (levels.includes('lead')) return { ok: false, why: 'leads-this-family' }
  if (!levels.includes('panel')) return { ok: false, why: 'not-your-decision' }
  const said = await acting.db.selectFrom('spending_line_yes').select('person_id').where('family_id', '=', acting.family).where('line_id', '=', id).execute()
  if (said.some((yes) => yes.person_id === acting.person)) return { ok: false, why: 'said-yes-already' }
  if (row.agreed_at !== null) return { ok: false, why: 'changed-meanwhile' }
  const line = { budget: row.budget_id, name: row.name, pence: row.pence, until: row.until_on }
  const unfit = await doesNotFit(acting, line)
  if (unfit) return { ...unfit, field: undefined }

  const { panelSize } = await settingsOf(acting.db)
  const agreed = said.length + 1 >= panelSize
  await acting.db.insertInto('spending_line_yes').values({ family_id: acting.family, line_id: id, person_id: acting.person, at: acting.now }).execute()
  if (agreed) await acting.db.updateTable('spending_line').set({ agreed_at: acting.now }).where('family_id', '=', acting.family).where('id', '=', id).execute()
  return { ok: true, value: { line: id, agreed }, event: agreedEvent(line, agreed), notices: agreed ? await newToTheFamily(acting, null) : [] }
}

function agreedEvent(line: { budget: BudgetId; name: string; pence: Pence }, final: boolean): EventDraft {
  return { kind: 'spending-line-agreed', data: { name: line.name, pence: line.pence, final }, thing: { kind: 'budget', id: line.budget }, circle: null }
}

/** Why a line cannot be agreed in its budget as that is now. */
async function doesNotFit(acting: Acting<'line:agree'>, line: { budget: BudgetId; pence: Pence; until: Day }): Promise<Refusal<'not-there' | 'days-do-not-fit' | 'not-enough-money'> | undefined> {
  // Those who see to the money from outside know of the family's own budgets, never of a circle's.
  const budget = await acting.db.selectFrom('budget').select(['until_on']).where('family_id', '=', acting.family).where('id', '=', line.budget).where('circle_id', 'is', null).executeTakeFirst()
  if (!budget) return { ok: false, why: 'not-there', field: 'budget' }
  if (line.until < acting.today || line.until > budget.until_on) return { ok: false, why: 'days-do-not-fit', field: 'until' }
  const { left } = await balanceForDecision(acting, line.budget)
  return line.pence > left ? { ok: false, why: 'not-enough-money', values: { left, wanted: line.pence }, field: 'pence' } : undefined
}

export interface Line { readonly id: LineId; readonly budget: BudgetId; readonly name: string; readonly pence: Pence; readonly left: Pence; readonly until: Day }

/** The agreed spending lines of a budget that hold today, with what is left on each. One query. */
export async function linesOf(viewer: May<'budget:see'>, budget: BudgetId): Promise<Line[]> {
  const rows = await linesWhere(viewer, (eb) => eb.and([eb('l.budget_id', '=', budget), eb('l.agreed_at', 'is not', null), visibleTo(viewer, 'budget', 'b')]))
  return rows.map(({ agreed: _, ...line }) => line)
}

/** A line as a manager or the panel sees it. */
export interface LineToSeeTo extends Line {
  /** While it is proposed: who has agreed it, how many of the panel must, and whether this person still may. */
  readonly proposed: { readonly yes: readonly string[]; readonly size: number; readonly mayAgree: boolean } | null
}

/** The lines that hold today in the family's own budgets, or are proposed, for a manager or the panel: never those of a circle's. At most six queries. */
export async function linesToSeeTo(viewer: May<'line:agree'>): Promise<LineToSeeTo[]> {
  const lines = await linesWhere(viewer, (eb) => eb('b.circle_id', 'is', null))
  const proposed = lines.filter((line) => !line.agreed).map((line) => line.id)
  const yeses = proposed.length === 0 ? [] : await viewer.db.selectFrom('spending_line_yes as y').innerJoin('person as p', 'p.id', 'y.person_id').select(['y.line_id', 'y.person_id', 'p.name'])
    .where('y.family_id', '=', viewer.family).where('y.line_id', 'in', proposed).orderBy('y.at').execute()
  const levels = proposed.length === 0 ? [] : await levelsOf(viewer.db, viewer.person, viewer.family, viewer.now)
  const { panelSize: size } = await settingsOf(viewer.db)
  return lines.map(({ agreed, ...line }) => {
    const yes = yeses.filter((one) => one.line_id === line.id)
    const mayAgree = levels.includes('panel') && !levels.includes('lead') && yes.every((one) => one.person_id !== viewer.person)
    return { ...line, proposed: agreed ? null : { yes: yes.map((one) => one.name), size, mayAgree } }
  })
}

/** A proposed line in the list of one of the panel. */
export interface LineToAgree { readonly id: LineId; readonly family: FamilyId; readonly familyName: string; readonly pence: Pence; readonly until: Day }

/** The proposed lines that a person of the panel may still agree, the oldest first: none of a family that is theirs. One query. */
export async function linesToAgree(viewer: AreaMay<'spends:decide'>, most = 100): Promise<LineToAgree[]> {
  const person = viewer.person
  if (person === null || !viewer.posts.some((post) => post.role === 'panel')) return []
  const rows = await viewer.db.selectFrom('spending_line as l').innerJoin('family as f', 'f.id', 'l.family_id').select(['l.id', 'l.family_id', 'f.name as family', 'l.pence', 'l.until_on'])
    .where('l.agreed_at', 'is', null).where('l.until_on', '>=', viewer.today)
    .where((eb) => eb.not(eb.exists(eb.selectFrom('spending_line_yes as y').select('y.at').whereRef('y.family_id', '=', 'l.family_id').whereRef('y.line_id', '=', 'l.id').where('y.person_id', '=', person))))
    .where((eb) => eb.not(eb.exists(eb.selectFrom('member as k').select('k.id').whereRef('k.family_id', '=', 'l.family_id').where('k.person_id', '=', person)
      .where((k) => k.or([k('k.seat', 'not in', [...seatsThatHelp]), k.and([k('k.seat', '=', 'lead'), k('k.from_on', '<=', viewer.today), k.or([k('k.until_on', 'is', null), k('k.until_on', '>=', viewer.today)])])])))))
    .orderBy('l.proposed_at').orderBy('l.id').limit(most).execute()
  return rows.map((row) => ({ id: row.id, family: row.family_id, familyName: row.family, pence: row.pence, until: row.until_on }))
}

type Lines = ExpressionBuilder<Schema & { l: Schema['spending_line']; b: Schema['budget'] }, 'l' | 'b'>

async function linesWhere(viewer: Viewer, which: (eb: Lines) => Expression<SqlBool>): Promise<(Line & { agreed: boolean })[]> {
  const rows = await viewer.db.selectFrom('spending_line as l')
    .innerJoin('budget as b', (join) => join.onRef('b.family_id', '=', 'l.family_id').onRef('b.id', '=', 'l.budget_id'))
    .select(['l.id', 'l.budget_id', 'l.name', 'l.pence', 'l.until_on', 'l.agreed_at', usedOfLine().as('used')])
    .where('l.family_id', '=', viewer.family).where('l.until_on', '>=', viewer.today)
    .where((eb) => which(eb as never)).orderBy('l.proposed_at').orderBy('l.id').execute()
  return rows.map((row) => ({
    id: row.id, budget: row.budget_id, name: row.name, pence: row.pence, left: pence(Math.max(0, row.pence - row.used)), until: row.until_on, agreed: row.agreed_at !== null,
  }))
}
