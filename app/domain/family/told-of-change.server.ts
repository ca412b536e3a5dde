/** Whom a change of the plan asks again. */
import type { Inside, Viewer } from '#app/access/viewer.server.ts'
import { readersOf } from './people.server.ts'
import type { CircleId, PersonId } from '#app/values/ids.ts'

/** Who is told that a thing was changed: whoever of the family answered the newest version in which it stood, and sees it: who is in each of its circles. */
export async function toldOfChange(acting: Pick<Inside<Viewer>, 'db' | 'family' | 'today'> & { readonly person: PersonId | null }, thing: string, ...circles: readonly (CircleId | null)[]): Promise<PersonId[]> {
  const rows = await acting.db.selectFrom('plan_state as s').innerJoin('plan_version_part as p', (join) => join.onRef('p.family_id', '=', 's.family_id').onRef('p.version', '=', 's.version'))
    .innerJoin('plan_answer as a', (join) => join.onRef('a.family_id', '=', 's.family_id').onRef('a.version', '=', 's.version')).innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 'a.family_id').onRef('m.id', '=', 'a.member_id'))
    .select('m.person_id').where('s.family_id', '=', acting.family).where('p.thing_id', '=', thing).where('a.ended_at', 'is', null).execute()
  if (rows.length === 0) return []
  const readers: string[][] = []
  for (const circle of circles) readers.push(await readersOf(acting, circle))
  return rows.flatMap((row) => (row.person_id !== null && row.person_id !== acting.person && readers.every((some) => some.includes(row.person_id!)) ? [row.person_id] : []))
}
