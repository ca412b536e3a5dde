/** Offers of help instead of money, and which actions of a plan came of one. */
import type { Migration } from './all.ts'

export const instead: Migration = {
  name: '0038-instead',
  statements: (dialect) => {
    const end = dialect === 'sqlite' ? ' strict, without rowid' : ''
    const int = dialect === 'sqlite' ? 'integer' : 'bigint'
    const member = (column: string) => `foreign key (family_id, ${column}) references member (family_id, id)`
    return [
      `create table help_instead (family_id text not null, id text not null, spend_id text not null, by_member text not null, words text not null, lang text not null, on_day text not null, often text not null check (often in ('once', 'weekly')),
        state text not null check (state in ('offered', 'taken', 'not-now', 'withdrawn')), at text not null, answered_at text, answered_by text, entry_id text,
        primary key (family_id, id), check ((state = 'offered') = (answered_at is null)), check ((state = 'taken') = (entry_id is not null)),
        foreign key (family_id, spend_id) references spend (family_id, id), foreign key (family_id, entry_id) references plan_entry (family_id, id), ${member('by_member')}, ${member('answered_by')})${end}`,
      `create index help_instead_by_spend on help_instead (family_id, spend_id)`,
      `create unique index one_offer_waits on help_instead (family_id, spend_id, by_member) where state = 'offered'`,
      `alter table plan_entry add column instead ${int} not null default 0 check (instead in (0, 1))`,
    ]
  },
}
