/** The form that starts a budget: what it is called, its days, how it is held, and one or two sources of money. */
import { z } from 'zod'
import { choice, dayTyped, dayTypedOrNone, pounds, things, words } from '#app/http/fields.ts'
import { readPosted, type Posted, type Read } from '#app/http/read-form.ts'
import type { MemberId } from '#app/values/ids.ts'
import type { Day } from '#app/values/instant.ts'
import type { NewBudget } from './budgets.server.ts'
import { holdings } from './holding-words.ts'

const first = { name: words(80), source: words(80), pence: pounds, from: dayTypedOrNone, until: dayTyped, whose: choice(['all', 'named']), holding: choice(holdings), 'kept-to': things<MemberId>() }
const second = { 'source-2': words(80), 'pence-2': pounds, 'expires-2': dayTyped }
const secondFields = ['source-2', 'pence-2', 'expires-2-day', 'expires-2-month', 'expires-2-year']

/**
 * Reads it. It begins today unless it says when; the first source lasts as long as the budget, and the second is read
 * once anything of it is filled in.
 */
export function readBudgetForm(post: Posted, today: Day): Read<NewBudget> {
  const read = readPosted(post, z.object(first))
  const other = secondFields.some((name) => String(post.values[name] ?? '').trim() !== '') ? readPosted(post, z.object(second)) : null
  if (!read.ok || other?.ok === false) return { ok: false, form: { ...read.form, errors: { ...read.form.errors, ...other?.form.errors } } }
  const { name, source, pence, from, until, whose, 'kept-to': keptTo, holding } = read.data
  if (whose === 'named' && keptTo.length === 0) return { ok: false, form: { ...read.form, errors: { 'kept-to': { key: 'errors:tickOne' } } } }
  const sources = [
    { source, pence, expiresOn: until },
    ...(other ? [{ source: other.data['source-2'], pence: other.data['pence-2'], expiresOn: other.data['expires-2'] }] : []),
  ]
  return { ok: true, once: read.once, form: read.form, data: { name, holding, from: from ?? today, until, sources, keptTo: whose === 'named' ? keptTo : [] } }
}

/** The field of this form that a refusal of `makeBudget` is about. */
export function budgetField(field: string | undefined): string | undefined {
  return field === 'expires' ? 'expires-2' : field
}
