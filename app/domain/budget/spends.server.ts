/** Reading spends: a family's own, one with its history, those that wait for somebody's decision, those to be paid. */
import { sql } from 'kysely'
import { leadDecides, visibleTo, type Looker } from '#app/access/visible-to.server.ts'
import { seatsThatHelp, teamsManaged } from '#app/access/powers.ts'
import type { AreaMay, May } from '#app/access/viewer.server.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import type { Category } from '#app/domain/goals/categories.ts'
import type { BudgetId, CircleId, FamilyId, FileId, GoalId, LineId, MeetingPartId, MemberId, PersonId, SpendId } from '#app/values/ids.ts'
import { plusMinutes, type Day, type Instant } from '#app/values/instant.ts'
import { pence, type Pence } from '#app/values/money.ts'
import type { Bit, Level, SpendState, SpendWordKind } from '#db/schema.ts'
import type { SpendKind } from '#db/schema-asking.ts'
import { countAll, sumOf } from '#db/sum.ts'
import { balanceForDecision, type Balance } from './ledger.server.ts'
import { above, agreersOf, decidersAt, isNamed, levelFor, lineHolds, rulesFor, tiedTo, withRules } from './limits.server.ts'
import { voicesAmong } from './panel-voices.ts'
import { rulesOn, standing, type RuleSaid } from './rules.ts'
import { passedOnBy } from './pass-on.server.ts'
import { asksAnother } from './two-adults.server.ts'
import { aPage, pageAsked } from '#app/values/pages.ts'

export interface SpendInShort {
  readonly id: SpendId
  readonly what: string
  readonly whatLang: string
  readonly label: string | null
  readonly pence: Pence
  readonly state: SpendState
  readonly level: Level
  readonly askedAt: Instant
  readonly neededOn: Day
  /** Of what was agreed: the last day on which it may be used. */
  readonly holdsUntil: Day | null
  /** Nobody used it by then: the money is left again. */
  readonly lapsed: boolean
}

/** The requests of a budget that the viewer may see, newest first, 20 on a page. One query, and more past the last page. */
export async function spendsOf(viewer: May<'spend:see'>, budget: BudgetId, asked: number): Promise<{ spends: SpendInShort[]; page: number; pages: number; total: number }> {
  const first = await pageOfSpends(viewer, budget, Math.max(0, (asked - 1) * aPage))
  // Past the last page nobody is told how many there are: the first says it.
  const total = first[0]?.total ?? (asked > 1 ? ((await pageOfSpends(viewer, budget, 0))[0]?.total ?? 0) : 0)
  const { page, pages, offset } = pageAsked(total, asked)
  const rows = page === asked ? first : await pageOfSpends(viewer, budget, offset)
  return { spends: rows.map(inShort), page, pages, total }
}

function pageOfSpends(viewer: May<'spend:see'>, budget: BudgetId, offset: number) {
  const mine = viewer.db.selectFrom('spend as s').where('s.budget_id', '=', budget).where(visibleTo(viewer, 'spend', 's'))
  return mine.select(['s.id', 's.what', 's.what_lang', 's.label', 's.pence', 's.state', 's.level', 's.asked_at', 's.needed_on', 's.holds_until', 's.lapsed_at'])
    .select(mine.select(countAll().as('all')).as('total')).orderBy('s.asked_at', 'desc').orderBy('s.id').limit(aPage).offset(offset).execute()
}

type ShortRow = { id: SpendId; what: string; what_lang: string; label: string | null; pence: Pence; state: SpendState; level: Level; asked_at: Instant; needed_on: Day; holds_until: Day | null; lapsed_at: Instant | null }

function inShort(row: ShortRow): SpendInShort {
  return { id: row.id, what: row.what, whatLang: row.what_lang, label: row.label, pence: row.pence, state: row.state, level: row.level, askedAt: row.asked_at, neededOn: row.needed_on, holdsUntil: row.state === 'approved' ? row.holds_until : null, lapsed: row.lapsed_at !== null }
}

/** What was said about a spend. */
export interface SpendWord {
  readonly id: string
  readonly kind: SpendWordKind
  readonly level: Level | null
  /** Null, and '' for a name, of what the house did by itself. */
  readonly person: PersonId | null
  readonly name: string
  readonly at: Instant
  /** A `DeclineReason`. */
  readonly reason: string | null
  readonly words: string | null
  readonly lang: string | null
}

