/**
 * Who comes when somebody is away or has left, so that nobody is forgotten (TF ¶3.16; #19): a colleague by name at the same
 * time, or new times that are offered by a name; the family is told, and agrees, takes another time or waits for the one it knows.
 * What is off because of it is the service's doing, counts for nothing, and has somebody in touch by a day until something is booked.
 *
 * What is kept to some, or delicate, goes to a colleague only with the family's yes: until then they see nothing of it, and
 * their time is held. What nobody comes to in the end is called off by the house on the working day before.
 */
import type { Schema } from '#db/schema.ts'
import { notYours } from '#app/access/not-yours.ts'
import { seatsOfTheFamily } from '#app/access/powers.ts'
import { lookerOfRow, visibleTo } from '#app/access/visible-to.server.ts'
import { isHere } from '#app/access/who-is-here.server.ts'
import type { Acting, Inside, May, Viewer } from '#app/access/viewer.server.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import { followUpDay, keepNextContact } from '#app/domain/family/next-contact.server.ts'
import { readersOf } from '#app/domain/family/people.server.ts'
import { topicsOf, markDelicate } from '#app/domain/sharing/topics.server.ts'
import type { Notice } from '#app/events/notices.server.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import { newId, type AppointmentId, type MemberId, type OfferId, type PersonId } from '#app/values/ids.ts'
import { atWallTime, dayAt, plusDays, type Day, type Instant } from '#app/values/instant.ts'
import { endAll } from './arrangements.server.ts'
import { daysToBook, freeTimes, rulesFor, takeCells, timeOffRows } from './diary.server.ts'
import { keepFollowUp } from './follow-ups.server.ts'
import { spansOf } from './repeats.ts'
import { endStandIns, isFreeThen, lastDayFor, mayStandIn, placeFor } from './stand-in.server.ts'
import { isWorkOf, practitionersIn } from './together.server.ts'

/** A family inside a command, whoever acts. */
type Place = Pick<Inside<Viewer>, 'db' | 'family' | 'now' | 'today'>
export type Visit = Pick<Schema['appointment'], 'id' | 'circle_id' | 'practitioner_id' | 'mode' | 'place' | 'starts_at' | 'ends_at' | 'sequence'>
const columns = ['a.id', 'a.circle_id', 'a.practitioner_id', 'a.mode', 'a.place', 'a.starts_at', 'a.ends_at', 'a.sequence'] as const

/** Times offered in place of one that was called off. */
const offeredInstead = 3

/** The booked appointment that is ahead and somebody's work; undefined for any other. */
export async function visitOf(place: Place, away: PersonId, id: AppointmentId): Promise<Visit | undefined> {
  return place.db.selectFrom('appointment as a').select(columns).where('a.family_id', '=', place.family).where('a.id', '=', id).where('a.group_date_id', 'is', null).where('a.state', '=', 'booked').where('a.starts_at', '>', place.now).where(isWorkOf(away, 'a')).executeTakeFirst()
}

/** Whether somebody is off at a time, and the first moment at which they are back; undefined when they are not off. */
export async function backAfter(place: Pick<Place, 'db'>, away: PersonId, time: { starts_at: Instant; ends_at: Instant }): Promise<Instant | undefined> {
  const span = { from: time.starts_at, until: time.ends_at }
  return (await timeOffRows(place.db, [away], span)).flatMap((off) => spansOf(off, span).map((one) => one.until)).sort().at(-1)
}

