/** Proves the books: what the cached sums, the running sums and the states of spends say is what the transfers say. */
import { sql } from 'kysely'
import type { Db } from '#db/connect.ts'

export type LedgerFinding = {
  readonly family: string
  readonly budget: string
  readonly wrong: 'balance' | 'below-nothing' | 'spend' | 'running-sum'
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

type Row = { family_id: string; budget_id: string; detail: string }

/**
 * Reads the whole ledger: every cached balance equals in - out, no account is below nothing, the running sum of each
 * line is right, and each spend's money lies whole in the bucket of its state. Reads only.
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
    ...await ask('spend', sql<Row>`
      select s.family_id, s.budget_id, s.id || ' is ' || s.state || ' and has ' || coalesce(a.bucket, 'nothing') || ' ' || coalesce(a.pence, 0) || ' of ' || s.pence as detail
      from (select family_id, budget_id, id, state, pence, case when state in ('asked', 'question') then 'asked' when state in ('approved', 'delivered') then 'committed' when state = 'paid' then 'spent' end as bucket from spend) as s
      left join (select family_id, budget_id, spend, bucket, sum(pence) as pence from (${accounts}) as x where spend <> '' group by family_id, budget_id, spend, bucket having sum(pence) <> 0) as a
        on a.family_id = s.family_id and a.budget_id = s.budget_id and a.spend = s.id
      where (s.bucket is null and a.bucket is not null) or (s.bucket is not null and (a.bucket is null or a.bucket <> s.bucket or a.pence <> s.pence))`),
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
