/** What can be said of a look at a record. Pure. */
import { usualReasons } from '#app/domain/family/starting-form.ts'

/** Reasons that nobody chose: opening such a page is itself the reason. `emergency` is in own words. */
const ownReasons = ['starting', 'spend-to-decide', 'money-to-see-to', 'lead-to-name', 'own-appointment', 'caring-to-answer', 'peer-to-find', 'question-to-answer', 'own-message'] as const
export const knownReasons = [...usualReasons, ...ownReasons] as const
export type KnownReason = (typeof knownReasons)[number]

/** What was looked at, as the page's sentences can say it. */
export const lookedPages = ['home', 'plan', 'goals', 'goal', 'appointments', 'appointment', 'budget', 'spend', 'people', 'member', 'sharing', 'caring', 'peers', 'messages', 'notes', 'emergency', 'other'] as const
export type LookedPage = (typeof lookedPages)[number]
