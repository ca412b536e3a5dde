/** An action that a family agreed elsewhere, and that comes into the plan without being typed again. */
import type { Inside, Viewer } from '#app/access/viewer.server.ts'
import { newId, type CircleId, type EntryId, type MemberId, type PersonId } from '#app/values/ids.ts'
import type { Day } from '#app/values/instant.ts'

export interface AgreedAction {
  readonly words: string; readonly lang: string; readonly saidBy: MemberId; readonly writtenBy: PersonId
  /** A member, or somebody elsewhere by name and agency. */
  readonly owner: MemberId | null; readonly ownerName: string | null; readonly ownerAgency: string | null
  readonly dueOn: Day; readonly circle: CircleId | null
}

/** Writes it down, inside a command that has asked who may. It waits for its owner's yes, as any other does; of what its owner wrote themselves that is their yes. */
export async function actionAgreed({ db, family, now }: Pick<Inside<Viewer>, 'db' | 'family' | 'now'>, agreed: AgreedAction): Promise<EntryId> {
  const id = newId<EntryId>()
  await db.insertInto('plan_entry').values({
    family_id: family, id, circle_id: agreed.circle, kind: 'action', words: agreed.words, lang: agreed.lang, said_by: agreed.saidBy, owner_member: agreed.owner, owner_name: agreed.ownerName, owner_agency: agreed.ownerAgency,
    goal_id: null, due_on: agreed.dueOn, done_at: null, made_by: agreed.writtenBy, made_at: now,
  }).execute()
  if (agreed.owner === agreed.saidBy) {
    await db.insertInto('promise_word').values({ family_id: family, id: newId(), thing_id: id, kind: 'accepted', by_member: agreed.owner, by_name: null, by_agency: null, words: null, lang: null, day_before: null, day_after: null, at: now }).execute()
  }
  return id
}