export interface Spend extends SpendInShort {
  readonly budget: BudgetId
  readonly payee: string
  /** Whether the price came from the directory. */
  readonly listed: boolean
  readonly unit: string
  readonly unitPence: Pence
  readonly quantity: number
  readonly line: LineId | null
  readonly kind: SpendKind
  /** Whoever is paid is a relative who lives with them. */
  readonly relative: boolean
  /** Each week for so many weeks; 1 is once. */
  readonly weeks: number
  /** The day by which it is answered; null of those from before days were promised. */
  readonly answerBy: Day | null
  /** For whom it is, where it is said. */
  readonly forWhom: readonly string[]
  /** A quote or a photo beside it. */
  readonly file: FileId | null
  readonly askedBy: MemberId
  readonly askerName: string
  /** The goal it serves; null where the viewer may see the spend and not the goal. */
  readonly goal: { readonly id: GoalId; readonly words: string; readonly lang: string } | null
  readonly version: number
  readonly words: readonly SpendWord[]
}

/** One request with its history, oldest first; undefined when it is not there or not the viewer's to see. Three queries. */
export async function spend(viewer: May<'spend:see'>, id: SpendId): Promise<Spend | undefined> {
  const row = await viewer.db.selectFrom('spend as s')
    .innerJoin('member as a', (join) => join.onRef('a.family_id', '=', 's.family_id').onRef('a.id', '=', 's.asked_by'))
    // Why it is asked is a part of the work of whoever decides it.
    .leftJoin('goal as g', (join) => join.onRef('g.family_id', '=', 's.family_id').onRef('g.id', '=', 's.goal_id')
      .on((eb) => eb.or([visibleTo(viewer, 'goal', 'g'), eb('s.id', '=', viewer.work ?? ('' as SpendId))]) as never))
    .leftJoin('spend_file as f', (join) => join.onRef('f.family_id', '=', 's.family_id').onRef('f.spend_id', '=', 's.id'))
    .select(['f.id as file', 's.weeks', 's.answer_by', 's.id', 's.what', 's.what_lang', 's.label', 's.pence', 's.state', 's.level', 's.asked_at', 's.needed_on', 's.budget_id', 's.payee', 's.service_id', 's.unit',
      's.unit_pence', 's.quantity', 's.line_id', 's.asked_by', 's.version', 's.kind', 's.payee_relative', 's.holds_until', 's.lapsed_at', 'a.name as asker', 'g.id as goal', 'g.words as goal_words', 'g.lang as goal_lang'])
    .where('s.id', '=', id).where(visibleTo(viewer, 'spend', 's')).executeTakeFirst()
  if (!row) return undefined
  const forWhom = await viewer.db.selectFrom('spend_for as o').innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 'o.family_id').onRef('m.id', '=', 'o.member_id'))
    .select('m.given_name').where('o.family_id', '=', viewer.family).where('o.spend_id', '=', id).orderBy('m.made_at').orderBy('m.id').execute()
  const words = await viewer.db.selectFrom('spend_word as w').leftJoin('person as p', 'p.id', 'w.by_person')
    .select(['w.id', 'w.kind', 'w.level', 'w.by_person', 'p.name', 'w.at', 'w.reason', 'w.words', 'w.lang'])
    .where('w.family_id', '=', viewer.family).where('w.spend_id', '=', id).orderBy('w.version').execute()
  return {
    ...inShort(row), budget: row.budget_id, payee: row.payee, listed: row.service_id !== null, unit: row.unit, unitPence: row.unit_pence, quantity: row.quantity,
    line: row.line_id, askedBy: row.asked_by, askerName: row.asker, version: row.version, kind: row.kind, relative: row.payee_relative === 1, weeks: row.weeks, answerBy: row.answer_by, file: row.file, forWhom: forWhom.map((one) => one.given_name),
    goal: row.goal ? { id: row.goal, words: row.goal_words!, lang: row.goal_lang! } : null,
    words: (viewer.work === null ? toldOf(words) : words).map((word) => ({ id: word.id, kind: word.kind, level: word.level, person: word.by_person, name: word.name ?? '', at: word.at, reason: word.reason, words: word.words, lang: word.lang })),
  }
}

