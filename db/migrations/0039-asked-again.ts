/** When a family was asked again whether something happened. */
import type { Migration } from './all.ts'

export const askedAgain: Migration = {
  name: '0039-asked-again',
  statements: () => ['alter table delivery add column asked_again_at text'],
}
