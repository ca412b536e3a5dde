/**
 * The visits of a programme become times (#20, #21): some days ahead of each its worker's free times near its day are offered to the
 * family, one visit at a time, and the visit follows what becomes of the appointment: held when they met, moved with those after it
 * when the time lies too far from its day, open and offered again when it was called off or nobody was met.
 */
import { sql, type Kysely } from 'kysely'
import type { Mode, Schema } from '#db/schema.ts'
import { seatsThatHelp } from '#app/access/powers.ts'
import { must, theHouseIn, viewerFor, type Inside, type Viewer, type WatchActing } from '#app/access/viewer.server.ts'
import { isHere } from '#app/access/who-is-here.server.ts'
import { fallOn } from '#app/domain/appointments/dates.ts'
import { mattersIn } from '#app/domain/appointments/dates.server.ts'
import { daysToBook, freeTimes, rulesFor } from '#app/domain/appointments/diary.server.ts'
import { takeBackOffers, writeOffer } from '#app/domain/appointments/offers.server.ts'
import { settingsOf, type Settings } from '#app/domain/area/settings.server.ts'
import { keepNextContact } from '#app/domain/family/next-contact.server.ts'
import { readersOf } from '#app/domain/family/people.server.ts'
import type { Notice } from '#app/events/notices.server.ts'
import { act, type Outcome } from '#app/events/transact.server.ts'
import type { AppointmentId, CircleId, FamilyId, MemberId, OfferId, PersonId, ProgrammeId } from '#app/values/ids.ts'
import { dayAt, daysBetween, now, plusDays, plusMinutes, type Day, type Instant } from '#app/values/instant.ts'
import { programmeOf } from './known.server.ts'
import { contactsOf, type Contact, type Programme } from './schedule.ts'
import { nearDays, spread } from './times-near.ts'

/** A family inside a command, whoever acts. */
type Place = Pick<Inside<Viewer>, 'db' | 'family' | 'now' | 'today'>

/** The days ahead of a visit on which its times are offered are the area's (`visitOfferDays`). */
interface Visit {
  readonly number: number
  readonly phase: number
  readonly count: number
  readonly on: Day
  readonly offer: { readonly id: OfferId; readonly state: Schema['appointment_offer']['state']; readonly againOn: Day | null } | null
  readonly appointment: { readonly id: AppointmentId; readonly state: Schema['appointment']['state']; readonly startsAt: Instant } | null
}

interface Running { readonly id: ProgrammeId; readonly programme: Programme; readonly worker: MemberId; readonly circle: CircleId | null; readonly startOn: Day; readonly birthOn: Day | null }

async function runningOne({ db, family }: Place, id: ProgrammeId): Promise<Running | undefined> {
  const row = await db.selectFrom('programme').selectAll().where('family_id', '=', family).where('id', '=', id).where('state', '=', 'running').executeTakeFirst()
  const programme = row && programmeOf(row.programme_key)
  return programme && { id, programme, worker: row.worker_member, circle: row.circle_id, startOn: row.start_on, birthOn: row.born_on ?? row.due_on }
}

/** The visits of which nothing is written down yet, in order, each with its offer and the appointment that came of it. One query. */
async function openVisits({ db, family }: Place, programme: ProgrammeId): Promise<Visit[]> {
  const rows = await db.selectFrom('programme_contact as c').leftJoin('contact_offer as t', (join) => join.onRef('t.family_id', '=', 'c.family_id').onRef('t.programme_id', '=', 'c.programme_id').onRef('t.number', '=', 'c.number'))
    .leftJoin('appointment_offer as o', (join) => join.onRef('o.family_id', '=', 't.family_id').onRef('o.id', '=', 't.offer_id')).leftJoin('appointment as a', (join) => join.onRef('a.family_id', '=', 'o.family_id').onRef('a.id', '=', 'o.appointment_id'))
    .select(['c.number', 'c.phase', 'c.count', 'c.on_day', 'o.id as offer', 'o.state as offer_state', 'o.again_on', 'a.id as appointment', 'a.state as appointment_state', 'a.starts_at'])
    .where('c.family_id', '=', family).where('c.programme_id', '=', programme).where('c.state', 'in', ['planned', 'moved']).orderBy('c.number').execute()
  return rows.map((row) => ({
    number: row.number, phase: row.phase, count: row.count, on: row.on_day, offer: row.offer === null ? null : { id: row.offer, state: row.offer_state!, againOn: row.again_on },
    appointment: row.appointment === null ? null : { id: row.appointment, state: row.appointment_state!, startsAt: row.starts_at! },
  }))
}

