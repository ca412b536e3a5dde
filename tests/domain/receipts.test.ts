/** What a family pays itself and gets back by the receipt: never more than was agreed, agreed by whoever leads, paid as any other. */
import { beforeEach, describe, expect, test } from 'vitest'
import { must, theHouseIn } from '#app/access/viewer.server.ts'
import { lapseSpend } from '#app/domain/budget/lapse.server.ts'
import { sayHelped } from '#app/domain/budget/deliveries.server.ts'
import { endOrder, sendOrder } from '#app/domain/budget/orders.server.ts'
import { ownAccount } from '#app/domain/budget/own-accounts.server.ts'
import { accountOf } from '#app/domain/budget/payee-accounts.server.ts'
import { toPay } from '#app/domain/budget/payments.server.ts'
import { agreeReceipt, mayBePaidBack, receiptFileOf, receiptsOf, receiptsToAgree, refuseReceipt, sendReceipt, takeReceiptBack, type NewReceipt } from '#app/domain/budget/receipts.server.ts'
import { verifyLedger } from '#app/domain/budget/verify-ledger.server.ts'
import { act } from '#app/events/transact.server.ts'
import type { BudgetId, ReceiptId, SpendId } from '#app/values/ids.ts'
import { plusMinutes, type Instant } from '#app/values/instant.ts'
import { pence } from '#app/values/money.ts'
import { freshDatabase, warm } from './database.ts'
import { allOrNothing } from './failing-at.ts'
import { asked, booksAreRight, formUse, happened, many, pay, standing, sums, takeBack, yes } from './money-steps.ts'
import { aWorld, worldBegins, type World } from './world.ts'

let world: World
let budget: BudgetId
beforeEach(async () => {
  world = await aWorld(await freshDatabase())
  budget = await world.budget(20_000)
})

const photo = { type: 'image/png' as const, bytes: new Uint8Array(Buffer.from('the till')) }
const account = { name: 'M Kowalczyk', sortCode: '112233', number: '76543219' }
const refused = (why: string, more: object = {}) => expect.objectContaining({ ok: false, why, ...more })

async function agreed(sum = 2_500): Promise<SpendId> {
  const id = await asked(world, budget, sum)
  await yes(world, 'sam', id)
  return id
}

const seen = async (spend: SpendId) => ({ spend, version: (await standing(world.db, spend)).version })
const send = async (spend: SpendId, more: Partial<NewReceipt> & { by?: 'marta' | 'piotr' } = {}) => {
  const { by = 'marta', ...rest } = more
  return act(await world.may(by, 'budget:ask'), sendReceipt, { ...(await seen(spend)), pence: pence(1_999), file: photo, account, ...rest })
}
async function sent(spend: SpendId, more: Parameters<typeof send>[1] = {}): Promise<ReceiptId> {
  const answer = await send(spend, more)
  if (!answer.ok) throw new Error(answer.why)
  return answer.value
}
const sam = () => world.may('sam', 'spend:decide')
const agree = async (spend: SpendId, receipt: ReceiptId) => act(await sam(), agreeReceipt, { ...(await seen(spend)), receipt })
const femi = async () => must(await world.desk('femi'), 'payments:pay')
const setMost = (most: number) => world.db.insertInto('area_setting').values({ area_id: 'area' as never, key: 'receiptMostPence', value: String(most), changed_at: worldBegins, changed_by: null })
  .onConflict((conflict) => conflict.columns(['area_id', 'key']).doUpdateSet({ value: String(most) })).execute()

