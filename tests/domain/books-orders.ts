/** The commands from a yes to the last penny: orders, what was given, bills, other prices, suggestions, receipts, and what the house ends. */
import { must, theHouseIn, type ProviderActing } from '#app/access/viewer.server.ts'
import { answerDelivery, confirmDelivered, finishSpend, settleDelivery } from '#app/domain/budget/deliveries.server.ts'
import { closeSpend, endingApprovals, lapseSpend } from '#app/domain/budget/lapse.server.ts'
import { acceptOrder, answerOtherPrice, askOtherPrice, declineOrder, endOrder, sayGiven, sendBill, takeBackGiven } from '#app/domain/budget/orders.server.ts'
import { agreeReceipt, refuseReceipt, sendReceipt, takeReceiptBack } from '#app/domain/budget/receipts.server.ts'
import { answerSuggestion, suggestChange } from '#app/domain/budget/suggestions.server.ts'
import { act, type Outcome } from '#app/events/transact.server.ts'
import type { DeliveryId } from '#app/values/ids.ts'
import { plusMinutes } from '#app/values/instant.ts'
import { pence } from '#app/values/money.ts'
import { isBegun, ofOne, pick, reckonDue, refused, restOf, unitsLeft, type Asked, type Books, type Command, type Move } from './books-model.ts'
import { answeredByLink, orderSent, seenNow } from './order-steps.ts'
import { today, worldBegins } from './world.ts'

const said = { words: 'Words', lang: 'en' }
const picture = { type: 'image/png' as const, bytes: new Uint8Array(9) }
const account = { name: 'M Kowalczyk', sortCode: '112233', number: '76543219' }

const kept = ({ sums }: Asked) => sums.committed > 0
const waits = ({ given }: Asked) => given.some(({ answer }) => answer === 'waiting' || answer === 'not')
const marta = ({ world }: Books) => world.may('marta', 'budget:ask')

/** What whoever holds the link of a request does by it; `after` is what the model makes of it. */
function byLink<In, Why extends string>(fits: (one: Asked) => boolean, command: (acting: ProviderActing, input: In) => Promise<Outcome<null, Why>>, input: (one: Asked, sum: number) => In, after: (one: Asked, input: In, books: Books) => Promise<void> | void): Command {
  return ofOne((one) => one.live && fits(one), async (books, one, { sum }) => {
    const wanted = input(one, sum)
    if (one.token === null || (await refused(answeredByLink(books.world, one.token, command, wanted)))) return 'refused'
    await after(one, wanted, books)
    reckonDue(one)
    return []
  })
}

/** One of what was given, mostly one that waits for a word. */
function oneGiven(one: Asked, nth: number): Asked['given'][number] & { id: DeliveryId } | undefined {
  const byOrder = one.given.filter((given): given is typeof given & { id: DeliveryId } => given.id !== null)
  const open = byOrder.filter(({ answer }) => answer === 'waiting' || answer === 'not')
  const from = open.length > 0 && nth % 5 > 0 ? open : byOrder
  return from.length === 0 ? undefined : pick(from, nth)
}

/** A word of the family, or of whoever leads, about something that was given. */
function about(run: (books: Books, delivery: DeliveryId, yes: boolean) => Promise<{ ok: boolean }>, answers: { yes: 'happened' | 'paid-for'; no: 'not' | 'not-paid' }): Command {
  return ofOne(waits, async (books, one, { nth, who }) => {
    const given = oneGiven(one, nth)
    const yes = who % 3 > 0
    if (!given || (await refused(run(books, given.id, yes)))) return 'refused'
    given.answer = yes ? answers.yes : answers.no
    reckonDue(one)
    return []
  })
}

/** The request at another price: all that was kept for it is left again, and asked for anew. */
function anew(one: Asked, from: 'asked' | 'committed', unit: number, quantity: number) {
  const before = one.sums[from]
  Object.assign(one, { unit, quantity })
  return [[from, 'available', before], ['available', 'asked', unit * quantity]] as const
}

