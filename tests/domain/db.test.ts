import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { sql, type Transaction } from 'kysely'
import pg from 'pg'
import { describe, expect, inject, onTestFinished, test, vi } from 'vitest'
import { newId } from '#app/values/ids.ts'
import { connect, database, dialectOf, setDatabase, type Db } from '#db/connect.ts'
import { failureOf } from '#db/failure.ts'
import { migrate, pendingMigrations } from '#db/migrate.ts'
import { migrations } from '#db/migrations/all.ts'
import type { Schema } from '#db/schema.ts'
import { countAll, sumOf } from '#db/sum.ts'
import { DatabaseBusy, inTransaction } from '#db/transaction.ts'
import { emptyDatabaseAt, freshDatabase, freshDatabaseAt, warm } from './database.ts'

const kind = inject('databaseTemplate').kind
const everyMigration = migrations.map(({ name }) => name)

describe('a connection', () => {
  test('is the kind the project asks for, also inside a transaction', async () => {
    const db = await freshDatabase()
    expect(dialectOf(db)).toBe(kind)
    expect(await inTransaction(db, async (transaction) => dialectOf(transaction))).toBe(kind)
  })

  test('of a test is the one of the process', async () => {
    const db = await freshDatabase()
    expect(database()).toBe(db)
  })

  test('of the process stays the same one when the module is loaded anew', async () => {
    const db = connect(':memory:')
    setDatabase(db)
    vi.resetModules()
    const again = await import('#db/connect.ts')
    expect(again.database()).toBe(db)
  })

  test.runIf(kind === 'sqlite')('to SQLite is set for safety', async () => {
    const db = await freshDatabase()
    const pragma = async (name: string) => Object.values((await sql.raw<object>(`pragma ${name}`).execute(db)).rows[0]!)[0]
    expect(await pragma('journal_mode')).toBe('wal')
    expect(await pragma('synchronous')).toBe(2)
    expect(await pragma('foreign_keys')).toBe(1)
    expect(await pragma('recursive_triggers')).toBe(1)
    expect(await pragma('busy_timeout')).toBe(100)
    expect(await pragma('cell_size_check')).toBe(1)
    expect(await pragma('trusted_schema')).toBe(0)
  })

  test.runIf(kind === 'sqlite')('to SQLite keeps more kinds of statements than it has room for, and a table that changes', async () => {
    const db = await freshDatabase()
    await sql`create table shape (a integer not null) strict`.execute(db)
    await sql`insert into shape values (1)`.execute(db)
    const read = async () => (await sql`select * from shape`.execute(db)).rows
    expect(await read()).toEqual([{ a: 1 }])
    await sql`alter table shape add column b integer not null default 2`.execute(db)
    expect(await read()).toEqual([{ a: 1, b: 2 }])
    for (let n = 0; n < 600; n += 1) {
      expect((await sql.raw(`select ${n} as n`).execute(db)).rows).toEqual([{ n }])
    }
    expect(await read()).toEqual([{ a: 1, b: 2 }])
  })
})

describe('numbers', () => {
  test('sums and counts come back as numbers', async () => {
    const db = await freshDatabase()
    const nothing = await db.selectFrom('area').select((eb) => sumOf(eb.ref('seq')).as('sum')).where('name', '=', 'nowhere').executeTakeFirstOrThrow()
    expect(nothing.sum).toBe(0)
    await db.insertInto('person').values([person({ seq: 1_234 }), person({ seq: 5_000_000_000 })]).execute()
    const row = await db.selectFrom('person')
      .select((eb) => [sumOf(eb.ref('seq')).as('sum'), countAll().as('rows'), eb.fn.countAll<number>().as('kyselyRows')])
      .executeTakeFirstOrThrow()
    expect(row).toEqual({ sum: 5_000_001_234, rows: 2, kyselyRows: 2 })
  })

  test('an integer that a number cannot hold exactly throws', async () => {
    const db = await freshDatabase()
    await sql`update area set seq = ${sql.raw('9007199254740991')}`.execute(db)
    expect(await db.selectFrom('area').select('seq').executeTakeFirstOrThrow()).toEqual({ seq: Number.MAX_SAFE_INTEGER })
    await sql`update area set seq = ${sql.raw('9007199254740992')}`.execute(db)
    await expect(db.selectFrom('area').select('seq').execute()).rejects.toThrow(RangeError)
    await expect(db.selectFrom('area').select((eb) => sumOf(eb.ref('seq')).as('sum')).execute()).rejects.toThrow(RangeError)
    await sql`update area set seq = ${sql.raw('-9007199254740992')}`.execute(db)
    await expect(db.selectFrom('area').select('seq').execute()).rejects.toThrow(RangeError)
  })
})

