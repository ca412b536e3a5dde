/** Asking: what was begun and not sent, for whom, once or each week, and a quote or a photo beside it. */
import type { Migration } from './all.ts'

export const asking: Migration = {
  name: '0033-asking',
  statements: (dialect) => {
    const end = dialect === 'sqlite' ? ' strict, without rowid' : ''
    const int = dialect === 'sqlite' ? 'integer' : 'bigint'
    const ofSpend = 'foreign key (family_id, spend_id) references spend (family_id, id)'
    const member = (column: string) => `foreign key (family_id, ${column}) references member (family_id, id)`
    return [
      `alter table spend add column weeks ${int} not null default 1 check (weeks > 0)`,
      `create table spend_for (family_id text not null, spend_id text not null, member_id text not null, primary key (family_id, spend_id, member_id), ${ofSpend}, ${member('member_id')})${end}`,
      `create table spend_draft (family_id text not null references family (id), id text not null, service_id text, said text not null, by_member text not null, changed_at text not null,
        primary key (family_id, id), ${member('by_member')})${end}`,
      `create index spend_draft_by_day on spend_draft (changed_at)`,
      `create table spend_file (family_id text not null references family (id), id text not null, spend_id text, draft_id text, type text not null, content text not null, size ${int} not null, by_member text not null, at text not null,
        primary key (family_id, id), check ((spend_id is null) <> (draft_id is null)), ${ofSpend}, foreign key (family_id, draft_id) references spend_draft (family_id, id), ${member('by_member')})${end}`,
      `create unique index one_file_of_a_spend on spend_file (family_id, spend_id) where spend_id is not null`,
      `create unique index one_file_of_a_draft on spend_file (family_id, draft_id) where draft_id is not null`,
    ]
  },
}
