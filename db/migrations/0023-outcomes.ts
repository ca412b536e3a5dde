/** The goals that are counted for the area, by what they are about: those that are kept to nobody. */
import type { Migration } from './all.ts'

export const outcomes: Migration = {
  name: '0023-outcomes',
  statements: () => ['create index goal_counted on goal (category, state, family_id) where circle_id is null'],
}
