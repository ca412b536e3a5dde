/** Booking, moving and cancelling a time with somebody who helps. */
import type { Mode, Topic } from '#db/schema.ts'
import { notYours } from '#app/access/not-yours.ts'
import { seatsThatHelp } from '#app/access/powers.ts'
import { visibleTo } from '#app/access/visible-to.server.ts'
import type { Acting, Inside, May, RemindedActing, Viewer } from '#app/access/viewer.server.ts'
import { settingsOf, type Settings } from '#app/domain/area/settings.server.ts'
import { keepNextContact } from '#app/domain/family/next-contact.server.ts'
import { readersOf, serviceIsNamed } from '#app/domain/family/people.server.ts'
import { circleAnswered, setAbout, shareByName, type CircleRefused, type WhoSees } from '#app/domain/sharing/circles.server.ts'
import { markDelicate } from '#app/domain/sharing/topics.server.ts'
import type { Notice, NoticeName } from '#app/events/notices.server.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import { newId, type AppointmentId, type CircleId, type MeetingPartId, type MemberId, type PersonId } from '#app/values/ids.ts'
import { dayAt, plusMinutes, type Instant } from '#app/values/instant.ts'
import { endAll, raise, reDate } from './arrangements.server.ts'
import { decidedToBook } from './decided-times.server.ts'
import { noticeOften } from './how-it-went.server.ts'
import { daysToBook, rulesFor, takeCells, timeOffered } from './diary.server.ts'
import { givePlacesBack } from './group-places.server.ts'
import type { FreeTime } from './times.ts'
import { endStandIns, lastsUntil } from './stand-in.server.ts'
import { comeToo, practitionersIn } from './together.server.ts'
import { modes, placedModes, type Need } from './words.ts'

export interface Practitioner {
  readonly member: MemberId
  readonly person: PersonId
  readonly name: string
  readonly givenName: string
  readonly lead: boolean
  readonly job: string | null
  readonly agency: string | null
  readonly photo: string | null
  /** How they can be met, by their weekly hours. */
  readonly modes: readonly Mode[]
}

/** The people with whom this family can book a time: those who help it today and keep a diary, the lead professional first. One query. */
export async function practitionersOf(viewer: May<'appointments:book'>): Promise<Practitioner[]> {
  const rows = await helpersWithHours(viewer).leftJoin('profile as p', 'p.person_id', 'm.person_id').select(serviceIsNamed(viewer, 'p.delicate', 'm.person_id').as('named'))
    .select(['m.id', 'm.person_id', 'm.name', 'm.given_name', 'm.seat', 'p.job', 'p.agency', 'p.photo', 'h.modes'])
    .orderBy('m.made_at').orderBy('m.id').execute()
  const byMember = new Map<MemberId, Practitioner>()
  for (const row of rows) {
    const one = byMember.get(row.id) ?? {
      member: row.id, person: row.person_id!, name: row.name, givenName: row.given_name, lead: row.seat === 'lead', job: row.named === 1 ? row.job : null, agency: row.named === 1 ? row.agency : null,
      photo: row.photo, modes: [],
    }
    const offered = row.modes.split(',')
    byMember.set(row.id, { ...one, modes: modes.filter((mode) => one.modes.includes(mode) || offered.includes(mode)) })
  }
  return [...byMember.values()].sort((a, b) => Number(b.lead) - Number(a.lead))
}

function helpersWithHours(viewer: Viewer | Inside<Viewer>) {
  return viewer.db.selectFrom('member as m').innerJoin('working_hours as h', 'h.practitioner_id', 'm.person_id')
    .where('m.family_id', '=', viewer.family).where('m.seat', 'in', ['lead', 'team']).where('m.stands_in', '=', 0).where('m.from_on', '<=', viewer.today)
    .where((eb) => eb.or([eb('m.until_on', 'is', null), eb('m.until_on', '>=', viewer.today)]))
    .where((eb) => eb.or([eb('h.until_on', 'is', null), eb('h.until_on', '>=', viewer.today)]))
}

