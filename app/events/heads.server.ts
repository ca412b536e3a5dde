/**
 * The heads of the chains of events, written outside of the database each day: whoever takes the last rows of a chain away
 * and puts its head back leaves nothing wrong inside, and is found out by what was written here.
 */
import { createReadStream } from 'node:fs'
import { mkdir, open, readdir } from 'node:fs/promises'
import path from 'node:path'
import { createInterface } from 'node:readline'
import type { Kysely } from 'kysely'
import type { Schema } from '#db/schema.ts'
import type { Day } from '#app/values/instant.ts'

/** Heads read or compared at a time. */
const atOnce = 500

interface Head { readonly scope: string; readonly seq: number; readonly head: string }

/** The folder of the heads within the folder for all that the program keeps. */
export function headsIn(dataDir: string): string {
  return path.join(dataDir, 'heads')
}

/** Writes the head of every chain into the day's file, one line each. A file that is there already is left as it is. */
export async function writeHeads(db: Kysely<Schema>, folder: string, on: Day): Promise<void> {
  await mkdir(folder, { recursive: true })
  const file = await open(path.join(folder, `${on}.jsonl`), 'wx').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EEXIST') return undefined
    throw error
  })
  if (!file) return
  try {
    for (const table of ['area', 'person', 'family'] as const) {
      for (let after = ''; ;) {
        const rows = await db.selectFrom(table).select(['id', 'seq', 'chain_head']).where('id', '>', after as never).orderBy('id').limit(atOnce).execute()
        const heads = rows.filter((row) => row.seq > 0).map((row): Head => ({ scope: row.id, seq: row.seq, head: row.chain_head }))
        if (heads.length > 0) await file.appendFile(`${heads.map((head) => JSON.stringify(head)).join('\n')}\n`)
        if (rows.length < atOnce) break
        after = rows.at(-1)!.id
      }
    }
    await file.sync()
  } finally {
    await file.close()
  }
}

export interface HeadGone { readonly on: string; readonly scope: string; readonly seq: number }

/** The heads written on any day that are no longer in their chain: the row is gone, or another one stands in its place. */
export async function headsGone(db: Kysely<Schema>, folder: string): Promise<HeadGone[]> {
  const gone: HeadGone[] = []
  const files = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.jsonl')).sort()
  for (const name of files) {
    const on = name.slice(0, -'.jsonl'.length)
    let batch: Head[] = []
    const compare = async () => {
      const rows = await db.selectFrom('event').select(['scope_id', 'seq', 'hash'])
        .where((eb) => eb.or(batch.map(({ scope, seq }) => eb.and([eb('scope_id', '=', scope), eb('seq', '=', seq)])))).execute()
      const there = new Set(rows.map((row) => `${row.scope_id} ${row.seq} ${row.hash}`))
      gone.push(...batch.filter(({ scope, seq, head }) => !there.has(`${scope} ${seq} ${head}`)).map(({ scope, seq }) => ({ on, scope, seq })))
      batch = []
    }
    for await (const line of createInterface({ input: createReadStream(path.join(folder, name)) })) {
      if (line !== '') batch.push(JSON.parse(line) as Head)
      if (batch.length === 100) await compare()
    }
    if (batch.length > 0) await compare()
  }
  return gone
}
