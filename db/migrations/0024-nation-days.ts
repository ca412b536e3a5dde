/** Bank holidays of the nations, by their names. */
import type { Migration } from './all.ts'

export const nationDays: Migration = {
  name: '0024-nation-days',
  statements: (dialect) => [
    `create table bank_holiday (nation text not null check (nation in ('england', 'wales', 'scotland', 'northern-ireland')), on_day text not null, name text not null,
      primary key (nation, on_day))${dialect === 'sqlite' ? ' strict, without rowid' : ''}`,
  ],
}