export interface Booking {
  /** A member of the family who helps it today. */
  readonly practitioner: MemberId
  /** Others who help it and come too: the time must be free for all of them. */
  readonly together?: readonly MemberId[]
  readonly mode: Mode
  readonly startsAt: Instant
  /** Whom it is about; nobody in particular is the family as a whole. */
  readonly about: readonly MemberId[]
  readonly whoSees: WhoSees
  readonly shareWith: readonly MemberId[]
  readonly needs: readonly Need[]
  readonly interpreterLang: string | null
  /** How to find the door, or which number to ring; a time at the centre or at a school has its place from the diary. */
  readonly where: string | null
  readonly note: string | null
  /** The language of what was written. */
  readonly lang: string
  readonly delicate?: readonly Topic[]
  /** What the family decided at a meeting, for which it is. */
  readonly decided?: MeetingPartId | null
}

type BookingRefused = CircleRefused | 'time-taken' | 'not-helping-you' | 'decided-gone'

/** Books a time. Only one family can have it: of many who ask at once, one gets it and the others are told at once. */
export async function bookAppointment(acting: Acting<'appointments:book'>, booking: Booking): Promise<Outcome<AppointmentId, BookingRefused>> {
  if (acting.member === null) throw notYours()
  const practitioner = await helperToday(acting, 'id', booking.practitioner)
  if (!practitioner) return { ok: false, why: 'not-helping-you', field: 'who' }
  const others = await helpersToday(acting, (booking.together ?? []).filter((one) => one !== booking.practitioner))
  if (!others) return { ok: false, why: 'not-helping-you', field: 'together' }
  const all = [practitioner, ...others.map((one) => one.person)]
  const settings = await settingsOf(acting.db)
  const time = await offered(acting, all, booking.mode, booking.startsAt, settings)
  if (!time) return { ok: false, why: 'time-taken', field: 'time' }
  if (!(await areHousehold(acting, booking.about))) return { ok: false, why: 'somebody-is-not-here', field: 'about' }
  const { decided = null } = booking
  if (decided !== null && !(await decidedToBook(acting, decided))) return { ok: false, why: 'decided-gone' }
  const circle = await circleAnswered(acting, booking.whoSees)
  if (!circle.ok) return { ...circle, field: 'who-sees' }
  const id = newId<AppointmentId>()
  await acting.db.insertInto('appointment').values({
    family_id: acting.family, id, circle_id: circle.circle, practitioner_id: practitioner, mode: booking.mode,
    place: placedModes.includes(booking.mode) ? time.place : booking.where, starts_at: time.startsAt, ends_at: time.endsAt, state: 'booked',
    note: booking.note, note_lang: booking.note === null && booking.where === null ? null : booking.lang,
    needs: JSON.stringify(booking.needs), interpreter_lang: booking.interpreterLang, sequence: 0, booked_by: acting.member, booked_at: acting.now,
    cancelled_at: null, decided_id: decided,
  }).execute()
  await comeToo(acting.db, acting.family, id, others)
  if (!(await setAbout(acting, id, booking.about))) return { ok: false, why: 'somebody-is-not-here', field: 'about' }
  if (!(await shareByName(acting, id, booking.shareWith))) return { ok: false, why: 'somebody-is-not-here', field: 'share-with' }
  await markDelicate(acting, id, booking.delicate ?? [])
  if (!(await takeCells(acting.db, all, { family: acting.family, appointment: id }, time, rulesFor(booking.mode, settings)))) {
    return { ok: false, why: 'time-taken', field: 'time' }
  }
  await raise(acting, { appointment: id, owner: booking.practitioner, needs: booking.needs, startsAt: time.startsAt, holidays: new Set(settings.holidays) })
  await lastsUntil(acting, all, time.endsAt)
  await keepNextContact(acting)
  return {
    ok: true, value: id,
    event: {
      kind: 'appointment-booked', data: { startsAt: time.startsAt, practitioner: booking.practitioner },
      thing: { kind: 'appointment', id }, circle: circle.circle,
    },
    notices: await noticesOf(acting, 'appointmentBooked', circle.circle, all),
  }
}

type ChangeRefused = 'too-late-ring-us' | 'appointment-changed' | 'appointment-over'

/**
 * Moves an appointment to another free time of the same person. It stays the same appointment, with its needs and those
 * who see it; the old time is free again only when the new one is taken. `sequence` is what the person saw.
 */
