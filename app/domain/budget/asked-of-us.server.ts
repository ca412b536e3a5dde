/** What waits for a word from the family. */
import { visibleTo } from '#app/access/visible-to.server.ts'
import type { May } from '#app/access/viewer.server.ts'
import type { SpendId } from '#app/values/ids.ts'

/** The requests to spend about which somebody has asked the family a question. One query. */
export async function questionsFor(viewer: May<'budget:ask'>): Promise<SpendId[]> {
  const rows = await viewer.db.selectFrom('spend as s').select('s.id').where('s.state', '=', 'question').where(visibleTo(viewer, 'spend', 's'))
    .orderBy('s.asked_at').limit(20).execute()
  return rows.map((row) => row.id)
}
