/** The worker: one loop that sends what is due, in the web process or by itself (`npm run worker`). */
import type { Kysely } from 'kysely'
import type { Schema } from '#db/schema.ts'
import { sendDue, type AsksAgain, type Sender } from './outbox.server.ts'

/** Milliseconds between two looks into an empty outbox. */
const pause = 2_000

/** Starts the loop; `again` is what some messages are asked once more as they go out; the function it returns stops it and resolves when the message in hand has been dealt with. */
export function startWorker(db: Kysely<Schema>, send: Sender, onFault: (error: unknown) => void, again?: AsksAgain): () => Promise<void> {
  let stopped = false
  let wake: (() => void) | undefined
  const done = (async () => {
    while (!stopped) {
      const sent = await sendDue(db, send, { stopping: () => stopped, again }).catch((error: unknown) => (onFault(error), 0))
      if (sent > 0 || stopped) continue
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, pause)
        wake = () => (clearTimeout(timer), resolve())
      })
    }
  })()
  return () => {
    stopped = true
    wake?.()
    return done
  }
}
