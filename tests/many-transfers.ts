/** A budget that was used for years, made in bulk: requests that were asked for, agreed and paid, a penny each, written at once as their commands would. */
import { newId, type BudgetId, type FamilyId, type PaymentId, type SpendId, type TransferId } from '#app/values/ids.ts'
import { plusMinutes, type Instant } from '#app/values/instant.ts'
import { pence } from '#app/values/money.ts'
import type { Db } from '#db/connect.ts'

/** What 5,000 transfers are: three of each request, and those that were there before. */
export const manyRequests = 1_666

/** A request nearly each day: five years. */
const everyHours = 26

/** Writes them like one that is there, the last of them a day before `until`. The budget has a penny for each. */
export async function manyTransfers(db: Db, { family, budget, like, until, requests = manyRequests }: { family: FamilyId; budget: BudgetId; like: SpendId; until: Instant; requests?: number }): Promise<void> {
  const one = await db.selectFrom('spend').selectAll().where('family_id', '=', family).where('id', '=', like).executeTakeFirstOrThrow()
  const { funding_id: funding, pence: has } = await db.selectFrom('balance').select(['funding_id', 'pence']).where('family_id', '=', family).where('budget_id', '=', budget).where('bucket', '=', 'available').orderBy('pence', 'desc').executeTakeFirstOrThrow()
  const last = await db.selectFrom('transfer').select(['position', 'left_after', 'by_person']).where('family_id', '=', family).where('budget_id', '=', budget).orderBy('position', 'desc').executeTakeFirstOrThrow()
  let [position, left] = [last.position, last.left_after as number]
  const spends: (typeof one)[] = []
  const lines: object[] = []
  const payments: object[] = []
  for (let n = 0; n < requests; n += 1) {
    const id = newId<SpendId>()
    const at = plusMinutes(until, (n - requests) * everyHours * 60)
    spends.push({ ...one, id, asked_at: at, state: 'paid', decided_at: at, unit_pence: pence(1), quantity: 1, pence: pence(1) })
    payments.push({ family_id: family, id: newId<PaymentId>(), spend_id: id, pence: pence(1), payee: one.payee, reference: `MANY${n}`, state: 'paid', due_at: at, paid_at: at, paid_by: last.by_person })
    for (const [from, to, why] of [['available', 'asked', 'asked'], ['asked', 'committed', 'approved'], ['committed', 'spent', 'paid']] as const) {
      position += 1
      if (from === 'available') left -= 1
      lines.push({ family_id: family, id: newId<TransferId>(), budget_id: budget, funding_id: funding, spend_id: id, from_bucket: from, to_bucket: to, pence: pence(1), at, by_person: last.by_person, why, corrects: null, position, left_after: pence(left) })
    }
  }
  for (let n = 0; n < spends.length; n += 500) await db.insertInto('spend').values(spends.slice(n, n + 500)).execute()
  for (let n = 0; n < lines.length; n += 1_000) await db.insertInto('transfer').values(lines.slice(n, n + 1_000) as never).execute()
  for (let n = 0; n < payments.length; n += 500) await db.insertInto('payment').values(payments.slice(n, n + 500) as never).execute()
  await db.updateTable('balance').set({ pence: pence(has - requests) }).where('family_id', '=', family).where('budget_id', '=', budget).where('funding_id', '=', funding).where('bucket', '=', 'available').execute()
  await db.insertInto('balance').values({ family_id: family, budget_id: budget, funding_id: funding, bucket: 'spent', pence: pence(requests) })
    .onConflict((conflict) => conflict.columns(['family_id', 'budget_id', 'funding_id', 'bucket']).doUpdateSet((eb) => ({ pence: eb('balance.pence', '+', pence(requests)) as never }))).execute()
}