export async function moveAppointment(
  acting: Acting<'appointments:book'> | RemindedActing, move: { appointment: AppointmentId; sequence: number; startsAt: Instant },
): Promise<Outcome<AppointmentId, ChangeRefused | 'time-taken' | 'not-helping-you' | 'group-has-its-dates'>> {
  const settings = await settingsOf(acting.db)
  const found = await toChange(acting, move, settings)
  if (!found.ok) return found
  const { row } = found
  if (row.group_date_id !== null) return { ok: false, why: 'group-has-its-dates' }
  for (const one of row.all) if (!(await helperToday(acting, 'person_id', one))) return { ok: false, why: 'not-helping-you' }
  const time = await offered(acting, row.all, row.mode, move.startsAt, settings)
  if (!time) return { ok: false, why: 'time-taken', field: 'time' }
  await giveCellsBack(acting, move.appointment)
  if (!(await takeCells(acting.db, row.all, { family: acting.family, appointment: move.appointment }, time, rulesFor(row.mode, settings)))) {
    return { ok: false, why: 'time-taken', field: 'time' }
  }
  await acting.db.updateTable('appointment')
    .set({ starts_at: time.startsAt, ends_at: time.endsAt, sequence: row.sequence + 1, changed_at: acting.now, ...(placedModes.includes(row.mode) ? { place: time.place } : {}) })
    .where('family_id', '=', acting.family).where('id', '=', move.appointment).execute()
  await lastsUntil(acting, row.all, time.endsAt)
  await movedWithCover(acting, move.appointment)
  if (!helpsHere(acting)) await countMove(acting, move.appointment, row.circle_id)
  await keepNextContact(acting)
  await reDate(acting, { appointment: move.appointment, startsAt: time.startsAt, holidays: new Set(settings.holidays) })
  return {
    ok: true, value: move.appointment,
    event: {
      kind: 'appointment-moved', data: { from: row.starts_at, startsAt: time.startsAt },
      thing: { kind: 'appointment', id: move.appointment }, circle: row.circle_id,
    },
    notices: await noticesOf(acting, 'appointmentMoved', row.circle_id, row.all),
  }
}

/** Cancels an appointment; its time is free for others at once. */
export async function cancelAppointment(
  acting: Acting<'appointments:book'> | RemindedActing, cancel: { appointment: AppointmentId; sequence: number; /** Why, for those who see it. */ words?: string | null; lang?: string },
): Promise<Outcome<AppointmentId, ChangeRefused>> {
  const found = await toChange(acting, cancel, await settingsOf(acting.db))
  if (!found.ok) return found
  const { row } = found
  await giveCellsBack(acting, cancel.appointment)
  if (row.group_date_id !== null) await givePlacesBack(acting.db, row.group_date_id, row.places!)
  await endAll(acting, cancel.appointment)
  await acting.db.updateTable('appointment').set({ state: 'cancelled', cancelled_at: acting.now, changed_at: acting.now, sequence: row.sequence + 1, ended_by: helpsHere(acting) ? 'service' : 'family', ended_why: cancel.words ?? null, ended_lang: cancel.words ? (cancel.lang ?? null) : null, ended_member: cancel.words ? acting.member : null })
    .where('family_id', '=', acting.family).where('id', '=', cancel.appointment).execute()
  await endStandIns(acting)
  if (!helpsHere(acting)) await noticeOften(acting, { appointment: cancel.appointment, circle: row.circle_id })
  await keepNextContact(acting)
  return {
    ok: true, value: cancel.appointment,
    event: { kind: 'appointment-cancelled', data: { startsAt: row.starts_at }, thing: { kind: 'appointment', id: cancel.appointment }, circle: row.circle_id },
    notices: await noticesOf(acting, 'appointmentCancelled', row.circle_id, row.group_date_id === null ? row.all : []),
  }
}

/** Moved with somebody who comes instead is a yes to them; moved before they were said yes to, they do not come. */
async function movedWithCover({ db, family, now }: Inside<Viewer>, appointment: AppointmentId): Promise<void> {
  const of = (state: 'asked' | 'comes', next: 'ended' | 'agreed') => db.updateTable('appointment_cover').set({ state: next, answered_at: now }).where('family_id', '=', family).where('appointment_id', '=', appointment).where('state', '=', state).execute()
  await of('asked', 'ended')
  await of('comes', 'agreed')
}

/** Whether the family may still move or cancel here: until the area's hours of notice. Those who help may until it begins. */
export function mayStillChange(viewer: Pick<Viewer, 'seat' | 'now'>, startsAt: Instant, settings: Settings): boolean {
  return viewer.now <= (helpsHere(viewer) ? startsAt : plusMinutes(startsAt, -60 * settings.appointmentNoticeHours))
}

