import { beforeEach, describe, expect, test } from 'vitest'
import { lookAhead } from '#app/domain/budget/asking.server.ts'
import { answerDelivery, confirmDelivered } from '#app/domain/budget/deliveries.server.ts'
import { notAllGiven } from '#app/domain/budget/lapse.server.ts'
import { acceptOrder, sendBill } from '#app/domain/budget/orders.server.ts'
import { decisionOn } from '#app/domain/budget/spends.server.ts'
import { watchSpends } from '#app/domain/budget/watch.server.ts'
import { act } from '#app/events/transact.server.ts'
import { verifyChains } from '#app/events/audit-trail.server.ts'
import type { BudgetId, DeliveryId, SpendId } from '#app/values/ids.ts'
import { instant, plusDays, type Day } from '#app/values/instant.ts'
import { pence } from '#app/values/money.ts'
import { must } from '#app/access/viewer.server.ts'
import { freshDatabase } from './database.ts'
import { aService, ask, asked, booksAreRight, happened, read, standing, stateOf, sums, yes } from './money-steps.ts'
import { answeredByLink, holderOf, orderSent, seenNow, unitsGiven } from './order-steps.ts'
import { aWorld, today, worldBegins, type World } from './world.ts'

let world: World
let budget: BudgetId
beforeEach(async () => {
  world = await aWorld(await freshDatabase())
  budget = await world.budget(90_000)
})

const refused = (why: string, more: object = {}) => expect.objectContaining({ ok: false, why, ...more })
const noon = (day: Day) => instant(`${day}T12:00:00Z`)

async function setting(key: string, value: unknown) {
  await world.db.insertInto('area_setting').values({ area_id: 'area' as never, key, value: JSON.stringify(value), changed_at: worldBegins, changed_by: null })
    .onConflict((conflict) => conflict.columns(['area_id', 'key']).doUpdateSet({ value: JSON.stringify(value) })).execute()
}

describe('the rules of the area', () => {
  test('what may not be bought is not asked for, and no money is set aside', async () => {
    expect(await ask(world, budget, 1_000, { kind: 'bills' })).toEqual(refused('not-bought', { field: 'kind' }))
    expect(await ask(world, budget, 1_000, { kind: 'network' })).toEqual(refused('needs-a-meeting', { field: 'kind' }))
    expect((await sums(world, budget)).left).toBe(90_000)
  })

  test('a service is of the kind that the directory says, whatever a changed form says', async () => {
    const { service, option } = await aService(world.db, 3_500)
    await world.db.insertInto('service_category').values({ service_id: service, slug: 'short-breaks', name: 'Short breaks' }).execute()
    const id = await asked(world, budget, 0, { wanted: { service, option, shownPence: pence(3_500) }, kind: 'clubs' })
    expect(await standing(world.db, id)).toMatchObject({ kind: 'breaks', level: 'manager' })
  })

  test('above the highest price for one, and above the most for a kind, a manager makes the exception', async () => {
    await setting('kindRules', { clubs: { may: 'yes', unitPence: 2_000, capPence: 5_000 } })
    expect(await stateOf(world, await asked(world, budget, 2_000, { kind: 'clubs' }))).toEqual(['asked', 'lead'])
    expect(await stateOf(world, await asked(world, budget, 2_001, { kind: 'clubs' }))).toEqual(['asked', 'manager'])
    // 20.00 and 20.01 are asked for already: with 9.99 it is exactly fifty, with a penny more above it.
    expect(await stateOf(world, await asked(world, budget, 999, { kind: 'clubs' }))).toEqual(['asked', 'lead'])
    const over = await asked(world, budget, 1, { kind: 'clubs' })
    expect(await stateOf(world, over)).toEqual(['asked', 'manager'])
    expect(await yes(world, 'priya', over)).toMatchObject({ ok: true, value: { state: 'approved' } })
    expect(await stateOf(world, await asked(world, budget, 1, { kind: 'learning' }))).toEqual(['asked', 'lead'])
    await booksAreRight(world, budget)
  })

  test('a rule that changed after the asking is asked again at the yes', async () => {
    const id = await asked(world, budget, 3_000, { kind: 'clubs' })
    await setting('kindRules', { clubs: { may: 'yes', unitPence: 2_000, capPence: null } })
    expect(await yes(world, 'sam', id)).toMatchObject({ ok: true, value: { state: 'asked', climbed: 'manager' } })
    await setting('kindRules', { clubs: { may: 'no', unitPence: null, capPence: null } })
    expect(await yes(world, 'priya', id)).toEqual(refused('rules-not-met'))
    expect(await stateOf(world, id)).toEqual(['asked', 'manager'])
  })

  test('a relative of the household, by their name or as the asker says, is paid by a manager’s exception alone', async () => {
    expect(await stateOf(world, await asked(world, budget, 1_000, { payee: 'piotr  BAILEY' }))).toEqual(['asked', 'manager'])
    expect(await stateOf(world, await asked(world, budget, 1_000, { payee: 'Our gran', relative: true }))).toEqual(['asked', 'manager'])
    // An aunt lives elsewhere.
    expect(await stateOf(world, await asked(world, budget, 1_000, { payee: 'Kasia Nowak' }))).toEqual(['asked', 'lead'])
    await setting('relativePaid', 'no')
    expect(await ask(world, budget, 1_000, { payee: 'Leo Bailey' })).toEqual(refused('relative-not-paid', { field: 'payee' }))
  })

  test('whoever asks reads beforehand what whoever decides reads then', async () => {
    await setting('kindRules', { talking: { may: 'yes', unitPence: 5_000, capPence: 9_000 } })
    await asked(world, budget, 5_000, { kind: 'talking' })
    const ahead = await lookAhead(await world.may('marta', 'budget:ask'), { budget, line: null, kind: 'talking', unitPence: pence(6_000), pence: pence(6_000), payee: 'Somebody', relative: false })
    expect(ahead).toEqual({ level: 'manager', rules: [{ rule: 'kind', stands: 'met' }, { rule: 'unit', stands: 'exception', limit: 5_000, sum: 6_000 }, { rule: 'cap', stands: 'exception', limit: 9_000, sum: 11_000, days: 182 }] })
    const id = await asked(world, budget, 6_000, { kind: 'talking' })
    const priya = must((await world.spendViewer('priya', id))!, 'spend:decide')
    const decision = await decisionOn(priya, (await read(world, id))!)
    // What is only asked for and not agreed does not count against it when it is decided.
    expect(decision.rules.map((rule) => `${rule.rule} ${rule.stands}`)).toEqual(['kind met', 'unit exception', 'cap met'])
    expect(decision.climbs).toBeNull()
  })
})

