/** What a page says after a decision: `desk:approvals.done.<word>`. */
export const decided = ['approved', 'manager', 'panel', 'yes', 'asked', 'suggested', 'declined', 'moved-up', 'line-agreed', 'line-yes', 'no', 'declined-after-all', 'off'] as const
