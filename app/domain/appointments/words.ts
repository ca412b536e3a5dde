/** The choices that appointments have. */
import type { Mode } from '#db/schema.ts'
import type { PartNeeds } from '#db/schema-meeting-plan.ts'

export const modes = ['home', 'phone', 'video', 'centre', 'school'] as const satisfies readonly Mode[]

/** Those whose place is the practitioner's to say, in their hours; the others are where the family is. */
export const placedModes: readonly Mode[] = ['centre', 'school']

/** What makes a time possible for a family. */
export const needs = ['interpreter', 'bsl', 'step-free', 'childcare', 'companion', 'fare'] as const
/** Whether a woman or a man is wanted where somebody else comes along. */
export const comfort = ['woman', 'man'] as const
/** What a part of a family's plan out of its meeting needs, where somebody who helps is met for it. */
export const timedNeeds: readonly PartNeeds[] = ['help', 'service']
/** How many times one offer may hold. */
export const mostOffered = 5
/** Those of the needs that somebody must see to before the day. */
export const toArrange = ['interpreter', 'bsl', 'childcare', 'fare'] as const satisfies readonly (typeof needs)[number][]
export type Arranged = (typeof toArrange)[number]
export type Need = (typeof needs)[number] | (typeof comfort)[number]

/** Languages an interpreter is asked for: the most spoken in England and Wales (Census 2021), and those of people newly here. */
export const interpreterLangs = [
  'am', 'ar', 'bg', 'bn', 'ckb', 'cy', 'de', 'el', 'es', 'fa', 'fr', 'gu', 'hi', 'hu', 'it', 'ku', 'lt', 'lv', 'ne', 'nl', 'pa', 'pl', 'prs', 'ps', 'pt',
  'ro', 'ru', 'sk', 'so', 'sq', 'ta', 'ti', 'tr', 'uk', 'ur', 'vi', 'yue', 'zh',
] as const
