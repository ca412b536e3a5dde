/** A goal that a family agreed elsewhere, and that comes into the plan without being typed again. */
import type { Inside, Viewer } from '#app/access/viewer.server.ts'
import { shareByName } from '#app/domain/sharing/circles.server.ts'
import { markDelicate } from '#app/domain/sharing/topics.server.ts'
import { newId, type CircleId, type GoalId, type MemberId } from '#app/values/ids.ts'
import type { Day } from '#app/values/instant.ts'
import { delicateCategories, type Category } from './categories.ts'
import { insertStep } from './goals.server.ts'

export interface AgreedGoal {
  readonly words: string; readonly lang: string; readonly category: Category; readonly madeBy: MemberId; readonly circle: CircleId | null
  /** Who of the family or of those who help does it, and by when: its first step; null where it is somebody elsewhere. */
  readonly owner: MemberId | null; readonly dueOn: Day
}

/** Writes it down, inside a command that has asked who may. Whoever of the network is to do it is shown it; whoever is kept from it gets no step. */
export async function goalAgreed(acting: Inside<Viewer>, goal: AgreedGoal): Promise<GoalId> {
  const id = newId<GoalId>()
  await acting.db.insertInto('goal').values({ family_id: acting.family, id, circle_id: goal.circle, words: goal.words, lang: goal.lang, category: goal.category, made_by: goal.madeBy, made_at: acting.now, state: 'open' }).execute()
  await markDelicate(acting, id, [delicateCategories[goal.category] ?? []].flat())
  if (goal.owner === null) return id
  const { seat } = await acting.db.selectFrom('member').select('seat').where('family_id', '=', acting.family).where('id', '=', goal.owner).executeTakeFirstOrThrow()
  if (goal.circle === null && (seat === 'network' || seat === 'other-parent')) await shareByName(acting, id, [goal.owner])
  await insertStep(acting, id, { goal: goal.circle, own: null }, goal.lang, { words: goal.words, owner: goal.owner, dueOn: goal.dueOn < acting.today ? acting.today : goal.dueOn }, 0)
  return id
}
