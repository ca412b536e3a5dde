/** A drawing or a voice note beside what somebody says in the plan. */
import type { Migration } from './all.ts'

export const files: Migration = {
  name: '0019-files',
  statements: (dialect) => {
    const int = dialect === 'sqlite' ? 'integer' : 'bigint'
    return [
      // With row ids, unlike other tables: a row is long, and is looked for one at a time. It has no circle of its own: whoever sees the words sees it.
      `create table plan_file (family_id text not null references family (id), id text not null, entry_id text not null, type text not null, content text not null, size ${int} not null,
        what text not null, what_lang text not null, by_member text not null, at text not null, primary key (family_id, id), unique (family_id, entry_id),
        foreign key (family_id, by_member) references member (family_id, id))${dialect === 'sqlite' ? ' strict' : ''}`,
    ]
  },
}
