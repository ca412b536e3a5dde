/**
 * A spend from asking to paid. Every step is one command; nothing else changes a spend.
 *
 * | from              | command             | who                                   | to                     | money                |
 * |-------------------|---------------------|---------------------------------------|------------------------|----------------------|
 * | (none)            | requestSpend        | family, `budget:ask`                  | asked                  | available -> asked   |
 * | asked             | askQuestion         | who decides at its level              | question               |                      |
 * | question          | answerQuestion      | family, `budget:ask`                  | asked                  |                      |
 * | asked             | suggestChange       | who decides at its level              | question               |                      |
 * | question          | answerSuggestion    | family, `budget:ask`                  | asked, as suggested or as it was | asked -> available -> asked |
 * | asked             | climb               | the house, after the promised day     | asked, a level higher  |                      |
 * | question          | endQuestion         | the house, after the end of the budget | cancelled, `lapsed_at` | asked -> available   |
 * | asked, question   | approve             | who decides; within their limit       | approved               | asked -> committed   |
 * | asked, question   | approve             | who decides; above their limit        | asked, a level higher  |                      |
 * | asked, question   | approve, decline    | one of the panel, not yet all         | asked                  |                      |
 * | asked, question   | approve             | the last of the panel, and one said no | declined              | asked -> available   |
 * | asked, question   | decline             | who decides at its level; the last of the panel | declined     | asked -> available   |
 * | asked, question   | cancelSpend         | family, `budget:ask`                  | cancelled              | asked -> available   |
 * | approved          | cancelSpend         | family: "it did not happen"           | cancelled              | committed -> available |
 * | approved          | confirmDelivered    | family: "it happened", all or some    | approved; delivered once all was given | due, see deliveries |
 * | approved          | lapseSpend          | the house, after its last day, of which nothing was given | cancelled, `lapsed_at` | committed -> available |
 * | approved, delivered | closeSpend        | the house: its last day is over, or the link of its order | delivered, paid; cancelled, `lapsed_at` | committed -> available: the rest |
 * | approved          | finishSpend         | family: "that was all"                | delivered              | committed -> available: the rest |
 * | approved          | answerOtherPrice    | family: yes to a provider's other price | asked                | committed -> available -> asked |
 * | delivered         | markPaid            | finance; neither asker nor approver   | paid, when nothing is committed any more | committed -> spent, exactly what was due |
 *
 * Whoever agreed the line that a spend comes from does not approve it. Where no lead professional may decide a spend at
 * their level any more, a manager does, and it is at the manager's level from then on.
 *
 * declined, cancelled and paid are ends. The level only ever rises. Each step raises `version`, and whoever takes one
 * says which version they saw.
 */
import { notYours } from '#app/access/not-yours.ts'
import { visibleTo } from '#app/access/visible-to.server.ts'
import { levelsOf, type Acting, type Inside, type Viewer } from '#app/access/viewer.server.ts'
import { categoriesOf, priceOption } from '#app/domain/directory/directory.server.ts'
import type { Notice } from '#app/events/notices.server.ts'
import type { Outcome, Refusal } from '#app/events/transact.server.ts'
import { markDelicate, topicsOf } from '#app/domain/sharing/topics.server.ts'
import { newId, type BudgetId, type CircleId, type DraftId, type GoalId, type LineId, type MeetingPartId, type MemberId, type PersonId, type ServiceId, type SpendId } from '#app/values/ids.ts'
import { plusDays, workingDaysAfter, type Day } from '#app/values/instant.ts'
import { times, type Pence } from '#app/values/money.ts'
import type { Level, SpendState, SpendWordKind } from '#db/schema.ts'
import type { SpendKind } from '#db/schema-asking.ts'
import type { DeclineReason } from './decline-reasons.ts'
import { membersOf, ofTheHousehold } from '#app/domain/family/people.server.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import { toAgreeTogether } from './two-adults.server.ts'
import { notDecided } from './decided-money.server.ts'
import { sendDraft } from './drafts.server.ts'
import { panelSays, placeOnAgenda, type Against } from './panel-agenda.server.ts'
import { moveSpend, post, sourcesFor } from './ledger.server.ts'
import { endOpen, toldOfYes } from './order-ends.server.ts'
import { above, agreersOf, decidersAt, firstWithDeciders, leadsOf, levelFor, lineHolds, livesWithThem, rulesFor, tiedTo, withRules, type Ask } from './limits.server.ts'
import { kindOfService, standing, whyNotAsked } from './rules.ts'
import { isTheirs, notTheirsToAsk } from './who-asks.ts'

