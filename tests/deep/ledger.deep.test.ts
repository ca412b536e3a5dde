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
      { numRuns: 50 },
    )
    expect(taken).toBeGreaterThanOrEqual(10_000)
  })

  test('64 parallel approvals of parts of one sum, 20 rounds: no limit is passed', async () => {
    const { db, remove } = await make()
    const world = await aWorld(db)
    await warm(db, 64)
    for (let round = 0; round < 20; round += 1) await approveParts(world, 64)
    await remove()
  })
})
