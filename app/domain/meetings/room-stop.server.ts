/**
 * The silent signal of private family time: somebody asks the co-ordinator to come in. It carries nothing, not even who asked: nothing is
 * kept of that. Those inside learn nothing of it, and the page of whoever asked looks as before. It stands until the co-ordinator has been there:
 * whoever closes the room, or opens it again, does not silence it. Where nobody gets the meetings ready any more it stands on the desk of whoever leads, or of a
 * manager where nobody does, who names somebody; whoever is named then finds it on theirs. The family reads no day of that, which would tell that somebody asked.
 */
import { teamsManaged } from '#app/access/powers.ts'
import type { Acting, AreaMay, May } from '#app/access/viewer.server.ts'
import { leadsToday } from '#app/access/visible-to.server.ts'
import { isHere } from '#app/access/who-is-here.server.ts'
import { leadingOrManaging } from '#app/domain/family/people.server.ts'
import type { Quiet } from '#app/events/transact.server.ts'
import type { FamilyId, MeetingId } from '#app/values/ids.ts'
import type { Instant } from '#app/values/instant.ts'
import { somethingNew } from './meetings.server.ts'
import { stillInside, type ActingInRoom } from './rooms.server.ts'

/** Asks the co-ordinator to come in. Asked again, it is the same. */
export async function askIn(acting: ActingInRoom, _: object): Promise<Quiet<null, 'room-closed'>> {
  await stillInside(acting)
  const { family, meeting, sitting } = acting.room
  const asked = await acting.db.updateTable('room').set({ asked_in_at: acting.now }).where('family_id', '=', family).where('meeting_id', '=', meeting).where('sitting', '=', sitting).where('state', '=', 'open').executeTakeFirst()
  if (asked.numUpdatedRows === 0n) return { ok: false, why: 'room-closed' }
  const rows = await acting.db.selectFrom('member as m').select('m.person_id').where('m.family_id', '=', family).where('m.seat', '=', 'coordinator').where(isHere('m', acting.today)).execute()
  const there = rows.flatMap((row) => row.person_id ?? [])
  // A manager has no page of the meeting: the message leads to where their desk is.
  return there.length > 0 ? { ok: true, value: null, notices: somethingNew(there), about: { kind: 'meeting', id: meeting } } : { ok: true, value: null, notices: somethingNew(await leadingOrManaging(acting)) }
}

export interface AskedIn { readonly sitting: number; readonly since: Instant }

/** The sittings of a meeting to which whoever gets it ready is asked. One query. */
export async function askedInTo(viewer: May<'meetings:arrange'> | Acting<'meetings:arrange'>, meeting: MeetingId): Promise<AskedIn[]> {
  const rows = await viewer.db.selectFrom('room').select(['sitting', 'asked_in_at']).where('family_id', '=', viewer.family).where('meeting_id', '=', meeting).where('asked_in_at', 'is not', null).orderBy('sitting').execute()
  return rows.map((row) => ({ sitting: row.sitting, since: row.asked_in_at! }))
}

/** Whoever gets the meeting ready has been to one sitting, to which they were asked at a moment. Whoever asked after that still waits, and so do other sittings. */
export async function cameIn(acting: Acting<'meetings:arrange'>, { meeting, sitting, since }: AskedIn & { readonly meeting: MeetingId }): Promise<Quiet<null, 'not-there' | 'asked-again'>> {
  const { numUpdatedRows } = await acting.db.updateTable('room').set({ asked_in_at: null }).where('family_id', '=', acting.family).where('meeting_id', '=', meeting).where('sitting', '=', sitting).where('asked_in_at', '<=', since).executeTakeFirst()
  if (numUpdatedRows > 0n) return { ok: true, value: null }
  return { ok: false, why: (await askedInTo(acting, meeting)).some((one) => one.sitting === sitting) ? 'asked-again' : 'not-there' }
}

export interface AskedInFamily {
  readonly family: FamilyId; readonly name: string; readonly meeting: MeetingId; readonly since: Instant
  /** Nobody gets its meetings ready, and the viewer is to see that somebody does; `nobodyLeads`: nobody leads the family either. */
  readonly nobodyThere: boolean; readonly nobodyLeads: boolean
}

/** Where somebody asks the viewer, who gets a meeting ready, to come in; or asks for somebody who is not there any more, in a family that they lead, or of a team of theirs that nobody leads. One query. */
export async function asksToComeIn(viewer: AreaMay<'desk:see'>): Promise<AskedInFamily[]> {
  const { person } = viewer
  if (person === null) return []
  const teams = teamsManaged(viewer)
  const rows = await viewer.db.selectFrom('room as r').innerJoin('family as f', 'f.id', 'r.family_id').leftJoin('member as m', (join) => join.onRef('m.family_id', '=', 'r.family_id').on('m.seat', '=', 'coordinator').on(isHere('m', viewer.today)))
    .leftJoin('member as l', (join) => join.onRef('l.family_id', '=', 'r.family_id').on(leadsToday('l', viewer.today))).select(['f.id', 'f.name', 'r.meeting_id', 'r.asked_in_at', 'm.id as there', 'l.id as lead']).where('r.asked_in_at', 'is not', null)
    .where((eb) => eb.or([eb('m.person_id', '=', person), eb.and([eb('m.id', 'is', null), eb('l.person_id', '=', person)]), ...(teams.length > 0 ? [eb.and([eb('m.id', 'is', null), eb('l.id', 'is', null), eb('f.team', 'in', teams)])] : [])]))
    .orderBy('r.asked_in_at').limit(50).execute()
  return rows.map((row) => ({ family: row.id, name: row.name, meeting: row.meeting_id, since: row.asked_in_at!, nobodyThere: row.there === null, nobodyLeads: row.lead === null }))
}
