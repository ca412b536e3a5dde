/** Circles at every making: steps of their own, the last answer of each person, and the adult whom a child trusts. */
import type { Migration } from './all.ts'

export const circles: Migration = {
  name: '0002-circles',
  statements: (dialect) => {
    const end = dialect === 'sqlite' ? ' strict, without rowid' : ''
    return [
      // Kept to fewer than its goal; null for whoever sees the goal.
      `alter table step add column circle_id text`,
      `create table last_answer (family_id text not null, member_id text not null, circle_id text, primary key (family_id, member_id),
        foreign key (family_id, member_id) references member (family_id, id), foreign key (family_id, circle_id) references circle (family_id, id))${end}`,
      `create table trusted_adult (family_id text not null, id text not null, circle_id text, child_member text not null, adult_member text not null,
        noted_by text not null, at text not null, ended_at text, primary key (family_id, id),
        foreign key (family_id, child_member) references member (family_id, id), foreign key (family_id, adult_member) references member (family_id, id),
        foreign key (family_id, noted_by) references member (family_id, id), foreign key (family_id, circle_id) references circle (family_id, id))${end}`,
      `create index trusted_adult_by_child on trusted_adult (family_id, child_member)`,
    ]
  },
}
