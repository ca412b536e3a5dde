/** What was given and nobody answered; and what a dispute holds. */
import { beforeEach, expect, test } from 'vitest'
import { must } from '#app/access/viewer.server.ts'
import { readBankFile } from '#app/domain/budget/bank-answer.ts'
import { readBank, settleAnswered } from '#app/domain/budget/bank-answers.server.ts'
import { waitsForUs } from '#app/domain/budget/asked-of-us.server.ts'
import { answerDelivery, settleDelivery } from '#app/domain/budget/deliveries.server.ts'
import { sendBill } from '#app/domain/budget/orders.server.ts'
import { giveAccount } from '#app/domain/budget/payee-accounts.server.ts'
import { freezeRun, run, undoRun } from '#app/domain/budget/payment-runs.server.ts'
import { toPay } from '#app/domain/budget/payments.server.ts'
import { askAgain, isUnanswered, unanswered } from '#app/domain/budget/unanswered.server.ts'
import { act } from '#app/events/transact.server.ts'
import type { BudgetId, DeliveryId, RunId, SpendId } from '#app/values/ids.ts'
import { instant, plusDays, type Day, type Instant } from '#app/values/instant.ts'
import { pence } from '#app/values/money.ts'
import { freshDatabase } from './database.ts'
import { asked, booksAreRight, paymentOf, yes } from './money-steps.ts'
import { answeredByLink, orderAccepted, unitsGiven } from './order-steps.ts'
import { aWorld, today, worldBegins, type World } from './world.ts'

let world: World
let budget: BudgetId
beforeEach(async () => {
  world = await aWorld(await freshDatabase())
  budget = await world.budget(90_000)
  for (const [key, value] of [['payerName', 'Our Council'], ['payerSortCode', '445566'], ['payerNumber', '76543210'], ['runRelease', 'two']] as const) {
    await world.db.insertInto('area_setting').values({ area_id: 'area' as never, key, value: JSON.stringify(value), changed_at: worldBegins, changed_by: null }).execute()
  }
})

/** Tuesday and five working days are the next Tuesday: from the day after it is late. */
const last = plusDays(today, 7)
const at = (day: Day): Instant => instant(`${day}T09:00:00Z`)
const late = at(plusDays(last, 1))

/** Three of something, ordered; the provider says that it gave one of them. */
async function given(): Promise<{ spend: SpendId; token: string; one: DeliveryId }> {
  const spend = await asked(world, budget, 1_200, { quantity: 3 })
  await yes(world, 'sam', spend)
  const token = await orderAccepted(world, spend)
  return { spend, token, one: await unitsGiven(world, token, 1) }
}
const desk = async (when: Instant, who: 'sam' | 'priya' = 'sam') => (await unanswered(must(await world.desk(who, when), 'desk:see'))).map((one) => [one.spend, one.dueOn])
const home = async (when: Instant) => {
  const { given: fresh, givenLongAgo } = await waitsForUs(await world.may('marta', 'family:see', when))
  return { fresh: [...fresh].sort(), givenLongAgo }
}
const again = async (spend: SpendId, when: Instant) => act(await world.may('sam', 'spend:decide', when), askAgain, { spend })
const says = async (delivery: DeliveryId, happened: boolean) => act(await world.may('marta', 'budget:ask'), answerDelivery, { delivery, happened, words: null, lang: 'en' })
const inRun = async (spend: SpendId): Promise<RunId> => {
  const froze = await act(must(await world.desk('femi'), 'payments:pay'), freezeRun, { payments: [await paymentOf(world, spend)], payOn: plusDays(today, 1) })
  if (!froze.ok) throw new Error(froze.why)
  return froze.value
}
const payments = async (spend: SpendId) => (await world.db.selectFrom('payment').select('state').where('spend_id', '=', spend).orderBy('due_at').orderBy('id').execute()).map((row) => row.state)

