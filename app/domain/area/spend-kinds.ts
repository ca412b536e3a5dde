/** What the area rules about: kinds of things to buy, and what it may say of each. Pure data. */
import type { SpendKind } from '#db/schema-asking.ts'

/** What a request is for. What comes from the directory is of the kind that its categories say. */
export const spendKinds = ['clubs', 'childcare', 'talking', 'learning', 'hands', 'breaks', 'home', 'clothes', 'travel', 'network', 'nhs', 'bills', 'cash', 'alcohol', 'other'] as const satisfies readonly SpendKind[]

/** Whether a kind may be bought: yes; as an exception, which a team manager makes; after a family meeting; or not. */
export const mayBe = ['yes', 'exception', 'meeting', 'no'] as const
export type MayBe = (typeof mayBe)[number]

/** Whether a relative who lives in the household may be paid. */
export const relativesPaid = ['yes', 'exception', 'no'] as const
