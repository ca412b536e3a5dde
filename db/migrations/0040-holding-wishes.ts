/** What a family wishes about how its money is held. */
import type { Migration } from './all.ts'

export const holdingWishes: Migration = {
  name: '0040-holding-wishes',
  statements: (dialect) => {
    const end = dialect === 'sqlite' ? ' strict, without rowid' : ''
    const member = (column: string) => `foreign key (family_id, ${column}) references member (family_id, id)`
    return [
      `create table holding_wish (family_id text not null, id text not null, budget_id text not null, holding text not null check (holding in ('council', 'direct-payment', 'service-fund', 'prepaid-card')), by_member text not null, at text not null,
        state text not null check (state in ('asked', 'yes', 'no', 'withdrawn')), answered_at text, answered_by text, words text, lang text,
        primary key (family_id, id), check ((state = 'asked') = (answered_at is null)), check ((words is null) = (lang is null)),
        foreign key (family_id, budget_id) references budget (family_id, id), ${member('by_member')}, ${member('answered_by')})${end}`,
      `create index holding_wish_by_budget on holding_wish (family_id, budget_id, at)`,
      `create unique index one_holding_wish_waits on holding_wish (family_id, budget_id) where state = 'asked'`,
      `create index holding_wish_waiting on holding_wish (at) where state = 'asked'`,
    ]
  },
}
