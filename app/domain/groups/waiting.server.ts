/**
 * What the house does for groups by itself, whichever process has a worker: who leads a date is settled, and places follow; a place that is free again is offered to the next family
 * that waits, with a time by which it answers; what was not answered goes on to the one after it; and who has a place on a date that
 * was called off is told. Each in that family's own transaction, once, however many processes look.
 */
import type { Kysely } from 'kysely'
import type { Schema } from '#db/schema.ts'
import { must, theHouseIn, type WatchActing } from '#app/access/viewer.server.ts'
import { endAll } from '#app/domain/appointments/arrangements.server.ts'
import { givePlacesBack, keepForOneWhoWaits, takePlaces, waitNoMore } from '#app/domain/appointments/group-places.server.ts'
import { keepNextContact } from '#app/domain/family/next-contact.server.ts'
import { readersOf } from '#app/domain/family/people.server.ts'
import { markDelicate, topicsOf } from '#app/domain/sharing/topics.server.ts'
import { inTurns } from '#app/events/in-turns.ts'
import { readerNow } from '#app/events/notices.server.ts'
import { act, type Outcome } from '#app/events/transact.server.ts'
import { newId, type AppointmentId, type FamilyId, type GroupDateId, type PersonId, type WaitId } from '#app/values/ids.ts'
import { now, plusMinutes, type Instant } from '#app/values/instant.ts'
import { followWithPlace, followWithWait, leadersOfDate, placesToFollow, waitsToFollow } from './following.server.ts'
import { answerHours, latestHoursBefore } from './group-words.ts'
import { settleLeaders } from './leaders.server.ts'

type House = WatchActing<'promises:watch'>

/** A family with a place on a date that was called off: it is cancelled by the service, and whoever sees it is told. */
async function cancelForAll(acting: House, { place }: { readonly place: AppointmentId }): Promise<Outcome<null, 'nothing-to-do'>> {
  const row = await acting.db.selectFrom('appointment as a').innerJoin('group_date as d', 'd.id', 'a.group_date_id').select(['a.circle_id', 'a.starts_at', 'a.sequence', 'a.places', 'd.id', 'd.off_why', 'd.off_lang', 'd.moved_to'])
    .where('a.family_id', '=', acting.family).where('a.id', '=', place).where('a.state', '=', 'booked').where('d.off_at', 'is not', null).executeTakeFirst()
  if (!row) return { ok: false, why: 'nothing-to-do' }
  await endAll(acting, place)
  await givePlacesBack(acting.db, row.id, row.places!)
  await acting.db.updateTable('appointment').set({ state: 'cancelled', cancelled_at: acting.now, changed_at: acting.now, sequence: row.sequence + 1, ended_by: 'service', ended_why: row.off_why, ended_lang: row.off_lang }).where('family_id', '=', acting.family).where('id', '=', place).execute()
  if (row.moved_to !== null) await keepOnTheOtherDate(acting, place, row.moved_to)
  await keepNextContact(acting)
  return {
    ok: true, value: null, event: { kind: 'appointment-cancelled', data: { startsAt: row.starts_at }, thing: { kind: 'appointment', id: place }, circle: row.circle_id },
    notices: (await readersOf(acting, row.circle_id)).map((to) => ({ to, name: 'appointmentCancelled' as const })),
  }
}

/** The same places on the date that takes the place of one: kept for the family until it says yes or no, as for one that waited. */
async function keepOnTheOtherDate(acting: House, place: AppointmentId, to: GroupDateId): Promise<void> {
  const { db, family } = acting
  const row = await db.selectFrom('appointment').select(['circle_id', 'places', 'needs', 'interpreter_lang', 'note', 'note_lang', 'booked_by']).where('family_id', '=', family).where('id', '=', place).executeTakeFirstOrThrow()
  const date = await db.selectFrom('group_date').select('starts_at').where('id', '=', to).executeTakeFirstOrThrow()
  const [leader] = await leadersOfDate(db, to)
  if (!leader || !(await takePlaces(db, { date: to, places: row.places!, at: acting.now }))) return
  const id = newId<WaitId>()
  const { places, booked_by, ...same } = row
  await db.insertInto('group_wait').values({
    family_id: family, id, date_id: to, practitioner_id: leader, ...same, places: places!, state: 'asked', asked_by: booked_by, asked_at: acting.now, offered_at: acting.now,
    answer_by: await answerBy(acting, await readersOf(acting, row.circle_id), date.starts_at),
  }).execute()
  const about = await db.selectFrom('about').select('member_id').where('family_id', '=', family).where('thing_id', '=', place).execute()
  if (about.length > 0) await db.insertInto('about').values(about.map(({ member_id }) => ({ family_id: family, thing_id: id, member_id }))).execute()
  const shown = await db.selectFrom('shared_with').selectAll().where('family_id', '=', family).where('thing_id', '=', place).execute()
  if (shown.length > 0) await db.insertInto('shared_with').values(shown.map((one) => ({ ...one, thing_id: id }))).execute()
  await markDelicate(acting, id, await topicsOf(acting, place))
}

/** Until when kept places are: two days from when the message can be read, and some hours before the beginning at the latest. */
async function answerBy(acting: House, readers: readonly PersonId[], startsAt: Instant): Promise<Instant> {
  const latest = plusMinutes(startsAt, -60 * latestHoursBefore)
  const wished = plusMinutes(await whenRead(acting, readers), 60 * answerHours)
  return wished < latest ? wished : latest
}

