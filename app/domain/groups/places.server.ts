/**
 * A family's places in a group. A place that is taken is an appointment like any other: in the lists and calendars of those who see
 * it, reminded of, recorded. Who else comes is told to no family.
 */
import { sql } from 'kysely'
import { notYours } from '#app/access/not-yours.ts'
import { visibleTo } from '#app/access/visible-to.server.ts'
import type { Acting, Inside, May, Viewer } from '#app/access/viewer.server.ts'
import { raise } from '#app/domain/appointments/arrangements.server.ts'
import { areHousehold } from '#app/domain/appointments/booking.server.ts'
import { givePlacesBack, joinThoseWhoWait, takePlaces, waitNoMore } from '#app/domain/appointments/group-places.server.ts'
import { comeToo } from '#app/domain/appointments/together.server.ts'
import type { Need } from '#app/domain/appointments/words.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import { keepNextContact } from '#app/domain/family/next-contact.server.ts'
import { inCharge } from '#app/domain/family/owners-left.server.ts'
import { readersOf } from '#app/domain/family/people.server.ts'
import { circleAnswered, setAbout, shareByName, type CircleRefused, type WhoSees } from '#app/domain/sharing/circles.server.ts'
import { markDelicate } from '#app/domain/sharing/topics.server.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import { newId, type AppointmentId, type CircleId, type GroupDateId, type GroupId, type MemberId, type PersonId, type WaitId } from '#app/values/ids.ts'
import { plusDays, type Instant } from '#app/values/instant.ts'
import type { Schema, Topic } from '#db/schema.ts'
import { leadersOfDate } from './following.server.ts'
import { type Group, roomOf, shownDaysAhead, type Room } from './group-words.ts'

/** Between the names that one query brings together; no name has one. */
const between = '\n'

export interface ComingDate { readonly id: GroupDateId; readonly startsAt: Instant; readonly endsAt: Instant; readonly room: Room }

export interface ComingGroup extends Group {
  readonly dates: readonly ComingDate[]
}

/** The groups with dates in the next weeks, the next first; one alone where it is asked for. One query. */
export async function comingGroups(viewer: May<'appointments:book'>, only?: GroupId): Promise<ComingGroup[]> {
  const leaders = sql<string>`(select string_agg(v_p.name, ${between} order by v_l.first desc, v_p.name) from group_leader as v_l inner join person as v_p on v_p.id = v_l.practitioner_id where v_l.group_id = g.id)`
  const rows = await viewer.db.selectFrom('group_date as d').innerJoin('group_series as g', 'g.id', 'd.group_id').select(['g.id', 'g.name', 'g.purpose', 'g.lang', 'g.mode', 'g.place', 'g.rule', 'g.until_on', 'd.id as date', 'd.starts_at', 'd.ends_at', 'd.places', 'd.taken', 'd.waiting', leaders.as('leaders')])
    .where('d.ends_at', '>', viewer.now).where('d.starts_at', '>', viewer.now).where('d.ends_at', '<', `${plusDays(viewer.today, shownDaysAhead)}T00:00:00.000Z` as Instant).where('d.off_at', 'is', null).$if(only !== undefined, (query) => query.where('d.group_id', '=', only!))
    .orderBy('d.starts_at').orderBy('d.id').limit(500).execute()
  const byGroup = new Map<GroupId, ComingGroup & { dates: ComingDate[] }>()
  for (const row of rows) {
    const one = byGroup.get(row.id) ?? { id: row.id, name: row.name, purpose: row.purpose, lang: row.lang, mode: row.mode, place: row.place, rule: row.rule, untilOn: row.until_on, leaders: row.leaders.split(between), dates: [] }
    one.dates.push({ id: row.date, startsAt: row.starts_at, endsAt: row.ends_at, room: roomOf(row) })
    byGroup.set(row.id, one)
  }
  return [...byGroup.values()]
}

export interface Coming {
  readonly date: GroupDateId
  /** Who comes: members of the household, a place each. */
  readonly who: readonly MemberId[]
  readonly whoSees: WhoSees
  readonly shareWith: readonly MemberId[]
  readonly needs: readonly Need[]
  readonly interpreterLang: string | null
  readonly note: string | null
  readonly lang: string
  readonly delicate?: readonly Topic[]
}

type PlaceRefused = CircleRefused | 'nobody-comes' | 'group-full' | 'group-off' | 'appointment-over' | 'has-a-place'

