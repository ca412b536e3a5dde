/**
 * Every command that moves money, one entry each, against a tiny model of the books. A NEW COMMAND is one more entry of
 * `commands`: it runs the real thing as somebody, and answers what moved, or 'refused'.
 */
import fc from 'fast-check'
import { expect } from 'vitest'
import { must, viewerOfMoney } from '#app/access/viewer.server.ts'
import { mendMoney, mendPayment, mendable, refund } from '#app/domain/budget/mending.server.ts'
import { moveMoney, topUp } from '#app/domain/budget/more-money.server.ts'
import { answerStay, endPeriods, sayItShouldStay, staysToAnswer } from '#app/domain/budget/period-ends.server.ts'
import { markPaid } from '#app/domain/budget/payments.server.ts'
import { verifyLedger } from '#app/domain/budget/verify-ledger.server.ts'
import { act } from '#app/events/transact.server.ts'
import type { BudgetId, SpendId } from '#app/values/ids.ts'
import { plusDays, plusMinutes, type Day } from '#app/values/instant.ts'
import { pence } from '#app/values/money.ts'
import type { Bucket } from '#db/schema.ts'
import { bankCommands, openRuns } from './books-bank.ts'
import { chosen, nothing, ofOne, pick, reckonDue, refused, unitsLeft, type Books, type Command, type Draw, type Sums } from './books-model.ts'
import { orderCommands } from './books-orders.ts'
import { ask, happened, no, panelNoted, question, reply, takeBack, yes } from './money-steps.ts'
import { today, worldBegins, type World } from './world.ts'

const end = plusDays(today, 182)
const told = { words: 'A wrong key', lang: 'en' }

/** A step of one request that it fits while `bucket` holds money of it: `moves` says what the model has of it there. */
function ofSpend(bucket: Bucket, run: (books: Books, id: SpendId, draw: Draw) => Promise<{ ok: boolean }>, moves: (sums: Sums, draw: Draw) => readonly (readonly [Bucket, Bucket, number])[]): Command {
  return async (books, draw) => {
    if (books.spends.length === 0) return 'refused'
    const one = chosen(books, draw, ({ sums }) => sums[bucket] > 0)
    // Now and then a sum that there is.
    const fitted = draw.one % 2 === 0 && one.sums[bucket] > 0 ? { ...draw, sum: 1 + (draw.sum % one.sums[bucket]) } : draw
    if (await refused(run(books, one.id, fitted))) return 'refused'
    return moves(one.sums, fitted).map(([from, to, sum]) => ({ budget: one.budget, spend: one.id, from, to, sum }))
  }
}

const outside = async (world: World, who: 'priya' | 'ruth' = 'priya') => {
  const viewer = await viewerOfMoney(world.db, world.people[who], world.family, worldBegins)
  return viewer ?? (await viewerOfMoney(world.db, world.people.priya, world.family, worldBegins))!
}
const decider = (draw: Draw) => pick(['sam', 'sam', 'priya', 'ruth', 'lewis'] as const, draw.who)
const finance = async (world: World, id: SpendId) => must((await world.spendViewer('femi', id)) ?? (await world.viewer('marta')), 'spend:pay')

/** What one voice of somebody who decides does: a yes that only climbs, and the first of two in the panel, move nothing; a yes after a no of the panel is a no. */
function decides(voice: (world: World, who: ReturnType<typeof decider>, id: SpendId) => Promise<{ ok: boolean }>): Command {
  return async (books, draw) => {
    if (books.spends.length === 0) return 'refused'
    const one = chosen(books, draw, ({ sums }) => sums.asked > 0)
    const { id, budget, sums } = one
    const who = decider(draw)
    if (who === 'ruth' || who === 'lewis') await panelNoted(books.world, id)
    if (await refused(voice(books.world, who, id))) return 'refused'
    // The state of the request is what the model takes from the product; what it does to the books is its own.
    const { state } = await books.world.db.selectFrom('spend').select('state').where('id', '=', id).executeTakeFirstOrThrow()
    const to = ({ approved: 'committed', declined: 'available' } as const)[state as string]
    if (to === 'available') one.live = false
    return to ? [{ budget, spend: id, from: 'asked', to, sum: sums.asked }] : []
  }
}

