import type { LoaderFunctionArgs } from '@remix-run/node'
import { notYours } from '#app/access/not-yours.ts'
import { must } from '#app/access/viewer.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { statement } from '#app/domain/budget/ledger.server.ts'
import { statementCsv } from '#app/domain/budget/statement-csv.ts'
import { spanOf } from '#app/domain/budget/statement-dates.ts'
import { lookIn } from '#app/events/looking.server.ts'
import { wordsFor } from '#app/i18n/words.server.ts'
import { statementAsked } from './statement-asked.server.ts'

/** Every movement of a budget in the days that are asked for, as a file for a spreadsheet, in the reader's language. No file is of days that are none. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(await lookIn(request, params.family), 'budget:see')
  const { budget, dates } = await statementAsked(request, viewer)
  const all = dates && (await statement(viewer, budget.id, { ...spanOf(dates), page: 'all' }))
  if (!all) throw notYours()
  const name = ['statement', dates.from, dates.until].filter(Boolean).join('-')
  return new Response(statementCsv(wordsFor(await langOf(request)), all.lines), {
    headers: { 'Content-Type': 'text/csv; charset=utf-8', 'Content-Disposition': `attachment; filename="${name}.csv"`, 'Cache-Control': 'no-store' },
  })
}