/** To the family what the panel came to is the panel's, and nobody's in it; what one of them said before the others is for those who decide. */
function toldOf<W extends { readonly kind: SpendWordKind; readonly level: Level | null; readonly by_person: PersonId | null; readonly name: string | null }>(words: readonly W[]): W[] {
  return words.filter((word) => word.level !== 'panel' || (word.kind !== 'agree' && word.kind !== 'disagree' && word.kind !== 'passed-on'))
    .map((word) => (word.level === 'panel' && (word.kind === 'approve' || word.kind === 'decline') ? { ...word, by_person: null, name: null } : word))
}

export interface ServedGoal { readonly id: GoalId; readonly words: string; readonly lang: string; readonly category: Category }

/** The goals that money everybody in the plan sees can serve: open ones that are kept to nobody. One query. */
export async function goalsToServe(viewer: May<'budget:ask'>): Promise<ServedGoal[]> {
  const rows = await viewer.db.selectFrom('goal as g').select(['g.id', 'g.words', 'g.lang', 'g.category']).where('g.state', '=', 'open').where('g.circle_id', 'is', null)
    .where(visibleTo(viewer, 'goal', 'g')).orderBy('g.made_at').orderBy('g.id').limit(100).execute()
  return rows.map((row) => ({ ...row, category: row.category as Category }))
}

/** A request like this one of the last minutes: whoever came back to the form may have sent it already. One query. */
export async function askedJustNow(viewer: May<'spend:see'>, like: { budget: BudgetId; what: string; pence: Pence }): Promise<SpendId | undefined> {
  const row = await viewer.db.selectFrom('spend as s').select('s.id').where('s.budget_id', '=', like.budget).where('s.what', '=', like.what).where('s.pence', '=', like.pence)
    .where('s.state', '=', 'asked').where('s.asked_at', '>', plusMinutes(viewer.now, -10)).where(visibleTo(viewer, 'spend', 's')).orderBy('s.asked_at', 'desc').executeTakeFirst()
  return row?.id
}

/** Everything that whoever decides needs beside the request: the money after it, and which rules it meets. */
export interface Decision {
  readonly family: string
  readonly balance: Balance
  /** What it comes to with all that was approved in the days that count, and the limit of the level that decides; null where no limit counts. */
  readonly limit: { readonly sum: Pence; readonly limit: Pence; readonly days: number; readonly climbs: Level | null } | null
  /** Which rules of the area it meets. */
  readonly rules: readonly RuleSaid[]
  /** The level that must say yes too; null where the one that decides is enough. */
  readonly climbs: Level | null
  /** The agreed spending line that it is a part of; `mine` when they agreed it, and somebody else says yes to its parts. */
  readonly line: { readonly name: string; readonly left: Pence; readonly mine: boolean } | null
  /** It is a request of their own: they can read it and not decide it. */
  readonly own: boolean
  /** In the panel: who has said yes, who no, what the reader said, and how many must say yes. */
  readonly panel: { readonly yes: readonly string[]; readonly no: readonly string[]; readonly mine: SpendWordKind | null; readonly size: number } | null
}

/** What stands beside a request for whoever decides it. The spend was read by the same viewer. */
export async function decisionOn(viewer: May<'spend:decide'>, of: Spend): Promise<Decision> {
  const family = await viewer.db.selectFrom('spend as s').innerJoin('family as f', 'f.id', 's.family_id').select(['f.name', 's.circle_id'])
    .where('s.id', '=', of.id).where(visibleTo(viewer, 'spend', 's')).executeTakeFirstOrThrow()
  const found = of.line ? await lineHolds(viewer, of.budget, of.line, of.id) : undefined
  const line = of.line && found && found.left >= of.pence ? { ...found, mine: (await agreersOf(viewer, of.line)).has(viewer.person) } : null
  const { level, approved, settings } = await levelFor(viewer, of.pence, { line: line ? of.line : null, circle: family.circle_id })
  const rules = await rulesFor(viewer, { ...of, circle: family.circle_id }, settings, 'agreed')
  const needed = withRules(level, rules)
  const own = await tiedTo(viewer, of, [viewer.person])
  const sitting = of.level === 'panel' ? await decidersAt(viewer, 'panel', of) : []
  const voices = voicesAmong(of.words).filter((word) => sitting.includes(word.person!))
  const names = (kind: 'agree' | 'disagree') => voices.filter((word) => word.kind === kind).map((word) => word.name)
  const limits = { lead: settings.leadLimitPence, manager: settings.managerLimitPence }
  return {
    family: family.name, balance: await balanceForDecision(viewer, of.budget), line, own: own.size > 0, rules, climbs: above(needed, of.level) ? needed : null,
    limit: line || of.level === 'panel' ? null
      : { sum: pence(approved[of.level] + of.pence), limit: pence(limits[of.level]), days: settings.limitDays, climbs: above(level, of.level) ? level : null },
    panel: of.level === 'panel' ? { yes: names('agree'), no: names('disagree'), mine: voices.find((word) => word.person === viewer.person)?.kind ?? null, size: settings.panelSize } : null,
  }
}

