/** A young person asks: as the area lets them, of which money they choose, and nothing that others asked is theirs to answer. */
import { beforeEach, describe, expect, test } from 'vitest'
import { lookAhead } from '#app/domain/budget/asking.server.ts'
import { waitsForUs } from '#app/domain/budget/asked-of-us.server.ts'
import { answerDelivery, confirmDelivered, finishSpend, sayHelped } from '#app/domain/budget/deliveries.server.ts'
import { insideBudgets } from '#app/domain/budget/kept-budgets.server.ts'
import { budgetsOf } from '#app/domain/budget/ledger.server.ts'
import { cancelSpend } from '#app/domain/budget/orders.server.ts'
import { sayItShouldStay } from '#app/domain/budget/period-ends.server.ts'
import { sendReceipt } from '#app/domain/budget/receipts.server.ts'
import { spend, spendsOf } from '#app/domain/budget/spends.server.ts'
import { answerQuestion, requestSpend } from '#app/domain/budget/spending.server.ts'
import { answerSuggestion } from '#app/domain/budget/suggestions.server.ts'
import { act } from '#app/events/transact.server.ts'
import { newId, type BudgetId, type DeliveryId, type SpendId } from '#app/values/ids.ts'
import { plusDays } from '#app/values/instant.ts'
import { pence } from '#app/values/money.ts'
import { freshDatabase } from './database.ts'
import { asked, asking, booksAreRight, happened, list, question, standing, stateOf, yes } from './money-steps.ts'
import { aWorld, today, worldBegins, type World } from './world.ts'

const refused = (why: string, more: object = {}) => expect.objectContaining({ ok: false, why, ...more })
const gone = { status: 404 }

let world: World
let budget: BudgetId
let own: BudgetId
beforeEach(async () => {
  world = await aWorld(await freshDatabase())
  budget = await world.budget(50_000)
  own = await world.keptBudget(8_000, await world.circle(world.members.zosia, 'seat:lead'))
})

const zosia = () => world.may('zosia', 'budget:ask')
const asks = async (of: BudgetId, sum = 1_500) => act(await zosia(), requestSpend, asking(world, of, sum, { goal: world.goal }))
async function hers(of: BudgetId, sum = 1_500): Promise<SpendId> {
  const answer = await asks(of, sum)
  if (!answer.ok) throw new Error(answer.why)
  return answer.value
}
const seen = async (id: SpendId) => ({ spend: id, version: (await standing(world.db, id)).version })
const area = (value: 'no' | 'own' | 'yes') => world.db.insertInto('area_setting').values({ area_id: 'area' as never, key: 'youngAsk', value: JSON.stringify(value), changed_at: worldBegins, changed_by: null })
  .onConflict((conflict) => conflict.columns(['area_id', 'key']).doUpdateSet({ value: JSON.stringify(value) })).execute()
const seesIt = async (who: 'marta' | 'piotr' | 'zosia' | 'sam', id: SpendId) => (await spend(await world.may(who, 'spend:see'), id)) !== undefined

describe('a young person asks', () => {
  test('out of the family’s money, which everybody in it sees; the lead professional decides, and she says herself that it happened', async () => {
    const id = await hers(budget)
    expect(await Promise.all((['marta', 'piotr', 'zosia', 'sam'] as const).map((who) => seesIt(who, id)))).toEqual([true, true, true, true])
    expect(await list(await world.desk('sam'))).toEqual([id])
    await question(world, 'sam', id)
    expect((await waitsForUs(await world.may('zosia', 'family:see'))).questions).toEqual([id])
    expect(await act(await zosia(), answerQuestion, { ...(await seen(id)), words: 'On Thursdays', lang: 'en' })).toMatchObject({ ok: true })
    await yes(world, 'sam', id)
    expect(await act(await zosia(), confirmDelivered, await seen(id))).toMatchObject({ ok: true })
    expect(await stateOf(world, id)).toEqual(['delivered', 'lead'])
    await booksAreRight(world, budget)
  })

  test('out of money of her own circle, which her parents never see: not the request, not its budget, not that there is one', async () => {
    expect(await insideBudgets(await world.may('zosia', 'budget:see'))).toEqual([{ budget: own, names: [], lead: true }])
    expect(await insideBudgets(await world.may('marta', 'budget:see'))).toEqual([])
    const before = JSON.stringify([await budgetsOf(await world.may('marta', 'budget:see')), await spendsOf(await world.may('marta', 'spend:see'), budget, 1), await waitsForUs(await world.may('marta', 'family:see'))])
    const id = await hers(own)
    expect(await Promise.all((['marta', 'piotr', 'zosia', 'sam'] as const).map((who) => seesIt(who, id)))).toEqual([false, false, true, true])
    expect(JSON.stringify([await budgetsOf(await world.may('marta', 'budget:see')), await spendsOf(await world.may('marta', 'spend:see'), budget, 1), await waitsForUs(await world.may('marta', 'family:see'))])).toBe(before)
    await expect(act(await world.may('marta', 'budget:ask'), cancelSpend, await seen(id))).rejects.toMatchObject(gone)
    await yes(world, 'sam', id)
    expect((await stateOf(world, id))[0]).toBe('approved')
  })

  test('as the area lets young people: not at all, of their own money alone, or of the family’s too', async () => {
    await area('no')
    expect(await asks(budget)).toEqual(refused('young-not-here', { field: 'budget' }))
    expect(await asks(own)).toEqual(refused('young-not-here', { field: 'budget' }))
    expect((await asked(world, budget, 500)).length).toBe(20)
    await area('own')
    expect(await asks(budget)).toEqual(refused('young-own-only', { field: 'budget' }))
    expect(await asks(own)).toMatchObject({ ok: true })
    await area('yes')
    expect(await asks(budget)).toMatchObject({ ok: true })
  })

  test('by the same rules and limits as anybody', async () => {
    expect((await lookAhead(await zosia(), { budget, line: null, kind: 'other', unitPence: pence(60_000), pence: pence(60_000), payee: 'Shop', relative: false }))!.level).toBe('panel')
    expect(await asks(budget, 50_001)).toEqual(refused('not-enough-money', { field: 'quantity', values: { left: 50_000, wanted: 50_001 } }))
    expect(await act(await zosia(), requestSpend, asking(world, budget, 500, { kind: 'alcohol' }))).toEqual(refused('not-bought', { field: 'kind' }))
    expect(await act(await zosia(), requestSpend, asking(world, own, 500, { goal: await world.newGoal('Theirs', await world.circle(world.members.marta)) }))).toEqual(refused('not-there', { field: 'goal' }))
  })
})

