/** What is asked inside a query of somebody at a meeting, where their row of it is called `p` and their place in the family `m`. */
import { sql, type Expression, type RawBuilder, type SqlBool } from 'kysely'
import { seatsThatHelp } from '#app/access/powers.ts'
import { isHere } from '#app/access/who-is-here.server.ts'
import type { Day } from '#app/values/instant.ts'

/**
 * True of whoever is inside the private time of their sitting: asked to it, here, and once it has opened let in. Nobody can come as somebody without an
 * account: they count among the others, and need to be let in from when there is one.
 */
export function isInside(today: Day): Expression<SqlBool> {
  return sql<SqlBool>`(${isAsked(today)} and ${passesTheDoor()})`
}

/** True of whoever was asked to the meeting, was not taken out of it, and is here. */
export function isAsked(today: Day): Expression<SqlBool> {
  return sql<SqlBool>`(p.invited_at is not null and p.gone_at is null and ${isHere('m', today)})`
}

/** True where nothing keeps somebody who was asked out of the private time of their sitting. */
export function passesTheDoor(): Expression<SqlBool> {
  return sql<SqlBool>`(p.let_in_at is not null or m.person_id is null
    or not exists (select 1 from room as v_room where v_room.family_id = p.family_id and v_room.meeting_id = p.meeting_id and v_room.sitting = p.sitting))`
}

/**
 * The name of somebody who helps by whose invitation an account came to a place in the family, or by whom the place was made for a meeting; null where there
 * is none. Whoever makes an invitation could have answered it: so the family looks at it once more.
 */
export function helperWhoInvited(): RawBuilder<string | null> {
  const helps = sql`v_helper.seat in (${sql.join([...seatsThatHelp])})`
  return sql<string | null>`coalesce(
    (select max(v_helper.name) from secret_link as v_link inner join member as v_helper on v_helper.family_id = v_link.family_id and v_helper.person_id = v_link.made_by
      where v_link.family_id = m.family_id and v_link.member_id = m.id and v_link.kind = 'join' and v_link.used_at is not null and ${helps}),
    (select max(v_helper.name) from meeting_guest as v_guest inner join member as v_helper on v_helper.family_id = v_guest.family_id and v_helper.id = v_guest.made_by
      where v_guest.family_id = m.family_id and v_guest.member_id = m.id and ${helps}))`
}
