/**
 * Who cannot be there, or would rather write (#10: a way of taking part), writes before private family time opens. Until then the words are
 * theirs alone, sealed as all that is said in it; as it opens they are said in it, to those of the sitting for which they were written. No other event, message or number tells of them.
 */
import { notYours } from '#app/access/not-yours.ts'
import { actQuietly, type Quiet } from '#app/events/transact.server.ts'
import { newId, type PostId } from '#app/values/ids.ts'
import { dayAt, plusDays, type Day } from '#app/values/instant.ts'
import { isToCome } from './answers.ts'
import { makeRoomKey, openIn, sealIn } from './room-keys.server.ts'
import { daysKept } from './room-limits.ts'
import { placeIn, stateNow, stillInside, type ActingInRoom, type AtTheDoor, type InRoom } from './rooms.server.ts'
import type { ActingAtTheDoor } from './room-door.server.ts'

export interface WrittenBefore { readonly words: string; /** The day on which it is deleted; null while the meeting is to come. */ readonly goneOn: Day | null; /** It was for those of another sitting: nobody reads it here unless it is written anew. */ readonly elsewhere: boolean }

/** What the viewer wrote and nobody has read: the room has not opened, they are not let in, or it was for another one; null where nothing. Two queries. */
export async function writtenBefore(viewer: InRoom | AtTheDoor): Promise<WrittenBefore | null> {
  const { family, meeting } = viewer.room
  const row = await viewer.db.selectFrom('room_before as b').innerJoin('meeting as g', (join) => join.onRef('g.family_id', '=', 'b.family_id').onRef('g.id', '=', 'b.meeting_id')).select(['b.id', 'b.sitting', 'b.sealed', 'g.state', 'g.state_at'])
    .where('b.family_id', '=', family).where('b.meeting_id', '=', meeting).where('b.member_id', '=', viewer.member).executeTakeFirst()
  if (!row) return null
  const [text] = await openIn(viewer.db, { ...viewer.room, sitting: row.sitting }, [{ about: `post ${row.id}`, sealed: row.sealed }])
  return { words: (JSON.parse(text!) as { words: string }).words, goneOn: isToCome(row.state) ? null : plusDays(dayAt(row.state_at), daysKept + 1), elsewhere: row.sitting !== viewer.room.sitting }
}

/** The meeting has its key before something is sealed by it: what a form said is then kept as a hash that this key alone makes. */
export async function readyToWrite(viewer: InRoom): Promise<void> {
  await actQuietly(viewer, makeKey, {}, { id: newId(), contentHash: '' })
}

async function makeKey(acting: ActingInRoom, _: object): Promise<Quiet<null, never>> {
  await stillInside(acting)
  await makeRoomKey(acting.db, acting.room)
  return { ok: true, value: null }
}

/** Writes, or writes anew in its place, until the room opens; once it is open that is said, and it is written there. */
export async function writeBefore(acting: ActingInRoom, { words }: { readonly words: string }): Promise<Quiet<null, 'room-is-open' | 'too-late-to-write'>> {
  await stillInside(acting)
  const { db, room, member, now: at } = acting
  if ((await stateNow(acting)) !== undefined) return { ok: false, why: 'room-is-open' }
  const { state } = await db.selectFrom('meeting').select('state').where('family_id', '=', room.family).where('id', '=', room.meeting).executeTakeFirstOrThrow()
  if (!isToCome(state)) return { ok: false, why: 'too-late-to-write' }
  const id = newId<PostId>()
  const said = { sitting: room.sitting, id, sealed: await sealIn(db, room, `post ${id}`, JSON.stringify({ words, child: null })), at }
  await db.insertInto('room_before').values({ family_id: room.family, meeting_id: room.meeting, member_id: member, ...said }).onConflict((conflict) => conflict.columns(['family_id', 'meeting_id', 'member_id']).doUpdateSet(said)).execute()
  return { ok: true, value: null }
}

/** Takes it back: nothing of it stays. Again, or once it has been said in the room, nothing changes. */
export async function takeBackWrittenBefore(acting: ActingInRoom | ActingAtTheDoor, _: object): Promise<Quiet<null, never>> {
  if ((await placeIn(acting, acting.db, acting.room.meeting))?.sitting !== acting.room.sitting) throw notYours()
  const { db, room, member } = acting
  await db.deleteFrom('room_before').where('family_id', '=', room.family).where('meeting_id', '=', room.meeting).where('member_id', '=', member).execute()
  return { ok: true, value: null }
}
