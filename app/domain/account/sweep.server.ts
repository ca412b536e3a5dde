/** Removes what has had its time: ended sessions, codes, links, tries and forms that were kept for a day. */
import { sweepParkedForms } from '#app/access/parked-forms.server.ts'
import { sweepSessions } from '#app/access/session.server.ts'
import { sweepTries } from '#app/access/throttle.server.ts'
import { now, plusMinutes } from '#app/values/instant.ts'
import { database } from '#db/connect.ts'
import { inTransaction } from '#db/transaction.ts'

const everyMs = 60 * 60_000
let latest = Number.NEGATIVE_INFINITY

/** Sweeps once an hour at the most, whoever signs in then. */
export async function sweepNowAndThen(): Promise<void> {
  if (performance.now() - latest < everyMs) return
  latest = performance.now()
  await sweep()
}

/** Sweeps now. */
export async function sweep(): Promise<void> {
  await sweepSessions()
  await sweepTries()
  await sweepParkedForms()
  const aDayAgo = plusMinutes(now(), -24 * 60)
  await inTransaction(database(), async (db) => {
    await db.deleteFrom('one_time_code').where('expires_at', '<', aDayAgo).execute()
    await db.deleteFrom('address_change').where('expires_at', '<', aDayAgo).execute()
    await db.deleteFrom('notice_link').where('expires_at', '<', aDayAgo).execute()
    await db.deleteFrom('secret_link').where('kind', '=', 'reset').where('expires_at', '<', aDayAgo).execute()
  })
}
