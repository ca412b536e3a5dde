/** The same deep test on SQLite and on a PostgreSQL of its own. */
import { afterAll, beforeAll, describe } from 'vitest'
import { connect, type Db } from '#db/connect.ts'
import { migrate } from '#db/migrate.ts'
import { newDatabase } from '#tests/domain/database.ts'
import { onServer, startPostgres, type PostgresServer } from '#tests/domain/postgres-server.ts'
import { newId } from '#app/values/ids.ts'

export interface MadeDatabase {
  readonly db: Db
  readonly url: string
  /** Closes and removes it. */
  readonly remove: () => Promise<void>
}

/**
 * Describes the tests twice; `make` gives a migrated, empty database, `server` the PostgreSQL if there is one. One that is
 * `durable` writes through to the disk, as a test that cuts its power needs; the others wait for no disk.
 */
export function onBothDatabases(name: string, tests: (make: () => Promise<MadeDatabase>, server: () => PostgresServer | undefined) => void, { durable = false } = {}): void {
  describe(`${name}, SQLite`, () => tests(newDatabase, () => undefined))
  describe(`${name}, PostgreSQL`, () => {
    let server: PostgresServer
    beforeAll(async () => {
      server = await startPostgres({ durable })
      // Migrated once; the databases of the tests are copies.
      await onServer(server.url(), 'create database model')
      const model = connect(server.url('model'))
      await migrate(model)
      await model.destroy()
    })
    afterAll(() => server.end())
    tests(async () => {
      const database = `t${newId()}`
      await onServer(server.url(), `create database ${database} template model`)
      const url = server.url(database)
      const db = connect(url, { connections: 80 })
      const remove = async (): Promise<void> => {
        await db.destroy()
        await onServer(server.url(), `drop database ${database} with (force)`)
      }
      return { db, url, remove }
    }, () => server)
  })
}
