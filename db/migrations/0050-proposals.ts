/** What a family decides in its private time: what is proposed, and what each answers, sealed as what is said there is. */
import type { Migration } from './all.ts'

export const proposals: Migration = {
  name: '0050-proposals',
  statements: (dialect) => {
    const end = dialect === 'sqlite' ? ' strict, without rowid' : ''
    const member = (column: string) => `foreign key (family_id, ${column}) references member (family_id, id)`
    return [
      `create table room_proposal (family_id text not null, meeting_id text not null, sitting integer not null, id text not null, place integer not null, by_member text not null, follows text, sealed text, part_id text, at text not null,
        primary key (family_id, meeting_id, sitting, id), unique (family_id, meeting_id, sitting, place), unique (family_id, meeting_id, sitting, follows),
        foreign key (family_id, meeting_id, sitting) references room (family_id, meeting_id, sitting) on delete cascade, ${member('by_member')})${end}`,
      'create index room_proposal_by on room_proposal (family_id, by_member)',
      `create table room_answer (family_id text not null, meeting_id text not null, sitting integer not null, proposal_id text not null, place integer not null, member_id text not null, by_member text not null, sealed text not null, at text not null,
        primary key (family_id, meeting_id, sitting, proposal_id, place), foreign key (family_id, meeting_id, sitting, proposal_id) references room_proposal (family_id, meeting_id, sitting, id) on delete cascade,
        ${member('member_id')}, ${member('by_member')})${end}`,
      'create index room_answer_member on room_answer (family_id, member_id)',
      'create index room_answer_by on room_answer (family_id, by_member)',
    ]
  },
}
