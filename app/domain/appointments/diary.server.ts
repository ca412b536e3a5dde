/** A practitioner's diary: the weekly hours in which they can be booked, their time off, and what is free. */
import { sql, type Kysely } from 'kysely'
import { dialectOf } from '#db/connect.ts'
import type { Mode, Schema } from '#db/schema.ts'
import { teamsManaged } from '#app/access/powers.ts'
import type { AreaActing, AreaMay } from '#app/access/viewer.server.ts'
import type { Settings } from '#app/domain/area/settings.server.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import { newId, type AppointmentId, type FamilyId, type PersonId } from '#app/values/ids.ts'
import { atWallTime, dayAt, plusDays, plusMinutes, type Day, type Instant } from '#app/values/instant.ts'
import { isColleague } from './colleagues.server.ts'
import type { Repeat } from './repeat-choices.ts'
import { ruleFrom, ruleOf, spansOf, type TimeOff } from './repeats.ts'
import { cellAt, cellMinutes, cellsOf, freeTimesIn, inAll, rulesWith, startOf, timesOffered, type FreeTime, type Lengths, type TimeRules, type WeeklyHours } from './times.ts'
import { placedModes } from './words.ts'

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

type Row = WeeklyHours & { readonly id: string; readonly practitioner: PersonId }

/** The hours of some practitioners that still hold. One query. */
export async function hoursOf(db: Kysely<Schema>, practitioners: readonly PersonId[], today: Day): Promise<Row[]> {
  const rows = await db.selectFrom('working_hours as h').leftJoin('diary as d', 'd.practitioner_id', 'h.practitioner_id')
    .select(['h.practitioner_id', 'h.id', 'h.weekday', 'h.from_time', 'h.until_time', 'h.modes', 'h.place', 'h.from_on', 'h.until_on', 'h.rule', 'd.lengths'])
    .where('h.practitioner_id', 'in', [...practitioners]).where((eb) => eb.or([eb('h.until_on', 'is', null), eb('h.until_on', '>=', today)]))
    .orderBy('h.weekday').orderBy('h.from_time').orderBy('h.id').execute()
  const lengths = new Map(rows.map((row) => [row.practitioner_id, JSON.parse(row.lengths ?? '{}') as Lengths]))
  return rows.map((row) => ({
    practitioner: row.practitioner_id, id: row.id, weekday: row.weekday, from: row.from_time, until: row.until_time, modes: row.modes.split(',') as Mode[], place: row.place,
    fromOn: row.from_on, untilOn: row.until_on, rule: row.rule, lengths: lengths.get(row.practitioner_id)!,
  }))
}

/** The time off of a practitioner that has not ended, as it was written down. One query. */
export async function timeOffOf(db: Kysely<Schema>, practitioner: PersonId, from: Instant): Promise<(TimeOff & { id: string; /** Who comes instead. */ coverName: string | null })[]> {
  const rows = await timeOffQuery(db, [practitioner], { from, until: null }).select((eb) => eb.selectFrom('person as c').select('c.name').whereRef('c.id', '=', 'time_off.cover_person').as('coverName')).orderBy('from_at').orderBy('id').execute()
  return rows.map(({ practitioner: _whose, cover: _cover, ...row }) => row)
}

/** The time off of some practitioners that can touch a span; null has no end. One query. */
export async function timeOffRows(db: Kysely<Schema>, practitioners: readonly PersonId[], span: { from: Instant; until: Instant | null }) {
  return timeOffQuery(db, practitioners, span).orderBy('from_at').orderBy('id').execute()
}

function timeOffQuery(db: Kysely<Schema>, practitioners: readonly PersonId[], span: { from: Instant; until: Instant | null }) {
  return db.selectFrom('time_off').select(['practitioner_id as practitioner', 'id', 'from_at as from', 'until_at as until', 'rule', 'until_on as untilOn', 'cover_person as cover']).where('practitioner_id', 'in', [...practitioners])
    .where((eb) => eb.or([eb.and([eb('rule', 'is', null), eb('until_at', '>', span.from)]), eb.and([eb('rule', 'is not', null), eb.or([eb('until_on', 'is', null), eb('until_on', '>=', dayAt(span.from))])])]))
    .$if(span.until !== null, (query) => query.where('from_at', '<', span.until!))
}

