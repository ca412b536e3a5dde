/** What waits for a word from the family. */
import { lookerOf, visibleTo, type Looker } from '#app/access/visible-to.server.ts'
import type { May } from '#app/access/viewer.server.ts'
import type { SpendId } from '#app/values/ids.ts'
import { keptQuery } from '#db/kept.ts'

const questions = keptQuery(['seat'], (db, viewer: Looker) =>
  db.selectFrom('spend as s').select('s.id').where('s.state', '=', 'question').where(visibleTo(viewer, 'spend', 's')).orderBy('s.asked_at').limit(20))

/** The requests to spend about which somebody has asked the family a question. One query. */
export async function questionsFor(viewer: May<'budget:ask'>): Promise<SpendId[]> {
  const rows = await questions(viewer.db, lookerOf(viewer))
  return rows.map((row) => row.id)
}
