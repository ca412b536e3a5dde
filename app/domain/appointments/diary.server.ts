/** A practitioner's diary: the weekly hours in which they can be booked, their time off, and what is free. */
import type { Kysely } from 'kysely'
import { dialectOf } from '#db/connect.ts'
import type { Mode, Schema } from '#db/schema.ts'
import type { AreaActing, AreaMay } from '#app/access/viewer.server.ts'
import type { Settings } from '#app/domain/area/settings.server.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import { newId, type AppointmentId, type FamilyId, type PersonId } from '#app/values/ids.ts'
import { plusDays, plusMinutes, type Day, type Instant } from '#app/values/instant.ts'
import { cellAt, cellMinutes, cellsOf, freeTimesIn, type FreeTime, type TimeRules, type WeeklyHours } from './times.ts'

/** What the area's settings say of appointments of one kind. Only a visit at home has a way to it. */
export function rulesFor(mode: Mode, settings: Settings): TimeRules {
  return {
    minutes: settings[`${mode}Minutes`],
    travelMinutes: mode === 'home' ? settings.travelMinutes : 0,
    holidays: new Set(settings.holidays),
  }
}

/** The days on which a time can be booked today. */
export function daysToBook(today: Day, settings: Settings): { from: Day; until: Day } {
  return { from: today, until: plusDays(today, settings.bookingDaysAhead) }
}

/** The weekly hours of a practitioner that still hold. One query. */
export async function hoursOf(db: Kysely<Schema>, practitioner: PersonId, today: Day): Promise<(WeeklyHours & { id: string })[]> {
  const rows = await db.selectFrom('working_hours').select(['id', 'weekday', 'from_time', 'until_time', 'modes', 'place', 'from_on', 'until_on'])
    .where('practitioner_id', '=', practitioner).where((eb) => eb.or([eb('until_on', 'is', null), eb('until_on', '>=', today)]))
    .orderBy('weekday').orderBy('from_time').orderBy('id').execute()
  return rows.map((row) => ({
    id: row.id, weekday: row.weekday, from: row.from_time, until: row.until_time, modes: row.modes.split(',') as Mode[], place: row.place,
    fromOn: row.from_on, untilOn: row.until_on,
  }))
}

/** The time off of a practitioner that touches a span. One query. */
export async function timeOffOf(db: Kysely<Schema>, practitioner: PersonId, span: { from: Instant; until: Instant | null }) {
  return db.selectFrom('time_off').select(['id', 'from_at as from', 'until_at as until']).where('practitioner_id', '=', practitioner)
    .where('until_at', '>', span.from).$if(span.until !== null, (query) => query.where('from_at', '<', span.until!)).orderBy('from_at').execute()
}

/**
 * The times at which a practitioner is free, in order. Three queries, whatever the length of the diary.
 * `except` is an appointment that would give its own time back, because it is being moved.
 */
export async function freeTimes(
  db: Kysely<Schema>, practitioner: PersonId, mode: Mode, rules: TimeRules, days: { from: Day; until: Day }, now: Instant, except?: AppointmentId,
): Promise<FreeTime[]> {
  // A day to each side, for the way there and for hours by another clock than UTC's.
  const from = `${plusDays(days.from, -1)}T00:00:00.000Z` as Instant
  const until = `${plusDays(days.until, 2)}T00:00:00.000Z` as Instant
  const [hours, timeOff, cells] = await Promise.all([
    hoursOf(db, practitioner, days.from),
    timeOffOf(db, practitioner, { from, until }),
    db.selectFrom('cell').select('cell').where('practitioner_id', '=', practitioner).where('cell', '>=', cellAt(from)).where('cell', '<', cellAt(until))
      .$if(except !== undefined, (query) => query.where('appointment_id', '<>', except!)).execute(),
  ])
  return freeTimesIn(hours, mode, rules, days, { cells: new Set(cells.map((row) => row.cell)), timeOff }, now)
}

/**
 * Takes the cells of a time for an appointment, the way included; false when one of them was somebody else's, and then
 * the command must refuse so that none of them stays taken. Whoever waits for the same cell waits in the same order, so
 * nobody waits in a circle; and no statement fails, which on PostgreSQL would end the transaction.
 */
export async function takeCells(
  db: Kysely<Schema>, practitioner: PersonId, of: { family: FamilyId; appointment: AppointmentId }, time: FreeTime, rules: TimeRules,
): Promise<boolean> {
  const cells = cellsOf(time, rules.travelMinutes)
  const taken = await db.insertInto('cell')
    .values(cells.map(({ cell, travel }) => ({ practitioner_id: practitioner, cell, family_id: of.family, appointment_id: of.appointment, travel: travel ? 1 : 0 })))
    .onConflict((conflict) => conflict.columns(['practitioner_id', 'cell']).doNothing()).executeTakeFirst()
  if (Number(taken.numInsertedOrUpdatedRows) !== cells.length) return false
  // Asked again now that the cells hold the practitioner's row: time off taken meanwhile is seen, or has to wait for us.
  const [from, until] = [plusMinutes(time.startsAt, -rules.travelMinutes), plusMinutes(time.endsAt, rules.travelMinutes)]
  return (await timeOffOf(db, practitioner, { from, until })).length === 0
}

export interface NewHours {
  readonly weekdays: readonly number[]
  readonly from: string
  readonly until: string
  readonly modes: readonly Mode[]
  /** Needed where a time at the centre is offered. */
  readonly place: string | null
  readonly fromOn: Day
  readonly untilOn: Day | null
}

