import { sql } from 'kysely'
import { visibleTo } from '#app/access/visible-to.server.ts'
import type { May } from '#app/access/viewer.server.ts'
import type { BudgetId } from '#app/values/ids.ts'
import { dayAt, type Instant } from '#app/values/instant.ts'
import { pence } from '#app/values/money.ts'
import { countAll, sumOf } from '#db/sum.ts'
import type { Movement } from './ledger.server.ts'
import { spanOf, sumsOf, type Dates, type DatesSums } from './statement-dates.ts'

/** What a statement of some dates says besides its lines; nothing of a budget that is not the viewer's to see. One query. */
export async function sumsOfDates(viewer: May<'budget:see'>, budget: BudgetId, dates: Dates): Promise<DatesSums> {
  const { from, until } = spanOf(dates)
  // By the hour, because the area's days begin at a whole one, whatever the season.
  const rows = await viewer.db.selectFrom('transfer as t').innerJoin('budget as b', (join) => join.onRef('b.family_id', '=', 't.family_id').onRef('b.id', '=', 't.budget_id'))
    .select((eb) => [
      't.why', 't.from_bucket', 't.to_bucket', sumOf(eb.ref('t.pence')).as('pence'), countAll().as('lines'),
      sql<string>`case when ${eb.ref('t.at')} < ${from ?? ''} then '' else substr(${eb.ref('t.at')}, 1, 13) end`.as('hour'),
    ])
    .where('t.family_id', '=', viewer.family).where('t.budget_id', '=', budget).where('b.id', '=', budget).where(visibleTo(viewer, 'budget', 'b'))
    .$if(until !== null, (query) => query.where('t.at', '<', until!))
    .groupBy(['hour', 't.why', 't.from_bucket', 't.to_bucket']).execute()
  return sumsOf(rows.map((row) => ({
    on: row.hour === '' ? null : dayAt(`${row.hour}:00:00.000Z` as Instant), why: row.why as Movement, from: row.from_bucket, to: row.to_bucket, pence: pence(row.pence), lines: Number(row.lines),
  })))
}
