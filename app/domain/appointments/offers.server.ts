/**
 * Times that somebody who helps offers to a family (#16, #19): one or several, with a day by which they would like to hear. The
 * family takes one, writes which others would suit, or says "not now" and when to ask again.
 *
 * An offer holds no time: one that nobody answers would keep it from every other family, and whoever answers late is shown
 * what is free near it.
 */
import { sql, type Kysely, type SqlBool } from 'kysely'
import type { Mode, Schema } from '#db/schema.ts'
import { notYours } from '#app/access/not-yours.ts'
import { seatsOfTheFamily, seatsThatHelp } from '#app/access/powers.ts'
import { visibleTo } from '#app/access/visible-to.server.ts'
import { must, theHouseIn, type Acting, type AreaMay, type Inside, type May, type Viewer, type WatchActing } from '#app/access/viewer.server.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import { followUpDay, keepNextContact, writeFollowUp } from '#app/domain/family/next-contact.server.ts'
import { readersOf } from '#app/domain/family/people.server.ts'
import { setAbout, whoSees } from '#app/domain/sharing/circles.server.ts'
import { topicsOf } from '#app/domain/sharing/topics.server.ts'
import { act, type Outcome } from '#app/events/transact.server.ts'
import { newId, type AppointmentId, type CircleId, type FamilyId, type MemberId, type OfferId, type PersonId } from '#app/values/ids.ts'
import { dayAt, plusDays, type Day, type Instant } from '#app/values/instant.ts'
import { bookAppointment, helpersToday } from './booking.server.ts'
import { daysToBook, freeTimes, rulesFor } from './diary.server.ts'
import { keepFollowUp } from './follow-ups.server.ts'
import { knownNeeds } from './known-needs.server.ts'
import { alsoOffering, listed } from './together.server.ts'
import { mostOffered } from './words.ts'

export interface NewOffer {
  readonly mode: Mode
  readonly times: readonly Instant[]
  /** Others who help the family and come too: the times are free for all of them. */
  readonly together?: readonly MemberId[]
  readonly answerBy: Day
  readonly about: readonly MemberId[]
  /** To everybody of the family, or to those alone who are named. */
  readonly to: 'everybody' | readonly MemberId[]
  readonly words: string | null
  readonly lang: string
}

type OfferRefused = 'time-taken' | 'too-many-times' | 'day-is-past' | 'answer-after-the-times' | 'somebody-is-not-here' | 'not-helping-you'

/** Offers times of one's own diary to the family. */
export async function offerTimes(acting: Acting<'appointments:book'>, offer: NewOffer): Promise<Outcome<OfferId, OfferRefused>> {
  if (acting.member === null || acting.person === null || !seatsThatHelp.has(acting.seat as never)) throw notYours()
  const times = [...new Set(offer.times)].sort()
  if (times.length > mostOffered) return { ok: false, why: 'too-many-times', field: 'times', values: { count: mostOffered } }
  if (offer.answerBy < acting.today) return { ok: false, why: 'day-is-past', field: 'answer-by' }
  if (offer.answerBy > dayAt(times.at(-1)!)) return { ok: false, why: 'answer-after-the-times', field: 'answer-by' }
  const others = await helpersToday(acting, (offer.together ?? []).filter((one) => one !== acting.member))
  if (!others) return { ok: false, why: 'not-helping-you', field: 'together' }
  if (!(await areFree(acting, [acting.person, ...others.map((one) => one.person)], offer.mode, times))) return { ok: false, why: 'time-taken', field: 'times' }
  const circle = await circleOf(acting, offer.to, others.map((one) => one.member))
  if (circle === undefined) return { ok: false, why: 'somebody-is-not-here', field: 'to' }
  const id = await writeOffer(acting, { ...offer, practitioner: acting.person, member: acting.member, times, circle, others })
  if (!(await setAbout(acting, id, offer.about))) return { ok: false, why: 'somebody-is-not-here', field: 'about' }
  await keepNextContact(acting)
  return { ok: true, value: id, event: { kind: 'times-offered', data: { times: times.length, answerBy: offer.answerBy }, thing: { kind: 'offer', id }, circle }, notices: (await readersOf(acting, circle)).map((to) => ({ to, name: 'somethingNew' as const })) }
}

export interface WrittenOffer extends Pick<NewOffer, 'mode' | 'times' | 'answerBy'> {
  readonly practitioner: PersonId
  readonly member: MemberId
  readonly circle: CircleId | null
  readonly words: string | null
  readonly lang: string | null
  readonly others?: readonly { readonly member: MemberId; readonly person: PersonId }[]
}

