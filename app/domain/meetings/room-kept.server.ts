/** How long what was said in private family time is kept: some days after it closed, and never less than until the family has looked at its plan again. */
import type { Transaction } from 'kysely'
import type { Schema } from '#db/schema.ts'
import { plusDays } from '#app/values/instant.ts'
import type { Room } from './room-keys.server.ts'
import { daysAfterLook } from './room-limits.ts'

/**
 * Moves the day on which a closed room is deleted to `daysAfterLook` after the last day on which the plan of its sitting is looked at again, where it would come sooner
 * (C4: what was said is there at the review). Those inside are then told of the new one in its time.
 */
export async function keepUntilLookedAgain(db: Transaction<Schema>, { family, meeting, sitting }: Room): Promise<void> {
  const row = await db.selectFrom('meeting_plan').select((eb) => eb.fn.max('again_on').as('again')).where('family_id', '=', family).where('meeting_id', '=', meeting).where('sitting', '=', sitting).executeTakeFirst()
  if (!row?.again) return
  const until = plusDays(row.again, daysAfterLook)
  await db.updateTable('room').set({ gone_on: until, told_at: null }).where('family_id', '=', family).where('meeting_id', '=', meeting).where('sitting', '=', sitting).where('gone_on', '<', until).execute()
}
