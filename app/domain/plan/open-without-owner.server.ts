/** Nothing open is without an owner and a day (#18, #42): one question, asked by the tests, the desk and the checks of each night. Its answer is none. */
import { sql, type Kysely } from 'kysely'
import type { Schema } from '#db/schema.ts'
import { seatsThatHelp, teamsManaged } from '#app/access/powers.ts'
import { insideCircle, isHere, lasts } from '#app/access/who-is-here.server.ts'
import type { AreaMay } from '#app/access/viewer.server.ts'
import type { Day } from '#app/values/instant.ts'

export interface WithoutOwner { readonly kind: 'action' | 'step' | 'need' | 'help' | 'arrangement' | 'offer' | 'follow-up' | 'information' | 'question' | 'meeting-need' | 'family-plan' | 'coordinator'; readonly family: string | null; readonly id: string }

/**
 * Open actions, steps, needs, follow-ups, times offered, what is to be arranged for an appointment, and requests for help that nobody who is here owns, or that have no day. A need's owner is the
 * lead professional, and so is that of a follow-up of nobody in particular; where nobody leads, a manager of the team, who names one, as of what services promised. What is kept to people who have all left,
 * nobody can do or see: it is not counted. Of a family meeting that is to come: what is to be written for it and what was asked of it, what is needed there, and that somebody gets it ready, each of whoever does it or,
 * where they have left, of whoever leads; and a family's plan that waits for its answer. One query.
 */
