import { rm, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { TestProject } from 'vitest/node'
import { connect } from '#db/connect.ts'
import { migrate } from '#db/migrate.ts'
import { onServer, startPostgres } from './postgres-server.ts'

/** Where a test's database is copied from: a migrated one that nobody writes to. */
export type DatabaseTemplate =
  | { kind: 'sqlite'; folder: string; file: string }
  | { kind: 'postgres'; server: string; name: string; strategy: 'file_copy' | 'wal_log' }

declare module 'vitest' {
  interface ProvidedContext {
    databaseTemplate: DatabaseTemplate
  }
}

/** Makes the migrated template once a run, on the database that the project's TEST_DATABASE names. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const kind = project.config.env.TEST_DATABASE ?? 'sqlite'
  if (kind === 'sqlite') return sqliteTemplate(project)
  if (kind === 'postgres') return postgresTemplate(project)
  throw new Error(`TEST_DATABASE is sqlite or postgres, not ${String(kind)}`)
}

async function sqliteTemplate(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'our-family-plan-tests-'))
  const file = path.join(folder, 'template.sqlite')
  await makeShape(file)
  project.provide('databaseTemplate', { kind: 'sqlite', folder, file })
  return () => rm(folder, { recursive: true, force: true })
}

async function postgresTemplate(project: TestProject): Promise<() => Promise<void>> {
  const server = await startPostgres()
  // Every database of this server is a copy of template1, unless it says otherwise.
  await makeShape(server.url('template1'))
  const strategy = (await copiesFiles(server.url())) ? 'file_copy' : 'wal_log'
  project.provide('databaseTemplate', { kind: 'postgres', server: server.url(), name: 'template1', strategy })
  return () => server.end()
}

/** Whether the file system here lets PostgreSQL copy a database file by file: quick, but not everywhere. */
async function copiesFiles(url: string): Promise<boolean> {
  try {
    await onServer(url, 'create database trial strategy file_copy')
    return true
  } catch {
    return false
  }
}

async function makeShape(url: string): Promise<void> {
  const db = connect(url)
  await migrate(db)
  await db.destroy()
}
