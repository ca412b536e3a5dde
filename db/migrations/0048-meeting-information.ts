/** What services tell a family before it decides: who was asked to write, what they wrote, to whom it was shown, and questions. */
import type { Migration } from './all.ts'

export const meetingInformation: Migration = {
  name: '0048-meeting-information',
  statements: (dialect) => {
    const end = dialect === 'sqlite' ? ' strict, without rowid' : ''
    const meeting = 'family_id text not null, meeting_id text not null'
    const refs = 'foreign key (family_id, meeting_id) references meeting (family_id, id), foreign key (family_id, member_id) references member (family_id, id)'
    return [
      `create table meeting_informer (${meeting}, member_id text not null, asked_by text not null, asked_at text not null, wrote_at text, primary key (family_id, meeting_id, member_id), ${refs})${end}`,
      `create table meeting_information (${meeting}, member_id text not null, part text not null check (part in ('well', 'worry', 'help', 'must')), words text not null, lang text not null, at text not null,
        primary key (family_id, meeting_id, member_id, part), foreign key (family_id, meeting_id, member_id) references meeting_informer (family_id, meeting_id, member_id))${end}`,
      `create table meeting_information_in (${meeting}, member_id text not null, part text not null, lang text not null, words text not null, by_name text not null, said_by text not null, at text not null,
        primary key (family_id, meeting_id, member_id, part, lang), foreign key (family_id, meeting_id, member_id, part) references meeting_information (family_id, meeting_id, member_id, part))${end}`,
      `create table meeting_information_shown (${meeting}, member_id text not null, sitting integer not null, by_member text not null, at text not null,
        primary key (family_id, meeting_id, member_id, sitting), foreign key (family_id, meeting_id, member_id) references meeting_informer (family_id, meeting_id, member_id))${end}`,
      `create table meeting_question (${meeting}, id text not null, member_id text not null, sitting integer not null, asked_by text not null, words text not null, lang text not null, at text not null,
        answer text, answer_lang text, answered_at text, primary key (family_id, id), foreign key (family_id, meeting_id, member_id) references meeting_informer (family_id, meeting_id, member_id))${end}`,
    ]
  },
}
