/**
 * Another sum, number, service or day, which whoever decides suggests and the family takes or not. Taken, the money that is
 * set aside is what the new request costs, and it is decided anew: a yes to a suggestion is no yes to the request.
 */
import type { Acting, Inside, May, Viewer } from '#app/access/viewer.server.ts'
import { visibleTo } from '#app/access/visible-to.server.ts'
import { categoriesOf, priceOption } from '#app/domain/directory/directory.server.ts'
import type { Outcome, Refusal } from '#app/events/transact.server.ts'
import type { ServiceId, SpendId } from '#app/values/ids.ts'
import type { Day } from '#app/values/instant.ts'
import { pence, times, type Pence } from '#app/values/money.ts'
import { aboveDecided } from './decided-money.server.ts'
import { moveSpend, post, sourcesFor } from './ledger.server.ts'
import { above as isAbove, firstWithDeciders, levelFor, lineHolds, livesWithThem, rulesFor, withRules } from './limits.server.ts'
import { placeOnAgenda } from './panel-agenda.server.ts'
import { kindOfService, standing } from './rules.ts'
import { answerBy, askedBack, askOf, change, lastDay, mine, say, seenAs, toDecide, type Seen } from './spending.server.ts'

/** What is suggested; what is null stays as it was asked. `quantity` is of each week, as it was asked. What is of the directory costs what it costs there. */
export interface NewSuggestion {
  readonly other: { readonly service: ServiceId; readonly option: string } | null
  readonly unitPence: Pence | null
  readonly quantity: number | null
  readonly neededOn: Day | null
  readonly words: string | null
  readonly lang: string
}

/** A suggestion that waits for the family's answer, beside what was asked. */
export interface Suggestion { readonly what: string; readonly whatLang: string; readonly label: string | null; readonly payee: string; readonly listed: boolean; readonly unit: string; readonly unitPence: Pence; readonly quantity: number; readonly pence: Pence; readonly neededOn: Day; readonly words: string | null; readonly lang: string | null }

const columns = ['g.what', 'g.what_lang', 'g.label', 'g.payee', 'g.service_id', 'g.unit', 'g.unit_pence', 'g.quantity', 'g.needed_on', 'g.words', 'g.lang'] as const

/** What is suggested of a request that waits for the family's answer; null where nothing is. One query. */
export async function suggestionOf(viewer: May<'spend:see'>, id: SpendId): Promise<Suggestion | null> {
  const row = await viewer.db.selectFrom('spend_suggestion as g')
    .innerJoin('spend as s', (join) => join.onRef('s.family_id', '=', 'g.family_id').onRef('s.id', '=', 'g.spend_id').onRef('s.version', '=', 'g.version'))
    .select(columns).where('g.spend_id', '=', id).where('s.state', '=', 'question').where(visibleTo(viewer, 'spend', 's')).executeTakeFirst()
  return row ? {
    what: row.what, whatLang: row.what_lang, label: row.label, payee: row.payee, listed: row.service_id !== null, unit: row.unit, unitPence: row.unit_pence, quantity: row.quantity,
    pence: times(row.unit_pence, row.quantity), neededOn: row.needed_on, words: row.words, lang: row.lang,
  } : null
}

type Asked = NonNullable<Awaited<ReturnType<typeof askedAs>>>

/** A request as it stands, with all that another price, number or service may change of it. */
export function askedAs(acting: Inside<Viewer>, id: SpendId) {
  return acting.db.selectFrom('spend').select(['what', 'what_lang', 'payee', 'service_id', 'option_id', 'label', 'unit', 'unit_pence', 'quantity', 'weeks', 'needed_on', 'line_id', 'kind', 'payee_relative', 'decided_id'])
    .where('family_id', '=', acting.family).where('id', '=', id).executeTakeFirst()
}

