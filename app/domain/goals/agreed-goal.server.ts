/** A goal that a family agreed elsewhere, and that comes into the plan without being typed again. */
import type { Inside, Viewer } from '#app/access/viewer.server.ts'
import { markDelicate } from '#app/domain/sharing/topics.server.ts'
import { newId, type CircleId, type GoalId, type MemberId } from '#app/values/ids.ts'
import { delicateCategories, type Category } from './categories.ts'

/** Writes it down, inside a command that has asked who may. */
export async function goalAgreed(writing: Pick<Inside<Viewer>, 'db' | 'family' | 'now' | 'person'>, goal: { readonly words: string; readonly lang: string; readonly category: Category; readonly madeBy: MemberId; readonly circle: CircleId | null }): Promise<GoalId> {
  const id = newId<GoalId>()
  await writing.db.insertInto('goal').values({ family_id: writing.family, id, circle_id: goal.circle, words: goal.words, lang: goal.lang, category: goal.category, made_by: goal.madeBy, made_at: writing.now, state: 'open' }).execute()
  await markDelicate(writing, id, [delicateCategories[goal.category] ?? []].flat())
  return id
}
