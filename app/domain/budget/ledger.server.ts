/**
 * Every penny of a family's budgets as transfers between buckets:
 * `council -> available -> asked -> committed -> spent`, and back. Asking already sets the money aside, so what is shown
 * as left is really left. Nothing is ever changed or deleted; a mistake is mended by a further transfer.
 *
 * The caller holds the family's lock (every command does), so what is read here cannot change before it is written.
 */
import { sql, type ExpressionBuilder } from 'kysely'
import { lookerOf, visibleTo, type Looker } from '#app/access/visible-to.server.ts'
import { may, must, type Inside, type May, type Viewer } from '#app/access/viewer.server.ts'
import { newId, type BudgetId, type CircleId, type FundingId, type PersonId, type SpendId, type TransferId } from '#app/values/ids.ts'
import type { Day, Instant } from '#app/values/instant.ts'
import { pence, sum, type Pence } from '#app/values/money.ts'
import type { Bucket, Schema } from '#db/schema.ts'
import { keptQuery } from '#db/kept.ts'
import { countAll, sumOf } from '#db/sum.ts'
import { aPage, pageAsked } from '#app/values/pages.ts'

/**
 * What moved the money; each is a line of the statement, `budget:movement.<why>`. Of a spend: `not-delivered` is committed
 * -> available, `new-price` too where it is asked for anew, `refunded` spent -> available, `came-back` spent -> committed of what the bank sent back, to be paid again. Of a budget: `topped-up` is council -> available, `ended` available ->
 * returned, `moved-out` available -> council and `moved-in` council -> available of another budget, in pairs. `corrected`
 * names in `corrects` the transfer that it mends. `lapsed` is committed -> available of what nobody used in time, and
 * asked -> available of what nobody answered in time.
 * `changed` is asked -> available of all of it, and available -> asked of what it costs now.
 */
export type Movement =
  | 'funded' | 'asked' | 'approved' | 'declined' | 'cancelled' | 'paid'
  | 'not-delivered' | 'refunded' | 'corrected' | 'topped-up' | 'ended' | 'moved-out' | 'moved-in' | 'lapsed' | 'new-price' | 'changed' | 'came-back'

/** Whoever moves money in a family: a person, or the house when a day has come. */
export type Mover = Pick<Inside<Viewer>, 'db' | 'family' | 'now'> & { readonly person: PersonId | null }

export interface NewTransfer {
  readonly funding: FundingId
  /** Whose spend it is; null only between the council and what is left. */
  readonly spend: SpendId | null
  readonly from: Bucket
  readonly to: Bucket
  readonly pence: Pence
  readonly why: Movement
  /** The transfer that it mends, where `why` is `corrected`. */
  readonly corrects?: TransferId
}

/** A part of a sum, in one funding source. */
export type Share = { readonly funding: FundingId; readonly pence: Pence }

/**
 * The only writer of `transfer` and `balance`. All transfers or, where a bucket would fall below nothing, none of them:
 * decided before anything is written. The budget is one of the acting viewer's family; the caller has looked it up.
 * Answers the ids of the lines in their order.
 */
