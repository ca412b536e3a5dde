/** Reaching somebody without harm, the rest of it: new addresses, links in messages, how much a message says, and who must not learn. */
import type { Migration } from './all.ts'

export const contact: Migration = {
  name: '0010-contact',
  statements: (dialect) => {
    const int = dialect === 'sqlite' ? 'integer' : 'bigint'
    const bit = (column: string) => `${column} ${int} not null default 0 check (${column} in (0, 1))`
    const end = dialect === 'sqlite' ? ' strict, without rowid' : ''
    return [
      // One at a time: a new one takes the place of the one before.
      `create table address_change (person_id text not null primary key references person (id), channel text not null check (channel in ('email', 'text')),
        address text not null, ${bit('tell_old')}, made_at text not null, expires_at text not null)${end}`,
      `create table notice_link (token_hash text not null primary key, person_id text not null references person (id), name text not null, path text not null, expires_at text not null)${end}`,
      `create index notice_link_by_person on notice_link (person_id)`,
      `create index notice_link_by_end on notice_link (expires_at)`,
      // For an address that was given for one message alone: the days and times at which it is safe, whose clocks, and the name it comes from.
      `alter table outbox add column hours text`,
      `alter table outbox add column sender text`,
      `alter table safe_contact add column ${bit('email_detail')}`,
      `alter table safe_contact add column ${bit('text_detail')}`,
      // Names are of the area's list from now on; what was written freely before is none of them.
      `update safe_contact set sender = null`,
      `create table must_not_learn (person_id text not null references person (id), family_id text not null, member_id text not null, primary key (person_id, family_id, member_id),
        foreign key (family_id, member_id) references member (family_id, id))${end}`,
      `alter table member_contact add column zone text not null default 'Europe/London'`,
      // Whether leaving quickly leaves them signed in on a phone of their own.
      `alter table person add column ${bit('leaving_stays')}`,
    ]
  },
}
