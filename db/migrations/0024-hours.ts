/** Diaries that repeat by rules, lengths of a practitioner's own, and times at a school. */
import type { Migration } from './all.ts'

const appointment = `family_id text not null, id text not null, circle_id text, practitioner_id text not null references person (id),
      mode text not null check (mode in ('home', 'phone', 'video', 'centre', 'school')), place text, starts_at text not null, ends_at text not null,
      state text not null check (state in ('booked', 'cancelled', 'seen', 'not-seen')), note text, note_lang text,
      needs text not null, interpreter_lang text, sequence integer not null, booked_by text not null, booked_at text not null,
      cancelled_at text, primary key (family_id, id), check (starts_at < ends_at), foreign key (family_id, booked_by) references member (family_id, id),
      foreign key (family_id, circle_id) references circle (family_id, id)`

/** SQLite cannot change a check: the table is made anew, and with it the one that refers to it. */
const schoolOnSqlite = [
  `create table cell_kept as select * from cell`,
  `drop table cell`,
  `create table appointment_new (${appointment}) strict, without rowid`,
  `insert into appointment_new select family_id, id, circle_id, practitioner_id, mode, place, starts_at, ends_at, state, note, note_lang, needs, interpreter_lang, sequence, booked_by, booked_at, cancelled_at from appointment`,
  `drop table appointment`,
  `alter table appointment_new rename to appointment`,
  `create index appointment_by_start on appointment (family_id, starts_at)`,
  `create index appointment_by_practitioner on appointment (practitioner_id, starts_at)`,
  `create table cell (practitioner_id text not null references person (id), cell integer not null, family_id text not null, appointment_id text not null,
    travel integer not null check (travel in (0, 1)), primary key (practitioner_id, cell), foreign key (family_id, appointment_id) references appointment (family_id, id)) strict, without rowid`,
  `insert into cell select practitioner_id, cell, family_id, appointment_id, travel from cell_kept`,
  `drop table cell_kept`,
  `create index cell_by_appointment on cell (family_id, appointment_id)`,
]

export const hours: Migration = {
  name: '0024-hours',
  statements: (dialect) => [
    ...(dialect === 'sqlite' ? schoolOnSqlite : [
      `alter table appointment drop constraint appointment_mode_check`,
      `alter table appointment add constraint appointment_mode_check check (mode in ('home', 'phone', 'video', 'centre', 'school'))`,
    ]),
    `alter table working_hours add column rule text`,
    `alter table time_off add column rule text`,
    `alter table time_off add column until_on text`,
    `create table diary (practitioner_id text not null primary key references person (id), lengths text not null)${dialect === 'sqlite' ? ' strict, without rowid' : ''}`,
  ],
}