export async function post(acting: Mover, budget: BudgetId, transfers: readonly NewTransfer[]): Promise<{ ok: true; ids: TransferId[] } | { ok: false; why: 'not-enough-money' }> {
  const rows = await acting.db.selectFrom('budget as b')
    .leftJoin('balance as l', (join) => join.onRef('l.family_id', '=', 'b.family_id').onRef('l.budget_id', '=', 'b.id'))
    .select(['l.funding_id', 'l.bucket', 'l.pence'])
    .select((eb) => eb.selectFrom('transfer as t').select((t) => t.fn.max('t.position').as('position'))
      .whereRef('t.family_id', '=', 'b.family_id').whereRef('t.budget_id', '=', 'b.id').as('last'))
    .where('b.family_id', '=', acting.family).where('b.id', '=', budget).execute()
  if (rows.length === 0) throw new Error('A transfer in a budget that is not there')

  const account = (funding: string, bucket: string) => `${funding} ${bucket}`
  const sums = new Map<string, number>()
  for (const row of rows) if (row.funding_id && row.bucket && row.pence !== null) sums.set(account(row.funding_id, row.bucket), row.pence)
  const touched = new Map<string, { funding_id: FundingId; bucket: Exclude<Bucket, 'council'> }>()
  const add = (funding: FundingId, bucket: Bucket, amount: number) => {
    if (bucket === 'council') return
    const key = account(funding, bucket)
    sums.set(key, (sums.get(key) ?? 0) + amount)
    touched.set(key, { funding_id: funding, bucket })
  }
  let left = [...sums].reduce((all, [key, amount]) => (key.endsWith(' available') ? all + amount : all), 0)
  let position = rows[0]?.last ?? 0
  const lines = transfers.map((transfer) => {
    add(transfer.funding, transfer.from, -transfer.pence)
    add(transfer.funding, transfer.to, transfer.pence)
    left += (transfer.to === 'available' ? transfer.pence : 0) - (transfer.from === 'available' ? transfer.pence : 0)
    position += 1
    return {
      family_id: acting.family, id: newId<TransferId>(), budget_id: budget, funding_id: transfer.funding, spend_id: transfer.spend,
      from_bucket: transfer.from, to_bucket: transfer.to, pence: transfer.pence, at: acting.now, by_person: acting.person,
      why: transfer.why, corrects: transfer.corrects ?? null, position, left_after: pence(left),
    }
  })
  if ([...touched.keys()].some((key) => sums.get(key)! < 0) || lines.some((line) => line.left_after < 0)) return { ok: false, why: 'not-enough-money' }

  await acting.db.insertInto('transfer').values(lines.map((line) => ({ ...line, left_after: pence(line.left_after) }))).execute()
  await acting.db.insertInto('balance')
    .values([...touched].map(([key, where]) => ({ family_id: acting.family, budget_id: budget, ...where, pence: pence(sums.get(key)!) })))
    .onConflict((conflict) => conflict.columns(['family_id', 'budget_id', 'funding_id', 'bucket']).doUpdateSet({ pence: (eb) => eb.ref('excluded.pence') }))
    .execute()
  return { ok: true, ids: lines.map((line) => line.id) }
}

/**
 * Moves the money of a spend that lies in one bucket to another: all of it, or so many pence. Each penny stays in the source
 * it came from. Of a part, what ends first is paid first, and what ends last is left again first: it can be used the longest.
 *
 * @throws when the bucket holds less of this spend than `part`.
 */
export async function moveSpend(acting: Mover, spend: { budget: BudgetId; id: SpendId }, from: Bucket, to: Bucket, why: Movement, part?: Pence): Promise<void> {
  const held = await heldFor(acting, spend.id, from)
  let wanted: number = part ?? sum(held.map((share) => share.pence))
  const moved: NewTransfer[] = []
  for (const share of to === 'available' ? held.toReversed() : held) {
    const taken = Math.min(wanted, share.pence)
    if (taken > 0) moved.push({ funding: share.funding, spend: spend.id, from, to, pence: pence(taken), why })
    wanted -= taken
  }
  if (wanted > 0) throw new Error('A spend does not hold what is to be moved')
  const posted = await post(acting, spend.budget, moved)
  if (!posted.ok) throw new Error('The books do not hold the money of a spend')
}

/** What of a spend lies in a bucket, in all sources. */
export async function spendHolds(acting: Pick<Mover, 'db' | 'family'>, spend: SpendId, bucket: Bucket): Promise<Pence> {
  return sum((await heldFor(acting, spend, bucket)).map((share) => share.pence))
}

