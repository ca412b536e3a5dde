/**
 * The places of one date of a group, as they are counted. Each change is one update of the date's row that says what must hold, so the
 * database lets in exactly as many as there are, however many ask at once; and nobody books past somebody who waits.
 */
import { sql, type Expression, type Kysely } from 'kysely'
import type { Schema } from '#db/schema.ts'
import type { GroupDateId } from '#app/values/ids.ts'
import type { Instant } from '#app/values/instant.ts'

interface Asked { readonly date: GroupDateId; /** For how many people. */ readonly places: number; readonly at: Instant }

/** A date that is ahead and on. */
function ahead(db: Kysely<Schema>, { date, at }: Pick<Asked, 'date' | 'at'>) {
  return db.updateTable('group_date').where('id', '=', date).where('off_at', 'is', null).where('starts_at', '>', at)
}

const plus = (column: 'taken' | 'waiting', n: number): Expression<number> => sql<number>`${sql.ref(column)} + ${n}`
const done = async (query: { executeTakeFirst: () => Promise<{ numUpdatedRows: bigint } | undefined> }) => Number((await query.executeTakeFirst())?.numUpdatedRows ?? 0) === 1

/** Takes places while there are so many and nobody waits; false where not. */
export async function takePlaces(db: Kysely<Schema>, asked: Asked): Promise<boolean> {
  return done(ahead(db, asked).set({ taken: plus('taken', asked.places) }).where(plus('taken', asked.places), '<=', sql<number>`places`).where('waiting', '=', 0))
}

/** One more family waits, while there is not room for it at once; false where there is, or where it could never be. */
export async function joinThoseWhoWait(db: Kysely<Schema>, asked: Asked): Promise<boolean> {
  return done(ahead(db, asked).set({ waiting: plus('waiting', 1) }).where('places', '>=', asked.places)
    .where((eb) => eb.or([eb(plus('taken', asked.places), '>', sql<number>`places`), eb('waiting', '>', 0)])))
}

/** Keeps places for a family that waited, which is asked now; false while there are not so many. */
export async function keepForOneWhoWaits(db: Kysely<Schema>, asked: Asked): Promise<boolean> {
  return done(ahead(db, asked).set({ taken: plus('taken', asked.places), waiting: plus('waiting', -1) }).where(plus('taken', asked.places), '<=', sql<number>`places`))
}

/** A family waits no more. */
export async function waitNoMore(db: Kysely<Schema>, date: GroupDateId): Promise<void> {
  await db.updateTable('group_date').set({ waiting: plus('waiting', -1) }).where('id', '=', date).execute()
}

/** Places are free again; whoever waits next is asked by the house. */
export async function givePlacesBack(db: Kysely<Schema>, date: GroupDateId, places: number): Promise<void> {
  await db.updateTable('group_date').set({ taken: plus('taken', -places) }).where('id', '=', date).execute()
}
