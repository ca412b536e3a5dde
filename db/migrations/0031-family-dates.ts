/** Dates that matter to a family, and the days of feasts that move from year to year. */
import type { Migration } from './all.ts'

export const familyDates: Migration = {
  name: '0031-family-dates',
  statements: (dialect) => {
    const end = dialect === 'sqlite' ? ' strict, without rowid' : ''
    return [
      `create table family_date (family_id text not null references family (id), id text not null, circle_id text, what text not null check (what in ('feast', 'school', 'once', 'yearly', 'weekly')), feast text, words text, lang text,
        from_on text, until_on text, weekday integer check (weekday between 1 and 7), from_time text, until_time text, said_by text not null, said_at text not null, primary key (family_id, id),
        check ((what = 'feast') = (feast is not null)), check ((what in ('once', 'yearly', 'weekly')) = (words is not null)), check ((words is null) = (lang is null)),
        check ((what in ('once', 'yearly')) = (from_on is not null)), check ((from_on is null) = (until_on is null)),
        check ((what = 'weekly') = (weekday is not null)), check ((weekday is null) = (from_time is null)), check ((weekday is null) = (until_time is null)),
        foreign key (family_id, said_by) references member (family_id, id))${end}`,
      `create table feast_day (feast text not null, from_on text not null, until_on text not null, primary key (feast, from_on))${end}`,
    ]
  },
}