/** What of a spend lies in a bucket, by source, those that end first first. */
export async function heldFor(viewer: Pick<Mover, 'db' | 'family'>, spend: SpendId, bucket: Bucket): Promise<Share[]> {
  const rows = await viewer.db.selectFrom('transfer as t').innerJoin('funding as f', (join) => join.onRef('f.family_id', '=', 't.family_id').onRef('f.id', '=', 't.funding_id'))
    .select(['t.funding_id', 'f.expires_on', (eb) => sumOf(eb.case().when('t.to_bucket', '=', bucket).then(eb.ref('t.pence')).else(sql<number>`-${eb.ref('t.pence')}`).end()).as('pence')])
    .where('t.family_id', '=', viewer.family).where('t.spend_id', '=', spend)
    .where((eb) => eb.or([eb('t.to_bucket', '=', bucket), eb('t.from_bucket', '=', bucket)]))
    .groupBy(['t.funding_id', 'f.expires_on']).orderBy('f.expires_on').orderBy('t.funding_id').execute()
  return rows.filter((row) => row.pence > 0).map((row) => ({ funding: row.funding_id, pence: pence(row.pence) }))
}

/**
 * Which sources pay a sum that is needed on a day: those that end first go first, and a source pays only for what is
 * needed before it ends. `free` is what is left in all sources that have not ended today; `inTime` what of it lasts until the day.
 */
export async function sourcesFor(acting: Inside<Viewer>, budget: BudgetId, wanted: Pence, neededOn: Day): Promise<{ shares: readonly Share[] | null; free: Pence; inTime: Pence }> {
  const rows = await acting.db.selectFrom('balance as l')
    .innerJoin('funding as f', (join) => join.onRef('f.family_id', '=', 'l.family_id').onRef('f.id', '=', 'l.funding_id'))
    .select(['l.funding_id', 'l.pence', 'f.expires_on']).where('l.family_id', '=', acting.family).where('l.budget_id', '=', budget)
    .where('l.bucket', '=', 'available').where('f.expires_on', '>=', acting.today).orderBy('f.expires_on').orderBy('f.id').execute()
  const lasting = rows.filter((row) => row.expires_on >= neededOn)
  const shares: Share[] = []
  let missing: number = wanted
  for (const row of lasting) {
    const part = Math.min(missing, row.pence)
    if (part > 0) shares.push({ funding: row.funding_id, pence: pence(part) })
    missing -= part
  }
  return { shares: missing === 0 ? shares : null, free: sum(rows.map((row) => row.pence)), inTime: sum(lasting.map((row) => row.pence)) }
}

/** The sums of a budget, in pence. `total = left + aside + spent + ended`. */
export interface Balance {
  readonly left: Pence
  /** Asked for or agreed, and not yet paid. */
  readonly aside: Pence
  readonly spent: Pence
  /** Left in sources whose last day has passed: nobody can ask for it any more. */
  readonly ended: Pence
  readonly total: Pence
  readonly from: Day
  readonly until: Day
}

/** A budget in a list. */
export interface BudgetInShort extends Balance {
  readonly id: BudgetId
  readonly name: string
  /** Whether it is kept to some of the family. */
  readonly kept: boolean
  /** Whether its days hold today. */
  readonly current: boolean
  /** Whether the family was told that money of it ends, and nothing became of that yet. */
  readonly ending: boolean
}

type Joined = ExpressionBuilder<Schema & { b: Schema['budget']; l: Schema['balance']; f: Schema['funding'] }, 'b' | 'l' | 'f'>

function sums(today: Day) {
  return (eb: Joined) => {
    const over = (condition: ReturnType<Joined['and']>) => sumOf(eb.case().when(condition).then(eb.ref('l.pence')).else(0).end() as never)
    const available = eb('l.bucket', '=', 'available')
    return [
      over(eb.and([available, eb('f.expires_on', '>=', today)])).as('left'),
      over(eb.and([eb('l.bucket', 'in', ['asked', 'committed'])])).as('aside'),
      over(eb.and([eb('l.bucket', '=', 'spent')])).as('spent'),
      over(eb.and([available, eb('f.expires_on', '<', today)])).as('ended'),
    ]
  }
}

