import type { Approved } from '#app/domain/budget/spending.server.ts'

/** What a page says after a decision: `desk:approvals.done.<word>`. */
export const decided = ['approved', 'manager', 'panel', 'yes', 'asked', 'suggested', 'declined', 'moved-up', 'line-agreed', 'line-yes', 'no', 'declined-after-all', 'passed-on'] as const

/** The word of what a yes came to. */
export function doneOfYes(came: Approved): (typeof decided)[number] {
  if (came.state !== 'asked') return came.state === 'approved' ? 'approved' : 'declined-after-all'
  return 'climbed' in came ? (came.climbed === 'panel' ? 'panel' : 'manager') : 'yes'
}
