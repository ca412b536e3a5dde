/** What a family decided at a meeting can carry a request to spend: for its kind, up to its sum, once. */
import type { Migration } from './all.ts'

export const decidedMoney: Migration = {
  name: '0046-decided-money',
  statements: (dialect) => [
    `create table decided_money (family_id text not null, id text not null, meeting_id text not null, sitting integer not null, what text not null, what_lang text not null, kind text not null, pence integer not null check (pence > 0),
      needed_on text not null, decided_at text not null, primary key (family_id, id), foreign key (family_id, meeting_id, sitting) references meeting_sitting (family_id, meeting_id, number))${dialect === 'sqlite' ? ' strict, without rowid' : ''}`,
    'create index decided_money_of on decided_money (family_id, meeting_id, sitting)',
    'alter table spend add column decided_id text',
    `create unique index spend_decided_once on spend (family_id, decided_id) where decided_id is not null and state not in ('declined', 'cancelled')`,
  ],
}
