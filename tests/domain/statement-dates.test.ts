/** A statement of any days: what was left before them, what happened and what was left after them reconcile with their lines, to the penny. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Acting } from '#app/access/viewer.server.ts'
import { post, statement, type Movement, type NewTransfer } from '#app/domain/budget/ledger.server.ts'
import { spanOf, type Dates, type DatesSums } from '#app/domain/budget/statement-dates.ts'
import { sumsOfDates } from '#app/domain/budget/statement-sums.server.ts'
import { act, type Outcome } from '#app/events/transact.server.ts'
import type { BudgetId, SpendId } from '#app/values/ids.ts'
import { atWallTime, dayAt, plusDays, plusMinutes, type Day, type Instant } from '#app/values/instant.ts'
import { pence } from '#app/values/money.ts'
import type { Bucket } from '#db/schema.ts'
import { freshDatabase } from './database.ts'
import { asked } from './money-steps.ts'
import { aWorld, type World } from './world.ts'

/** The world begins in November; what is written here, around both nights on which the clocks change. */
const nights = ['2027-03-28', '2027-10-31'] as const
const moves: readonly (readonly [Movement, Bucket, Bucket])[] = [
  ['topped-up', 'council', 'available'], ['moved-in', 'council', 'available'], ['moved-out', 'available', 'council'], ['ended', 'available', 'returned'], ['corrected', 'available', 'council'],
  ['asked', 'available', 'asked'], ['changed', 'asked', 'available'], ['changed', 'available', 'asked'], ['approved', 'asked', 'committed'], ['declined', 'asked', 'available'],
  ['paid', 'committed', 'spent'], ['lapsed', 'committed', 'available'], ['refunded', 'spent', 'available'], ['corrected', 'spent', 'available'], ['corrected', 'available', 'spent'],
]

const drawn = fc.array(fc.record({ move: fc.nat(moves.length - 1), sum: fc.integer({ min: 1, max: 3_000 }), night: fc.constantFrom(...nights), minute: fc.integer({ min: -2 * 24 * 60, max: 3 * 24 * 60 }) }), { minLength: 5, maxLength: 40 })
const spans = fc.array(fc.record({ night: fc.constantFrom(...nights), from: fc.option(fc.integer({ min: -4, max: 5 })), days: fc.option(fc.nat(230)) }), { minLength: 6, maxLength: 6 })

/** Writes a line as any command does. */
async function line(acting: Acting<'budget:ask'>, { budget, transfer }: { budget: BudgetId; transfer: NewTransfer }): Promise<Outcome<null, 'not-enough-money'>> {
  const posted = await post(acting, budget, [transfer])
  return posted.ok ? { ok: true, value: null, event: { kind: 'budget-made', data: { pence: 0 }, thing: { kind: 'budget', id: budget } } } : posted
}

async function written(world: World, budget: BudgetId, spend: SpendId, history: readonly { move: number; sum: number; at: Instant }[]): Promise<void> {
  const viewer = await world.may('marta', 'budget:ask')
  const { funding_id: funding } = await world.db.selectFrom('transfer').select('funding_id').where('budget_id', '=', budget).executeTakeFirstOrThrow()
  for (const { move, sum, at } of history) {
    const [why, from, to] = moves[move]!
    const ofBudget = why !== 'corrected' ? ['council', 'returned'].includes(from) || ['council', 'returned'].includes(to) : to === 'council'
    // What there is not enough of is refused, and is then no line.
    await act({ ...viewer, now: at }, line, { budget, transfer: { funding, spend: ofBudget ? null : spend, from, to, pence: pence(sum), why } })
  }
}

const added = (sums: DatesSums) => sums.opening + sums.came - sums.aside + sums.back - sums.returned - sums.moved + sums.mended

async function reconciles(world: World, budget: BudgetId, dates: Dates): Promise<void> {
  const viewer = await world.may('marta', 'budget:see')
  const sums = await sumsOfDates(viewer, budget, dates)
  const all = (await statement(viewer, budget, { from: null, until: null, page: 'all' }))!.lines
  const lines = (await statement(viewer, budget, { ...spanOf(dates), page: 'all' }))!.lines
  const within = (at: Instant) => (dates.from === null || dayAt(at) >= dates.from) && (dates.until === null || dayAt(at) <= dates.until)
  expect(lines.map((line) => line.id)).toEqual(all.filter((line) => within(line.at)).map((line) => line.id))
  expect(sums.lines).toBe(lines.length)
  expect(sums.opening).toBe(all.filter((line) => dates.from !== null && dayAt(line.at) < dates.from).reduce((sum, line) => sum + line.change, 0))
  expect(sums.closing).toBe(sums.opening + lines.reduce((sum, line) => sum + line.change, 0))
  expect(added(sums)).toBe(sums.closing)
  expect(sums.left.at(-1)?.pence ?? sums.opening).toBe(sums.closing)
  for (const { on, pence: left } of sums.left) expect(left).toBe(all.filter((line) => dayAt(line.at) <= on).reduce((sum, line) => sum + line.change, 0))
  // Where one statement ends the next begins.
  if (dates.until !== null) expect((await sumsOfDates(viewer, budget, { from: plusDays(dates.until, 1), until: null })).opening).toBe(sums.closing)
}

test('what was left before and after any days reconciles with their lines', { timeout: 120_000 }, async () => {
  await fc.assert(fc.asyncProperty(drawn, spans, async (draws, chosen) => {
    const world = await aWorld(await freshDatabase())
    const budget = await world.budget(20_000)
    const spend = await asked(world, budget, 4_000)
    const history = draws.map(({ move, sum, night, minute }) => ({ move, sum, at: plusMinutes(atWallTime(night as Day, '00:00')!, minute) })).sort((a, b) => (a.at < b.at ? -1 : 1))
    await written(world, budget, spend, history)
    for (const { night, from, days } of chosen) {
      const first = from === null ? null : plusDays(night as Day, from)
      await reconciles(world, budget, { from: first, until: days === null ? null : plusDays(first ?? (night as Day), days) })
    }
  }), { numRuns: 12 })
})

test('of a budget that somebody may not see nothing is summed', async () => {
  const world = await aWorld(await freshDatabase())
  const budget = await world.budget(5_000, { keptTo: [world.members.marta] })
  const whole = { from: null, until: null }
  expect((await sumsOfDates(await world.may('marta', 'budget:see'), budget, whole)).came).toBe(5_000)
  expect(await sumsOfDates(await world.may('piotr', 'budget:see'), budget, whole)).toMatchObject({ opening: 0, closing: 0, came: 0, lines: 0, left: [] })
})
