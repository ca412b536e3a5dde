/** A date of a group that takes the place of another, and who leads which date, found by the date. */
import type { Migration } from './all.ts'

export const groupLeaders: Migration = {
  name: '0037-group-leaders',
  statements: () => [
    `alter table group_date add column moved_to text references group_date (id)`,
    `create index group_hold_by_date on group_hold (date_id)`,
  ],
}
