import type { LoaderFunctionArgs } from '@remix-run/node'
import { notYours } from '#app/access/not-yours.ts'
import { calendarBehind } from '#app/domain/appointments/calendar.server.ts'
import { calendarAnswer } from '#app/http/calendar-answer.ts'

/** Somebody's calendar, for whoever holds its address. One that is unknown or has ended is like one that never was. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const [, token] = /^([\w-]{43})\.ics$/.exec(params.token ?? '') ?? []
  if (token === undefined) throw notYours()
  const found = await calendarBehind(token, context.clientAddress)
  if (found === 'unknown') throw notYours()
  if ('wait' in found) return new Response(null, { status: 429, headers: { 'Retry-After': String(found.wait), 'Cache-Control': 'no-store' } })
  return calendarAnswer(request, found.file)
}
