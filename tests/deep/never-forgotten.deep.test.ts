import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyStep, follow } from '#tests/domain/forgotten-model.ts'
import { onBothDatabases } from './both-databases.ts'

onBothDatabases('a family with an open plan', (make) => {
  test('is never without a next contact, after any of 1,500 steps that anybody takes', async () => {
    const runs = 30
    let done = 0
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep, { minLength: 50, maxLength: 50, size: 'max' }), async (steps) => {
        const { db, remove } = await make()
        done += await follow(db, steps)
        await remove()
      }),
      { numRuns: runs, endOnFailure: true },
    )
    expect(done, 'most steps do something').toBeGreaterThan(runs * 16)
  })
})