/** Takes a place for each who comes. Of many who ask for the last ones at once, as many have them as there are. */
export async function comeToGroup(acting: Acting<'appointments:book'>, coming: Coming): Promise<Outcome<AppointmentId, PlaceRefused>> {
  const asked = await readyFor(acting, coming)
  if (!asked.ok) return asked
  const { date, circle } = asked
  const id = newId<AppointmentId>()
  if (!(await takePlaces(acting.db, { date: coming.date, places: coming.who.length, at: acting.now }))) return { ok: false, why: 'group-full', field: 'date' }
  if (!(await writeCircle(acting, id, coming))) return { ok: false, why: 'somebody-is-not-here', field: 'share-with' }
  await writePlace(acting, { id, circle, date, places: coming.who.length, needs: coming.needs, interpreterLang: coming.interpreterLang, note: coming.note, lang: coming.lang })
  return taken(acting, id, date.startsAt, circle)
}

/** Stands on the list of those who wait for places of a date, until the house asks, or the family has enough of waiting. */
export async function waitForGroup(acting: Acting<'appointments:book'>, coming: Coming): Promise<Outcome<WaitId, PlaceRefused | 'group-has-room' | 'more-than-there-are'>> {
  const asked = await readyFor(acting, coming)
  if (!asked.ok) return asked
  const { date, circle } = asked
  const places = coming.who.length
  if (places > date.places) return { ok: false, why: 'more-than-there-are', field: 'about', values: { count: date.places } }
  const id = newId<WaitId>()
  if (!(await joinThoseWhoWait(acting.db, { date: coming.date, places, at: acting.now }))) return { ok: false, why: 'group-has-room', field: 'date' }
  if (!(await writeCircle(acting, id, coming))) return { ok: false, why: 'somebody-is-not-here', field: 'share-with' }
  await acting.db.insertInto('group_wait').values({
    family_id: acting.family, id, circle_id: circle, date_id: coming.date, practitioner_id: date.leaders[0]!, places, needs: JSON.stringify(coming.needs), interpreter_lang: coming.interpreterLang, note: coming.note, note_lang: coming.note === null ? null : coming.lang,
    state: 'waiting', asked_by: acting.member!, asked_at: acting.now,
  }).execute()
  return { ok: true, value: id, event: { kind: 'place-waited-for', data: { startsAt: date.startsAt }, thing: { kind: 'wait', id }, circle } }
}

type DateRow = { readonly id: GroupDateId; readonly startsAt: Instant; readonly endsAt: Instant; readonly places: number; readonly mode: Schema['group_series']['mode']; readonly place: string; /** Whose name stands first before the others. */ readonly leaders: readonly PersonId[] }

/** A date as a command needs it; undefined where there is none. */
async function dateOf(acting: Inside<Viewer>, id: GroupDateId): Promise<(DateRow & { off: boolean }) | undefined> {
  const row = await acting.db.selectFrom('group_date as d').innerJoin('group_series as g', 'g.id', 'd.group_id').select(['d.starts_at', 'd.ends_at', 'd.places', 'd.off_at', 'g.mode', 'g.place']).where('d.id', '=', id).executeTakeFirst()
  if (!row) return undefined
  const leaders = await leadersOfDate(acting.db, id)
  return { id, startsAt: row.starts_at, endsAt: row.ends_at, places: row.places, mode: row.mode, place: row.place, leaders, off: row.off_at !== null }
}

/** What taking a place and waiting for one ask alike: a date that is on and ahead, somebody of the household who comes, and who sees it. */
async function readyFor(acting: Acting<'appointments:book'>, coming: Coming): Promise<{ ok: true; date: DateRow; circle: CircleId | null } | Extract<Outcome<never, Exclude<PlaceRefused, 'group-full'>>, { ok: false }>> {
  if (acting.member === null) throw notYours()
  const date = await dateOf(acting, coming.date)
  if (!date) throw notYours()
  if (date.off) return { ok: false, why: 'group-off', field: 'date' }
  if (date.startsAt <= acting.now) return { ok: false, why: 'appointment-over', field: 'date' }
  if (coming.who.length === 0) return { ok: false, why: 'nobody-comes', field: 'about' }
  if (!(await areHousehold(acting, coming.who))) return { ok: false, why: 'somebody-is-not-here', field: 'about' }
  if (await haveAPlace(acting, coming)) return { ok: false, why: 'has-a-place', field: 'about' }
  const circle = await circleAnswered(acting, coming.whoSees)
  return circle.ok ? { ok: true, date, circle: circle.circle } : { ...circle, field: 'who-sees' }
}

