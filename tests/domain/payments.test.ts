import { beforeEach, describe, expect, test } from 'vitest'
import { must } from '#app/access/viewer.server.ts'
import { markPaid, drop, due, hold, release, toPay } from '#app/domain/budget/payments.server.ts'
import { verifyLedger } from '#app/domain/budget/verify-ledger.server.ts'
import { act, type Outcome } from '#app/events/transact.server.ts'
import type { Acting } from '#app/access/viewer.server.ts'
import type { BudgetId, PaymentId, SpendId } from '#app/values/ids.ts'
import { plusDays } from '#app/values/instant.ts'
import { pence } from '#app/values/money.ts'
import { freshDatabase } from './database.ts'
import { asked, booksAreRight, happened, pay, paymentOf, standing, sums, yes } from './money-steps.ts'
import { aWorld, today, type World } from './world.ts'

let world: World
let budget: BudgetId

beforeEach(async () => {
  world = await aWorld(await freshDatabase())
  budget = await world.budget(20_000)
})

/** What a later step of ordering does inside its own command. */
const step = async <T>(todo: (acting: Acting<'budget:ask'>) => Promise<T>) => {
  const command = async (acting: Acting<'budget:ask'>): Promise<Outcome<T, never>> => ({ ok: true, value: await todo(acting), event: { kind: 'spend-answered', data: {} } })
  const answer = await act(await world.may('marta', 'budget:ask'), command, null)
  if (!answer.ok) throw new Error(answer.why)
  return answer.value
}

const femi = async () => must(await world.desk('femi'), 'payments:pay')
const listed = async () => (await toPay(await femi())).map((one) => [one.payee, one.pence])
const states = async (spend: SpendId) => (await world.db.selectFrom('payment').select(['state', 'pence']).where('spend_id', '=', spend).orderBy('pence').execute()).map((row) => [row.state, row.pence])

async function approved(sum: number): Promise<SpendId> {
  const id = await asked(world, budget, sum)
  await yes(world, 'sam', id)
  return id
}

describe('what is due', () => {
  test('is the whole sum once the family says that it happened; paying it moves exactly that', async () => {
    const id = await approved(5_000)
    await happened(world, id)
    expect(await states(id)).toEqual([['due', 5_000]])
    expect(await listed()).toEqual([['The swimming pool', 5_000]])
    await pay(world, id)
    expect(await states(id)).toEqual([['paid', 5_000]])
    expect((await standing(world.db, id)).state).toBe('paid')
    expect(await sums(world, budget)).toMatchObject({ left: 15_000, aside: 0, spent: 5_000 })
    await booksAreRight(world, budget)
  })

  test('in parts, each is paid by itself, to the penny, and the request is paid with the last', async () => {
    const id = await approved(5_000)
    await happened(world, id)
    await step((acting) => drop(acting, id))
    const parts = [await step((acting) => due(acting, { spend: id, pence: pence(1_999) })), await step((acting) => due(acting, { spend: id, pence: pence(3_001) }))]
    const paid = async (payment: PaymentId) => act(must((await world.spendViewer('femi', id))!, 'spend:pay'), markPaid, { payment })
    expect(await paid(parts[1]!)).toMatchObject({ ok: true })
    expect((await standing(world.db, id)).state).toBe('delivered')
    expect(await sums(world, budget)).toMatchObject({ left: 15_000, aside: 1_999, spent: 3_001 })
    await booksAreRight(world, budget)
    expect(await paid(parts[1]!)).toEqual({ ok: false, why: 'changed-meanwhile' })
    expect(await paid(parts[0]!)).toMatchObject({ ok: true })
    expect((await standing(world.db, id)).state).toBe('paid')
    await booksAreRight(world, budget)
  })

  test('is not paid while it is held, and is due again when that ends; what a run has taken is not held', async () => {
    const id = await approved(5_000)
    await happened(world, id)
    expect(await step((acting) => hold(acting, id))).toBe(1)
    expect(await listed()).toEqual([])
    expect(await pay(world, id)).toEqual({ ok: false, why: 'changed-meanwhile' })
    expect(await step((acting) => release(acting, id))).toBe(1)
    expect(await listed()).toHaveLength(1)
    await world.db.updateTable('payment').set({ state: 'in-run' }).where('id', '=', await paymentOf(world, id)).execute()
    expect(await step((acting) => hold(acting, id))).toBe(0)
  })

  test('more is never paid than is committed: the command ends and nothing has moved', async () => {
    const id = await approved(5_000)
    await happened(world, id)
    const more = await step((acting) => due(acting, { spend: id, pence: pence(5_001) }))
    expect((await verifyLedger(world.db)).findings.map((one) => one.wrong)).toEqual(['payment'])
    await expect(act(must((await world.spendViewer('femi', id))!, 'spend:pay'), markPaid, { payment: more })).rejects.toThrow('does not hold')
    expect(await states(id)).toEqual([['due', 5_000], ['due', 5_001]])
  })

  test('is paid first out of what ends first, so that what is not needed lasts the longest', async () => {
    const [soon, late] = [plusDays(today, 60), plusDays(today, 120)]
    budget = await world.budget(0, { until: late, sources: [{ source: 'Lasts', pence: pence(4_000), expiresOn: late }, { source: 'Ends', pence: pence(3_000), expiresOn: soon }] })
    const id = await approved(5_000)
    await happened(world, id)
    await step((acting) => drop(acting, id))
    const part = await step((acting) => due(acting, { spend: id, pence: pence(3_500) }))
    expect(await act(must((await world.spendViewer('femi', id))!, 'spend:pay'), markPaid, { payment: part })).toMatchObject({ ok: true })
    const spent = await world.db.selectFrom('transfer as t').innerJoin('funding as f', 'f.id', 't.funding_id').select(['f.source', 't.pence']).where('t.to_bucket', '=', 'spent').orderBy('t.position').execute()
    expect(spent).toEqual([{ source: 'Ends', pence: 3_000 }, { source: 'Lasts', pence: 500 }])
    await booksAreRight(world, budget)
  })

  test('reads nothing of the family, nor what for, and has a reference that tells nothing', async () => {
    const id = await approved(5_000)
    await happened(world, id)
    const [one] = await toPay(await femi())
    expect(Object.keys(one!).sort()).toEqual(['account', 'key', 'payee', 'payment', 'pence', 'reason', 'reference', 'since'])
    expect(one!.reference).toMatch(/^[0-9A-Z]{12}$/)
  })
})