/** Writes down an offer, whose times and people the caller has looked at; whom it is about the caller says besides. */
export async function writeOffer({ db, family, now }: Pick<Inside<Viewer>, 'db' | 'family' | 'now'>, offer: WrittenOffer): Promise<OfferId> {
  const id = newId<OfferId>()
  await db.insertInto('appointment_offer').values({
    family_id: family, id, circle_id: offer.circle, practitioner_id: offer.practitioner, member_id: offer.member, mode: offer.mode, answer_by: offer.answerBy, state: 'open', words: offer.words, lang: offer.words === null ? null : offer.lang,
    offered_at: now, answered_by: null, answered_at: null, answer: null, answer_lang: null, again_on: null, appointment_id: null,
  }).execute()
  if (offer.others && offer.others.length > 0) await db.insertInto('offer_with').values(offer.others.map(({ member, person }) => ({ family_id: family, offer_id: id, practitioner_id: person, member_id: member }))).execute()
  await db.insertInto('offer_time').values([...offer.times].sort().map((starts_at) => ({ family_id: family, offer_id: id, starts_at }))).execute()
  return id
}

/** Takes offers back that nobody has answered, in a command of a later room. */
export async function takeBackOffers(place: Pick<Inside<Viewer>, 'db' | 'family' | 'now'>, offers: readonly OfferId[]): Promise<void> {
  for (const id of offers) {
    await nobodyAsks(place, id)
    await place.db.updateTable('appointment_offer').set({ state: 'withdrawn' }).where('family_id', '=', place.family).where('id', '=', id).where('state', 'in', ['open', 'others']).execute()
  }
}

async function areFree(acting: Inside<Viewer>, practitioners: readonly PersonId[], mode: Mode, times: readonly Instant[]): Promise<boolean> {
  const settings = await settingsOf(acting.db)
  const free = new Set((await freeTimes(acting.db, practitioners, mode, rulesFor(mode, settings), daysToBook(acting.today, settings), acting.now)).map((time) => time.startsAt))
  return times.length > 0 && times.every((time) => free.has(time))
}

/** The circle of those who are named, of whoever offers and of those who come too; null for everybody, undefined where somebody is not of the family. */
async function circleOf(acting: Inside<Viewer>, to: NewOffer['to'], others: readonly MemberId[]): Promise<CircleId | null | undefined> {
  if (to === 'everybody') return null
  const here = await acting.db.selectFrom('member').select('id').where('family_id', '=', acting.family).where('id', 'in', [...to]).where('seat', 'in', [...seatsOfTheFamily])
    .where('from_on', '<=', acting.today).where((eb) => eb.or([eb('until_on', 'is', null), eb('until_on', '>=', acting.today)])).execute()
  if (to.length === 0 || here.length !== to.length) return undefined
  const id = newId<CircleId>()
  await acting.db.insertInto('circle').values({ family_id: acting.family, id, made_by: acting.member!, made_at: acting.now }).execute()
  await acting.db.insertInto('circle_member').values([...to, acting.member!, ...others].map((who) => ({ family_id: acting.family, circle_id: id, who }))).execute()
  return id
}

type AnswerRefused = 'answered-already' | 'day-is-past' | 'day-too-far'

/** An offer that the viewer sees. */
async function theOffer(acting: Inside<Viewer>, id: OfferId) {
  const row = await acting.db.selectFrom('appointment_offer as o').selectAll('o').where('o.id', '=', id).where(visibleTo(acting, 'appointment', 'o')).executeTakeFirst()
  if (!row) throw notYours()
  return row
}

/** Those who come too at one of the times of an offer. One query. */
async function othersIn(viewer: Viewer | Inside<Viewer>, id: OfferId): Promise<{ member: MemberId; person: PersonId; name: string }[]> {
  return viewer.db.selectFrom('offer_with as w').innerJoin('person as p', 'p.id', 'w.practitioner_id').select(['w.member_id as member', 'w.practitioner_id as person', 'p.name']).where('w.family_id', '=', viewer.family).where('w.offer_id', '=', id).orderBy('w.practitioner_id').execute()
}

const waits = (row: { state: Schema['appointment_offer']['state'] }) => row.state === 'open' || row.state === 'others'

/**
 * One of the family takes a time: one that was offered, or another that is free. It is then an appointment like any other, seen by
 * those who saw the offer, with what is known of the needs of those whom it is for.
 */
