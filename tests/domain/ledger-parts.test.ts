import { beforeEach, describe, expect, test } from 'vitest'
import { must, type Acting } from '#app/access/viewer.server.ts'
import { moveSpend, post, type Movement, type NewTransfer } from '#app/domain/budget/ledger.server.ts'
import { verifyLedger } from '#app/domain/budget/verify-ledger.server.ts'
import { act, type Outcome } from '#app/events/transact.server.ts'
import { newId, type BudgetId, type PaymentId, type SpendId } from '#app/values/ids.ts'
import { plusDays } from '#app/values/instant.ts'
import { pence } from '#app/values/money.ts'
import type { Bucket, SpendState } from '#db/schema.ts'
import { freshDatabase } from './database.ts'
import { asked, booksAreRight, sums, yes } from './money-steps.ts'
import { aWorld, today, worldBegins, type World } from './world.ts'

let world: World
let budget: BudgetId
let id: SpendId
beforeEach(async () => {
  world = await aWorld(await freshDatabase())
  budget = await world.budget(0, {
    sources: [
      { source: 'Family help', pence: pence(5_000), expiresOn: plusDays(today, 182) },
      { source: 'Winter fund', pence: pence(3_000), expiresOn: plusDays(today, 30) },
    ],
  })
  id = await asked(world, budget, 6_000)
})

/** A part of the money of a request, moved as a command of the next rooms moves it. */
async function movePart(acting: Acting<'budget:ask'>, part: { from: Bucket; to: Bucket; why: Movement; sum?: number }): Promise<Outcome<null, never>> {
  await moveSpend(acting, { budget, id }, part.from, part.to, part.why, part.sum === undefined ? undefined : pence(part.sum))
  return { ok: true, value: null, event: { kind: 'spend-paid', data: { pence: part.sum ?? 0 }, thing: { kind: 'spend', id } } }
}

const move = async (from: Bucket, to: Bucket, why: Movement, sum?: number) => act(await world.may('marta', 'budget:ask'), movePart, { from, to, why, ...(sum === undefined ? {} : { sum }) })
/** A payment of the request, as finance has made it. */
const payment = (sum: number) => world.db.insertInto('payment').values({ family_id: world.family, id: newId<PaymentId>(), spend_id: id, pence: pence(sum), payee: 'The swimming pool', reference: newId(), state: 'paid', due_at: worldBegins, paid_at: worldBegins, paid_by: null }).execute()
const standsAs = (state: SpendState) => world.db.updateTable('spend').set({ state }).where('id', '=', id).execute()
const wrong = async () => (await verifyLedger(world.db)).findings.map((finding) => finding.wrong)
const moves = async (why: Movement) => (await world.db.selectFrom('transfer as t').innerJoin('funding as f', 'f.id', 't.funding_id').select(['f.source', 't.pence']).where('t.why', '=', why).orderBy('t.position').execute()).map((row) => [row.source, row.pence])

describe('a part of the money of a request', () => {
  beforeEach(async () => {
    expect((await yes(world, 'sam', id)).ok).toBe(true)
  })

  test('is paid from what ends first, and left again first where it can be used the longest', async () => {
    await move('committed', 'spent', 'paid', 3_500)
    await payment(3_500)
    expect(await moves('paid')).toEqual([['Winter fund', 3_000], ['Family help', 500]])
    await move('committed', 'available', 'not-delivered', 1_000)
    await move('spent', 'available', 'refunded', 700)
    expect(await moves('not-delivered')).toEqual([['Family help', 1_000]])
    expect(await moves('refunded')).toEqual([['Family help', 500], ['Winter fund', 200]])
    expect(await sums(world, budget)).toEqual({ left: 3_700, aside: 1_500, spent: 2_800, ended: 0, total: 8_000 })
    // What was agreed is kept until somebody says that this was all.
    expect(await wrong()).toEqual(['spend'])
    await standsAs('delivered')
    await booksAreRight(world, budget)
  })

  test('that goes missing is found, while it is agreed and afterwards', async () => {
    await move('committed', 'available', 'cancelled', 2_000)
    expect(await wrong()).toEqual(['spend'])
    await standsAs('delivered')
    expect(await wrong()).toEqual(['spend'])
    await move('committed', 'spent', 'paid')
    await standsAs('paid')
    // And that it was paid without a payment, beside.
    expect(await wrong()).toEqual(['spend', 'payment'])
    await payment(4_000)
    expect(await wrong()).toEqual(['spend'])
  })

  test('is never more than there is', async () => {
    await expect(move('committed', 'spent', 'paid', 6_001)).rejects.toThrow('does not hold')
    await expect(move('spent', 'available', 'refunded', 1)).rejects.toThrow('does not hold')
    expect(await sums(world, budget)).toEqual({ left: 2_000, aside: 6_000, spent: 0, ended: 0, total: 8_000 })
  })

  test('fits the state of its request: paid, nothing is kept for it any more; declined, nothing is spent', async () => {
    const stands = async (state: SpendState) => {
      await standsAs(state)
      return wrong()
    }
    expect(await stands('asked')).toEqual(['spend'])
    expect(await stands('paid')).toEqual(['spend'])
    await move('committed', 'spent', 'paid', 4_000)
    await payment(4_000)
    expect(await stands('approved')).toEqual([])
    expect(await stands('delivered')).toEqual([])
    expect(await stands('paid')).toEqual(['spend'])
    await move('committed', 'available', 'not-delivered')
    expect(await stands('paid')).toEqual([])
    expect(await stands('declined')).toEqual(['spend'])
    await move('spent', 'available', 'refunded')
    expect(await stands('paid')).toEqual([])
    expect(await stands('cancelled')).toEqual([])
    expect(await stands('asked')).toEqual(['spend'])
  })
})

describe('a correction', () => {
  /** Writes a line as no command would. */
  async function line(acting: Acting<'budget:ask'>, transfer: NewTransfer): Promise<Outcome<null, never>> {
    expect((await post(acting, budget, [transfer])).ok).toBe(true)
    return { ok: true, value: null, event: { kind: 'budget-made', data: { pence: 0 }, thing: { kind: 'budget', id: budget } } }
  }

  test('names what it mends, moves it from where it went, no more of it, and once', async () => {
    const first = await world.db.selectFrom('transfer').select(['id', 'funding_id', 'pence', 'position']).where('why', '=', 'funded').orderBy('pence').executeTakeFirstOrThrow()
    const viewer = must(await world.viewer('marta'), 'budget:ask')
    const mend = { funding: first.funding_id, spend: null, from: 'available', to: 'council', pence: pence(1), why: 'corrected' } as const
    const other = await world.db.selectFrom('funding').select('id').where('id', '<>', first.funding_id).executeTakeFirstOrThrow()
    await act(viewer, line, { ...mend, funding: other.id, corrects: first.id })
    expect(await wrong()).toEqual(['correction'])
    await act(viewer, line, { ...mend, funding: other.id })
    expect(await wrong()).toEqual(['correction', 'correction'])
  })
})
