/** Who is here today: whose place holds, and, of whoever helps, whose post does; and who is in a circle. For `where`, as the rule of visibility is. */
import { sql, type Expression, type Kysely, type SqlBool } from 'kysely'
import type { Bit, Schema } from '#db/schema.ts'
import type { PersonId } from '#app/values/ids.ts'
import { dayAt, type Day, type Instant } from '#app/values/instant.ts'
import { seatsThatHelp } from './powers.ts'

/** True for the rows of `alias` (`member` or `post`) whose days hold `today`. */
export function lasts(alias: string, today: Day): Expression<SqlBool> {
  return sql<SqlBool>`(${sql.ref(`${alias}.from_on`)} <= ${today} and (${sql.ref(`${alias}.until_on`)} is null or ${sql.ref(`${alias}.until_on`)} >= ${today}))`
}

/** True for the rows of `member` whose place holds on a day, and with it, of whoever helps, a post. */
export function isHere(member: string, today: Day): Expression<SqlBool> {
  return sql<SqlBool>`(${lasts(member, today)} and (${sql.ref(`${member}.seat`)} not in (${sql.join([...seatsThatHelp])}) or exists (select 1 from post as v_held where v_held.person_id = ${sql.ref(`${member}.person_id`)} and ${lasts('v_held', today)})))`
}

/** 1 for the rows of `member` of whoever was invited to a family meeting alone: a place until a day. */
export const isGuest = sql<Bit>`case when member.until_on is not null and exists (select 1 from meeting_guest as v_guest where v_guest.family_id = member.family_id and v_guest.member_id = member.id) then 1 else 0 end`

/** True for the rows of `member` of whoever has no account, or one that nothing opens: they gave no address, and have no lock of their own. Only an invitation lets them in. */
export function hasNoWayIn(member: string): Expression<SqlBool> {
  return sql<SqlBool>`(${sql.ref(`${member}.person_id`)} is null or exists (select 1 from person as v_shut where v_shut.id = ${sql.ref(`${member}.person_id`)} and v_shut.email is null and v_shut.mobile is null
    and v_shut.password_hash is null and not exists (select 1 from passkey as v_key where v_key.person_id = v_shut.id)))`
}

/** True where a thing is kept to no circle, or to one that the row of `member` is in, by their own place or by their seat. `circle` is its column. */
export function insideCircle(circle: string, member: string): Expression<SqlBool> {
  return sql<SqlBool>`(${sql.ref(circle)} is null or exists (select 1 from circle_member as v_in where v_in.family_id = ${sql.ref(`${member}.family_id`)} and v_in.circle_id = ${sql.ref(circle)} and v_in.who in (${sql.ref(`${member}.id`)}, 'seat:' || ${sql.ref(`${member}.seat`)})))`
}

/** True for the dates of groups of `alias` that somebody leads: as one of those who lead the group, or that day instead of them. */
export function leadsDate(person: PersonId | null, alias: string): Expression<SqlBool> {
  const of = (name: string) => sql.ref(`${alias}.${name}`)
  return sql<SqlBool>`(exists (select 1 from group_leader as v_leads where v_leads.group_id = ${of('group_id')} and v_leads.practitioner_id = ${person})
    or exists (select 1 from group_hold as v_leads where v_leads.date_id = ${of('id')} and v_leads.practitioner_id = ${person}))`
}

/** The meeting and the one who is asked, of a link that holds: while they have a place and no account, are asked to the meeting, and it is still to come. */
export function openMeetingLink(db: Kysely<Schema>, tokenHash: string, at: Instant) {
  return db.selectFrom('meeting_link as l').innerJoin('meeting_person as p', (join) => join.onRef('p.family_id', '=', 'l.family_id').onRef('p.meeting_id', '=', 'l.meeting_id').onRef('p.member_id', '=', 'l.member_id'))
    .innerJoin('meeting as g', (join) => join.onRef('g.family_id', '=', 'l.family_id').onRef('g.id', '=', 'l.meeting_id')).innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 'l.family_id').onRef('m.id', '=', 'l.member_id'))
    .select(['l.family_id', 'l.meeting_id', 'l.member_id']).where('l.token_hash', '=', tokenHash).where('l.ended_at', 'is', null).where('l.expires_at', '>', at).where('p.gone_at', 'is', null).where('p.invited_at', 'is not', null)
    .where('g.state', 'in', ['preparing', 'called']).where('m.person_id', 'is', null).where(isHere('m', dayAt(at))).executeTakeFirst()
}
