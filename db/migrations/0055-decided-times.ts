/** An appointment can come out of what a family decided at a meeting; whoever checks a part of its plan is found by the day. */
import type { Migration } from './all.ts'

export const decidedTimes: Migration = {
  name: '0055-decided-times',
  statements: () => [
    'alter table appointment add column decided_id text',
    'create index appointment_decided on appointment (family_id, decided_id) where decided_id is not null',
    'create index meeting_part_checked on meeting_part (due_on) where checks_member is not null',
  ],
}
