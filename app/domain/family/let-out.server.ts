/**
 * Whoever is let into private family time of a meeting is inside as long as their place there lasts: whoever moves, leaves, or comes in anew by an invitation is let in once more. Of
 * the room that they were in is kept up to where they could read it, so that nobody is shut out of what they have read where nobody is left to let them in.
 */
import { sql, type Kysely } from 'kysely'
import type { Schema } from '#db/schema.ts'
import type { FamilyId, MeetingId, MemberId } from '#app/values/ids.ts'

/** These are inside no more, in one meeting or in any (null). */
export async function letOut(db: Kysely<Schema>, { family, meeting }: { readonly family: FamilyId; readonly meeting: MeetingId | null }, members: readonly MemberId[]): Promise<void> {
  if (members.length === 0) return
  const news = sql<number | null>`(select r.news from room as r where r.family_id = meeting_person.family_id and r.meeting_id = meeting_person.meeting_id and r.sitting = meeting_person.sitting)`
  await db.updateTable('meeting_person').set((eb) => ({ out_of: eb.ref('sitting'), out_at: news, let_in_at: null })).where('family_id', '=', family).where('member_id', 'in', [...members]).where('let_in_at', 'is not', null)
    .$if(meeting !== null, (query) => query.where('meeting_id', '=', meeting!)).execute()
}

/** Who comes in anew by an invitation is at the door of each room: those inside see that they wait. */
export async function comesAnew(db: Kysely<Schema>, family: FamilyId, member: MemberId): Promise<void> {
  await letOut(db, { family, meeting: null }, [member])
  await db.updateTable('room').set((eb) => ({ news: eb('news', '+', 1) })).where('family_id', '=', family)
    .where(({ exists, selectFrom }) => exists(selectFrom('meeting_person as p').select('p.member_id').whereRef('p.family_id', '=', 'room.family_id').whereRef('p.meeting_id', '=', 'room.meeting_id').whereRef('p.sitting', '=', 'room.sitting').where('p.member_id', '=', member).where('p.gone_at', 'is', null))).execute()
}
