/**
 * The programmes of a family (TF FIP box, FNP box; #20, #21): offered by whoever leads or by the worker of the programme, begun with
 * the family's yes. Each gives dated contacts, which follow its data when one is moved or a birth is told; they become times in `proposing.server.ts`.
 */
import { sql, type SqlBool } from 'kysely'
import type { Schema } from '#db/schema.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import { keepNextContact } from '#app/domain/family/next-contact.server.ts'
import { readersOf } from '#app/domain/family/people.server.ts'
import { setAbout } from '#app/domain/sharing/circles.server.ts'
import { seatsThatHelp } from '#app/access/powers.ts'
import { leadsToday, lookerOfRow, visibleTo } from '#app/access/visible-to.server.ts'
import type { Acting, AreaMay, Inside, May, Viewer } from '#app/access/viewer.server.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import { newId, type AppointmentId, type FamilyId, type MemberId, type OfferId, type ProgrammeId } from '#app/values/ids.ts'
import { plusDays, type Day, type Instant } from '#app/values/instant.ts'
import { programmeOf } from './known.server.ts'
import { offerNextVisit, planAfterLast, planVisits, unplanVisits, visitIsBooked, withdrawVisit } from './proposing.server.ts'
import { contactsAfterBirth, contactsOf } from './schedule.ts'

/** Days before and after the expected day that a birth may lie (16 weeks early, 4 weeks late), and that one may be expected ahead. */
const birthDays = { before: 112, after: 28, ahead: 300 }

export interface Offer {
  readonly key: string
  /** Who of those who help visits. */
  readonly worker: MemberId
  readonly startOn: Day
  /** When a child is expected, for a programme that is reckoned from a birth. */
  readonly dueOn: Day | null
  readonly about: readonly MemberId[]
}

/** Offers a programme to the family: nothing is planned until it says yes. */
export async function offerProgramme(acting: Acting<'programme:run'>, offer: Offer): Promise<Outcome<ProgrammeId, 'not-there' | 'not-helping-you' | 'day-is-past' | 'due-missing' | 'due-wrong' | 'somebody-is-not-here'>> {
  const programme = programmeOf(offer.key)
  if (!programme) return { ok: false, why: 'not-there', field: 'key' }
  if (offer.startOn < acting.today) return { ok: false, why: 'day-is-past', field: 'start' }
  if (programme.birth && offer.dueOn === null) return { ok: false, why: 'due-missing', field: 'due' }
  if (programme.birth && (offer.dueOn! < plusDays(acting.today, -birthDays.after) || offer.dueOn! > plusDays(acting.today, birthDays.ahead))) return { ok: false, why: 'due-wrong', field: 'due' }
  const worker = await acting.db.selectFrom('member').select('seat').where('family_id', '=', acting.family).where('id', '=', offer.worker).where('from_on', '<=', acting.today)
    .where((eb) => eb.or([eb('until_on', 'is', null), eb('until_on', '>=', acting.today)])).executeTakeFirst()
  if (!worker || !seatsThatHelp.has(worker.seat)) return { ok: false, why: 'not-helping-you', field: 'worker' }
  const id = newId<ProgrammeId>()
  await acting.db.insertInto('programme').values({
    family_id: acting.family, id, circle_id: null, programme_key: programme.key, worker_member: offer.worker, start_on: offer.startOn, due_on: programme.birth ? offer.dueOn : null, born_on: null,
    state: 'offered', offered_by: acting.person, offered_at: acting.now,
  }).execute()
  if (!(await setAbout(acting, id, offer.about))) return { ok: false, why: 'somebody-is-not-here', field: 'about' }
  return { ok: true, value: id, event: { kind: 'programme-offered', data: { programme: programme.key }, thing: { kind: 'plan', id } }, notices: (await readersOf(acting, null)).map((to) => ({ to, name: 'newInPlan' })) }
}

/** An adult of the family says yes, and the contacts are planned; or no. */
export async function answerOffer(acting: Acting<'programme:agree'>, answer: { programme: ProgrammeId; yes: boolean }): Promise<Outcome<null, 'not-there' | 'answered-already'>> {
  const row = await theProgramme(acting, answer.programme)
  const programme = row && programmeOf(row.programme_key)
  if (!row || !programme) return { ok: false, why: 'not-there' }
  if (row.state !== 'offered') return { ok: false, why: 'answered-already' }
  const startOn = row.start_on < acting.today ? acting.today : row.start_on
  await change(acting, answer.programme, { state: answer.yes ? 'running' : 'declined', answered_by: acting.member, answered_at: acting.now, start_on: startOn })
  if (answer.yes) await planVisits(acting, answer.programme, 1, contactsOf(programme, { startOn, birthOn: row.due_on, holidays: await freeDays(acting) }))
  const notices = answer.yes ? await offerNextVisit(acting, answer.programme) : []
  await keepNextContact(acting)
  return { ok: true, value: null, event: { kind: 'programme-answered', data: { yes: answer.yes }, thing: { kind: 'plan', id: answer.programme } }, notices }
}