/** Suggests something else than what was asked. The money stays set aside as it is until the family answers. */
export async function suggestChange(acting: Acting<'spend:decide'>, suggestion: Seen & NewSuggestion): Promise<Outcome<null, 'changed-meanwhile' | 'own-request' | 'not-your-decision' | 'price-gone' | 'price-unknown' | 'nothing-changed' | 'needed-on-outside'>> {
  const found = await mine(acting, suggestion)
  if (!found.ok) return found
  const { row } = found
  const was = await askedAs(acting, row.id)
  if (row.state !== 'asked' || !was) return { ok: false, why: 'changed-meanwhile' }
  const thing = await thingOf(acting, was, suggestion)
  if ('why' in thing) return thing
  const next = { ...thing, unit_pence: (suggestion.other ? null : suggestion.unitPence) ?? thing.unit_pence, quantity: suggestion.quantity === null ? was.quantity : suggestion.quantity * was.weeks, needed_on: suggestion.neededOn ?? was.needed_on }
  if (next.unit_pence === was.unit_pence && next.quantity === was.quantity && next.needed_on === was.needed_on && next.option_id === was.option_id) return { ok: false, why: 'nothing-changed' }
  if (next.needed_on < acting.today || lastDay(next.needed_on, was.weeks) > row.until_on) return { ok: false, why: 'needed-on-outside', values: { from: acting.today, until: row.until_on }, field: 'neededOn' }
  await change(acting, row, { state: 'question' })
  await say(acting, row, 'suggest', { level: row.level, words: suggestion.words, lang: suggestion.lang })
  await acting.db.insertInto('spend_suggestion').values({
    family_id: acting.family, spend_id: row.id, version: row.version + 1, ...next, words: suggestion.words, lang: suggestion.words === null ? null : suggestion.lang, by_person: acting.person, at: acting.now,
  }).execute()
  return { ok: true, value: null, event: { kind: 'spend-suggested', data: { level: row.level }, thing: { kind: 'spend', id: row.id }, circle: row.circle_id }, notices: askedBack(acting, row) }
}

type Thing = Pick<Asked, 'what' | 'what_lang' | 'payee' | 'service_id' | 'option_id' | 'label' | 'unit' | 'unit_pence'>

/** What is to be bought then: another price of the directory, or the same as before. */
async function thingOf(acting: Inside<Viewer>, was: Asked, { other }: NewSuggestion): Promise<Thing | Refusal<'price-gone' | 'price-unknown'>> {
  if (!other) return { what: was.what, what_lang: was.what_lang, payee: was.payee, service_id: was.service_id, option_id: was.option_id, label: was.label, unit: was.unit, unit_pence: was.unit_pence }
  const price = await priceOption(acting.db, other.service, other.option)
  if (!price) return { ok: false, why: 'price-gone', field: 'other' }
  if (price.pence === null || price.pence <= 0) return { ok: false, why: 'price-unknown', field: 'other' }
  return { what: price.name, what_lang: 'en', payee: price.organisation ?? price.name, service_id: other.service, option_id: price.id, label: price.label, unit: price.unit, unit_pence: price.pence }
}

/** Why a request cannot become what is wanted of it now. */
export type AnewRefused = 'not-enough-money' | 'money-ends-before' | 'line-has-not-enough' | 'rules-not-allow' | 'more-than-decided' | 'price-gone-now'

/** The family takes what was suggested, or keeps to what it asked. Either way the request waits for its decision again, by a new day. */
export async function answerSuggestion(acting: Acting<'budget:ask'>, answer: Seen & { yes: boolean }): Promise<Outcome<null, 'changed-meanwhile' | AnewRefused>> {
  const found = await seenAs(acting, answer, ['question'])
  if (!found.ok) return found
  const { row } = found
  const next = await acting.db.selectFrom('spend_suggestion as g').select([...columns, 'g.option_id']).where('g.family_id', '=', acting.family).where('g.spend_id', '=', row.id).where('g.version', '=', row.version).executeTakeFirst()
  const was = await askedAs(acting, row.id)
  if (!next || !was) return { ok: false, why: 'changed-meanwhile' }
  const level = answer.yes ? await askAnew(acting, row, was, next, 'asked') : { level: row.level }
  if ('why' in level) return level
  const who = await firstWithDeciders(acting, level.level, { ...askOf(row), payee: answer.yes ? next.payee : row.payee })
  await change(acting, row, { state: 'asked', level: who.level, answer_by: await answerBy(acting) })
  await say(acting, row, answer.yes ? 'take' : 'keep')
  if (answer.yes && who.level === 'panel') await placeOnAgenda(acting, row.id)
  return {
    ok: true, value: null, event: { kind: 'spend-suggestion-answered', data: { yes: answer.yes }, thing: { kind: 'spend', id: row.id }, circle: row.circle_id }, notices: toDecide(acting, who.deciders),
  }
}

