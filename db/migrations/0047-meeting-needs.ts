/** What somebody needs so that they can take part in a family meeting, and whether it is arranged. */
import type { Migration } from './all.ts'

export const meetingNeeds: Migration = {
  name: '0047-meeting-needs',
  statements: (dialect) => [
    `create table meeting_need (family_id text not null, meeting_id text not null, member_id text not null, need text not null check (need in ('interpreter', 'bsl', 'step-free', 'childcare', 'fare', 'food', 'advocate')),
      words text, lang text, interpreter_lang text, said_by text not null, said_at text not null, due_on text not null, arranged_at text, arranged_words text, arranged_lang text,
      primary key (family_id, meeting_id, member_id, need), foreign key (family_id, meeting_id, member_id) references meeting_person (family_id, meeting_id, member_id),
      foreign key (family_id, said_by) references member (family_id, id))${dialect === 'sqlite' ? ' strict, without rowid' : ''}`,
  ],
}
