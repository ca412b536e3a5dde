// Loaded before the site by `node --import`: writes down every query that it puts to SQLite.
import { appendFileSync } from 'node:fs'
import Database from 'better-sqlite3'

/** One query as SQLite got it. `at` is milliseconds since 1970. */
export interface Noted { readonly at: number; readonly sql: string; readonly parameters: readonly unknown[] }

type Run = (...given: unknown[]) => unknown
type Statement = Record<'all' | 'run' | 'iterate', Run>

const file = process.env.NOTED_QUERIES
const real = Database.prototype.prepare as (sql: string) => Statement

if (file) {
  Database.prototype.prepare = function prepare(this: unknown, sql: string) {
    const statement = real.call(this as never, sql)
    for (const way of ['all', 'run', 'iterate'] as const) {
      const run = statement[way].bind(statement)
      statement[way] = (...given) => {
        appendFileSync(file, `${JSON.stringify({ at: Date.now(), sql, parameters: (given[0] ?? []) as unknown[] } satisfies Noted)}\n`)
        return run(...given)
      }
    }
    return statement
  } as never
}
