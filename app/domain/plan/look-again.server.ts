/** The day on which a family looks again at what it agreed at a meeting, said to those who sat there (C4, review). */
import { sql, type Expression, type Kysely, type SqlBool } from 'kysely'
import type { Schema } from '#db/schema.ts'
import { isAskedTo, lookerOf, visibleTo, type Looker } from '#app/access/visible-to.server.ts'
import type { May } from '#app/access/viewer.server.ts'
import type { MeetingId } from '#app/values/ids.ts'
import { plusDays, type Day } from '#app/values/instant.ts'

/** Days before a plan is looked at again from which it stands on the family's pages, and on the desk of whoever leads. */
export const daysBeforeAgain = 7
/** Days after it for which it stands on the family's pages. */
export const daysAfterAgain = 28

/** True for the plans of `alias` of which nobody has said, on the day on which they are looked at again or later, how a part went. */
export function notLookedAt(alias: string): Expression<SqlBool> {
  const of = (name: string) => sql.ref(`${alias}.${name}`)
  return sql<SqlBool>`not exists (select 1 from meeting_part as q inner join meeting_part_went as w on w.family_id = q.family_id and w.part_id = q.id
    where q.family_id = ${of('family_id')} and q.meeting_id = ${of('meeting_id')} and q.sitting = ${of('sitting')} and q.round = ${of('round')} and w.at >= ${of('again_on')})`
}

/** The meetings whose plan the reader looks at again with those of their sitting: from `soon` back to `past`, until somebody has said how a part went or they know of a meeting that follows. */
export function lookAgainRows(db: Kysely<Schema>, looker: Looker & { readonly againSoon: Day; readonly againPast: Day }) {
  return db.selectFrom('meeting_plan as n').innerJoin('meeting as g', (join) => join.onRef('g.family_id', '=', 'n.family_id').onRef('g.id', '=', 'n.meeting_id'))
    .where('n.family_id', '=', looker.family).where('n.state', '=', 'accepted').where('n.again_on', '<=', looker.againSoon).where('n.again_on', '>=', looker.againPast).where(notLookedAt('n'))
    .where(visibleTo(looker, 'meeting', 'g')).where(isAskedTo(looker, sql.ref('n.meeting_id'), sql.ref('n.sitting')))
    .where((eb) => eb.not(eb.exists(eb.selectFrom('meeting as f').select('f.id').whereRef('f.family_id', '=', 'g.family_id').whereRef('f.follows', '=', 'g.id').where('f.state', '<>', 'off').where(visibleTo(looker, 'meeting', 'f')))))
}

/** From when until when such a day stands on the pages of a family; `before`: that many days ahead. */
export function againDays(today: Day, before = daysBeforeAgain): { readonly againSoon: Day; readonly againPast: Day } {
  return { againSoon: plusDays(today, before), againPast: plusDays(today, -daysAfterAgain) }
}

export interface LookAgain { readonly meeting: MeetingId; readonly on: Day }

/** These days for one reader, the earliest first; `before`: that many days ahead. One query. */
export async function plansWeLookAt(viewer: May<'meetings:see'>, before = daysBeforeAgain): Promise<LookAgain[]> {
  const rows = await lookAgainRows(viewer.db, { ...lookerOf(viewer), ...againDays(viewer.today, before) }).select(['g.id', 'n.again_on']).orderBy('n.again_on').orderBy('g.id').limit(10).execute()
  return rows.map((row) => ({ meeting: row.id, on: row.again_on! }))
}