export async function takeOffered(acting: Acting<'appointments:book'>, taken: { offer: OfferId; startsAt: Instant; lang: string }): Promise<Outcome<AppointmentId, AnswerRefused | Extract<Awaited<ReturnType<typeof bookAppointment>>, { ok: false }>['why']>> {
  if (!seatsOfTheFamily.has(acting.seat as never)) throw notYours()
  const row = await theOffer(acting, taken.offer)
  if (!waits(row)) return { ok: false, why: 'answered-already' }
  const about = (await acting.db.selectFrom('about').select('member_id').where('family_id', '=', acting.family).where('thing_id', '=', row.id).execute()).map((one) => one.member_id)
  const inside = await whoSees(acting, row.circle_id)
  const together = (await othersIn(acting, row.id)).map((one) => one.member)
  const needs = await knownNeeds(acting, about)
  const booked = await bookAppointment(acting, {
    practitioner: row.member_id, together, mode: row.mode, startsAt: taken.startsAt, about, delicate: await topicsOf(acting, row.id), whoSees: inside === 'everybody' ? inside : { members: inside.members.filter((one) => one !== row.member_id && !together.includes(one)), lead: inside.lead }, shareWith: [],
    needs: needs.needs, interpreterLang: needs.interpreterLang, where: null, note: row.words, lang: row.lang ?? taken.lang,
  })
  if (!booked.ok) return booked
  await answer(acting, row.id, { state: 'accepted', appointment_id: booked.value })
  if (row.instead_of !== null) await somethingIsBooked(acting, row.instead_of)
  await keepNextContact(acting)
  return booked
}

/** None of them suits: the family writes which would. Whoever offered reads it, and offers anew. */
export async function proposeOthers(acting: Acting<'appointments:book'>, said: { offer: OfferId; words: string; lang: string }): Promise<Outcome<OfferId, AnswerRefused>> {
  if (!seatsOfTheFamily.has(acting.seat as never)) throw notYours()
  const row = await theOffer(acting, said.offer)
  if (!waits(row)) return { ok: false, why: 'answered-already' }
  await answer(acting, row.id, { state: 'others', answer: said.words, answer_lang: said.lang })
  await keepNextContact(acting)
  return answered(row, 'others')
}

/** The family wants no time now, and says when to ask again. */
export async function notNow(acting: Acting<'appointments:book'>, said: { offer: OfferId; againOn: Day; words: string | null; lang: string }): Promise<Outcome<OfferId, AnswerRefused>> {
  if (!seatsOfTheFamily.has(acting.seat as never)) throw notYours()
  const row = await theOffer(acting, said.offer)
  if (!waits(row)) return { ok: false, why: 'answered-already' }
  if (said.againOn <= acting.today) return { ok: false, why: 'day-is-past', field: 'again' }
  if (said.againOn > plusDays(acting.today, 366)) return { ok: false, why: 'day-too-far', field: 'again' }
  await answer(acting, row.id, { state: 'not-now', again_on: said.againOn, answer: said.words, answer_lang: said.words === null ? null : said.lang })
  // What is kept to some stays with whoever offered it, and does not go on to the next who leads.
  const next = { why: 'not-now', dueOn: said.againOn, owner: row.member_id } as const
  await (row.circle_id === null ? keepFollowUp(acting, next) : writeFollowUp(acting, next))
  await keepNextContact(acting)
  return answered(row, 'not-now')
}

/** Whoever offered takes it back, or asks again by a later day. */
export async function changeOffer(acting: Acting<'appointments:book'>, change: { offer: OfferId; answerBy: Day | null }): Promise<Outcome<OfferId, AnswerRefused>> {
  const row = await theOffer(acting, change.offer)
  if (row.practitioner_id !== acting.person) throw notYours()
  if (!waits(row)) return { ok: false, why: 'answered-already' }
  if (change.answerBy !== null && change.answerBy < acting.today) return { ok: false, why: 'day-is-past', field: 'answer-by' }
  if (change.answerBy !== null && change.answerBy > plusDays(acting.today, 366)) return { ok: false, why: 'day-too-far', field: 'answer-by' }
  await acting.db.updateTable('appointment_offer').set(change.answerBy === null ? { state: 'withdrawn' } : { answer_by: change.answerBy, state: 'open' }).where('family_id', '=', acting.family).where('id', '=', row.id).execute()
  await nobodyAsks(acting, row.id)
  await keepNextContact(acting)
  return {
    ok: true, value: row.id, event: { kind: 'offer-changed', data: { answerBy: change.answerBy ?? '' }, thing: { kind: 'offer', id: row.id }, circle: row.circle_id },
    notices: change.answerBy === null ? [] : (await readersOf(acting, row.circle_id)).map((to) => ({ to, name: 'somethingNew' as const })),
  }
}

