/**
 * Who may say yes to what. Each level has a limit, and all that was approved at that level or below in the last weeks
 * counts with what is asked, so that no limit is passed by splitting. Figures are settings (domain.md C1).
 */
import { sql, type SqlBool } from 'kysely'
import { visibleTo, type Looker } from '#app/access/visible-to.server.ts'
import { seatsOfTheFamily, seatsThatHelp } from '#app/access/powers.ts'
import type { Inside, Viewer } from '#app/access/viewer.server.ts'
import { settingsOf, type Settings } from '#app/domain/area/settings.server.ts'
import type { CircleId, LineId, MeetingPartId, MemberId, PersonId, SpendId } from '#app/values/ids.ts'
import { plusMinutes, type Day } from '#app/values/instant.ts'
import { pence, type Pence } from '#app/values/money.ts'
import type { Level, Role, Seat } from '#db/schema.ts'
import type { SpendKind } from '#db/schema-asking.ts'
import { sumOf } from '#db/sum.ts'
import { isDecided } from './decided-money.server.ts'
import { usedOfLine } from './line-used.ts'
import { ruleOf, rulesOn, standing, type RuleSaid } from './rules.ts'

const levels = ['lead', 'manager', 'panel'] as const satisfies readonly Level[]

/** Whether one level stands above another. */
export function above(one: Level, other: Level): boolean {
  return levels.indexOf(one) > levels.indexOf(other)
}

/** What a request is, as far as the rules ask. */
export interface OfAKind { readonly kind: SpendKind; readonly unitPence: Pence; readonly pence: Pence; readonly relative: boolean; readonly circle: CircleId | null; /** The request itself, which does not count beside itself. */ readonly id: SpendId | null; /** What a request that is not sent yet says that the family decided. */ readonly decided?: MeetingPartId | null }

/**
 * Which rules of the area a request meets. What was asked for of its kind counts while it is open, and for those who decide
 * only what was agreed; of a circle's, as with the limits.
 */
export async function rulesFor(viewer: Viewer | Inside<Viewer>, of: OfAKind, settings: Settings, counts: 'asked' | 'agreed'): Promise<RuleSaid[]> {
  const capped = ruleOf(settings, of.kind).capPence !== null
  const row = capped ? await viewer.db.selectFrom('spend').select((eb) => sumOf(eb.ref('pence')).as('pence')).where('family_id', '=', viewer.family).where('kind', '=', of.kind)
    .where('state', 'in', counts === 'asked' ? ['asked', 'question', 'approved', 'delivered', 'paid'] : ['approved', 'delivered', 'paid']).where('asked_at', '>', plusMinutes(viewer.now, -settings.capDays * 24 * 60))
    .where('id', '<>', of.id ?? ('' as SpendId)).where((eb) => eb.or([eb('circle_id', 'is', null), ...(of.circle === null ? [] : [eb('circle_id', '=', of.circle)])])).executeTakeFirst() : undefined
  const decided = ruleOf(settings, of.kind).may === 'meeting' && (await isDecided(viewer, { decided: of.decided ?? null, spend: of.id, kind: of.kind, pence: of.pence }))
  return rulesOn({ ...of, decided, already: pence(row?.pence ?? 0) }, settings)
}

/** The level that decides a request as the rules stand: an exception is a team manager's to make. */
export function withRules(level: Level, rules: readonly RuleSaid[]): Level {
  return standing(rules) === 'exception' && above('manager', level) ? 'manager' : level
}

/** Whether a payee bears the name of somebody who lives with the family. */
export async function livesWithThem(viewer: Viewer | Inside<Viewer>, payee: string): Promise<boolean> {
  const said = ` ${folded(payee)} `
  const rows = await viewer.db.selectFrom('member as m').select('m.name').where('m.family_id', '=', viewer.family).where('m.seat', 'in', [...seatsOfTheFamily, 'child']).where(held('m', viewer.today)).execute()
  return rows.some((row) => said.includes(` ${folded(row.name)} `))
}

export interface Reckoning {
  /** The lowest level that may decide this sum now. */
  readonly level: Level
  /** What was approved in the days that count, at each level or below, in pence. */
  readonly approved: { readonly lead: Pence; readonly manager: Pence }
  readonly settings: Settings
}

