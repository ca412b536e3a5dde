/** That something changed in a room: a number that grows. It says neither what nor how much. */
import type { Kysely } from 'kysely'
import type { Schema } from '#db/schema.ts'
import type { MemberId } from '#app/values/ids.ts'
import type { Room } from './room-keys.server.ts'

/** Counts one change, and gives the new number. */
export async function somethingNewIn(db: Kysely<Schema>, { family, meeting, sitting }: Room): Promise<number> {
  const row = await db.updateTable('room').set((eb) => ({ news: eb('news', '+', 1) })).where('family_id', '=', family).where('meeting_id', '=', meeting).where('sitting', '=', sitting).returning('news').executeTakeFirstOrThrow()
  return row.news
}

/** The same of the sitting that somebody of a meeting is in, where its room has been opened: who is inside, or waits at its door, has changed. No other sitting learns of it. */
export async function whoIsThereChanged(db: Kysely<Schema>, { family, meeting }: Pick<Room, 'family' | 'meeting'>, members: readonly MemberId[]): Promise<void> {
  if (members.length === 0) return
  const sittings = db.selectFrom('meeting_person').select('sitting').where('family_id', '=', family).where('meeting_id', '=', meeting).where('member_id', 'in', [...members])
  await db.updateTable('room').set((eb) => ({ news: eb('news', '+', 1) })).where('family_id', '=', family).where('meeting_id', '=', meeting).where('sitting', 'in', sittings).execute()
}