/** Whatever fills a span of some diaries besides bookings: time off, and dates of groups. One query. */
export async function busyRows(db: Kysely<Schema>, practitioners: readonly PersonId[], span: { from: Instant; until: Instant }): Promise<(TimeOff & { practitioner: PersonId })[]> {
  const groups = db.selectFrom('group_hold').select(['practitioner_id as practitioner', 'date_id as id', 'starts_at as from', 'ends_at as until', sql<string | null>`null`.as('rule'), sql<Day | null>`null`.as('untilOn'), sql<PersonId | null>`null`.as('cover')])
    .where('practitioner_id', 'in', [...practitioners]).where('ends_at', '>', span.from).where('starts_at', '<', span.until)
  return timeOffQuery(db, practitioners, span).unionAll(groups as never).execute()
}

/** Moments a day to each side of some days, for the way there and for hours by another clock than UTC's. */
function around(days: { from: Day; until: Day }): { from: Instant; until: Instant } {
  return { from: `${plusDays(days.from, -1)}T00:00:00.000Z` as Instant, until: `${plusDays(days.until, 2)}T00:00:00.000Z` as Instant }
}

/**
 * The times at which all of some practitioners are free, in order: each one's hours, time off and ways. Three queries, whatever the
 * length of their diaries. `rules` are the area's; a length that a diary has of its own takes its place.
 * `except` is an appointment that would give its own time back, because it is being moved.
 */
export async function freeTimes(
  db: Kysely<Schema>, practitioners: readonly PersonId[], mode: Mode, rules: TimeRules, days: { from: Day; until: Day }, now: Instant, except?: AppointmentId,
): Promise<FreeTime[]> {
  const span = around(days)
  const [hours, timeOff, cells] = await Promise.all([
    hoursOf(db, practitioners, days.from),
    busyRows(db, practitioners, span),
    db.selectFrom('cell').select(['practitioner_id', 'cell']).where('practitioner_id', 'in', [...practitioners]).where('cell', '>=', cellAt(span.from)).where('cell', '<', cellAt(span.until))
      .$if(except !== undefined, (query) => query.where('appointment_id', '<>', except!)).execute(),
  ])
  const together = rulesWith(hours, mode, rules)
  return inAll(practitioners.map((one) => freeTimesIn(hours.filter((row) => row.practitioner === one), mode, together, days, {
    cells: new Set(cells.filter((row) => row.practitioner_id === one).map((row) => row.cell)),
    timeOff: timeOff.filter((row) => row.practitioner === one).flatMap((row) => spansOf(row, span)),
  }, now)))
}

/** The time that begins at a moment, if the hours of all of some practitioners offer it, free or not. One query. */
export async function timeOffered(db: Kysely<Schema>, practitioners: readonly PersonId[], mode: Mode, rules: TimeRules, startsAt: Instant, today: Day): Promise<FreeTime | undefined> {
  const on = dayAt(startsAt)
  const hours = await hoursOf(db, practitioners, today)
  const together = rulesWith(hours, mode, rules)
  const offered = practitioners.map((one) => timesOffered(hours.filter((row) => row.practitioner === one), mode, together, { from: on, until: on }))
  return inAll(offered).find((time) => time.startsAt === startsAt)
}

/**
 * Takes the cells of a time for an appointment, of all who help at it and their ways included; false when one of them was somebody else's, and then
 * the command must refuse so that none of them stays taken. Whoever waits for the same cell waits in the same order, so
 * nobody waits in a circle; and no statement fails, which on PostgreSQL would end the transaction.
 */
