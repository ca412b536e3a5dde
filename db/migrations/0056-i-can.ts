/** Help that somebody of the network offers unasked; what became of an offer beside a thing; and how near those live who matter to a family, and how close they are. */
import type { Migration } from './all.ts'

export const iCan: Migration = {
  name: '0056-i-can',
  statements: (dialect) => {
    const end = dialect === 'sqlite' ? ' strict, without rowid' : ''
    return [
      // Read by whom its circle names, as a message is. Taken back, its words are gone.
      `create table i_can (family_id text not null, id text not null, circle_id text not null, by_member text not null, words text, lang text not null, at text not null,
        state text not null check (state in ('offered', 'taken', 'not-now', 'withdrawn')), answered_at text, answered_by text, entry_id text,
        primary key (family_id, id), check ((state = 'withdrawn') = (words is null)), check ((state = 'offered') = (answered_at is null)), check ((state = 'taken') = (entry_id is not null)),
        foreign key (family_id, circle_id) references circle (family_id, id), foreign key (family_id, by_member) references member (family_id, id),
        foreign key (family_id, answered_by) references member (family_id, id), foreign key (family_id, entry_id) references plan_entry (family_id, id))${end}`,
      `create index i_can_by_state on i_can (family_id, state, at)`,
      `alter table kind_word add column state text check (state in ('taken', 'not-now'))`,
      `alter table member add column lives text check (lives in ('near', 'further', 'abroad'))`,
      `alter table member add column touch text check (touch in ('close', 'sometimes', 'lost'))`,
    ]
  },
}
