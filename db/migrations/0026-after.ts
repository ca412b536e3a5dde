/** After an appointment: how it went, what got in the way, what somebody who helps sees to next, and who comes instead. */
import type { Migration } from './all.ts'

export const after: Migration = {
  name: '0026-after',
  statements: (dialect) => {
    const end = dialect === 'sqlite' ? ' strict, without rowid' : ''
    const int = dialect === 'sqlite' ? 'integer' : 'bigint'
    return [
      `create table follow_up (family_id text not null references family (id), id text not null, appointment_id text, why text not null check (why in ('not-seen', 'moved-often', 'not-now', 'nothing-next', 'left')),
        raised text check (raised in ('call', 'visit', 'talk')), owner_member text, due_on text not null, made_at text not null, done_at text, done_by text references person (id), words text, lang text,
        primary key (family_id, id), check ((words is null) = (lang is null)), foreign key (family_id, appointment_id) references appointment (family_id, id), foreign key (family_id, owner_member) references member (family_id, id))${end}`,
      `create index follow_up_open on follow_up (family_id, due_on) where done_at is null`,
      `create table in_the_way (family_id text not null references family (id), appointment_id text not null, by_member text not null, what text not null, words text, lang text, at text not null,
        primary key (family_id, appointment_id, by_member), check ((words is null) = (lang is null)), foreign key (family_id, appointment_id) references appointment (family_id, id),
        foreign key (family_id, by_member) references member (family_id, id))${end}`,
      `alter table appointment add column not_brought ${int} not null default 0`,
      `alter table appointment add column ended_by text check (ended_by in ('family', 'service'))`,
      `alter table appointment add column ended_why text`,
      `alter table appointment add column ended_lang text`,
      `alter table appointment add column family_moves ${int} not null default 0`,
      `alter table appointment add column covers_person text references person (id)`,
      `alter table time_off add column cover_person text references person (id)`,
    ]
  },
}
