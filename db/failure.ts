/** What a database refused, in one vocabulary for SQLite and PostgreSQL. */
export type Failure =
  | 'unique'
  | 'check'
  | 'foreign-key'
  | 'not-null'
  | 'append-only'
  | 'busy'
  | 'serialization'
  | 'disk-full'
  | 'connection'

const byCode: Readonly<Record<string, Failure>> = {
  // SQLite's extended result codes
  SQLITE_CONSTRAINT_UNIQUE: 'unique',
  SQLITE_CONSTRAINT_PRIMARYKEY: 'unique',
  SQLITE_CONSTRAINT_ROWID: 'unique',
  SQLITE_CONSTRAINT_CHECK: 'check',
  SQLITE_CONSTRAINT_FOREIGNKEY: 'foreign-key',
  SQLITE_CONSTRAINT_NOTNULL: 'not-null',
  SQLITE_BUSY: 'busy',
  SQLITE_BUSY_RECOVERY: 'busy',
  SQLITE_BUSY_TIMEOUT: 'busy',
  SQLITE_LOCKED: 'busy',
  SQLITE_LOCKED_SHAREDCACHE: 'busy',
  SQLITE_BUSY_SNAPSHOT: 'serialization',
  SQLITE_FULL: 'disk-full',
  SQLITE_CANTOPEN: 'connection',

  // PostgreSQL's SQLSTATEs; class 08 is dealt with below
  '23505': 'unique',
  '23P01': 'unique', // exclusion constraint
  '23514': 'check',
  '23503': 'foreign-key',
  '23001': 'foreign-key', // restrict
  '23502': 'not-null',
  '55P03': 'busy', // lock_timeout
  '57014': 'busy', // statement_timeout
  '53300': 'busy', // too many connections
  '40001': 'serialization',
  '40P01': 'serialization', // deadlock
  '53100': 'disk-full',
  '25P03': 'connection', // idle in a transaction for too long: the server hung up
  '57P01': 'connection', // the server is shutting down
  '57P02': 'connection', // the server crashed
  '57P03': 'connection', // the server is starting up

  // Node's own, while PostgreSQL is away
  ECONNREFUSED: 'connection',
  ECONNRESET: 'connection',
  EPIPE: 'connection',
  ETIMEDOUT: 'connection',
  EHOSTUNREACH: 'connection',
  ENETUNREACH: 'connection',
  ENOTFOUND: 'connection',
  EAI_AGAIN: 'connection',
}

/** Where an append-only trigger's own message arrives. */
const raisedByTrigger = new Set(['SQLITE_CONSTRAINT_TRIGGER', 'P0001'])

/** What `pg` says without any code. */
const connectionMessages =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Client was closed and is not queryable|Cannot use a pool after calling end)/

/**
 * Says what the database refused, or `undefined` for everything else: a fault of ours, or no database
 * error at all. A NUL byte in a text (SQLSTATE 22021) is such a fault: reading the form takes it out.
 */
export function failureOf(error: unknown): Failure | undefined {
  if (!(error instanceof Error)) return undefined
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  if (code === undefined) {
    if (connectionMessages.test(error.message)) return 'connection'
    return failureOf(error.cause)
  }
  if (raisedByTrigger.has(code)) return error.message.includes('append-only') ? 'append-only' : undefined
  if (code.startsWith('08')) return 'connection'
  return byCode[code]
}