/** Ends a programme: whoever leads, its worker or an adult of the family. What was planned is planned no more. */
export async function endProgramme(acting: Acting<'programme:keep'>, { programme }: { programme: ProgrammeId }): Promise<Outcome<null, 'not-there' | 'changed-meanwhile'>> {
  const row = await theProgramme(acting, programme)
  if (!row) return { ok: false, why: 'not-there' }
  if (row.state !== 'offered' && row.state !== 'running') return { ok: false, why: 'changed-meanwhile' }
  await change(acting, programme, { state: 'ended', ended_at: acting.now })
  await unplanVisits(acting, programme, 0)
  await keepNextContact(acting)
  return { ok: true, value: null, event: { kind: 'programme-ended', data: {}, thing: { kind: 'plan', id: programme } } }
}

/** Tells when the child was born: the contacts from today on are planned anew from that day. Told again, it mends the day. */
export async function tellBirth(acting: Acting<'programme:keep'>, told: { programme: ProgrammeId; bornOn: Day }): Promise<Outcome<null, 'not-there' | 'born-later' | 'birth-wrong'>> {
  const row = await theProgramme(acting, told.programme)
  const programme = row && programmeOf(row.programme_key)
  if (!row || !programme || row.state !== 'running' || row.due_on === null) return { ok: false, why: 'not-there' }
  if (told.bornOn > acting.today) return { ok: false, why: 'born-later', field: 'born' }
  if (told.bornOn < plusDays(row.due_on, -birthDays.before) || told.bornOn > plusDays(row.due_on, birthDays.after)) return { ok: false, why: 'birth-wrong', field: 'born' }
  await change(acting, told.programme, { born_on: told.bornOn })
  await unplanVisits(acting, told.programme, 0)
  const kept = await contactsKept(acting, told.programme)
  const last = [plusDays(acting.today, -1), ...kept.map((one) => one.on_day)].sort().at(-1)!
  await planVisits(acting, told.programme, nextNumber(kept), contactsAfterBirth(programme, { startOn: row.start_on, birthOn: told.bornOn, holidays: await freeDays(acting) }, last))
  const notices = await offerNextVisit(acting, told.programme)
  await keepNextContact(acting)
  return { ok: true, value: null, event: { kind: 'birth-told', data: {}, thing: { kind: 'plan', id: told.programme } }, notices }
}

/** Moves one contact; those after it are planned anew from its day, by the programme's data. */
export async function moveContact(acting: Acting<'programme:keep'>, moved: { programme: ProgrammeId; number: number; on: Day }): Promise<Outcome<null, 'not-there' | 'day-is-past' | 'not-after-the-one-before' | 'review-too-far' | 'visit-has-a-time'>> {
  const row = await theProgramme(acting, moved.programme)
  const programme = row && programmeOf(row.programme_key)
  if (!row || !programme || row.state !== 'running') return { ok: false, why: 'not-there' }
  if (moved.on < acting.today) return { ok: false, why: 'day-is-past', field: 'on' }
  if (moved.on > plusDays(acting.today, birthDays.ahead)) return { ok: false, why: 'review-too-far', field: 'on', values: { days: birthDays.ahead } }
  const all = await acting.db.selectFrom('programme_contact').selectAll().where('family_id', '=', acting.family).where('programme_id', '=', moved.programme).orderBy('number').execute()
  const contact = all.find((one) => one.number === moved.number && (one.state === 'planned' || one.state === 'moved'))
  if (!contact) return { ok: false, why: 'not-there' }
  if (await visitIsBooked(acting, moved.programme, moved.number)) return { ok: false, why: 'visit-has-a-time', field: 'on' }
  const before = all.filter((one) => one.number < contact.number).at(-1)
  if (before && moved.on <= before.on_day) return { ok: false, why: 'not-after-the-one-before', field: 'on' }
  await acting.db.updateTable('programme_contact').set({ on_day: moved.on, state: 'moved' }).where('family_id', '=', acting.family).where('programme_id', '=', moved.programme).where('number', '=', moved.number).execute()
  await withdrawVisit(acting, moved.programme, moved.number)
  await unplanVisits(acting, moved.programme, moved.number)
  await planAfterLast(acting, moved.programme)
  const notices = await offerNextVisit(acting, moved.programme)
  await keepNextContact(acting)
  return { ok: true, value: null, event: { kind: 'programme-contact-moved', data: { on: moved.on }, thing: { kind: 'plan', id: moved.programme } }, notices }
}