/** What somebody asks for: a price of the directory, or their own words. */
export type Wanted =
  | { readonly service: ServiceId; readonly option: string; /** The price that stood on the page. */ readonly shownPence: Pence }
  | { readonly what: string; readonly payee: string; readonly pence: Pence; /** The language the words are in. */ readonly lang: string }

export interface NewSpend {
  readonly budget: BudgetId
  readonly wanted: Wanted
  /** Whole units, from 1. */
  readonly quantity: number
  readonly goal: GoalId
  readonly neededOn: Day
  /** An agreed spending line that it is a part of. */
  readonly line: LineId | null
  /** What it is for, in own words; a service is of the kind that the directory says. */
  readonly kind?: SpendKind
  /** Whoever is paid is a relative who lives with them, as the asker says. */
  readonly relative?: boolean
  /** For whom of the family; nobody in particular when left out or empty. */
  readonly forWhom?: readonly MemberId[]
  /** For so many weeks, from the day it is needed; 1, or left out, is once. `quantity` is of each week. */
  readonly weeks?: number
  /** What the family decided at a meeting, that carries it. */
  readonly decided?: MeetingPartId | null
  /** What it was begun as, which is gone when it is sent. */
  readonly draft?: DraftId
}

type AskRefused =
  | 'not-there' | 'young-not-here' | 'young-own-only' | 'outside-the-plan-dates' | 'needed-on-outside' | 'goal-is-kept' | 'price-changed' | 'price-gone' | 'price-unknown'
  | 'line-is-over' | 'line-has-not-enough' | 'not-enough-money' | 'money-ends-before' | 'not-bought' | 'needs-a-meeting' | 'relative-not-paid' | 'weeks-outside' | 'somebody-is-not-here' | 'draft-gone' | 'decided-gone' | 'more-than-decided'

