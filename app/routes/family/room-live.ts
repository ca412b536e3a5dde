/** Server-sent events of private family time: that something is new, and nothing else. The page then reads itself again. */
import type { LoaderFunctionArgs } from '@remix-run/node'
import { notYours } from '#app/access/not-yours.ts'
import { stillSignedIn } from '#app/access/session.server.ts'
import { viewerFor, viewerIn } from '#app/access/viewer.server.ts'
import { liveStream } from '#app/domain/meetings/room-live.server.ts'
import { mustBeInTheRoom, roomNow } from '#app/domain/meetings/rooms.server.ts'
import { now } from '#app/values/instant.ts'

export async function loader({ request, params }: LoaderFunctionArgs) {
  const inside = await mustBeInTheRoom(await viewerIn(request, params.family), params.id)
  if (request.headers.get('accept') !== 'text/event-stream') throw notYours()
  const { news } = await roomNow(inside)
  const still = async () => {
    const person = await stillSignedIn(request)
    const viewer = person === inside.person ? await viewerFor(inside.db, inside.person, inside.family, now()) : undefined
    return viewer !== undefined && (await mustBeInTheRoom(viewer, params.id).then(({ room }) => room.sitting === inside.room.sitting, () => false))
  }
  return new Response(liveStream(inside.room, news, still), { headers: { 'Content-Type': 'text/event-stream' } })
}
