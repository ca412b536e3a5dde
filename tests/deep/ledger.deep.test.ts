import fc from 'fast-check'
import { expect, test } from 'vitest'
import { warm } from '#tests/domain/database.ts'
import { anyCommand, follow } from '#tests/domain/ledger-model.ts'
import { approveParts } from '#tests/domain/money-steps.ts'
import { aWorld } from '#tests/domain/world.ts'
import { onBothDatabases } from './both-databases.ts'

onBothDatabases('the ledger', (make) => {
  test('10,000 random commands by all people: after each, the books say what a tiny model says', async () => {
    let taken = 0
    await fc.assert(
      fc.asyncProperty(fc.array(anyCommand, { minLength: 200, maxLength: 200, size: 'max' }), async (commands) => {
        const { db, remove } = await make()
        taken += await follow(await aWorld(db), commands)
        await remove()
      }),
      { numRuns: 50, endOnFailure: true },
    )
    expect(taken).toBeGreaterThanOrEqual(10_000)
  })

  // A manager may start budgets up to a sum in the days that count: 64 parts of £110 are more than half of it in ten rounds.
  test.each([['lead', 20], ['manager', 10]] as const)('64 parallel approvals of parts of one sum, at the limit of a %s, %i rounds: it is not passed', async (level, rounds) => {
    const { db, remove } = await make()
    const world = await aWorld(db)
    await warm(db, 64)
    for (let round = 0; round < rounds; round += 1) await approveParts(world, 64, level)
    await remove()
  })
})
