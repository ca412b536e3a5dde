/** Telling one of the family. */
import type { Inside, Viewer } from '#app/access/viewer.server.ts'
import type { Notice } from '#app/events/notices.server.ts'
import type { MemberId } from '#app/values/ids.ts'

/** The message to a member who has an account; none to whoever acts, nor to somebody without one. */
export async function toMember(acting: Inside<Viewer>, member: MemberId, name: 'somethingNew' | 'newInPlan' = 'somethingNew'): Promise<Notice[]> {
  const row = await acting.db.selectFrom('member').select('person_id').where('family_id', '=', acting.family).where('id', '=', member).executeTakeFirst()
  return row?.person_id && row.person_id !== acting.person ? [{ to: row.person_id, name }] : []
}
