/** The family meetings that somebody of the household was asked to, for their home page. */
import { sql, type Kysely } from 'kysely'
import type { Schema } from '#db/schema.ts'
import { isAskedTo, type Looker } from '#app/access/visible-to.server.ts'

/** The meetings to come that somebody was asked to, each with their own sitting `s`; one whose plan of that sitting was accepted has been held. */
export function meetingsToCome(db: Kysely<Schema>, looker: Looker) {
  return db.selectFrom('meeting_person as p').innerJoin('meeting as g', (join) => join.onRef('g.family_id', '=', 'p.family_id').onRef('g.id', '=', 'p.meeting_id'))
    .innerJoin('meeting_sitting as s', (join) => join.onRef('s.family_id', '=', 'p.family_id').onRef('s.meeting_id', '=', 'p.meeting_id').onRef('s.number', '=', 'p.sitting'))
    .where('p.family_id', '=', looker.family).where('p.member_id', '=', looker.member).where(isAskedTo(looker, sql.ref('g.id'))).where('g.state', 'in', ['preparing', 'called'])
    .where((eb) => eb.not(eb.exists(eb.selectFrom('meeting_plan as n').select('n.round').whereRef('n.family_id', '=', 's.family_id').whereRef('n.meeting_id', '=', 's.meeting_id').whereRef('n.sitting', '=', 's.number').where('n.state', '=', 'accepted'))))
}

/** True where private family time is open in the sitting `s`. */
export const roomIsOpen = sql<boolean>`exists (select 1 from room as v_room where v_room.family_id = s.family_id and v_room.meeting_id = s.meeting_id and v_room.sitting = s.number and v_room.state = 'open')`
