/** A fault thrown at each statement of each command from the first draft to the answer of the bank: all of it is done, or nothing. A NEW COMMAND is one more entry of `commands`. */
import { beforeEach, describe, expect, test } from 'vitest'
import { must, theHouseIn, type AnyViewer, type ProviderActing } from '#app/access/viewer.server.ts'
import { readBank, sayNotPaid, seeOddity, settleAnswered } from '#app/domain/budget/bank-answers.server.ts'
import { answerDelivery, confirmDelivered, finishSpend, sayHelped, settleDelivery } from '#app/domain/budget/deliveries.server.ts'
import { draftsOf, dropLeftDraft, keepDraft, takeFileOut, throwDraftAway } from '#app/domain/budget/drafts.server.ts'
import { closeSpend, lapseSpend, tellOfEnd } from '#app/domain/budget/lapse.server.ts'
import { climb } from '#app/domain/budget/late-decisions.server.ts'
import { acceptOrder, answerOtherPrice, askOtherPrice, cancelSpend, declineOrder, endOrder, sayGiven, sendBill, sendOrder, takeBackGiven } from '#app/domain/budget/orders.server.ts'
import { giveAccount } from '#app/domain/budget/payee-accounts.server.ts'
import { freezeRun, releaseRun, run, undoRun } from '#app/domain/budget/payment-runs.server.ts'
import { settleLine } from '#app/domain/budget/payments.server.ts'
import { requestSpend } from '#app/domain/budget/spending.server.ts'
import { answerSuggestion, suggestChange } from '#app/domain/budget/suggestions.server.ts'
import { verifyLedger } from '#app/domain/budget/verify-ledger.server.ts'
import { act, type Outcome } from '#app/events/transact.server.ts'
import { newId, type BudgetId, type RunId, type SpendId } from '#app/values/ids.ts'
import { plusDays, plusMinutes } from '#app/values/instant.ts'
import { pence } from '#app/values/money.ts'
import type { Db } from '#db/connect.ts'
import { freshDatabase } from './database.ts'
import { allOrNothing } from './failing-at.ts'
import { asked, asking, formUse, happened, paymentOf, yes } from './money-steps.ts'
import { answeredByLink, holderOf, orderAccepted, orderSent, orderToSend, seenNow, unitsGiven } from './order-steps.ts'
import { aWorld, today, worldBegins, type World } from './world.ts'

let world: World
let budget: BudgetId
beforeEach(async () => {
  world = await aWorld(await freshDatabase())
  budget = await world.budget(90_000)
})

/** What makes the command possible, and then the command on a database that breaks. */
type Prepared = () => Promise<(db: Db) => Promise<{ readonly ok: boolean }>>

const on = <V extends AnyViewer>(viewer: V, db: Db): V => ({ ...viewer, db })
const said = { words: 'Words', lang: 'en' }
const marta = () => world.may('marta', 'budget:ask')
const house = (days: number) => must(theHouseIn(world.db, world.family, plusMinutes(worldBegins, days * 24 * 60)), 'promises:watch')
const picture = { type: 'image/png' as const, bytes: new Uint8Array(9) }
const finance = async () => must(await world.desk('femi'), 'payments:pay')

