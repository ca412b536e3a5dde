/** From a yes to the last penny: the order by a link, what was given, "did it happen?", bills, parts paid and parts left again. */
import { beforeEach, describe, expect, test } from 'vitest'
import { must, type ProviderActing } from '#app/access/viewer.server.ts'
import { answerDelivery, carryingOf, confirmDelivered, finishSpend, sayHelped, settleDelivery } from '#app/domain/budget/deliveries.server.ts'
import { makePanelDay } from '#app/domain/budget/panel.server.ts'
import { orderByLink } from '#app/domain/budget/order-links.server.ts'
import { acceptOrder, answerOtherPrice, askOtherPrice, cancelSpend, declineOrder, endOrder, orderOf, sayGiven, sendBill, sendOrder, takeBackGiven } from '#app/domain/budget/orders.server.ts'
import { act, type Outcome } from '#app/events/transact.server.ts'
import type { BudgetId, DeliveryId, SpendId } from '#app/values/ids.ts'
import { dayAt, plusDays } from '#app/values/instant.ts'
import { pence } from '#app/values/money.ts'
import { freshDatabase } from './database.ts'
import { aService, asked, booksAreRight, no, standing, stateOf, sums, yes } from './money-steps.ts'
import { answeredByLink, holderOf, orderAccepted, orderSent, unitsGiven } from './order-steps.ts'
import { aWorld, today, worldBegins, type World } from './world.ts'

const refused = (why: string, more: object = {}) => expect.objectContaining({ ok: false, why, ...more })
const pounds = (sum: number) => sum * 100
const quietly = { words: null, lang: 'en' }

let world: World
let budget: BudgetId
beforeEach(async () => {
  world = await aWorld(await freshDatabase())
  budget = await world.budget(pounds(900))
})

/** Six sessions at £12, approved. */
async function approved(quantity = 6, price = pounds(12)): Promise<SpendId> {
  const id = await asked(world, budget, price, { quantity })
  expect(await yes(world, 'sam', id)).toMatchObject({ ok: true })
  return id
}

const seen = async (spend: SpendId) => ({ spend, version: (await standing(world.db, spend)).version })
const marta = () => world.may('marta', 'budget:ask')

const ordered = (spend: SpendId, note: string | null = null) => orderSent(world, spend, note)
const providerWith = (token: string) => holderOf(world, token)
const byLink: <In, Why extends string>(token: string, command: (acting: ProviderActing, input: In) => Promise<Outcome<null, Why>>, input: In) => ReturnType<typeof answeredByLink<In, Why>> = (token, command, input) => answeredByLink(world, token, command, input)
const accepted = (spend: SpendId) => orderAccepted(world, spend)
const given = (token: string, units: number) => unitsGiven(world, token, units)

const says = async (delivery: DeliveryId, happened: boolean) => act(await marta(), answerDelivery, { delivery, happened, words: happened ? null : 'Nobody came', lang: 'en' })
/** How many messages with such a subject the pool got. */
const heard = async (subject: 'agreed' | 'ended') => (await world.db.selectFrom('outbox').select('id').where('address', '=', 'hello@pool.example').where('subject', 'like', `%${subject}%`).execute()).length
const due = async (spend: SpendId) => (await world.db.selectFrom('payment').select('pence').where('spend_id', '=', spend).where('state', '=', 'due').orderBy('due_at').orderBy('id').execute()).map((row) => row.pence).sort((a, b) => a - b)

