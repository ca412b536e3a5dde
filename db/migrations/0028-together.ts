/** Several who help at one appointment. */
import type { Migration } from './all.ts'

export const together: Migration = {
  name: '0028-together',
  statements: (dialect) => [
    `create table appointment_with (family_id text not null, appointment_id text not null, practitioner_id text not null references person (id), member_id text not null,
      primary key (family_id, appointment_id, practitioner_id), foreign key (family_id, appointment_id) references appointment (family_id, id),
      foreign key (family_id, member_id) references member (family_id, id))${dialect === 'sqlite' ? ' strict, without rowid' : ''}`,
    `create index appointment_with_by_practitioner on appointment_with (practitioner_id, family_id, appointment_id)`,
  ],
}
