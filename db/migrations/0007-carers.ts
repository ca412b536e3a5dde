/** Carers and what is held about somebody: asking for one's own assessment, facts of a child, what is not right, being forgotten. */
import type { Migration } from './all.ts'

export const carers: Migration = {
  name: '0007-carers',
  statements: (dialect) => {
    const end = dialect === 'sqlite' ? ' strict, without rowid' : ''
    const member = (column: string) => `foreign key (family_id, ${column}) references member (family_id, id)`
    const circle = 'foreign key (family_id, circle_id) references circle (family_id, id)'
    return [
      `create table caring (family_id text not null references family (id), id text not null, circle_id text not null, about_member text not null, asked_by text not null,
        talk_to text, state text not null check (state in ('said', 'asked', 'offered', 'done', 'not-now')), said_at text not null, asked_at text, due_on text,
        answer text, answer_lang text, answered_at text, answered_by text references person (id), again_on text, primary key (family_id, id),
        check (state = 'said' or due_on is not null), check (state <> 'not-now' or again_on is not null),
        ${member('about_member')}, ${member('asked_by')}, ${member('talk_to')}, ${circle})${end}`,
      `create index caring_waits on caring (family_id, due_on) where state in ('asked', 'offered')`,
      `create table cares_for (family_id text not null, carer_member text not null, child_member text not null, at text not null,
        primary key (family_id, carer_member, child_member), ${member('carer_member')}, ${member('child_member')})${end}`,
      `create table fact (family_id text not null references family (id), id text not null, circle_id text, child_member text not null, topic text not null check (topic in ('school', 'health')),
        words text not null, lang text not null, said_by text not null, made_at text not null, ended_at text, primary key (family_id, id), ${member('child_member')}, ${member('said_by')}, ${circle})${end}`,
      `create index fact_by_child on fact (family_id, child_member, topic, made_at)`,
      `create table correction (family_id text not null references family (id), id text not null, circle_id text, thing_kind text not null check (thing_kind in ('plan', 'goal', 'fact')),
        thing_id text not null, words text not null, lang text not null, by_member text not null, at text not null, answer text, answer_lang text, answered_at text,
        answered_by text references person (id), primary key (family_id, id), ${member('by_member')}, ${circle})${end}`,
      `create index correction_by_thing on correction (family_id, thing_id, at)`,
      `create index correction_open on correction (family_id, at) where answered_at is null`,
      `create table erasure (person_id text not null references person (id), id text not null, asked_at text not null, due_on text not null, done_at text,
        done_by text references person (id), primary key (person_id, id))${end}`,
      `create index erasure_waits on erasure (due_on) where done_at is null`,
    ]
  },
}