const isBooked = (visit: Pick<Visit, 'appointment'>) => visit.appointment?.state === 'booked'
const waits = (visit: Visit) => visit.offer?.state === 'open' || visit.offer?.state === 'others'

/** Whether the times of a visit that its worker and its family now wait for are booked: then it is moved and recorded as an appointment. */
export async function visitIsBooked(place: Place, programme: ProgrammeId, number: number): Promise<boolean> {
  return (await openVisits(place, programme)).some((visit) => visit.number === number && isBooked(visit))
}

/** Takes back what was offered for the visits after a number and plans them no more, but for those that are booked. */
export async function unplanVisits(place: Place, programme: ProgrammeId, after: number): Promise<void> {
  const gone = (await openVisits(place, programme)).filter((visit) => visit.number > after && !isBooked(visit))
  if (gone.length === 0) return
  await forgetOffers(place, programme, gone)
  await place.db.deleteFrom('programme_contact').where('family_id', '=', place.family).where('programme_id', '=', programme).where('number', 'in', gone.map((visit) => visit.number)).execute()
}

/** Takes back what is offered for one visit: it is on another day now, or over. */
export async function withdrawVisit(place: Place, programme: ProgrammeId, number: number): Promise<void> {
  await forgetOffers(place, programme, (await openVisits(place, programme)).filter((visit) => visit.number === number))
}

async function forgetOffers(place: Place, programme: ProgrammeId, visits: readonly Visit[]): Promise<void> {
  await takeBackOffers(place, visits.filter(waits).map((visit) => visit.offer!.id))
  if (visits.length > 0) await place.db.deleteFrom('contact_offer').where('family_id', '=', place.family).where('programme_id', '=', programme).where('number', 'in', visits.map((visit) => visit.number)).execute()
}

/** Plans the visits after the last one that is written down or booked, by the programme's data. */
export async function planAfterLast(place: Place, programme: ProgrammeId): Promise<void> {
  const one = await runningOne(place, programme)
  const last = await place.db.selectFrom('programme_contact').select(['number', 'phase', 'count', 'on_day']).where('family_id', '=', place.family).where('programme_id', '=', programme).orderBy('number', 'desc').limit(1).executeTakeFirst()
  if (!one || !last) return
  const holidays = new Set((await settingsOf(place.db)).holidays)
  const next = contactsOf(one.programme, { startOn: one.startOn, birthOn: one.birthOn, holidays, after: { phase: last.phase, count: last.count, on: last.on_day } }).filter((contact) => contact.on > last.on_day)
  await planVisits(place, programme, last.number + 1, next)
}

/** Writes down visits from a number on. */
export async function planVisits(place: Place, programme: ProgrammeId, from: number, contacts: readonly Contact[]): Promise<void> {
  if (contacts.length === 0) return
  await place.db.insertInto('programme_contact').values(contacts.map(({ phase, count, on }, at) => ({ family_id: place.family, programme_id: programme, number: from + at, phase, count, on_day: on, state: 'planned' as const }))).execute()
}