describe('an order by a link', () => {
  test('shows the order and nothing of the family but what its sender wrote', async () => {
    const spend = await approved()
    const token = await ordered(spend, 'Dla dziecka, 9 lat')
    const page = await orderByLink((await providerWith(token))!)
    expect(page).toMatchObject({ state: 'sent', what: 'Swimming', payee: 'The swimming pool', unitPence: 1200, quantity: 6, pence: 7200, note: 'Dla dziecka, 9 lat', noteLang: 'pl', left: 6, toBill: 0 })
    expect(JSON.stringify(page)).not.toMatch(/Marta|Kowalczyk|Bailey|budget|goal/i)
  })

  test('accepted, given, confirmed and billed: each part is due as far as both the family and the bill say', async () => {
    const spend = await approved()
    const token = await accepted(spend)
    expect(await orderOf(await world.may('marta', 'spend:see'), spend)).toMatchObject({ state: 'accepted', beginsOn: today })
    const two = await given(token, 2)
    expect(await says(two, true)).toMatchObject({ ok: true })
    expect(await due(spend)).toEqual([])
    expect(await byLink(token, sendBill, { reference: 'A-1', pence: pence(2400) })).toMatchObject({ ok: true })
    expect(await due(spend)).toEqual([2400])
    // A bill before the family's yes waits for it.
    const one = await given(token, 1)
    expect(await byLink(token, sendBill, { reference: 'A-2', pence: pence(1200) })).toMatchObject({ ok: true })
    expect(await due(spend)).toEqual([2400])
    await says(one, true)
    expect(await due(spend)).toEqual([1200, 2400])
    expect(await stateOf(world, spend)).toEqual(['approved', 'lead'])
    expect((await carryingOf(await world.may('marta', 'spend:see'), spend, 6))).toMatchObject({ left: 3, bills: [{ reference: 'A-1' }, { reference: 'A-2' }] })
    await booksAreRight(world, budget)
  })

  test('“that was all” leaves the rest again, and what was given is kept for its bill at the agreed price', async () => {
    const spend = await approved()
    const token = await accepted(spend)
    await says(await given(token, 2), true)
    expect(await act(await marta(), finishSpend, await seen(spend))).toMatchObject({ ok: true })
    expect(await stateOf(world, spend)).toEqual(['delivered', 'lead'])
    expect(await sums(world, budget)).toMatchObject({ left: pounds(900 - 24), aside: pounds(24), spent: 0 })
    expect(await byLink(token, sayGiven, { on: today, units: 1 })).toEqual(refused('not-decided-yet'))
    // It bills less than it might: the rest waits for a bill while one can come.
    expect(await byLink(token, sendBill, { reference: 'B', pence: pence(2000) })).toMatchObject({ ok: true })
    expect(await due(spend)).toEqual([2000])
    expect(await act(await world.may('marta', 'order:send'), endOrder, await seen(spend))).toEqual(refused('bill-awaited', { values: { left: 400 } }))
    expect(await byLink(token, sendBill, { reference: 'C', pence: pence(400) })).toMatchObject({ ok: true })
    expect(await act(await world.may('marta', 'order:send'), endOrder, await seen(spend))).toMatchObject({ ok: true })
    expect(await sums(world, budget)).toMatchObject({ left: pounds(900 - 24), aside: pounds(24) })
    await booksAreRight(world, budget)
  })

  test('is not ended while what the family confirmed is not billed: its provider is paid, and nothing is tagged paid for nothing', async () => {
    const spend = await approved(3)
    const token = await accepted(spend)
    await says(await given(token, 2), true)
    const end = async () => act(await world.may('marta', 'order:send'), endOrder, await seen(spend))
    expect(await end()).toEqual(refused('bill-awaited', { values: { left: 2400 } }))
    // Sent again, to whoever lost the link, it can still be billed, and once.
    const again = await accepted(spend)
    expect(await providerWith(token)).toBeUndefined()
    expect((await orderByLink((await providerWith(again))!)).toBill).toBe(2400)
    await byLink(again, sendBill, { reference: 'A', pence: pence(2400) })
    expect((await orderByLink((await providerWith(again))!)).toBill).toBe(0)
    expect(await end()).toMatchObject({ ok: true })
    expect(await act(await marta(), finishSpend, await seen(spend))).toMatchObject({ ok: true })
    expect([await stateOf(world, spend), await due(spend)]).toEqual([['delivered', 'lead'], [2400]])
    expect(await sums(world, budget)).toMatchObject({ left: pounds(900 - 24), aside: pounds(24) })
    await booksAreRight(world, budget)
  })

  test('of what was given, never more than the agreed price and number', async () => {
    const spend = await approved()
    const token = await accepted(spend)
    expect(await byLink(token, sayGiven, { on: today, units: 7 })).toEqual(refused('more-than-is-left', { values: { count: 6 }, field: 'units' }))
    await given(token, 2)
    expect(await byLink(token, sayGiven, { on: today, units: 5 })).toEqual(refused('more-than-is-left', { values: { count: 4 } }))
    expect(await byLink(token, sendBill, { reference: 'A', pence: pence(2401) })).toEqual(refused('more-than-agreed', { values: { left: 2400 }, field: 'pence' }))
    expect(await byLink(token, sendBill, { reference: 'A', pence: pence(2000) })).toMatchObject({ ok: true })
    expect(await byLink(token, sendBill, { reference: 'A', pence: pence(100) })).toEqual(refused('bill-was-sent', { field: 'reference' }))
    expect(await byLink(token, sendBill, { reference: 'B', pence: pence(401) })).toEqual(refused('more-than-agreed', { values: { left: 400 } }))
  })

  test('a day that is to come, or before it began, is refused', async () => {
    const spend = await approved()
    const token = await ordered(spend)
    expect(await byLink(token, acceptOrder, { beginsOn: plusDays(today, -1) })).toEqual(refused('day-is-past', { field: 'begins' }))
    const { expires_at: ends } = await world.db.selectFrom('spend_order').select('expires_at').executeTakeFirstOrThrow()
    expect(await byLink(token, acceptOrder, { beginsOn: plusDays(dayAt(ends), 1) })).toEqual(refused('day-after-order', { field: 'begins', values: { until: dayAt(ends) } }))
    expect(await byLink(token, sayGiven, { on: today, units: 1 })).toEqual(refused('link-ended'))
    expect(await byLink(token, acceptOrder, { beginsOn: today })).toMatchObject({ ok: true })
    expect(await byLink(token, sayGiven, { on: plusDays(today, 1), units: 1 })).toEqual(refused('day-not-yet', { field: 'on' }))
    expect(await byLink(token, sayGiven, { on: plusDays(today, -1), units: 1 })).toEqual(refused('day-too-early', { field: 'on' }))
    expect(await byLink(token, acceptOrder, { beginsOn: today })).toEqual(refused('link-ended'))
  })

  test('a provider that cannot says why; its link is gone, and the family can take the money back', async () => {
    const spend = await approved()
    const token = await ordered(spend)
    expect(await byLink(token, declineOrder, { reason: 'other', ...quietly })).toEqual(refused('say-why', { field: 'words' }))
    expect(await byLink(token, declineOrder, { reason: 'full', words: 'Try in March', lang: 'en' })).toMatchObject({ ok: true })
    expect(await providerWith(token)).toBeUndefined()
    expect(await orderOf(await world.may('marta', 'spend:see'), spend)).toMatchObject({ state: 'declined', reason: 'full', words: 'Try in March' })
    expect(await act(await marta(), cancelSpend, await seen(spend))).toMatchObject({ ok: true })
    expect((await sums(world, budget)).left).toBe(pounds(900))
    await booksAreRight(world, budget)
  })

  test('a later order ends the one before; taking the request back ends it too, and tells the provider', async () => {
    const spend = await approved()
    const first = await ordered(spend)
    const second = await ordered(spend)
    expect(await providerWith(first)).toBeUndefined()
    await act(await marta(), cancelSpend, await seen(spend))
    expect(await providerWith(second)).toBeUndefined()
    const told = await world.db.selectFrom('outbox').select('subject').where('address', '=', 'hello@pool.example').where('subject', 'like', '%ended%').execute()
    expect(told).toHaveLength(1)
  })

  test('the link runs out so many days after the budget', async () => {
    const spend = await approved()
    await ordered(spend)
    const { expires_at } = await world.db.selectFrom('spend_order').select('expires_at').executeTakeFirstOrThrow()
    const { until_on } = await world.db.selectFrom('budget').select('until_on').where('id', '=', budget).executeTakeFirstOrThrow()
    expect(expires_at.slice(0, 10)).toBe(plusDays(until_on, 42))
  })
})