/** Whether one of those who come has a place on that date, or waits for one, as far as whoever asks sees it: what is kept from them is not told. */
async function haveAPlace(acting: Acting<'appointments:book'>, { date, who }: Coming): Promise<boolean> {
  const places = acting.db.selectFrom('appointment as a').innerJoin('about as b', (join) => join.onRef('b.family_id', '=', 'a.family_id').on((eb) => eb('b.thing_id', '=', eb.ref('a.id') as never)))
    .select('b.member_id').where('a.group_date_id', '=', date).where('a.state', '=', 'booked').where('b.member_id', 'in', [...who]).where(visibleTo(acting, 'appointment', 'a'))
  const waits = acting.db.selectFrom('group_wait as w').innerJoin('about as b', (join) => join.onRef('b.family_id', '=', 'w.family_id').on((eb) => eb('b.thing_id', '=', eb.ref('w.id') as never)))
    .select('b.member_id').where('w.date_id', '=', date).where('w.state', 'in', ['waiting', 'asked']).where('b.member_id', 'in', [...who]).where(visibleTo(acting, 'appointment', 'w'))
  return (await places.unionAll(waits).limit(1).execute()).length > 0
}

/** About whom it is, to whom else it is shown, and what is delicate in it. False where somebody is not of the family. */
async function writeCircle(acting: Acting<'appointments:book'>, thing: string, coming: Coming): Promise<boolean> {
  if (!(await setAbout(acting, thing, coming.who)) || !(await shareByName(acting, thing, coming.shareWith))) return false
  await markDelicate(acting, thing, coming.delicate ?? [])
  return true
}

interface NewPlace {
  readonly id: AppointmentId; readonly circle: CircleId | null; readonly date: DateRow; readonly places: number
  readonly needs: readonly Need[]; readonly interpreterLang: string | null; readonly note: string | null; readonly lang: string | null
}

/** Writes the appointment of places that are taken, and raises what is to be arranged for them. */
async function writePlace(acting: Acting<'appointments:book'>, { id, circle, date, places, needs, interpreterLang, note, lang }: NewPlace): Promise<void> {
  const [first, ...others] = date.leaders
  await acting.db.insertInto('appointment').values({
    family_id: acting.family, id, circle_id: circle, practitioner_id: first!, mode: date.mode, place: date.place, starts_at: date.startsAt, ends_at: date.endsAt, state: 'booked', note, note_lang: note === null ? null : lang,
    needs: JSON.stringify(needs), interpreter_lang: interpreterLang, sequence: 0, booked_by: acting.member!, booked_at: acting.now, cancelled_at: null, group_date_id: date.id, places,
  }).execute()
  const here = await acting.db.selectFrom('member').select(['id', 'person_id']).where('family_id', '=', acting.family).where('person_id', 'in', [...date.leaders]).where((eb) => eb.or([eb('until_on', 'is', null), eb('until_on', '>=', acting.today)])).orderBy('made_at').execute()
  await comeToo(acting.db, acting.family, id, others.map((person) => ({ person, member: here.find((row) => row.person_id === person)?.id ?? null })))
  // Whoever leads a group may not know this family otherwise: what is arranged is seen to by whoever helps it and sees the appointment.
  const owner = here.find((row) => row.person_id === first)?.id ?? (await inCharge(acting, { kind: 'arrangement', id }))?.member ?? acting.member!
  await raise(acting, { appointment: id, owner, needs, startsAt: date.startsAt, holidays: new Set((await settingsOf(acting.db)).holidays) })
  await keepNextContact(acting)
}

async function taken(acting: Acting<'appointments:book'>, id: AppointmentId, startsAt: Instant, circle: CircleId | null) {
  return {
    ok: true as const, value: id, event: { kind: 'place-taken' as const, data: { startsAt }, thing: { kind: 'appointment', id }, circle },
    notices: (await readersOf(acting, circle)).map((to) => ({ to, name: 'appointmentBooked' as const })),
  }
}

export interface Waiting {
  readonly id: WaitId
  readonly state: Schema['group_wait']['state']
  readonly endedHow: 'no' | 'late' | 'left' | 'off' | 'past' | null
  readonly places: number
  readonly answerBy: Instant | null
  readonly circle: CircleId | null
  readonly who: readonly MemberId[]
  readonly note: { readonly words: string; readonly lang: string } | null
  readonly group: { readonly id: GroupId; readonly name: string; readonly lang: string; readonly mode: Schema['group_series']['mode']; readonly place: string }
  readonly startsAt: Instant
  readonly endsAt: Instant
  /** Why the date was called off. */
  readonly off: { readonly words: string; readonly lang: string } | null
  readonly leader: { readonly name: string; readonly givenName: string; readonly photo: string | null }
}