/** Asks to spend, and sets the money aside at once. `values` of a refusal hold sums in pence and days: the page formats them. */
export async function requestSpend(acting: Acting<'budget:ask'>, ask: NewSpend): Promise<Outcome<SpendId, AskRefused>> {
  if (acting.member === null) throw notYours()
  const budget = await acting.db.selectFrom('budget as b').select(['b.circle_id', 'b.from_on', 'b.until_on']).where('b.id', '=', ask.budget).where(visibleTo(acting, 'budget', 'b')).executeTakeFirst()
  if (!budget) return { ok: false, why: 'not-there', field: 'budget' }
  const { youngAsk } = await settingsOf(acting.db)
  const notTheirs = notTheirsToAsk(acting, { kept: budget.circle_id !== null }, youngAsk)
  if (notTheirs) return notTheirs
  if (acting.today < budget.from_on || acting.today > budget.until_on) return { ok: false, why: 'outside-the-plan-dates', values: { from: budget.from_on, until: budget.until_on } }
  if (ask.neededOn < acting.today || ask.neededOn > budget.until_on) return { ok: false, why: 'needed-on-outside', values: { from: acting.today, until: budget.until_on }, field: 'neededOn' }
  const { weeks = 1 } = ask
  const until = lastDay(ask.neededOn, weeks)
  if (until > budget.until_on) return { ok: false, why: 'weeks-outside', values: { until: budget.until_on }, field: 'weeks' }
  const forWhom = [...new Set(ask.forWhom ?? [])]
  const here = forWhom.length === 0 ? [] : (await membersOf(acting)).filter((one) => ofTheHousehold(one) && forWhom.includes(one.id))
  if (here.length !== forWhom.length) return { ok: false, why: 'somebody-is-not-here', field: 'for' }
  const goal = await goalFor(acting, ask.goal, budget.circle_id)
  if (!goal.ok) return goal
  const priced = await priceOf(acting, ask)
  if (!priced.ok) return priced
  const quantity = ask.quantity * weeks
  const pence = times(priced.unitPence, quantity)
  const { decided = null } = ask
  const refused = await notDecided(acting, decided, pence)
  if (refused) return refused
  const { settings, ...reckoned } = await levelFor(acting, pence, { line: ask.line, circle: budget.circle_id })
  const relative = ask.relative === true || (await livesWithThem(acting, priced.payee))
  const rules = await rulesFor(acting, { ...priced, pence, relative, circle: budget.circle_id, id: null, decided }, settings, 'asked')
  const unmet = rules.find((rule) => rule.stands === 'not-met')
  if (unmet) return whyNotAsked(unmet, 'service' in ask.wanted)
  if (ask.line) {
    const line = await lineHolds(acting, ask.budget, ask.line)
    if (!line) return { ok: false, why: 'line-is-over', field: 'line' }
    if (line.left < pence) return { ok: false, why: 'line-has-not-enough', values: { left: line.left }, field: 'line' }
  }
  const sources = await sourcesFor(acting, ask.budget, pence, until)
  if (!sources.shares) {
    return sources.free < pence ? { ok: false, why: 'not-enough-money', values: { left: sources.free, wanted: pence }, field: 'quantity' }
      : { ok: false, why: 'money-ends-before', values: { left: sources.inTime, wanted: pence }, field: 'neededOn' }
  }

  const id = newId<SpendId>()
  const level = withRules(reckoned.level, rules)
  const { ok: _, ...thing } = priced
  await acting.db.insertInto('spend').values({
    family_id: acting.family, id, budget_id: ask.budget, circle_id: budget.circle_id, line_id: ask.line,
    what: thing.what, what_lang: thing.lang, payee: thing.payee, service_id: thing.service, option_id: thing.option, label: thing.label, unit: thing.unit,
    unit_pence: thing.unitPence, quantity, weeks, pence, goal_id: ask.goal, needed_on: ask.neededOn, state: 'asked', level,
    asked_by: acting.member, asked_at: acting.now, decided_at: null, version: 1, kind: thing.kind, decided_id: decided, payee_relative: relative ? 1 : 0, answer_by: workingDaysAfter(acting.today, settings.decisionDays, new Set(settings.holidays)),
  }).execute()
  // A spend is about whom it is for, and whom its goal is about: what a helper may see of it rests on the same agreements.
  await acting.db.insertInto('about').columns(['family_id', 'thing_id', 'member_id']).expression((eb) => eb.selectFrom('about as a')
    .select(['a.family_id', eb.val(id).as('thing_id'), 'a.member_id']).where('a.family_id', '=', acting.family).where('a.thing_id', '=', ask.goal)).execute()
  if (forWhom.length > 0) {
    await acting.db.insertInto('spend_for').values(forWhom.map((member_id) => ({ family_id: acting.family, spend_id: id, member_id }))).execute()
    await acting.db.insertInto('about').values(forWhom.map((member_id) => ({ family_id: acting.family, thing_id: id, member_id }))).onConflict((conflict) => conflict.doNothing()).execute()
  }
  await markDelicate(acting, id, await topicsOf(acting, ask.goal))
  const posted = await post(acting, ask.budget, sources.shares.map((share) => ({ ...share, spend: id, from: 'available', to: 'asked', why: 'asked' })))
  if (!posted.ok) throw new Error('Sources that held enough did not')
  if (ask.draft && !(await sendDraft(acting, ask.draft, id))) return { ok: false, why: 'draft-gone' }

  const who = await firstWithDeciders(acting, level, { id, askedBy: acting.member, payee: thing.payee, line: ask.line })
  if (who.level === 'panel') await placeOnAgenda(acting, id)
  if (who.level !== level) await acting.db.updateTable('spend').set({ level: who.level }).where('family_id', '=', acting.family).where('id', '=', id).execute()
  return {
    ok: true, value: id, event: { kind: 'spend-asked', data: { pence, level: who.level }, thing: { kind: 'spend', id }, circle: budget.circle_id },
    notices: [...toDecide(acting, who.deciders), ...(await toAgreeTogether(acting, id))],
  }
}