describe('a receipt', () => {
  test('is agreed by the lead professional: its sum is due to whoever paid, at their own account, and the rest is left again', async () => {
    const spend = await agreed()
    const receipt = await sent(spend)
    expect(await sums(world, budget)).toMatchObject({ left: 17_500, aside: 2_500, spent: 0 })
    expect((await receiptsToAgree(await deskOf('sam'))).map((one) => one.spend)).toEqual([spend])
    expect(await agree(spend, receipt)).toMatchObject({ ok: true })
    expect(await receiptsToAgree(await deskOf('sam'))).toEqual([])
    expect(await sums(world, budget)).toMatchObject({ left: 18_001, aside: 1_999, spent: 0 })
    expect((await toPay(await femi())).map((one) => [one.payee, one.pence, one.account])).toEqual([['Marta Kowalczyk', 1_999, true]])
    expect(await accountOf(must((await world.spendViewer('femi', spend))!, 'spend:pay'))).toEqual({ payee: 'The swimming pool', account })
    await booksAreRight(world, budget)
    await pay(world, spend)
    expect((await standing(world.db, spend)).state).toBe('paid')
    expect(await sums(world, budget)).toMatchObject({ left: 18_001, aside: 0, spent: 1_999 })
    expect(await act(await world.may('marta', 'budget:ask'), sayHelped, { spend, answer: 'a-lot', words: null, lang: 'en' })).toMatchObject({ ok: true })
    await booksAreRight(world, budget)
  })

  test('for all that was agreed leaves nothing over, and a penny more is refused', async () => {
    const spend = await agreed()
    expect(await send(spend, { pence: pence(2_501) })).toEqual(refused('receipt-more-than-agreed', { values: { limit: 2_500 }, field: 'pence' }))
    await agree(spend, await sent(spend, { pence: pence(2_500) }))
    expect(await sums(world, budget)).toMatchObject({ left: 17_500, aside: 2_500 })
    await booksAreRight(world, budget)
  })

  test('is for what was agreed at no more than the area says, however small the receipt, and not at all where it says nothing', async () => {
    const [large, all] = [await agreed(3_001), await agreed(3_000)]
    const before = await sums(world, budget)
    for (const sum of [1_999, 3_001]) expect(await send(large, { pence: pence(sum) })).toEqual(refused('receipt-too-much', { values: { limit: 3_000 } }))
    expect(await receiptsOf(await world.may('marta', 'spend:see'), large)).toEqual([])
    expect(await sums(world, budget)).toEqual(before)
    const offered = async (id: SpendId) => mayBePaidBack(await world.may('marta', 'budget:ask'), await standing(world.db, id))
    expect([await offered(large), await offered(all)]).toEqual([false, true])
    expect(await send(all, { pence: pence(3_000) })).toMatchObject({ ok: true })
    await setMost(0)
    expect(await send(large)).toEqual(refused('receipts-not-here'))
    await setMost(3_001)
    expect(await offered(large)).toBe(true)
    expect(await send(large, { pence: pence(3_001) })).toMatchObject({ ok: true })
  })

  test('is not for what is only asked, ordered or given already', async () => {
    const open = await asked(world, budget, 500)
    expect(await send(open, { pence: pence(400) })).toEqual(refused('changed-meanwhile'))
    const ordered = await agreed()
    const order = { to: { channel: 'email' as const, address: 'hello@pool.example' }, lang: 'en' as const, note: null, noteLang: 'en' }
    await act(await world.may('marta', 'order:send'), sendOrder, { ...(await seen(ordered)), ...order })
    expect(await send(ordered)).toEqual(refused('receipt-ordered'))
    await act(await world.may('marta', 'order:send'), endOrder, await seen(ordered))
    await sent(ordered)
    expect(await act(await world.may('marta', 'order:send'), sendOrder, { ...(await seen(ordered)), ...order })).toEqual(refused('receipt-first'))
    const given = await agreed()
    await happened(world, given)
    expect(await send(given)).toEqual(refused('changed-meanwhile'))
  })

  test('keeps the spend as it is while it waits: one at a time, nothing said to have happened, not taken back, not lapsed', async () => {
    const spend = await agreed()
    const receipt = await sent(spend)
    expect(await send(spend, { by: 'piotr' })).toEqual(refused('receipt-first'))
    expect(await happened(world, spend)).toEqual(refused('receipt-first'))
    expect(await takeBack(world, spend)).toEqual(refused('receipt-first'))
    const later = plusMinutes(worldBegins, 200 * 24 * 60) as Instant
    expect(await act(must(theHouseIn(world.db, world.family, later), 'promises:watch'), lapseSpend, { spend })).toEqual(refused('nothing-to-do'))
    expect(await act(await world.may('marta', 'budget:ask'), takeReceiptBack, { ...(await seen(spend)), receipt })).toMatchObject({ ok: true })
    expect(await takeBack(world, spend)).toMatchObject({ ok: true })
    expect(await sums(world, budget)).toMatchObject({ left: 20_000, aside: 0 })
    await booksAreRight(world, budget)
  })

  test('that does not fit says why, and another can be sent', async () => {
    const spend = await agreed()
    const receipt = await sent(spend)
    expect(await act(await sam(), refuseReceipt, { ...(await seen(spend)), receipt, words: 'It is of last year', lang: 'en' })).toMatchObject({ ok: true })
    expect((await standing(world.db, spend)).state).toBe('approved')
    expect(await act(await sam(), agreeReceipt, { ...(await seen(spend)), receipt })).toEqual(refused('changed-meanwhile'))
    await agree(spend, await sent(spend, { pence: pence(1_000), account: null }))
    expect(await sums(world, budget)).toMatchObject({ left: 19_000, aside: 1_000 })
    // Both of one instant, so in either order.
    expect((await receiptsOf(await world.may('marta', 'spend:see'), spend)).map((one) => one.state).sort()).toEqual(['agreed', 'refused'])
    await booksAreRight(world, budget)
  })
})

async function deskOf(who: 'sam') {
  return must(await world.desk(who), 'desk:see')
}

