/** That something changed in a room: a number that grows. It says neither what nor how much. */
import type { Kysely } from 'kysely'
import type { Schema } from '#db/schema.ts'
import type { Room } from './room-keys.server.ts'

/** Counts one change, and gives the new number. */
export async function somethingNewIn(db: Kysely<Schema>, { family, meeting, sitting }: Room): Promise<number> {
  const row = await db.updateTable('room').set((eb) => ({ news: eb('news', '+', 1) })).where('family_id', '=', family).where('meeting_id', '=', meeting).where('sitting', '=', sitting).returning('news').executeTakeFirstOrThrow()
  return row.news
}