describe('a transaction', () => {
  test('is all or nothing', async () => {
    const db = await freshDatabase()
    const failing = inTransaction(db, async (transaction) => {
      await rename(transaction, 'half done')
      throw new Error('a fault of ours')
    })
    await expect(failing).rejects.toThrow('a fault of ours')
    expect(await areaName(db)).toBe('Our area')
  })

  test('shows nobody else what it has not committed', async () => {
    const db = await freshDatabase()
    await warm(db, 2)
    const written = signal()
    const mayCommit = signal()
    const command = inTransaction(db, async (transaction) => {
      await rename(transaction, 'not committed yet')
      written.give()
      await mayCommit.given
    })
    await written.given
    const reading = areaName(db)
    setTimeout(mayCommit.give, 50)
    // SQLite's one connection is given to the reader after the commit, PostgreSQL's second one reads what was before.
    expect(await reading).toBe(kind === 'sqlite' ? 'not committed yet' : 'Our area')
    await command
    expect(await areaName(db)).toBe('not committed yet')
  })

  test('that is undone was never seen by a waiting reader', async () => {
    const db = await freshDatabase()
    await warm(db, 2)
    const written = signal()
    const mayFail = signal()
    const command = inTransaction(db, async (transaction) => {
      await rename(transaction, 'never committed')
      written.give()
      await mayFail.given
      throw new Error('a fault of ours')
    })
    await written.given
    const reading = areaName(db)
    setTimeout(mayFail.give, 50)
    await expect(command).rejects.toThrow('a fault of ours')
    expect(await reading).toBe('Our area')
  })

  test('throws at once where it would wait for ever on itself', async () => {
    const db = await freshDatabase()
    await expect(inTransaction(db, () => areaName(db))).rejects.toThrow('use the transaction')
    await expect(inTransaction(db, () => inTransaction(db, areaName))).rejects.toThrow('use the transaction')
    expect(await inTransaction(db, areaName)).toBe('Our area')
  })

  test('leaves the outer database to what was begun in it and runs after it', async () => {
    const db = await freshDatabase()
    const later = signal<string>()
    await inTransaction(db, async () => {
      setTimeout(() => void areaName(db).then(later.give), 50)
    })
    expect(await later.given).toBe('Our area')
  })

  test('runs again after a conflict, and gives up with what happened', async () => {
    const db = await freshDatabase()
    let tries = 0
    const value = await inTransaction(db, async (transaction) => {
      tries += 1
      await transaction.updateTable('area').set((eb) => ({ seq: eb('seq', '+', 1) })).execute()
      if (tries < 3) throw conflict()
      return tries
    })
    expect(value).toBe(3)
    expect(await db.selectFrom('area').select('seq').executeTakeFirstOrThrow()).toEqual({ seq: 1 })

    const hopeless = inTransaction(db, () => Promise.reject(conflict()), { patience: 100 })
    await expect(hopeless).rejects.toThrow(DatabaseBusy)
    await expect(hopeless).rejects.toSatisfy((error) => failureOf(error) === 'serialization')
  })

  test('is not run again for a refusal', async () => {
    const db = await freshDatabase()
    let tries = 0
    const refused = inTransaction(db, async (transaction) => {
      tries += 1
      await sql`insert into area (id, name) values ('area', 'again')`.execute(transaction)
    })
    await expect(refused).rejects.toSatisfy((error) => failureOf(error) === 'unique')
    expect(tries).toBe(1)
  })

  test('64 at once that lock their row first lose nothing', async () => {
    const db = await freshDatabase()
    await warm(db, 64)
    await Promise.all(
      Array.from({ length: 64 }, () =>
        inTransaction(db, async (transaction) => {
          await rename(transaction, 'locked')
          const { seq } = await transaction.selectFrom('area').select('seq').executeTakeFirstOrThrow()
          await transaction.updateTable('area').set({ seq: seq + 1 }).execute()
        }),
      ),
    )
    expect(await db.selectFrom('area').select('seq').executeTakeFirstOrThrow()).toEqual({ seq: 64 })
  })

  test('of two processes with 200 each lose nothing', { timeout: 60_000 }, async () => {
    const { db, url } = await freshDatabaseAt()
    await Promise.all([contender('count', url), contender('count', url)])
    expect(await db.selectFrom('area').select('seq').executeTakeFirstOrThrow()).toEqual({ seq: 400 })
  })

  test('waits for another process without stopping this one', async () => {
    const { db, url } = await freshDatabaseAt()
    const other = another(url)
    const locked = signal()
    const mayCommit = signal()
    const long = inTransaction(other, async (transaction) => {
      await rename(transaction, 'first')
      locked.give()
      await mayCommit.given
    })
    await locked.given
    let ticks = 0
    const ticking = setInterval(() => (ticks += 1), 5)
    setTimeout(mayCommit.give, 700)
    await inTransaction(db, (transaction) => rename(transaction, 'second'))
    clearInterval(ticking)
    await long
    expect(await areaName(db)).toBe('second')
    expect(ticks).toBeGreaterThan(5)
  })

  test('says that the database is busy when its time is up', async () => {
    const { db, url } = await freshDatabaseAt()
    const other = another(url)
    const locked = signal()
    const mayCommit = signal()
    const long = inTransaction(other, async (transaction) => {
      await rename(transaction, 'first')
      locked.give()
      await mayCommit.given
    })
    await locked.given
    const late = inTransaction(
      db,
      async (transaction) => {
        if (kind === 'postgres') await sql`set local lock_timeout = 50`.execute(transaction)
        await rename(transaction, 'second')
      },
      { patience: 300 },
    )
    await expect(late).rejects.toThrow(DatabaseBusy)
    await expect(late).rejects.toSatisfy((error) => failureOf(error) === 'busy')
    mayCommit.give()
    await long
    expect(await areaName(db)).toBe('first')
  })

  test.runIf(kind === 'postgres')('that lost a deadlock is run again', async () => {
    const db = await freshDatabase()
    await warm(db, 2)
    const both = [await insertPerson(db), await insertPerson(db)] as const
    const first = [signal(), signal()] as const
    let tries = 0
    const inOrder = (mine: 0 | 1) =>
      inTransaction(db, async (transaction) => {
        tries += 1
        const other = mine === 0 ? 1 : 0
        const oneMore = (id: string) =>
          sql`update person set seq = seq + 1 where id = ${id}`.execute(transaction)
        await oneMore(both[mine])
        first[mine].give()
        await first[other].given
        await oneMore(both[other])
      })
    await Promise.all([inOrder(0), inOrder(1)])
    expect(tries).toBe(3)
    expect((await db.selectFrom('person').select('seq').execute()).map(({ seq }) => seq)).toEqual([2, 2])
  })

  test.runIf(kind === 'postgres')('whose connection was lost before the commit is run again', async () => {
    const db = await freshDatabase()
    let tries = 0
    await inTransaction(db, async (transaction) => {
      tries += 1
      await transaction.updateTable('area').set((eb) => ({ seq: eb('seq', '+', 1) })).execute()
      if (tries === 1) await sql`select pg_terminate_backend(pg_backend_pid())`.execute(transaction)
    })
    expect(tries).toBe(2)
    expect(await db.selectFrom('area').select('seq').executeTakeFirstOrThrow()).toEqual({ seq: 1 })
  })

  test.runIf(kind === 'postgres')('whose connection was lost at the commit is not run again', async () => {
    const { db, url } = await freshDatabaseAt()
    let tries = 0
    const lost = inTransaction(db, async (transaction) => {
      tries += 1
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(transaction)
      // From outside, so that the command itself ends well and only its commit finds nobody there.
      await terminate(url, rows[0]!.pid)
    })
    await expect(lost).rejects.toSatisfy((error) => failureOf(error) === 'connection' && !(error instanceof DatabaseBusy))
    expect(tries).toBe(1)
    expect(await areaName(db)).toBe('Our area')
  })
})

