/**
 * Looking: families that another team does not find, one view of a family's plan in an emergency, and what the nightly
 * checks of the record and of the books found.
 */
import type { Migration } from './all.ts'

export const looking: Migration = {
  name: '0004-looking',
  statements: (dialect) => {
    const int = dialect === 'sqlite' ? 'integer' : 'bigint'
    const end = dialect === 'sqlite' ? ' strict, without rowid' : ''
    return [
      `alter table family add column shielded ${int} not null default 0 check (shielded in (0, 1))`,
      `create index family_by_name on family (name, id)`,
      `create index event_by_time on event (at, scope_id, seq)`,
      `create index event_by_kind_and_time on event (kind, at)`,
      `create table emergency_view (family_id text not null references family (id), id text not null, person_id text not null references person (id),
        reason text not null, reason_lang text not null, opened_at text not null, until_at text not null, seen_at text,
        review_on text not null, reviewed_at text, reviewed_by text references person (id), finding text check (finding in ('right', 'wrong')), words text, lang text,
        primary key (family_id, id), check ((reviewed_at is null) = (finding is null)))${end}`,
      `create index emergency_view_to_review on emergency_view (review_on) where reviewed_at is null`,
      `create table nightly_check (what text not null check (what in ('record', 'books')), on_day text not null, at text not null, findings ${int} not null check (findings >= 0),
        primary key (what, on_day))${end}`,
    ]
  },
}