/** What became of the appointments of visits: one that took place is held; one whose time lies too far from its day is moved, and those after it with it. Whether anything changed. */
async function followAppointments(place: Place, one: Running): Promise<boolean> {
  let changed = false
  const visits = await openVisits(place, one.id)
  for (const visit of visits) {
    const { appointment } = visit
    if (appointment?.state === 'seen') await setVisit(place, one.id, visit.number, { state: 'held' })
    else if (appointment?.state === 'booked' && isFar(one.programme, visit, dayAt(appointment.startsAt))) {
      await setVisit(place, one.id, visit.number, { state: 'moved', on_day: dayAt(appointment.startsAt) })
      if (!visits.some((later) => later.number > visit.number && isBooked(later))) {
        await unplanVisits(place, one.id, visit.number)
        await planAfterLast(place, one.id)
        return true
      }
    } else continue
    changed = true
  }
  return changed
}

const isFar = (programme: Programme, visit: Visit, on: Day) => Math.abs(daysBetween(visit.on, on)) > nearDays(programme.phases[visit.phase]?.every)

async function setVisit(place: Place, programme: ProgrammeId, number: number, values: { state: 'held' | 'moved'; on_day?: Day }): Promise<void> {
  await place.db.updateTable('programme_contact').set(values).where('family_id', '=', place.family).where('programme_id', '=', programme).where('number', '=', number).execute()
}

/**
 * At the end of a command of a programme: offers times for the next visit that is due and has none, if its worker is here and has free
 * times near its day. The notices that tell of it; none where nothing was offered.
 */
export async function offerNextVisit(place: Place, programme: ProgrammeId): Promise<Notice[]> {
  const one = await runningOne(place, programme)
  const settings = await settingsOf(place.db)
  const visits = one ? await openVisits(place, programme) : []
  const next = one && nextToOffer(visits, place.today, settings)
  const worker = next && (await workerHere(place, one.worker))
  if (!worker) return []
  const mode = one.programme.phases[next.phase]?.mode ?? 'home'
  const before = visits.findLast((visit) => visit.number < next.number)
  const times = await timesFor(place, { worker: worker.person, mode, next, programme: one.programme, notBefore: before ? plusDays(before.appointment ? dayAt(before.appointment.startsAt) : before.on, 1) : place.today }, settings)
  if (times.length === 0) return []
  const answerBy = [plusDays(dayAt(times[0]!), -1), plusDays(place.today, 7)].sort()[0]!
  const offer = await writeOffer(place, { practitioner: worker.person, member: one.worker, mode, times, answerBy: answerBy < place.today ? place.today : answerBy, circle: one.circle, words: null, lang: null })
  await place.db.insertInto('about').columns(['family_id', 'thing_id', 'member_id']).expression((eb) => eb.selectFrom('about').select(['family_id', eb.val(offer as string).as('thing_id'), 'member_id']).where('family_id', '=', place.family).where('thing_id', '=', programme)).execute()
  const row = { offer_id: offer }
  await place.db.insertInto('contact_offer').values({ family_id: place.family, programme_id: programme, number: next.number, ...row }).onConflict((conflict) => conflict.columns(['family_id', 'programme_id', 'number']).doUpdateSet(row)).execute()
  return (await readersOf(place, one.circle)).map((to) => ({ to, name: 'somethingNew' as const }))
}

/** The first visit that has no time and is due soon; undefined while an answer is waited for, and where its worker took the offer back. One whose day passed without an offer is its worker's to write down. */
function nextToOffer(visits: readonly Visit[], today: Day, { visitOfferDays }: Settings): Visit | undefined {
  const next = visits.find((visit) => !isBooked(visit) && (visit.offer !== null || visit.on >= today))
  if (!next || waits(next) || next.offer?.state === 'withdrawn' || next.on > plusDays(today, visitOfferDays)) return undefined
  return next.offer?.state === 'not-now' && next.offer.againOn! > today ? undefined : next
}

async function workerHere({ db, family, today }: Place, member: MemberId): Promise<{ person: PersonId } | undefined> {
  const row = await db.selectFrom('member as m').select('m.person_id').where('m.family_id', '=', family).where('m.id', '=', member).where('m.seat', 'in', [...seatsThatHelp]).where(isHere('m', today)).executeTakeFirst()
  return row?.person_id ? { person: row.person_id } : undefined
}

