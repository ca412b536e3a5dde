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

/** The fields for these times; a time may be left open, and one at least is answered. */
export function markForm(times: readonly Instant[]) {
  return z.object(Object.fromEntries(times.map((one) => [markField(one), choice(['', ...meetingMarks])]))).superRefine((data, ctx) => {
    if (times.length > 0 && Object.values(data).every((mark) => mark === '')) ctx.addIssue({ code: 'custom', path: [markField(times[0]!)], message: message('errors:chooseOne') })
  })
}

/** What was said in such a form. */
export function marksSaid(times: readonly Instant[], data: Readonly<Record<string, MeetingMark | ''>>): { startsAt: Instant; mark: MeetingMark }[] {
  return times.flatMap((startsAt) => {
    const mark = data[markField(startsAt)]
    return mark ? [{ startsAt, mark }] : []
  })
}
