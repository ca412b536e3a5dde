/** What people need for a visit, known once. */
import type { Migration } from './all.ts'

export const booking: Migration = {
  name: '0025-booking',
  statements: (dialect) => {
    const end = dialect === 'sqlite' ? ' strict, without rowid' : ''
    const member = (column: string) => `foreign key (family_id, ${column}) references member (family_id, id)`
    return [
      `create table known_need (family_id text not null references family (id), id text not null, circle_id text, child_member text not null, needs text not null, interpreter_lang text,
        said_by text not null, said_at text not null, primary key (family_id, id), ${member('child_member')}, ${member('said_by')})${end}`,
    ]
  },
}
