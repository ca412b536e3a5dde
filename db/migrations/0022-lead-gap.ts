/** A family that nobody leads: which manager names somebody, and by when. */
import type { Migration } from './all.ts'

export const leadGap: Migration = {
  name: '0022-lead-gap',
  statements: (dialect) => {
    const end = dialect === 'sqlite' ? ' strict, without rowid' : ''
    return [
      `create table lead_gap (family_id text not null references family (id), id text not null, from_member text, owner_person text not null references person (id), at text not null, due_on text not null, ended_at text,
        primary key (family_id, id), foreign key (family_id, from_member) references member (family_id, id))${end}`,
      `create unique index one_lead_gap on lead_gap (family_id) where ended_at is null`,
    ]
  },
}
