import type { Topic } from '#db/schema.ts'

/**
 * What a goal is about, in the family's words on the screen (`goals:category.<name>`). Each is one of the outcomes that
 * areas report on (Supporting Families guidance, chapter 5; #47); the family never sees those names.
 */
export const categories = ['school', 'early-years', 'health', 'substances', 'relationships', 'safe', 'out-of-trouble', 'safe-at-home', 'home', 'money'] as const
export type Category = (typeof categories)[number]

/** Categories that are delicate by themselves: a goal of one is marked without being asked. */
export const delicateCategories: Partial<Record<Category, Topic>> = { substances: 'substances', 'safe-at-home': 'domestic-abuse' }
