/** The parts of the plan that grow by conversation. Pure. */
export const saidParts = ['matters', 'says', 'need'] as const
export type SaidPart = (typeof saidParts)[number]

/** What a worry or a need is about, adults' beside children's (TF ¶1.14, 3.25; #32, #33). */
export const needAreas = ['home', 'money', 'health', 'caring', 'learning', 'relationships', 'safe', 'other'] as const
export type NeedArea = (typeof needAreas)[number]