export async function takeCells(
  db: Kysely<Schema>, practitioners: readonly PersonId[], of: { family: FamilyId; appointment: AppointmentId }, time: FreeTime, rules: TimeRules,
): Promise<boolean> {
  const cells = [...practitioners].sort().flatMap((practitioner) => cellsOf(time, rules.travelMinutes).map((one) => ({ ...one, practitioner })))
  const taken = await db.insertInto('cell')
    .values(cells.map(({ practitioner, cell, travel }) => ({ practitioner_id: practitioner, cell, family_id: of.family, appointment_id: of.appointment, travel: travel ? 1 : 0 })))
    .onConflict((conflict) => conflict.columns(['practitioner_id', 'cell']).doNothing()).executeTakeFirst()
  if (Number(taken.numInsertedOrUpdatedRows) !== cells.length) return false
  // Asked again now that the cells hold each practitioner's row: time off or a group put there meanwhile is seen, or has to wait for us.
  const span = { from: plusMinutes(time.startsAt, -rules.travelMinutes), until: plusMinutes(time.endsAt, rules.travelMinutes) }
  return (await busyRows(db, practitioners, span)).every((off) => spansOf(off, span).length === 0)
}

export interface NewHours {
  readonly weekdays: readonly number[]
  readonly from: string
  readonly until: string
  readonly modes: readonly Mode[]
  /** Needed where a time at the centre or at a school is offered. */
  readonly place: string | null
  readonly repeat: Repeat
  readonly fromOn: Day
  readonly untilOn: Day | null
}

/** Adds hours in which the practitioner can be booked. What is already booked stays as it is. */
export async function keepHours(
  acting: AreaActing<'diary:keep'>, hours: NewHours,
): Promise<Outcome<null, 'ends-before-it-begins' | 'not-a-quarter' | 'place-missing'>> {
  const practitioner = whoActs(acting)
  if (!isQuarter(hours.from)) return { ok: false, why: 'not-a-quarter', field: 'from' }
  if (!isQuarter(hours.until)) return { ok: false, why: 'not-a-quarter', field: 'until' }
  if (hours.from >= hours.until) return { ok: false, why: 'ends-before-it-begins', field: 'until' }
  if (hours.untilOn !== null && hours.untilOn < hours.fromOn) return { ok: false, why: 'ends-before-it-begins', field: 'until-on' }
  if (hours.modes.some((mode) => placedModes.includes(mode)) && hours.place === null) return { ok: false, why: 'place-missing', field: 'place' }
  await acting.db.insertInto('working_hours').values(hours.weekdays.map((weekday) => ({
    practitioner_id: practitioner, id: newId(), weekday, from_time: hours.from, until_time: hours.until, modes: hours.modes.join(','),
    place: hours.place, from_on: hours.fromOn, until_on: hours.untilOn, rule: hours.repeat === 'weekly' ? null : ruleOf(hours.repeat, weekday),
  }))).execute()
  return changed(practitioner)
}

/** Takes hours out of the diary. What is already booked in them stays. */
export async function dropHours(acting: AreaActing<'diary:keep'>, { id }: { id: string }): Promise<Outcome<null, 'not-there'>> {
  const practitioner = whoActs(acting)
  const gone = await acting.db.deleteFrom('working_hours').where('practitioner_id', '=', practitioner).where('id', '=', id).executeTakeFirst()
  return Number(gone.numDeletedRows) === 1 ? changed(practitioner) : { ok: false, why: 'not-there' }
}

/** Lengths of appointments with this practitioner, in minutes by mode; the area's hold where none is said. */
export async function keepLengths(acting: AreaActing<'diary:keep'>, lengths: Lengths): Promise<Outcome<null, 'not-a-quarter'>> {
  const practitioner = whoActs(acting)
  const odd = Object.entries(lengths).find(([, minutes]) => minutes % cellMinutes !== 0)
  if (odd) return { ok: false, why: 'not-a-quarter', field: `${odd[0]}-minutes` }
  const row = { lengths: JSON.stringify(lengths) }
  await acting.db.insertInto('diary').values({ practitioner_id: practitioner, ...row }).onConflict((conflict) => conflict.column('practitioner_id').doUpdateSet(row)).execute()
  return changed(practitioner)
}

/** The lengths that a diary has of its own. One query. */
export async function lengthsOf(viewer: AreaMay<'diary:keep'>): Promise<Lengths> {
  const row = await viewer.db.selectFrom('diary').select('lengths').where('practitioner_id', '=', viewer.person).executeTakeFirst()
  return row ? (JSON.parse(row.lengths) as Lengths) : {}
}

