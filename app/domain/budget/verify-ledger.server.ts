/** Proves the books: what the cached sums, the running sums and the states of spends say is what the transfers say. */
import { sql } from 'kysely'
import type { Db } from '#db/connect.ts'

export type LedgerFinding = {
  readonly family: string
  readonly budget: string
  readonly wrong: 'balance' | 'below-nothing' | 'spend' | 'payment' | 'running-sum' | 'correction' | 'move' | 'receipt'
  /** What was found where, for the person who mends it. */
  readonly detail: string
}

export type LedgerProof = { readonly budgets: number; readonly transfers: number; readonly spends: number; readonly findings: readonly LedgerFinding[] }

/** Every account as its transfers make it; `spend` is '' where the bucket has none. */
const accounts = sql`select family_id, budget_id, funding_id, bucket, spend, sum(amount) as pence from (
  select family_id, budget_id, funding_id, to_bucket as bucket, case when to_bucket in ('asked', 'committed', 'spent') then spend_id else '' end as spend, pence as amount from transfer
  union all
  select family_id, budget_id, funding_id, from_bucket, case when from_bucket in ('asked', 'committed', 'spent') then spend_id else '' end, -pence from transfer
) as moves where bucket <> 'council' group by family_id, budget_id, funding_id, bucket, spend`

/** A spend with what was asked for it, and what of it lies in each bucket; what is in none of them went back to what is left. */
const ofSpends = sql`select s.family_id, s.budget_id, s.id, s.state, s.pence, coalesce(m.taken, 0) as taken, coalesce(m.asked, 0) as asked, coalesce(m.committed, 0) as committed, coalesce(m.spent, 0) as spent, coalesce(m.paid, 0) as paid,
    coalesce(m.unused, 0) as unused, coalesce(m.elsewhere, 0) as elsewhere
  from spend as s left join (select family_id, budget_id, spend_id, sum(case when why = 'asked' or (why = 'changed' and to_bucket = 'asked') then pence when why in ('new-price', 'changed') then -pence else 0 end) as taken, sum(case why when 'paid' then pence when 'came-back' then -pence else 0 end) as paid, sum(case when why = 'not-delivered' then pence else 0 end) as unused,
    ${sql.join((['asked', 'committed', 'spent'] as const).map((bucket) => sql`sum(case when to_bucket = ${sql.lit(bucket)} then pence when from_bucket = ${sql.lit(bucket)} then -pence else 0 end) as ${sql.ref(bucket)}`))},
    sum(case when from_bucket in ('council', 'returned') or to_bucket in ('council', 'returned') then 1 else 0 end) as elsewhere
    from transfer where spend_id is not null group by family_id, budget_id, spend_id) as m on m.family_id = s.family_id and m.budget_id = s.budget_id and m.spend_id = s.id`

/**
 * While it is open all of it is asked for. Agreed, nothing is, and each penny that was agreed is kept for it or was paid; once
 * nothing more is given, or was not used. Paid, nothing is kept for it any more. Declined or taken back, all of it is left again.
 */
const fitsItsState = sql`case when state in ('asked', 'question') then asked = pence and committed = 0 and spent = 0 when state = 'approved' then asked = 0 and committed + paid = pence
  when state = 'delivered' then asked = 0 and committed + paid + unused = pence when state = 'paid' then asked = 0 and committed = 0 and paid > 0 and paid + unused = pence else asked = 0 and committed = 0 and spent = 0 end`

type Row = { family_id: string; budget_id: string; detail: string }

/**
 * Reads the whole ledger: every cached balance equals in - out, no account is below nothing, the running sum of each
 * line is right, of each spend each penny that was asked is where its state has it, what was paid for it are its payments, a receipt that was agreed is paid
 * back once and by nothing beside it, and what is corrected was moved before, is mended once and by no more than it moved; what left one budget came to another. Reads only.
 */
