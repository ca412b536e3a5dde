import type { Seat } from '#db/schema.ts'
import type { MeetingState } from '#db/schema-meetings.ts'

/** What an adult may answer to the offer of a family meeting. Pure. */
export const meetingAnswers = ['yes', 'not-now', 'no'] as const
export type MeetingAnswer = (typeof meetingAnswers)[number]
/** Days after which a "not now" may be asked again at the latest. */
export const daysUntilAskedAgain = { most: 365 } as const
/** Days after which whoever leads is reminded that no adult of a family has answered. */
export const daysUnanswered = 14
/** Whether somebody can come to a family meeting: of the family and its network, never of those who work with it. */
export function canCome({ current, seat }: { readonly current: boolean; readonly seat: Seat }): boolean {
  return current && seat !== 'lead' && seat !== 'team' && seat !== 'coordinator'
}

/** Whether a meeting is still to come: neither held nor called off. */
export function isToCome(state: MeetingState): boolean {
  return state === 'preparing' || state === 'called'
}
