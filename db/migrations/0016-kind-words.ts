/** What a goal builds on, and kind words: thank-yous, small wins and offers of help on what somebody can see. */
import type { Migration } from './all.ts'

export const kindWords: Migration = {
  name: '0016-kind-words',
  statements: (dialect) => {
    const end = dialect === 'sqlite' ? ' strict, without rowid' : ''
    return [
      `create table builds_on (family_id text not null, goal_id text not null, entry_id text not null, primary key (family_id, goal_id, entry_id),
        foreign key (family_id, goal_id) references goal (family_id, id))${end}`,
      // It has no circle of its own: whoever sees the thing sees it.
      `create table kind_word (family_id text not null references family (id), id text not null, kind text not null check (kind in ('thanks', 'win', 'offer')),
        thing_kind text not null check (thing_kind in ('goal', 'step', 'plan')), thing_id text not null, words text, lang text, by_member text not null, at text not null,
        primary key (family_id, id), check (kind = 'offer' or words is not null), check ((words is null) = (lang is null)),
        foreign key (family_id, by_member) references member (family_id, id))${end}`,
      `create index kind_word_by_thing on kind_word (family_id, thing_id, at)`,
      `create index kind_word_by_day on kind_word (family_id, at)`,
    ]
  },
}