/** The goal a spend serves: seen by the asker, and by everybody who will see the spend. */
async function goalFor(acting: Inside<Viewer>, id: GoalId, circle: CircleId | null): Promise<{ ok: true } | Refusal<'not-there' | 'goal-is-kept'>> {
  const goal = await acting.db.selectFrom('goal as g').select('g.circle_id').where('g.id', '=', id).where(visibleTo(acting, 'goal', 'g')).executeTakeFirst()
  if (!goal) return { ok: false, why: 'not-there', field: 'goal' }
  if (goal.circle_id === null) return { ok: true }
  if (circle === null) return { ok: false, why: 'goal-is-kept', field: 'goal' }
  const outside = await acting.db.selectFrom('circle_member as b').select('b.who').where('b.family_id', '=', acting.family).where('b.circle_id', '=', circle)
    .where((eb) => eb.not(eb.exists(eb.selectFrom('circle_member as g').select('g.who').whereRef('g.family_id', '=', 'b.family_id').where('g.circle_id', '=', goal.circle_id!).whereRef('g.who', '=', 'b.who'))))
    .executeTakeFirst()
  return outside ? { ok: false, why: 'goal-is-kept', field: 'goal' } : { ok: true }
}

type Priced = { ok: true; kind: SpendKind; what: string; lang: string; payee: string; service: ServiceId | null; option: string | null; label: string | null; unit: string; unitPence: Pence }

/** What it is and what one costs, from the directory as it is now, or from the asker's own words. */
async function priceOf(acting: Inside<Viewer>, { wanted, kind = 'other' }: Pick<NewSpend, 'wanted' | 'kind'>): Promise<Priced | Refusal<'price-changed' | 'price-gone' | 'price-unknown'>> {
  if (!('service' in wanted)) return { ok: true, kind, what: wanted.what, lang: wanted.lang, payee: wanted.payee, service: null, option: null, label: null, unit: '', unitPence: wanted.pence }
  const price = await priceOption(acting.db, wanted.service, wanted.option)
  if (!price) return { ok: false, why: 'price-gone', field: 'option' }
  if (price.pence === null || price.pence <= 0) return { ok: false, why: 'price-unknown', field: 'option' }
  if (price.pence !== wanted.shownPence) return { ok: false, why: 'price-changed', values: { price: price.pence }, field: 'option' }
  // The directory is kept in English (its own words about each service's languages are another matter).
  return { ok: true, kind: kindOfService(await categoriesOf(acting.db, wanted.service)), what: price.name, lang: 'en', payee: price.organisation ?? price.name, service: wanted.service, option: price.id, label: price.label, unit: price.unit, unitPence: price.pence }
}

/** Which spend, and which state of it the page showed. */
export interface Seen { readonly spend: SpendId; readonly version: number }

type Row = Awaited<ReturnType<typeof find>>

async function find(acting: Inside<Viewer>, id: SpendId) {
  const row = await acting.db.selectFrom('spend as s')
    .innerJoin('member as a', (join) => join.onRef('a.family_id', '=', 's.family_id').onRef('a.id', '=', 's.asked_by'))
    .innerJoin('budget as b', (join) => join.onRef('b.family_id', '=', 's.family_id').onRef('b.id', '=', 's.budget_id'))
    .select(['s.id', 's.budget_id', 's.circle_id', 's.line_id', 's.state', 's.level', 's.pence', 's.version', 's.asked_by', 's.payee', 's.kind', 's.unit_pence', 's.payee_relative', 's.needed_on', 's.weeks', 's.answer_by', 'a.person_id as asker', 'b.until_on'])
    .where('s.id', '=', id).where(visibleTo(acting, 'spend', 's')).executeTakeFirst()
  if (!row) throw notYours()
  return row
}

/** The day by which a request that waits from today on is answered. */
export async function answerBy({ db, today }: Pick<Inside<Viewer>, 'db' | 'today'>): Promise<Day> {
  const { decisionDays, holidays } = await settingsOf(db)
  return workingDaysAfter(today, decisionDays, new Set(holidays))
}