/** Adds weekly hours in which the practitioner can be booked. What is already booked stays as it is. */
export async function keepHours(
  acting: AreaActing<'diary:keep'>, hours: NewHours,
): Promise<Outcome<null, 'ends-before-it-begins' | 'not-a-quarter' | 'place-missing'>> {
  const practitioner = whoActs(acting)
  if (!isQuarter(hours.from)) return { ok: false, why: 'not-a-quarter', field: 'from' }
  if (!isQuarter(hours.until)) return { ok: false, why: 'not-a-quarter', field: 'until' }
  if (hours.from >= hours.until) return { ok: false, why: 'ends-before-it-begins', field: 'until' }
  if (hours.untilOn !== null && hours.untilOn < hours.fromOn) return { ok: false, why: 'ends-before-it-begins', field: 'until-on' }
  if (hours.modes.includes('centre') && hours.place === null) return { ok: false, why: 'place-missing', field: 'place' }
  await acting.db.insertInto('working_hours').values(hours.weekdays.map((weekday) => ({
    practitioner_id: practitioner, id: newId(), weekday, from_time: hours.from, until_time: hours.until, modes: hours.modes.join(','),
    place: hours.place, from_on: hours.fromOn, until_on: hours.untilOn,
  }))).execute()
  return changed(practitioner)
}

/** Takes weekly hours out of the diary. What is already booked in them stays. */
export async function dropHours(acting: AreaActing<'diary:keep'>, { id }: { id: string }): Promise<Outcome<null, 'not-there'>> {
  const practitioner = whoActs(acting)
  const gone = await acting.db.deleteFrom('working_hours').where('practitioner_id', '=', practitioner).where('id', '=', id).executeTakeFirst()
  return Number(gone.numDeletedRows) === 1 ? changed(practitioner) : { ok: false, why: 'not-there' }
}

/** Takes time off. Refused while something is booked in it: a family must first have another time. */
export async function takeTimeOff(
  acting: AreaActing<'diary:keep'>, off: { from: Instant; until: Instant },
): Promise<Outcome<null, 'ends-before-it-begins' | 'time-is-past' | 'has-bookings'>> {
  const practitioner = whoActs(acting)
  if (off.from >= off.until) return { ok: false, why: 'ends-before-it-begins', field: 'until' }
  if (off.until <= acting.now) return { ok: false, why: 'time-is-past', field: 'until' }
  // Every cell refers to this row, so whoever books at this moment has finished, or waits until this is written.
  await acting.db.selectFrom('person').select('id').where('id', '=', practitioner).$if(dialectOf(acting.db) === 'postgres', (query) => query.forUpdate()).execute()
  const booked = await acting.db.selectFrom('cell').select(['family_id', 'appointment_id']).where('practitioner_id', '=', practitioner)
    .where('cell', '>=', cellAt(off.from)).where('cell', '<', Math.ceil(Date.parse(off.until) / (cellMinutes * 60_000)))
    .groupBy(['family_id', 'appointment_id']).execute()
  if (booked.length > 0) return { ok: false, why: 'has-bookings', field: 'from', values: { count: booked.length } }
  await acting.db.insertInto('time_off').values({ practitioner_id: practitioner, id: newId(), from_at: off.from, until_at: off.until }).execute()
  return changed(practitioner)
}

/** Gives time off back. */
export async function endTimeOff(acting: AreaActing<'diary:keep'>, { id }: { id: string }): Promise<Outcome<null, 'not-there'>> {
  const practitioner = whoActs(acting)
  const gone = await acting.db.deleteFrom('time_off').where('practitioner_id', '=', practitioner).where('id', '=', id).executeTakeFirst()
  return Number(gone.numDeletedRows) === 1 ? changed(practitioner) : { ok: false, why: 'not-there' }
}

export interface DiaryBooking {
  readonly family: FamilyId
  readonly familyName: string
  readonly id: AppointmentId
  readonly startsAt: Instant
  readonly endsAt: Instant
  readonly mode: Mode
}

/**
 * Whom the practitioner sees next, and what is past and nobody has said yet how it went. Their own work, and only with
 * families where they still have a place. Two queries, 20 rows each.
 */
export async function bookingsOf(viewer: AreaMay<'diary:keep'>): Promise<{ next: DiaryBooking[]; toRecord: DiaryBooking[] }> {
  const mine = viewer.db.selectFrom('appointment as a').innerJoin('family as f', 'f.id', 'a.family_id')
    .select(['a.family_id as family', 'f.name as familyName', 'a.id', 'a.starts_at as startsAt', 'a.ends_at as endsAt', 'a.mode'])
    .where('a.practitioner_id', '=', viewer.person).where('a.state', '=', 'booked')
    .where((eb) => eb.exists(eb.selectFrom('member as m').select('m.id').whereRef('m.family_id', '=', 'a.family_id').where('m.person_id', '=', viewer.person)
      .where('m.from_on', '<=', viewer.today).where((or) => or.or([or('m.until_on', 'is', null), or('m.until_on', '>=', viewer.today)]))))
    .limit(20)
  const [next, toRecord] = await Promise.all([
    mine.where('a.ends_at', '>', viewer.now).orderBy('a.starts_at').execute(),
    mine.where('a.ends_at', '<=', viewer.now).orderBy('a.starts_at', 'desc').execute(),
  ])
  return { next, toRecord }
}

function whoActs(acting: AreaActing<'diary:keep'>): PersonId {
  if (acting.person === null) throw new Error('A diary is kept by a person')
  return acting.person
}

function isQuarter(time: string): boolean {
  return Number(time.slice(3)) % cellMinutes === 0
}

function changed(practitioner: PersonId) {
  return { ok: true, value: null, event: { kind: 'diary-changed', data: { person: practitioner } } } as const
}
