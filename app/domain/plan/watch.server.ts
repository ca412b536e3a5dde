/**
 * The watch over promises, by whichever process has a worker: what belonged to somebody who left falls to somebody who is
 * here, a family that time left without a next contact has one, and a service's promise that is late is brought to those whom the area's steps name, each once, however many watch.
 */
import type { Kysely } from 'kysely'
import type { Schema } from '#db/schema.ts'
import { must, theHouseIn } from '#app/access/viewer.server.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import { settleWhoLeft } from '#app/domain/family/owners-left.server.ts'
import { settleVisits } from '#app/domain/appointments/away.server.ts'
import { settleSilentOffers } from '#app/domain/appointments/offers.server.ts'
import { familiesWithoutNextContact, settleNextContacts } from '#app/domain/family/next-contact.server.ts'
import { act } from '#app/events/transact.server.ts'
import { dayAt, now, type Day, type Instant } from '#app/values/instant.ts'
import { latePace, lateSteps } from './late.ts'
import { allLate, bringUp } from './late-things.server.ts'
import { remindCheckers } from './own-checks.server.ts'
import { remindOwners } from './own-promises.server.ts'
import { openWithoutOwnerOrDate } from './open-without-owner.server.ts'
import { inTurns } from '#app/events/in-turns.ts'

/** How many open things have no owner or no day: for the checks of each night. */
export async function ownersMissing(db: Kysely<Schema>, today: Day): Promise<number> {
  return (await openWithoutOwnerOrDate(db, today)).length
}

/** How many families have nobody in touch by a day: for the checks of each night. */
export async function contactsMissing(db: Kysely<Schema>, today: Day): Promise<number> {
  return (await familiesWithoutNextContact(db, today)).length
}

/** Looks once. How many things fell to somebody, and how many steps were taken. */
export async function watchPromises(db: Kysely<Schema>, at: Instant = now()): Promise<{ fell: number; told: number }> {
  const today = dayAt(at)
  const fell = await settleWhoLeft(db, at, today)
  await settleVisits(db, at, today)
  await settleSilentOffers(db, at, today)
  await settleNextContacts(db, at, today)
  await remindOwners(db, at)
  await remindCheckers(db, at)
  const settings = await settingsOf(db)
  let told = 0
  for (const { family, dueOn, steps, ...which } of await allLate(db, today)) {
    const days = latePace(dueOn, settings)
    for (const step of lateSteps.slice(steps)) {
      if (days[step] > today) break
      const answer = await act(must(theHouseIn(db, family, at), 'promises:watch'), bringUp, { which, step })
      if (answer.ok) told += 1
    }
  }
  return { fell, told }
}

/** Milliseconds after the start, and between two looks. */
const pauses = { first: 8_000, then: 600_000 }

/** Watches from now on, and does each time what a later room asks besides (`also`); the function it returns stops that. */
export function startWatch(db: Kysely<Schema>, onFault: (error: unknown) => void, also: (db: Kysely<Schema>) => Promise<unknown>): () => Promise<void> {
  return inTurns(pauses, () => watchPromises(db).catch(onFault).then(() => also(db)).catch(onFault))
}
