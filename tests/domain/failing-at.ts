/** A database that breaks at one statement. */
import { expect } from 'vitest'
import type { Db } from '#db/connect.ts'
import { everything } from './other-family.ts'

/** The database, with the k-th statement from now on thrown instead of run. */
function failingAt(db: Db, k: number): { db: Db; seen: () => number } {
  let seen = 0
  const faulty = db.withPlugin({
    transformQuery: ({ node }) => {
      seen += 1
      if (seen === k) throw new Error('the power went')
      return node
    },
    transformResult: async ({ result }) => result,
  })
  return { db: faulty, seen: () => seen }
}

/** Fails a command at its first statement, its second, and so on until it comes through; nothing may be left by any but the last. How many statements it has. */
export async function allOrNothing(db: Db, run: (db: Db) => Promise<{ readonly ok: boolean }>): Promise<number> {
  const before = await everything(db)
  for (let k = 1; ; k += 1) {
    const failing = failingAt(db, k)
    const outcome = await run(failing.db).catch((error: Error) => error)
    if (!(outcome instanceof Error)) {
      expect(outcome.ok).toBe(true)
      expect(failing.seen()).toBe(k - 1)
      expect(await everything(db)).not.toEqual(before)
      return k - 1
    }
    expect(outcome.message).toBe('the power went')
    expect(await everything(db)).toEqual(before)
  }
}
