/**
 * What the plan's own page says of regular visits. It stands in this room and not with the programmes, because that page asks for all
 * it needs in few queries: this is a part of one of them.
 */
import { sql } from 'kysely'
import { visibleTo } from '#app/access/visible-to.server.ts'
import type { Inside, Viewer } from '#app/access/viewer.server.ts'
import type { OfferId } from '#app/values/ids.ts'
import type { Day, Instant } from '#app/values/instant.ts'

/** Whether visits are offered and wait for an answer; the day of the next one, the time that is booked for one, and the offer of times that waits for the family. */
export interface VisitsAtAGlance { readonly offered: boolean; readonly nextOn: Day | null; readonly bookedAt: Instant | null; readonly choose: OfferId | null }

/** All as the viewer may see them, for the family `f` of a query: `offered` is 1 or 0, `next_visit` the next day from today on, `visit_at` the next time, `visit_offer` an open offer. */
export function visitColumns(viewer: Viewer | Inside<Viewer>) {
  const times = sql`from programme as p inner join programme_contact as c on c.family_id = p.family_id and c.programme_id = p.id inner join contact_offer as t on t.family_id = c.family_id and t.programme_id = c.programme_id and t.number = c.number
    inner join appointment_offer as o on o.family_id = t.family_id and o.id = t.offer_id`
  const running = sql`p.state = 'running' and c.state in ('planned', 'moved')`
  const seen = sql`p.family_id = f.id and ${visibleTo(viewer, 'review', 'p')}`
  return [
    sql<number | null>`case when exists (select 1 from programme as p where p.state = 'offered' and ${seen}) then 1 else 0 end`.as('offered'),
    sql<Day | null>`(select min(c.on_day) from programme as p inner join programme_contact as c on c.family_id = p.family_id and c.programme_id = p.id
      where p.state = 'running' and c.state in ('planned', 'moved') and c.on_day >= ${viewer.today} and ${seen})`.as('next_visit'),
    sql<Instant | null>`(select min(a.starts_at) ${times} inner join appointment as a on a.family_id = o.family_id and a.id = o.appointment_id
      where ${running} and ${seen} and a.state = 'booked' and a.ends_at > ${viewer.now} and ${visibleTo(viewer, 'appointment', 'a')})`.as('visit_at'),
    sql<OfferId | null>`(select min(o.id) ${times} where ${running} and ${seen} and o.state = 'open' and ${visibleTo(viewer, 'appointment', 'o')})`.as('visit_offer'),
  ] as const
}

/** What those columns say; null where there is nothing. Pure. */
export function visitsOf(row: { readonly offered: number | null; readonly next_visit: Day | null; readonly visit_at: Instant | null; readonly visit_offer: OfferId | null }): VisitsAtAGlance | null {
  const { next_visit: nextOn, visit_at: bookedAt, visit_offer: choose } = row
  return row.offered === 1 || nextOn !== null || bookedAt !== null || choose !== null ? { offered: row.offered === 1, nextOn, bookedAt, choose } : null
}
