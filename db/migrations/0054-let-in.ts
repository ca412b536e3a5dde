/** Whoever is asked to a family meeting is in its private time from when an adult of the family who is inside let them in. */
import type { Migration } from './all.ts'

export const letIn: Migration = {
  name: '0054-let-in',
  statements: () => [
    'alter table meeting_person add column let_in_at text',
    // Whoever was inside before there was a door stays inside.
    `update meeting_person set let_in_at = (select opened_at from room where room.family_id = meeting_person.family_id and room.meeting_id = meeting_person.meeting_id and room.sitting = meeting_person.sitting) where invited_at is not null and gone_at is null`,
  ],
}