describe('a dispute', () => {
  test('holds the payment; the family can change its answer', async () => {
    const spend = await approved()
    const token = await accepted(spend)
    const one = await given(token, 1)
    await byLink(token, sendBill, { reference: 'A', pence: pence(1200) })
    expect(await says(one, false)).toMatchObject({ ok: true })
    expect(await due(spend)).toEqual([])
    expect(await act(await marta(), finishSpend, await seen(spend))).toEqual(refused('answer-first'))
    expect(await act(await marta(), cancelSpend, await seen(spend))).toEqual(refused('given-already'))
    expect(await act(await world.may('marta', 'order:send'), endOrder, await seen(spend))).toEqual(refused('answer-first'))
    expect(await says(one, true)).toMatchObject({ ok: true })
    expect(await due(spend)).toEqual([1200])
    expect(await says(one, false)).toEqual(refused('changed-meanwhile'))
    await booksAreRight(world, budget)
  })

  test('the lead professional settles it either way, with a reason that the provider reads too', async () => {
    const spend = await approved()
    const token = await accepted(spend)
    const one = await given(token, 1)
    const other = await given(token, 2)
    await says(one, false)
    await says(other, false)
    await byLink(token, sendBill, { reference: 'A', pence: pence(3600) })
    const sam = must(await world.viewer('sam'), 'spend:decide')
    expect(await act(sam, settleDelivery, { delivery: one, pay: true, words: 'The pool was booked', lang: 'en' })).toMatchObject({ ok: true })
    // It is held until the last one is settled.
    expect(await due(spend)).toEqual([])
    expect(await act(sam, settleDelivery, { delivery: other, pay: false, words: 'The pool was shut', lang: 'en' })).toMatchObject({ ok: true })
    expect(await due(spend)).toEqual([1200])
    expect(await act(sam, settleDelivery, { delivery: other, pay: true, words: 'x', lang: 'en' })).toEqual(refused('changed-meanwhile'))
    const page = await orderByLink((await providerWith(token))!)
    expect(page.given.map((row) => [row.answer, row.words]).sort()).toEqual([['not-paid', 'The pool was shut'], ['paid-for', 'The pool was booked']])
    // What is not paid can be given on another day.
    expect(page.left).toBe(5)
    await booksAreRight(world, budget)
  })

  test('the provider takes back what it said, unless a bill stands for it', async () => {
    const spend = await approved()
    const token = await accepted(spend)
    const one = await given(token, 1)
    expect(await byLink(token, takeBackGiven, { delivery: one })).toMatchObject({ ok: true })
    expect(await says(one, true)).toEqual(refused('changed-meanwhile'))
    const next = await given(token, 1)
    await byLink(token, sendBill, { reference: 'A', pence: pence(1200) })
    expect(await byLink(token, takeBackGiven, { delivery: next })).toEqual(refused('changed-meanwhile'))
  })
})

