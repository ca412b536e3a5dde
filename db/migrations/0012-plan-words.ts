/** The plan grows by conversation: what matters to a family, what each of them says, and what they worry about and need. */
import type { Migration } from './all.ts'

const columns = `family_id, id, circle_id, kind, words, lang, said_by, owner_member, owner_name, owner_agency, goal_id, due_on, done_at, made_by, made_at`

export const planWords: Migration = {
  name: '0012-plan-words',
  statements: (dialect) => {
    const end = dialect === 'sqlite' ? ' strict, without rowid' : ''
    const member = (column: string) => `foreign key (family_id, ${column}) references member (family_id, id)`
    return [
      // SQLite changes no check: the table is made anew, on both alike.
      `create table plan_entry_new (family_id text not null, id text not null, circle_id text, kind text not null check (kind in ('strength', 'matters', 'says', 'need', 'action')),
        words text not null, lang text not null, said_by text, owner_member text, owner_name text, owner_agency text, goal_id text,
        due_on text, done_at text, made_by text not null references person (id), made_at text not null,
        area text, need_id text, not_now text, not_now_lang text, again_on text, ended_at text, primary key (family_id, id),
        check (kind <> 'action' or (due_on is not null and (owner_member is not null or owner_name is not null))),
        check (kind <> 'need' or (due_on is not null and area is not null)), check ((not_now is null) = (again_on is null)),
        ${member('said_by')}, ${member('owner_member')}, foreign key (family_id, circle_id) references circle (family_id, id),
        foreign key (family_id, goal_id) references goal (family_id, id), foreign key (family_id, need_id) references plan_entry_new (family_id, id))${end}`,
      `insert into plan_entry_new (${columns}) select ${columns} from plan_entry`,
      `drop table plan_entry`,
      `alter table plan_entry_new rename to plan_entry`,
      `create index plan_entry_by_need on plan_entry (family_id, need_id) where need_id is not null`,
      `create index plan_entry_needs on plan_entry (family_id, due_on) where kind = 'need'`,
    ]
  },
}