const ofTheFamily: Readonly<Record<string, Command>> = {
  async ask(books, draw) {
    const budget = pick(books.budgets, draw.one)
    const quantity = 1 + (draw.other % 6)
    const unit = Math.max(1, Math.floor(draw.sum / quantity))
    const answer = await ask(books.world, budget, unit, { by: pick(['marta', 'piotr'] as const, draw.who), quantity })
    // Whatever the model has left of sources that last, it may be asked for.
    if (!answer.ok) return 'refused'
    books.spends.push({ id: answer.value, budget, sums: nothing(), unit, quantity, given: [], billed: 0, due: 0, paid: 0, token: null, live: false, accepted: false, receipt: null })
    return [{ budget, spend: answer.value, from: 'available', to: 'asked', sum: unit * quantity }]
  },
  yes: decides(yes),
  no: decides(no),
  question: ofSpend('asked', ({ world }, id, draw) => question(world, decider(draw), id), () => []),
  reply: ofSpend('asked', ({ world }, id) => reply(world, id), () => []),
  'take back': ofOne(({ sums }) => sums.asked > 0, async ({ world }, one) => {
    if (await refused(takeBack(world, one.id))) return 'refused'
    one.live = false
    return [['asked', 'available', one.sums.asked], ['committed', 'available', one.sums.committed]]
  }),
  'it happened': ofOne(({ sums }) => sums.committed > 0, async ({ world }, one) => {
    if (await refused(happened(world, one.id))) return 'refused'
    one.given.push({ id: null, units: unitsLeft(one), answer: 'happened' })
    reckonDue(one)
    return []
  }),
  pay: ofOne(({ due, paid }) => due > paid, async ({ world }, one, { nth }) => {
    const due = await world.db.selectFrom('payment').select(['id', 'pence']).where('spend_id', '=', one.id).orderBy('id').execute()
    if (due.length === 0) return 'refused'
    const payment = pick(due, nth)
    if (await refused(act(await finance(world, one.id), markPaid, { payment: payment.id }))) return 'refused'
    one.paid += payment.pence
    return [['committed', 'spent', payment.pence]]
  }),
  refund: ofSpend('spent', async ({ world }, id, { sum }) => act(await finance(world, id), refund, { ...told, pence: pence(sum) }), (_, { sum }) => [['spent', 'available', sum]]),
  'mend what was paid': ofSpend('spent', async ({ world }, id, { sum }) => act(await finance(world, id), mendPayment, { ...told, what: 'paid', pence: pence(sum) }), (_, { sum }) => [['spent', 'available', sum]]),
  'mend what was given back': ofSpend('spent', async ({ world }, id, { sum }) => act(await finance(world, id), mendPayment, { ...told, what: 'refunded', pence: pence(sum) }), (_, { sum }) => [['available', 'spent', sum]]),
  async 'top up'({ world, budgets }, { who, one, other, sum }) {
    const budget = pick(budgets, one)
    const expiresOn = pick<Day>([end, plusDays(today, 30), today], other)
    const answer = act(must(await outside(world, pick(['priya', 'ruth'] as const, who)), 'budget:make'), topUp, { ...told, budget, source: pick(['The council', 'Winter fund'], other), pence: pence(sum), expiresOn })
    return (await refused(answer)) ? 'refused' : [{ budget, from: 'council', to: 'available', sum }]
  },
  async 'mend what came in'({ world }, { nth, sum }) {
    const viewer = must(await outside(world), 'budget:make')
    const lines = await mendable(viewer)
    if (lines.length === 0) return 'refused'
    const line = pick(lines, nth)
    if (await refused(act(viewer, mendMoney, { ...told, transfer: line.id, pence: pence(sum) }))) return 'refused'
    return [{ budget: line.budget, from: line.cameIn ? 'available' : 'council', to: line.cameIn ? 'council' : 'available', sum }]
  },
  async 'move to another budget'({ world, budgets }, { one, other, sum }) {
    const [from, to] = [pick(budgets, one), pick(budgets, other)]
    if (await refused(act(must(await outside(world), 'budget:make'), moveMoney, { from, to, pence: pence(sum) }))) return 'refused'
    return [{ budget: from, from: 'available', to: 'council', sum }, { budget: to, from: 'council', to: 'available', sum }]
  },
  /** The house looks, today or in some months: what it gave back it alone knows, and the lines of it are read from the books. */
  async 'periods end'({ world, budgets }, { nth }) {
    const before = await lastLines(world, budgets)
    await endPeriods(world.db, plusMinutes(worldBegins, (nth % 3) * 40 * 24 * 60))
    const lines = await world.db.selectFrom('transfer').select(['budget_id', 'pence', 'position', 'why']).where('family_id', '=', world.family).where('why', '=', 'ended').execute()
    return lines.filter((line) => line.position > (before.get(line.budget_id) ?? 0)).map((line) => ({ budget: line.budget_id, from: 'available' as const, to: 'returned' as const, sum: line.pence }))
  },
  async 'it should stay'({ world }, { nth }) {
    const told = await world.db.selectFrom('period_end').select(['budget_id', 'ends_on']).where('said_at', 'is', null).orderBy('ends_on').execute()
    if (told.length === 0) return 'refused'
    const row = pick(told, nth)
    return (await refused(act(await world.may('marta', 'budget:ask'), sayItShouldStay, { budget: row.budget_id, endsOn: row.ends_on, words: 'We need it', lang: 'en' }))) ? 'refused' : []
  },
  async 'does it stay'({ world }, { nth, who }) {
    const viewer = must(await outside(world), 'line:agree')
    const [first] = await staysToAnswer(viewer)
    if (!first) return 'refused'
    return (await refused(act(viewer, answerStay, { budget: first.budget, endsOn: first.endsOn, until: who % 2 === 0 ? plusDays(today, 100 + (nth % 50)) : null, words: 'Because', lang: 'en' }))) ? 'refused' : []
  },
}

