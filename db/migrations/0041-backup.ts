/** What a family does if things get harder: an entry for each part of it. */
import type { Migration } from './all.ts'

export const backup: Migration = {
  name: '0041-backup',
  statements: (dialect) => [
    `create table backup_entry (family_id text not null references family (id), id text not null, circle_id text, part text not null check (part in ('sign', 'start', 'starter', 'care', 'call')), place integer not null,
      words text, lang text, owner_member text, name text, phone text, child_member text, school text, medicine text, sleep text, comfort text, said_by text not null, said_at text not null, primary key (family_id, id),
      check ((part = 'care') = (child_member is not null)), check ((part = 'call') = (phone is not null)), check (part not in ('starter', 'care') or owner_member is not null),
      check (part <> 'call' or owner_member is not null or name is not null), check (part in ('starter', 'call') or words is not null),
      foreign key (family_id, said_by) references member (family_id, id), foreign key (family_id, owner_member) references member (family_id, id), foreign key (family_id, child_member) references member (family_id, id))${dialect === 'sqlite' ? ' strict, without rowid' : ''}`,
  ],
}
