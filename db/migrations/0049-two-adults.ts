/** Two adults of a family who each chose to be asked by the other above a sum, and what they say to a request. */
import type { Migration } from './all.ts'

export const twoAdults: Migration = {
  name: '0049-two-adults',
  statements: (dialect) => {
    const end = dialect === 'sqlite' ? ' strict, without rowid' : ''
    return [
      `create table two_adults (family_id text not null, member_id text not null, with_member text not null, above_pence integer not null check (above_pence >= 0), at text not null, primary key (family_id, member_id, with_member), check (member_id <> with_member),
        foreign key (family_id, member_id) references member (family_id, id), foreign key (family_id, with_member) references member (family_id, id))${end}`,
      `create table spend_together (family_id text not null, spend_id text not null, member_id text not null, agrees integer not null check (agrees in (0, 1)), words text, lang text, at text not null, primary key (family_id, spend_id, member_id),
        check (agrees = 1 or words is not null), foreign key (family_id, spend_id) references spend (family_id, id), foreign key (family_id, member_id) references member (family_id, id))${end}`,
    ]
  },
}