const approved = async (sum = 1_000, quantity = 6) => {
  const id = await asked(world, budget, sum, { quantity })
  expect((await yes(world, 'sam', id)).ok).toBe(true)
  return id
}
const begun = async () => {
  const answer = await act(await marta(), keepDraft, { draft: null, service: null, typed: { what: 'A bed' }, file: picture })
  if (!answer.ok) throw new Error(answer.why)
  return answer.value
}
/** A request, its link, and what was given by it. */
const givenTwo = async () => {
  const spend = await approved()
  const token = await orderAccepted(world, spend)
  return { spend, token, delivery: await unitsGiven(world, token, 2) }
}
/** What whoever holds the link does by it. */
const byLink = async <In, Why extends string>(token: string, command: (acting: ProviderActing, input: In) => Promise<Outcome<null, Why>>, input: In) => {
  const [holder, form] = [(await holderOf(world, token))!, formUse()]
  return (db: Db) => act(on(holder, db), command, input, form)
}
const otherPrice = async () => {
  const spend = await approved()
  const token = await orderSent(world, spend)
  return { spend, token, price: { unitPence: pence(1_100), quantity: 6, ...said } }
}
const suggested = async () => {
  const id = await asked(world, budget, 2_000)
  const sam = must((await world.spendViewer('sam', id))!, 'spend:decide')
  return { id, sam, suggestion: { ...(await seenNow(world, id)), other: null, unitPence: pence(1_500), quantity: 2, neededOn: null, ...said } }
}
const due = async () => {
  for (const [key, value] of [['payerName', 'Our Council'], ['payerSortCode', '445566'], ['payerNumber', '76543210'], ['runRelease', 'two']]) {
    await world.db.insertInto('area_setting').values({ area_id: 'area' as never, key: key!, value: JSON.stringify(value), changed_at: worldBegins, changed_by: null }).onConflict((conflict) => conflict.columns(['area_id', 'key']).doNothing()).execute()
  }
  const id = await approved()
  await happened(world, id)
  const femi = must((await world.spendViewer('femi', id))!, 'spend:pay')
  return { id, femi, account: { name: 'The Swimming Pool', sortCode: '112233', number: '01234567' } }
}
const toFreeze = async () => {
  const { id, femi, account } = await due()
  await act(femi, giveAccount, account)
  return { payments: [await paymentOf(world, id)], payOn: plusDays(today, 1) }
}
const colleague = async () => {
  await world.db.insertInto('post').values({ person_id: world.people.omar, id: newId(), role: 'finance', team: '', from_on: today, until_on: null }).execute()
  return must(await world.desk('omar'), 'payments:pay')
}
const frozen = async (): Promise<RunId> => {
  const answer = await act(await finance(), freezeRun, await toFreeze())
  if (!answer.ok) throw new Error(answer.why)
  return answer.value
}
const released = async () => {
  const id = await frozen()
  expect((await act(await colleague(), releaseRun, { run: id })).ok).toBe(true)
  const [line] = (await run(await finance(), id))!.lines
  return { id, line: line! }
}
/** The bank has said it, and the family's books do not know yet. */
const answered = async (result: 'paid' | 'failed') => {
  const { id, line } = await released()
  expect((await act(await finance(), readBank, { answers: [{ reference: line.reference, pence: line.pence, result, reason: result === 'failed' ? 'No account' : null }] })).ok).toBe(true)
  const spend = (await world.db.selectFrom('payment').select('spend_id').executeTakeFirstOrThrow()).spend_id
  const femi = must((await world.spendViewer('femi', spend))!, 'spend:pay')
  const { position } = await world.db.selectFrom('payment_line').select('position').executeTakeFirstOrThrow()
  return (db: Db) => act(on(femi, db), settleLine, { run: id, position })
}

