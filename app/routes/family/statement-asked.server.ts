import { z } from 'zod'
import { notYours } from '#app/access/not-yours.ts'
import type { May } from '#app/access/viewer.server.ts'
import { budgetsOf, type BudgetInShort } from '#app/domain/budget/ledger.server.ts'
import type { Dates } from '#app/domain/budget/statement-dates.ts'
import { dayTypedOrNone } from '#app/http/fields.ts'
import { readAsked } from '#app/http/read-form.ts'
import type { FormState } from '#app/ui/form-state.ts'

const wanted = z.object({ from: dayTypedOrNone, until: dayTypedOrNone })
  .refine(({ from, until }) => from === null || until === null || from <= until, { path: ['until'], message: 'errors:lastBeforeFirst' })

/** Of which budget and which days a statement is asked for; `dates` is null where there are no such days, and `form` says why. @throws 404 where there is no budget to see. */
export async function statementAsked(request: Request, viewer: May<'budget:see'>): Promise<{ budget: BudgetInShort; dates: Dates | null; form: FormState }> {
  const budgets = await budgetsOf(viewer)
  const given = new URL(request.url).searchParams.get('budget')
  const budget = budgets.find((one) => one.id === given) ?? budgets[0]
  if (!budget) throw notYours()
  const read = readAsked(request, wanted)
  return { budget, dates: read.ok ? read.data : null, form: read.form }
}
