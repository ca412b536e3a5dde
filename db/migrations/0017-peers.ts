/** Somebody of a family asks for another who has been through the same, and who agreed to be rung (TF ¶3.6; #13). */
import type { Migration } from './all.ts'

export const peers: Migration = {
  name: '0017-peers',
  statements: (dialect) => {
    const end = dialect === 'sqlite' ? ' strict, without rowid' : ''
    return [
      `create table peer_contact (family_id text not null references family (id), id text not null, circle_id text not null, asked_by text not null, asked_at text not null,
        likeness text not null check (likeness in ('parent', 'young-person', 'carer')), first_name text, reach text, words text, lang text not null,
        state text not null check (state in ('asked', 'agreed', 'ended')), due_on text, said text, said_lang text, said_at text,
        peer_name text, peer_reach text, peer_agreed_on text, noted_by text references person (id), noted_at text, ended_at text, ended_by text check (ended_by in ('asker', 'peer')),
        primary key (family_id, id), check ((state = 'asked') = (due_on is not null)), check ((state = 'ended') = (ended_at is not null)),
        check (state <> 'ended' or coalesce(first_name, reach, words, peer_name, peer_reach) is null),
        check (state <> 'agreed' or (peer_name is not null and peer_reach is not null and peer_agreed_on is not null)),
        foreign key (family_id, asked_by) references member (family_id, id), foreign key (family_id, circle_id) references circle (family_id, id))${end}`,
      `create index peer_contact_waits on peer_contact (family_id, due_on) where state = 'asked'`,
    ]
  },
}
