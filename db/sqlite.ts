import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import Database from 'better-sqlite3'
import {
  CompiledQuery,
  SqliteAdapter,
  SqliteDriver,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type DatabaseConnection,
  type Dialect,
  type SqliteDatabase,
  type SqliteStatement,
  type TransactionSettings,
} from 'kysely'
import { failureOf } from '#db/failure.ts'
import { assertNoTransactionHere } from '#db/transaction.ts'

/** How many prepared statements are kept; the whole program has a few hundred. */
const keptStatements = 500

/** How long SQLite waits for another process's lock, in milliseconds: short, for it waits inside the event loop. */
const busyTimeoutMs = 100

/** How long opening goes on trying while another process opens the same file, in milliseconds. */
const openingPatienceMs = 5_000

/**
 * SQLite through better-sqlite3 on one connection. `file` is a path or `:memory:`; it is opened, and
 * its folder made, at the first query.
 *
 * It differs from Kysely's own dialect in five points: writing transactions begin immediate (a deferred
 * one that reads and then writes fails when another process wrote in between), prepared statements are
 * kept and keep their plan, integers beyond 2^53 are refused instead of rounded, and a query that would wait
 * for ever on its own transaction throws.
 */
export function sqliteDialect(file: string): Dialect {
  return {
    createDriver: () => new OneConnectionDriver(file),
    createAdapter: () => new QueueingAdapter(),
    createQueryCompiler: () => new SteadyPlanCompiler(),
    createIntrospector: (db) => new SqliteIntrospector(db),
  }
}

/**
 * Writes `+?` for a parameter. better-sqlite3's SQLite (built with STAT4) plans a statement with a join or an order anew
 * at every run, because the new value of a plain `?` might ask for another plan. That takes ten times as long as the run
 * itself; an expression says nothing about its value, and changes nothing else.
 */
class SteadyPlanCompiler extends SqliteQueryCompiler {
  protected override getCurrentParameterPlaceholder(): string {
    return '+?'
  }
}

/** Leaves the queue for the one connection to the driver below. */
class QueueingAdapter extends SqliteAdapter {
  override get supportsMultipleConnections(): boolean {
    return true
  }
}

class OneConnectionDriver extends SqliteDriver {
  readonly #database: KeptStatements
  readonly #waiting: (() => void)[] = []
  #taken = false

  constructor(file: string) {
    const database = new KeptStatements()
    super({
      database: async () => {
        database.opened = await openDatabase(file)
        return database
      },
    })
    this.#database = database
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    assertNoTransactionHere()
    if (this.#taken) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    this.#taken = true
    return super.acquireConnection()
  }

  override async releaseConnection(): Promise<void> {
    const next = this.#waiting.shift()
    if (next) next()
    else this.#taken = false
  }

  override async beginTransaction(connection: DatabaseConnection, settings?: TransactionSettings): Promise<void> {
    const begin = settings?.accessMode === 'read only' ? 'begin' : 'begin immediate'
    await connection.executeQuery(CompiledQuery.raw(begin))
  }

  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    // A full disk may have rolled it back already; to roll back again would hide the reason.
    if (this.#database.opened?.inTransaction) await super.rollbackTransaction(connection)
  }
}

/** The database as Kysely's driver wants it, with the least recently used statements thrown away. */
class KeptStatements implements SqliteDatabase {
  opened: Database.Database | undefined
  readonly #statements = new Map<string, CheckedStatement>()

  prepare(text: string): SqliteStatement {
    if (!this.opened) throw new Error('The database is not open')
    const kept = this.#statements.get(text)
    if (kept) {
      this.#statements.delete(text)
      this.#statements.set(text, kept)
      return kept
    }
    const statement = new CheckedStatement(this.opened.prepare(text))
    this.#statements.set(text, statement)
    if (this.#statements.size > keptStatements) {
      for (const oldest of this.#statements.keys()) {
        this.#statements.delete(oldest)
        break
      }
    }
    return statement
  }

  close(): void {
    this.#statements.clear()
    this.opened?.close()
    this.opened = undefined
  }
}

class CheckedStatement implements SqliteStatement {
  readonly reader: boolean
  readonly #statement: Database.Statement

  constructor(statement: Database.Statement) {
    this.#statement = statement
    this.reader = statement.reader
  }

  all(parameters: readonly unknown[]): unknown[] {
    const rows = this.#statement.all(parameters)
    for (const row of rows) refuseRounded(row)
    return rows
  }

  run(parameters: readonly unknown[]): Database.RunResult {
    return this.#statement.run(parameters)
  }

  *iterate(parameters: readonly unknown[]): IterableIterator<unknown> {
    for (const row of this.#statement.iterate(parameters)) {
      refuseRounded(row)
      yield row
    }
  }
}

/** better-sqlite3 rounds an integer beyond 2^53 without a word: a wrong number is a fault. */
function refuseRounded(row: unknown): void {
  const columns = row as Record<string, unknown>
  for (const column in columns) {
    const value = columns[column]
    if (typeof value === 'number' && !(value <= Number.MAX_SAFE_INTEGER && value >= Number.MIN_SAFE_INTEGER)) {
      throw new RangeError(`The number in ${column} is beyond what a whole number can hold exactly`)
    }
  }
}

async function openDatabase(file: string): Promise<Database.Database> {
  // Only its owner looks into the folder: the file is everybody's private papers.
  if (file !== ':memory:') await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
  const deadline = performance.now() + openingPatienceMs
  for (;;) {
    const database = new Database(file, { timeout: busyTimeoutMs })
    try {
      setPragmas(database)
      return database
    } catch (error) {
      database.close()
      // Turning to WAL needs the file alone, and SQLite does not wait for that by itself.
      if (failureOf(error) !== 'busy' || performance.now() > deadline) throw error
      await new Promise((resolve) => setTimeout(resolve, 10 + Math.random() * 40))
    }
  }
}

function setPragmas(database: Database.Database): void {
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL') // an acknowledged write outlives a power cut
  database.pragma('foreign_keys = ON')
  database.pragma('recursive_triggers = ON') // or `insert or replace` passes by the append-only triggers
  database.pragma('cell_size_check = ON') // a damaged page is noticed when it is read
  database.pragma('trusted_schema = OFF')
  database.pragma('secure_delete = ON') // what is erased as the law asks is gone from the file too
  database.pragma('cache_size = -16384') // 16 MiB
  database.pragma('journal_size_limit = 67108864')
}
