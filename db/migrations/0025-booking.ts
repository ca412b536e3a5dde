/** What people need for a visit, known once; and what is to be arranged for an appointment. */
import type { Migration } from './all.ts'

export const booking: Migration = {
  name: '0025-booking',
  statements: (dialect) => {
    const end = dialect === 'sqlite' ? ' strict, without rowid' : ''
    const member = (column: string) => `foreign key (family_id, ${column}) references member (family_id, id)`
    return [
      `create table known_need (family_id text not null references family (id), id text not null, circle_id text, child_member text not null, needs text not null, interpreter_lang text,
        said_by text not null, said_at text not null, primary key (family_id, id), ${member('child_member')}, ${member('said_by')})${end}`,
      `create table arrangement (family_id text not null, appointment_id text not null, need text not null check (need in ('interpreter', 'bsl', 'childcare', 'fare')), owner_member text not null, due_on text not null,
        arranged_at text, ended_at text, primary key (family_id, appointment_id, need), foreign key (family_id, appointment_id) references appointment (family_id, id), ${member('owner_member')})${end}`,
      `create index arrangement_by_owner on arrangement (family_id, owner_member)`,
    ]
  },
}
