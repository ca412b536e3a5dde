/** What people need for a visit, known once; what is to be arranged for an appointment; times that are offered; and the way into a call. */
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
      `create table appointment_offer (family_id text not null references family (id), id text not null, circle_id text, practitioner_id text not null references person (id), member_id text not null, mode text not null, answer_by text not null,
        state text not null check (state in ('open', 'accepted', 'others', 'not-now', 'withdrawn')), words text, lang text, offered_at text not null, answered_by text, answered_at text, answer text, answer_lang text, again_on text, appointment_id text,
        primary key (family_id, id), check ((words is null) = (lang is null)), check ((answer is null) = (answer_lang is null)), ${member('member_id')}, ${member('answered_by')}, foreign key (family_id, appointment_id) references appointment (family_id, id))${end}`,
      `create table offer_time (family_id text not null, offer_id text not null, starts_at text not null, primary key (family_id, offer_id, starts_at), foreign key (family_id, offer_id) references appointment_offer (family_id, id))${end}`,
      `create table way_in (family_id text not null, appointment_id text not null, link text, phone text, given_at text not null, primary key (family_id, appointment_id), foreign key (family_id, appointment_id) references appointment (family_id, id))${end}`,
      `create index offer_by_practitioner on appointment_offer (practitioner_id, state)`,
      `create index arrangement_by_owner on arrangement (family_id, owner_member)`,
    ]
  },
}
