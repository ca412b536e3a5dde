/** That somebody took the plan for when things get harder away with them, as a page on their own phone. */
import type { Acting } from '#app/access/viewer.server.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import { newId, type CircleId } from '#app/values/ids.ts'

/** Writes it down for the record that the auditor reads; nobody of the family learns of it: who has it on their phone may have to keep that to themselves. */
export async function noteBackupSaved(_acting: Acting<'backup:start'>, _nothing: null): Promise<Outcome<null, never>> {
  return { ok: true, value: null, event: { kind: 'backup-saved', data: {}, circle: newId<CircleId>() } }
}
