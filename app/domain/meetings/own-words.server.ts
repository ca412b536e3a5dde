/** What somebody wrote in private family time, for their own copy: wherever they are inside today. */
import { sql, type Kysely } from 'kysely'
import type { Schema } from '#db/schema.ts'
import type { Viewer } from '#app/access/viewer.server.ts'
import type { Instant } from '#app/values/instant.ts'
import { openAcross } from './room-keys.server.ts'

/** Each table of a room: whose its words are, and what they were sealed as. */
const written = [
  { table: 'room_post', by: 'by_member', about: sql<string>`'post ' || t.id` },
  { table: 'room_before', by: 'member_id', about: sql<string>`'post ' || t.id` },
  { table: 'room_proposal', by: 'by_member', about: sql<string>`'proposal ' || t.id` },
  { table: 'room_answer', by: 'member_id', about: sql<string>`'answer ' || t.proposal_id || ' ' || t.member_id || ' ' || t.place` },
] as const

/** What they said, proposed and answered, and wrote before it opened; never what others did. One query, and one for each room. */
export async function ownWordsInRooms(viewers: readonly Viewer[]): Promise<{ words: string; at: Instant }[]> {
  const [one] = viewers
  if (!one) return []
  const [first, ...more] = written.map((where) => ofTable(one.db, where, viewers))
  const rows = await more.reduce((all, next) => all.unionAll(next), first!).orderBy('at').execute()
  const texts = await openAcross(one.db, rows.map((row) => ({ ...row, sealed: row.sealed! })))
  return rows.flatMap(({ at }, n) => {
    const { words } = JSON.parse(texts[n]!) as { readonly words: string | null }
    return words === null ? [] : [{ words, at }]
  })
}

function ofTable(db: Kysely<Schema>, { table, by, about }: (typeof written)[number], viewers: readonly Viewer[]) {
  return db.selectFrom(`${table as 'room_post'} as t`).innerJoin('meeting_person as w', (join) => join.onRef('w.family_id', '=', 't.family_id').onRef('w.meeting_id', '=', 't.meeting_id').onRef('w.member_id', '=', `t.${by as 'by_member'}`).onRef('w.sitting', '=', 't.sitting'))
    .select(['t.family_id as family', 't.meeting_id as meeting', 't.sitting', about.as('about'), 't.sealed', 't.at']).where('t.sealed', 'is not', null).where('w.invited_at', 'is not', null).where('w.gone_at', 'is', null)
    // What was written before is theirs while they wait, too.
    .$if(table !== 'room_before', (query) => query.where('w.let_in_at', 'is not', null))
    .where((eb) => eb.or(viewers.map(({ family, member }) => eb.and([eb('w.family_id', '=', family), eb('w.member_id', '=', member!)]))))
}
