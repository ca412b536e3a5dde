import { programmesKnown } from '#app/domain/programmes/known.server.ts'
import { createRequestHandler, type ServerBuild } from '@remix-run/node'
import { asOneRequest } from '#app/access/per-request.server.ts'
import { keepBankHolidays } from '#app/domain/area/bank-holidays.server.ts'
import { shellOf } from '#app/domain/area/shell.server.ts'
import { wrongInTheBooks } from '#app/domain/budget/verify-ledger.server.ts'
import { keepDaysAhead, keepFeastDays } from '#app/domain/appointments/feast-days.server.ts'
import { startPlanning } from '#app/domain/appointments/reminders.server.ts'
import { startGroups } from '#app/domain/groups/waiting.server.ts'
import { planMeetingReminders } from '#app/domain/meetings/meeting-reminders.server.ts'
import { endLive } from '#app/domain/meetings/room-live.server.ts'
import { wrappingKeys } from '#app/domain/meetings/wrapping-keys.server.ts'
import { contactsMissing, ownersMissing, startWatch } from '#app/domain/plan/watch.server.ts'
import { startNightly } from '#app/events/nightly.server.ts'
import { senderOf } from '#app/events/outbox.server.ts'
import { startWorker } from '#app/events/worker.server.ts'
import { log, loggable } from '#app/http/log.server.ts'
import { wordsOfPaths } from '#app/http/masked-path.ts'
import { pageHandlers } from '#app/http/page-handlers.server.ts'
import { startServer, type ServerParts } from '#app/http/server.server.ts'
import { asksAgain, watchRooms } from '#app/house-work.server.ts'
import { config, ConfigProblem } from '#app/values/config.ts'
import { database } from '#db/connect.ts'
import { makeDemoArea } from '#db/demo/make-demo.server.ts'
import { failureOf } from '#db/failure.ts'
import { migrate, pendingMigrations } from '#db/migrate.ts'

export type StartUpParts = {
  /** The pages, as the build made them; while building, how to get them as they are now. */
  readonly build: ServerBuild | (() => Promise<ServerBuild>)
  readonly files?: ServerParts['files']
}

/**
 * Starts the whole house in this process: the database in its newest shape, the demo area where there is none yet, the
 * server and the outbox worker. Ends with the process, on SIGTERM or SIGINT. Throws a `ConfigProblem` when a setting is
 * wrong or the database does not answer. Lives in the server's bundle, so that the pages and everything here share one
 * copy of every module.
 */
export async function startUp({ build, files }: StartUpParts): Promise<void> {
  const { demo, origin, origins, port, host, trustProxy, mail, notify, worker, dataDir } = config()
  const db = database()
  const migrated = await migrate(db).catch((error: unknown) => {
    throw failureOf(error) === 'connection' ? new ConfigProblem('Cannot start. The database that DATABASE_URL names does not answer.') : error
  })
  for (const name of migrated) log.info({ name }, 'migrated')
  // A file that is no programme is said now, not to the first who opens a page.
  programmesKnown()
  // Nor is a file of keys that cannot be read found by a family that talks.
  wrappingKeys()
  await keepBankHolidays(db)
  await keepFeastDays(db)
  if (demo) await makeDemoArea(db)

  const pages = typeof build === 'function' ? await build() : build
  const routes = Object.values(pages.routes).flatMap((route) => route ?? [])
  const remix = typeof build === 'function' ? createRequestHandler(build, pages.mode) : pageHandlers(build)
  const server = await startServer({
    origins,
    port,
    host,
    trustProxy,
    handle: (request, context) => asOneRequest(async () => withLanguage(request, await remix(request, context))),
    ready: async () => (await pendingMigrations(db)).length === 0,
    words: wordsOfPaths(['healthz', 'readyz', 'assets', ...routes.map((route) => route.path)]),
    hydrates: routes.some((route) => hasHydrate(route.module.handle)),
    ...(files ? { files } : {}),
  })

  // The demo without a mail server sends nothing: its outbox is there to be looked at.
  const stopWorker =
    worker && (mail ?? notify) ? startWorker(db, senderOf(config()), (error) => log.error({ error: loggable(error) }, 'the worker stumbled'), asksAgain) : undefined
  const stopNightly = worker ? startNightly(db, { dataDir, keepDays: keepDaysAhead, checkBooks: wrongInTheBooks, checkOwners: ownersMissing, checkContacts: contactsMissing }, (error) => log.error({ error: loggable(error) }, 'the nightly checks stumbled')) : undefined

  const stopWatch = worker ? startWatch(db, (error) => log.error({ error: loggable(error) }, 'the watch over promises stumbled'), watchRooms) : undefined

  const stopPlanning = worker ? startPlanning(db, (error) => log.error({ error: loggable(error) }, 'the planning of reminders stumbled'), planMeetingReminders) : undefined

  const stopGroups = worker ? startGroups(db, (error) => log.error({ error: loggable(error) }, 'the look at groups stumbled')) : undefined

  const stop = async (signal: string) => {
    log.info({ signal }, 'stopping')
    endLive()
    await Promise.all([server.stop(), stopWorker?.(), stopNightly?.(), stopWatch?.(), stopGroups?.(), stopPlanning?.()])
    await db.destroy()
    process.exit(0)
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      stop(signal).catch((error: unknown) => {
        log.error({ error: loggable(error) }, 'could not stop in order')
        process.exit(1)
      })
    })
  }

  log.info({ origin }, 'listening')
  if (demo) console.log(`\nOur Family Plan is ready: ${origin}\n${origin}/demo lists the people of the demo and what they can do.\n`)
}

/** A language that was chosen in the URL of a page that only sends on is remembered as well; pages do that as they are drawn. */
async function withLanguage(request: Request, response: Response): Promise<Response> {
  if (request.method !== 'GET' || !response.headers.has('Location') || !new URL(request.url).searchParams.has('lng')) return response
  for (const cookie of (await shellOf(request)).headers.getSetCookie()) response.headers.append('Set-Cookie', cookie)
  return response
}

function hasHydrate(handle: unknown): boolean {
  return typeof handle === 'object' && handle !== null && 'hydrate' in handle && handle.hydrate === true
}
