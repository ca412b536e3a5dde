/** Groups with places: what they are, their dates, whose time they take, and who waits for a place. A place that is taken is an appointment. */
import type { Dialect, Migration } from './all.ts'

/** Whoever leads a group helps families of whom they are no member: their row names a person alone. SQLite cannot change a column: the table is made anew. */
const withoutAPlace = (dialect: Dialect) => dialect === 'postgres' ? ['alter table appointment_with alter column member_id drop not null'] : [
  `create table appointment_with_new (family_id text not null, appointment_id text not null, practitioner_id text not null references person (id), member_id text,
    primary key (family_id, appointment_id, practitioner_id), foreign key (family_id, appointment_id) references appointment (family_id, id),
    foreign key (family_id, member_id) references member (family_id, id)) strict, without rowid`,
  `insert into appointment_with_new select family_id, appointment_id, practitioner_id, member_id from appointment_with`,
  `drop table appointment_with`,
  `alter table appointment_with_new rename to appointment_with`,
  `create index appointment_with_by_practitioner on appointment_with (practitioner_id, family_id, appointment_id)`,
]

export const groups: Migration = {
  name: '0029-groups',
  statements: (dialect) => {
    const end = dialect === 'sqlite' ? ' strict, without rowid' : ''
    const int = dialect === 'sqlite' ? 'integer' : 'bigint'
    return [
      `create table group_series (id text not null primary key, name text not null, purpose text not null, lang text not null, mode text not null check (mode in ('centre', 'school')), place text not null,
        rule text, from_on text not null, until_on text not null, made_by text not null references person (id), made_at text not null)${end}`,
      `create table group_leader (group_id text not null references group_series (id), practitioner_id text not null references person (id), first ${int} not null check (first in (0, 1)), primary key (group_id, practitioner_id))${end}`,
      `create index group_leader_by_practitioner on group_leader (practitioner_id, group_id)`,
      `create table group_date (id text not null primary key, group_id text not null references group_series (id), starts_at text not null, ends_at text not null, places ${int} not null, taken ${int} not null default 0, waiting ${int} not null default 0,
        off_at text, off_why text, off_lang text, check (starts_at < ends_at), check (taken >= 0 and taken <= places), check (waiting >= 0), check ((off_why is null) = (off_lang is null)))${end}`,
      `create index group_date_by_start on group_date (group_id, starts_at)`,
      `create index group_date_ahead on group_date (ends_at)`,
      `create table group_hold (practitioner_id text not null references person (id), date_id text not null references group_date (id), starts_at text not null, ends_at text not null, primary key (practitioner_id, date_id))${end}`,
      `create index group_hold_by_end on group_hold (practitioner_id, ends_at)`,
      `create table group_wait (family_id text not null references family (id), id text not null, circle_id text, date_id text not null references group_date (id), practitioner_id text not null references person (id),
        places ${int} not null check (places > 0), needs text not null, interpreter_lang text, note text, note_lang text, state text not null check (state in ('waiting', 'asked', 'taken', 'ended')), asked_by text not null, asked_at text not null,
        offered_at text, answer_by text, ended_at text, ended_how text check (ended_how in ('no', 'late', 'left', 'off', 'past')), primary key (family_id, id), check ((note is null) = (note_lang is null)),
        foreign key (family_id, asked_by) references member (family_id, id), foreign key (family_id, circle_id) references circle (family_id, id))${end}`,
      `create index group_wait_open on group_wait (date_id, asked_at) where state in ('waiting', 'asked')`,
      `alter table appointment add column group_date_id text references group_date (id)`,
      `alter table appointment add column places ${int}`,
      `create index appointment_by_group_date on appointment (group_date_id) where group_date_id is not null`,
      ...withoutAPlace(dialect),
    ]
  },
}
