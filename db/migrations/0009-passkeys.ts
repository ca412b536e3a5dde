/** Passkeys: the public half of a key that somebody's phone or computer keeps for this site. */
import type { Migration } from './all.ts'

export const passkeys: Migration = {
  name: '0009-passkeys',
  statements: (dialect) => {
    const int = dialect === 'sqlite' ? 'integer' : 'bigint'
    const end = dialect === 'sqlite' ? ' strict, without rowid' : ''
    return [
      `create table passkey (person_id text not null references person (id), id text not null, credential text not null unique, public_key text not null, counter ${int} not null, transports text not null,
        backed_up ${int} not null check (backed_up in (0, 1)), name text, made_at text not null, used_at text, primary key (person_id, id))${end}`,
    ]
  },
}
