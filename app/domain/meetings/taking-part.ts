/** The choices of how somebody takes part in a family meeting, and of what they need. Pure. */
import type { MeetingNeed, TakesPart } from '#db/schema-meetings.ts'

export const takesPart = ['room', 'phone', 'video', 'writing'] as const satisfies readonly TakesPart[]
export const meetingNeeds = ['interpreter', 'bsl', 'step-free', 'childcare', 'fare', 'food', 'advocate'] as const satisfies readonly MeetingNeed[]
/** Those of which a word says more: how many children, from where, what they eat, who speaks for a child. */
export const needsInWords = ['childcare', 'fare', 'food', 'advocate'] as const satisfies readonly MeetingNeed[]
