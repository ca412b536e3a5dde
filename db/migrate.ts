import { sql } from 'kysely'
import { dialectOf, type Db } from '#db/connect.ts'
import { migrations } from '#db/migrations/all.ts'
import { inTransaction } from '#db/transaction.ts'

/** How long to wait for another process that is migrating the same database, in milliseconds. */
const migratingPatienceMs = 60_000

/** The key of PostgreSQL's advisory lock, the same in every process: the letters OFPM. */
const lockKey = 0x4f46504d

/**
 * Brings the database to the newest shape and returns the names of the migrations it ran, oldest first.
 * Each migration is one transaction. Processes that start together wait for each other, and only one
 * of them runs each migration.
 */
export async function migrate(db: Db): Promise<string[]> {
  const ran: string[] = []
  const pending = new Set(await pendingMigrations(db))
  for (const { name, statements } of migrations) {
    if (!pending.has(name)) continue
    const mine = await inTransaction(db, async (transaction) => {
      await lock(transaction)
      // Another process may have run it while this one waited.
      if ((await namesRun(transaction)).has(name)) return false
      for (const statement of statements(dialectOf(db))) await sql.raw(statement).execute(transaction)
      await sql`insert into schema_migration (name, at) values (${name}, ${new Date().toISOString()})`.execute(transaction)
      return true
    }, { patience: migratingPatienceMs })
    if (mine) ran.push(name)
  }
  return ran
}

/** The names of the migrations that the database still lacks, oldest first. Reads only. */
export async function pendingMigrations(db: Db): Promise<string[]> {
  const known = await sql<{ found: number }>`${
    dialectOf(db) === 'sqlite'
      ? sql`select count(*) as found from sqlite_master where name = 'schema_migration'`
      : sql`select count(to_regclass('schema_migration')) as found`
  }`.execute(db)
  const run = known.rows[0]?.found ? await namesRun(db) : new Set()
  return migrations.map(({ name }) => name).filter((name) => !run.has(name))
}

/** Keeps other processes out until the transaction ends; SQLite's `begin immediate` has done so already. */
async function lock(transaction: Db): Promise<void> {
  const sqlite = dialectOf(transaction) === 'sqlite'
  if (!sqlite) {
    await sql`set local lock_timeout = 0`.execute(transaction)
    await sql`set local statement_timeout = 0`.execute(transaction)
    await sql`select pg_advisory_xact_lock(${lockKey})`.execute(transaction)
  }
  await sql`create table if not exists schema_migration (name text not null primary key, at text not null)${
    sqlite ? sql.raw(' strict') : sql.raw('')
  }`.execute(transaction)
}

async function namesRun(db: Db): Promise<Set<string>> {
  const { rows } = await sql<{ name: string }>`select name from schema_migration`.execute(db)
  return new Set(rows.map(({ name }) => name))
}