/** A request in the list of whoever decides: who asks and how much; what for is read by opening it. */
export interface Waiting {
  readonly family: FamilyId
  readonly familyName: string
  readonly spend: SpendId
  readonly askerName: string
  readonly pence: Pence
  readonly state: 'asked' | 'question'
  readonly level: Level
  readonly askedAt: Instant
  readonly neededOn: Day
  readonly answerBy: Day | null
  readonly version: number
  /** Of what kind it is: all that a list says of what it is for. */
  readonly kind: SpendKind
  /** Within the limit of whoever decides, and every rule is met: a yes takes one tap. */
  readonly oneTap: boolean
}

/**
 * The requests that a person may decide now, the most urgent first, those that wait for the family's answer last. The
 * lead professional sees those that the family agreed to share; a manager and the panel, those that came up to them, and
 * a manager those that no lead professional may decide. Never their own, nor what they are to be paid, nor parts of a line that they agreed. At most six queries.
 */
export async function waitingFor(viewer: AreaMay<'spends:decide'>, most = 100): Promise<Waiting[]> {
  const person = viewer.person
  if (person === null) return []
  const leads = viewer.posts.some((post) => post.role === 'lead' || post.role === 'practitioner')
    ? await viewer.db.selectFrom('member').select(['family_id', 'id']).where('person_id', '=', person).where('seat', '=', 'lead')
      .where('from_on', '<=', viewer.today).where((eb) => eb.or([eb('until_on', 'is', null), eb('until_on', '>=', viewer.today)])).execute()
    : []
  const lookers = leads.map((seat): Looker => ({ family: seat.family_id, member: seat.id, seat: 'lead', work: null, person, now: viewer.now, today: viewer.today }))
  const teams = teamsManaged(viewer)
  const panel = viewer.posts.some((post) => post.role === 'panel')
  const rows = await viewer.db.selectFrom('spend as s').innerJoin('family as f', 'f.id', 's.family_id')
    .innerJoin('member as a', (join) => join.onRef('a.family_id', '=', 's.family_id').onRef('a.id', '=', 's.asked_by'))
    .select(['s.family_id', 'f.name as family', 's.id', 'a.name as asker', 's.pence', 's.state', 's.level', 's.asked_at', 's.needed_on', 's.payee', 's.answer_by', 's.version', 's.kind', 's.unit_pence', 's.payee_relative', 's.line_id', 's.circle_id', 's.decided_id'])
    .select((eb) => eb.case().when(asksAnother('s', viewer.today)).then(1).else(0).end().as('asks_another'))
    .where('s.state', 'in', ['asked', 'question']).where((eb) => eb.not(passedOnBy('s', person)))
    .where((eb) => eb.or([
      ...(lookers.length > 0 ? [eb.and([eb('s.level', '=', 'lead'), eb('s.family_id', 'in', lookers.map((looker) => looker.family)), eb.or(lookers.map((looker) => visibleTo(looker, 'spend', 's')))])] : []),
      ...(teams.length > 0 ? [eb.and([eb('f.team', 'in', teams), eb.or([eb('s.level', '=', 'manager'), eb.and([eb('s.level', '=', 'lead'), eb.not(leadDecides('s', viewer))])])])] : []),
      ...(panel ? [eb.and([eb('s.level', '=', 'panel'), eb.not(eb.exists(eb.selectFrom('spend_word as w').select('w.id').whereRef('w.family_id', '=', 's.family_id').whereRef('w.spend_id', '=', 's.id')
        .where('w.kind', 'in', ['agree', 'disagree']).where('w.level', '=', 'panel').where('w.by_person', '=', person).where((w) => w.not(w.exists(w.selectFrom('spend_word as n').select('n.id')
          .whereRef('n.family_id', '=', 'w.family_id').whereRef('n.spend_id', '=', 'w.spend_id').where('n.kind', 'in', ['take', 'new-price']).whereRef('n.version', '>', 'w.version'))))))])] : []),
      sql<boolean>`1 = 0`,
    ]))
    .where((eb) => eb.not(eb.exists(eb.selectFrom('member as k').select('k.id').whereRef('k.family_id', '=', 's.family_id').where('k.person_id', '=', person)
      .where((k) => k.or([k('k.seat', 'not in', [...seatsThatHelp]), k('k.id', '=', k.ref('s.asked_by'))])))))
    .where((eb) => eb.not(eb.exists(eb.selectFrom('spending_line as l').select('l.id').whereRef('l.family_id', '=', 's.family_id').whereRef('l.id', '=', 's.line_id').where('l.until_on', '>=', viewer.today)
      .where((l) => l.or([l('l.proposed_by', '=', person), l.exists(l.selectFrom('spending_line_yes as y').select('y.at').whereRef('y.family_id', '=', 'l.family_id').whereRef('y.line_id', '=', 'l.id').where('y.person_id', '=', person))])))))
    .orderBy('s.state').orderBy('s.needed_on').orderBy('s.asked_at').orderBy('s.id').limit(most).execute()
  const { name } = await viewer.db.selectFrom('person').select('name').where('id', '=', person).executeTakeFirstOrThrow()
  const within = await withinReach(viewer, rows)
  return rows.filter((row) => !isNamed(row.payee, name)).map((row) => ({
    family: row.family_id, familyName: row.family, spend: row.id, askerName: row.asker, pence: row.pence, state: row.state as 'asked' | 'question',
    level: row.level, askedAt: row.asked_at, neededOn: row.needed_on, answerBy: row.answer_by, version: row.version, kind: row.kind, oneTap: within(row),
  }))
}

