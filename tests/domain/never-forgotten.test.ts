/** A few short histories of those that tests/deep/never-forgotten.deep.test.ts tells by the hundred. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { freshDatabase } from './database.ts'
import { anyStep, follow, type Step } from './forgotten-model.ts'

test('nobody is forgotten, whatever anybody does', async () => {
  let done = 0
  await fc.assert(fc.asyncProperty(fc.array(anyStep, { minLength: 25, maxLength: 25, size: 'max' }), async (steps) => {
    done += await follow(await freshDatabase(), steps)
  }), { numRuns: 8 })
  expect(done).toBeGreaterThan(40)
}, 120_000)

/** The next contact was a place in a group that the lead professional saw only because they led that date with somebody; then they were off. */
const whoLedTheDateIsOff: readonly Step[] = [
  { do: 'group', by: 'nia', together: true, days: 6 }, { do: 'days', days: 6 }, { do: 'off', who: 'sam', from: 5, days: 3 }, { do: 'days', days: 4 }, { do: 'come', kept: true, nth: 4 }, { do: 'days', days: 3 },
]

test('nor is a family whose lead professional does not lead a date of a group any more, at which they alone saw it', async () => {
  expect(await follow(await freshDatabase(), whoLedTheDateIsOff)).toBeGreaterThan(4)
})
