/** Whoever moves or leaves is inside no more, and what they could read until then is known; and an answer to times is read in the sitting that it was said for. */
import type { Migration } from './all.ts'

export const letOut: Migration = {
  name: '0057-let-out',
  statements: (dialect) => {
    const whole = dialect === 'sqlite' ? 'integer' : 'bigint'
    return [
      `alter table meeting_person add column out_of ${whole}`,
      `alter table meeting_person add column out_at ${whole}`,
      `alter table meeting_mark add column read_in ${whole}`,
      // What was answered where answers are shown was said to those of that sitting.
      `update meeting_mark set read_in = (select p.sitting from meeting_person as p inner join meeting_finding as f on f.family_id = p.family_id and f.meeting_id = p.meeting_id and f.sitting = p.sitting
        where p.family_id = meeting_mark.family_id and p.meeting_id = meeting_mark.meeting_id and p.member_id = meeting_mark.member_id and f.shown = 1)`,
    ]
  },
}
