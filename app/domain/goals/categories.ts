import type { Topic } from '#db/schema.ts'

/**
 * What a goal is about, in the family's words on the screen (`goals:category.<name>`). Each is one of the outcomes that
 * areas report on (#47); the family never sees those names.
 */
export const categories = ['school', 'early-years', 'health', 'substances', 'relationships', 'safe', 'out-of-trouble', 'safe-at-home', 'home', 'money'] as const
export type Category = (typeof categories)[number]

/** The ten outcomes of the Supporting Families guidance, chapter 5, by the names that a report to the area uses. */
export const outcomes = [
  'good-education', 'early-years-development', 'mental-and-physical-health', 'substance-use', 'family-relationships', 'safe-from-abuse-and-exploitation',
  'diverted-from-crime', 'safe-from-domestic-abuse', 'secure-housing', 'financial-stability',
] as const
export type FamilyOutcome = (typeof outcomes)[number]

/** What a goal counts as in a report: one outcome each, and each outcome once. */
export const outcomeOf: Readonly<Record<Category, FamilyOutcome>> = {
  school: 'good-education', 'early-years': 'early-years-development', health: 'mental-and-physical-health', substances: 'substance-use', relationships: 'family-relationships',
  safe: 'safe-from-abuse-and-exploitation', 'out-of-trouble': 'diverted-from-crime', 'safe-at-home': 'safe-from-domestic-abuse', home: 'secure-housing', money: 'financial-stability',
}

/** Categories that are delicate by themselves: a goal of one is marked without being asked. */
export const delicateCategories: Partial<Record<Category, Topic>> = { substances: 'substances', 'safe-at-home': 'domestic-abuse' }
