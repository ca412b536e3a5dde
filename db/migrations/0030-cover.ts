/**
 * Who comes instead of somebody who is away or has left, what the family says to it, and the place of whoever stands in, which
 * shows no more than what they came for. An offer can be in place of what was called off; a follow-up can be about an offer.
 */
import type { Migration } from './all.ts'

export const cover: Migration = {
  name: '0030-cover',
  statements: (dialect) => {
    const end = dialect === 'sqlite' ? ' strict, without rowid' : ''
    const int = dialect === 'sqlite' ? 'integer' : 'bigint'
    const follow = ['family_id', 'id', 'appointment_id', 'why', 'raised', 'owner_member', 'due_on', 'made_at', 'done_at', 'done_by', 'words', 'lang'].join(', ')
    return [
      `create table appointment_cover (family_id text not null references family (id), appointment_id text not null, away_person text not null references person (id), cover_person text not null references person (id), cover_member text,
        state text not null check (state in ('asked', 'comes', 'agreed', 'ended')), asked_at text not null, back_on text, answered_by text, answered_at text,
        primary key (family_id, appointment_id, away_person), foreign key (family_id, appointment_id) references appointment (family_id, id), foreign key (family_id, cover_member) references member (family_id, id),
        foreign key (family_id, answered_by) references member (family_id, id))${end}`,
      `create index appointment_cover_by_cover on appointment_cover (cover_person, family_id, appointment_id)`,
      `alter table member add column stands_in ${int} not null default 0`,
      `alter table appointment add column ended_member text`,
      `alter table appointment_offer add column instead_of text`,
      `create index appointment_offer_open on appointment_offer (answer_by) where state = 'open'`,
      // A check cannot be changed in place on SQLite: the table is made anew. Nothing refers to it.
      `create table follow_up_new (family_id text not null references family (id), id text not null, appointment_id text, why text not null check (why in ('not-seen', 'moved-often', 'not-now', 'nothing-next', 'left', 'away', 'unanswered')),
        raised text check (raised in ('call', 'visit', 'talk')), owner_member text, due_on text not null, made_at text not null, done_at text, done_by text references person (id), words text, lang text, offer_id text,
        primary key (family_id, id), check ((words is null) = (lang is null)), foreign key (family_id, appointment_id) references appointment (family_id, id), foreign key (family_id, owner_member) references member (family_id, id))${end}`,
      `insert into follow_up_new (${follow}) select ${follow} from follow_up`,
      `drop table follow_up`,
      `alter table follow_up_new rename to follow_up`,
      `create index follow_up_open on follow_up (family_id, due_on) where done_at is null`,
      `create table nightly_check_new (what text not null check (what in ('record', 'books', 'owners', 'contacts')), on_day text not null, at text not null, findings ${int} not null check (findings >= 0), primary key (what, on_day))${end}`,
      `insert into nightly_check_new (what, on_day, at, findings) select what, on_day, at, findings from nightly_check`,
      `drop table nightly_check`,
      `alter table nightly_check_new rename to nightly_check`,
    ]
  },
}
