/** What somebody writes for private family time before it opens, sealed as what is said in it. */
import type { Migration } from './all.ts'

export const writtenBefore: Migration = {
  name: '0052-written-before',
  statements: (dialect) => {
    const end = dialect === 'sqlite' ? ' strict, without rowid' : ''
    return [
      `create table room_before (family_id text not null, meeting_id text not null, member_id text not null, sitting integer not null, id text not null, sealed text not null, at text not null, primary key (family_id, meeting_id, member_id),
        foreign key (family_id, meeting_id, sitting) references meeting_sitting (family_id, meeting_id, number), foreign key (family_id, member_id) references member (family_id, id))${end}`,
      'create index room_before_member on room_before (family_id, member_id)',
    ]
  },
}