/** Somebody else takes over an appointment: its time, what is to be arranged for it, and what is seen to because of it. `held`: the time is theirs already. */
export async function handOver(place: Place, visit: Visit, from: PersonId, to: { person: PersonId; member: MemberId }, held = false): Promise<boolean> {
  const { db, family } = place
  const of = { family, appointment: visit.id }
  if (!held && !(await takeCells(db, [to.person], of, { startsAt: visit.starts_at, endsAt: visit.ends_at, place: visit.place }, rulesFor(visit.mode, await settingsOf(db))))) return false
  await db.deleteFrom('cell').where('family_id', '=', family).where('appointment_id', '=', visit.id).where('practitioner_id', '=', from).execute()
  const changed = { sequence: visit.sequence + 1, changed_at: place.now }
  if (visit.practitioner_id === from) await db.updateTable('appointment').set({ ...changed, practitioner_id: to.person, covers_person: from }).where('family_id', '=', family).where('id', '=', visit.id).execute()
  else {
    await db.updateTable('appointment').set(changed).where('family_id', '=', family).where('id', '=', visit.id).execute()
    await db.updateTable('appointment_with').set({ practitioner_id: to.person, member_id: to.member }).where('family_id', '=', family).where('appointment_id', '=', visit.id).where('practitioner_id', '=', from).execute()
  }
  const theirs = db.selectFrom('member').select('id').where('family_id', '=', family).where('person_id', '=', from)
  await db.updateTable('arrangement').set({ owner_member: to.member }).where('family_id', '=', family).where('appointment_id', '=', visit.id).where('ended_at', 'is', null).where('owner_member', 'in', theirs).execute()
  await db.updateTable('follow_up').set({ owner_member: to.member }).where('family_id', '=', family).where('appointment_id', '=', visit.id).where('done_at', 'is', null).where('owner_member', 'in', theirs).execute()
  // The link or number was the other's: whoever comes gives theirs.
  await db.deleteFrom('way_in').where('family_id', '=', family).where('appointment_id', '=', visit.id).execute()
  return true
}

/** Of several who come, one does not: the others go on without them. False where nobody would be left. */
export async function goOnWithout(place: Place, visit: Visit, away: PersonId): Promise<boolean> {
  const { db, family } = place
  const [first, ...others] = (await practitionersIn(db, family, visit)).filter((one) => one !== away)
  if (!first) return false
  await db.deleteFrom('cell').where('family_id', '=', family).where('appointment_id', '=', visit.id).where('practitioner_id', 'not in', [first, ...others]).execute()
  await db.deleteFrom('appointment_with').where('family_id', '=', family).where('appointment_id', '=', visit.id).where('practitioner_id', 'not in', others.length > 0 ? others : ['' as PersonId]).execute()
  await db.updateTable('appointment').set({ practitioner_id: first, sequence: visit.sequence + 1, changed_at: place.now }).where('family_id', '=', family).where('id', '=', visit.id).execute()
  const stays = await memberOf(place, first)
  const theirs = db.selectFrom('member').select('id').where('family_id', '=', family).where('person_id', '=', away)
  if (stays) await db.updateTable('arrangement').set({ owner_member: stays }).where('family_id', '=', family).where('appointment_id', '=', visit.id).where('ended_at', 'is', null).where('owner_member', 'in', theirs).execute()
  await endCovers(place, visit.id)
  return true
}

/** The place of somebody who helps this family today. */
export async function memberOf({ db, family, today }: Pick<Place, 'db' | 'family' | 'today'>, person: PersonId): Promise<MemberId | undefined> {
  const row = await db.selectFrom('member as m').select('m.id').where('m.family_id', '=', family).where('m.person_id', '=', person).where('m.seat', 'in', ['lead', 'team']).where(isHere('m', today)).orderBy('m.stands_in').orderBy('m.from_on', 'desc').orderBy('m.id').limit(1).executeTakeFirst()
  return row?.id
}

/** Nobody comes instead of anybody any more. */
export async function endCovers({ db, family }: Pick<Place, 'db' | 'family'>, appointment: AppointmentId): Promise<void> {
  await db.updateTable('appointment_cover').set({ state: 'ended' }).where('family_id', '=', family).where('appointment_id', '=', appointment).execute()
}

/** The service calls an appointment off; somebody is in touch by a day until there is a new one. It is never the family's doing. */
export async function callOff(place: Place, visit: Visit, why: 'away' | 'left'): Promise<void> {
  const { db, family, now } = place
  await db.deleteFrom('cell').where('family_id', '=', family).where('appointment_id', '=', visit.id).execute()
  await endAll(place, visit.id)
  await db.updateTable('appointment').set({ state: 'cancelled', cancelled_at: now, changed_at: now, sequence: visit.sequence + 1, ended_by: 'service' }).where('family_id', '=', family).where('id', '=', visit.id).execute()
  await endCovers(place, visit.id)
  await keepFollowUp(place, { why, dueOn: await followUpDay(place), owner: null, appointment: visit.id })
}