describe('without an order', () => {
  test('the family says how many happened: each part is due at once, the last makes it delivered', async () => {
    const spend = await approved(3)
    expect(await act(await marta(), confirmDelivered, { ...(await seen(spend)), units: 4 })).toEqual(refused('more-than-is-left', { field: 'units' }))
    expect(await act(await marta(), confirmDelivered, { ...(await seen(spend)), units: 1 })).toMatchObject({ ok: true })
    expect(await due(spend)).toEqual([1200])
    expect(await stateOf(world, spend)).toEqual(['approved', 'lead'])
    expect(await act(await marta(), confirmDelivered, await seen(spend))).toMatchObject({ ok: true })
    expect(await due(spend)).toEqual([1200, 2400])
    expect(await stateOf(world, spend)).toEqual(['delivered', 'lead'])
    await booksAreRight(world, budget)
  })

  test('nothing was given: it is taken back, not finished', async () => {
    const spend = await approved(3)
    expect(await act(await marta(), finishSpend, await seen(spend))).toEqual(refused('nothing-was-given'))
  })

  test('whether it helped is said once something was given, and can be said again', async () => {
    const spend = await approved(2)
    const asks = await marta()
    expect(await act(asks, sayHelped, { spend, answer: 'a-lot', ...quietly })).toEqual(refused('nothing-was-given'))
    await act(await marta(), confirmDelivered, { ...(await seen(spend)), units: 1 })
    await act(asks, sayHelped, { spend, answer: 'too-early', ...quietly })
    await act(asks, sayHelped, { spend, answer: 'a-little', words: 'Leo likes it', lang: 'pl' })
    expect((await carryingOf(await world.may('marta', 'spend:see'), spend, 2)).helped).toEqual([{ name: 'Marta Kowalczyk', answer: 'a-little', words: 'Leo likes it', lang: 'pl' }])
  })
})

