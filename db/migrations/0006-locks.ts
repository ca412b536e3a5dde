/** Locks: authenticator codes, the spare codes that go with them, and what a session still waits for. */
import type { Migration } from './all.ts'

export const locks: Migration = {
  name: '0006-locks',
  statements: (dialect) => {
    const int = dialect === 'sqlite' ? 'integer' : 'bigint'
    const end = dialect === 'sqlite' ? ' strict, without rowid' : ''
    return [
      `alter table session add column waits_for text check (waits_for in ('code', 'lock'))`,
      `create table authenticator (person_id text not null primary key references person (id), secret text not null, made_at text not null, confirmed_at text,
        last_step ${int} not null, used_at text, spares text, spares_until text)${end}`,
      `create table spare_code (person_id text not null references person (id), code_hash text not null, used_at text, primary key (person_id, code_hash))${end}`,
    ]
  },
}