/** Offers new times in place of one that was called off, out of somebody's diary, as kept and about whom as that was. Undefined where there are none. */
export async function offerInstead(place: Place, visit: Visit, by: { person: PersonId; member: MemberId }, after: Instant): Promise<OfferId | undefined> {
  const { db, family, today, now } = place
  const settings = await settingsOf(db)
  const days = daysToBook(today, settings)
  const free = await freeTimes(db, [by.person], visit.mode, rulesFor(visit.mode, settings), { ...days, from: dayAt(after) > days.from ? dayAt(after) : days.from }, after > now ? after : now)
  const times = [...new Map(free.toReversed().map((time) => [dayAt(time.startsAt), time.startsAt])).values()].sort().slice(0, offeredInstead)
  if (times.length === 0) return undefined
  const id = newId<OfferId>()
  const last = dayAt(times.at(-1)!)
  const answerBy = await followUpDay(place)
  await db.insertInto('appointment_offer').values({
    family_id: family, id, circle_id: visit.circle_id, practitioner_id: by.person, member_id: by.member, mode: visit.mode, answer_by: answerBy < last ? answerBy : last, state: 'open', words: null, lang: null,
    offered_at: now, answered_by: null, answered_at: null, answer: null, answer_lang: null, again_on: null, appointment_id: null, instead_of: visit.id,
  }).execute()
  await db.insertInto('offer_time').values(times.map((starts_at) => ({ family_id: family, offer_id: id, starts_at }))).execute()
  const about = await db.selectFrom('about').select('member_id').where('family_id', '=', family).where('thing_id', '=', visit.id).execute()
  if (about.length > 0) await db.insertInto('about').values(about.map(({ member_id }) => ({ family_id: family, thing_id: id, member_id }))).execute()
  await markDelicate(place, id, await topicsOf(place, visit.id))
  return id
}

export interface WhoComes {
  readonly appointment: AppointmentId
  readonly away: PersonId
  /** A colleague comes at the same time; new times are offered by a colleague, or by whoever is away after it; or the others of several go on. */
  readonly how: 'same-time' | 'new-times' | 'go-on'
  /** A colleague; null is whoever is away. */
  readonly cover: PersonId | null
}

type WhoComesRefused = 'appointment-changed' | 'cover-not-free' | 'choose-a-colleague' | 'kept-waits' | 'nobody-goes-on'

/**
 * Whoever is away, or a manager of their team for them, says who comes to one of their appointments. A manager sees of it when
 * it is and how, and no more.
 */
export async function sayWhoComes(acting: Acting<'appointments:see'> | Acting<'lead:name'>, said: WhoComes): Promise<Outcome<AppointmentId, WhoComesRefused>> {
  const visit = await visitOf(acting, said.away, said.appointment)
  if (!visit || !(said.away === acting.person || (acting.seat === 'work' && (await manages(acting, said.away))))) throw notYours()
  const back = await backAfter(acting, said.away, visit)
  if (back === undefined) return { ok: false, why: 'appointment-changed' }
  const done = said.how === 'go-on' ? await goOn(acting, visit, said.away) : said.how === 'same-time' ? await comeThen(acting, visit, said, back) : await newTimes(acting, visit, said, back)
  if (!done.ok) return done
  await keepNextContact(acting)
  await endStandIns(acting)
  return {
    ok: true, value: visit.id, event: { kind: 'cover-named', data: { how: said.how }, thing: { kind: 'appointment', id: visit.id }, circle: visit.circle_id },
    notices: [...(await told(acting, visit)), ...(done.tell ? [{ to: done.tell, name: 'somethingNew' as const }] : [])],
  }
}

/** Those of the family who see it, told kindly and neutrally. */
export async function told(place: Pick<Place, 'db' | 'family' | 'today'>, visit: Visit): Promise<Notice[]> {
  return (await readersOf(place, visit.circle_id)).map((to) => ({ to, name: 'coverComes' as const }))
}