/** An offer was answered, renewed or taken back: nobody is in touch because of its silence. */
async function nobodyAsks({ db, family, now }: Pick<Inside<Viewer>, 'db' | 'family' | 'now'>, offer: OfferId): Promise<void> {
  await db.updateTable('follow_up').set({ done_at: now }).where('family_id', '=', family).where('offer_id', '=', offer).where('done_at', 'is', null).execute()
}

/** Offers whose day has passed without a word, and of whose silence nobody was told since. A day of the area begins at 23:00 in UTC at the earliest. */
function silent(db: Kysely<Schema>, today: Day) {
  return db.selectFrom('appointment_offer as o').select(['o.family_id', 'o.id']).where('o.state', '=', 'open').where('o.answer_by', '<', today)
    .where((eb) => eb.not(eb.exists(eb.selectFrom('follow_up as u').select('u.id').whereRef('u.family_id', '=', 'o.family_id').whereRef('u.offer_id', '=', 'o.id').where(sql<SqlBool>`u.made_at >= o.answer_by || 'T23:00'`))))
}

/** The day of an offer passed without a word: whoever offered is in touch in the area's days. The family can still answer. */
async function noteSilence(acting: WatchActing<'promises:watch'>, { offer }: { offer: OfferId }): Promise<Outcome<null, 'nothing-to-do'>> {
  const row = await silent(acting.db, acting.today).select(['o.circle_id', 'o.member_id']).where('o.family_id', '=', acting.family).where('o.id', '=', offer).executeTakeFirst()
  if (!row) return { ok: false, why: 'nothing-to-do' }
  const next = { why: 'unanswered', dueOn: await followUpDay(acting), owner: row.member_id, offer } as const
  await (row.circle_id === null ? keepFollowUp(acting, next) : writeFollowUp(acting, next))
  await keepNextContact(acting)
  return { ok: true, value: null, event: { kind: 'offer-unanswered', data: {}, thing: { kind: 'offer', id: offer }, circle: row.circle_id } }
}

/** Looks in every family for offers that nobody answered by their day. Of how many somebody is now in touch. */
export async function settleSilentOffers(db: Kysely<Schema>, at: Instant, today: Day): Promise<number> {
  let settled = 0
  for (const row of await silent(db, today).orderBy('o.family_id').orderBy('o.id').execute()) {
    if ((await act(must(theHouseIn(db, row.family_id, at), 'promises:watch'), noteSilence, { offer: row.id })).ok) settled += 1
  }
  return settled
}

/** There is a new time in place of one that was called off: nobody is in touch because of that, and no other is offered for it. */
async function somethingIsBooked({ db, family, now }: Inside<Viewer>, instead: AppointmentId): Promise<void> {
  await db.updateTable('appointment_offer').set({ state: 'withdrawn' }).where('family_id', '=', family).where('instead_of', '=', instead).where('state', 'in', ['open', 'others']).execute()
  await db.updateTable('follow_up').set({ done_at: now }).where('family_id', '=', family).where('appointment_id', '=', instead).where('why', 'in', ['away', 'left']).where('done_at', 'is', null).execute()
}

async function answer(acting: Inside<Viewer>, offer: OfferId, said: Partial<Schema['appointment_offer']>): Promise<void> {
  await nobodyAsks(acting, offer)
  await acting.db.updateTable('appointment_offer').set({ answered_by: acting.member, answered_at: acting.now, ...said } as never).where('family_id', '=', acting.family).where('id', '=', offer).execute()
}

function answered(row: Pick<Schema['appointment_offer'], 'id' | 'circle_id' | 'practitioner_id'>, how: string) {
  return { ok: true, value: row.id, event: { kind: 'offer-answered', data: { how }, thing: { kind: 'offer', id: row.id }, circle: row.circle_id }, notices: [{ to: row.practitioner_id, name: 'somethingNew' as const }] } as const
}