/** What of a spend matters for who may decide it. */
export const askOf = (row: Row): Ask => ({ id: row.id, askedBy: row.asked_by, payee: row.payee, line: row.line_id })

/** The spend, if it still is as it was seen and may take this step. */
export async function seenAs(acting: Inside<Viewer>, seen: Seen, states: readonly SpendState[]): Promise<{ ok: true; row: Row } | Refusal<'changed-meanwhile'>> {
  const row = await find(acting, seen.spend)
  if (!isTheirs(acting, { askedBy: row.asked_by })) throw notYours()
  if (row.version !== seen.version || !states.includes(row.state)) return { ok: false, why: 'changed-meanwhile' }
  return { ok: true, row }
}

/** While nobody has decided it. */
export const open: readonly SpendState[] = ['asked', 'question']

/** The spend, if it waits for this person's decision now: post and agreement are looked up again, under the lock. */
export async function mine(acting: Acting<'spend:decide'>, seen: Seen): Promise<{ ok: true; row: Row } | Refusal<'changed-meanwhile' | 'own-request' | 'not-your-decision'>> {
  const found = await seenAs(acting, seen, open)
  if (!found.ok) return found
  const own = await tiedTo(acting, askOf(found.row), [acting.person])
  if (own.size > 0) return { ok: false, why: 'own-request' }
  const levels = await levelsOf(acting.db, acting.person, acting.family, acting.now)
  if (found.row.level !== 'lead') return levels.includes(found.row.level) ? found : { ok: false, why: 'not-your-decision' }
  if (levels.includes('lead') && (await leadsOf(acting, found.row.id)).includes(acting.person)) return found
  const nobodyLeads = levels.includes('manager') && (await decidersAt(acting, 'lead', askOf(found.row))).length === 0
  return nobodyLeads ? { ok: true, row: { ...found.row, level: 'manager' } } : { ok: false, why: 'not-your-decision' }
}

/** Writes what a step makes of a spend; every step raises the version. */
export async function change(acting: Pick<Inside<Viewer>, 'db' | 'family'>, row: Pick<Row, 'id' | 'level' | 'version'>, set: { state?: SpendState; level?: Level; line_id?: null; decided_at?: Viewer['now']; holds_until?: Day; answer_by?: Day; lapsed_at?: Viewer['now'] }): Promise<void> {
  await acting.db.updateTable('spend').set({ level: row.level, ...set, version: row.version + 1 }).where('family_id', '=', acting.family).where('id', '=', row.id).execute()
}

/** Writes down who took a step, and their words. */
export async function say(acting: Inside<Viewer>, row: Row, kind: SpendWordKind, said: { level?: Level; reason?: string; words?: string | null; lang?: string } = {}): Promise<void> {
  await acting.db.insertInto('spend_word').values({
    family_id: acting.family, id: newId(), spend_id: row.id, kind, level: said.level ?? null, by_person: acting.person, by_member: acting.member, at: acting.now, version: row.version + 1,
    reason: said.reason ?? null, words: said.words ?? null, lang: said.words ? (said.lang ?? null) : null,
  }).execute()
}

/** What a yes or a no came to: `climbed` is the level that must agree too, `more` how many of the panel are still to say theirs. */
export type Approved = { readonly state: 'approved' | 'declined' } | { readonly state: 'asked'; readonly climbed: Level } | { readonly state: 'asked'; readonly more: number }

type PanelRefused = Extract<Awaited<ReturnType<typeof panelSays>>, { ok: false }>['why']

/**
 * Says yes. Within the limit the money is committed; above it the yes is kept and the request goes up a level; in the
 * panel as many different people must say yes as the area has set, and where one of them said no it is a no.
 */
