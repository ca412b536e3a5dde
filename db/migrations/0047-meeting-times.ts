/** A date for a family meeting that everybody helps to find: times, what suits whom, and the links by which somebody without an account says it. */
import type { Migration } from './all.ts'

export const meetingTimes: Migration = {
  name: '0047-meeting-times',
  statements: (dialect) => {
    const end = dialect === 'sqlite' ? ' strict, without rowid' : ''
    const ofSitting = 'foreign key (family_id, meeting_id, sitting) references meeting_sitting (family_id, meeting_id, number)'
    const ofPerson = 'foreign key (family_id, meeting_id, member_id) references meeting_person (family_id, meeting_id, member_id)'
    return [
      `create table meeting_finding (family_id text not null, meeting_id text not null, sitting integer not null, shown integer not null check (shown in (0, 1)), asked_at text, set_at text,
        primary key (family_id, meeting_id, sitting), ${ofSitting})${end}`,
      `create table meeting_time (family_id text not null, meeting_id text not null, sitting integer not null, starts_at text not null, primary key (family_id, meeting_id, sitting, starts_at), ${ofSitting})${end}`,
      `create table meeting_mark (family_id text not null, meeting_id text not null, member_id text not null, starts_at text not null, mark text not null check (mark in ('yes', 'if-need-be', 'no')), at text not null,
        primary key (family_id, meeting_id, member_id, starts_at), ${ofPerson})${end}`,
      `create table meeting_link (family_id text not null, meeting_id text not null, member_id text not null, token_hash text not null, channel text not null check (channel in ('email', 'text')), address text not null, lang text not null,
        made_by text not null, made_at text not null, expires_at text not null, ended_at text, primary key (family_id, meeting_id, member_id), ${ofPerson}, foreign key (family_id, made_by) references member (family_id, id))${end}`,
      'create unique index meeting_link_by_token on meeting_link (token_hash)',
    ]
  },
}