test('what nobody answered in five working days is late with whoever leads and once at home; silence pays nothing', async () => {
  const { spend, token } = await given()
  await answeredByLink(world, token, sendBill, { reference: 'A', pence: pence(1_200) })
  const other = await given()
  expect([await desk(at(last)), await home(at(last))]).toEqual([[], { fresh: [spend, other.spend].sort(), givenLongAgo: null }])
  expect((await desk(late)).sort()).toEqual([[spend, last], [other.spend, last]].sort())
  expect(await desk(late, 'priya')).toEqual([])
  const told = await home(late)
  expect([told.fresh, [spend, other.spend].includes(told.givenLongAgo!)]).toEqual([[], true])
  expect([await isUnanswered(await world.may('sam', 'spend:see', late), spend), await isUnanswered(await world.may('sam', 'spend:see', at(last)), spend)]).toEqual([true, false])
  // However long nobody says anything, nothing is due.
  expect(await desk(at(plusDays(last, 90)))).toHaveLength(2)
  expect(await payments(spend)).toEqual([])
  await says((await world.db.selectFrom('delivery').select('id').where('spend_id', '=', spend).executeTakeFirstOrThrow()).id, true)
  expect(await payments(spend)).toEqual(['due'])
  expect(await desk(late)).toEqual([[other.spend, last]])
})

test('whoever leads asks again, and the family has as many working days anew; nobody else does, and not before it is late', async () => {
  const { spend } = await given()
  expect(await again(spend, at(last))).toMatchObject({ ok: false, why: 'changed-meanwhile' })
  await world.db.deleteFrom('outbox').execute()
  expect(await again(spend, late)).toMatchObject({ ok: true })
  const told = await world.db.selectFrom('outbox').select('to_person').execute()
  expect(told.map((row) => row.to_person)).toEqual(expect.arrayContaining([world.people.marta, world.people.piotr]))
  expect(told.map((row) => row.to_person)).not.toContain(world.people.kasia)
  expect(await again(spend, late)).toMatchObject({ ok: false, why: 'changed-meanwhile' })
  // Wednesday and five working days.
  expect([await desk(at(plusDays(last, 8))), await desk(at(plusDays(last, 9)))]).toEqual([[], [[spend, plusDays(last, 8)]]])
  // At home it stands kindly all the while.
  expect(await home(late)).toEqual({ fresh: [], givenLongAgo: spend })
})

test('a dispute holds all that is due of a request, and what comes back from a run meanwhile; the end of it lets it go', async () => {
  const { spend, token, one } = await given()
  await answeredByLink(world, token, sendBill, { reference: 'A', pence: pence(1_200) })
  await says(one, true)
  const two = await unitsGiven(world, token, 1)
  await says(two, false)
  expect(await payments(spend)).toEqual(['held'])
  await says(two, true)
  expect(await payments(spend)).toEqual(['due'])
  const femi = must(await world.desk('femi'), 'payments:pay')
  await act(must((await world.spendViewer('femi', spend))!, 'spend:pay'), giveAccount, { name: 'The Pool', sortCode: '112233', number: '01234567' })
  const froze = await inRun(spend)
  const three = await unitsGiven(world, token, 1)
  await says(three, false)
  expect(await payments(spend)).toEqual(['in-run'])
  expect(await act(femi, undoRun, { run: froze })).toMatchObject({ ok: true })
  expect(await payments(spend)).toEqual(['held'])
  expect(await act(await world.may('sam', 'spend:decide'), settleDelivery, { delivery: three, pay: false, words: 'They were closed', lang: 'en' })).toMatchObject({ ok: true })
  expect(await payments(spend)).toEqual(['due'])
  await booksAreRight(world, budget)
})

test('a payment that the bank sends back while its request is disputed is held, and not paid again before that is settled', async () => {
  await world.db.updateTable('area_setting').set({ value: JSON.stringify('one') }).where('key', '=', 'runRelease').execute()
  const { spend, token, one } = await given()
  await answeredByLink(world, token, sendBill, { reference: 'A', pence: pence(1_200) })
  await says(one, true)
  const femi = must(await world.desk('femi'), 'payments:pay')
  await act(must((await world.spendViewer('femi', spend))!, 'spend:pay'), giveAccount, { name: 'The Pool', sortCode: '112233', number: '01234567' })
  const froze = await inRun(spend)
  const [line] = (await run(femi, froze))!.lines
  const two = await unitsGiven(world, token, 1)
  await says(two, false)
  await act(femi, readBank, { answers: readBankFile(`reference,amount,status,reason\n${line!.reference},12.00,failed,Account closed`)! })
  expect(await settleAnswered(femi)).toBe(0)
  expect([await payments(spend), await toPay(femi)]).toEqual([['held'], []])
  await says(two, true)
  expect(await payments(spend)).toEqual(['due'])
  expect((await toPay(femi)).map((one) => one.reason)).toEqual(['Account closed'])
  await booksAreRight(world, budget)
})
