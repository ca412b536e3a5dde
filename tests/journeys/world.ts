/** The database of the run, for what no page can do: letting time pass, and counting that nothing has changed. */
import { createHash } from 'node:crypto'
import path from 'node:path'
import Database from 'better-sqlite3'
import type { Page } from '@playwright/test'

function withDatabase<T>(work: (database: Database.Database) => T): T {
  const database = new Database(path.join(process.env.JOURNEY_DATA!, 'our-family-plan.sqlite'), { timeout: 10_000 })
  try {
    return work(database)
  } finally {
    database.close()
  }
}

/** Lets a page's session end as if nobody had asked for anything for an hour. */
export async function endSession(page: Page): Promise<void> {
  const cookie = (await page.context().cookies()).find(({ name }) => name === 'session')
  const hash = createHash('sha256').update(cookie?.value ?? '').digest('base64url')
  const ended = withDatabase((database) => database.prepare('update session set seen_at = ? where id_hash = ?').run(new Date(Date.now() - 3_600_000).toISOString(), hash))
  if (ended.changes !== 1) throw new Error('there is no such session')
}

/** Lets secret links of a kind that lead to an address be as old as can be. */
export function endLinks(kind: 'join' | 'reset', person: string): void {
  withDatabase((database) => database.prepare('update secret_link set expires_at = ? where kind = ? and used_at is null and person_id = (select id from person where email = ?)')
    .run(new Date(Date.now() - 1000).toISOString(), kind, person))
}

/** What looking and trying leave behind; nothing that a form is about. */
const traces = new Set(['event', 'session', 'rate_limit', 'form_use', 'parked_form', 'outbox', 'one_time_code', 'sitting', 'area', 'person', 'family'])

/** How many rows each table has, and what all of them hold, but for traces. */
export function everything(): Record<string, string> {
  return withDatabase((database) => {
    const tables = database.prepare("select name from sqlite_master where type = 'table' and name not like 'sqlite_%' order by name").pluck().all() as string[]
    return Object.fromEntries(tables.filter((table) => !traces.has(table)).map((table) => {
      const rows = database.prepare(`select * from "${table}"`).raw().all().map((row) => JSON.stringify(row)).sort()
      return [table, `${rows.length} rows ${createHash('sha256').update(rows.join('\n')).digest('base64url').slice(0, 12)}`]
    }))
  })
}
