/** Calendars: somebody's secret feed. Reminders of appointments: when somebody wants them, and each one, which is its own link. */
import type { Migration } from './all.ts'

export const calendars: Migration = {
  name: '0027-calendars',
  statements: (dialect) => {
    const int = dialect === 'sqlite' ? 'integer' : 'bigint'
    const end = dialect === 'sqlite' ? ' strict, without rowid' : ''
    return [
      `create table calendar_feed (person_id text not null primary key references person (id), id text not null, token_hash text not null,
        detail ${int} not null check (detail in (0, 1)), kept ${int} not null check (kept in (0, 1)), made_at text not null, read_on text)${end}`,
      `create unique index calendar_feed_by_token on calendar_feed (token_hash)`,
      // When it was last changed in a way that a calendar shows.
      `alter table appointment add column changed_at text`,
      `create index appointment_by_moment on appointment (state, starts_at)`,
      `create table reminder_choice (person_id text not null primary key references person (id), before text not null, changed_at text not null)${end}`,
      // Each reminder of each time once: a new time has new ones.
      `create table reminder (family_id text not null, appointment_id text not null, person_id text not null references person (id), before_minutes ${int} not null, starts_at text not null,
        message_id text not null, token_hash text not null, made_at text not null, primary key (family_id, appointment_id, person_id, before_minutes, starts_at),
        foreign key (family_id, appointment_id) references appointment (family_id, id))${end}`,
      `create unique index reminder_by_message on reminder (message_id)`,
      `create unique index reminder_by_token on reminder (token_hash)`,
      `create index reminder_by_person on reminder (person_id)`,
    ]
  },
}