type Row = Extract<Awaited<ReturnType<typeof seenAs>>, { ok: true }>['row']
type Next = Thing & { readonly quantity: number; readonly needed_on: Day }

/** How the money moves of what is asked for otherwise: a suggestion is taken before the yes, another price of a provider after it. */
const anew = { asked: { back: 'changed', again: 'changed' }, committed: { back: 'new-price', again: 'asked' } } as const

/**
 * Makes the request what is wanted of it now: all that was kept for it is left again, and what it costs now is set aside, out of
 * sources that last until its last day. The rules, its line and what a meeting decided are asked as of a new one. The level only rises.
 */
export async function askAnew(acting: Acting<'budget:ask'>, row: Row, was: Asked, next: Next, from: keyof typeof anew): Promise<{ level: Row['level'] } | Refusal<AnewRefused>> {
  const { what, what_lang, label, payee, service_id, option_id, unit, unit_pence, quantity, needed_on } = next
  const sum = times(unit_pence, quantity)
  if (await isGone(acting, was, next)) return { ok: false, why: 'price-gone-now' }
  const above = await aboveDecided(acting, was.decided_id, sum)
  if (above) return above
  const line = was.line_id && (await lineHolds(acting, row.budget_id, was.line_id, row.id))
  if (line && line.left < sum) return { ok: false, why: 'line-has-not-enough', values: { left: line.left } }
  const relative = was.payee_relative === 1 || (await livesWithThem(acting, payee))
  const { level, settings } = await levelFor(acting, sum, { line: was.line_id, circle: row.circle_id })
  const kind = service_id !== null && service_id !== was.service_id ? kindOfService(await categoriesOf(acting.db, service_id)) : was.kind
  const rules = await rulesFor(acting, { kind, unitPence: unit_pence, pence: sum, relative, circle: row.circle_id, id: row.id }, settings, 'asked')
  if (standing(rules) === 'not-met') return { ok: false, why: 'rules-not-allow' }
  const spend = { budget: row.budget_id, id: row.id }
  await moveSpend(acting, spend, from, 'available', anew[from].back)
  const sources = await sourcesFor(acting, row.budget_id, sum, lastDay(needed_on, was.weeks))
  if (!sources.shares) return { ok: false, why: sources.free < sum ? 'not-enough-money' : 'money-ends-before', values: { left: sources.free < sum ? sources.free : sources.inTime, wanted: sum } }
  const posted = await post(acting, row.budget_id, sources.shares.map((share) => ({ ...share, spend: row.id, from: 'available', to: 'asked', why: anew[from].again })))
  if (!posted.ok) throw new Error('Sources that held enough did not')
  await acting.db.updateTable('spend').set({ what, what_lang, label, payee, service_id, option_id, unit, unit_pence, quantity, pence: pence(sum), needed_on, kind, payee_relative: relative ? 1 : 0 })
    .where('family_id', '=', acting.family).where('id', '=', row.id).execute()
  const needed = withRules(level, rules)
  return { level: isAbove(needed, row.level) ? needed : row.level }
}

/** Whether the directory no longer offers what was suggested out of it at that price. */
async function isGone(acting: Inside<Viewer>, was: Asked, next: Next): Promise<boolean> {
  if (next.service_id === null || next.option_id === null || next.option_id === was.option_id) return false
  return (await priceOption(acting.db, next.service_id, next.option_id))?.pence !== next.unit_pence
}
