/** Private family time: a room for each sitting of a meeting, what is written in it, sealed, and the meeting's key. */
import type { Migration } from './all.ts'

export const rooms: Migration = {
  name: '0045-rooms',
  statements: (dialect) => {
    const end = dialect === 'sqlite' ? ' strict, without rowid' : ''
    return [
      `create table room_key (family_id text not null, meeting_id text not null, wrapped_by text not null, wrapped text not null, primary key (family_id, meeting_id),
        foreign key (family_id, meeting_id) references meeting (family_id, id))${end}`,
      'create index room_key_wrapped_by on room_key (wrapped_by)',
      `create table room (family_id text not null, meeting_id text not null, sitting integer not null, state text not null check (state in ('open', 'closed')), opened_by text not null, opened_at text not null,
        closed_by text, closed_at text, facilitator text not null, gone_on text, told_at text, asked_in_at text, news integer not null default 0, primary key (family_id, meeting_id, sitting),
        foreign key (family_id, meeting_id, sitting) references meeting_sitting (family_id, meeting_id, number), foreign key (family_id, opened_by) references member (family_id, id),
        foreign key (family_id, closed_by) references member (family_id, id), foreign key (family_id, facilitator) references member (family_id, id))${end}`,
      'create index room_gone_on on room (gone_on) where gone_on is not null',
      `create table room_post (family_id text not null, meeting_id text not null, sitting integer not null, id text not null, place integer not null, by_member text not null,
        kind text not null check (kind in ('said', 'view', 'child')), sealed text, at text not null, primary key (family_id, meeting_id, sitting, id), unique (family_id, meeting_id, sitting, place),
        foreign key (family_id, meeting_id, sitting) references room (family_id, meeting_id, sitting) on delete cascade, foreign key (family_id, by_member) references member (family_id, id))${end}`,
      'create index room_post_by on room_post (family_id, by_member)',
    ]
  },
}