describe('how long a yes holds', () => {
  const until = plusDays(today, 14 + 28)

  test('the family is told a week before, once; the day after the last the money is left again, once, however many watch', async () => {
    const id = await asked(world, budget, 6_000)
    await yes(world, 'sam', id)
    expect((await read(world, id))!.holdsUntil).toBe(until)
    const watch = async (day: Day) => {
      const all = await Promise.all([watchSpends(world.db, noon(day)), watchSpends(world.db, noon(day))])
      return [all[0]!.told + all[1]!.told, all[0]!.lapsed + all[1]!.lapsed]
    }
    expect(await watch(plusDays(until, -8))).toEqual([0, 0])
    expect(await watch(plusDays(until, -7))).toEqual([1, 0])
    expect(await watch(until)).toEqual([0, 0])
    expect(await watch(plusDays(until, 1))).toEqual([0, 1])
    expect(await watch(plusDays(until, 2))).toEqual([0, 0])
    expect(await read(world, id)).toMatchObject({ state: 'cancelled', lapsed: true, holdsUntil: null, words: [{ kind: 'approve' }, { kind: 'lapse', person: null, name: '' }] })
    expect((await sums(world, budget, noon(plusDays(until, 2)))).left).toBe(90_000)
    await booksAreRight(world, budget)
    expect(await verifyChains(world.db)).toEqual([])
  })

  /** Agreed and ordered: six at £10. */
  async function orderedOne(): Promise<{ id: SpendId; token: string }> {
    const id = await asked(world, budget, 1_000, { quantity: 6 })
    await yes(world, 'sam', id)
    return { id, token: await orderSent(world, id) }
  }
  const itHappened = async (delivery: DeliveryId) => act(await world.may('marta', 'budget:ask'), answerDelivery, { delivery, happened: true, words: null, lang: 'en' })
  const toLead = async (day: Day) => (await notAllGiven(must((await world.desk('sam', noon(day)))!, 'desk:see'))).map((one) => one.spend)
  const linkEnds = plusDays(today, 182 + 42)

  test('an order that nobody answers holds nothing: the money is left again, and its provider is told', async () => {
    const { id, token } = await orderedOne()
    expect(await watchSpends(world.db, noon(plusDays(until, -7)))).toMatchObject({ told: 1, lapsed: 0 })
    expect(await watchSpends(world.db, noon(plusDays(until, 1)))).toMatchObject({ lapsed: 1 })
    expect(await read(world, id)).toMatchObject({ state: 'cancelled', lapsed: true })
    expect((await sums(world, budget)).left).toBe(90_000)
    expect(await holderOf(world, token)).toBeUndefined()
    expect(await world.db.selectFrom('outbox').select('id').where('subject', 'like', '%has ended%').execute()).toHaveLength(1)
    await booksAreRight(world, budget)
  })

  test('one that a provider said yes to and gave nothing of stands with whoever leads, until its link runs out', async () => {
    const { id, token } = await orderedOne()
    await answeredByLink(world, token, acceptOrder, { beginsOn: today })
    expect(await watchSpends(world.db, noon(plusDays(until, 1)))).toMatchObject({ lapsed: 0 })
    expect(await toLead(until)).toEqual([])
    expect(await toLead(plusDays(until, 1))).toEqual([id])
    expect(await watchSpends(world.db, noon(plusDays(linkEnds, 1)))).toMatchObject({ lapsed: 1 })
    expect(await read(world, id)).toMatchObject({ state: 'cancelled', lapsed: true })
    await booksAreRight(world, budget)
  })

  test('what was confirmed and never billed is kept for its bill until the link runs out, and is then left again', async () => {
    const { id, token } = await orderedOne()
    await answeredByLink(world, token, acceptOrder, { beginsOn: today })
    await itHappened(await unitsGiven(world, token, 6))
    expect(await stateOf(world, id)).toEqual(['delivered', 'lead'])
    expect(await watchSpends(world.db, noon(plusDays(linkEnds, -1)))).toMatchObject({ lapsed: 0 })
    await Promise.all([1, 2].map(() => watchSpends(world.db, noon(plusDays(linkEnds, 1)))))
    // Of which nothing was paid, it is no paid one.
    expect(await read(world, id)).toMatchObject({ state: 'cancelled', lapsed: true })
    expect((await sums(world, budget)).aside).toBe(0)
    await booksAreRight(world, budget)
  })

  test('what was given and billed in part stays due, and the rest of it is left again once its link runs out', async () => {
    const { id, token } = await orderedOne()
    await answeredByLink(world, token, acceptOrder, { beginsOn: today })
    await itHappened(await unitsGiven(world, token, 4))
    await answeredByLink(world, token, sendBill, { reference: 'A', pence: pence(3_000) })
    const open = await unitsGiven(world, token, 1)
    // Something waits for the family's word: nothing ends over their heads.
    expect(await watchSpends(world.db, noon(plusDays(linkEnds, 1)))).toMatchObject({ lapsed: 0 })
    await itHappened(open)
    expect(await watchSpends(world.db, noon(plusDays(linkEnds, 1)))).toMatchObject({ lapsed: 1 })
    expect(await read(world, id)).toMatchObject({ state: 'delivered', words: [{ kind: 'approve' }, { kind: 'rest', name: '' }] })
    expect((await sums(world, budget)).aside).toBe(3_000)
    await booksAreRight(world, budget)
    expect(await verifyChains(world.db)).toEqual([])
  })

  test('what the family had a part of by its last day is closed: the part is due, the rest is left again', async () => {
    const id = await asked(world, budget, 1_000, { quantity: 6 })
    await yes(world, 'sam', id)
    await act(await world.may('marta', 'budget:ask'), confirmDelivered, { ...(await seenNow(world, id)), units: 2 })
    expect(await watchSpends(world.db, noon(plusDays(until, 1)))).toMatchObject({ lapsed: 1 })
    expect(await stateOf(world, id)).toEqual(['delivered', 'lead'])
    expect((await sums(world, budget)).aside).toBe(2_000)
    await booksAreRight(world, budget)
  })

  test('what happened by then does not lapse', async () => {
    const id = await asked(world, budget, 6_000)
    await yes(world, 'sam', id)
    await happened(world, id)
    expect(await watchSpends(world.db, noon(plusDays(until, 1)))).toEqual({ told: 0, lapsed: 0, climbed: 0, dropped: 0 })
    expect(await stateOf(world, id)).toEqual(['delivered', 'lead'])
  })
})
