/** Another key outside: every meeting's key is sealed anew by it. Nothing that was written is touched. */
import type { Kysely } from 'kysely'
import type { Schema } from '#db/schema.ts'
import { inTransaction } from '#db/transaction.ts'
import { wrappedAnew } from './room-keys.server.ts'
import { keysIn, newWrappingKey, writeKeys } from './wrapping-keys.server.ts'

/** Rows sealed anew at a time. */
const atOnce = 200

export interface Rotated { readonly to: string; readonly meetings: number; /** Keys of the file that seal nothing in this database any more. */ readonly idle: readonly string[] }

/**
 * Adds a key to the file, unless the last rotation is unfinished, and seals every meeting's key by the newest. Killed at any moment and run again it goes on:
 * a row has the one seal or the other, and both keys are in the file. The file is made where there is none; two at once are not for one file.
 */
export async function rotateRoomKeys(db: Kysely<Schema>, file: string): Promise<Rotated> {
  const before = keysIn(file)
  const newest = before.at(-1)
  if (newest === undefined || !(await someByOthers(db, newest.name))) writeKeys(file, [...before, newWrappingKey()])
  const to = keysIn(file).at(-1)!.name
  let meetings = 0
  for (let done = -1; done !== 0; meetings += done) done = await someAnew(db, to)
  const used = new Set((await db.selectFrom('room_key').select('wrapped_by').distinct().execute()).map((row) => row.wrapped_by))
  return { to, meetings, idle: keysIn(file).map(({ name }) => name).filter((name) => name !== to && !used.has(name)) }
}

/** Takes keys that seal nothing here any more out of the file. A backup from before the rotation can then not be read: wait until the last of them has expired. */
export async function forgetIdleKeys(db: Kysely<Schema>, file: string): Promise<string[]> {
  const keys = keysIn(file)
  const used = new Set((await db.selectFrom('room_key').select('wrapped_by').distinct().execute()).map((row) => row.wrapped_by))
  const kept = keys.filter(({ name }, at) => used.has(name) || at === keys.length - 1)
  if (kept.length < keys.length) writeKeys(file, kept)
  return keys.filter((one) => !kept.includes(one)).map(({ name }) => name)
}

async function someByOthers(db: Kysely<Schema>, newest: string): Promise<boolean> {
  return (await db.selectFrom('room_key').select('meeting_id').where('wrapped_by', '<>', newest).limit(1).executeTakeFirst()) !== undefined
}

/** Seals some anew; how many. A key that was destroyed or sealed anew meanwhile is left as it is. */
async function someAnew(db: Kysely<Schema>, to: string): Promise<number> {
  return inTransaction(db, async (trx) => {
    const rows = await trx.selectFrom('room_key').selectAll().where('wrapped_by', '<>', to).orderBy('family_id').limit(atOnce).execute()
    for (const row of rows) {
      const where = { family: row.family_id, meeting: row.meeting_id }
      await trx.updateTable('room_key').set(wrappedAnew(where, row)).where('family_id', '=', where.family).where('meeting_id', '=', where.meeting).where('wrapped', '=', row.wrapped).execute()
    }
    return rows.length
  })
}