describe('what others asked', () => {
  test('is not hers to answer, take back, carry out or speak for; whether it helped she may say', async () => {
    const id = await asked(world, budget, 1_000)
    await question(world, 'sam', id)
    expect((await waitsForUs(await world.may('zosia', 'family:see'))).questions).toEqual([])
    const at = await seen(id)
    await expect(act(await zosia(), answerQuestion, { ...at, words: 'w', lang: 'en' })).rejects.toMatchObject(gone)
    await expect(act(await zosia(), answerSuggestion, { ...at, yes: true })).rejects.toMatchObject(gone)
    await expect(act(await zosia(), cancelSpend, at)).rejects.toMatchObject(gone)
    const agreed = await asked(world, budget, 1_000)
    await yes(world, 'sam', agreed)
    await expect(act(await zosia(), confirmDelivered, await seen(agreed))).rejects.toMatchObject(gone)
    await expect(act(await zosia(), finishSpend, await seen(agreed))).rejects.toMatchObject(gone)
    await expect(act(await zosia(), sendReceipt, { ...(await seen(agreed)), pence: pence(900), file: { type: 'image/png', bytes: new Uint8Array(1) }, account: null })).rejects.toMatchObject(gone)
    const delivery = newId<DeliveryId>()
    await world.db.insertInto('delivery').values({ family_id: world.family, id: delivery, spend_id: agreed, order_id: null, on_day: today, units: 1, said_by: world.members.marta, said_at: worldBegins, answer: 'waiting', answered_by: null, answered_at: null, words: null, lang: null }).execute()
    await expect(act(await zosia(), answerDelivery, { delivery, happened: true, words: null, lang: 'en' })).rejects.toMatchObject(gone)
    expect((await waitsForUs(await world.may('zosia', 'family:see'))).given).toEqual([])
    await world.db.deleteFrom('delivery').where('id', '=', delivery).execute()
    await happened(world, agreed)
    expect(await act(await zosia(), sayHelped, { spend: agreed, answer: 'a-lot', words: null, lang: 'en' })).toMatchObject({ ok: true })
  })

  test('she does not send her own request’s receipt: a parent pays back nobody’s account but an adult’s', async () => {
    const id = await hers(budget)
    await yes(world, 'sam', id)
    await expect(act(await zosia(), sendReceipt, { ...(await seen(id)), pence: pence(900), file: { type: 'image/png', bytes: new Uint8Array(1) }, account: null })).rejects.toMatchObject(gone)
  })

  test('the end of the family’s money is the adults’ to speak for; of her own it is hers', async () => {
    const endsOn = plusDays(today, 9)
    for (const of of [budget, own]) {
      await world.db.insertInto('period_end').values({ family_id: world.family, budget_id: of, ends_on: endsOn, told_at: worldBegins, returns_on: plusDays(today, 10), said_by: null, said_at: null, words: null, lang: null, answer_by: null, answered_at: null, answered_by: null, stays_until: null, answer_words: null, answer_lang: null, returned_at: null }).execute()
    }
    expect(await act(await zosia(), sayItShouldStay, { budget, endsOn, words: 'Please', lang: 'en' })).toEqual(refused('not-there'))
    expect(await act(await zosia(), sayItShouldStay, { budget: own, endsOn, words: 'Please', lang: 'en' })).toMatchObject({ ok: true })
  })
})
