/** What a service writes for a family meeting can be late, and be asked of somebody who has left: who was told of it, and who answered instead. */
import type { Migration } from './all.ts'

export const informationLate: Migration = {
  name: '0057-information-late',
  statements: () => [
    'alter table meeting_informer add column late_for text',
    'alter table meeting_question add column passed_on_at text',
    'alter table meeting_question add column answered_by text',
    'update meeting_question set answered_by = member_id where answered_at is not null',
  ],
}