export async function approve(acting: Acting<'spend:decide'>, seen: Seen): Promise<Outcome<Approved, 'changed-meanwhile' | 'own-request' | 'not-your-decision' | 'outside-the-plan-dates' | 'own-line' | 'rules-not-met' | PanelRefused>> {
  const found = await mine(acting, seen)
  if (!found.ok) return found
  const { row } = found
  if (acting.today > row.until_on) return { ok: false, why: 'outside-the-plan-dates', values: { until: row.until_on } }
  // A line whose time is over, or that was spent meanwhile, carries nothing: then the limits count.
  const line = row.line_id && (await lineHolds(acting, row.budget_id, row.line_id, row.id))
  const onLine = line && line.left >= row.pence ? row.line_id : null
  if (onLine && (await agreersOf(acting, onLine)).has(acting.person)) return { ok: false, why: 'own-line' }
  const { level, settings } = await levelFor(acting, row.pence, { line: onLine, circle: row.circle_id })
  const rules = await rulesFor(acting, { kind: row.kind, unitPence: row.unit_pence, pence: row.pence, relative: row.payee_relative === 1, circle: row.circle_id, id: row.id }, settings, 'agreed')
  if (standing(rules) === 'not-met') return { ok: false, why: 'rules-not-met' }
  const needed = withRules(level, rules)
  const event = (level: Level, final: boolean) => ({ kind: 'spend-approved' as const, data: { pence: row.pence, level, final }, thing: { kind: 'spend', id: row.id }, circle: row.circle_id })

  if (above(needed, row.level)) {
    const up = await firstWithDeciders(acting, needed, { ...askOf(row), line: onLine })
    await change(acting, row, { state: 'asked', level: up.level, ...(onLine === null ? { line_id: null } : {}) })
    await say(acting, row, 'agree', { level: row.level })
    if (up.level === 'panel') await placeOnAgenda(acting, row.id)
    return { ok: true, value: { state: 'asked', climbed: up.level }, event: event(row.level, false), notices: toDecide(acting, up.deciders) }
  }
  if (row.level === 'panel') {
    const said = await panelSays(acting, askOf(row), true, settings.panelSize)
    if (!said.ok) return said
    if (said.more > 0 || said.against) {
      await change(acting, row, { state: 'asked' })
      await say(acting, row, 'agree', { level: 'panel' })
      return said.more === 0 ? panelDeclines(acting, row, said.against!) : { ok: true, value: { state: 'asked', more: said.more }, event: { ...event('panel', false), kind: 'panel-said', data: {} } }
    }
  }
  await change(acting, row, { state: 'approved', decided_at: acting.now, holds_until: holdsUntil(acting.today, lastDay(row.needed_on, row.weeks), settings.approvalDays), ...(onLine === null ? { line_id: null } : {}) })
  await say(acting, row, 'approve', { level: row.level })
  await moveSpend(acting, { budget: row.budget_id, id: row.id }, 'asked', 'committed', 'approved')
  return { ok: true, value: { state: 'approved' }, event: event(row.level, true), notices: [...answered(acting, row), ...(await toldOfYes(acting, row.id))] }
}

/** The day that something is needed for the last time. */
export function lastDay(neededOn: Day, weeks: number): Day {
  return plusDays(neededOn, 7 * (weeks - 1))
}

/** The last day of a yes: so many days after it is needed, or after the yes if that is later. */
function holdsUntil(today: Day, neededOn: Day, days: number): Day {
  return plusDays(neededOn > today ? neededOn : today, days)
}

/**
 * Says no, with a reason the family reads in its own language, own words beside it, or both. The money is left again at once.
 * In the panel nobody says no alone: it is kept until as many have said theirs as a yes needs.
 */
export async function decline(acting: Acting<'spend:decide'>, no: Seen & { reason: DeclineReason; words: string | null; lang: string }): Promise<Outcome<Approved, 'changed-meanwhile' | 'own-request' | 'not-your-decision' | 'say-why' | PanelRefused>> {
  const found = await mine(acting, no)
  if (!found.ok) return found
  if (no.reason === 'other' && no.words === null) return { ok: false, why: 'say-why', field: 'words' }
  const { row } = found
  if (row.level === 'panel') {
    const said = await panelSays(acting, askOf(row), false, (await settingsOf(acting.db)).panelSize)
    if (!said.ok) return said
    if (said.more > 0) {
      await change(acting, row, { state: 'asked' })
      await say(acting, row, 'disagree', { level: 'panel', reason: no.reason, words: no.words, lang: no.lang })
      return { ok: true, value: { state: 'asked', more: said.more }, event: { kind: 'panel-said', data: {}, thing: { kind: 'spend', id: row.id }, circle: row.circle_id } }
    }
  }
  await say(acting, row, 'decline', { level: row.level, reason: no.reason, words: no.words, lang: no.lang })
  return declined(acting, row, no.reason)
}

