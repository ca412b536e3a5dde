/** Talking with the people who help, and notes that somebody keeps for themselves: each in a circle of its own. */
import type { Migration } from './all.ts'

export const talk: Migration = {
  name: '0008-talk',
  statements: (dialect) => {
    const end = dialect === 'sqlite' ? ' strict, without rowid' : ''
    const member = (column: string) => `foreign key (family_id, ${column}) references member (family_id, id)`
    const circle = 'foreign key (family_id, circle_id) references circle (family_id, id)'
    const conversation = 'foreign key (family_id, conversation_id) references conversation (family_id, id)'
    return [
      `create table conversation (family_id text not null references family (id), id text not null, circle_id text not null, topic text not null, lang text not null,
        started_by text not null, started_at text not null, last_at text not null, primary key (family_id, id), ${member('started_by')}, ${circle})${end}`,
      `create index conversation_by_last on conversation (family_id, last_at)`,
      `create index conversation_by_circle on conversation (family_id, circle_id)`,
      `create table message (family_id text not null, id text not null, conversation_id text not null, by_member text not null, words text not null, lang text not null, at text not null,
        primary key (family_id, id), ${member('by_member')}, ${conversation})${end}`,
      `create index message_by_conversation on message (family_id, conversation_id, at, id)`,
      `create table conversation_read (family_id text not null, conversation_id text not null, member_id text not null, read_until text not null,
        primary key (family_id, conversation_id, member_id), ${member('member_id')}, ${conversation})${end}`,
      `create table note (family_id text not null references family (id), id text not null, circle_id text not null, words text not null, lang text not null, by_member text not null,
        made_at text not null, changed_at text, primary key (family_id, id), ${member('by_member')}, ${circle})${end}`,
    ]
  },
}