type Reach = { family_id: FamilyId; state: SpendState; level: Level; pence: Pence; kind: SpendKind; unit_pence: Pence; payee_relative: Bit; line_id: LineId | null; circle_id: CircleId | null; decided_id: MeetingPartId | null; payee: string; asks_another: number }

/**
 * Which of some requests are within the limit of the level that decides them and meet every rule. What comes from a line, is
 * kept to some, is the panel's, or is one on which another adult has a word, is opened first. The command asks it all again. Three queries.
 */
async function withinReach(viewer: AreaMay<'spends:decide'>, rows: readonly Reach[]): Promise<(row: Reach) => boolean> {
  const families = [...new Set(rows.map((row) => row.family_id))]
  if (families.length === 0) return () => false
  const settings = await settingsOf(viewer.db)
  const agreed = viewer.db.selectFrom('spend').where('family_id', 'in', families).where('circle_id', 'is', null).where('state', 'in', ['approved', 'delivered', 'paid'])
  const levels = await agreed.where('line_id', 'is', null).where('decided_at', '>', plusMinutes(viewer.now, -settings.limitDays * 24 * 60))
    .select(['family_id', 'level', (eb) => sumOf(eb.ref('pence')).as('pence')]).groupBy(['family_id', 'level']).execute()
  const kinds = await agreed.where('asked_at', '>', plusMinutes(viewer.now, -settings.capDays * 24 * 60)).select(['family_id', 'kind', (eb) => sumOf(eb.ref('pence')).as('pence')]).groupBy(['family_id', 'kind']).execute()
  const approved = (family: FamilyId, level: Level) => levels.find((one) => one.family_id === family && one.level === level)?.pence ?? 0
  return (row) => {
    if (row.state !== 'asked' || row.line_id !== null || row.circle_id !== null || row.level === 'panel' || row.asks_another === 1) return false
    const already = kinds.find((one) => one.family_id === row.family_id && one.kind === row.kind)?.pence ?? 0
    if (standing(rulesOn({ kind: row.kind, unitPence: row.unit_pence, pence: row.pence, already: pence(already), relative: row.payee_relative === 1, decided: row.decided_id !== null }, settings)) !== 'met') return false
    const sum = row.pence + approved(row.family_id, 'lead') + (row.level === 'manager' ? approved(row.family_id, 'manager') : 0)
    return sum <= (row.level === 'lead' ? settings.leadLimitPence : settings.managerLimitPence)
  }
}

/** The key of a spend where the URL names no family. */
export function spendKey(of: { family: FamilyId; spend: SpendId }): string {
  return `${of.family}.${of.spend}`
}
