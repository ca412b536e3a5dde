import { createHash } from 'node:crypto'

/** A calendar's file. A phone that has it already, as it is, gets no second copy. */
export function calendarAnswer(request: Request, file: string): Response {
  const tag = `"${createHash('sha256').update(file).digest('base64url').slice(0, 22)}"`
  const headers = { 'Cache-Control': 'private, no-cache', ETag: tag, 'X-Robots-Tag': 'noindex, nofollow' }
  if (request.headers.get('If-None-Match') === tag) return new Response(null, { status: 304, headers })
  return new Response(file, { headers: { ...headers, 'Content-Type': 'text/calendar; charset=utf-8', 'Content-Disposition': 'attachment; filename="calendar.ics"' } })
}
