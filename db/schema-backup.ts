/** The table of what a family does if things get harder, as types. */
import type { CircleId, BackupId, FamilyId, MemberId } from '#app/values/ids.ts'
import type { Instant } from '#app/values/instant.ts'

/** The parts, in the order in which they are read: early signs, what starts it, who may start it, who steps in for which child, whom to call. */
export type BackupPart = 'sign' | 'start' | 'starter' | 'care' | 'call'

export interface BackupTables {
  /**
   * One entry of a part, `place` in the order of that part. `owner_member`: who may start it, steps in or is called; they read
   * the entry that names them. `name` and `phone`: of whoever is called and has no place in the family, and where.
   */
  backup_entry: {
    family_id: FamilyId; id: BackupId; circle_id: CircleId | null; part: BackupPart; place: number; words: string | null; lang: string | null
    owner_member: MemberId | null; name: string | null; phone: string | null
    /** For whom somebody steps in, and what they need to know of them. */
    child_member: MemberId | null; school: string | null; medicine: string | null; sleep: string | null; comfort: string | null
    said_by: MemberId; said_at: Instant
  }
}
