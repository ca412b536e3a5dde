/** A budget with 5,000 transfers: its pages ask as few queries as those of a small one, each by an index, and take about as long. */
import { CompiledQuery } from 'kysely'
import { expect, test } from 'vitest'
import { must } from '#app/access/viewer.server.ts'
import { budgetsOf, statement } from '#app/domain/budget/ledger.server.ts'
import { paceOf, sourcesOf } from '#app/domain/budget/pace.server.ts'
import { endsOf } from '#app/domain/budget/period-ends.server.ts'
import { sumsOfDates } from '#app/domain/budget/statement-sums.server.ts'
import { spendsOf } from '#app/domain/budget/spends.server.ts'
import { linesOf } from '#app/domain/budget/budgets.server.ts'
import { verifyLedger } from '#app/domain/budget/verify-ledger.server.ts'
import type { BudgetId } from '#app/values/ids.ts'
import { plusDays } from '#app/values/instant.ts'
import { dialectOf, type Db } from '#db/connect.ts'
import { manyTransfers } from '../many-transfers.ts'
import { freshDatabase } from './database.ts'
import { asked } from './money-steps.ts'
import { aWorld, today, worldBegins, type World } from './world.ts'

/** What the family's budget page and its statement ask. */
async function readPages(world: World, db: Db, budget: BudgetId): Promise<void> {
  const marta = must({ ...(await world.viewer('marta')), db }, 'budget:see')
  // The sums are a kept query, which a plugin does not see: ledger.test looks at it.
  const found = (await budgetsOf(await world.may('marta', 'budget:see'))).find((one) => one.id === budget)!
  await spendsOf(must(marta, 'spend:see'), budget, 1)
  await linesOf(marta, budget)
  await paceOf(marta, found)
  await endsOf(marta, budget)
  await sourcesOf(marta, budget)
  await statement(marta, budget, { from: null, until: null, page: 1 })
  await sumsOfDates(marta, budget, { from: plusDays(today, -10), until: null })
}

test('a budget with 5,000 transfers is read as a small one is', async () => {
  const world = await aWorld(await freshDatabase())
  const budget = await world.budget(900_000)
  await manyTransfers(world.db, { family: world.family, budget, like: await asked(world, budget, 10), until: worldBegins })
  expect((await verifyLedger(world.db)).findings).toEqual([])

  // A part of a union is compiled by itself too, and is asked with the rest.
  let times = 0
  const queries: { text: string; parameters: readonly unknown[] }[] = []
  const counted = world.db.withPlugin({
    transformQuery: ({ node, queryId }) => {
      const { sql: text, parameters } = world.db.getExecutor().compileQuery(node, queryId)
      queries.push({ text, parameters })
      return node
    },
    transformResult: async ({ result }) => {
      times += 1
      return result
    },
  }) as Db
  await readPages(world, counted, budget)
  expect(times).toBeLessThanOrEqual(10)
  if (dialectOf(world.db) === 'sqlite') {
    for (const { text, parameters } of queries) {
      const steps = await world.db.executeQuery<{ detail: string }>(CompiledQuery.raw(`explain query plan ${text}`, [...parameters]))
      for (const { detail } of steps.rows) expect(`${detail} (${text})`).not.toMatch(/^SCAN (?!CONSTANT)/)
    }
  }

  const began = performance.now()
  for (let n = 0; n < 10; n += 1) await readPages(world, world.db, budget)
  const each = (performance.now() - began) / 10
  // A page is to be there in the blink of an eye, on a busy machine too.
  expect(each).toBeLessThan(400)
}, 60_000)
