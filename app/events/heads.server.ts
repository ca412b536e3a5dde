/**
 * The heads of the chains of events, written outside of the database each day: whoever takes the last rows of a chain away
 * and puts its head back leaves nothing wrong inside, and is found out by what was written here.
 */
import { createReadStream } from 'node:fs'
import { access, mkdir, open, readdir, rename } from 'node:fs/promises'
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

/** Writes the head of every chain into the day's file, one line each. A file that is there already is left as it is; one that was not finished never gets its name. */
export async function writeHeads(db: Kysely<Schema>, folder: string, on: Day): Promise<void> {
  await mkdir(folder, { recursive: true })
  const name = path.join(folder, `${on}.jsonl`)
  if (await access(name).then(() => true, () => false)) return
  const draft = `${name}.${process.pid}`
  const file = await open(draft, 'w')
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
  await rename(draft, name)
}

export interface HeadGone { readonly on: string; readonly scope: string; readonly seq: number }

/**
 * The heads written on any day that are no longer in their chain: the row is gone, or another one stands in its place. A
 * line that cannot be read, and a day whose file is gone though that night's check was made, are found too (scope `heads`).
 */
export async function headsGone(db: Kysely<Schema>, folder: string): Promise<HeadGone[]> {
  const gone: HeadGone[] = []
  const nights = await db.selectFrom('nightly_check').select('on_day').where('what', '=', 'record').orderBy('on_day').execute()
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
      const head = line === '' ? undefined : readHead(line)
      if (head) batch.push(head)
      else if (line !== '') gone.push({ on, scope: 'heads', seq: 0 })
      if (batch.length === 100) await compare()
    }
    if (batch.length > 0) await compare()
  }
  for (const { on_day: on } of nights) if (!files.includes(`${on}.jsonl`)) gone.push({ on, scope: 'heads', seq: 0 })
  return gone
}

function readHead(line: string): Head | undefined {
  try {
    const { scope, seq, head } = JSON.parse(line) as Partial<Head>
    return typeof scope === 'string' && typeof seq === 'number' && typeof head === 'string' ? { scope, seq, head } : undefined
  } catch {
    return undefined
  }
}
