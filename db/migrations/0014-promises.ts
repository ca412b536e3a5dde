/** Promises kept visible: what their owners say, links for owners elsewhere, what happens when nobody answers, cover, asking for another lead professional, and the level of help. */
import type { Migration } from './all.ts'

export const promises: Migration = {
  name: '0014-promises',
  statements: (dialect) => {
    const int = dialect === 'sqlite' ? 'integer' : 'bigint'
    const end = dialect === 'sqlite' ? ' strict, without rowid' : ''
    const member = (column: string) => `foreign key (family_id, ${column}) references member (family_id, id)`
    return [
      // What was said about a promise stands beside it for as long as it does: never changed, never deleted.
      `create table promise_word (family_id text not null, id text not null, thing_id text not null,
        kind text not null check (kind in ('accepted', 'moved', 'done', 'cannot', 'fell', 'no-longer', 'told')),
        by_member text, by_name text, by_agency text, words text, lang text, day_before text, day_after text, at text not null, primary key (family_id, id),
        check (kind <> 'moved' or (day_before is not null and day_after is not null)), check ((words is null) = (lang is null)), ${member('by_member')})${end}`,
      `create index promise_word_by_thing on promise_word (family_id, thing_id, at)`,
      // One thing to do, for whoever holds the link; of an appointment too, one day.
      `create table thing_link (family_id text not null, id text not null, thing_kind text not null check (thing_kind in ('action', 'appointment')), thing_id text not null,
        token_hash text not null, channel text not null check (channel in ('email', 'text')), address text not null, lang text not null,
        names_family ${int} not null check (names_family in (0, 1)), made_by text not null, made_at text not null, expires_at text not null, ended_at text, primary key (family_id, id), ${member('made_by')})${end}`,
      `create unique index thing_link_by_token on thing_link (token_hash)`,
      `create unique index one_link_of_a_thing on thing_link (family_id, thing_id) where ended_at is null`,
      `create table escalation (family_id text not null, thing_id text not null, due_on text not null, step text not null check (step in ('owner', 'lead', 'manager')), at text not null,
        primary key (family_id, thing_id, due_on, step))${end}`,
      // The checks of a night look for what is open and nobody's, too. SQLite changes no check: made anew on both alike.
      `create table nightly_check_new (what text not null check (what in ('record', 'books', 'owners')), on_day text not null, at text not null, findings ${int} not null check (findings >= 0), primary key (what, on_day))${end}`,
      `insert into nightly_check_new (what, on_day, at, findings) select what, on_day, at, findings from nightly_check`,
      `drop table nightly_check`,
      `alter table nightly_check_new rename to nightly_check`,
    ]
  },
}
