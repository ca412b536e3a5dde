import type { LoaderFunctionArgs } from '@remix-run/node'
import { notYours } from '#app/access/not-yours.ts'
import { must } from '#app/access/viewer.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { budgetsOf, statement } from '#app/domain/budget/ledger.server.ts'
import { statementCsv } from '#app/domain/budget/statement-csv.ts'
import { lookIn } from '#app/events/looking.server.ts'
import { wordsFor } from '#app/i18n/words.server.ts'

/** Every movement of a budget as a file for a spreadsheet, in the reader's language. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(await lookIn(request, params.family), 'budget:see')
  const wanted = new URL(request.url).searchParams.get('budget')
  const budgets = await budgetsOf(viewer)
  const budget = budgets.find((one) => one.id === wanted) ?? budgets[0]
  const all = budget && (await statement(viewer, budget.id, { from: null, until: null, page: 'all' }))
  if (!all) throw notYours()
  return new Response(statementCsv(wordsFor(await langOf(request)), all.lines), {
    headers: { 'Content-Type': 'text/csv; charset=utf-8', 'Content-Disposition': 'attachment; filename="statement.csv"', 'Cache-Control': 'no-store' },
  })
}