/** All of them. */
export const commands: Readonly<Record<string, Command>> = { ...ofTheFamily, ...orderCommands, ...bankCommands }

async function lastLines(world: World, budgets: readonly BudgetId[]): Promise<Map<BudgetId, number>> {
  const rows = await world.db.selectFrom('transfer').select(['budget_id', (eb) => eb.fn.max('position').as('position')]).where('family_id', '=', world.family).where('budget_id', 'in', [...budgets]).groupBy('budget_id').execute()
  return new Map(rows.map((row) => [row.budget_id, Number(row.position)]))
}

const names = Object.keys(commands)
const often = ['ask', 'ask', 'ask', 'yes', 'yes', 'yes', 'it happened', 'it happened', 'pay', 'pay', 'refund', 'mend what was paid', 'mend what was given back', 'question', 'reply', 'reply', 'top up',
  'some of it happened', 'that was all', 'send an order', 'send an order', 'accept an order', 'accept an order', 'accept an order', 'say what was given', 'say what was given', 'say what was given', 'send a bill', 'send a bill', 'send a bill', 'did it happen', 'did it happen', 'did it happen', 'settle a dispute', 'end the order',
  'ask another price', 'answer another price', 'suggest something else', 'answer a suggestion', 'send a receipt', 'answer a receipt', 'make a payment run', 'make a payment run', 'the bank answers', 'the bank answers', 'the bank says something odd', 'look at what is odd']
const many = fc.nat(1_000)

/** Any command by anybody, with sums that fit and sums that do not. */
export const anyStep: fc.Arbitrary<{ name: string; draw: Draw }> = fc.record({
  name: fc.oneof({ weight: 1, arbitrary: fc.constantFrom(...names) }, { weight: 1, arbitrary: fc.constantFrom(...often) }),
  draw: fc.record({ who: many, nth: many, one: many, other: many, sum: fc.oneof({ weight: 3, arbitrary: fc.integer({ min: 1, max: 4_000 }) }, { weight: 1, arbitrary: fc.integer({ min: 1, max: 70_000 }) }) }),
})

