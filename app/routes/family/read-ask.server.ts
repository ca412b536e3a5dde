/** A request to spend as its form has it: read, kept as a draft, and looked at before it is sent. */
import { must, type May } from '#app/access/viewer.server.ts'
import { lookAhead } from '#app/domain/budget/asking.server.ts'
import { notDecided } from '#app/domain/budget/decided-money.server.ts'
import { keepDraft, type Typed } from '#app/domain/budget/drafts.server.ts'
import { isLike } from '#app/domain/budget/helps-with.ts'
import { budgetsOf } from '#app/domain/budget/ledger.server.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import { notTheirsToAsk } from '#app/domain/budget/who-asks.ts'
import { kindOfService, whyNotAsked, type RuleSaid } from '#app/domain/budget/rules.ts'
import { draftFields, listedForm, ownForm, weeksForm } from '#app/domain/budget/spend-form.ts'
import { lastDay, type NewSpend } from '#app/domain/budget/spending.server.ts'
import { askedJustNow } from '#app/domain/budget/spends.server.ts'
import { categoriesOf, priceOption, servicesAmong, type ServiceInShort } from '#app/domain/directory/directory.server.ts'
import { directoryLang } from '#app/domain/directory/say-service.ts'
import type { CleanFile } from '#app/domain/plan/clean-file.ts'
import { act, type Refusal } from '#app/events/transact.server.ts'
import { readPosted, type Posted, type Read } from '#app/http/read-form.ts'
import { isId, type DraftId, type GoalId, type LineId, type MemberId, type ServiceId, type SpendId } from '#app/values/ids.ts'
import type { Day } from '#app/values/instant.ts'
import { pence, times, type Pence } from '#app/values/money.ts'
import type { Level } from '#db/schema.ts'

/** The request that a form makes: from the directory where the address names a service, else in own words. */
export function readAsk(post: Posted, service: ServiceId | null, lang: string): Read<NewSpend> {
  const read = service ? readPosted(post, listedForm) : readPosted(post, ownForm)
  const often = post.values.weekly ? readPosted(post, weeksForm) : null
  if (!read.ok || (often && !often.ok)) return { ok: false, form: { ...read.form, errors: { ...read.form.errors, ...often?.form.errors } } }
  const { for: forWhom, weekly: _, draft, ...said } = read.data
  const shared = { budget: said.budget, goal: said.goal, neededOn: said.neededOn, line: said.line, quantity: said.quantity, forWhom, weeks: often?.ok ? often.data.weeks : 1, decided: said.decided, ...(draft ? { draft } : {}) }
  const ask: NewSpend = 'option' in said ? { ...shared, wanted: { service: service!, ...said.option } } : { ...shared, kind: said.kind, relative: said.relative, wanted: { what: said.what, payee: said.payee, pence: said.price, lang } }
  return { ok: true, form: read.form, once: read.once, data: ask }
}

/** Keeps what was typed as the viewer's draft, whatever is wrong with it; its id, and null where no page of ours made the form. */
export async function keepTyped(viewer: May<'budget:ask'>, post: Posted, service: ServiceId | null, file: CleanFile | null): Promise<DraftId | null> {
  if (!post.once) return null
  const typed: Typed = Object.fromEntries(draftFields.flatMap((name) => (post.values[name] === undefined ? [] : [[name, short(post.values[name])]])))
  const given = isId(post.values.draft) ? (post.values.draft as string as DraftId) : null
  // Until its page knows what it is kept as, that is the form itself: kept by itself and then by hand, it is one draft.
  const kept = await act(viewer, keepDraft, { draft: given, begun: post.once.id as string as DraftId, service, typed, file })
  // What was thrown away or sent in another window is begun anew.
  const answer = kept.ok ? kept : await act(viewer, keepDraft, { draft: null, service, typed, file })
  return answer.ok ? answer.value : null
}

/** No field of the form needs more. */
function short(given: string | string[]): string | string[] {
  return Array.isArray(given) ? given.slice(0, 50).map((text) => text.slice(0, 500)) : given.slice(0, 500)
}

