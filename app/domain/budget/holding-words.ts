/** The ways in which a family's money can be held; the first is how it is unless the family chose another (domain.md C1). */
import type { Schema } from '#db/schema.ts'

export type Holding = Schema['budget']['holding']

export const holdings = ['council', 'direct-payment', 'service-fund', 'prepaid-card'] as const satisfies readonly Holding[]
/** The ways that are asked for by one button: a direct payment has its questions before. */
export const asked = ['council', 'service-fund', 'prepaid-card'] as const satisfies readonly Holding[]
