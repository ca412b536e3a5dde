/** The table of what a family does if things get harder, as types. */
import type { CircleId, BackupId, BackupRunId, BackupTaskId, FamilyId, LookBackId, MemberId } from '#app/values/ids.ts'
import type { Instant } from '#app/values/instant.ts'
import type { Bit } from './schema-accounts.ts'

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
  }  /**
   * That the plan was started, or tried (`drill`, over as it began). `owner_member`: who started it. `because_entry`: which of its signs,
   * or of what starts it, had happened; as kept as that entry, and gone with it.
   */
  backup_run: {
    family_id: FamilyId; id: BackupRunId; circle_id: CircleId | null; owner_member: MemberId; drill: Bit; because_entry: BackupId | null
    started_at: Instant; ended_at: Instant | null; ended_by: MemberId | null
  }
  /** What somebody does in a run, in the words that `said_by` had written when it was started. `done_by`: who said that it is done. */
  backup_task: {
    family_id: FamilyId; id: BackupTaskId; circle_id: CircleId | null; run_id: BackupRunId; place: number; owner_member: MemberId; child_member: MemberId
    words: string; lang: string | null; said_by: MemberId; done_at: Instant | null; done_by: MemberId | null
  }
  /** What of an entry, other than its own, somebody who steps in reads while a run runs: what they need to know of the child. */
  backup_opened: { family_id: FamilyId; run_id: BackupRunId; entry_id: BackupId; member_id: MemberId }
  /** How a run or a drill was for somebody (`owner_member`): what went well, what to change. */
  backup_look_back: {
    family_id: FamilyId; id: LookBackId; circle_id: CircleId | null; run_id: BackupRunId; owner_member: MemberId; well: string | null; change: string | null; lang: string; at: Instant
  }
}