describe('who may', () => {
  test('send one: a parent; nobody without the power, and nobody for an account that they did not give', async () => {
    const spend = await agreed()
    expect(await send(spend, { account: null })).toEqual(refused('receipt-account', { field: 'name' }))
    await sent(spend)
    expect(await act(await world.may('piotr', 'budget:ask'), takeReceiptBack, { ...(await seen(spend)), receipt: (await receiptsOf(await world.may('marta', 'spend:see'), spend))[0]!.id }).catch((error: unknown) => error)).toMatchObject({ status: 404 })
    for (const who of ['kasia', 'dean', 'sam'] as const) await expect(world.may(who, 'budget:ask')).rejects.toMatchObject({ status: 404 })
  })

  test('agree one: who leads, while they see it; not the manager, and not somebody who is paid by it', async () => {
    const spend = await agreed()
    const receipt = await sent(spend)
    const priya = await world.spendViewer('priya', spend)
    expect(priya).toBeUndefined()
    // Whoever leads bears the name of whoever is to be paid.
    await world.db.updateTable('member').set({ name: 'Sam Adeyemi' }).where('id', '=', world.members.marta).execute()
    expect(await agree(spend, receipt)).toEqual(refused('own-request'))
    await world.db.updateTable('member').set({ name: 'Marta Kowalczyk' }).where('id', '=', world.members.marta).execute()
    const stale = await sam()
    const at = await seen(spend)
    await world.db.updateTable('consent').set({ withdrawn_at: worldBegins }).where('to_member', '=', world.members.sam).where('kind', '=', 'spend').execute()
    await expect(act(stale, agreeReceipt, { ...at, receipt })).rejects.toMatchObject({ status: 404 })
  })

  test('see it: whoever sees the spend; the account is its owner’s alone, by its last figures', async () => {
    const spend = await agreed()
    const receipt = await sent(spend)
    for (const who of ['marta', 'piotr', 'zosia', 'sam'] as const) expect((await receiptFileOf(await world.may(who, 'spend:see'), receipt))?.bytes.toString()).toBe('the till')
    expect(await ownAccount(await world.may('marta', 'budget:ask'))).toEqual({ name: 'M Kowalczyk', ends: '3219' })
    expect(await ownAccount(await world.may('piotr', 'budget:ask'))).toBeUndefined()
    const told = JSON.stringify([await receiptsOf(await world.may('sam', 'spend:see'), spend), await receiptsToAgree(await deskOf('sam'))])
    expect(told).not.toContain('76543219')
    expect(JSON.stringify(await world.db.selectFrom('own_account').selectAll().execute())).not.toContain('76543219')
  })
})

describe('all at once', () => {
  test('32 answers to one receipt: it is paid back once; 32 receipts of one spend: one waits', async () => {
    await warm(world.db, 32)
    for (let round = 0; round < 5; round += 1) {
      const spend = await agreed(500)
      const marta = await world.may('marta', 'budget:ask')
      const at = await seen(spend)
      const all = await many(32, () => act(marta, sendReceipt, { ...at, pence: pence(400), file: photo, account }, formUse()))
      expect(all.filter((answer) => answer.ok)).toHaveLength(1)
      const [one] = await receiptsOf(await world.may('marta', 'spend:see'), spend)
      const [lead, now] = [await sam(), await seen(spend)]
      const answers = await many(32, (n) => (n % 4 === 3 ? act(marta, takeReceiptBack, { ...now, receipt: one!.id }, formUse()) : act(lead, agreeReceipt, { ...now, receipt: one!.id }, formUse())))
      expect(answers.filter((answer) => answer.ok)).toHaveLength(1)
      await booksAreRight(world, budget)
    }
  }, 120_000)

  test('a fault at any statement of each command leaves nothing behind', async () => {
    const spend = await agreed()
    const [marta, once] = [await world.may('marta', 'budget:ask'), formUse('receipt')]
    const at = await seen(spend)
    expect(await allOrNothing(world.db, (db) => act({ ...marta, db }, sendReceipt, { ...at, pence: pence(1_999), file: photo, account }, once))).toBeGreaterThan(8)
    const [receipt] = await receiptsOf(await world.may('marta', 'spend:see'), spend)
    const [lead, now] = [await sam(), await seen(spend)]
    expect(await allOrNothing(world.db, (db) => act({ ...lead, db }, agreeReceipt, { ...now, receipt: receipt!.id }))).toBeGreaterThan(10)
    await booksAreRight(world, budget)
  })
})

test('the proof of the books finds a receipt that is paid back wrongly', async () => {
  const spend = await agreed()
  await agree(spend, await sent(spend))
  const wrong = async () => (await verifyLedger(world.db)).findings.filter((one) => one.wrong === 'receipt').length
  expect(await wrong()).toBe(0)
  await world.db.updateTable('receipt').set({ pence: pence(1_998) } as never).where('spend_id', '=', spend).execute()
  expect(await wrong()).toBe(1)
  await world.db.updateTable('receipt').set({ pence: pence(1_999) } as never).where('spend_id', '=', spend).execute()
  await world.db.insertInto('payment').values({ family_id: world.family, id: 'otherpayment00000000' as never, spend_id: spend, pence: pence(1), payee: 'x', reference: 'x', state: 'due', due_at: worldBegins, paid_at: null, paid_by: null }).execute()
  expect(await wrong()).toBe(1)
})
