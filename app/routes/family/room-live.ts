/** Server-sent events of private family time: that something is new, and nothing else. The page then reads itself again. */
import type { LoaderFunctionArgs } from '@remix-run/node'
import { notYours } from '#app/access/not-yours.ts'
import { goesOnListening, stillSignedIn } from '#app/access/session.server.ts'
import { viewerFor, viewerIn } from '#app/access/viewer.server.ts'
import { liveStream } from '#app/domain/meetings/room-live.server.ts'
import { mustBeInTheRoom, roomNow, stateNow } from '#app/domain/meetings/rooms.server.ts'
import { now, plusMinutes } from '#app/values/instant.ts'
import { roomMark } from './sitting-mark.server.ts'

export async function loader({ request, params }: LoaderFunctionArgs) {
  const inside = await mustBeInTheRoom(await viewerIn(request, params.family), params.id)
  // A page of before, of another sitting, hears nothing more, and does not ask again: what is said where its reader is now belongs under other names.
  if (request.headers.get('accept') !== 'text/event-stream' || new URL(request.url).searchParams.get('here') !== roomMark(inside)) throw notYours()
  const { news } = await roomNow(inside)
  let heardAt = now()
  const still = async () => {
    const person = await stillSignedIn(request)
    const viewer = person === inside.person ? await viewerFor(inside.db, inside.person, inside.family, now()) : undefined
    const there = viewer && (await mustBeInTheRoom(viewer, params.id).catch(() => undefined))
    if (there?.room.sitting !== inside.room.sitting) return false
    if (plusMinutes(heardAt, 1) > now()) return true
    heardAt = now()
    return (await stateNow(there)) === 'open' && (await goesOnListening(request)) ? 'stays' : true
  }
  return new Response(liveStream(inside.room, news, still), { headers: { 'Content-Type': 'text/event-stream' } })
}
