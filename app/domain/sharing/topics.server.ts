/** Which things touch something delicate: people who help see them only where that topic was agreed by its name (#36). */
import type { Topic } from '#db/schema.ts'
import type { Inside, Viewer } from '#app/access/viewer.server.ts'

/** Marks a new thing. The thing is the caller's own, made in the same transaction. */
export async function markDelicate(acting: Pick<Inside<Viewer>, 'db' | 'family'>, thing: string, topics: readonly Topic[]): Promise<void> {
  const marks = [...new Set(topics)]
  if (marks.length === 0) return
  await acting.db.insertInto('delicate').values(marks.map((topic) => ({ family_id: acting.family, thing_id: thing, topic }))).onConflict((conflict) => conflict.doNothing()).execute()
}

/** Takes every mark from a thing of the caller's. */
export async function unmark(acting: Inside<Viewer>, thing: string): Promise<void> {
  await acting.db.deleteFrom('delicate').where('family_id', '=', acting.family).where('thing_id', '=', thing).execute()
}

/** The delicate topics of a thing that was read before. */
export async function topicsOf(viewer: Pick<Viewer | Inside<Viewer>, 'db' | 'family'>, thing: string): Promise<Topic[]> {
  const rows = await viewer.db.selectFrom('delicate').select('topic').where('family_id', '=', viewer.family).where('thing_id', '=', thing).orderBy('topic').execute()
  return rows.map((row) => row.topic)
}
