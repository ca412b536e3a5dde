/** A connection that breaks at a chosen statement, as a full disk, a cut line or a bug would. */
import { Kysely, type CompiledQuery, type DatabaseConnection, type Dialect, type Driver, type QueryResult } from 'kysely'
import type { Db } from '#db/connect.ts'
import { postgresDialect } from '#db/postgres.ts'
import type { Schema } from '#db/schema.ts'
import { sqliteDialect } from '#db/sqlite.ts'

export interface Fault {
  /** The statement, counted from 1, at which `error` is thrown: once. `begin` and `commit` count too. */
  readonly at: number
  /** Whether the database had done the statement already, and only the answer was lost. */
  readonly done: boolean
  readonly error: Error
}

export interface Breakable {
  readonly db: Db
  /** Lets the next statement be the first, and one of them fail. */
  arm(fault?: Fault): void
  /** The statements since then. */
  readonly statements: string[]
  /** Whether the fault was met. */
  readonly broke: boolean
}

/** A second connection to a test's database. End it with `db.destroy()`. */
export function connectBreakable(url: string): Breakable {
  const dialect: Dialect = url.startsWith('postgres') ? postgresDialect(url, 4) : sqliteDialect(url)
  let fault: Fault | undefined
  const breakable = { statements: [] as string[], broke: false }

  async function counted<T>(name: string, run: () => Promise<T>): Promise<T> {
    breakable.statements.push(name)
    if (fault?.at !== breakable.statements.length) return run()
    const { error, done } = fault
    fault = undefined
    breakable.broke = true
    if (done) await run()
    throw error
  }

  class BreakableConnection implements DatabaseConnection {
    readonly inner: DatabaseConnection
    constructor(inner: DatabaseConnection) {
      this.inner = inner
    }
    executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
      return counted(query.sql, () => this.inner.executeQuery<R>(query))
    }
    streamQuery<R>(query: CompiledQuery, size: number): AsyncIterableIterator<QueryResult<R>> {
      return this.inner.streamQuery<R>(query, size)
    }
  }

  const innerOf = (connection: DatabaseConnection) => (connection as BreakableConnection).inner
  const breaking = (driver: Driver): Driver => ({
    init: () => driver.init(),
    acquireConnection: async () => new BreakableConnection(await driver.acquireConnection()),
    beginTransaction: (connection, settings) => counted('begin', () => driver.beginTransaction(innerOf(connection), settings)),
    commitTransaction: (connection) => counted('commit', () => driver.commitTransaction(innerOf(connection))),
    rollbackTransaction: (connection) => driver.rollbackTransaction(innerOf(connection)),
    releaseConnection: (connection) => driver.releaseConnection(innerOf(connection)),
    destroy: () => driver.destroy(),
  })

  const db = new Kysely<Schema>({
    dialect: {
      createDriver: () => breaking(dialect.createDriver()),
      createAdapter: () => dialect.createAdapter(),
      createQueryCompiler: () => dialect.createQueryCompiler(),
      createIntrospector: (of) => dialect.createIntrospector(of),
    },
  })
  return Object.assign(breakable, {
    db,
    arm(next?: Fault) {
      fault = next
      breakable.statements.length = 0
      breakable.broke = false
    },
  })
}