/** It is a no: the money is left again, and a provider that asked for another price hears that it is not needed. */
async function declined(acting: Inside<Viewer>, row: Row, reason: string): Promise<Outcome<Approved, never>> {
  await change(acting, row, { state: 'declined', decided_at: acting.now })
  await moveSpend(acting, { budget: row.budget_id, id: row.id }, 'asked', 'available', 'declined')
  return {
    ok: true, value: { state: 'declined' }, event: { kind: 'spend-declined', data: { level: row.level, reason }, thing: { kind: 'spend', id: row.id }, circle: row.circle_id },
    notices: [...answered(acting, row), ...(await endOpen(acting, row.id))],
  }
}

/** The last of the panel has said yes and another no: it is a no, by the panel and with the reason of whoever said it. */
async function panelDeclines(acting: Inside<Viewer>, before: Row, { reason, words, lang }: Against): Promise<Outcome<Approved, never>> {
  const row = { ...before, version: before.version + 1 }
  await acting.db.insertInto('spend_word').values({
    family_id: acting.family, id: newId(), spend_id: row.id, kind: 'decline', level: 'panel', by_person: null, by_member: null, at: acting.now, version: row.version + 1, reason, words, lang,
  }).execute()
  return declined(acting, row, reason)
}

/** Asks the family something before deciding. The money stays set aside. */
export async function askQuestion(acting: Acting<'spend:decide'>, question: Seen & { words: string; lang: string }): Promise<Outcome<null, 'changed-meanwhile' | 'own-request' | 'not-your-decision'>> {
  const found = await mine(acting, question)
  if (!found.ok) return found
  const { row } = found
  if (row.state !== 'asked') return { ok: false, why: 'changed-meanwhile' }
  await change(acting, row, { state: 'question' })
  await say(acting, row, 'question', { level: row.level, words: question.words, lang: question.lang })
  return { ok: true, value: null, event: { kind: 'spend-question', data: { level: row.level }, thing: { kind: 'spend', id: row.id }, circle: row.circle_id }, notices: askedBack(acting, row) }
}

/** The family's answer to a question; the request waits for its decision again. */
export async function answerQuestion(acting: Acting<'budget:ask'>, answer: Seen & { words: string; lang: string }): Promise<Outcome<null, 'changed-meanwhile'>> {
  const found = await seenAs(acting, answer, ['question'])
  if (!found.ok) return found
  const { row } = found
  await change(acting, row, { state: 'asked', answer_by: await answerBy(acting) })
  await say(acting, row, 'answer', { words: answer.words, lang: answer.lang })
  return {
    ok: true, value: null, event: { kind: 'spend-answered', data: {}, thing: { kind: 'spend', id: row.id }, circle: row.circle_id },
    notices: toDecide(acting, (await firstWithDeciders(acting, row.level, askOf(row))).deciders),
  }
}

/** Tells those who may decide a spend that it waits. */
export function toDecide(acting: Inside<Viewer>, deciders: readonly PersonId[]): Notice[] {
  return deciders.filter((person) => person !== acting.person).map((to) => ({ to, name: 'toDecide' }))
}

/** Tells whoever asked that there is an answer. */
function answered(acting: Inside<Viewer>, row: Row): Notice[] {
  return toTheAsker(acting, row, 'moneyAnswer')
}

/** Tells whoever asked that something is asked of them, or suggested. */
export function askedBack(acting: Inside<Viewer>, row: Row): Notice[] {
  return toTheAsker(acting, row, 'moneyWord')
}

function toTheAsker(acting: Inside<Viewer>, row: Row, name: 'moneyAnswer' | 'moneyWord'): Notice[] {
  return row.asker && row.asker !== acting.person ? [{ to: row.asker, name }] : []
}
