/** What is not right about oneself, agreements given in person, looks that some may not read of, and names of people who left. */
import { whoLeft } from '#app/values/who-left.ts'
import type { Migration } from './all.ts'

export const people: Migration = {
  name: '0011-people',
  statements: (dialect) => {
    const end = dialect === 'sqlite' ? ' strict, without rowid' : ''
    return [
      `create table person_correction (person_id text not null references person (id), id text not null, words text not null, lang text not null, at text not null,
        answer text, answer_lang text, answered_at text, answered_by text references person (id), primary key (person_id, id))${end}`,
      `create index person_correction_open on person_correction (at) where answered_at is null`,
      // What one person was sent, and what they opened, for their own copy.
      `create index outbox_by_person on outbox (to_person, made_at)`,
      `create index sitting_of_person on sitting (person_id, opened_at)`,
      `create index emergency_view_of_person on emergency_view (person_id, opened_at)`,
      // Finding a family by the name of somebody in it.
      `create index member_by_name on member (name)`,
      // Given in person: who wrote it down, on which day it was said, and who else was there.
      `alter table consent add column noted_by text`,
      `alter table consent add column said_on text`,
      `alter table consent add column present_member text`,
      `create table emergency_kept (family_id text not null, view_id text not null, member_id text not null, primary key (family_id, view_id, member_id),
        foreign key (family_id, view_id) references emergency_view (family_id, id), foreign key (family_id, member_id) references member (family_id, id))${end}`,
      // Whoever was forgotten before had an English name for nobody.
      `update person set name = '${whoLeft}', given_name = '${whoLeft}' where id in (select person_id from erasure where done_at is not null)`,
      `update member set name = '${whoLeft}', given_name = '${whoLeft}' where person_id in (select person_id from erasure where done_at is not null)`,
    ]
  },
}
