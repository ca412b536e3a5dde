/** What the page of a safeguarding decision must know. Pure. */

/** The lawful grounds for sharing without consent (domain.md C2; TF ¶3.27). */
export const bases = ['harm', 'life', 'crime', 'law'] as const
export type Basis = (typeof bases)[number]
export const verdicts = ['uphold', 'show', 'end'] as const
export type Verdict = (typeof verdicts)[number]
