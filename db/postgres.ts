import pg from 'pg'
import {
  PostgresAdapter,
  PostgresDriver,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type AbortableOperationOptions,
  type DatabaseConnection,
  type Dialect,
} from 'kysely'
import { assertNoTransactionHere } from '#db/transaction.ts'

/** How long a statement waits for another transaction's lock, in milliseconds; then it counts as busy. */
const lockTimeoutMs = 4_000
const connectionTimeoutMs = 4_000
const statementTimeoutMs = 30_000

/**
 * PostgreSQL through a pool of at most `connections`. An int8 (so every `count`) is a number, and one
 * beyond 2^53 throws; a `numeric` stays text.
 */
export function postgresDialect(url: string, connections: number): Dialect {
  return {
    createDriver: () => new PooledDriver({ pool: async () => newPool(url, connections) }),
    createAdapter: () => new PostgresAdapter(),
    createQueryCompiler: () => new PostgresQueryCompiler(),
    createIntrospector: (db) => new PostgresIntrospector(db),
  }
}

class PooledDriver extends PostgresDriver {
  override async acquireConnection(options?: AbortableOperationOptions): Promise<DatabaseConnection> {
    assertNoTransactionHere()
    return super.acquireConnection(options)
  }

  override async rollbackTransaction(
    connection: Parameters<PostgresDriver['rollbackTransaction']>[0],
  ): Promise<void> {
    try {
      await super.rollbackTransaction(connection)
    } catch {
      // The connection is gone, and the transaction with it; the driver throws the connection away.
      // The caller hears why the transaction failed, not that there was nothing left to roll back.
    }
  }
}

function newPool(url: string, connections: number): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: connectionTimeoutMs,
    lock_timeout: lockTimeoutMs,
    statement_timeout: statementTimeoutMs,
    idle_in_transaction_session_timeout: statementTimeoutMs,
    application_name: 'our-family-plan',
    types: { getTypeParser },
  })
  // A connection that the server closed is replaced by the pool at the next query, which reports what
  // is wrong if that fails too. Without these two handlers the process would end instead.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

function getTypeParser(...[oid, format]: Parameters<typeof pg.types.getTypeParser>) {
  return oid === pg.types.builtins.INT8 ? safeInteger : pg.types.getTypeParser(oid, format)
}

function safeInteger(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) {
    throw new RangeError('A number in the answer is beyond what a whole number can hold exactly')
  }
  return value
}