/** A few free times near the day of a visit, on different days; on dates that matter to the family, as far as its worker sees them, only where there are no others. */
async function timesFor(place: Place, of: { worker: PersonId; mode: Mode; next: Visit; programme: Programme; notBefore: Day }, settings: Settings): Promise<Instant[]> {
  const { db, family, today } = place
  const wanted = of.next.on > today ? of.next.on : plusDays(today, 1)
  const near = nearDays(of.programme.phases[of.next.phase]?.every)
  const bookable = daysToBook(today, settings)
  const days = { from: [today, of.notBefore, plusDays(wanted, -near)].sort().at(-1)!, until: [bookable.until, plusDays(wanted, near)].sort()[0]! }
  if (days.from > days.until) return []
  const noticed = plusMinutes(place.now, settings.appointmentNoticeHours * 60)
  const free = (await freeTimes(db, [of.worker], of.mode, rulesFor(of.mode, settings), days, place.now)).filter((time) => time.startsAt > noticed)
  const worker = await viewerFor(db, of.worker, family, place.now)
  const matters = worker && free.length > 0 ? await mattersIn(worker, days, settings) : []
  const suits = free.filter((time) => fallOn(matters, time).length === 0)
  // With a day between, so that the family has one to answer.
  const inTime = suits.filter((time) => dayAt(time.startsAt) > plusDays(today, 1))
  const found = [inTime, suits, free].find((times) => times.length > 0) ?? []
  return spread(found.map((time) => time.startsAt), wanted)
}

/** As a command of the house: follows the appointments of a programme, and offers times for the next visit. */
async function seeToVisits(acting: WatchActing<'promises:watch'>, { programme }: { readonly programme: ProgrammeId }): Promise<Outcome<null, 'nothing-to-do'>> {
  const one = await runningOne(acting, programme)
  const followed = one ? await followAppointments(acting, one) : false
  const notices = await offerNextVisit(acting, programme)
  if (!followed && notices.length === 0) return { ok: false, why: 'nothing-to-do' }
  await keepNextContact(acting)
  return { ok: true, value: null, event: { kind: 'programme-followed', data: { offered: notices.length > 0 }, thing: { kind: 'plan', id: programme }, circle: one!.circle }, notices }
}

/** Looks at every programme that runs and has something to do. In how many it did something. */
export async function seeToProgrammes(db: Kysely<Schema>, at: Instant = now()): Promise<number> {
  const today = dayAt(at)
  const { visitOfferDays } = await settingsOf(db)
  const rows = await db.selectFrom('programme as p').innerJoin('programme_contact as c', (join) => join.onRef('c.family_id', '=', 'p.family_id').onRef('c.programme_id', '=', 'p.id'))
    .leftJoin('contact_offer as t', (join) => join.onRef('t.family_id', '=', 'c.family_id').onRef('t.programme_id', '=', 'c.programme_id').onRef('t.number', '=', 'c.number'))
    .leftJoin('appointment_offer as o', (join) => join.onRef('o.family_id', '=', 't.family_id').onRef('o.id', '=', 't.offer_id')).leftJoin('appointment as a', (join) => join.onRef('a.family_id', '=', 'o.family_id').onRef('a.id', '=', 'o.appointment_id'))
    .select(['p.family_id', 'p.id']).distinct().where('p.state', '=', 'running').where('c.state', 'in', ['planned', 'moved'])
    .where((eb) => eb.or([
      eb.and([eb('o.id', 'is', null), eb('c.on_day', '>=', today), eb('c.on_day', '<=', plusDays(today, visitOfferDays))]),
      eb.and([eb('o.state', '=', 'not-now'), eb('o.again_on', '<=', today)]),
      eb('a.state', '<>', 'booked'), sql<boolean>`substr(a.starts_at, 1, 10) <> c.on_day`,
    ])).orderBy('p.family_id').orderBy('p.id').execute()
  let did = 0
  for (const { family_id: family, id } of rows) if ((await act(must(theHouseIn(db, family as FamilyId, at), 'promises:watch'), seeToVisits, { programme: id })).ok) did += 1
  return did
}
