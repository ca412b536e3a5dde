/** The books beyond asking and paying: corrections, money back, top-ups, moves between budgets, and the end of a period. */
import type { Migration } from './all.ts'

export const books: Migration = {
  name: '0034-books',
  statements: (dialect) => {
    const end = dialect === 'sqlite' ? ' strict, without rowid' : ''
    const transfer = (column: string) => `foreign key (family_id, ${column}) references transfer (family_id, id)`
    const member = (column: string) => `foreign key (family_id, ${column}) references member (family_id, id)`
    return [
      // Whatever is mended is mended once.
      `create unique index transfer_corrected_once on transfer (family_id, corrects) where corrects is not null`,
      `create table transfer_note (family_id text not null, transfer_id text not null, words text not null, lang text not null, primary key (family_id, transfer_id), ${transfer('transfer_id')})${end}`,
      // Both ends of money that went from one budget of a family to another.
      `create table money_move (family_id text not null, out_id text not null, in_id text not null, primary key (family_id, out_id), unique (family_id, in_id), ${transfer('out_id')}, ${transfer('in_id')})${end}`,
      `create index funding_by_end on funding (expires_on, family_id, id)`,
      // One row for each day on which money of a budget ends: told, said why it should stay, answered, given back.
      `create table period_end (family_id text not null, budget_id text not null, ends_on text not null, told_at text not null, returns_on text not null,
        said_by text, said_at text, words text, lang text, answer_by text, answered_at text, answered_by text references person (id), stays_until text, answer_words text, answer_lang text, returned_at text,
        primary key (family_id, budget_id, ends_on), check ((words is null) = (lang is null)), check ((answer_words is null) = (answer_lang is null)),
        foreign key (family_id, budget_id) references budget (family_id, id), ${member('said_by')})${end}`,
      `create index period_end_to_answer on period_end (answer_by) where answered_at is null and answer_by is not null`,
    ]
  },
}
