/** Words that change are kept as they were; versions of the plan, and who agrees to them. */
import type { Migration } from './all.ts'

export const agreeing: Migration = {
  name: '0013-agreeing',
  statements: (dialect) => {
    const end = dialect === 'sqlite' ? ' strict, without rowid' : ''
    const member = (column: string) => `foreign key (family_id, ${column}) references member (family_id, id)`
    const circle = `foreign key (family_id, circle_id) references circle (family_id, id)`
    const version = (column: string) => `foreign key (family_id, ${column}) references plan_version (family_id, number)`
    return [
      `create table revision (family_id text not null, thing_id text not null, number integer not null check (number > 0), circle_id text, thing_kind text not null check (thing_kind in ('plan', 'goal', 'step')),
        words text not null, lang text not null, due_on text, by_member text, by_person text references person (id), at text not null, primary key (family_id, thing_id, number), ${member('by_member')}, ${circle})${end}`,
      `create table plan_version (family_id text not null references family (id), number integer not null check (number > 0), put_by text not null, at text not null, review_on text not null, primary key (family_id, number), ${member('put_by')})${end}`,
      `create table plan_version_part (family_id text not null, version integer not null, thing_id text not null, thing_kind text not null check (thing_kind in ('plan', 'goal', 'step')), revision integer not null, circle_id text,
        due_on text, owner_member text, owner_name text, owner_agency text, primary key (family_id, version, thing_id),
        ${version('version')}, foreign key (family_id, thing_id, revision) references revision (family_id, thing_id, number), ${circle}, ${member('owner_member')})${end}`,
      `create table plan_answer (family_id text not null, id text not null, version integer not null, side text not null check (side in ('family', 'services')), member_id text not null, agrees integer not null check (agrees in (0, 1)),
        at text not null, noted_by text, said_on text, ended_at text, primary key (family_id, id), check ((noted_by is null) = (said_on is null)), ${version('version')}, ${member('member_id')}, ${member('noted_by')})${end}`,
      // Of each version one answer of each holds: the newest.
      `create unique index plan_answer_holds on plan_answer (family_id, version, member_id) where ended_at is null`,
      `create table plan_answer_words (family_id text not null, id text not null, circle_id text, owner_member text not null, words text not null, lang text not null, primary key (family_id, id),
        foreign key (family_id, id) references plan_answer (family_id, id), ${circle}, ${member('owner_member')})${end}`,
      `create table plan_state (family_id text not null primary key references family (id), state text not null check (state in ('put-forward', 'active')), version integer not null, active_version integer, review_on text not null,
        ${version('version')}, ${version('active_version')})${end}`,
    ]
  },
}
