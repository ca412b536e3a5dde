/** A process of its own for db.test.ts: `node contender.ts migrate|count <address>`. Prints what it did as JSON. */
import { connect } from '#db/connect.ts'
import { migrate } from '#db/migrate.ts'
import { inTransaction } from '#db/transaction.ts'

/** How many transactions one contender runs. */
const transactions = 200

/**
 * How long one of them waits for its turn, in milliseconds. Two that do nothing else take the lock again at once, and SQLite
 * keeps no queue: on a busy machine one may get no turn for longer than a person is let wait. What is tested is that nothing is lost.
 */
const patience = 50_000

const [, , what, url] = process.argv
if (!url) throw new Error('Which database?')
const db = connect(url)
if (what === 'migrate') {
  console.log(JSON.stringify(await migrate(db)))
} else {
  for (let done = 0; done < transactions; done += 1) await inTransaction(db, countOneMore, { patience })
  console.log(JSON.stringify(transactions))
}
await db.destroy()

/** Reads, then writes what follows from it: a lost update would show. */
async function countOneMore(transaction: Parameters<Parameters<typeof inTransaction>[1]>[0]): Promise<void> {
  await transaction.updateTable('area').set({ name: 'locked' }).execute()
  const { seq } = await transaction.selectFrom('area').select('seq').executeTakeFirstOrThrow()
  await transaction.updateTable('area').set({ seq: seq + 1 }).execute()
}
