/** How private family time ends by itself: those inside are told, and on the day everything written there is deleted, with the key of the meeting. */
import { sql, type Kysely, type SqlBool } from 'kysely'
import type { Schema } from '#db/schema.ts'
import { must, theHouseIn, type WatchActing } from '#app/access/viewer.server.ts'
import { actQuietly, type Quiet } from '#app/events/transact.server.ts'
import { newId } from '#app/values/ids.ts'
import { dayAt, now, plusDays, plusMinutes, type Instant } from '#app/values/instant.ts'
import { isInside } from './inside-where.server.ts'
import { somethingNew } from './meetings.server.ts'
import type { Room } from './room-keys.server.ts'
import { keepUntilLookedAgain } from './room-kept.server.ts'
import { daysKept, daysQuiet, daysTold } from './room-limits.ts'

/**
 * Looks once. A room of a meeting that is off, or in which nobody wrote for `daysQuiet`, is closed; those inside are told `daysTold` days before its end;
 * and it is deleted on its day, never sooner after the notice than that. So is what was written for one that never opened, `daysKept` after its meeting. How many of each.
 */
export async function endRooms(db: Kysely<Schema>, at: Instant = now()): Promise<{ closed: number; told: number; gone: number }> {
  const today = dayAt(at)
  const counts = { closed: 0, told: 0, gone: 0 }
  const run = async (rooms: readonly RoomRow[], command: (acting: WatchActing<'promises:watch'>, room: Room) => Promise<Quiet<boolean, never>>, count: keyof typeof counts) => {
    for (const { family_id: family, meeting_id: meeting, sitting } of rooms) {
      const answer = await actQuietly(must(theHouseIn(db, family, at), 'promises:watch'), command, { family, meeting, sitting }, { id: newId(), contentHash: '' })
      if (answer.ok && answer.value) counts[count] += 1
    }
  }
  const since = plusMinutes(at, -daysQuiet * 24 * 60)
  const forgotten = await db.selectFrom('room as r').innerJoin('meeting as g', (join) => join.onRef('g.family_id', '=', 'r.family_id').onRef('g.id', '=', 'r.meeting_id')).select(columns).where('r.state', '=', 'open').where('r.opened_at', '<', since)
    .where(quiet('room_post', since)).where(quiet('room_proposal', since)).where(quiet('room_answer', since))
    .limit(most).execute()
  await run(forgotten, closeForgotten, 'closed')
  const ofMeetingsOff = await db.selectFrom('room as r').innerJoin('meeting as g', (join) => join.onRef('g.family_id', '=', 'r.family_id').onRef('g.id', '=', 'r.meeting_id')).select(columns).where('r.state', '=', 'open').where('g.state', '=', 'off').limit(most).execute()
  await run(ofMeetingsOff, closeForgotten, 'closed')
  await run(await db.selectFrom('room as r').select(columns).where('r.gone_on', '<=', plusDays(today, daysTold)).where('r.told_at', 'is', null).limit(most).execute(), tellOfTheEnd, 'told')
  await run(await db.selectFrom('room as r').select(columns).where('r.gone_on', '<=', today).where('r.told_at', 'is not', null).limit(most).execute(), deleteRoom, 'gone')
  const never = await db.selectFrom('room_before as b').innerJoin('meeting as g', (join) => join.onRef('g.family_id', '=', 'b.family_id').onRef('g.id', '=', 'b.meeting_id')).select(['b.family_id', 'b.meeting_id', 'b.sitting']).distinct()
    .where('g.state', 'in', ['off', 'met']).where('g.state_at', '<', plusMinutes(at, -daysKept * 24 * 60)).limit(most).execute()
  await run(never, deleteWrittenBefore, 'gone')
  return counts
}

/** True where nothing of one kind was written in the room `r` since a moment. */
function quiet(table: 'room_post' | 'room_proposal' | 'room_answer', since: Instant) {
  const of = (name: string) => sql.ref(`r.${name}`)
  return sql<SqlBool>`not exists (select 1 from ${sql.table(table)} as v_said where v_said.family_id = ${of('family_id')} and v_said.meeting_id = ${of('meeting_id')} and v_said.sitting = ${of('sitting')} and v_said.at >= ${since})`
}