describe('another price', () => {
  test('is a new request: the money is set aside anew, and it is decided again', async () => {
    const spend = await approved()
    const token = await ordered(spend)
    expect(await byLink(token, askOtherPrice, { unitPence: pence(1200), quantity: 6, words: 'Same', lang: 'en' })).toEqual(refused('as-agreed', { field: 'price' }))
    expect(await byLink(token, askOtherPrice, { unitPence: pence(2000), quantity: 6, words: 'Prices rose', lang: 'en' })).toMatchObject({ ok: true })
    expect(await act(await marta(), answerOtherPrice, { ...(await seen(spend)), yes: true })).toMatchObject({ ok: true })
    expect(await stateOf(world, spend)).toEqual(['asked', 'manager'])
    expect(await sums(world, budget)).toMatchObject({ left: pounds(780), aside: pounds(120) })
    expect(await byLink(token, acceptOrder, { beginsOn: today })).toEqual(refused('not-decided-yet'))
    expect(await heard('agreed')).toBe(0)
    expect(await yes(world, 'priya', spend)).toMatchObject({ ok: true })
    // The provider was promised to hear of it.
    expect(await heard('agreed')).toBe(1)
    expect(await byLink(token, acceptOrder, { beginsOn: today })).toMatchObject({ ok: true })
    await booksAreRight(world, budget)
  })

  test('declined, its provider is told, and the link is gone', async () => {
    const spend = await approved()
    const token = await accepted(spend)
    await byLink(token, askOtherPrice, { unitPence: pence(1300), quantity: 6, words: 'Prices rose', lang: 'en' })
    await act(await marta(), answerOtherPrice, { ...(await seen(spend)), yes: true })
    expect(await no(world, 'sam', spend)).toMatchObject({ ok: true, value: { state: 'declined' } })
    expect(await providerWith(token)).toBeUndefined()
    expect(await heard('ended')).toBe(1)
    await booksAreRight(world, budget)
  })

  test('keeps what it is of and its weeks, and is paid out of sources that last until its last day', async () => {
    const { service, option } = await aService(world.db, 1_000)
    const sources = [{ source: 'Winter', pence: pence(20_000), expiresOn: plusDays(today, 20) }, { source: 'Long', pence: pence(20_000), expiresOn: plusDays(today, 170) }]
    const two = await world.budget(0, { name: 'Two sources', sources })
    const spend = await asked(world, two, 0, { wanted: { service, option, shownPence: pence(1_000) }, weeks: 6, neededOn: plusDays(today, 14) })
    await yes(world, 'sam', spend)
    const token = await ordered(spend)
    expect((await orderByLink((await providerWith(token))!)).weeks).toBe(6)
    expect(await byLink(token, askOtherPrice, { unitPence: pence(1_000), quantity: 1, words: 'Same', lang: 'en' })).toEqual(refused('as-agreed', { field: 'price' }))
    expect(await byLink(token, askOtherPrice, { unitPence: pence(1_100), quantity: 1, words: 'Prices rose', lang: 'en' })).toMatchObject({ ok: true })
    expect(await act(await marta(), answerOtherPrice, { ...(await seen(spend)), yes: true })).toMatchObject({ ok: true })
    expect(await standing(world.db, spend)).toMatchObject({ service_id: service, option_id: option, weeks: 6, quantity: 6, pence: 6_600 })
    const from = await world.db.selectFrom('transfer as t').innerJoin('funding as f', 'f.id', 't.funding_id').select('f.source').where('t.spend_id', '=', spend).distinct().execute()
    expect(from.map((row) => row.source)).toEqual(['Long'])
    await booksAreRight(world, two)
  })

  test('asks the rules of the area again: what they forbid now is refused at once, an exception is a manager’s, and the panel’s stands on its next day', async () => {
    const rule = (club: object) => world.db.insertInto('area_setting').values({ area_id: 'area' as never, key: 'kindRules', value: JSON.stringify({ clubs: club }), changed_at: worldBegins, changed_by: null })
      .onConflict((conflict) => conflict.columns(['area_id', 'key']).doUpdateSet({ value: JSON.stringify({ clubs: club }) })).execute()
    const asks = async (price: number) => {
      const spend = await asked(world, budget, 1_000, { kind: 'clubs' })
      await yes(world, 'sam', spend)
      await byLink(await ordered(spend), askOtherPrice, { unitPence: pence(price), quantity: 1, words: 'Prices rose', lang: 'en' })
      return { spend, answer: async () => act(await marta(), answerOtherPrice, { ...(await seen(spend)), yes: true }) }
    }
    const first = await asks(1_200)
    await rule({ may: 'no', unitPence: null, capPence: null })
    expect(await first.answer()).toEqual(refused('rules-not-allow'))
    expect(await stateOf(world, first.spend)).toEqual(['approved', 'lead'])
    await rule({ may: 'yes', unitPence: 1_100, capPence: null })
    expect(await first.answer()).toMatchObject({ ok: true })
    expect(await stateOf(world, first.spend)).toEqual(['asked', 'manager'])
    const day = await act(must(await world.desk('priya'), 'panel:plan'), makePanelDay, { on: plusDays(today, 6) })
    const large = await asks(pounds(600))
    expect(await large.answer()).toMatchObject({ ok: true })
    expect(await stateOf(world, large.spend)).toEqual(['asked', 'panel'])
    expect(day).toMatchObject({ ok: true })
    expect(await world.db.selectFrom('panel_item').select('ended_how').where('spend_id', '=', large.spend).execute()).toEqual([{ ended_how: null }])
    await booksAreRight(world, budget)
  })

  test('a no leaves it as agreed; what the budget does not hold is refused with nothing changed', async () => {
    const spend = await approved()
    const token = await ordered(spend)
    await byLink(token, askOtherPrice, { unitPence: pence(pounds(200)), quantity: 6, words: 'Prices rose', lang: 'en' })
    expect(await act(await marta(), answerOtherPrice, { ...(await seen(spend)), yes: true })).toEqual(refused('not-enough-money', { values: { left: pounds(900), wanted: pounds(1200) } }))
    expect(await sums(world, budget)).toMatchObject({ left: pounds(828), aside: pounds(72) })
    expect(await act(await marta(), answerOtherPrice, { ...(await seen(spend)), yes: false })).toMatchObject({ ok: true })
    expect(await stateOf(world, spend)).toEqual(['approved', 'lead'])
    await booksAreRight(world, budget)
  })

  test('once something was given, it is not asked for', async () => {
    const spend = await approved()
    const token = await accepted(spend)
    await given(token, 1)
    expect(await byLink(token, askOtherPrice, { unitPence: pence(2000), quantity: 6, words: 'Prices rose', lang: 'en' })).toEqual(refused('given-already'))
  })
})