export async function verifyLedger(db: Db): Promise<LedgerProof> {
  const ask = async (wrong: LedgerFinding['wrong'], query: ReturnType<typeof sql<Row>>): Promise<LedgerFinding[]> =>
    (await query.execute(db)).rows.map((row) => ({ family: row.family_id, budget: row.budget_id, wrong, detail: row.detail }))

  const findings = [
    ...await ask('balance', sql<Row>`
      with sums as (select family_id, budget_id, funding_id, bucket, sum(pence) as pence from (${accounts}) as a group by family_id, budget_id, funding_id, bucket)
      select coalesce(l.family_id, s.family_id) as family_id, coalesce(l.budget_id, s.budget_id) as budget_id,
        coalesce(l.bucket, s.bucket) || ' says ' || coalesce(l.pence, 0) || ', transfers say ' || coalesce(s.pence, 0) as detail
      from balance as l full outer join sums as s
        on s.family_id = l.family_id and s.budget_id = l.budget_id and s.funding_id = l.funding_id and s.bucket = l.bucket
      where coalesce(l.pence, 0) <> coalesce(s.pence, 0)`),
    ...await ask('below-nothing', sql<Row>`select family_id, budget_id, bucket || ' ' || pence as detail from (${accounts}) as a where pence < 0`),
    ...await ask('spend', sql<Row>`select family_id, budget_id, id || ' is ' || state || ' of ' || pence || ' and was asked ' || taken || ', has asked ' || asked || ', committed ' || committed
        || ', spent ' || spent || ', paid ' || paid || ', unused ' || unused || ', elsewhere ' || elsewhere as detail
      from (${ofSpends}) as s where taken <> pence or elsewhere <> 0 or asked + committed + spent > pence or not ${fitsItsState}`),
    ...await ask('payment', sql<Row>`select s.family_id, s.budget_id, s.id || ' has payments of ' || coalesce(y.paid, 0) || ' and ' || coalesce(y.open, 0) || ' to come, was paid ' || s.paid || ' and has committed ' || s.committed as detail
      from (${ofSpends}) as s left join (select family_id, spend_id, sum(case state when 'paid' then pence else 0 end) as paid, sum(case when state in ('due', 'held', 'in-run') then pence else 0 end) as open
        from payment group by family_id, spend_id) as y on y.family_id = s.family_id and y.spend_id = s.id
      where coalesce(y.paid, 0) <> s.paid or coalesce(y.open, 0) > s.committed`),
    ...await ask('receipt', sql<Row>`select s.family_id, s.budget_id, r.id || ' is ' || r.state || ' of ' || r.pence || ', its payment ' || coalesce(y.pence, 0) || ', the request ' || s.state || ' of ' || s.pence as detail
      from receipt as r inner join spend as s on s.family_id = r.family_id and s.id = r.spend_id left join payment as y on y.family_id = r.family_id and y.id = r.payment_id and y.spend_id = r.spend_id
      where r.pence > s.pence or (r.state = 'sent' and s.state <> 'approved') or (r.state = 'agreed' and (y.pence is null or y.pence <> r.pence or y.state = 'dropped' or s.state not in ('delivered', 'paid')
        or exists (select 1 from payment as o where o.family_id = y.family_id and o.spend_id = y.spend_id and o.id <> y.id and o.state <> 'dropped')))`),
    ...await ask('correction', sql<Row>`select c.family_id, c.budget_id, 'line ' || c.position || ' corrects ' || coalesce(c.corrects, 'nothing') as detail
      from transfer as c left join transfer as t on t.family_id = c.family_id and t.id = c.corrects and t.budget_id = c.budget_id and t.funding_id = c.funding_id and t.position < c.position
      where (c.corrects is not null or c.why = 'corrected') and (t.id is null or c.why <> 'corrected' or c.pence > t.pence or c.from_bucket <> t.to_bucket
        or exists (select 1 from transfer as o where o.family_id = c.family_id and o.corrects = c.corrects and o.id <> c.id))`),
    ...await ask('move', sql<Row>`select t.family_id, t.budget_id, 'line ' || t.position || ' has no other end' as detail from transfer as t where t.why in ('moved-out', 'moved-in') and not exists (
      select 1 from money_move as m inner join transfer as o on o.family_id = m.family_id and o.id = case when m.out_id = t.id then m.in_id else m.out_id end
      where m.family_id = t.family_id and t.id = case when t.why = 'moved-out' then m.out_id else m.in_id end and o.pence = t.pence and o.budget_id <> t.budget_id
        and o.why = case when t.why = 'moved-out' then 'moved-in' else 'moved-out' end)`),
    ...await ask('running-sum', sql<Row>`
      select family_id, budget_id, 'line ' || position || ' says ' || left_after || ' left, transfers say ' || running as detail from (
        select family_id, budget_id, position, left_after, row_number() over w as nth,
          sum(case when to_bucket = 'available' then pence when from_bucket = 'available' then -pence else 0 end) over w as running
        from transfer window w as (partition by family_id, budget_id order by position)
      ) as r where running <> left_after or nth <> position`),
  ]
  const { rows: [counted] } = await sql<{ budgets: number; transfers: number; spends: number }>`
    select (select count(*) from budget) as budgets, (select count(*) from transfer) as transfers, (select count(*) from spend) as spends`.execute(db)
  return { ...counted!, findings }
}

/** How many things are wrong in the books: what the nightly check writes down. */
export async function wrongInTheBooks(db: Db): Promise<number> {
  return (await verifyLedger(db)).findings.length
}