const ofBuckets = ['available', 'asked', 'committed', 'spent', 'returned'] as const

/** A family with three budgets of its own: two with all their money, one whose sources end soon. */
export async function openBooks(world: World): Promise<Books> {
  await openRuns(world)
  const budgets = [
    await world.budget(90_000), await world.budget(40_000, { name: 'A second' }),
    await world.budget(0, { name: 'Ends soon', sources: [{ source: 'Winter fund', pence: pence(20_000), expiresOn: plusDays(today, 20) }, { source: 'Gift', pence: pence(5_001), expiresOn: plusDays(today, 60) }] }),
  ]
  const sums = new Map(budgets.map((budget, n) => [budget, { ...nothing(), available: [90_000, 40_000, 25_001][n]! }]))
  return { world, budgets, sums, spends: [] }
}

/** Takes one step on the real books and on the model; both say the same afterwards. */
export async function step(books: Books, { name, draw }: { name: string; draw: Draw }): Promise<'done' | 'refused'> {
  const effect = await commands[name]!(books, draw)
  for (const move of effect === 'refused' ? [] : effect) {
    const budget = books.sums.get(move.budget)!
    for (const sums of [budget, ...books.spends.filter((one) => one.id === move.spend).map((one) => one.sums)]) {
      sums[move.from] -= move.sum
      sums[move.to] += move.sum
    }
    expect(Object.entries(budget).filter(([bucket, sum]) => bucket !== 'council' && sum < 0), name).toEqual([])
  }
  const rows = await books.world.db.selectFrom('balance').select(['budget_id', 'bucket', 'pence']).where('family_id', '=', books.world.family).execute()
  for (const [id, sums] of books.sums) {
    const really = ofBuckets.map((bucket) => rows.filter((row) => row.budget_id === id && row.bucket === bucket).reduce((sum, row) => sum + row.pence, 0))
    expect(really, name).toEqual(ofBuckets.map((bucket) => sums[bucket]))
  }
  // All that is due of each request is what was given and billed of it comes to, or its receipt.
  const due = await books.world.db.selectFrom('payment').select(['spend_id', 'pence', 'state']).where('family_id', '=', books.world.family).execute()
  const sumOf = (id: SpendId, which: (state: string) => boolean) => due.reduce((all, row) => (row.spend_id === id && which(row.state) ? all + row.pence : all), 0)
  expect(books.spends.map(({ id }) => [sumOf(id, (state) => state !== 'dropped'), sumOf(id, (state) => state === 'paid')]), name).toEqual(books.spends.map((one) => [one.due, one.paid]))
  return effect === 'refused' ? 'refused' : 'done'
}

/** How each history begins: six of something at £10 are agreed four times, and a provider has said yes to three of them. */
const opening = (['ask', 'yes', 'ask', 'yes', 'ask', 'yes', 'ask', 'yes', 'send an order', 'accept an order', 'send an order', 'accept an order', 'send an order', 'accept an order'] as const)
  .map((name) => ({ name, draw: { who: 0, nth: 0, one: 0, other: 5, sum: 6_000 } }))

/** A whole history; the proof of the books finds nothing at its end, nor on the way. How often each command was done. */
export async function follow(world: World, steps: readonly { name: string; draw: Draw }[], done: Map<string, number> = new Map()): Promise<void> {
  const books = await openBooks(world)
  for (const one of opening) expect(await step(books, one), one.name).toBe('done')
  for (const [n, one] of steps.entries()) {
    if ((await step(books, one)) === 'done') done.set(one.name, (done.get(one.name) ?? 0) + 1)
    if (n % 20 === 19) expect((await verifyLedger(world.db)).findings).toEqual([])
  }
  expect((await verifyLedger(world.db)).findings).toEqual([])
}
