import { beforeEach, describe, expect, test } from 'vitest'
import { must } from '#app/access/viewer.server.ts'
import { approve, requestSpend } from '#app/domain/budget/spending.server.ts'
import { act } from '#app/events/transact.server.ts'
import { verifyChains } from '#app/events/audit-trail.server.ts'
import { newId, type BudgetId } from '#app/values/ids.ts'
import { freshDatabase, warm } from './database.ts'
import { allOrNothing } from './failing-at.ts'
import { approveParts, ask, asked, asking, booksAreRight, forgetLimits, formUse, many, panelNoted, standing, sums, yes } from './money-steps.ts'
import { aWorld, type World } from './world.ts'

const contenders = 64
const rounds = 20
/** The deep tests run 20 of these too; they take long because every part must be asked for first. */
const splitRounds = 5
const pounds = (sum: number) => sum * 100

let world: World
beforeEach(async () => {
  world = await aWorld(await freshDatabase())
  await warm(world.db, contenders)
})

const taken = <T extends { ok: boolean }>(answers: readonly T[]) => answers.filter((answer) => answer.ok).length

describe('64 at once', () => {
  test('asks against one budget, 20 rounds: never a penny over, and exactly as many as the money allows', async () => {
    for (let round = 0; round < rounds; round += 1) {
      const left = pounds(20) + round
      const budget = await world.budget(left)
      const marta = await world.may('marta', 'budget:ask')
      const answers = await many(contenders, () => act(marta, requestSpend, asking(world, budget, 100), formUse()))
      expect(taken(answers)).toBe(20)
      expect(new Set(answers.flatMap((answer) => (answer.ok ? [] : [answer.why])))).toEqual(new Set(['not-enough-money']))
      expect(await sums(world, budget)).toEqual({ left: round, aside: pounds(20), spent: 0, ended: 0, total: left })
      await booksAreRight(world, budget)
    }
    expect(await verifyChains(world.db)).toEqual([])
  }, 240_000)

  test('approvals of parts of one sum: the limit is not passed, whoever comes first', async () => {
    for (let round = 0; round < splitRounds; round += 1) await approveParts(world, contenders)
  }, 240_000)

  test('two people approve the last £50 at once, again and again: it is committed once', async () => {
    for (let round = 0; round < rounds; round += 1) {
      const budget = await world.budget(pounds(550))
      await forgetLimits(world)
      await asked(world, budget, pounds(500))
      const id = await asked(world, budget, pounds(50))
      const sam = must((await world.spendViewer('sam', id))!, 'spend:decide')
      const answers = await many(contenders, () => act(sam, approve, { spend: id, version: 1 }, formUse()))
      expect(taken(answers)).toBe(1)
      expect(new Set(answers.flatMap((answer) => (answer.ok ? [] : [answer.why])))).toEqual(new Set(['changed-meanwhile']))
      expect(await sums(world, budget)).toMatchObject({ left: 0, aside: pounds(550), spent: 0 })
      await booksAreRight(world, budget)
    }
  }, 240_000)

  test('both of the panel say yes at the same moment: the second sees that the first did', async () => {
    const budget = await world.budget(pounds(900))
    const id = await asked(world, budget, pounds(600))
    await panelNoted(world, id)
    const both = await Promise.all((['ruth', 'lewis'] as const).map((who) => yes(world, who, id, { version: 1 })))
    expect(taken(both)).toBe(1)
    const late = both[0]!.ok ? 'lewis' : 'ruth'
    expect(await yes(world, late, id)).toMatchObject({ ok: true, value: { state: 'approved' } })
  })

  test('the last money is asked for and the last decision is made at once, by all kinds of people', async () => {
    const budget = await world.budget(pounds(100))
    const id = await asked(world, budget, pounds(50))
    const sam = must((await world.spendViewer('sam', id))!, 'spend:decide')
    const marta = await world.may('marta', 'budget:ask')
    const piotr = await world.may('piotr', 'budget:ask')
    const asks = many(30, (n) => act(n % 2 ? marta : piotr, requestSpend, asking(world, budget, pounds(50))))
    const [answers, decision] = await Promise.all([asks, act(sam, approve, { spend: id, version: 1 })])
    expect([taken(answers), decision.ok]).toEqual([1, true])
    expect(await sums(world, budget)).toMatchObject({ left: 0, aside: pounds(100) })
    await booksAreRight(world, budget)
  })
})

describe('the same form, sent many times at once', () => {
  test('asks once', async () => {
    const budget = await world.budget(pounds(900))
    const once = formUse()
    const answers = await many(contenders, () => ask(world, budget, pounds(20), { once }))
    expect(taken(answers)).toBe(contenders)
    expect(new Set(answers.map((answer) => (answer.ok ? answer.value : answer.why))).size).toBe(1)
    expect(answers.filter((answer) => answer.ok && !answer.again).length).toBe(1)
    expect(await sums(world, budget)).toMatchObject({ aside: pounds(20) })
  })

  test('approves once', async () => {
    const budget = await world.budget(pounds(900))
    const id = await asked(world, budget, pounds(20))
    const once = formUse()
    const sam = (await world.spendViewer('sam', id))!
    const answers = await many(contenders, () => yes(world, 'sam', id, { version: 1, once, viewer: sam }))
    expect(new Set(answers.map((answer) => JSON.stringify(answer.ok && answer.value)))).toEqual(new Set(['{"state":"approved"}']))
    expect((await standing(world.db, id)).version).toBe(2)
    await booksAreRight(world, budget)
  })
})

describe('a fault at any statement', () => {
  let budget: BudgetId
  beforeEach(async () => {
    budget = await world.budget(pounds(900))
  })

  test('of asking leaves nothing behind', async () => {
    const once = { id: newId(), contentHash: 'c' }
    const marta = await world.may('marta', 'budget:ask')
    const statements = await allOrNothing(world.db, (db) => act({ ...marta, db }, requestSpend, asking(world, budget, pounds(20)), once))
    expect(statements).toBeGreaterThan(10)
    expect((await sums(world, budget)).aside).toBe(pounds(20))
    await booksAreRight(world, budget)
  })

  test('of approving leaves nothing behind', async () => {
    const id = await asked(world, budget, pounds(20))
    const sam = must((await world.spendViewer('sam', id))!, 'spend:decide')
    const once = { id: newId(), contentHash: 'c' }
    const statements = await allOrNothing(world.db, (db) => act({ ...sam, db }, approve, { spend: id, version: 1 }, once))
    expect(statements).toBeGreaterThan(10)
    await booksAreRight(world, budget)
  })
})

