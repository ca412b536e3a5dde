/** What a request is for, how long a yes holds, and what the house moves by itself: money that nobody used, back to what is left. */
import type { Migration } from './all.ts'

/** SQLite cannot let a column be empty that could not: these are made anew. What the house does by itself is done by nobody. */
const byNobodyOnSqlite = [
  `create table transfer_new (family_id text not null, id text not null, budget_id text not null, funding_id text not null, spend_id text,
    from_bucket text not null, to_bucket text not null, pence integer not null check (pence > 0), at text not null,
    by_person text references person (id), why text not null, corrects text, position integer not null, left_after integer not null check (left_after >= 0),
    primary key (family_id, id), unique (family_id, budget_id, position), check (from_bucket <> to_bucket),
    check (from_bucket in ('council', 'available', 'asked', 'committed', 'spent', 'returned')),
    check (to_bucket in ('council', 'available', 'asked', 'committed', 'spent', 'returned')),
    check ((spend_id is not null) = (from_bucket in ('asked', 'committed', 'spent') or to_bucket in ('asked', 'committed', 'spent'))),
    foreign key (family_id, budget_id) references budget (family_id, id), foreign key (family_id, funding_id) references funding (family_id, id),
    foreign key (family_id, spend_id) references spend (family_id, id)) strict, without rowid`,
  `insert into transfer_new select family_id, id, budget_id, funding_id, spend_id, from_bucket, to_bucket, pence, at, by_person, why, corrects, position, left_after from transfer`,
  `drop trigger transfer_no_update`,
  `drop trigger transfer_no_delete`,
  `drop table transfer`,
  `alter table transfer_new rename to transfer`,
  `create index transfer_by_budget on transfer (family_id, budget_id, at)`,
  `create index transfer_by_spend on transfer (family_id, spend_id)`,
  `create trigger transfer_no_update before update on transfer begin select raise(abort, 'append-only: transfer'); end`,
  `create trigger transfer_no_delete before delete on transfer begin select raise(abort, 'append-only: transfer'); end`,
  `create table spend_word_new (family_id text not null, id text not null, spend_id text not null, kind text not null, level text,
    by_person text references person (id), by_member text, at text not null, version integer not null, reason text, words text, lang text,
    primary key (family_id, id), unique (family_id, spend_id, version), foreign key (family_id, spend_id) references spend (family_id, id)) strict, without rowid`,
  `insert into spend_word_new select family_id, id, spend_id, kind, level, by_person, by_member, at, version, reason, words, lang from spend_word`,
  `drop table spend_word`,
  `alter table spend_word_new rename to spend_word`,
]

export const rules: Migration = {
  name: '0033-rules',
  statements: (dialect) => {
    const int = dialect === 'sqlite' ? 'integer' : 'bigint'
    return [
      ...(dialect === 'sqlite' ? byNobodyOnSqlite : [`alter table transfer alter column by_person drop not null`, `alter table spend_word alter column by_person drop not null`]),
      `alter table spend add column kind text not null default 'other'`,
      `alter table spend add column payee_relative ${int} not null default 0 check (payee_relative in (0, 1))`,
      `alter table spend add column holds_until text`,
      `alter table spend add column told_until text`,
      `alter table spend add column lapsed_at text`,
      `create index spend_holding on spend (state, holds_until) where holds_until is not null`,
    ]
  },
}