describe('migrating', () => {
  test('an empty database runs every migration, and a second time none', async () => {
    const { db } = await emptyDatabaseAt()
    expect(await pendingMigrations(db)).toEqual(everyMigration)
    expect(await migrate(db)).toEqual(everyMigration)
    expect(await pendingMigrations(db)).toEqual([])
    expect(await migrate(db)).toEqual([])
    expect(await areaName(db)).toBe('Our area')
  })

  test('by two processes that start together runs each migration once', { timeout: 60_000 }, async () => {
    const { db, url } = await emptyDatabaseAt()
    const ran = await Promise.all([contender('migrate', url), contender('migrate', url)])
    expect(ran.flat().sort()).toEqual(everyMigration)
    expect(await pendingMigrations(db)).toEqual([])
  })

  test('by eight connections at once runs each migration once', async () => {
    const { url } = await emptyDatabaseAt()
    const ran = await Promise.all(Array.from({ length: 8 }, () => migrate(another(url))))
    expect(ran.flat().sort()).toEqual(everyMigration)
  })
})

describe('what the database refuses', () => {
  test.for<[string, string]>([
    ['unique', `insert into area (id, name) values ('area', 'again')`],
    ['check', `insert into balance (family_id, budget_id, funding_id, bucket, pence) values ('f', 'b', 'u', 'asked', -1)`],
    ['foreign-key', `insert into area_setting (area_id, key, value, changed_at) values ('nowhere', 'k', 'v', 'now')`],
    ['not-null', `insert into area (id) values ('other')`],
  ])('%s is named', async ([name, statement]) => {
    const db = await freshDatabase()
    await expect(sql.raw(statement).execute(db)).rejects.toSatisfy((error) => failureOf(error) === name)
  })

  test('a table that is not there, and what is no database error, have no name', async () => {
    const db = await freshDatabase()
    await expect(sql`select * from nowhere`.execute(db)).rejects.toSatisfy((error) => failureOf(error) === undefined)
    expect(failureOf(new Error('a fault of ours'))).toBeUndefined()
    expect(failureOf('text')).toBeUndefined()
  })

  test.runIf(kind === 'postgres')('a NUL byte in a text is a fault, not a refusal', async () => {
    const db = await freshDatabase()
    await expect(insertPerson(db, 'Sam\0')).rejects.toSatisfy((error) => failureOf(error) === undefined)
  })

  test('half a number in an integer column is refused', async () => {
    const db = await freshDatabase()
    await expect(sql`update area set seq = ${'12abc'}`.execute(db)).rejects.toThrow()
  })

  test.runIf(kind === 'sqlite')('a full disk is named, and the transaction is undone', async () => {
    const db = await freshDatabase()
    await sql`pragma max_page_count = 1`.execute(db)
    const filling = inTransaction(db, async (transaction) => {
      for (let n = 0; n < 1_000; n += 1) await insertPerson(transaction, 'x'.repeat(10_000))
    })
    await expect(filling).rejects.toSatisfy((error) => failureOf(error) === 'disk-full')
    expect(await db.selectFrom('person').select(countAll().as('rows')).executeTakeFirst()).toEqual({ rows: 0 })
  })

  test('a database that cannot be opened is named', async () => {
    // A folder is no file, and nobody listens at port 1.
    const db = another(kind === 'sqlite' ? import.meta.dirname : 'postgres://nobody@127.0.0.1:1/nothing')
    await expect(areaName(db)).rejects.toSatisfy((error) => failureOf(error) === 'connection')
  })
})