export interface Checked {
  readonly what: string
  readonly whatLang: string
  readonly label: string | null
  readonly payee: string
  readonly unit: string
  readonly pence: Pence
  /** How many each time, and for how many weeks. */
  readonly quantity: number
  readonly weeks: number
  readonly sum: Pence
  /** Left after it. */
  readonly after: Pence
  readonly neededOn: Day
  readonly forWhom: MemberId[]
  readonly rules: RuleSaid[]
  readonly level: Level
  readonly goal: GoalId
  readonly line: LineId | null
  /** The same request, sent a few minutes ago. */
  readonly like: SpendId | null
  /** What of its kind is free. */
  readonly free: ServiceInShort[]
}

/** The answers as they will be sent, or the one that is wrong already; the command looks at them all again. */
export async function checked(viewer: May<'budget:ask'>, ask: NewSpend): Promise<{ ok: true; value: Checked } | Refusal<string>> {
  const { wanted, weeks = 1 } = ask
  const price = 'service' in wanted ? await priceOption(viewer.db, wanted.service, wanted.option) : null
  if (price === undefined) return { ok: false, why: 'price-gone', field: 'option' }
  const one = 'service' in wanted
    ? { what: price!.name, whatLang: directoryLang, label: price!.label, payee: price!.organisation ?? price!.name, unit: price!.unit, pence: wanted.shownPence }
    : { what: wanted.what, whatLang: wanted.lang, label: null, payee: wanted.payee, unit: '', pence: wanted.pence }
  if (price && price.pence !== one.pence) return price.pence === null ? { ok: false, why: 'price-unknown', field: 'option' } : { ok: false, why: 'price-changed', values: { price: price.pence }, field: 'option' }
  const budget = (await budgetsOf(must(viewer, 'budget:see'))).find(({ id }) => id === ask.budget)
  if (!budget) return { ok: false, why: 'not-there', field: 'budget' }
  const { youngAsk } = await settingsOf(viewer.db)
  const notTheirs = notTheirsToAsk(viewer, budget, youngAsk)
  if (notTheirs) return notTheirs
  if (ask.neededOn < viewer.today || ask.neededOn > budget.until) return { ok: false, why: 'needed-on-outside', values: { from: viewer.today, until: budget.until }, field: 'neededOn' }
  if (lastDay(ask.neededOn, weeks) > budget.until) return { ok: false, why: 'weeks-outside', values: { until: budget.until }, field: 'weeks' }
  const sum = times(one.pence, ask.quantity * weeks)
  if (sum > budget.left) return { ok: false, why: 'not-enough-money', values: { left: budget.left, wanted: sum }, field: 'quantity' }
  const categories = 'service' in wanted ? await categoriesOf(viewer.db, wanted.service) : null
  const kind = categories ? kindOfService(categories) : (ask.kind ?? 'other')
  const ahead = await lookAhead(viewer, { budget: ask.budget, line: ask.line, kind, unitPence: one.pence, pence: sum, payee: one.payee, relative: ask.relative === true, decided: ask.decided ?? null })
  if (!ahead) return { ok: false, why: 'not-there', field: 'budget' }
  const refused = await notDecided(viewer, ask.decided ?? null, sum)
  if (refused) return refused
  const unmet = ahead.rules.find((rule) => rule.stands === 'not-met')
  if (unmet) return whyNotAsked(unmet, categories !== null)
  const [like, free] = await Promise.all([
    askedJustNow(must(viewer, 'spend:see'), { budget: ask.budget, what: one.what, pence: sum }),
    servicesAmong(viewer.db, (name) => isLike(name, categories ? { categories } : { kind }), { most: 3, free: true, without: 'service' in wanted ? wanted.service : null }),
  ])
  return {
    ok: true, value: {
      ...one, quantity: ask.quantity, weeks, sum, rules: ahead.rules, level: ahead.level, after: pence(budget.left - sum), neededOn: ask.neededOn, forWhom: [...(ask.forWhom ?? [])], goal: ask.goal, line: ask.line, like: like ?? null, free,
    },
  }
}