function waits(viewer: May<'appointments:see'>) {
  return viewer.db.selectFrom('group_wait as w').innerJoin('group_date as d', 'd.id', 'w.date_id').innerJoin('group_series as g', 'g.id', 'd.group_id').innerJoin('person as p', 'p.id', 'w.practitioner_id').leftJoin('profile as f', 'f.person_id', 'p.id')
    .select(['w.id', 'w.state', 'w.ended_how', 'w.places', 'w.answer_by', 'w.circle_id', 'w.note', 'w.note_lang', 'd.starts_at', 'd.ends_at', 'd.off_why', 'd.off_lang', 'g.id as group', 'g.name', 'g.lang', 'g.mode', 'g.place', 'p.name as leader', 'p.given_name', 'f.photo'])
    .where(visibleTo(viewer, 'appointment', 'w'))
}

function asWaiting(row: Awaited<ReturnType<ReturnType<typeof waits>['execute']>>[number], who: readonly MemberId[]): Waiting {
  return {
    id: row.id, state: row.state, endedHow: row.ended_how, places: row.places, answerBy: row.answer_by, circle: row.circle_id, who, note: row.note === null ? null : { words: row.note, lang: row.note_lang! }, group: { id: row.group, name: row.name, lang: row.lang, mode: row.mode, place: row.place },
    startsAt: row.starts_at, endsAt: row.ends_at, off: row.off_why === null ? null : { words: row.off_why, lang: row.off_lang! }, leader: { name: row.leader, givenName: row.given_name, photo: row.photo },
  }
}

/** What the family waits for, as far as the viewer sees it: first what it is asked about. One query. */
export async function waitsOf(viewer: May<'appointments:see'>): Promise<Waiting[]> {
  const rows = await waits(viewer).where('w.state', 'in', ['waiting', 'asked']).where('d.starts_at', '>', viewer.now).orderBy(sql`case when w.state = 'asked' then 0 else 1 end`).orderBy('d.starts_at').orderBy('w.id').limit(20).execute()
  return rows.map((row) => asWaiting(row, []))
}

/** One that waits or waited; undefined where it is not the viewer's to see. Two queries. */
export async function waitOf(viewer: May<'appointments:see'>, id: WaitId): Promise<Waiting | undefined> {
  const row = await waits(viewer).where('w.id', '=', id).executeTakeFirst()
  if (!row) return undefined
  const about = await viewer.db.selectFrom('about').select('member_id').where('family_id', '=', viewer.family).where('thing_id', '=', id).orderBy('member_id').execute()
  return asWaiting(row, about.map((one) => one.member_id))
}

async function theWait(acting: Inside<Viewer>, id: WaitId) {
  const row = await acting.db.selectFrom('group_wait as w').selectAll('w').where('w.id', '=', id).where(visibleTo(acting, 'appointment', 'w')).executeTakeFirst()
  if (!row) throw notYours()
  return row
}

/** Takes the places that were kept for a family that waited, as long as they are. They are the appointment of that name from now on, seen by the same people. */
export async function takeOfferedPlaces(acting: Acting<'appointments:book'>, { wait }: { readonly wait: WaitId }): Promise<Outcome<AppointmentId, 'answered-already' | 'appointment-over'>> {
  const row = await theWait(acting, wait)
  if (row.state !== 'asked') return { ok: false, why: 'answered-already' }
  const date = await dateOf(acting, row.date_id)
  if (!date || date.off || date.startsAt <= acting.now) return { ok: false, why: 'appointment-over' }
  // The same id: about whom it is, who sees it and what is delicate in it stand there already.
  const id = row.id as string as AppointmentId
  await acting.db.updateTable('group_wait').set({ state: 'taken', ended_at: acting.now }).where('family_id', '=', acting.family).where('id', '=', row.id).execute()
  await writePlace(acting, { id, circle: row.circle_id, date, places: row.places, needs: JSON.parse(row.needs) as Need[], interpreterLang: row.interpreter_lang, note: row.note, lang: row.note_lang })
  return taken(acting, id, date.startsAt, row.circle_id)
}

/** The family waits no more, or does not want what is kept for it: the next who waits is asked. It counts for nothing. */
export async function stopWaiting(acting: Acting<'appointments:book'>, { wait }: { readonly wait: WaitId }): Promise<Outcome<WaitId, 'answered-already'>> {
  const row = await theWait(acting, wait)
  if (row.state !== 'waiting' && row.state !== 'asked') return { ok: false, why: 'answered-already' }
  const how = row.state === 'asked' ? 'no' : 'left'
  await (row.state === 'asked' ? givePlacesBack(acting.db, row.date_id, row.places) : waitNoMore(acting.db, row.date_id))
  await acting.db.updateTable('group_wait').set({ state: 'ended', ended_at: acting.now, ended_how: how }).where('family_id', '=', acting.family).where('id', '=', row.id).execute()
  return { ok: true, value: row.id, event: { kind: 'place-wait-ended', data: { how }, thing: { kind: 'wait', id: row.id }, circle: row.circle_id } }
}