async function manages({ db, person, today }: Inside<Viewer>, away: PersonId): Promise<boolean> {
  const row = await db.selectFrom('post as o').innerJoin('post as w', 'w.team', 'o.team').select('o.id').where('o.person_id', '=', person).where('o.role', '=', 'manager').where('w.person_id', '=', away)
    .where('o.from_on', '<=', today).where((eb) => eb.or([eb('o.until_on', 'is', null), eb('o.until_on', '>=', today)])).limit(1).executeTakeFirst()
  return row !== undefined
}

type Done = { ok: true; tell: PersonId | null } | { ok: false; why: WhoComesRefused; field?: string }

async function goOn(acting: Inside<Viewer>, visit: Visit, away: PersonId): Promise<Done> {
  return (await goOnWithout(acting, visit, away)) ? { ok: true, tell: null } : { ok: false, why: 'nobody-goes-on', field: 'how' }
}

async function comeThen(acting: Inside<Viewer>, visit: Visit, { away, cover }: WhoComes, back: Instant): Promise<Done> {
  if (cover === null || cover === away) return { ok: false, why: 'choose-a-colleague', field: 'cover' }
  // Whoever may not come, and whoever is not free, is answered alike: why somebody may not is theirs.
  const comes = (await practitionersIn(acting.db, acting.family, visit)).includes(cover)
  if (comes || !(await mayStandIn(acting, cover, away)) || !(await isFreeThen(acting.db, cover, visit.mode, { startsAt: visit.starts_at, endsAt: visit.ends_at }, acting.today))) return { ok: false, why: 'cover-not-free', field: 'cover' }
  const until = await lastDayFor(acting, visit.ends_at)
  const asked = await isKeptFrom(acting, visit, cover)
  const member = asked ? null : await placeFor(acting, cover, until)
  const took = member === null
    ? await takeCells(acting.db, [cover], { family: acting.family, appointment: visit.id }, { startsAt: visit.starts_at, endsAt: visit.ends_at, place: visit.place }, rulesFor(visit.mode, await settingsOf(acting.db)))
    : await handOver(acting, visit, away, { person: cover, member })
  if (!took) return { ok: false, why: 'cover-not-free', field: 'cover' }
  await writeCover(acting, { appointment: visit.id, away, cover, member, state: member === null ? 'asked' : 'comes', back: dayAt(back) })
  return { ok: true, tell: member === null ? null : cover }
}

/** Writes down who comes for whom; asked anew it takes the place of what was. */
export async function writeCover({ db, family, now }: Place, of: { appointment: AppointmentId; away: PersonId; cover: PersonId; member: MemberId | null; state: 'asked' | 'comes'; back: Day | null }): Promise<void> {
  const values = { cover_person: of.cover, cover_member: of.member, state: of.state, asked_at: now, back_on: of.back, answered_by: null, answered_at: null }
  await db.insertInto('appointment_cover').values({ family_id: family, appointment_id: of.appointment, away_person: of.away, ...values }).onConflict((conflict) => conflict.columns(['family_id', 'appointment_id', 'away_person']).doUpdateSet(values)).execute()
}

/** Whether a colleague may come only with the family's yes: it is kept to some, or delicate, and they do not see it already. */
async function isKeptFrom(place: Place, visit: Visit, cover: PersonId): Promise<boolean> {
  if (visit.circle_id === null && (await topicsOf(place, visit.id)).length === 0) return false
  const sees = await place.db.selectFrom('member as m').innerJoin('appointment as a', 'a.family_id', 'm.family_id').select('m.id').where('m.family_id', '=', place.family).where('m.person_id', '=', cover).where('a.id', '=', visit.id).where('m.stands_in', '=', 0)
    .where('m.seat', 'in', ['lead', 'team']).where(isHere('m', place.today)).where((eb) => eb.or((['lead', 'team'] as const).map((seat) => eb.and([eb('m.seat', '=', seat), visibleTo(lookerOfRow('m', seat, place), 'appointment', 'a') as never])))).limit(1).executeTakeFirst()
  return sees === undefined
}