describe('what is not theirs', () => {
  test('another family cannot send, end, answer, finish or settle', async () => {
    const spend = await approved()
    const token = await accepted(spend)
    const delivery = await given(token, 1)
    const aisha = await world.viewer('aisha', world.otherFamily)
    const at = await seen(spend)
    const to = { channel: 'email' as const, address: 'x@y.example' }
    const gone = { status: 404 }
    await expect(act(must(aisha, 'order:send'), sendOrder, { ...at, to, lang: 'en', note: null, noteLang: 'en' })).rejects.toMatchObject(gone)
    await expect(act(must(aisha, 'order:send'), endOrder, at)).rejects.toMatchObject(gone)
    await expect(act(must(aisha, 'budget:ask'), answerDelivery, { delivery, happened: true, ...quietly })).rejects.toMatchObject(gone)
    await expect(act(must(aisha, 'budget:ask'), finishSpend, at)).rejects.toMatchObject(gone)
    await expect(act(must(aisha, 'budget:ask'), sayHelped, { spend, answer: 'not', ...quietly })).rejects.toMatchObject(gone)
    await expect(act(must(aisha, 'budget:ask'), answerOtherPrice, { ...at, yes: false })).rejects.toMatchObject(gone)
    expect(await orderOf(must(aisha, 'spend:see'), spend)).toBeNull()
  })

  test('a provider takes back only what it said by its own order', async () => {
    const mine = await given(await accepted(await approved()), 1)
    const other = await accepted(await approved(1, pounds(1)))
    expect(await byLink(other, takeBackGiven, { delivery: mine })).toEqual(refused('changed-meanwhile'))
  })
})
