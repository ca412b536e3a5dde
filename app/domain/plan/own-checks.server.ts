/**
 * What somebody who sat at a family's meeting checks of its plan (C4): near its day it stands at their home, until they say how it went, and a message
 * on the day before brings it back to them, once. Whoever leads has a desk for what they check (`plansToCheck`).
 */
import { sql, type Kysely, type SqlBool } from 'kysely'
import type { Schema } from '#db/schema.ts'
import { isAskedTo, lookerOfRow, type Looker } from '#app/access/visible-to.server.ts'
import { isHere } from '#app/access/who-is-here.server.ts'
import type { FamilyId, MeetingPartId } from '#app/values/ids.ts'
import { dayAt, now, plusDays, type Day, type Instant } from '#app/values/instant.ts'
import { remindTheDayBefore } from './day-before.server.ts'

/** The accepted parts `q` that somebody checks who is still of their sitting and has not said how they went, with a day between two. That it is too early is no word yet. */
export function partsToCheck(db: Kysely<Schema>, looker: Looker, { from, by }: { readonly from: Day; readonly by: Day }) {
  return db.selectFrom('meeting_part as q').innerJoin('meeting_plan as n', (join) => join.onRef('n.family_id', '=', 'q.family_id').onRef('n.meeting_id', '=', 'q.meeting_id').onRef('n.sitting', '=', 'q.sitting').onRef('n.round', '=', 'q.round'))
    .innerJoin('meeting as g', (join) => join.onRef('g.family_id', '=', 'q.family_id').onRef('g.id', '=', 'q.meeting_id')).innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 'q.family_id').onRef('m.id', '=', 'q.checks_member'))
    .where('q.family_id', '=', looker.family).where('q.checks_member', '=', looker.member).where('n.state', '=', 'accepted').where('g.state', '<>', 'off').where('q.due_on', '>=', from).where('q.due_on', '<=', by)
    .where(isAskedTo(looker, sql.ref('q.meeting_id'), sql.ref('q.sitting')))
    .where(sql<SqlBool>`not exists (select 1 from meeting_part_went as w where w.family_id = q.family_id and w.part_id = q.id and w.by_member = q.checks_member and w.went <> 'early')`)
}

/** Those for tomorrow, or for today where nobody looked yesterday, with the account of whoever checks. */
function forTomorrow(db: Kysely<Schema>, at: Instant, only?: { readonly family_id: FamilyId; readonly id: MeetingPartId }) {
  const today = dayAt(at)
  return partsToCheck(db, lookerOfRow('m', 'network', { now: at, today }), { from: today, by: plusDays(today, 1) }).leftJoin('reminder_choice as r', 'r.person_id', 'm.person_id')
    .select(['q.family_id', 'q.id', 'q.due_on', 'g.id as meeting', 'm.person_id', 'r.before']).where('m.person_id', 'is not', null).where(isHere('m', today))
    .where(sql<SqlBool>`not exists (select 1 from escalation as x where x.family_id = q.family_id and x.thing_id = q.id and x.due_on = q.due_on)`)
    .$if(only !== undefined, (query) => query.where('q.family_id', '=', only!.family_id).where('q.id', '=', only!.id)).orderBy('q.family_id').orderBy('q.id').execute()
}

/** Looks once, and tells everybody who has something to check by tomorrow and wants to be reminded. How many. */
export function remindCheckers(db: Kysely<Schema>, at: Instant = now()): Promise<number> {
  return remindTheDayBefore(db, at, { due: forTomorrow, says: ({ meeting }) => ({ name: 'toCheck', about: { kind: 'meeting', id: meeting } }) })
}
