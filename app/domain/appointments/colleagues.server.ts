/** Who is a colleague of whom: they can come, and lead groups, instead of each other. */
import { sql } from 'kysely'
import type { Expression, SqlBool } from 'kysely'
import { lasts } from '#app/access/who-is-here.server.ts'
import type { AreaMay } from '#app/access/viewer.server.ts'
import type { PersonId } from '#app/values/ids.ts'
import type { Day } from '#app/values/instant.ts'

/** True for the posts of `post` that are in a team of somebody's, and visit families. */
export function isColleague(post: string, of: PersonId, today: Day): Expression<SqlBool> {
  return sql<SqlBool>`(${lasts(post, today)} and ${sql.ref(`${post}.role`)} in ('lead', 'practitioner', 'manager') and exists (select 1 from post as v_away where v_away.person_id = ${of} and v_away.team = ${sql.ref(`${post}.team`)}))`
}

/** Colleagues of somebody's teams who keep a diary, by name. Who of them may come to which family is asked when they are named. One query. */
export async function colleaguesOf(viewer: Pick<AreaMay<'desk:see'>, 'db' | 'today'>, away: PersonId): Promise<{ person: PersonId; name: string }[]> {
  return viewer.db.selectFrom('person as p').select(['p.id as person', 'p.name']).where('p.id', '<>', away)
    .where((eb) => eb.exists(eb.selectFrom('working_hours as h').select('h.id').whereRef('h.practitioner_id', '=', 'p.id').where((or) => or.or([or('h.until_on', 'is', null), or('h.until_on', '>=', viewer.today)]))))
    .where((eb) => eb.exists(eb.selectFrom('post as o').select('o.id').whereRef('o.person_id', '=', 'p.id').where(isColleague('o', away, viewer.today)))).orderBy('p.name').limit(200).execute()
}
