/** Who agrees for whom, what is shared without asking, and which things are delicate. */
import type { Dialect, Migration } from './all.ts'

function tables(dialect: Dialect): string[] {
  const end = dialect === 'sqlite' ? ' strict, without rowid' : ''
  const bit = (name: string) => `${name} ${dialect === 'sqlite' ? 'integer' : 'bigint'} not null check (${name} in (0, 1))`
  const member = (column: string) => `foreign key (family_id, ${column}) references member (family_id, id)`
  return [
    `alter table consent add column why_lang text`,
    `alter table consent add column withdrawn_by text`,
    `create table responsibility (family_id text not null, adult_member text not null, child_member text not null, at text not null,
      primary key (family_id, adult_member, child_member), ${member('adult_member')}, ${member('child_member')})${end}`,
    `create index responsibility_by_child on responsibility (family_id, child_member)`,
    `create table own_say (family_id text not null, about_member text not null, to_member text not null, at text not null,
      primary key (family_id, about_member, to_member), ${member('about_member')}, ${member('to_member')})${end}`,
    `create table hand_over (family_id text not null, id text not null, from_member text not null, asked_by text not null, at text not null,
      due_on text not null, ended_at text, primary key (family_id, id), ${member('from_member')}, ${member('asked_by')})${end}`,
    `create index hand_over_open on hand_over (family_id) where ended_at is null`,

    `create table safeguarding_decision (family_id text not null references family (id), id text not null, to_member text not null,
      made_by text not null references person (id), made_at text not null, basis text not null, reason text not null, reason_lang text not null,
      until_on text not null, ${bit('shown')}, danger text, reviewer text not null references person (id), review_by text not null,
      reviewed_at text, reviewed_by text, review_words text, review_lang text, ended_at text, ended_by text,
      primary key (family_id, id), check (shown = 1 or danger is not null), check (reviewer <> made_by), check (reviewed_by is null or reviewed_by <> made_by), ${member('to_member')})${end}`,
    `create index safeguarding_to_review on safeguarding_decision (reviewer, review_by) where reviewed_at is null and ended_at is null`,
    `create index safeguarding_late on safeguarding_decision (review_by) where reviewed_at is null and ended_at is null`,
    `create table decided (family_id text not null, decision_id text not null, to_member text not null, kind text not null, about_member text not null,
      from_at text not null, until_on text, withdrawn_at text, primary key (family_id, to_member, kind, about_member, decision_id),
      foreign key (family_id, decision_id) references safeguarding_decision (family_id, id), ${member('to_member')}, ${member('about_member')})${end}`,

    `create table delicate (family_id text not null references family (id), thing_id text not null, topic text not null, primary key (family_id, thing_id, topic))${end}`,
    dialect === 'sqlite' ? `alter table profile add column delicate integer not null default 0` : `alter table profile add column delicate bigint not null default 0`,
  ]
}

export const consent: Migration = { name: '0003-consent', statements: tables }
