/** Family meetings: what is to be decided, who comes, and the sittings in which they come together. */
import type { Migration } from './all.ts'

export const meetings: Migration = {
  name: '0043-meetings',
  statements: (dialect) => {
    const end = dialect === 'sqlite' ? ' strict, without rowid' : ''
    return [
      `create table meeting (family_id text not null references family (id), id text not null, asked_by text not null, question text not null, lang text not null, made_at text not null,
        state text not null check (state in ('preparing', 'called', 'met', 'off')), state_at text not null, primary key (family_id, id), foreign key (family_id, asked_by) references member (family_id, id))${end}`,
      `create table meeting_sitting (family_id text not null, meeting_id text not null, number integer not null check (number between 1 and 4), starts_at text, minutes integer, place text, dial_in text, call_url text,
        primary key (family_id, meeting_id, number), foreign key (family_id, meeting_id) references meeting (family_id, id))${end}`,
      `create table meeting_person (family_id text not null, meeting_id text not null, member_id text not null, sitting integer not null, added_by text not null, added_at text not null, invited_at text, gone_at text,
        how text check (how in ('room', 'phone', 'video', 'writing')), must_agree integer not null check (must_agree in (0, 1)), primary key (family_id, meeting_id, member_id),
        foreign key (family_id, meeting_id, sitting) references meeting_sitting (family_id, meeting_id, number), foreign key (family_id, member_id) references member (family_id, id), foreign key (family_id, added_by) references member (family_id, id))${end}`,
      'create index meeting_person_of on meeting_person (family_id, member_id)',
    ]
  },
}
