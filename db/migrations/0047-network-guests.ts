/** Those who come to a family meeting and to nothing else: their place in the family lasts until a day. */
import type { Migration } from './all.ts'

export const meetingGuests: Migration = {
  name: '0047-network-guests',
  statements: (dialect) => [
    `create table meeting_guest (family_id text not null, meeting_id text not null, member_id text not null, says_name integer not null check (says_name in (0, 1)), made_by text not null, made_at text not null,
      primary key (family_id, meeting_id, member_id), foreign key (family_id, meeting_id, member_id) references meeting_person (family_id, meeting_id, member_id),
      foreign key (family_id, made_by) references member (family_id, id))${dialect === 'sqlite' ? ' strict, without rowid' : ''}`,
    'create index meeting_guest_of on meeting_guest (family_id, member_id)',
  ],
}
