/** What a family agreed at its meeting: its plan, sent and answered round by round, part by part, and how each part went. */
import type { Migration } from './all.ts'

export const meetingPlans: Migration = {
  name: '0046-meeting-plans',
  statements: (dialect) => {
    const end = dialect === 'sqlite' ? ' strict, without rowid' : ''
    const member = (column: string) => `foreign key (family_id, ${column}) references member (family_id, id)`
    return [
      `create table meeting_plan (family_id text not null, meeting_id text not null, sitting integer not null, round integer not null check (round between 1 and 99),
        state text not null check (state in ('ours', 'sent', 'not-yet', 'accepted')), words text, lang text, again_on text, sent_by text, sent_at text, answer_by text, answered_by text, answered_at text,
        check ((state = 'ours') = (sent_at is null)), check ((state in ('not-yet', 'accepted')) = (answered_at is not null)), primary key (family_id, meeting_id, sitting, round),
        foreign key (family_id, meeting_id, sitting) references meeting_sitting (family_id, meeting_id, number), ${member('sent_by')}, ${member('answered_by')})${end}`,
      `create table meeting_part (family_id text not null, id text not null, meeting_id text not null, sitting integer not null, round integer not null, place integer not null, follows text, words text not null, lang text not null,
        owner_member text, owner_name text, owner_agency text, due_on text not null, needs text not null check (needs in ('nothing', 'help', 'service', 'money')), needs_words text, pence integer check (pence > 0), spend_kind text,
        otherwise text, checks_member text, becomes text not null check (becomes in ('action', 'goal')), category text, kept text not null check (kept in ('everybody', 'us')), for_all integer not null check (for_all in (0, 1)),
        by_member text not null, changed_at text, answer text, answer_lang text, risk text, risk_lang text, entry_id text, goal_id text,
        check (owner_member is not null or owner_name is not null), check ((needs = 'money') = (pence is not null)), check ((pence is null) = (spend_kind is null)), check ((becomes = 'goal') = (category is not null)),
        primary key (family_id, id), foreign key (family_id, meeting_id, sitting, round) references meeting_plan (family_id, meeting_id, sitting, round), foreign key (family_id, follows) references meeting_part (family_id, id),
        ${member('owner_member')}, ${member('checks_member')}, ${member('by_member')}, foreign key (family_id, entry_id) references plan_entry (family_id, id), foreign key (family_id, goal_id) references goal (family_id, id))${end}`,
      'create index meeting_part_of on meeting_part (family_id, meeting_id, sitting, round)',
      'create index meeting_part_entry on meeting_part (family_id, entry_id)',
      'create index meeting_part_goal on meeting_part (family_id, goal_id)',
      `create table meeting_part_went (family_id text not null, part_id text not null, by_member text not null, went text not null check (went in ('well', 'partly', 'not', 'early')), words text, lang text, at text not null,
        primary key (family_id, part_id, by_member), foreign key (family_id, part_id) references meeting_part (family_id, id), ${member('by_member')})${end}`,
    ]
  },
}
