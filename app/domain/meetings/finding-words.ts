/** The choices of finding a day for a family meeting. Pure. */
import type { MeetingMark } from '#db/schema-meetings.ts'

export const meetingMarks = ['yes', 'if-need-be', 'no'] as const satisfies readonly MeetingMark[]
/** How many times everybody is asked of. */
export const timesAsked = { fewest: 2, most: 12 } as const
/** How many sittings one meeting can have. */
export const mostSittings = 4
/** Minutes that a sitting lasts where nothing else is said. */
export const usualMinutes = 120
