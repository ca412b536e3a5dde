/** Programmes: one that somebody who helps offers and the family says yes to, and its contacts by their days. */
import type { Migration } from './all.ts'

export const programmes: Migration = {
  name: '0021-programmes',
  statements: (dialect) => {
    const end = dialect === 'sqlite' ? ' strict, without rowid' : ''
    return [
      `create table programme (family_id text not null references family (id), id text not null, circle_id text, programme_key text not null, worker_member text not null, start_on text not null, due_on text, born_on text,
        state text not null check (state in ('offered', 'running', 'declined', 'ended')), offered_by text not null references person (id), offered_at text not null, answered_by text, answered_at text, ended_at text,
        primary key (family_id, id), foreign key (family_id, worker_member) references member (family_id, id), foreign key (family_id, answered_by) references member (family_id, id))${end}`,
      `create table programme_contact (family_id text not null, programme_id text not null, number integer not null, phase integer not null, count integer not null, on_day text not null,
        state text not null check (state in ('planned', 'moved', 'held', 'missed')), primary key (family_id, programme_id, number), foreign key (family_id, programme_id) references programme (family_id, id))${end}`,
    ]
  },
}
