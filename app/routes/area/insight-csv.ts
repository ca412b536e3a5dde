import type { LoaderFunctionArgs } from '@remix-run/node'
import { atTheDesk, must } from '#app/access/viewer.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { outcomesCsv } from '#app/domain/goals/outcomes-csv.ts'
import { goalsByOutcome } from '#app/domain/goals/outcomes.server.ts'
import { wordsFor } from '#app/i18n/words.server.ts'

/** The same numbers as a file for a spreadsheet, in the reader's language. */
export async function loader({ request }: LoaderFunctionArgs) {
  const viewer = must(await atTheDesk(request), 'insight:see')
  return new Response(outcomesCsv(wordsFor(await langOf(request)), await goalsByOutcome(viewer)), {
    headers: { 'Content-Type': 'text/csv; charset=utf-8', 'Content-Disposition': 'attachment; filename="outcomes.csv"', 'Cache-Control': 'no-store' },
  })
}
