/** What has changed in a family's life, as one of them told it, with the day by which whoever leads talks with them. */
import type { Migration } from './all.ts'

export const changes: Migration = {
  name: '0020-changes',
  statements: (dialect) => {
    const end = dialect === 'sqlite' ? ' strict, without rowid' : ''
    return [
      `create table life_event (family_id text not null references family (id), id text not null, circle_id text, kind text not null check (kind in ('baby', 'prison', 'home', 'diagnosis', 'death', 'other')),
        words text not null, lang text not null, said_by text not null, at text not null, due_on text not null, answer text, answer_lang text, answered_at text, answered_by text references person (id),
        primary key (family_id, id), check ((answer is null) = (answer_lang is null)), foreign key (family_id, said_by) references member (family_id, id), foreign key (family_id, circle_id) references circle (family_id, id))${end}`,
      `create index life_event_waits on life_event (family_id, due_on) where answered_at is null`,
    ]
  },
}