const commands: Readonly<Record<string, Prepared>> = {
  async keepDraft() {
    const [viewer, form] = [await marta(), formUse()]
    return (db) => act(on(viewer, db), keepDraft, { draft: null, service: null, typed: { what: 'A bed' }, file: picture }, form)
  },
  async 'keepDraft again'() {
    const [viewer, draft] = [await marta(), await begun()]
    return (db) => act(on(viewer, db), keepDraft, { draft, service: null, typed: { what: 'A bunk bed' }, file: picture })
  },
  async takeFileOut() {
    const [viewer, draft] = [await marta(), await begun()]
    return (db) => act(on(viewer, db), takeFileOut, { draft })
  },
  async throwDraftAway() {
    const [viewer, draft] = [await marta(), await begun()]
    return (db) => act(on(viewer, db), throwDraftAway, { draft })
  },
  async dropLeftDraft() {
    const draft = await begun()
    return (db) => act(on(house(400), db), dropLeftDraft, { draft })
  },
  async 'requestSpend out of a draft'() {
    const [viewer, draft, form] = [await marta(), await begun(), formUse()]
    expect(await draftsOf(viewer)).toHaveLength(1)
    return (db) => act(on(viewer, db), requestSpend, { ...asking(world, budget, 2_000), draft }, form)
  },
  async suggestChange() {
    const { sam, suggestion } = await suggested()
    return (db) => act(on(sam, db), suggestChange, suggestion)
  },
  async 'answerSuggestion: yes'() {
    const { id, sam, suggestion } = await suggested()
    expect((await act(sam, suggestChange, suggestion)).ok).toBe(true)
    const [viewer, seen] = [await marta(), await seenNow(world, id)]
    return (db) => act(on(viewer, db), answerSuggestion, { ...seen, yes: true })
  },
  async 'answerSuggestion: no'() {
    const { id, sam, suggestion } = await suggested()
    expect((await act(sam, suggestChange, suggestion)).ok).toBe(true)
    const [viewer, seen] = [await marta(), await seenNow(world, id)]
    return (db) => act(on(viewer, db), answerSuggestion, { ...seen, yes: false })
  },
  async climb() {
    const spend = await asked(world, budget, 2_000)
    return (db) => act(on(house(40), db), climb, { spend })
  },
  async tellOfEnd() {
    const spend = await approved()
    await endsOn(spend, 3)
    return (db) => act(on(house(0), db), tellOfEnd, { spend })
  },
  async lapseSpend() {
    const spend = await approved()
    await endsOn(spend, 3)
    return (db) => act(on(house(5), db), lapseSpend, { spend })
  },
  async 'lapseSpend with an order'() {
    const { spend } = await otherPrice()
    await endsOn(spend, 3)
    return (db) => act(on(house(5), db), lapseSpend, { spend })
  },
  async closeSpend() {
    const { spend, token, delivery } = await givenTwo()
    expect(await answeredByLink(world, token, sendBill, { reference: 'A-1', pence: pence(1_500) })).toMatchObject({ ok: true })
    expect((await act(await marta(), answerDelivery, { delivery, happened: true, words: null, lang: 'en' })).ok).toBe(true)
    return (db) => act(on(house(400), db), closeSpend, { spend })
  },
  async sendOrder() {
    const spend = await approved()
    const [viewer, order] = [await world.may('marta', 'order:send'), await orderToSend(world, spend)]
    return (db) => act(on(viewer, db), sendOrder, order)
  },
  async endOrder() {
    const { spend } = await otherPrice()
    const [viewer, seen] = [await world.may('marta', 'order:send'), await seenNow(world, spend)]
    return (db) => act(on(viewer, db), endOrder, seen)
  },
  async 'cancelSpend with an order'() {
    const { spend } = await otherPrice()
    const [viewer, seen] = [await marta(), await seenNow(world, spend)]
    return (db) => act(on(viewer, db), cancelSpend, seen)
  },
  acceptOrder: async () => byLink((await otherPrice()).token, acceptOrder, { beginsOn: today }),
  declineOrder: async () => byLink((await otherPrice()).token, declineOrder, { reason: 'full', ...said }),
  askOtherPrice: async () => {
    const { token, price } = await otherPrice()
    return byLink(token, askOtherPrice, price)
  },
  async 'answerOtherPrice: yes'() {
    const { spend, token, price } = await otherPrice()
    expect(await answeredByLink(world, token, askOtherPrice, price)).toMatchObject({ ok: true })
    const [viewer, seen] = [await marta(), await seenNow(world, spend)]
    return (db) => act(on(viewer, db), answerOtherPrice, { ...seen, yes: true })
  },
  async 'answerOtherPrice: no'() {
    const { spend, token, price } = await otherPrice()
    expect(await answeredByLink(world, token, askOtherPrice, price)).toMatchObject({ ok: true })
    const [viewer, seen] = [await marta(), await seenNow(world, spend)]
    return (db) => act(on(viewer, db), answerOtherPrice, { ...seen, yes: false })
  },
  sayGiven: async () => byLink(await orderAccepted(world, await approved()), sayGiven, { on: today, units: 2 }),
  takeBackGiven: async () => {
    const { token, delivery } = await givenTwo()
    return byLink(token, takeBackGiven, { delivery })
  },
  sendBill: async () => byLink((await givenTwo()).token, sendBill, { reference: 'A-1', pence: pence(2_000) }),
  async 'answerDelivery: it happened, and is billed'() {
    const { token, delivery } = await givenTwo()
    expect(await answeredByLink(world, token, sendBill, { reference: 'A-1', pence: pence(2_000) })).toMatchObject({ ok: true })
    const viewer = await marta()
    return (db) => act(on(viewer, db), answerDelivery, { delivery, happened: true, words: null, lang: 'en' })
  },
  async 'answerDelivery: it did not happen'() {
    const [{ delivery }, viewer] = [await givenTwo(), await marta()]
    return (db) => act(on(viewer, db), answerDelivery, { delivery, happened: false, ...said })
  },
  'settleDelivery: paid': () => settled(true),
  'settleDelivery: not paid': () => settled(false),
  async 'confirmDelivered, a part'() {
    const spend = await approved()
    const [viewer, seen] = [await marta(), await seenNow(world, spend)]
    return (db) => act(on(viewer, db), confirmDelivered, { ...seen, units: 2 })
  },
  async finishSpend() {
    const { spend, delivery } = await givenTwo()
    expect((await act(await marta(), answerDelivery, { delivery, happened: true, words: null, lang: 'en' })).ok).toBe(true)
    const [viewer, seen] = [await marta(), await seenNow(world, spend)]
    return (db) => act(on(viewer, db), finishSpend, seen)
  },
  async sayHelped() {
    const spend = await approved()
    await happened(world, spend)
    const viewer = await marta()
    return (db) => act(on(viewer, db), sayHelped, { spend, answer: 'a-lot' as const, ...said })
  },
  async giveAccount() {
    const { femi, account } = await due()
    return (db) => act(on(femi, db), giveAccount, account)
  },
  async freezeRun() {
    const [wanted, viewer, form] = [await toFreeze(), await finance(), formUse()]
    return (db) => act(on(viewer, db), freezeRun, wanted, form)
  },
  async undoRun() {
    const [id, viewer] = [await frozen(), await finance()]
    return (db) => act(on(viewer, db), undoRun, { run: id })
  },
  async releaseRun() {
    const [id, viewer] = [await frozen(), await colleague()]
    return (db) => act(on(viewer, db), releaseRun, { run: id })
  },
  async readBank() {
    const [{ line }, viewer] = [await released(), await finance()]
    return (db) => act(on(viewer, db), readBank, { answers: [{ reference: line.reference, pence: line.pence, result: 'paid' as const, reason: null }, { reference: 'ABCDEFGHJKMN', pence: pence(100), result: 'paid' as const, reason: null }] })
  },
  async seeOddity() {
    const [{ line }, viewer] = [await released(), await finance()]
    await act(viewer, readBank, { answers: [{ reference: line.reference, pence: pence(1), result: 'paid', reason: null }] })
    return (db) => act(on(viewer, db), seeOddity, { reference: line.reference, why: 'other-sum' as const })
  },
  async 'seeOddity: it was paid'() {
    const [{ line }, viewer] = [await released(), await finance()]
    await act(viewer, readBank, { answers: [{ reference: line.reference, pence: pence(1), result: 'paid', reason: null }] })
    return (db) => act(on(viewer, db), seeOddity, { reference: line.reference, why: 'other-sum' as const, step: 'paid' as const })
  },
  async sayNotPaid() {
    const [{ id }, viewer] = [await released(), await finance()]
    return (db) => act(on(viewer, db), sayNotPaid, { run: id, reference: null })
  },
  async 'settleLine: it came back'() {
    const [{ id, line }, viewer] = [await released(), await finance()]
    const said = { reference: line.reference, pence: line.pence, reason: null }
    await act(viewer, readBank, { answers: [{ ...said, result: 'paid' }] })
    await settleAnswered(viewer)
    await act(viewer, readBank, { answers: [{ ...said, result: 'failed' }] })
    expect((await act(viewer, seeOddity, { reference: line.reference, why: 'came-back' as const, step: 'due-again' as const })).ok).toBe(true)
    const spend = (await world.db.selectFrom('payment').select('spend_id').executeTakeFirstOrThrow()).spend_id
    const femi = must((await world.spendViewer('femi', spend))!, 'spend:pay')
    return (db) => act(on(femi, db), settleLine, { run: id, position: 0 })
  },
  'settleLine: paid': () => answered('paid'),
  'settleLine: failed': () => answered('failed'),
}

const endsOn = (spend: SpendId, days: number) => world.db.updateTable('spend').set({ holds_until: plusDays(today, days) }).where('id', '=', spend).execute()

async function settled(pay: boolean) {
  const { token, delivery } = await givenTwo()
  expect(await answeredByLink(world, token, sendBill, { reference: 'A-1', pence: pence(2_000) })).toMatchObject({ ok: true })
  expect((await act(await marta(), answerDelivery, { delivery, happened: false, ...said })).ok).toBe(true)
  const sam = must(await world.viewer('sam'), 'spend:decide')
  return (db: Db) => act(on(sam, db), settleDelivery, { delivery, pay, ...said })
}

describe('a fault at any statement leaves nothing behind', () => {
  test.for(Object.keys(commands))('of %s', { timeout: 60_000 }, async (name) => {
    expect(await allOrNothing(world.db, await commands[name]!())).toBeGreaterThan(2)
    expect((await verifyLedger(world.db)).findings).toEqual([])
  })
})
