/**
 * Every command that moves money, one entry each, and a tiny model of the books: for each budget what lies in each bucket,
 * for each request what of it does. A NEW COMMAND is one more entry of `commands`: it runs the real thing as somebody, and
 * answers what moved, or 'refused'. What the model cannot hold (anything below nothing) may not have been done.
 */
import fc from 'fast-check'
import { expect } from 'vitest'
import { must, viewerOfMoney } from '#app/access/viewer.server.ts'
import { mendMoney, mendPayment, mendable, refund } from '#app/domain/budget/mending.server.ts'
import { moveMoney, topUp } from '#app/domain/budget/more-money.server.ts'
import { answerStay, endPeriods, sayItShouldStay, staysToAnswer } from '#app/domain/budget/period-ends.server.ts'
import { verifyLedger } from '#app/domain/budget/verify-ledger.server.ts'
import { act } from '#app/events/transact.server.ts'
import type { BudgetId, SpendId } from '#app/values/ids.ts'
import { plusDays, plusMinutes, type Day } from '#app/values/instant.ts'
import { pence } from '#app/values/money.ts'
import type { Bucket } from '#db/schema.ts'
import { ask, happened, no, panelNoted, pay, question, reply, takeBack, yes } from './money-steps.ts'
import { today, worldBegins, type World } from './world.ts'

interface Move { readonly budget: BudgetId; readonly spend?: SpendId; readonly from: Bucket; readonly to: Bucket; readonly sum: number }
/** What a command came to. */
type Effect = readonly Move[] | 'refused'
type Sums = Record<Bucket, number>

const nothing = (): Sums => ({ council: 0, available: 0, asked: 0, committed: 0, spent: 0, returned: 0 })

/** What was done so far, as the model has it. */
export interface Books {
  readonly world: World
  readonly budgets: readonly BudgetId[]
  readonly sums: Map<BudgetId, Sums>
  readonly spends: { readonly id: SpendId; readonly budget: BudgetId; readonly sums: Sums }[]
}

/** What a random command may choose from: a person, a request, a budget and another, and a sum in pence. */
export interface Draw { readonly who: number; readonly nth: number; readonly one: number; readonly other: number; readonly sum: number }
type Command = (books: Books, draw: Draw) => Promise<Effect>

const pick = <T>(all: readonly T[], n: number): T => all[n % all.length]!
const end = plusDays(today, 182)
const told = { words: 'A wrong key', lang: 'en' }
const refused = async (answer: Promise<{ ok: boolean }>) => answer.then(({ ok }) => !ok, (error: unknown) => {
  // Whoever it is not for gets the 404 of everybody; anything else is a fault.
  if (error instanceof Response || (error instanceof Error && error.message.includes('to decide'))) return true
  throw error
})

/** Mostly a request that the step may fit, and sometimes any. */
function chosen(books: Books, { nth, other }: Draw, fits: (sums: Sums) => boolean): Books['spends'][number] {
  const fitting = books.spends.filter((one) => fits(one.sums))
  return pick(other % 4 === 0 || fitting.length === 0 ? books.spends : fitting, nth)
}

/** A step of one request that it fits while `bucket` holds money of it: `moves` says what the model has of it there. */
function ofSpend(bucket: Bucket, run: (books: Books, id: SpendId, draw: Draw) => Promise<{ ok: boolean }>, moves: (sums: Sums, draw: Draw) => readonly (readonly [Bucket, Bucket, number])[]): Command {
  return async (books, draw) => {
    if (books.spends.length === 0) return 'refused'
    const one = chosen(books, draw, (sums) => sums[bucket] > 0)
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
    const { id, budget, sums } = chosen(books, draw, ({ asked }) => asked > 0)
    const who = decider(draw)
    if (who === 'ruth' || who === 'lewis') await panelNoted(books.world, id)
    if (await refused(voice(books.world, who, id))) return 'refused'
    // The state of the request is what the model takes from the product; what it does to the books is its own.
    const { state } = await books.world.db.selectFrom('spend').select('state').where('id', '=', id).executeTakeFirstOrThrow()
    const to = ({ approved: 'committed', declined: 'available' } as const)[state as string]
    return to ? [{ budget, spend: id, from: 'asked', to, sum: sums.asked }] : []
  }
}

export const commands: Readonly<Record<string, Command>> = {
  async ask(books, draw) {
    const budget = pick(books.budgets, draw.one)
    const answer = await ask(books.world, budget, draw.sum, { by: pick(['marta', 'piotr'] as const, draw.who) })
    // Whatever the model has left of sources that last, it may be asked for.
    if (!answer.ok) return 'refused'
    books.spends.push({ id: answer.value, budget, sums: nothing() })
    return [{ budget, spend: answer.value, from: 'available', to: 'asked', sum: draw.sum }]
  },
  yes: decides(yes),
  no: decides(no),
  question: ofSpend('asked', ({ world }, id, draw) => question(world, decider(draw), id), () => []),
  reply: ofSpend('asked', ({ world }, id) => reply(world, id), () => []),
  'take back': ofSpend('asked', ({ world }, id) => takeBack(world, id), (sums) => [['asked', 'available', sums.asked], ['committed', 'available', sums.committed]]),
  'it happened': ofSpend('committed', ({ world }, id) => happened(world, id), () => []),
  pay: ofSpend('committed', ({ world }, id) => pay(world, id), (sums) => [['committed', 'spent', sums.committed]]),
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

async function lastLines(world: World, budgets: readonly BudgetId[]): Promise<Map<BudgetId, number>> {
  const rows = await world.db.selectFrom('transfer').select(['budget_id', (eb) => eb.fn.max('position').as('position')]).where('family_id', '=', world.family).where('budget_id', 'in', [...budgets]).groupBy('budget_id').execute()
  return new Map(rows.map((row) => [row.budget_id, Number(row.position)]))
}

const names = Object.keys(commands)
const often = ['ask', 'ask', 'ask', 'yes', 'yes', 'yes', 'it happened', 'it happened', 'pay', 'pay', 'refund', 'mend what was paid', 'mend what was given back', 'question', 'reply', 'reply', 'top up']
const many = fc.nat(1_000)

/** Any command by anybody, with sums that fit and sums that do not. */
export const anyStep: fc.Arbitrary<{ name: string; draw: Draw }> = fc.record({
  name: fc.oneof({ weight: 1, arbitrary: fc.constantFrom(...names) }, { weight: 1, arbitrary: fc.constantFrom(...often) }),
  draw: fc.record({ who: many, nth: many, one: many, other: many, sum: fc.oneof(fc.integer({ min: 1, max: 4_000 }), fc.integer({ min: 1, max: 70_000 })) }),
})

const ofBuckets = ['available', 'asked', 'committed', 'spent', 'returned'] as const

/** A family with three budgets of its own: two with all their money, one whose sources end soon. */
export async function openBooks(world: World): Promise<Books> {
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
  return effect === 'refused' ? 'refused' : 'done'
}

/** A whole history; the proof of the books finds nothing at its end, nor on the way. How often each command was done. */
export async function follow(world: World, steps: readonly { name: string; draw: Draw }[], done: Map<string, number> = new Map()): Promise<void> {
  const books = await openBooks(world)
  for (const [n, one] of steps.entries()) {
    if ((await step(books, one)) === 'done') done.set(one.name, (done.get(one.name) ?? 0) + 1)
    if (n % 20 === 19) expect((await verifyLedger(world.db)).findings).toEqual([])
  }
  expect((await verifyLedger(world.db)).findings).toEqual([])
}