export async function openWithoutOwnerOrDate(db: Kysely<Schema>, today: Day): Promise<WithoutOwner[]> {
  // What a service promised waits, while nobody leads, with the manager who names somebody by a day.
  const owned = (owner: string, family: string) => sql`exists (select 1 from member as m where m.family_id = ${sql.ref(family)} and m.id = ${sql.ref(owner)} and (${isHere('m', today)} or (m.seat in (${sql.join([...seatsThatHelp])}) and ${managed(family)})))`
  const managed = (family: string) => sql`exists (select 1 from lead_gap as l inner join family as f on f.id = l.family_id inner join post as o on o.person_id = l.owner_person and o.team = f.team and o.role = 'manager' where l.family_id = ${sql.ref(family)} and l.ended_at is null and ${lasts('o', today)})`
  const seenBySomebody = (circle: string, family: string) => sql`(${sql.ref(circle)} is null or exists (select 1 from member as k where k.family_id = ${sql.ref(family)} and ${insideCircle(circle, 'k')} and ${isHere('k', today)}))`
  const ledOrManaged = (family: string, team: string) => sql`(exists (select 1 from member as m where m.family_id = ${sql.ref(family)} and m.seat = 'lead' and ${isHere('m', today)})
    or exists (select 1 from post as o where o.role = 'manager' and o.team = ${sql.ref(team)} and ${lasts('o', today)}))`
  const toCome = sql`g.state in ('preparing', 'called')`
  const gotReady = sql`exists (select 1 from member as c where c.family_id = g.family_id and c.seat = 'coordinator' and ${isHere('c', today)})`
  const found = await sql<WithoutOwner>`
    select 'action' as kind, e.family_id as family, e.id from plan_entry as e where e.kind = 'action' and e.done_at is null and e.ended_at is null and ${seenBySomebody('e.circle_id', 'e.family_id')}
      and (e.due_on is null or (e.owner_member is null and e.owner_name is null) or (e.owner_member is not null and not ${owned('e.owner_member', 'e.family_id')}))
    union all select 'step', s.family_id, s.id from step as s inner join goal as g on g.family_id = s.family_id and g.id = s.goal_id where s.done_at is null and g.state in ('open', 'paused')
      and ${seenBySomebody('g.circle_id', 'g.family_id')} and ${seenBySomebody('s.circle_id', 's.family_id')} and not ${owned('s.owner_member', 's.family_id')}
    union all select 'need', e.family_id, e.id from plan_entry as e inner join family as f on f.id = e.family_id where e.kind = 'need' and e.ended_at is null
      and (e.due_on is null or not ${ledOrManaged('e.family_id', 'f.team')})
    union all select 'follow-up', u.family_id, u.id from follow_up as u inner join family as f on f.id = u.family_id where u.done_at is null
      and case when u.owner_member is null then not ${ledOrManaged('u.family_id', 'f.team')} else not ${owned('u.owner_member', 'u.family_id')} end
    union all select 'arrangement', r.family_id, r.appointment_id from arrangement as r inner join appointment as a on a.family_id = r.family_id and a.id = r.appointment_id
      where r.arranged_at is null and r.ended_at is null and a.state = 'booked' and a.starts_at >= ${today} and ${seenBySomebody('a.circle_id', 'a.family_id')} and not ${owned('r.owner_member', 'r.family_id')}
    union all select 'offer', t.family_id, t.id from appointment_offer as t where t.state in ('open', 'others') and ${seenBySomebody('t.circle_id', 't.family_id')} and not ${owned('t.member_id', 't.family_id')}
    union all select 'help', h.family_id, h.id from help_request as h where h.state = 'waiting' and (h.due_on is null or not exists (select 1 from post as o where o.person_id = h.owner_id and o.role in ('lead', 'manager') and ${lasts('o', today)}))
    union all select 'information', i.family_id, i.meeting_id from meeting_informer as i inner join family as f on f.id = i.family_id inner join meeting as g on g.family_id = i.family_id and g.id = i.meeting_id
      where ${toCome} and i.wrote_at is null and not ${owned('i.member_id', 'i.family_id')} and not ${ledOrManaged('i.family_id', 'f.team')}
    union all select 'question', q.family_id, q.id from meeting_question as q inner join family as f on f.id = q.family_id inner join meeting as g on g.family_id = q.family_id and g.id = q.meeting_id
      where ${toCome} and q.answered_at is null and not ${owned('q.member_id', 'q.family_id')} and not ${ledOrManaged('q.family_id', 'f.team')}
    union all select 'meeting-need', n.family_id, n.meeting_id from meeting_need as n inner join family as f on f.id = n.family_id inner join meeting as g on g.family_id = n.family_id and g.id = n.meeting_id
      inner join meeting_person as p on p.family_id = n.family_id and p.meeting_id = n.meeting_id and p.member_id = n.member_id
      where ${toCome} and n.arranged_at is null and p.gone_at is null and not ${gotReady} and not ${ledOrManaged('n.family_id', 'f.team')}
    union all select 'family-plan', n.family_id, n.meeting_id from meeting_plan as n inner join family as f on f.id = n.family_id inner join meeting as g on g.family_id = n.family_id and g.id = n.meeting_id
      where n.state = 'sent' and g.state <> 'off' and (n.answer_by is null or not ${ledOrManaged('n.family_id', 'f.team')})
    union all select 'coordinator', g.family_id, g.id from meeting as g inner join family as f on f.id = g.family_id where ${toCome} and not ${gotReady}
      and exists (select 1 from member as c where c.family_id = g.family_id and c.seat = 'coordinator' and c.from_on <= ${today}) and not ${ledOrManaged('g.family_id', 'f.team')}
    order by 1, 3`.execute(db)
  return found.rows
}

/** How many of a manager's teams' there are, for their desk: none, unless something is broken. */
export async function withoutOwner(viewer: AreaMay<'desk:see'>): Promise<number> {
  const teams = teamsManaged(viewer)
  if (teams.length === 0) return 0
  const found = await openWithoutOwnerOrDate(viewer.db, viewer.today)
  if (found.length === 0) return 0
  const ours = new Set<string>((await viewer.db.selectFrom('family').select('id').where('team', 'in', teams).execute()).map((row) => row.id))
  return found.filter((one) => one.family === null || ours.has(one.family)).length
}
