/** Reasons to say no that a family reads in its own language: `budget:declined.<reason>`. Pure data. */
export const declineReasons = ['needs-more-detail', 'free-elsewhere', 'not-allowed', 'outside-plan', 'not-now', 'other'] as const
export type DeclineReason = (typeof declineReasons)[number]
