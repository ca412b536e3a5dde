/** Deciding: the day by which a request is answered, and another sum, number, service or day that whoever decides suggests. */
import type { Migration } from './all.ts'

export const deciding: Migration = {
  name: '0033-deciding',
  statements: (dialect) => {
    const end = dialect === 'sqlite' ? ' strict, without rowid' : ''
    const int = dialect === 'sqlite' ? 'integer' : 'bigint'
    return [
      `alter table spend add column answer_by text`,
      `create index spend_late on spend (answer_by) where state = 'asked' and answer_by is not null`,
      `create table spend_suggestion (family_id text not null, spend_id text not null, version ${int} not null, what text not null, what_lang text not null, payee text not null, service_id text, option_id text, label text, unit text not null,
        unit_pence ${int} not null check (unit_pence > 0), quantity ${int} not null check (quantity > 0), needed_on text not null, words text, lang text, by_person text not null references person (id), at text not null,
        primary key (family_id, spend_id, version), check ((words is null) = (lang is null)), foreign key (family_id, spend_id) references spend (family_id, id))${end}`,
    ]
  },
}