/** Waiting that has come to its end: the date was called off or has begun, or the family did not answer. */
async function endWait(acting: House, { wait }: { readonly wait: WaitId }): Promise<Outcome<null, 'nothing-to-do'>> {
  const row = await acting.db.selectFrom('group_wait as w').innerJoin('group_date as d', 'd.id', 'w.date_id').select(['w.circle_id', 'w.state', 'w.places', 'w.answer_by', 'd.id', 'd.off_at', 'd.starts_at'])
    .where('w.family_id', '=', acting.family).where('w.id', '=', wait).where('w.state', 'in', ['waiting', 'asked']).executeTakeFirst()
  const how = !row ? null : row.off_at !== null ? 'off' : row.starts_at <= acting.now ? 'past' : row.state === 'asked' && row.answer_by! <= acting.now ? 'late' : null
  if (!row || how === null) return { ok: false, why: 'nothing-to-do' }
  await (row.state === 'asked' ? givePlacesBack(acting.db, row.id, row.places) : waitNoMore(acting.db, row.id))
  await acting.db.updateTable('group_wait').set({ state: 'ended', ended_at: acting.now, ended_how: how }).where('family_id', '=', acting.family).where('id', '=', wait).execute()
  return {
    ok: true, value: null, event: { kind: 'place-wait-ended', data: { how }, thing: { kind: 'wait', id: wait }, circle: row.circle_id },
    notices: how === 'past' ? [] : (await readersOf(acting, row.circle_id)).map((to) => ({ to, name: 'somethingNew' as const })),
  }
}

/** Keeps free places for a family that waits, and asks it: each who sees it, by a time that leaves them two days from when the message reaches them. */
async function offerPlaces(acting: House, { wait }: { readonly wait: WaitId }): Promise<Outcome<null, 'nothing-to-do'>> {
  const row = await acting.db.selectFrom('group_wait as w').innerJoin('group_date as d', 'd.id', 'w.date_id').select(['w.circle_id', 'w.places', 'd.id', 'd.starts_at']).where('w.family_id', '=', acting.family).where('w.id', '=', wait).where('w.state', '=', 'waiting').executeTakeFirst()
  const latest = row && plusMinutes(row.starts_at, -60 * latestHoursBefore)
  if (!row || latest! <= acting.now || !(await keepForOneWhoWaits(acting.db, { date: row.id, places: row.places, at: acting.now }))) return { ok: false, why: 'nothing-to-do' }
  const readers = await readersOf(acting, row.circle_id)
  const until = await answerBy(acting, readers, row.starts_at)
  await acting.db.updateTable('group_wait').set({ state: 'asked', offered_at: acting.now, answer_by: until }).where('family_id', '=', acting.family).where('id', '=', wait).execute()
  return {
    ok: true, value: null, event: { kind: 'place-offered', data: { startsAt: row.starts_at, answerBy: until }, thing: { kind: 'wait', id: wait }, circle: row.circle_id },
    notices: readers.map((to) => ({ to, name: 'placeOffered' as const })),
  }
}

/** When the first of some readers can safely be reached; now where none of them can. */
async function whenRead(acting: House, readers: readonly PersonId[]): Promise<Instant> {
  const moments: Instant[] = []
  for (const one of readers) {
    const reader = await readerNow(acting.db, one, acting.now)
    if (reader) moments.push(reader.notBefore)
  }
  return moments.sort()[0] ?? acting.now
}

/**
 * Looks once. What has ended is ended first, so that its places are free; then each date's list is gone through in its order, and
 * whoever needs more places than there are keeps their turn while somebody behind them is asked. How many families were told of something.
 */
export async function settleGroups(db: Kysely<Schema>, at: Instant = now()): Promise<number> {
  const inFamily = (family: FamilyId) => must(theHouseIn(db, family, at), 'promises:watch')
  await settleLeaders(db, at)
  let settled = 0
  for (const one of await placesToFollow(db, at).execute()) settled += Number((await act(inFamily(one.family_id), followWithPlace, { place: one.id })).ok)
  for (const one of await waitsToFollow(db, at).execute()) await act(inFamily(one.family_id), followWithWait, { wait: one.id })
  const off = await db.selectFrom('group_date as d').innerJoin('appointment as a', 'a.group_date_id', 'd.id').select(['a.family_id', 'a.id']).where('d.ends_at', '>', at).where('d.off_at', 'is not', null).where('a.state', '=', 'booked').execute()
  for (const one of off) settled += Number((await act(inFamily(one.family_id), cancelForAll, { place: one.id })).ok)
  const over = await db.selectFrom('group_wait as w').innerJoin('group_date as d', 'd.id', 'w.date_id').select(['w.family_id', 'w.id']).where('w.state', 'in', ['waiting', 'asked'])
    .where((eb) => eb.or([eb('d.off_at', 'is not', null), eb('d.starts_at', '<=', at), eb.and([eb('w.state', '=', 'asked'), eb('w.answer_by', '<=', at)])])).execute()
  for (const one of over) settled += Number((await act(inFamily(one.family_id), endWait, { wait: one.id })).ok)
  const waiting = await db.selectFrom('group_wait as w').innerJoin('group_date as d', 'd.id', 'w.date_id').select(['w.family_id', 'w.id', 'd.id as date']).where('w.state', '=', 'waiting').where('d.off_at', 'is', null).where('d.starts_at', '>', at)
    .where((eb) => eb('d.taken', '<', eb.ref('d.places'))).orderBy('d.id').orderBy('w.asked_at').orderBy('w.id').execute()
  for (const one of waiting) settled += Number((await act(inFamily(one.family_id), offerPlaces, { wait: one.id })).ok)
  return settled
}

/** Milliseconds after the start, and between two looks: whoever waits for a place hears of it soon. */
const pauses = { first: 6_000, then: 60_000 }

/** Looks from now on; the function it returns stops that. */
export function startGroups(db: Kysely<Schema>, onFault: (error: unknown) => void): () => Promise<void> {
  return inTurns(pauses, () => settleGroups(db).catch(onFault))
}