async function newTimes(acting: Inside<Viewer>, visit: Visit, { away, cover }: WhoComes, back: Instant): Promise<Done> {
  const by = cover === null || cover === away ? away : cover
  if (by !== away && !(await mayStandIn(acting, by, away))) return { ok: false, why: 'cover-not-free', field: 'cover' }
  if (by !== away && (await isKeptFrom(acting, visit, by))) return { ok: false, why: 'kept-waits', field: 'cover' }
  await callOff(acting, visit, 'away')
  const member = by === away ? await memberOf(acting, away) : await placeFor(acting, by, plusDays(acting.today, standsInToOffer))
  if (member) await offerInstead(acting, visit, { person: by, member }, by === away ? back : acting.now)
  return { ok: true, tell: by === away ? null : by }
}

/** Days for which somebody who offers times instead of another has a place; when one is taken, it lasts until that is over. */
const standsInToOffer = 14

export interface CoverOf { readonly away: string; readonly cover: string; readonly state: 'asked' | 'comes' | 'agreed'; /** Whoever is away is back on this day; null for somebody who has left. */ readonly backOn: Day | null }

/** Who comes instead, of an appointment that this viewer has read. One query. */
export async function coverOf(viewer: May<'appointments:see'>, appointment: AppointmentId): Promise<CoverOf | null> {
  const row = await viewer.db.selectFrom('appointment_cover as k').innerJoin('appointment as a', (join) => join.onRef('a.family_id', '=', 'k.family_id').onRef('a.id', '=', 'k.appointment_id'))
    .innerJoin('person as w', 'w.id', 'k.away_person').innerJoin('person as c', 'c.id', 'k.cover_person').select(['w.given_name as away', 'c.given_name as cover', 'k.state', 'k.back_on'])
    .where('k.appointment_id', '=', appointment).where('k.state', '<>', 'ended').where('a.state', '=', 'booked').where('a.ends_at', '>', viewer.now).where(visibleTo(viewer, 'appointment', 'a')).orderBy('k.asked_at', 'desc').limit(1).executeTakeFirst()
  return row ? { away: row.away, cover: row.cover, state: row.state as CoverOf['state'], backOn: row.back_on } : null
}

/** One of the family says that somebody else may come, or that they wait for the one they know: then new times are offered, and somebody is in touch by a day. */
export async function answerCover(acting: Acting<'appointments:book'>, { appointment, how }: { appointment: AppointmentId; how: 'agree' | 'wait' }): Promise<Outcome<AppointmentId, 'appointment-changed' | 'cover-not-free'>> {
  const visit = await acting.db.selectFrom('appointment as a').select(columns).where('a.id', '=', appointment).where('a.group_date_id', 'is', null).where('a.state', '=', 'booked').where(visibleTo(acting, 'appointment', 'a')).executeTakeFirst()
  if (!visit || acting.member === null || !seatsOfTheFamily.has(acting.seat as never)) throw notYours()
  const row = await acting.db.selectFrom('appointment_cover').selectAll().where('family_id', '=', acting.family).where('appointment_id', '=', appointment).where('state', 'in', ['asked', 'comes']).orderBy('asked_at', 'desc').limit(1).executeTakeFirst()
  if (!row || visit.starts_at <= acting.now || (how === 'wait' && row.back_on === null)) return { ok: false, why: 'appointment-changed' }
  if (how === 'agree') {
    const member = row.cover_member ?? (await placeFor(acting, row.cover_person, await lastDayFor(acting, visit.ends_at)))
    if (row.state === 'asked' && !(await handOver(acting, visit, row.away_person, { person: row.cover_person, member }, true))) return { ok: false, why: 'cover-not-free' }
    await acting.db.updateTable('appointment_cover').set({ state: 'agreed', cover_member: member, answered_by: acting.member, answered_at: acting.now }).where('family_id', '=', acting.family).where('appointment_id', '=', appointment).where('away_person', '=', row.away_person).execute()
  } else {
    await callOff(acting, visit, 'away')
    const member = await memberOf(acting, row.away_person)
    if (member) await offerInstead(acting, visit, { person: row.away_person, member }, atWallTime(row.back_on!, '00:00')!)
    await endStandIns(acting)
  }
  await keepNextContact(acting)
  return { ok: true, value: appointment, event: { kind: 'cover-answered', data: { how }, thing: { kind: 'appointment', id: appointment }, circle: visit.circle_id }, notices: [...(how === 'agree' || row.state === 'comes' ? [row.cover_person] : []), row.away_person].map((to) => ({ to, name: 'somethingNew' as const })) }
}
