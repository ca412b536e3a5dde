/** The family meetings that somebody gets ready, each with its next step, for their desk. */
import { sql } from 'kysely'
import { isHere } from '#app/access/who-is-here.server.ts'
import type { AreaMay } from '#app/access/viewer.server.ts'
import type { FamilyId, MeetingId } from '#app/values/ids.ts'
import type { Day } from '#app/values/instant.ts'

export interface ToPrepare {
  readonly family: FamilyId; readonly name: string; readonly meeting: MeetingId
  /** Sittings to which somebody is to come, without a day. */
  readonly withoutDay: number
  /** Times are asked of, and so many people have not answered any of them. */
  readonly silent: number
  /** By when the next thing is to be arranged; null where nothing is. */
  readonly arrangeBy: Day | null
}

/** What this co-ordinator gets ready, by the family's name. One query. */
export async function meetingsToPrepare(viewer: AreaMay<'desk:see'>): Promise<ToPrepare[]> {
  const ofMeeting = (alias: string) => sql`${sql.ref(`${alias}.family_id`)} = g.family_id and ${sql.ref(`${alias}.meeting_id`)} = g.id`
  const rows = await viewer.db.selectFrom('member as c').innerJoin('meeting as g', 'g.family_id', 'c.family_id').innerJoin('family as f', 'f.id', 'g.family_id')
    .select(['f.id as family', 'f.name', 'g.id', sql<number>`(select count(*) from meeting_sitting as s where ${ofMeeting('s')} and s.starts_at is null
        and exists (select 1 from meeting_person as k where ${ofMeeting('k')} and k.sitting = s.number and k.gone_at is null))`.as('without_day'),
      sql<number>`(select count(*) from meeting_person as p inner join meeting_finding as d on d.family_id = p.family_id and d.meeting_id = p.meeting_id and d.sitting = p.sitting inner join meeting_sitting as s on s.family_id = p.family_id and s.meeting_id = p.meeting_id and s.number = p.sitting
        inner join member as m on m.family_id = p.family_id and m.id = p.member_id where ${ofMeeting('p')} and p.invited_at is not null and p.gone_at is null and d.asked_at is not null and s.starts_at is null and ${isHere('m', viewer.today)}
        and not exists (select 1 from meeting_mark as k where k.family_id = p.family_id and k.meeting_id = p.meeting_id and k.member_id = p.member_id))`.as('silent'),
      sql<Day | null>`(select min(n.due_on) from meeting_need as n inner join meeting_person as p on p.family_id = n.family_id and p.meeting_id = n.meeting_id and p.member_id = n.member_id where ${ofMeeting('n')} and n.arranged_at is null and p.gone_at is null)`.as('arrange_by')])
    .where('c.person_id', '=', viewer.person).where('c.seat', '=', 'coordinator').where(isHere('c', viewer.today)).where('g.state', 'in', ['preparing', 'called']).orderBy('f.name').orderBy('g.made_at').orderBy('g.id').limit(50).execute()
  return rows.map((row) => ({ family: row.family, name: row.name, meeting: row.id, withoutDay: Number(row.without_day), silent: Number(row.silent), arrangeBy: row.arrange_by }))
}