/**
 * How the viewer comes to a budget: by their place in the family; by a spend of it that is theirs to decide; or to see to
 * the family's money from outside, which shows the family's own budgets and never a circle's.
 */
type Door = 'place' | 'spend' | 'money'

const summedBudgets = keptQuery(['seat', 'door'], (db, viewer: Looker & { budget: BudgetId | null; door: Door }) =>
  db.selectFrom('budget as b')
    .leftJoin('balance as l', (join) => join.onRef('l.family_id', '=', 'b.family_id').onRef('l.budget_id', '=', 'b.id'))
    .leftJoin('funding as f', (join) => join.onRef('f.family_id', '=', 'l.family_id').onRef('f.id', '=', 'l.funding_id'))
    .select(['b.id', 'b.name', 'b.circle_id', 'b.from_on', 'b.until_on'])
    .select((eb) => sums(viewer.today)(eb as never))
    .select((eb) => eb.selectFrom('period_end as e').select(countAll().as('open')).where('e.family_id', '=', viewer.family).whereRef('e.budget_id', '=', 'b.id').where('e.returned_at', 'is', null).where('e.stays_until', 'is', null).as('ending'))
    .where('b.family_id', '=', viewer.family)
    .$if(viewer.budget !== null, (query) => query.where('b.id', '=', viewer.budget!))
    .$if(viewer.door === 'place', (query) => query.where(visibleTo(viewer, 'budget', 'b')))
    .$if(viewer.door === 'money', (query) => query.where('b.circle_id', 'is', null))
    .groupBy(['b.id', 'b.name', 'b.circle_id', 'b.from_on', 'b.until_on'])
    .orderBy('b.from_on').orderBy('b.id'))

async function summed(viewer: Viewer | Inside<Viewer>, door: Door, budget: BudgetId | null): Promise<(BudgetInShort & { circle: CircleId | null })[]> {
  const rows = await summedBudgets(viewer.db, { ...lookerOf(viewer), budget, door })
  return rows.map((row) => ({
    id: row.id, name: row.name, circle: row.circle_id, kept: row.circle_id !== null, from: row.from_on, until: row.until_on,
    current: row.from_on <= viewer.today && viewer.today <= row.until_on, ending: Number(row.ending) > 0,
    left: pence(row.left), aside: pence(row.aside), spent: pence(row.spent), ended: pence(row.ended),
    total: pence(row.left + row.aside + row.spent + row.ended),
  }))
}

/** The budgets that a viewer may see: those of today first, the family's own before those of a circle, the oldest first. One query. */
export async function budgetsOf(viewer: May<'budget:see'>): Promise<BudgetInShort[]> {
  const all = await summed(viewer, 'place', null)
  const rank = (budget: (typeof all)[number]) => (budget.current ? 0 : 2) + (budget.circle === null ? 0 : 1)
  return all.sort((a, b) => rank(a) - rank(b)).map(({ circle: _, ...budget }) => budget)
}

/** The sums of one budget; undefined when it is not there or not the viewer's to see. */
export async function balance(viewer: May<'budget:see'>, budget: BudgetId): Promise<Balance | undefined> {
  return (await summed(viewer, 'place', budget))[0]
}

/** The family's own budgets, for a manager or the panel: sums, and nothing of what they were for. The oldest first. One query. */
export async function budgetsToSeeTo(viewer: May<'line:agree'>): Promise<BudgetInShort[]> {
  return (await summed(viewer, 'money', null)).map(({ circle: _, ...budget }) => budget)
}

/** The sums of the budget that a spend comes from, for whoever decides that spend. The caller has seen the spend. */
export async function balanceForDecision(viewer: Viewer | Inside<Viewer>, budget: BudgetId): Promise<Balance> {
  const [found] = await summed(viewer, 'spend', budget)
  if (!found) throw new Error('A spend of a budget that is not there')
  return found
}

