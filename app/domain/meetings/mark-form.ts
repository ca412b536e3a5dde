/** The form in which somebody says which times suit them: one question for each time that is asked of. */
import { z } from 'zod'
import type { MeetingMark } from '#db/schema-meetings.ts'
import { choice, message } from '#app/http/fields.ts'
import type { Instant } from '#app/values/instant.ts'
import { meetingMarks } from './finding-words.ts'

/** The name of the field of a time. */
export function markField(startsAt: string): string {
  return `at-${Math.floor(Date.parse(startsAt) / 60_000)}`
}

/** The hidden field that says who reads the answer, as its page did. */
export const readField = 'read'

type Said = Readonly<Record<string, MeetingMark | '' | 'all'>>

/** The fields for these times; a time may be left open, and one at least is answered. */
export function markForm(times: readonly Instant[]) {
  return z.object({ ...Object.fromEntries(times.map((one) => [markField(one), choice(['', ...meetingMarks])])), [readField]: choice(['', 'all']) }).superRefine((data: Said, ctx) => {
    if (times.length > 0 && times.every((one) => data[markField(one)] === '')) ctx.addIssue({ code: 'custom', path: [markField(times[0]!)], message: message('errors:chooseOne') })
  })
}

/** What was said in such a form, and whether to all who come with them. */
export function marksSaid(times: readonly Instant[], data: Said): { marks: { startsAt: Instant; mark: MeetingMark }[]; openly: boolean } {
  const marks = times.flatMap((startsAt) => {
    const mark = data[markField(startsAt)]
    return mark && mark !== 'all' ? [{ startsAt, mark }] : []
  })
  return { marks, openly: data[readField] === 'all' }
}
