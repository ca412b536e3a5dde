/** The same deep test on SQLite and on a PostgreSQL of its own that writes through to the disk. */
import { afterAll, beforeAll, describe } from 'vitest'
import { connect, type Db } from '#db/connect.ts'
import { migrate } from '#db/migrate.ts'
import { newDatabase } from '#tests/domain/database.ts'
import { onServer, startPostgres, type PostgresServer } from '#tests/domain/postgres-server.ts'
import { newId } from '#app/values/ids.ts'

export interface MadeDatabase {
  readonly db: Db
  readonly url: string
  /** Closes it and, for SQLite, removes it. */
  readonly remove: () => Promise<void>
}

/** Describes the tests twice; `make` gives a migrated, empty database, `server` the PostgreSQL if there is one. */
export function onBothDatabases(name: string, tests: (make: () => Promise<MadeDatabase>, server: () => PostgresServer | undefined) => void): void {
  describe(`${name}, SQLite`, () => tests(newDatabase, () => undefined))
  describe(`${name}, PostgreSQL`, () => {
    let server: PostgresServer
    beforeAll(async () => {
      server = await startPostgres({ durable: true })
    })
    afterAll(() => server.end())
    tests(async () => {
      const database = `t${newId()}`
      await onServer(server.url(), `create database ${database}`)
      const url = server.url(database)
      const db = connect(url, { connections: 80 })
      await migrate(db)
      return { db, url, remove: () => db.destroy() }
    }, () => server)
  })
}
