/**
 * That something is new in a room, said to the pages that are open: never what. One look a second at the numbers of the rooms that somebody of
 * this process looks at, on both databases: what another process writes is seen, and nothing has to be made up for after a connection broke.
 */
import type { Kysely } from 'kysely'
import type { Schema } from '#db/schema.ts'
import { asOneRequest } from '#app/access/per-request.server.ts'
import { log, loggable } from '#app/http/log.server.ts'
import { database } from '#db/connect.ts'
import type { Room } from './room-keys.server.ts'

/** Milliseconds between two looks, and after which an open page is asked anew whether it is still somebody's who is inside. */
const pauses = { look: 700, asked: 15_000 }

/** Whether the reader of a page is still inside; 'stays' where their session was made to last because they listen. */
type Still = () => Promise<boolean | 'stays'>

interface Listener { readonly room: Room; seen: number; askedAt: number; readonly still: Still; readonly send: (text: string) => void; readonly end: () => void }

const listeners = new Set<Listener>()
let timer: NodeJS.Timeout | undefined

/**
 * A stream of server-sent events for one page. `still` says whether its reader is still inside: it is asked before each word and every quarter of a
 * minute, and when it says no the stream ends.
 */
export function liveStream(room: Room, seen: number, still: Still): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let listener: Listener | undefined
  return new ReadableStream({
    start(controller) {
      const mine: Listener = {
        room, seen, askedAt: Date.now(), still: () => asOneRequest(still),
        send: (text) => controller.enqueue(encoder.encode(text)),
        end: () => {
          if (listeners.delete(mine)) controller.close()
        },
      }
      listener = mine
      listeners.add(mine)
      // The browser comes back by itself after this time, and is told that the line is open.
      mine.send('retry: 3000\n: open\n\n')
      look()
    },
    cancel() {
      if (listener) listeners.delete(listener)
    },
  })
}

/** Ends every stream: the process stops, and pages come back to another. */
export function endLive(): void {
  for (const one of [...listeners]) one.end()
}

function look(): void {
  timer ??= setTimeout(() => {
    timer = undefined
    lookOnce(database()).catch((error: unknown) => log.error({ error: loggable(error) }, 'the look for news stumbled')).finally(() => {
      if (listeners.size > 0) look()
    })
  }, pauses.look).unref()
}

async function lookOnce(db: Kysely<Schema>): Promise<void> {
  const rooms = new Map([...listeners].map(({ room }) => [nameOf(room), room]))
  if (rooms.size === 0) return
  const rows = await db.selectFrom('room').select(['family_id', 'meeting_id', 'sitting', 'news'])
    .where((eb) => eb.or([...rooms.values()].map((room) => eb.and([eb('family_id', '=', room.family), eb('meeting_id', '=', room.meeting), eb('sitting', '=', room.sitting)])))).execute()
  const news = new Map(rows.map((row) => [nameOf({ family: row.family_id, meeting: row.meeting_id, sitting: row.sitting }), row.news]))
  await Promise.all([...listeners].map((one) => tell(one, news.get(nameOf(one.room)) ?? 0)))
}

async function tell(one: Listener, news: number): Promise<void> {
  const isNew = news !== one.seen
  if (!isNew && Date.now() - one.askedAt < pauses.asked) return
  one.askedAt = Date.now()
  const still = await one.still()
  if (!still) return one.end()
  if (!listeners.has(one)) return
  // The page's warning that its reader will be signed out then begins anew.
  if (still === 'stays') one.send('event: stays\ndata: yes\n\n')
  one.seen = news
  one.send(isNew ? 'data: new\n\n' : ': still here\n\n')
}

const nameOf = ({ family, meeting, sitting }: Room) => `${family} ${meeting} ${sitting}`