export interface Offer {
  readonly id: OfferId
  readonly practitioner: { readonly member: MemberId; readonly person: PersonId; readonly name: string; readonly givenName: string; readonly photo: string | null }
  /** Those who come too. */
  readonly together: readonly { readonly member: MemberId; readonly person: PersonId; readonly name: string }[]
  readonly mode: Mode
  readonly times: readonly Instant[]
  readonly answerBy: Day
  readonly state: Schema['appointment_offer']['state']
  readonly words: string | null
  readonly lang: string | null
  readonly answer: string | null
  readonly answerLang: string | null
  readonly againOn: Day | null
  readonly appointment: AppointmentId | null
  readonly about: readonly MemberId[]
}

/** One offer with its times; undefined when it is not there or not the viewer's to see. Four queries. */
export async function offer(viewer: May<'appointments:see'>, id: OfferId): Promise<Offer | undefined> {
  const row = await viewer.db.selectFrom('appointment_offer as o').innerJoin('person as p', 'p.id', 'o.practitioner_id').leftJoin('profile as f', 'f.person_id', 'o.practitioner_id').selectAll('o').select(['p.name', 'p.given_name', 'f.photo'])
    .where('o.id', '=', id).where(visibleTo(viewer, 'appointment', 'o')).executeTakeFirst()
  if (!row) return undefined
  const [together, times, about] = await Promise.all([
    othersIn(viewer, id),
    viewer.db.selectFrom('offer_time').select('starts_at').where('family_id', '=', viewer.family).where('offer_id', '=', id).orderBy('starts_at').execute(),
    viewer.db.selectFrom('about').select('member_id').where('family_id', '=', viewer.family).where('thing_id', '=', id).orderBy('member_id').execute(),
  ])
  return {
    id: row.id, practitioner: { member: row.member_id, person: row.practitioner_id, name: row.name, givenName: row.given_name, photo: row.photo }, together, mode: row.mode, times: times.map((one) => one.starts_at), answerBy: row.answer_by,
    state: row.state, words: row.words, lang: row.lang, answer: row.answer, answerLang: row.answer_lang, againOn: row.again_on, appointment: row.appointment_id, about: about.map((one) => one.member_id),
  }
}

export interface OpenOffer { readonly id: OfferId; readonly name: string; /** The names of those who come too. */ readonly together: readonly string[]; readonly photo: string | null; readonly mode: Mode; readonly first: Instant; readonly count: number; readonly answerBy: Day }

/** The offers that wait for a word of the family, as the viewer may see them. One query. */
export async function openOffers(viewer: May<'appointments:see'>): Promise<OpenOffer[]> {
  const rows = await viewer.db.selectFrom('appointment_offer as o').innerJoin('person as p', 'p.id', 'o.practitioner_id').leftJoin('profile as f', 'f.person_id', 'o.practitioner_id')
    .innerJoin('offer_time as t', (join) => join.onRef('t.family_id', '=', 'o.family_id').onRef('t.offer_id', '=', 'o.id'))
    .select(['o.id', 'p.name', 'f.photo', 'o.mode', 'o.answer_by', 't.starts_at', alsoOffering('o').as('together')]).where('o.state', '=', 'open').where(visibleTo(viewer, 'appointment', 'o')).orderBy('o.answer_by').orderBy('o.id').orderBy('t.starts_at').limit(100).execute()
  const found = new Map<OfferId, OpenOffer>()
  for (const row of rows) {
    const before = found.get(row.id)
    found.set(row.id, before ? { ...before, count: before.count + 1 } : { id: row.id, name: row.name, together: listed(row.together), photo: row.photo, mode: row.mode, first: row.starts_at, count: 1, answerBy: row.answer_by })
  }
  return [...found.values()]
}

export interface OfferToSee { readonly family: FamilyId; readonly name: string; readonly offer: OfferId; readonly day: Day }

/** Offers of one's own to which a family wrote which times would suit. One query. */
export async function offersToSeeTo(viewer: AreaMay<'desk:see'>): Promise<OfferToSee[]> {
  const rows = await viewer.db.selectFrom('appointment_offer as o').innerJoin('family as f', 'f.id', 'o.family_id').innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 'o.family_id').onRef('m.id', '=', 'o.member_id'))
    .select(['o.family_id', 'f.name', 'o.id', 'o.answer_by']).where('o.practitioner_id', '=', viewer.person).where('m.from_on', '<=', viewer.today).where((eb) => eb.or([eb('m.until_on', 'is', null), eb('m.until_on', '>=', viewer.today)]))
    .where('o.state', '=', 'others').orderBy('o.answer_by').orderBy('o.id').limit(50).execute()
  return rows.map((row) => ({ family: row.family_id, name: row.name, offer: row.id, day: row.answer_by }))
}