export const orderCommands: Readonly<Record<string, Command>> = {
  'some of it happened': ofOne(kept, async (books, one, { sum }) => {
    const units = 1 + (sum % 3)
    if (await refused(act(await marta(books), confirmDelivered, { ...(await seenNow(books.world, one.id)), units }))) return 'refused'
    one.given.push({ id: null, units, answer: 'happened' })
    reckonDue(one)
    return []
  }),
  'that was all': ofOne((one) => kept(one) && isBegun(one) && !waits(one), async (books, one) => {
    if (await refused(act(await marta(books), finishSpend, await seenNow(books.world, one.id)))) return 'refused'
    return [['committed', 'available', restOf(one)]]
  }),
  'send an order': ofOne((one) => kept(one) && !one.live, async (books, one) => {
    try {
      one.token = await orderSent(books.world, one.id)
    } catch (error) {
      if (error instanceof Error && /^(changed-meanwhile|answer-first|receipt-first)$/.test(error.message)) return 'refused'
      throw error
    }
    Object.assign(one, { live: true, accepted: false })
    return []
  }),
  'end the order': ofOne((one) => one.live, async (books, one) => {
    if (await refused(act(await books.world.may('marta', 'order:send'), endOrder, await seenNow(books.world, one.id)))) return 'refused'
    one.live = false
    const { state } = await books.world.db.selectFrom('spend').select('state').where('id', '=', one.id).executeTakeFirstOrThrow()
    return state === 'approved' ? [] : [['committed', 'available', restOf(one)]]
  }),
  'accept an order': byLink((one) => !one.accepted, acceptOrder, () => ({ beginsOn: today }), (one) => {
    one.accepted = true
  }),
  'cannot do it': byLink(({ given }) => given.length === 0, declineOrder, () => ({ reason: 'full' as const, words: null, lang: 'en' }), (one) => {
    one.live = false
  }),
  'say what was given': byLink((one) => one.accepted && unitsLeft(one) > 0, sayGiven, (_, sum) => ({ on: today, units: 1 + (sum % 3) }), async (one, { units }, { world }) => {
    const known = new Set(one.given.map((given) => given.id))
    const rows = await world.db.selectFrom('delivery').select('id').where('spend_id', '=', one.id).where('order_id', 'is not', null).execute()
    one.given.push({ id: rows.find((row) => !known.has(row.id))!.id, units, answer: 'waiting' })
  }),
  'take back what was given': byLink(waits, takeBackGiven, (one, sum) => ({ delivery: oneGiven(one, sum)?.id ?? ('none' as DeliveryId) }), (one, { delivery }) => {
    one.given.find((given) => given.id === delivery)!.answer = 'withdrawn'
  }),
  // Mostly all that was given and not billed, and sometimes a sum.
  'send a bill': byLink((one) => one.accepted && one.given.some((given) => given.id !== null), sendBill, (one, sum) => ({
    reference: String(sum), pence: pence(sum % 3 === 0 ? sum : Math.max(1, one.unit * one.given.filter((given) => given.id !== null && given.answer !== 'withdrawn' && given.answer !== 'not-paid').reduce((all, given) => all + given.units, 0) - one.billed)),
  }), (one, bill) => {
    one.billed += bill.pence
  }),
  'did it happen': about(async (books, delivery, happened) => act(await marta(books), answerDelivery, { delivery, happened, ...said }), { yes: 'happened', no: 'not' }),
  'settle a dispute': about(async ({ world }, delivery, pay) => act(must(await world.viewer('sam'), 'spend:decide'), settleDelivery, { delivery, pay, ...said }), { yes: 'paid-for', no: 'not-paid' }),
  'ask another price': byLink((one) => kept(one) && one.given.length === 0, askOtherPrice, (_, sum) => ({ unitPence: pence(1 + (sum % 3_000)), quantity: 1 + (sum % 6), ...said }), () => {}),
  'answer another price': ofOne((one) => one.live && !isBegun(one), async (books, one, { who }) => {
    const asked = await books.world.db.selectFrom('spend_order').select(['new_unit_pence', 'new_quantity']).where('spend_id', '=', one.id).where('ended_at', 'is', null).executeTakeFirst()
    const yes = who % 3 > 0
    if (await refused(act(await marta(books), answerOtherPrice, { ...(await seenNow(books.world, one.id)), yes }))) return 'refused'
    return yes ? anew(one, 'committed', asked!.new_unit_pence!, asked!.new_quantity!) : []
  }),
  'suggest something else': ofOne(({ sums }) => sums.asked > 0, async ({ world }, one, { who, sum }) => {
    const viewer = await world.spendViewer(pick(['sam', 'priya', 'ruth'] as const, who), one.id)
    if (!viewer) return 'refused'
    return (await refused(act(must(viewer, 'spend:decide'), suggestChange, { ...(await seenNow(world, one.id)), other: null, unitPence: pence(1 + (sum % 3_000)), quantity: 1 + (sum % 6), neededOn: null, ...said }))) ? 'refused' : []
  }),
  'answer a suggestion': ofOne(({ sums }) => sums.asked > 0, async (books, one, { who }) => {
    const seen = await seenNow(books.world, one.id)
    const next = await books.world.db.selectFrom('spend_suggestion').select(['unit_pence', 'quantity']).where('spend_id', '=', one.id).where('version', '=', seen.version).executeTakeFirst()
    const yes = who % 3 > 0
    if (await refused(act(await marta(books), answerSuggestion, { ...seen, yes }))) return 'refused'
    return yes ? anew(one, 'asked', next!.unit_pence, next!.quantity) : []
  }),
  'send a receipt': ofOne((one) => kept(one) && !one.live && !isBegun(one), async (books, one, { sum }) => {
    const asked = pence(1 + (sum % Math.max(1, one.sums.committed)))
    const answer = await act(await marta(books), sendReceipt, { ...(await seenNow(books.world, one.id)), pence: asked, file: picture, account })
    if (!answer.ok) return 'refused'
    one.receipt = { id: answer.value, sum: asked }
    return []
  }),
  'answer a receipt': ofOne(({ receipt, sums }) => receipt !== null && sums.committed > 0, async ({ world }, one, { who, nth }) => {
    if (!one.receipt) return 'refused'
    const seen = { ...(await seenNow(world, one.id)), receipt: one.receipt.id }
    if (nth % 4 === 0) return (await refused(act(await world.may('marta', 'budget:ask'), takeReceiptBack, seen))) ? 'refused' : []
    const sam = must(await world.viewer('sam'), 'spend:decide')
    if (who % 4 === 0) return (await refused(act(sam, refuseReceipt, { ...seen, ...said }))) ? 'refused' : []
    if (await refused(act(sam, agreeReceipt, seen))) return 'refused'
    one.due = one.receipt.sum
    return [['committed', 'available', one.sums.committed - one.receipt.sum]]
  }),
  /** The house looks, soon or late: which yeses it ends is read from its words, what that does to the books is the model's. */
  async 'what nobody used ends'({ world, spends }, { nth }) {
    const at = plusMinutes(worldBegins, pick([10, 43, 400], nth) * 24 * 60)
    const moves: Move[] = []
    for (const { spend, what } of await endingApprovals(world.db, at)) {
      const one = spends.find(({ id }) => id === spend)!
      if (what === 'is-told' || nth % 4 > 0) continue
      const house = must(theHouseIn(world.db, world.family, at), 'promises:watch')
      const all = (await act(house, lapseSpend, { spend })).ok
      if (!all && !(await act(house, closeSpend, { spend })).ok) continue
      one.live = false
      moves.push({ budget: one.budget, spend, from: 'committed', to: 'available', sum: all ? one.sums.committed : restOf(one) })
    }
    return moves.length === 0 ? 'refused' : moves.filter(({ sum }) => sum > 0)
  },
}
