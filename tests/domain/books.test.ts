import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { freshDatabase } from './database.ts'
import { anyStep, commands, follow } from './books-steps.ts'
import { aWorld } from './world.ts'

describe('random histories of every command that moves money, by all people', () => {
  test('after each, the books say what a tiny model says', async () => {
    const done = new Map<string, number>()
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep, { minLength: 60, maxLength: 120, size: 'max' }), async (steps) => {
        await follow(await aWorld(await freshDatabase()), steps, done)
      }),
      { numRuns: 8 },
    )
    // Of a few histories most commands come through at least once.
    expect(done.size).toBeGreaterThan(Object.keys(commands).length / 2)
  }, 120_000)
})
