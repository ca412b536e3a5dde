/** A few short histories of those that tests/deep/never-forgotten.deep.test.ts tells by the hundred. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { freshDatabase } from './database.ts'
import { anyStep, follow } from './forgotten-model.ts'

test('nobody is forgotten, whatever anybody does', async () => {
  let done = 0
  await fc.assert(fc.asyncProperty(fc.array(anyStep, { minLength: 25, maxLength: 25, size: 'max' }), async (steps) => {
    done += await follow(await freshDatabase(), steps)
  }), { numRuns: 8 })
  expect(done).toBeGreaterThan(40)
}, 120_000)
