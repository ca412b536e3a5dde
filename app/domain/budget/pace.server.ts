/** How quickly a budget is used, and where its money is: what stands behind "more about our money". */
import { visibleTo } from '#app/access/visible-to.server.ts'
import type { May } from '#app/access/viewer.server.ts'
import type { BudgetId } from '#app/values/ids.ts'
import { plusMinutes, type Day } from '#app/values/instant.ts'
import { pence, type Pence } from '#app/values/money.ts'
import { countAll, sumOf } from '#db/sum.ts'

const week = 7 * 24 * 60

export interface Pace {
  /** What was asked for in the last four weeks, without what came back, and in the four before. */
  readonly lately: Pence
  readonly before: Pence
  /** For how many weeks what is left lasts like that; null where too little is known to say so. */
  readonly weeks: number | null
}

/**
 * The pace of the last eight weeks, and how long what is left lasts at it. Nothing is said of how long where the budget is younger than
 * four weeks, less than three requests tell of it, or the answer would be more than a year. One query.
 */
export async function paceOf(viewer: May<'budget:see'>, of: { id: BudgetId; left: Pence; from: Day }): Promise<Pace> {
  const since = (weeks: number) => plusMinutes(viewer.now, -weeks * week)
  const row = await viewer.db.selectFrom('transfer as t').innerJoin('budget as b', (join) => join.onRef('b.family_id', '=', 't.family_id').onRef('b.id', '=', 't.budget_id'))
    .select((eb) => {
      const taken = eb.case().when('t.from_bucket', '=', 'available').then(eb.ref('t.pence')).when('t.to_bucket', '=', 'available').then(eb.neg(eb.ref('t.pence'))).else(0).end()
      return [
        sumOf(eb.case().when('t.at', '>', since(4)).then(taken).else(0).end()).as('lately'),
        sumOf(eb.case().when('t.at', '<=', since(4)).then(taken).else(0).end()).as('before'),
        sumOf(eb.case().when('t.why', '=', 'asked').then(1).else(0).end()).as('asks'), countAll().as('lines'),
      ]
    })
    .where('b.id', '=', of.id).where(visibleTo(viewer, 'budget', 'b')).where('t.spend_id', 'is not', null).where('t.at', '>', since(8)).executeTakeFirstOrThrow()
  const [lately, before] = [Math.max(0, row.lately ?? 0), Math.max(0, row.before ?? 0)]
  const known = viewer.today >= of.from && (Date.parse(viewer.today) - Date.parse(of.from)) / 86_400_000 >= 28 && (row.asks ?? 0) >= 3 && lately + before > 0
  const span = Math.min(8, (Date.parse(viewer.today) - Date.parse(of.from)) / 86_400_000 / 7)
  const weeks = known ? Math.floor(of.left / ((lately + before) / span)) : null
  return { lately: pence(lately), before: pence(before), weeks: weeks !== null && weeks <= 52 ? weeks : null }
}

/** Where the money of one source is, in pence: `came` is all of it, the rest where it lies now. */
export interface SourceSums { readonly source: string; readonly expiresOn: Day; readonly left: Pence; readonly aside: Pence; readonly spent: Pence; readonly returned: Pence; readonly came: Pence }

/** Each source of a budget, to the penny, those that end first first. One query. */
export async function sourcesOf(viewer: May<'budget:see'>, budget: BudgetId): Promise<SourceSums[]> {
  const rows = await viewer.db.selectFrom('funding as f').innerJoin('budget as b', (join) => join.onRef('b.family_id', '=', 'f.family_id').onRef('b.id', '=', 'f.budget_id'))
    .leftJoin('balance as l', (join) => join.onRef('l.family_id', '=', 'f.family_id').onRef('l.budget_id', '=', 'f.budget_id').onRef('l.funding_id', '=', 'f.id'))
    .select(['f.id', 'f.source', 'f.expires_on', 'l.bucket', 'l.pence']).where('f.family_id', '=', viewer.family).where('f.budget_id', '=', budget).where('b.id', '=', budget).where(visibleTo(viewer, 'budget', 'b'))
    .orderBy('f.expires_on').orderBy('f.id').execute()
  return [...new Set(rows.map((row) => row.id))].map((id) => {
    const own = rows.filter((row) => row.id === id)
    const lies = (...buckets: readonly string[]) => pence(own.filter((row) => row.bucket !== null && buckets.includes(row.bucket)).reduce((sum, row) => sum + (row.pence ?? 0), 0))
    return { source: own[0]!.source, expiresOn: own[0]!.expires_on, left: lies('available'), aside: lies('asked', 'committed'), spent: lies('spent'), returned: lies('returned'), came: lies('available', 'asked', 'committed', 'spent', 'returned') }
  })
}
