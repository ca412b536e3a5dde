import { AsyncLocalStorage } from 'node:async_hooks'
import type { Transaction } from 'kysely'
import type { Db } from '#db/connect.ts'
import { failureOf } from '#db/failure.ts'
import type { Schema } from '#db/schema.ts'

/** How long a command may go on trying before its reader is told to come back, in milliseconds. */
const patienceMs = 4_000

/** The longest wait between two tries, in milliseconds. */
const longestWaitMs = 250

/**
 * The database could not take the command in time: locked, or away for a moment.
 * Nothing was written. The web answers 503 with Retry-After.
 */
export class DatabaseBusy extends Error {
  override readonly name = 'DatabaseBusy'

  constructor(cause: unknown) {
    super('The database did not take the command in time; nothing was written', { cause })
  }
}

const transactionHere = new AsyncLocalStorage<{ open: boolean }>()

/**
 * Throws where the code running now is inside a transaction of `inTransaction`.
 * The drivers ask before they hand out another connection: with SQLite's one connection the
 * query would wait for ever on its own transaction, with PostgreSQL's pool it would read
 * around the transaction, and a full pool would wait for ever as well.
 */
export function assertNoTransactionHere(): void {
  if (transactionHere.getStore()?.open) {
    throw new Error('A query inside a transaction went to the outer database: use the transaction it was given')
  }
}

/**
 * Runs `work` in one transaction: all of it or none of it.
 *
 * The transaction is a writing one from its start (`begin immediate` on SQLite). On PostgreSQL it
 * runs at read committed: a command locks its scope's row first, and every later statement sees all
 * that was committed before that lock was given.
 *
 * `work` is run again, from its beginning, when the database was busy, chose this transaction as the
 * victim of a deadlock or conflict, or was lost before the commit; so it must do nothing but database
 * work. A connection lost during the commit is not tried again, because nobody knows how the commit
 * ended: a once-only id settles that when the person sends the form again.
 *
 * @throws {DatabaseBusy} when the time was up (four seconds unless told otherwise)
 */
export async function inTransaction<T>(
  db: Db,
  work: (transaction: Transaction<Schema>) => Promise<T>,
  { patience = patienceMs }: { patience?: number } = {},
): Promise<T> {
  const deadline = performance.now() + patience
  for (let attempt = 0; ; attempt += 1) {
    let workDone = false
    try {
      return await db.transaction().execute(async (transaction) => {
        const here = { open: true }
        try {
          const result = await transactionHere.run(here, work, transaction)
          workDone = true
          return result
        } finally {
          here.open = false
        }
      })
    } catch (error) {
      if (!mayBeTriedAgain(error, workDone)) throw error
      const wait = Math.random() * Math.min(10 * 2 ** attempt, longestWaitMs)
      if (performance.now() + wait > deadline) throw new DatabaseBusy(error)
      await new Promise((resolve) => setTimeout(resolve, wait))
    }
  }
}

function mayBeTriedAgain(error: unknown, workDone: boolean): boolean {
  const failure = failureOf(error)
  return failure === 'busy' || failure === 'serialization' || (failure === 'connection' && !workDone)
}