/** The budget of today in four sums, for the home page; null where there is none, or none to see. One query. */
export async function moneyAtAGlance(viewer: Viewer): Promise<{ budgetId: BudgetId; left: Pence; aside: Pence; spent: Pence; total: Pence } | null> {
  if (!may(viewer, 'budget:see')) return null
  const [first] = await budgetsOf(must(viewer, 'budget:see'))
  return first?.current ? { budgetId: first.id, left: first.left, aside: first.aside, spent: first.spent, total: first.total } : null
}

/** One transfer, as a line of the statement. */
export interface StatementLine {
  readonly id: TransferId
  readonly at: Instant
  readonly why: Movement
  readonly from: Bucket
  readonly to: Bucket
  readonly pence: Pence
  /** What it did to what is left: less than nothing when it was taken from it, 0 when it moved elsewhere. */
  readonly change: number
  readonly left: Pence
  readonly source: string
  /** The spend, if it is of one and the viewer may see it; in the words and language of whoever asked. */
  readonly spend: { readonly id: SpendId; readonly what: string; readonly lang: string } | null
  /** Why it was mended, or what was said of money that came, in the words and language of whoever did it. */
  readonly note: { readonly words: string; readonly lang: string } | null
}

export interface Statement { readonly lines: readonly StatementLine[]; readonly page: number; readonly pages: number }

/** More than any family's budget moves in a year; a CSV carries them all. */
const mostLines = 20_000

/**
 * Every transfer of a budget, newest first, 20 on a page; `page: 'all'` gives them oldest first for a file. `from` and
 * `until` are days in the area. Undefined when the budget is not the viewer's to see. At most three queries.
 */
export async function statement(viewer: May<'budget:see'>, budget: BudgetId, span: { from: Instant | null; until: Instant | null; page: number | 'all' }): Promise<Statement | undefined> {
  const seen = await viewer.db.selectFrom('budget as b').select('b.id').where('b.id', '=', budget).where(visibleTo(viewer, 'budget', 'b')).executeTakeFirst()
  if (!seen) return undefined
  const lines = viewer.db.selectFrom('transfer as t').where('t.family_id', '=', viewer.family).where('t.budget_id', '=', budget)
    .$if(span.from !== null, (query) => query.where('t.at', '>=', span.from!))
    .$if(span.until !== null, (query) => query.where('t.at', '<', span.until!))
  const { count } = await lines.select((eb) => sql<number>`count(${eb.ref('t.id')})`.as('count')).executeTakeFirstOrThrow()
  const { page, pages, offset } = pageAsked(count, span.page === 'all' ? 1 : span.page)
  const rows = await lines
    .innerJoin('funding as f', (join) => join.onRef('f.family_id', '=', 't.family_id').onRef('f.id', '=', 't.funding_id'))
    .leftJoin('spend as s', (join) => join.onRef('s.family_id', '=', 't.family_id').onRef('s.id', '=', 't.spend_id').on(visibleTo(viewer, 'spend', 's') as never))
    .leftJoin('transfer_note as n', (join) => join.onRef('n.family_id', '=', 't.family_id').onRef('n.transfer_id', '=', 't.id'))
    .select(['t.id', 't.at', 't.why', 't.from_bucket', 't.to_bucket', 't.pence', 't.left_after', 'f.source', 's.id as spend', 's.what', 's.what_lang', 'n.words', 'n.lang'])
    .orderBy('t.position', span.page === 'all' ? 'asc' : 'desc')
    .limit(span.page === 'all' ? mostLines : aPage).offset(offset).execute()
  return {
    page, pages,
    lines: rows.map((row) => ({
      id: row.id, at: row.at, why: row.why as Movement, from: row.from_bucket, to: row.to_bucket, pence: row.pence,
      change: row.to_bucket === 'available' ? row.pence : row.from_bucket === 'available' ? -row.pence : 0,
      left: row.left_after, source: row.source,
      spend: row.spend ? { id: row.spend, what: row.what!, lang: row.what_lang! } : null,
      note: row.words === null ? null : { words: row.words, lang: row.lang! },
    })),
  }
}

