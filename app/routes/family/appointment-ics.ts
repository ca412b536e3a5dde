import type { LoaderFunctionArgs } from '@remix-run/node'
import { notYours } from '#app/access/not-yours.ts'
import { must } from '#app/access/viewer.server.ts'
import { calendarFileOf } from '#app/domain/appointments/calendar.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { actIn } from '#app/events/looking.server.ts'
import { calendarAnswer } from '#app/http/calendar-answer.ts'
import { isId, type AppointmentId } from '#app/values/ids.ts'

/** One appointment for a calendar, for whoever sees it. The page that leads here has been written down as a look; its file is not once more. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(await actIn(request, params.family), 'appointments:see')
  const file = isId(params.id) ? await calendarFileOf(viewer, params.id as AppointmentId, await langOf(request)) : undefined
  if (!file) throw notYours()
  return calendarAnswer(request, file)
}
