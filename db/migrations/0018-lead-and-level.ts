/** The level of help and its history, child protection beside it; whoever covers for a lead professional, and asking for another one. */
import type { Migration } from './all.ts'

export const leadAndLevel: Migration = {
  name: '0018-lead-and-level',
  statements: (dialect) => {
    const end = dialect === 'sqlite' ? ' strict, without rowid' : ''
    const member = (column: string) => `foreign key (family_id, ${column}) references member (family_id, id)`
    const levels = `('universal', 'targeted', 'intensive')`
    return [
      `create table level_change (family_id text not null references family (id), id text not null, level_before text not null check (level_before in ${levels}), level_after text not null check (level_after in ${levels}),
        words text not null, lang text not null, by_member text not null, at text not null, primary key (family_id, id), check (level_before <> level_after), ${member('by_member')})${end}`,
      `create table protection (family_id text not null, id text not null, circle_id text not null, since_on text not null, ended_on text, by_member text not null, at text not null, primary key (family_id, id),
        foreign key (family_id, circle_id) references circle (family_id, id), ${member('by_member')})${end}`,
      `create unique index one_protection_at_a_time on protection (family_id) where ended_on is null`,
      // A lead's place for so many days, beside that of the one who is away: the place of the lead professional has no such mark.
      `alter table member add column covers text`,
      `create table lead_wish (family_id text not null, id text not null, about_member text not null, asked_by text not null, reason text not null, lang text not null, at text not null, due_on text not null,
        answered_at text, answered_by text references person (id), answer text, answer_lang text, primary key (family_id, id), check ((answer is null) = (answer_lang is null)), ${member('about_member')}, ${member('asked_by')})${end}`,
      `create index lead_wish_open on lead_wish (due_on) where answered_at is null`,
    ]
  },
}
