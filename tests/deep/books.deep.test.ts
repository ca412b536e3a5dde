import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyStep, commands, follow } from '#tests/domain/books-steps.ts'
import { aWorld } from '#tests/domain/world.ts'
import { onBothDatabases } from './both-databases.ts'

onBothDatabases('the books', (make) => {
  test('10,000 random commands by all people: after each, the sums are those of a tiny model, and each command was done', async () => {
    let taken = 0
    const done = new Map<string, number>()
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep, { minLength: 200, maxLength: 200, size: 'max' }), async (steps) => {
        const { db, remove } = await make()
        await follow(await aWorld(db), steps, done)
        taken += steps.length
        await remove()
      }),
      // A failure is told at once: to make a history of 200 shorter takes hours.
      { numRuns: 50, endOnFailure: true },
    )
    expect(taken).toBeGreaterThanOrEqual(10_000)
    expect(Object.keys(commands).filter((name) => !done.has(name))).toEqual([])
  })
})