/**
 * The level that may decide a sum, by the limits alone. What an agreed spending line carries is released by the lead
 * professional whatever the sum, and never counts. What everybody sees counts for a circle's requests too, and what a
 * circle spends for its own alone: otherwise the level of somebody's request would tell them of what is kept from them.
 */
export async function levelFor(viewer: Viewer | Inside<Viewer>, asked: Pence, of: { line: LineId | null; circle: CircleId | null }): Promise<Reckoning> {
  const settings = await settingsOf(viewer.db)
  const rows = await viewer.db.selectFrom('spend').select(['level', (eb) => sumOf(eb.ref('pence')).as('pence')])
    .where('family_id', '=', viewer.family).where('line_id', 'is', null).where('state', 'in', ['approved', 'delivered', 'paid'])
    .where((eb) => eb.or([eb('circle_id', 'is', null), ...(of.circle === null ? [] : [eb('circle_id', '=', of.circle)])]))
    .where('decided_at', '>', plusMinutes(viewer.now, -settings.limitDays * 24 * 60)).groupBy('level').execute()
  const at = (level: Level) => rows.find((row) => row.level === level)?.pence ?? 0
  const approved = { lead: pence(at('lead')), manager: pence(at('lead') + at('manager')) }
  const level: Level = of.line !== null || asked + approved.lead <= settings.leadLimitPence ? 'lead'
    : asked + approved.manager <= settings.managerLimitPence ? 'manager' : 'panel'
  return { level, approved, settings }
}

/** What is left on an agreed spending line today; undefined when there is no such line of this budget, it is only proposed, or its time is over. */
export async function lineHolds(viewer: Viewer | Inside<Viewer>, budget: string, line: LineId, without: SpendId | null = null): Promise<{ name: string; left: Pence } | undefined> {
  const row = await viewer.db.selectFrom('spending_line as l').select(['l.name', 'l.pence', usedOfLine(without).as('used')])
    .where('l.family_id', '=', viewer.family).where('l.budget_id', '=', budget as never).where('l.id', '=', line).where('l.until_on', '>=', viewer.today)
    .where('l.agreed_at', 'is not', null).executeTakeFirst()
  return row && { name: row.name, left: pence(Math.max(0, row.pence - row.used)) }
}

/** Who proposed or agreed a line that holds today: whoever agrees a sum beforehand does not release its parts too. */
export async function agreersOf(viewer: Viewer | Within, line: LineId): Promise<ReadonlySet<PersonId>> {
  const rows = await viewer.db.selectFrom('spending_line as l').leftJoin('spending_line_yes as y', (join) => join.onRef('y.family_id', '=', 'l.family_id').onRef('y.line_id', '=', 'l.id'))
    .select(['l.proposed_by', 'y.person_id']).where('l.family_id', '=', viewer.family).where('l.id', '=', line).where('l.until_on', '>=', viewer.today).execute()
  return new Set(rows.flatMap((row) => (row.person_id === null ? [row.proposed_by] : [row.proposed_by, row.person_id])))
}

/** A family at a moment: for a person, or for the house. */
type Within = Pick<Viewer, 'db' | 'family' | 'now' | 'today'>

/** A spend, as far as it matters for who may decide it. */
export interface Ask { readonly id: SpendId; readonly askedBy: MemberId; readonly payee: string; /** The line that it comes from. */ readonly line: LineId | null }

/** Those who may decide a spend at a level today: they hold the post, and neither the request nor its line is their own. */
export async function decidersAt(acting: Within, level: Level, ask: Ask): Promise<PersonId[]> {
  const candidates = level === 'lead' ? await leadsOf(acting, ask.id) : await holdersOf(acting, level, level === 'manager')
  const own = await tiedTo(acting, ask, candidates)
  const agreed = ask.line && (await agreersOf(acting, ask.line))
  return candidates.filter((person) => !own.has(person) && !(agreed && agreed.has(person)))
}

/** The lowest level from `from` upwards at which somebody may decide: a request is never left where nobody can answer it. */
export async function firstWithDeciders(acting: Within, from: Level, ask: Ask): Promise<{ level: Level; deciders: PersonId[] }> {
  for (const level of levels.slice(levels.indexOf(from))) {
    const deciders = await decidersAt(acting, level, ask)
    if (deciders.length > 0 || level === 'panel') return { level, deciders }
  }
  throw new Error('There is no level above the panel')
}

