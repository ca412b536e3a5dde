/**
 * A time for what a family decided at its meeting, of a part that needs somebody's help: booked without typing it again, and then known to come from
 * there. It carries as many as it takes: one that is kept from a reader leaves them the same way to book as none.
 */
import { sql } from 'kysely'
import { isAskedTo, visibleTo } from '#app/access/visible-to.server.ts'
import type { Inside, May, Viewer } from '#app/access/viewer.server.ts'
import type { AppointmentId, MeetingPartId, MemberId } from '#app/values/ids.ts'
import type { Day, Instant } from '#app/values/instant.ts'
import { timedNeeds } from './words.ts'

export interface DecidedToBook {
  readonly id: MeetingPartId; readonly words: string; readonly lang: string; readonly dueOn: Day
  /** What the note of such a booking says at first: the part, and the help or the service that it needs. */
  readonly note: string
  /** Whoever does it, where they have a place here. */
  readonly owner: MemberId | null
  /** Those who sat there, where nobody else but the lead professional reads what becomes of it; null where everybody does. */
  readonly among: readonly MemberId[] | null
}

/** What was decided where the viewer sat, or in any sitting of a family that they lead, and that a time can be booked for; undefined for anything else. Two queries at most. */
export async function decidedToBook(viewer: May<'appointments:book'> | Inside<Viewer>, id: MeetingPartId): Promise<DecidedToBook | undefined> {
  const row = await viewer.db.selectFrom('meeting_part as q').innerJoin('meeting_plan as n', (join) => join.onRef('n.family_id', '=', 'q.family_id').onRef('n.meeting_id', '=', 'q.meeting_id').onRef('n.sitting', '=', 'q.sitting').onRef('n.round', '=', 'q.round'))
    .select(['q.id', 'q.meeting_id', 'q.sitting', 'q.words', 'q.lang', 'q.due_on', 'q.needs_words', 'q.owner_member', 'q.kept']).where('q.family_id', '=', viewer.family).where('q.id', '=', id).where('n.state', '=', 'accepted').where('q.needs', 'in', [...timedNeeds])
    .$if(viewer.seat !== 'lead', (query) => query.where(isAskedTo(viewer, sql.ref('q.meeting_id'), sql.ref('q.sitting')))).executeTakeFirst()
  if (!row) return undefined
  const { meeting_id: meeting, sitting } = row
  const sat = row.kept === 'everybody' ? null : await viewer.db.selectFrom('meeting_person').select('member_id').where('family_id', '=', viewer.family).where('meeting_id', '=', meeting).where('sitting', '=', sitting).where('invited_at', 'is not', null).where('gone_at', 'is', null).orderBy('member_id').execute()
  return { id: row.id, words: row.words, lang: row.lang, dueOn: row.due_on, note: [row.words, ...(row.needs_words ? [row.needs_words] : [])].join('\n'), owner: row.owner_member, among: sat && sat.map((one) => one.member_id) }
}

export interface DecidedTime { readonly part: MeetingPartId; readonly appointment: AppointmentId; readonly startsAt: Instant; readonly upcoming: boolean }

/** The times that were booked for some parts and not called off, as far as the viewer sees them; the parts were read before by the same viewer. One query. */
export async function timesDecided(viewer: May<'appointments:see'>, parts: readonly MeetingPartId[]): Promise<DecidedTime[]> {
  if (parts.length === 0) return []
  const rows = await viewer.db.selectFrom('appointment as a').select(['a.decided_id', 'a.id', 'a.starts_at', 'a.ends_at', 'a.state']).where('a.decided_id', 'in', [...parts]).where('a.state', '<>', 'cancelled').where(visibleTo(viewer, 'appointment', 'a'))
    .orderBy('a.starts_at').orderBy('a.id').execute()
  return rows.map((row) => ({ part: row.decided_id!, appointment: row.id, startsAt: row.starts_at, upcoming: row.state === 'booked' && row.ends_at > viewer.now }))
}