export interface NewTimeOff {
  readonly from: Instant
  readonly until: Instant
  /** Null is this once. */
  readonly repeat: Repeat | null
  /** The last day of what repeats; null has no end. */
  readonly untilOn: Day | null
  /** A colleague who comes instead, to as much of it as they can: each visit and each date of a group is then proposed to them. */
  readonly cover?: PersonId | null
}

/** Takes time off, once or again and again, whatever is booked in it: how many appointments and dates of groups are, for each of which it is then said who comes (`cover`). */
export async function takeTimeOff(acting: AreaActing<'diary:keep'>, off: NewTimeOff): Promise<Outcome<number, TimeOffRefused>> {
  return writeTimeOff(acting, whoActs(acting), off)
}

/** A manager writes down that somebody of their team is away, who is too ill to do it. */
export async function takeTimeOffFor(acting: AreaActing<'desk:see'>, { of, ...off }: NewTimeOff & { readonly of: PersonId }): Promise<Outcome<number, TimeOffRefused | 'not-of-this-team'>> {
  if (!(await keepDiariesOf(acting)).some((one) => one.person === of)) return { ok: false, why: 'not-of-this-team', field: 'of' }
  return writeTimeOff(acting, of, off)
}

/** The people of a manager's teams who keep a diary, by name; none for whoever manages no team. One query. */
export async function keepDiariesOf(viewer: AreaMay<'desk:see'> | AreaActing<'desk:see'>): Promise<{ person: PersonId; name: string }[]> {
  const teams = teamsManaged(viewer)
  if (teams.length === 0) return []
  const rows = await viewer.db.selectFrom('post as o').innerJoin('person as p', 'p.id', 'o.person_id').select(['p.id as person', 'p.name']).distinct().where('o.team', 'in', teams).where('o.from_on', '<=', viewer.today).where((eb) => eb.or([eb('o.until_on', 'is', null), eb('o.until_on', '>=', viewer.today)]))
    .where((eb) => eb.exists(eb.selectFrom('working_hours as h').select('h.id').whereRef('h.practitioner_id', '=', 'p.id'))).orderBy('p.name').limit(200).execute()
  return rows
}

type TimeOffRefused = 'ends-before-it-begins' | 'time-is-past' | 'repeats-within-a-day' | 'not-a-colleague'

async function writeTimeOff(acting: AreaActing<'diary:keep'> | AreaActing<'desk:see'>, practitioner: PersonId, off: NewTimeOff): Promise<Outcome<number, TimeOffRefused>> {
  if (off.from >= off.until) return { ok: false, why: 'ends-before-it-begins', field: 'until' }
  const first = dayAt(off.from)
  if (off.repeat !== null && off.until > atWallTime(plusDays(first, 1), '00:00')!) return { ok: false, why: 'repeats-within-a-day', field: 'until' }
  if (off.repeat !== null && off.untilOn !== null && off.untilOn < first) return { ok: false, why: 'ends-before-it-begins', field: 'repeat-until' }
  if (off.repeat === null ? off.until <= acting.now : off.untilOn !== null && off.untilOn < acting.today) return { ok: false, why: 'time-is-past', field: off.repeat === null ? 'until' : 'repeat-until' }
  const kept: TimeOff = { from: off.from, until: off.until, rule: off.repeat === null ? null : ruleFrom(off.repeat, first), untilOn: off.repeat === null ? null : off.untilOn }
  const cover = off.cover ?? null
  if (cover !== null && !(await areColleagues(acting, practitioner, cover))) return { ok: false, why: 'not-a-colleague', field: 'cover' }
  const booked = (await bookedIn(acting, practitioner, kept)) + (await groupDatesIn(acting, practitioner, kept))
  await acting.db.insertInto('time_off').values({ practitioner_id: practitioner, id: newId(), from_at: kept.from, until_at: kept.until, rule: kept.rule, until_on: kept.untilOn, cover_person: cover }).execute()
  return { ...changed(practitioner), value: booked }
}

async function areColleagues({ db, today }: Pick<AreaActing<'desk:see'>, 'db' | 'today'>, one: PersonId, other: PersonId): Promise<boolean> {
  const row = one === other ? undefined : await db.selectFrom('post as o').select('o.id').where('o.person_id', '=', other).where(isColleague('o', one, today)).limit(1).executeTakeFirst()
  return row !== undefined
}

