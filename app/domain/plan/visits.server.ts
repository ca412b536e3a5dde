/**
 * What the plan's own page says of regular visits. It stands in this room and not with the programmes, because that page asks for all
 * it needs in few queries: this is a part of one of them.
 */
import { sql } from 'kysely'
import { visibleTo } from '#app/access/visible-to.server.ts'
import type { Inside, Viewer } from '#app/access/viewer.server.ts'
import type { Day } from '#app/values/instant.ts'

/** Whether visits are offered and wait for an answer, and the day of the next one. */
export interface VisitsAtAGlance { readonly offered: boolean; readonly nextOn: Day | null }

/** Both as the viewer may see them, for the family `f` of a query: `offered` is 1 or 0, `next_visit` the next day from today on. */
export function visitColumns(viewer: Viewer | Inside<Viewer>) {
  const seen = sql`p.family_id = f.id and ${visibleTo(viewer, 'review', 'p')}`
  return [
    sql<number | null>`case when exists (select 1 from programme as p where p.state = 'offered' and ${seen}) then 1 else 0 end`.as('offered'),
    sql<Day | null>`(select min(c.on_day) from programme as p inner join programme_contact as c on c.family_id = p.family_id and c.programme_id = p.id
      where p.state = 'running' and c.state in ('planned', 'moved') and c.on_day >= ${viewer.today} and ${seen})`.as('next_visit'),
  ] as const
}

/** What those columns say; null where there is neither. Pure. */
export function visitsOf({ offered, next_visit }: { readonly offered: number | null; readonly next_visit: Day | null }): VisitsAtAGlance | null {
  return offered === 1 || next_visit !== null ? { offered: offered === 1, nextOn: next_visit } : null
}
