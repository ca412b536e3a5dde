/** How what was written before private family time opened comes into it. */
import { isInside } from './inside-where.server.ts'
import { openIn, sealIn } from './room-keys.server.ts'
import { somethingNewIn } from './room-news.server.ts'
import type { ActingInRoom } from './rooms.server.ts'

/**
 * As a room opens, and as somebody is let into it, what those inside wrote for it is said in it, the first written first, each at the time at which it was
 * written: a young person's own as their view. What somebody wrote who is not inside is not said, nor what they wrote for those of another sitting, before they were moved.
 */
export async function sayWhatWasWrittenBefore({ db, room, today }: ActingInRoom): Promise<void> {
  const { family, meeting, sitting } = room
  const rows = await db.selectFrom('room_before as b').innerJoin('meeting_person as p', (join) => join.onRef('p.family_id', '=', 'b.family_id').onRef('p.meeting_id', '=', 'b.meeting_id').onRef('p.member_id', '=', 'b.member_id'))
    .innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 'b.family_id').onRef('m.id', '=', 'b.member_id')).select(['b.id', 'b.member_id', 'b.sealed', 'b.at', 'm.seat'])
    .where('b.family_id', '=', family).where('b.meeting_id', '=', meeting).where('p.sitting', '=', sitting).where('b.sitting', '=', sitting).where(isInside(today)).orderBy('b.at').orderBy('b.id').execute()
  for (const { id, member_id, sealed, at, seat } of rows) {
    const about = `post ${id}`
    const [text] = await openIn(db, room, [{ about, sealed }])
    const place = await somethingNewIn(db, room)
    await db.insertInto('room_post').values({ family_id: family, meeting_id: meeting, sitting, id, place, by_member: member_id, kind: seat === 'young-person' ? 'view' : 'said', sealed: await sealIn(db, room, about, text!), at }).execute()
    await db.deleteFrom('room_before').where('family_id', '=', family).where('meeting_id', '=', meeting).where('member_id', '=', member_id).execute()
  }
}
