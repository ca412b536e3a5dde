/**
 * The door of private family time. Whoever helps can add somebody to a meeting, invite somebody, or move them into another sitting; none of it lets
 * anybody in: an adult who is inside does, who knows whether it is really them. Nobody outside learns of it.
 */
import type { Inside } from '#app/access/viewer.server.ts'
import { notYours } from '#app/access/not-yours.ts'
import type { Quiet } from '#app/events/transact.server.ts'
import type { MemberId } from '#app/values/ids.ts'
import { somethingNew } from './meetings.server.ts'
import { sayWhatWasWrittenBefore } from './room-before.server.ts'
import { somethingNewIn } from './room-news.server.ts'
import { around, isGrownUp, placeIn, stateNow, stillInside, type ActingInRoom, type AtTheDoor } from './rooms.server.ts'

/** Somebody at the door inside a command. */
export type ActingAtTheDoor = Inside<AtTheDoor>

/** An adult inside lets somebody in who waits: they read all that was said, and what they wrote before is said. They are told that there is something. Again, they are inside. */
export async function letIn(acting: ActingInRoom, { member }: { readonly member: MemberId }): Promise<Quiet<null, 'adults-let-in' | 'not-there'>> {
  await stillInside(acting)
  if (!isGrownUp(acting)) return { ok: false, why: 'adults-let-in' }
  const { people, waiting } = await around(acting)
  if (people.some((one) => one.member === member)) return { ok: true, value: null }
  if (!waiting.some((one) => one.member === member)) return { ok: false, why: 'not-there' }
  await goesIn(acting, member)
  if ((await stateNow(acting)) === 'open') await sayWhatWasWrittenBefore(acting)
  const { person_id } = await acting.db.selectFrom('member').select('person_id').where('family_id', '=', acting.family).where('id', '=', member).executeTakeFirstOrThrow()
  return { ok: true, value: null, notices: somethingNew([person_id]), about: { kind: 'meeting', id: acting.room.meeting } }
}

async function goesIn({ db, room, now }: Pick<ActingInRoom, 'db' | 'room' | 'now'>, member: MemberId): Promise<void> {
  await db.updateTable('meeting_person').set({ let_in_at: now }).where('family_id', '=', room.family).where('meeting_id', '=', room.meeting).where('member_id', '=', member).execute()
  await somethingNewIn(db, room)
}

/**
 * Whether somebody at the door goes in by themselves: no adult is inside any more who could let anybody in, and they would read nothing of others that they could not read before. Of
 * those who were inside, whoever has read all; of the others only who opened it, or asked for the meeting while whoever opened it is not asked to this sitting any more, and nobody else has said anything.
 * Whoever moves people about empties no room for somebody else to read. Three queries.
 */
export async function goesInAlone(viewer: AtTheDoor | ActingAtTheDoor): Promise<boolean> {
  if (!isGrownUp(viewer)) return false
  const { family, meeting, sitting } = viewer.room
  const { people, waiting } = await around(viewer)
  if (people.some((one) => one.hasAccount && isGrownUp(one))) return false
  const row = await viewer.db.selectFrom('room as r').innerJoin('meeting as g', (join) => join.onRef('g.family_id', '=', 'r.family_id').onRef('g.id', '=', 'r.meeting_id'))
    .innerJoin('meeting_person as p', (join) => join.onRef('p.family_id', '=', 'r.family_id').onRef('p.meeting_id', '=', 'r.meeting_id')).select(['r.opened_by', 'g.asked_by', 'p.out_of', 'p.out_at'])
    .where('r.family_id', '=', family).where('r.meeting_id', '=', meeting).where('r.sitting', '=', sitting).where('p.member_id', '=', viewer.member).executeTakeFirstOrThrow()
  const wasInside = row.out_of === sitting && row.out_at !== null
  if (!wasInside && viewer.member !== row.opened_by && !(viewer.member === row.asked_by && !waiting.some((one) => one.member === row.opened_by))) return false
  return !(await othersSaidSomething(viewer, wasInside ? row.out_at! : 0))
}

/** Whether anybody else has said, proposed or answered something in the room after a number of its news, and not taken it back. */
async function othersSaidSomething({ db, room: { family, meeting, sitting }, member }: AtTheDoor | ActingAtTheDoor, after: number): Promise<boolean> {
  const of = (table: 'room_post' | 'room_proposal' | 'room_answer') => db.selectFrom(table as 'room_post').select('place').where('family_id', '=', family).where('meeting_id', '=', meeting).where('sitting', '=', sitting)
    .where('by_member', '<>', member).where('place', '>', after).where('sealed', 'is not', null)
  return (await of('room_post').unionAll(of('room_proposal')).unionAll(of('room_answer')).limit(1).executeTakeFirst()) !== undefined
}

/** Goes in where nobody inside can let them in. */
export async function goIn(acting: ActingAtTheDoor, _: object): Promise<Quiet<null, 'not-there'>> {
  const place = await placeIn(acting, acting.db, acting.room.meeting)
  if (place?.sitting !== acting.room.sitting) throw notYours()
  if (place.inside) return { ok: true, value: null }
  if (!(await goesInAlone(acting))) return { ok: false, why: 'not-there' }
  await goesIn(acting, acting.member)
  return { ok: true, value: null }
}