describe('append-only rows', () => {
  test.for(['event', 'transfer'] as const)('of %s cannot be changed, deleted, replaced or emptied out', async (table) => {
    const db = await freshDatabase()
    await insertAppendOnlyRows(db)
    const all = async () => (await sql`select * from ${sql.table(table)}`.execute(db)).rows
    const before = await all()
    expect(before).toHaveLength(1)
    const statements = [
      `update ${table} set at = '2000-01-01'`,
      `delete from ${table}`,
      ...(kind === 'postgres' ? [`truncate ${table} cascade`] : [`insert or replace into ${table} select * from ${table}`]),
      ...(kind === 'sqlite' ? [`update or replace ${table} set at = '2000-01-01'`] : []),
    ]
    for (const statement of statements) {
      await expect(sql.raw(statement).execute(db), statement).rejects.toSatisfy((error) => failureOf(error) === 'append-only')
    }
    expect(await all()).toEqual(before)
  })

  test('let an event lose its text, and nothing else', async () => {
    const db = await freshDatabase()
    await insertAppendOnlyRows(db)
    await expect(db.updateTable('event').set({ data: 'other words' }).execute()).rejects.toSatisfy((error) => failureOf(error) === 'append-only')
    await db.updateTable('event').set({ data: null, salt: null }).execute()
    expect(await db.selectFrom('event').select(['data', 'salt', 'hash']).execute()).toEqual([{ data: null, salt: null, hash: 'h' }])
  })
})