/**
 * Which of some people a request is their own of: whoever asked, whoever belongs to the family (now or once), whoever is to
 * be paid by name, and, where the request is named, whoever said that they know them. They never decide it.
 */
export async function tiedTo(viewer: Viewer | Within, ask: Pick<Ask, 'askedBy' | 'payee'> & Partial<Pick<Ask, 'id'>>, people: readonly PersonId[]): Promise<ReadonlySet<PersonId>> {
  if (people.length === 0) return new Set()
  const rows = await viewer.db.selectFrom('person as p')
    .leftJoin('member as m', (join) => join.onRef('m.person_id', '=', 'p.id').on('m.family_id', '=', viewer.family))
    .leftJoin('spend_word as w', (join) => join.onRef('w.by_person', '=', 'p.id').on('w.family_id', '=', viewer.family).on('w.spend_id', '=', ask.id ?? ('' as SpendId)).on('w.kind', '=', 'passed-on'))
    .select(['p.id', 'p.name', 'm.id as member', 'm.seat', 'w.id as passed']).where('p.id', 'in', [...people]).execute()
  const payee = ` ${folded(ask.payee)} `
  return new Set(rows
    .filter((row) => row.passed !== null || row.member === ask.askedBy || (row.seat !== null && ofTheFamily(row.seat)) || payee.includes(` ${folded(row.name)} `))
    .map((row) => row.id))
}

/** Seats of the family and of those around it: whoever holds or held one decides nothing about its money. */
export function ofTheFamily(seat: Seat): boolean {
  return !seatsThatHelp.has(seat)
}

/** Whether a payee bears a person's name, whatever its marks and case. */
export function isNamed(payee: string, name: string): boolean {
  return ` ${folded(payee)} `.includes(` ${folded(name)} `)
}

function folded(name: string): string {
  return name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ').trim()
}

/** The lead professional, and whoever covers for them, if their post holds and what the family agreed lets them see this spend. */
export async function leadsOf(acting: Within, spend: SpendId): Promise<PersonId[]> {
  const leads = await acting.db.selectFrom('member as m').innerJoin('post as p', 'p.person_id', 'm.person_id').select(['m.id', 'p.person_id']).distinct()
    .where('m.family_id', '=', acting.family).where('m.seat', '=', 'lead').where('p.role', 'in', ['lead', 'practitioner'])
    .where(held('m', acting.today)).where(held('p', acting.today)).execute()
  const seeing = await Promise.all(leads.map(async (lead) => {
    const looker: Looker = { family: acting.family, member: lead.id, seat: 'lead', work: null, person: lead.person_id, now: acting.now, today: acting.today }
    const seen = await acting.db.selectFrom('spend as s').select('s.id').where('s.id', '=', spend).where(visibleTo(looker, 'spend', 's')).executeTakeFirst()
    return seen ? [lead.person_id] : []
  }))
  return seeing.flat()
}

/** Those of the panel who may agree a sum for this family: nobody who belongs or belonged to it, and not who leads with it. */
export async function panelOf(acting: Inside<Viewer>): Promise<PersonId[]> {
  const panel = await holdersOf(acting, 'panel', false)
  const tied = await acting.db.selectFrom('member as m').select('m.person_id').where('m.family_id', '=', acting.family).where('m.person_id', 'is not', null)
    .where((eb) => eb.or([eb('m.seat', 'not in', [...seatsThatHelp]), eb.and([eb('m.seat', '=', 'lead'), held('m', acting.today)])])).execute()
  return panel.filter((person) => !tied.some((row) => row.person_id === person))
}

async function holdersOf(acting: Within, role: Role, ofTheTeam: boolean): Promise<PersonId[]> {
  const rows = await acting.db.selectFrom('post as p').select('p.person_id').distinct().where('p.role', '=', role)
    .$if(ofTheTeam, (query) => query.where('p.team', '=', (eb) => eb.selectFrom('family as f').select('f.team').where('f.id', '=', acting.family)))
    .where(held('p', acting.today)).orderBy('p.person_id').execute()
  return rows.map((row) => row.person_id)
}

/** Whether the seat or post of a joined table holds on a day. */
function held(alias: 'm' | 'p', today: Day) {
  return sql<SqlBool>`(${sql.ref(`${alias}.from_on`)} <= ${today} and (${sql.ref(`${alias}.until_on`)} is null or ${sql.ref(`${alias}.until_on`)} >= ${today}))`
}
