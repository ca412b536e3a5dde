/** What is done once a night, by whichever process has a worker: the record, the books and what is open are checked, and the heads written down. */
import type { Kysely } from 'kysely'
import type { Schema } from '#db/schema.ts'
import { dayAt, now, wallTime, type Day, type Instant } from '#app/values/instant.ts'
import { verifyChains } from './audit-trail.server.ts'
import { headsGone, headsIn, writeHeads } from './heads.server.ts'
import { inTurns } from './in-turns.ts'

/** Milliseconds after the start, and between two looks at the clock. */
const pauses = { first: 5_000, then: 600_000 }
/** From this time on in the area, when few are about. */
const from = '02:00'

export interface Night { readonly dataDir: string; /** How many things are wrong in the books. */ readonly checkBooks: (db: Kysely<Schema>) => Promise<number>; /** Writes down what the next years bring: bank holidays. */ readonly keepDays: (db: Kysely<Schema>, today: Day) => Promise<void>; /** How many open things have no owner or no day. */ readonly checkOwners: (db: Kysely<Schema>, today: Day) => Promise<number>; /** How many families have no next contact. */ readonly checkContacts: (db: Kysely<Schema>, today: Day) => Promise<number> }

/** Checks the record, the books and what is open, and writes the heads down, unless it was done today. Returns whether it did. */
export async function doNightly(db: Kysely<Schema>, { dataDir, keepDays, checkBooks, checkOwners, checkContacts }: Night, at: Instant = now()): Promise<boolean> {
  const on = dayAt(at)
  const done = await db.selectFrom('nightly_check').select('what').where('on_day', '=', on).execute()
  const ever = await db.selectFrom('nightly_check').select('what').limit(1).executeTakeFirst()
  if (done.length === 4 || (ever && wallTime(at) < from)) return false
  await keepDays(db, on)
  const record = (await verifyChains(db)).length + (await headsGone(db, headsIn(dataDir))).length
  await writeHeads(db, headsIn(dataDir), on)
  const books = await checkBooks(db)
  const owners = await checkOwners(db, on)
  const contacts = await checkContacts(db, on)
  const rows = [{ what: 'record' as const, findings: record }, { what: 'books' as const, findings: books }, { what: 'owners' as const, findings: owners }, { what: 'contacts' as const, findings: contacts }].map((row) => ({ ...row, on_day: on, at }))
  // Two processes may have done it at once: the first to finish has said it.
  await db.insertInto('nightly_check').values(rows).onConflict((conflict) => conflict.doNothing()).execute()
  return true
}

/** Does it each night from now on; the function it returns stops that. */
export function startNightly(db: Kysely<Schema>, night: Night, onFault: (error: unknown) => void): () => Promise<void> {
  return inTurns(pauses, () => doNightly(db, night).catch(onFault))
}