function another(url: string): Db {
  const db = connect(url)
  onTestFinished(() => db.destroy())
  return db
}

async function areaName(db: Db): Promise<string> {
  return (await db.selectFrom('area').select('name').executeTakeFirstOrThrow()).name
}

async function rename(transaction: Transaction<Schema>, name: string): Promise<void> {
  await transaction.updateTable('area').set({ name }).where('id', '=', 'area' as never).execute()
}

function person(changed: { seq?: number; name?: string } = {}) {
  return { id: newId<never>(), name: 'Sam Example', given_name: 'Sam', made_at: '2026-01-01T00:00:00.000Z' as never, ...changed }
}

async function insertPerson(db: Db, name = 'Sam Example'): Promise<string> {
  const values = person({ name })
  await db.insertInto('person').values(values).execute()
  return values.id
}

async function insertAppendOnlyRows(db: Db): Promise<void> {
  await insertPerson(db)
  const statements = [
    `insert into family (id, name, team, level, language, started_on) values ('f', 'Example', 't', 'l', 'en', '2026-01-01')`,
    `insert into budget (family_id, id, name, holding, from_on, until_on) values ('f', 'b', 'n', 'council', '2026-01-01', '2027-01-01')`,
    `insert into funding (family_id, id, budget_id, source, expires_on) values ('f', 'u', 'b', 's', '2027-01-01')`,
    `insert into transfer (family_id, id, budget_id, funding_id, from_bucket, to_bucket, pence, at, by_person, why, position, left_after)
      select 'f', 't', 'b', 'u', 'council', 'available', 100, '2026-01-01', id, 'w', 1, 100 from person`,
    `insert into event (scope_id, seq, id, at, kind, data, salt, commitment, before_hash, hash)
      values ('f', 1, 'e', '2026-01-01', 'k', 'words', 's', 'c', '', 'h')`,
  ]
  for (const statement of statements) await sql.raw(statement).execute(db)
}

/** What PostgreSQL throws at the loser of a conflict. */
function conflict(): Error {
  return Object.assign(new Error('could not serialize access'), { code: '40001' })
}

function signal<T = void>() {
  let give!: (value: T) => void
  const given = new Promise<T>((resolve) => (give = resolve))
  return { given, give }
}

/** Ends a connection from outside, and waits until this process has been told. */
async function terminate(url: string, pid: number): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query('select pg_terminate_backend($1)', [pid])
  await client.end()
}

async function contender(what: 'migrate' | 'count', url: string): Promise<unknown> {
  const { stdout } = await promisify(execFile)(process.execPath, [path.join(import.meta.dirname, 'contender.ts'), what, url])
  return JSON.parse(stdout)
}