/** Rooms of one look: what is left waits for the next. */
const most = 200
const columns = ['r.family_id', 'r.meeting_id', 'r.sitting'] as const
type RoomRow = Pick<Schema['room'], 'family_id' | 'meeting_id' | 'sitting'>

async function closeForgotten(acting: WatchActing<'promises:watch'>, room: Room): Promise<Quiet<boolean, never>> {
  const { numUpdatedRows } = await acting.db.updateTable('room').set({ state: 'closed', closed_by: null, closed_at: acting.now, gone_on: plusDays(acting.today, daysKept), told_at: null })
    .where('family_id', '=', room.family).where('meeting_id', '=', room.meeting).where('sitting', '=', room.sitting).where('state', '=', 'open').executeTakeFirst()
  await keepUntilLookedAgain(acting.db, room)
  return { ok: true, value: numUpdatedRows === 1n }
}

/** Those inside are told that there is something; the page says the day, which is no sooner than `daysTold` from now, and than what the plan is kept for. */
async function tellOfTheEnd(acting: WatchActing<'promises:watch'>, { family, meeting, sitting }: Room): Promise<Quiet<boolean, never>> {
  await keepUntilLookedAgain(acting.db, { family, meeting, sitting })
  const row = await acting.db.selectFrom('room').select(['gone_on']).where('family_id', '=', family).where('meeting_id', '=', meeting).where('sitting', '=', sitting).where('gone_on', '<=', plusDays(acting.today, daysTold)).where('told_at', 'is', null).executeTakeFirst()
  if (!row) return { ok: true, value: false }
  const soonest = plusDays(acting.today, daysTold)
  await acting.db.updateTable('room').set({ told_at: acting.now, gone_on: row.gone_on! < soonest ? soonest : row.gone_on }).where('family_id', '=', family).where('meeting_id', '=', meeting).where('sitting', '=', sitting).execute()
  const inside = await acting.db.selectFrom('meeting_person as p').innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 'p.family_id').onRef('m.id', '=', 'p.member_id')).select('m.person_id').where('p.family_id', '=', family).where('p.meeting_id', '=', meeting)
    .where('p.sitting', '=', sitting).where(isInside(acting.today)).execute()
  return { ok: true, value: true, notices: somethingNew(inside.flatMap((one) => one.person_id ?? [])), about: { kind: 'meeting', id: meeting } }
}

/** Deletes what was written in a room; with the last room of a meeting its key is destroyed. */
async function deleteRoom(acting: WatchActing<'promises:watch'>, { family, meeting, sitting }: Room): Promise<Quiet<boolean, never>> {
  const { db, today } = acting
  const { numDeletedRows } = await db.deleteFrom('room').where('family_id', '=', family).where('meeting_id', '=', meeting).where('sitting', '=', sitting).where('gone_on', '<=', today).where('told_at', 'is not', null).executeTakeFirst()
  if (numDeletedRows === 0n) return { ok: true, value: false }
  await deleteWrittenBefore(acting, { family, meeting, sitting })
  return { ok: true, value: true }
}

/** Deletes what was written for a room and never came into it. */
async function deleteWrittenBefore({ db }: WatchActing<'promises:watch'>, { family, meeting, sitting }: Room): Promise<Quiet<boolean, never>> {
  const { numDeletedRows } = await db.deleteFrom('room_before').where('family_id', '=', family).where('meeting_id', '=', meeting).where('sitting', '=', sitting).executeTakeFirst()
  await destroyKeyOnceUnused(db, { family, meeting })
  return { ok: true, value: numDeletedRows > 0n }
}

/** With the last of what it sealed a meeting's key is gone. */
async function destroyKeyOnceUnused(db: Kysely<Schema>, { family, meeting }: Pick<Room, 'family' | 'meeting'>): Promise<void> {
  const none = (table: 'room' | 'room_before') => sql<SqlBool>`not exists (select 1 from ${sql.table(table)} as v_left where v_left.family_id = ${family} and v_left.meeting_id = ${meeting})`
  await db.deleteFrom('room_key').where('family_id', '=', family).where('meeting_id', '=', meeting).where(none('room')).where(none('room_before')).execute()
}
