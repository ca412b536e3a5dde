import { sql } from 'kysely'
import { visibleTo } from '#app/access/visible-to.server.ts'
import type { May } from '#app/access/viewer.server.ts'
import type { BudgetId } from '#app/values/ids.ts'
import { dayAt, type Instant } from '#app/values/instant.ts'
import { pence } from '#app/values/money.ts'
import { sumOf } from '#db/sum.ts'
import type { Bucket } from '#db/schema.ts'
import type { Movement } from './ledger.server.ts'
import { spanOf, sumsOf, type Dates, type DatesSums } from './statement-dates.ts'

/**
 * What a statement of some dates says besides its lines; nothing of a budget that is not the viewer's to see. Reckoned back from
 * what is left now, so that years ago are not read to say what happened today. One query, so that all of it is of one moment.
 */
export async function sumsOfDates(viewer: May<'budget:see'>, budget: BudgetId, dates: Dates): Promise<DatesSums> {
  const { from, until } = spanOf(dates)
  const seen = viewer.db.selectFrom('budget as b')
    .leftJoin('transfer as t', (join) => join.onRef('t.family_id', '=', 'b.family_id').onRef('t.budget_id', '=', 'b.id').on('t.at', '>=', from ?? ('' as Instant)))
    .where('b.family_id', '=', viewer.family).where('b.id', '=', budget).where(visibleTo(viewer, 'budget', 'b'))
  const nothing = <T>() => sql<T | null>`cast(null as text)`
  const rows = await seen
    .select((eb) => [
      nothing<string>().as('why'), nothing<Bucket>().as('from_bucket'), nothing<Bucket>().as('to_bucket'), sql<number>`0`.as('lines'),
      sumOf(eb.case().when('t.to_bucket', '=', 'available').then(eb.ref('t.pence')).when('t.from_bucket', '=', 'available').then(eb.neg(eb.ref('t.pence'))).else(0).end() as never).as('pence'),
      // By the hour, because the area's days begin at a whole one, whatever the season.
      sql<string | null>`case when ${eb.ref('t.at')} >= ${until ?? '9'} then '' else substr(${eb.ref('t.at')}, 1, 13) end`.as('hour'),
      eb.selectFrom('balance as l').select((l) => sumOf(l.ref('l.pence')).as('now')).where('l.family_id', '=', viewer.family).where('l.budget_id', '=', budget).where('l.bucket', '=', 'available').as('now'),
    ]).groupBy('hour')
    .unionAll(seen.where('t.at', '<', (until ?? '9') as Instant)
      .select((eb) => ['t.why', 't.from_bucket', 't.to_bucket', eb.fn.count<number>('t.id').as('lines'), sumOf(eb.ref('t.pence') as never).as('pence'), nothing<string>().as('hour'), sql<number>`0`.as('now')])
      .groupBy(['t.why', 't.from_bucket', 't.to_bucket']) as never)
    .execute()
  return sumsOf(
    pence(rows.find((row) => row.why === null)?.now ?? 0),
    rows.flatMap((row) => (row.hour === null ? [] : [{ on: row.hour === '' ? null : dayAt(`${row.hour}:00:00.000Z` as Instant), by: row.pence }])),
    rows.flatMap((row) => (row.why === null ? [] : [{ why: row.why as Movement, from: row.from_bucket!, to: row.to_bucket!, pence: pence(row.pence), lines: Number(row.lines) }])),
  )
}
