/** `npm run worker`: sends the outbox in a process of its own, beside web processes started with WORKER=off. */
import { database } from '#db/connect.ts'
import { config } from '#app/values/config.ts'
import { senderOf } from './outbox.server.ts'
import { startWorker } from './worker.server.ts'

const stop = startWorker(database(), senderOf(config()), (error) => console.error(error))
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => void stop().then(() => database().destroy()))
}