/** Whoever helps: what they move or call off is the service's, and counts for nothing. */
function helpsHere(viewer: Pick<Viewer, 'seat'>): boolean {
  return seatsThatHelp.has(viewer.seat as never)
}

async function countMove(acting: Inside<Viewer>, appointment: AppointmentId, circle: CircleId | null): Promise<void> {
  await acting.db.updateTable('appointment').set((eb) => ({ family_moves: eb('family_moves', '+', 1) })).where('family_id', '=', acting.family).where('id', '=', appointment).execute()
  await noticeOften(acting, { appointment, circle })
}

async function toChange(acting: Inside<Viewer>, change: { appointment: AppointmentId; sequence: number }, settings: Settings) {
  const row = await acting.db.selectFrom('appointment as a')
    .select(['a.id', 'a.practitioner_id', 'a.mode', 'a.starts_at', 'a.state', 'a.sequence', 'a.circle_id', 'a.group_date_id', 'a.places'])
    .where('a.id', '=', change.appointment).where(visibleTo(acting, 'appointment', 'a')).executeTakeFirst()
  if (!row) throw notYours()
  if (row.state !== 'booked' || row.sequence !== change.sequence) return { ok: false, why: 'appointment-changed' } as const
  if (row.starts_at <= acting.now) return { ok: false, why: 'appointment-over' } as const
  if (!mayStillChange(acting, row.starts_at, settings)) return { ok: false, why: 'too-late-ring-us' } as const
  return { ok: true, row: { ...row, all: await practitionersIn(acting.db, acting.family, row) } } as const
}

/** The person behind a member (or the person) who helps this family today, as its lead professional or in its team. */
async function helperToday(acting: Inside<Viewer>, column: 'id' | 'person_id', id: MemberId | PersonId): Promise<PersonId | undefined> {
  const row = await acting.db.selectFrom('member').select('person_id').where('family_id', '=', acting.family).where(column, '=', id as never)
    .where('seat', 'in', ['lead', 'team']).where('from_on', '<=', acting.today)
    .where((eb) => eb.or([eb('until_on', 'is', null), eb('until_on', '>=', acting.today)])).executeTakeFirst()
  return row?.person_id ?? undefined
}

/** Those who help this family today behind some members, each once; undefined when one of them does not. */
export async function helpersToday(acting: Inside<Viewer>, members: readonly MemberId[]): Promise<{ member: MemberId; person: PersonId }[] | undefined> {
  const found: { member: MemberId; person: PersonId }[] = []
  for (const member of new Set(members)) {
    const person = await helperToday(acting, 'id', member)
    if (!person) return undefined
    found.push({ member, person })
  }
  return found
}

/** The time if the hours of all of them offer it, free or not. */
async function offered(acting: Inside<Viewer>, practitioners: readonly PersonId[], mode: Mode, startsAt: Instant, settings: Settings): Promise<FreeTime | undefined> {
  const day = dayAt(startsAt)
  const days = daysToBook(acting.today, settings)
  if (startsAt <= acting.now || day < days.from || day > days.until) return undefined
  return timeOffered(acting.db, practitioners, mode, rulesFor(mode, settings), startsAt, acting.today)
}

/** Whether all of some members are of the household today. */
export async function areHousehold(acting: Inside<Viewer>, members: readonly MemberId[]): Promise<boolean> {
  if (members.length === 0) return true
  const here = await acting.db.selectFrom('member').select('id').where('family_id', '=', acting.family).where('id', 'in', [...members])
    .where('seat', 'in', ['parent', 'kin-carer', 'young-person', 'child'])
    .where((eb) => eb.or([eb('until_on', 'is', null), eb('until_on', '>=', acting.today)])).execute()
  return here.length === new Set(members).size
}

async function giveCellsBack(acting: Inside<Viewer>, appointment: AppointmentId): Promise<void> {
  await acting.db.deleteFrom('cell').where('family_id', '=', acting.family).where('appointment_id', '=', appointment).execute()
}

/** Those of the family who may see it, and those who help at it, each told once and in neutral words. */
async function noticesOf(
  acting: Inside<Viewer>, name: NoticeName, circle: CircleId | null, practitioners: readonly PersonId[],
): Promise<Notice[]> {
  const readers = new Set([...(await readersOf(acting, circle)), ...practitioners])
  return [...readers].map((to) => ({ to, name }))
}
