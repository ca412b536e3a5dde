/** Times that several who help offer together, and for which visit of a programme times are offered. */
import type { Migration } from './all.ts'

export const offersOfSeveral: Migration = {
  name: '0036-offers-of-several',
  statements: (dialect) => {
    const end = dialect === 'sqlite' ? ' strict, without rowid' : ''
    return [
      `create table offer_with (family_id text not null, offer_id text not null, practitioner_id text not null references person (id), member_id text not null,
        primary key (family_id, offer_id, practitioner_id), foreign key (family_id, offer_id) references appointment_offer (family_id, id), foreign key (family_id, member_id) references member (family_id, id))${end}`,
      `create table contact_offer (family_id text not null, programme_id text not null, number integer not null, offer_id text not null,
        primary key (family_id, programme_id, number), foreign key (family_id, programme_id, number) references programme_contact (family_id, programme_id, number), foreign key (family_id, offer_id) references appointment_offer (family_id, id))${end}`,
      `create index contact_offer_by_offer on contact_offer (family_id, offer_id)`,
    ]
  },
}
