import path from 'node:path'
import { Kysely, PostgresAdapter } from 'kysely'
import { readStore } from '#app/values/config.ts'
import type { Dialect } from '#db/migrations/all.ts'
import { postgresDialect } from '#db/postgres.ts'
import type { Schema } from '#db/schema.ts'
import { sqliteDialect } from '#db/sqlite.ts'

/** A connection to the database: SQLite's one, or a pool of PostgreSQL's. A transaction is one too. */
export type Db = Kysely<Schema>

/**
 * A connection to a database: `postgres://…`, the path of an SQLite file, or `:memory:`.
 * It is opened at the first query, so a wrong address shows there. End it with `destroy()`.
 * `connections` is the most that PostgreSQL's pool opens.
 */
export function connect(url: string, { connections = 10 }: { connections?: number } = {}): Db {
  const dialect = /^postgres(ql)?:\/\//.test(url) ? postgresDialect(url, connections) : sqliteDialect(url)
  return new Kysely<Schema>({ dialect })
}

/** Which of the two a connection or transaction speaks to. */
export function dialectOf(db: Db): Dialect {
  return db.getExecutor().adapter instanceof PostgresAdapter ? 'postgres' : 'sqlite'
}

// On globalThis, because the development server loads this module anew at every change.
const processDatabase = Symbol.for('our-family-plan.database')
const kept = globalThis as typeof globalThis & { [processDatabase]?: Db }

/**
 * The one connection of this process: DATABASE_URL, or the SQLite file in DATA_DIR. One, because two
 * connections of one process to one SQLite file lock each other out, waiting inside the event loop.
 */
export function database(): Db {
  return (kept[processDatabase] ??= connect(databaseAddress()))
}

/** Makes `db` this process's one connection: a test's own database, or a script's. */
export function setDatabase(db: Db): void {
  kept[processDatabase] = db
}

/** The folder for all that the program itself keeps, as DATA_DIR says. */
export function dataFolder(): string {
  return readStore(process.env).dataDir
}

function databaseAddress(): string {
  const { databaseUrl, dataDir } = readStore(process.env)
  return databaseUrl ?? path.join(dataDir, 'our-family-plan.sqlite')
}
