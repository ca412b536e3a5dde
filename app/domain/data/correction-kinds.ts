/** What can be said to be not right. */
export const correctionKinds = ['plan', 'goal', 'fact'] as const
export type CorrectionKind = (typeof correctionKinds)[number]
