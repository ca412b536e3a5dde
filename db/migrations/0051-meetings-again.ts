/** Reminders of family meetings, that an answer to a family's plan is late, which meeting follows which, and that nobody gets one ready any more. */
import type { Migration } from './all.ts'

export const meetingsAgain: Migration = {
  name: '0051-meetings-again',
  statements: (dialect) => {
    const end = dialect === 'sqlite' ? ' strict, without rowid' : ''
    return [
      // Each reminder of each time once: a new day has new ones.
      `create table meeting_reminder (family_id text not null, meeting_id text not null, member_id text not null, before_minutes ${dialect === 'sqlite' ? 'integer' : 'bigint'} not null, starts_at text not null, message_id text not null, made_at text not null,
        primary key (family_id, meeting_id, member_id, before_minutes, starts_at), foreign key (family_id, meeting_id, member_id) references meeting_person (family_id, meeting_id, member_id))${end}`,
      'create unique index meeting_reminder_by_message on meeting_reminder (message_id)',
      'create index meeting_sitting_by_moment on meeting_sitting (starts_at)',
      'alter table meeting_plan add column late_told_at text',
      'alter table meeting add column follows text',
      'create index meeting_by_followed on meeting (family_id, follows)',
      'alter table meeting add column without_since text',
    ]
  },
}