/** Says that a contact took place, or that it did not: its worker or whoever leads, on its day or later. */
export async function recordContact(acting: Acting<'programme:run'>, record: { programme: ProgrammeId; number: number; held: boolean }): Promise<Outcome<null, 'not-there' | 'not-yet' | 'visit-has-a-time'>> {
  const row = await theProgramme(acting, record.programme)
  if (!row || (row.worker_member !== acting.member && acting.seat !== 'lead')) return { ok: false, why: 'not-there' }
  const contact = await acting.db.selectFrom('programme_contact').select('on_day').where('family_id', '=', acting.family).where('programme_id', '=', record.programme).where('number', '=', record.number)
    .where('state', 'in', ['planned', 'moved']).executeTakeFirst()
  if (!contact) return { ok: false, why: 'not-there' }
  if (contact.on_day > acting.today) return { ok: false, why: 'not-yet' }
  if (await visitIsBooked(acting, record.programme, record.number)) return { ok: false, why: 'visit-has-a-time' }
  await withdrawVisit(acting, record.programme, record.number)
  await acting.db.updateTable('programme_contact').set({ state: record.held ? 'held' : 'missed' }).where('family_id', '=', acting.family).where('programme_id', '=', record.programme).where('number', '=', record.number).execute()
  const notices = await offerNextVisit(acting, record.programme)
  await keepNextContact(acting)
  return { ok: true, value: null, event: { kind: 'programme-contact-recorded', data: { held: record.held }, thing: { kind: 'plan', id: record.programme } }, notices }
}

async function theProgramme(acting: Inside<Viewer>, id: ProgrammeId) {
  return acting.db.selectFrom('programme as p').select(['p.programme_key', 'p.worker_member', 'p.start_on', 'p.due_on', 'p.born_on', 'p.state']).where('p.id', '=', id).where(visibleTo(acting, 'review', 'p')).executeTakeFirst()
}

async function change(acting: Inside<Viewer>, id: ProgrammeId, values: { state?: 'running' | 'declined' | 'ended'; answered_by?: MemberId | null; answered_at?: Inside<Viewer>['now']; ended_at?: Inside<Viewer>['now']; born_on?: Day; start_on?: Day }): Promise<void> {
  await acting.db.updateTable('programme').set(values).where('family_id', '=', acting.family).where('id', '=', id).execute()
}

async function freeDays(acting: Inside<Viewer>): Promise<ReadonlySet<string>> {
  return new Set((await settingsOf(acting.db)).holidays)
}

async function contactsKept(acting: Inside<Viewer>, programme: ProgrammeId) {
  return acting.db.selectFrom('programme_contact').select(['number', 'on_day']).where('family_id', '=', acting.family).where('programme_id', '=', programme).orderBy('number').execute()
}

const nextNumber = (kept: readonly { number: number }[]) => (kept.at(-1)?.number ?? 0) + 1

export interface ProgrammeContact {
  readonly number: number
  readonly phase: number
  readonly on: Day
  readonly state: 'planned' | 'moved' | 'held' | 'missed'
  /** The time that is booked for it, as far as the viewer sees it. */
  readonly time: { readonly appointment: AppointmentId; readonly at: Instant } | null
  /** Times that are offered for it and wait for the family's answer, likewise. */
  readonly offer: OfferId | null
}
export interface FamilyProgramme {
  readonly id: ProgrammeId
  readonly key: string
  readonly worker: MemberId
  readonly startOn: Day
  readonly dueOn: Day | null
  readonly bornOn: Day | null
  readonly state: 'offered' | 'running' | 'declined' | 'ended'
  readonly contacts: readonly ProgrammeContact[]
}

