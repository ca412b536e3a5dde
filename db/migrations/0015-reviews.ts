/** Reviews: a family has one next review with a day; before it each says how it is going, and it closes with each child's view or the reason there is none. */
import type { Migration } from './all.ts'

export const reviews: Migration = {
  name: '0015-reviews',
  statements: (dialect) => {
    const end = dialect === 'sqlite' ? ' strict, without rowid' : ''
    const member = (column: string) => `foreign key (family_id, ${column}) references member (family_id, id)`
    const review = 'foreign key (family_id, review_id) references review (family_id, id)'
    return [
      `create table review (family_id text not null references family (id), id text not null, due_on text not null, planned_at text not null, planned_by text references person (id),
        closed_at text, closed_by text references person (id), outcome text check (outcome in ('goes-on', 'plan-closed')), words text, lang text, primary key (family_id, id),
        check ((closed_at is null) = (outcome is null)), check ((words is null) = (lang is null)))${end}`,
      `create unique index review_open on review (family_id) where closed_at is null`,
      `create index review_due on review (due_on) where closed_at is null`,
      `create table review_view (family_id text not null, id text not null, circle_id text, review_id text not null, about_member text not null, noted_by text not null,
        form text not null check (form in ('adult', 'young', 'child')), better text, hard text, change text, score integer check (score between 0 and 10),
        face text check (face in ('good', 'middling', 'hard')), lang text not null, at text not null, primary key (family_id, id),
        unique (family_id, review_id, about_member, noted_by), ${review}, ${member('about_member')}, ${member('noted_by')}, foreign key (family_id, circle_id) references circle (family_id, id))${end}`,
      `create table review_reason (family_id text not null, review_id text not null, about_member text not null,
        reason text not null check (reason in ('too-little', 'did-not-want', 'not-there', 'told-elsewhere', 'other')), words text, lang text, at text not null,
        primary key (family_id, review_id, about_member), check ((words is null) = (lang is null)), check (reason <> 'other' or words is not null), ${review}, ${member('about_member')})${end}`,
      // A plan that began before there were reviews has its first one twelve weeks after it began.
      `insert into review (family_id, id, due_on, planned_at) select id, id, ${dialect === 'sqlite' ? `date(started_on, '+84 days')` : `to_char(started_on::date + 84, 'YYYY-MM-DD')`}, started_on || 'T12:00:00.000Z' from family`,
    ]
  },
}