/** How many dates of groups that they lead lie in time off. */
async function groupDatesIn({ db, now }: Pick<AreaActing<'diary:keep'>, 'db' | 'now'>, practitioner: PersonId, off: TimeOff): Promise<number> {
  const dates = await db.selectFrom('group_hold').select(['starts_at', 'ends_at']).where('practitioner_id', '=', practitioner).where('ends_at', '>', off.rule === null && off.from > now ? off.from : now)
    .$if(off.rule === null, (query) => query.where('starts_at', '<', off.until)).execute()
  return dates.filter((date) => spansOf(off, { from: date.starts_at, until: date.ends_at }).length > 0).length
}

/** How many appointments lie in time off, their ways included. Whoever books at this moment has finished, or waits until the end of this transaction. */
async function bookedIn(acting: Pick<AreaActing<'diary:keep'>, 'db' | 'now'>, practitioner: PersonId, off: TimeOff): Promise<number> {
  // Every cell refers to this row.
  await acting.db.selectFrom('person').select('id').where('id', '=', practitioner).$if(dialectOf(acting.db) === 'postgres', (query) => query.forUpdate()).execute()
  const from = off.from > acting.now || off.rule === null ? off.from : acting.now
  const cells = await acting.db.selectFrom('cell').select(['family_id', 'appointment_id', 'cell']).where('practitioner_id', '=', practitioner).where('cell', '>=', cellAt(from))
    .$if(off.rule === null, (query) => query.where('cell', '<', cellsUpTo(off.until))).orderBy('cell').execute()
  const last = cells.at(-1)
  if (!last) return 0
  const spans = spansOf(off, { from, until: startOf(last.cell + 1) })
  const inside = cells.filter(({ cell }) => spans.some((span) => cell >= cellAt(span.from) && cell < cellsUpTo(span.until)))
  return new Set(inside.map((row) => `${row.family_id} ${row.appointment_id}`)).size
}

/** The first cell that begins at a moment or after it. */
function cellsUpTo(until: Instant): number {
  return Math.ceil(Date.parse(until) / (cellMinutes * 60_000))
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
 * Whom the practitioner sees next, and what is past and nobody has said yet how it went. Their own work, alone or with others, and
 * only with families where they still have a place. Two queries, 20 rows each.
 */
export async function bookingsOf(viewer: AreaMay<'diary:keep'>): Promise<{ next: DiaryBooking[]; toRecord: DiaryBooking[] }> {
  const ahead = (when: 'next' | 'past') => {
    const [first, more] = [bookings(viewer, 'alone', when), bookings(viewer, 'together', when)]
    return first.unionAll(more).orderBy('startsAt', when === 'next' ? 'asc' : 'desc').limit(20).execute()
  }
  const [next, toRecord] = await Promise.all([ahead('next'), ahead('past')])
  return { next, toRecord }
}

function bookings(viewer: AreaMay<'diary:keep'>, how: 'alone' | 'together', when: 'next' | 'past') {
  return viewer.db.selectFrom('appointment as a').innerJoin('family as f', 'f.id', 'a.family_id')
    .select(['a.family_id as family', 'f.name as familyName', 'a.id', 'a.starts_at as startsAt', 'a.ends_at as endsAt', 'a.mode'])
    .$if(how === 'alone', (query) => query.where('a.practitioner_id', '=', viewer.person))
    .$if(how === 'together', (query) => query.innerJoin('appointment_with as w', (join) => join.onRef('w.family_id', '=', 'a.family_id').onRef('w.appointment_id', '=', 'a.id')).where('w.practitioner_id', '=', viewer.person))
    .where('a.group_date_id', 'is', null).where('a.state', '=', 'booked').where('a.ends_at', when === 'next' ? '>' : '<=', viewer.now)
    .where((eb) => eb.exists(eb.selectFrom('member as m').select('m.id').whereRef('m.family_id', '=', 'a.family_id').where('m.person_id', '=', viewer.person)
      .where('m.from_on', '<=', viewer.today).where((or) => or.or([or('m.until_on', 'is', null), or('m.until_on', '>=', viewer.today)]))))
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
