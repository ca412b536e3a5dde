/** That the plan for when things get harder was started or tried: what each does then, what is opened to whom meanwhile, and how it was. */
import type { Migration } from './all.ts'

export const backupRuns: Migration = {
  name: '0044-backup-runs',
  statements: (dialect) => {
    const end = dialect === 'sqlite' ? ' strict, without rowid' : ''
    const ofRun = 'foreign key (family_id, run_id) references backup_run (family_id, id)'
    const member = (column: string) => `foreign key (family_id, ${column}) references member (family_id, id)`
    return [
      `create table backup_run (family_id text not null references family (id), id text not null, circle_id text, owner_member text not null, drill integer not null check (drill in (0, 1)), because_entry text,
        started_at text not null, ended_at text, ended_by text, primary key (family_id, id), check (drill = 0 or ended_at is not null), ${member('owner_member')}, ${member('ended_by')})${end}`,
      `create table backup_task (family_id text not null, id text not null, circle_id text, run_id text not null, place integer not null, owner_member text not null, child_member text not null, words text not null, lang text, said_by text not null,
        done_at text, done_by text, primary key (family_id, id), check ((done_at is null) = (done_by is null)), ${ofRun}, ${member('owner_member')}, ${member('child_member')}, ${member('said_by')}, ${member('done_by')})${end}`,
      `create table backup_opened (family_id text not null, run_id text not null, entry_id text not null, member_id text not null, primary key (family_id, run_id, entry_id, member_id), ${ofRun}, ${member('member_id')})${end}`,
      `create table backup_look_back (family_id text not null, id text not null, circle_id text, run_id text not null, owner_member text not null, well text, change text, lang text not null, at text not null,
        primary key (family_id, id), unique (family_id, run_id, owner_member), check (well is not null or change is not null), ${ofRun}, ${member('owner_member')})${end}`,
    ]
  },
}
