/** What each adult of a family answers to the offer of a family meeting. The offer itself is no row: it stands for every open plan. */
import type { Migration } from './all.ts'

export const meetingAnswers: Migration = {
  name: '0042-meeting-answers',
  statements: (dialect) => {
    const end = dialect === 'sqlite' ? ' strict, without rowid' : ''
    return [
      `create table meeting_answer (family_id text not null, member_id text not null, answer text not null check (answer in ('yes', 'not-now', 'no')), again_on text, due_on text, at text not null,
        primary key (family_id, member_id), check ((answer = 'not-now') = (again_on is not null)), check ((answer = 'yes') = (due_on is not null)), foreign key (family_id, member_id) references member (family_id, id))${end}`,
    ]
  },
}
