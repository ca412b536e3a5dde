import type { LoaderFunctionArgs } from '@remix-run/node'
import { notYours } from '#app/access/not-yours.ts'
import { must } from '#app/access/viewer.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { meetingCalendarOf } from '#app/domain/meetings/meeting-calendar.server.ts'
import { actIn } from '#app/events/looking.server.ts'
import { calendarAnswer } from '#app/http/calendar-answer.ts'
import { isId, type MeetingId } from '#app/values/ids.ts'

/** The sitting that the reader comes to, for a calendar. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(await actIn(request, params.family), 'meetings:see')
  const file = isId(params.id) ? await meetingCalendarOf(viewer, params.id as string as MeetingId, await langOf(request)) : undefined
  if (!file) throw notYours()
  return calendarAnswer(request, file)
}