/** The programmes of a family as the viewer may see them, the newest first, each with its contacts in order. Two queries. */
export async function programmesOf(viewer: May<'review:see'>): Promise<FamilyProgramme[]> {
  const rows = await viewer.db.selectFrom('programme as p').selectAll('p').where(visibleTo(viewer, 'review', 'p')).orderBy('p.offered_at', 'desc').orderBy('p.id').limit(20).execute()
  if (rows.length === 0) return []
  const contacts = await viewer.db.selectFrom('programme_contact as c').leftJoin('contact_offer as t', (join) => join.onRef('t.family_id', '=', 'c.family_id').onRef('t.programme_id', '=', 'c.programme_id').onRef('t.number', '=', 'c.number'))
    .leftJoin('appointment_offer as o', (join) => join.onRef('o.family_id', '=', 't.family_id').onRef('o.id', '=', 't.offer_id').on(visibleTo(viewer, 'appointment', 'o') as never))
    .leftJoin('appointment as a', (join) => join.onRef('a.family_id', '=', 'o.family_id').onRef('a.id', '=', 'o.appointment_id').on('a.state', '=', 'booked').on(visibleTo(viewer, 'appointment', 'a') as never))
    .selectAll('c').select(['o.id as offer', 'o.state as offer_state', 'a.id as appointment', 'a.starts_at']).where('c.family_id', '=', viewer.family).where('c.programme_id', 'in', rows.map((row) => row.id)).orderBy('c.programme_id').orderBy('c.number').execute()
  return rows.map((row) => ({
    id: row.id, key: row.programme_key, worker: row.worker_member, startOn: row.start_on, dueOn: row.due_on, bornOn: row.born_on, state: row.state,
    contacts: contacts.filter((one) => one.programme_id === row.id).map((one) => ({ number: one.number, phase: one.phase, on: one.on_day, state: one.state, ...timeOf(one) })),
  }))
}

function timeOf(row: { offer: OfferId | null; offer_state: Schema['appointment_offer']['state'] | null; appointment: AppointmentId | null; starts_at: Instant | null }): Pick<ProgrammeContact, 'time' | 'offer'> {
  return { time: row.appointment === null ? null : { appointment: row.appointment, at: row.starts_at! }, offer: row.offer_state === 'open' ? row.offer : null }
}

/** Whether times are offered for a visit of a programme that the viewer sees. One query. */
export async function isForAVisit(viewer: May<'review:see'>, offer: OfferId): Promise<boolean> {
  const row = await viewer.db.selectFrom('contact_offer as t').innerJoin('programme as p', (join) => join.onRef('p.family_id', '=', 't.family_id').onRef('p.id', '=', 't.programme_id')).select('p.id').where('t.family_id', '=', viewer.family).where('t.offer_id', '=', offer).where(visibleTo(viewer, 'review', 'p')).executeTakeFirst()
  return row !== undefined
}

export interface VisitDue { readonly family: FamilyId; readonly name: string; readonly programme: ProgrammeId; readonly on: Day }

/** The visits whose day has come and of which nothing is written down yet: for whoever makes them and for whoever leads, as far as they may see them; the earliest first. One query. */
export async function visitsDue(viewer: AreaMay<'desk:see'>): Promise<VisitDue[]> {
  const seen = [...seatsThatHelp].map((seat) => sql<SqlBool>`(me.seat = ${seat} and ${visibleTo(lookerOfRow('me', seat, viewer), 'review', 'p')})`)
  const rows = await viewer.db.selectFrom('member as me').innerJoin('family as f', 'f.id', 'me.family_id')
    .innerJoin('programme as p', (join) => join.onRef('p.family_id', '=', 'me.family_id').on('p.state', '=', 'running'))
    .innerJoin('programme_contact as c', (join) => join.onRef('c.family_id', '=', 'p.family_id').onRef('c.programme_id', '=', 'p.id'))
    .select(['p.family_id', 'f.name', 'p.id']).select((eb) => eb.fn.min('c.on_day').as('on_day'))
    .where('me.person_id', '=', viewer.person).where('me.from_on', '<=', viewer.today).where((eb) => eb.or([eb('me.until_on', 'is', null), eb('me.until_on', '>=', viewer.today)]))
    .where((eb) => eb.or([eb('p.worker_member', '=', eb.ref('me.id')), leadsToday('me', viewer.today)])).where((eb) => eb.or(seen))
    .where('c.state', 'in', ['planned', 'moved']).where('c.on_day', '<=', viewer.today)
    // What has a time is said to have taken place, or not, as an appointment.
    .where(({ not, exists, selectFrom }) => not(exists(selectFrom('contact_offer as t').innerJoin('appointment_offer as o', (join) => join.onRef('o.family_id', '=', 't.family_id').onRef('o.id', '=', 't.offer_id')).innerJoin('appointment as a', (join) => join.onRef('a.family_id', '=', 'o.family_id').onRef('a.id', '=', 'o.appointment_id'))
      .select('a.id').whereRef('t.family_id', '=', 'c.family_id').whereRef('t.programme_id', '=', 'c.programme_id').whereRef('t.number', '=', 'c.number').where('a.state', '=', 'booked'))))
    .groupBy(['p.family_id', 'f.name', 'p.id']).orderBy('on_day').orderBy('p.id').limit(50).execute()
  return rows.map((row) => ({ family: row.family_id, name: row.name, programme: row.id, on: row.on_day }))
}
