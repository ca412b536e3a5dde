import { randomBytes } from 'node:crypto'
import { constants, copyFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { sql } from 'kysely'
import { inject, onTestFinished } from 'vitest'
import { connect, dialectOf, setDatabase, type Db } from '#db/connect.ts'
import type {} from './database-setup.ts'
import { onServer } from './postgres-server.ts'

/** A test's own database. */
export interface TestDatabase {
  readonly db: Db
  /** What `connect` takes, for a second connection or another process. */
  readonly url: string
  /** Closes the connection and removes the database. */
  remove(): Promise<void>
}

/**
 * A migrated, otherwise empty database for the running test (or `beforeEach`), removed when the test
 * ends: SQLite or PostgreSQL, as the vitest project says. It is also what `database()` returns.
 */
export async function freshDatabase(): Promise<Db> {
  const { db } = await freshDatabaseAt()
  setDatabase(db)
  return db
}

/** As `freshDatabase`, with the address, for tests that open it a second time. */
export async function freshDatabaseAt(): Promise<TestDatabase> {
  const made = await newDatabase()
  onTestFinished(() => made.remove())
  return made
}

/** A database without any table, removed when the test ends. */
export async function emptyDatabaseAt(): Promise<TestDatabase> {
  const made = await newDatabase({ migrated: false })
  onTestFinished(() => made.remove())
  return made
}

/** A database that stays until `remove`: for `beforeAll`. `like` is one to copy, whose connection has been closed. */
export async function newDatabase({ migrated = true, like }: { migrated?: boolean; like?: TestDatabase } = {}): Promise<TestDatabase> {
  const template = inject('databaseTemplate')
  const name = `t${randomBytes(8).toString('hex')}`
  if (template.kind === 'sqlite') {
    const url = path.join(template.folder, `${name}.sqlite`)
    if (migrated) await copyFile(like?.url ?? template.file, url, constants.COPYFILE_FICLONE)
    return opened(url, async () => {
      for (const ending of ['', '-wal', '-shm']) await rm(url + ending, { force: true })
    })
  }
  const from = like ? new URL(like.url).pathname.slice(1) : migrated ? template.name : 'template0'
  await onServer(template.server, `create database ${name} template ${from} strategy ${template.strategy}`)
  const url = new URL(template.server)
  url.pathname = name
  return opened(url.href, () => onServer(template.server, `drop database ${name} with (force)`))
}

/**
 * Opens `connections` connections before a race. With a cold pool the first contender is done before
 * the second has connected, and code that loses races passes by luck.
 */
export async function warm(db: Db, connections: number): Promise<void> {
  if (dialectOf(db) === 'sqlite') return
  let missing = connections
  let open: () => void
  const allOpen = new Promise<void>((resolve) => (open = resolve))
  await Promise.all(
    Array.from({ length: connections }, () =>
      db.connection().execute(async (connection) => {
        await sql`select 1`.execute(connection)
        missing -= 1
        if (missing === 0) open()
        await allOpen
      }),
    ),
  )
}

function opened(url: string, removeFiles: () => Promise<void>): TestDatabase {
  const db = connect(url, { connections: 80 })
  return {
    db,
    url,
    async remove() {
      await db.destroy()
      await removeFiles()
    },
  }
}
