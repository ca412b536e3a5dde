/**
 * Family meetings (#10): relatives decide together. A meeting begins with one question in the family's own words; whoever asks for it
 * says who comes, and a co-ordinator who does not work with the family gets it ready (C4). Nobody knows of a meeting before they are
 * asked to it, and nobody who must not be together with somebody learns that they come: each reads of their own sitting alone.
 */
import { sql } from 'kysely'
import type { Seat } from '#db/schema.ts'
import type { MeetingState, TakesPart } from '#db/schema-meetings.ts'
import { notYours } from '#app/access/not-yours.ts'
import { seatsThatHelp } from '#app/access/powers.ts'
import { visibleTo } from '#app/access/visible-to.server.ts'
import type { Acting, Inside, May, Viewer } from '#app/access/viewer.server.ts'
import { isHere } from '#app/access/who-is-here.server.ts'
import { endGuestsOfNothing, keepGuestsNoLonger } from '#app/domain/family/guest-places.server.ts'
import { letOut } from '#app/domain/family/let-out.server.ts'
import { leadingNow } from '#app/domain/family/people.server.ts'
import type { EventDraft, EventKind } from '#app/events/catalogue.ts'
import type { Notice } from '#app/events/notices.server.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import { newId, type CircleId, type MeetingId, type MemberId, type PersonId } from '#app/values/ids.ts'
import { earliest, type Instant } from '#app/values/instant.ts'
import { isToCome } from './answers.ts'
import { asksSaysYes } from './offer.server.ts'
import { whoIsThereChanged } from './room-news.server.ts'

/** Meetings that one person can have open at once: more is no meeting that anybody gets ready. */
const mostOpen = 5
/** People at one meeting. */
export const mostPeople = 50

export interface NewMeeting { readonly question: string; readonly lang: string; /** Who should come, beside whoever asks. */ readonly people: readonly MemberId[] }

/** Somebody of the family asks for a meeting, and says who should come; those learn of it when they are invited. Whoever gets meetings ready and whoever leads is told. */
export async function askForMeeting(acting: Acting<'meetings:answer'>, { question, lang, people }: NewMeeting): Promise<Outcome<MeetingId, 'somebody-is-not-here' | 'too-many-meetings'>> {
  if (acting.member === null) throw notYours()
  const often = await asksTooOften(acting)
  if (often) return often
  const others = [...new Set(people)].filter((one) => one !== acting.member)
  if (!(await canAllCome(acting, others))) return { ok: false, why: 'somebody-is-not-here', field: 'people' }
  const id = newId<MeetingId>()
  await acting.db.insertInto('meeting').values({ family_id: acting.family, id, asked_by: acting.member, question, lang, made_at: acting.now, state: 'preparing', state_at: acting.now, follows: null, without_since: null }).execute()
  await acting.db.insertInto('meeting_sitting').values({ family_id: acting.family, meeting_id: id, number: 1, starts_at: null, minutes: null, place: null, dial_in: null, call_url: null }).execute()
  await addTo(acting, id, [acting.member], acting.now)
  await asksSaysYes(acting)
  await addTo(acting, id, others, null)
  return { ok: true, value: id, event: happened('meeting-asked', id), notices: somethingNew([...(await coordinating(acting)), ...(await leadingNow(acting))]) }
}

/** The refusal of somebody who asked for as many meetings already as anybody gets ready at once. */
export async function asksTooOften(acting: Inside<Viewer>): Promise<{ ok: false; why: 'too-many-meetings'; values: { count: number } } | undefined> {
  const open = await acting.db.selectFrom('meeting').select('id').where('family_id', '=', acting.family).where('asked_by', '=', acting.member).where('state', 'in', ['preparing', 'called']).execute()
  return open.length < mostOpen ? undefined : { ok: false, why: 'too-many-meetings', values: { count: mostOpen } }
}

/** A family inside a command, whoever acts, the house too. */
type Acts = Pick<Inside<Viewer>, 'db' | 'family' | 'today'> & { readonly person: PersonId | null }

type MeetingEvent = Extract<EventKind, `meeting-${string}`>

/** What happens in a meeting stands in its own pages: nobody reads it in the family's history, who was not asked to it. */
export function happened(kind: MeetingEvent, id: MeetingId): EventDraft {
  return { kind, data: {}, thing: { kind: 'meeting', id }, circle: newId<CircleId>() }
}

/** That there is something new, said to each once. */
export function somethingNew(people: readonly (PersonId | null)[]): Notice[] {
  return [...new Set(people)].flatMap((to) => (to === null ? [] : [{ to, name: 'somethingNew' as const }]))
}

async function addTo(acting: Inside<Viewer>, meeting: MeetingId, members: readonly MemberId[], invitedAt: Instant | null, sitting = 1): Promise<void> {
  if (members.length === 0) return
  await acting.db.insertInto('meeting_person').values(members.map((member_id) => ({
    family_id: acting.family, meeting_id: meeting, member_id, sitting, added_by: acting.member!, added_at: acting.now, invited_at: invitedAt, gone_at: null, how: null, must_agree: 1 as const, let_in_at: null,
  }))).onConflict((conflict) => conflict.columns(['family_id', 'meeting_id', 'member_id']).doUpdateSet({ gone_at: null, invited_at: invitedAt, let_in_at: null })).execute()
}

/** Whether all of them have a place in the family or its network today: nobody who works with a family decides with it. */
async function canAllCome(acting: Inside<Viewer>, members: readonly MemberId[]): Promise<boolean> {
  if (members.length === 0) return true
  const rows = await acting.db.selectFrom('member as m').select('m.id').where('m.family_id', '=', acting.family).where('m.id', 'in', [...members]).where('m.seat', 'not in', [...seatsThatHelp]).where(isHere('m', acting.today)).execute()
  return rows.length === new Set(members).size
}

/** Those who get this family's meetings ready today. */
export async function coordinating(acting: Pick<Acts, 'db' | 'family' | 'today'>): Promise<PersonId[]> {
  const rows = await acting.db.selectFrom('member as m').select('m.person_id').where('m.family_id', '=', acting.family).where('m.seat', '=', 'coordinator').where(isHere('m', acting.today)).execute()
  return rows.flatMap((row) => row.person_id ?? [])
}

export interface MeetingShort { readonly id: MeetingId; readonly question: string; readonly lang: string; readonly state: MeetingState; readonly startsAt: Instant | null; /** Private family time is open in the sitting that the viewer is asked to. */ readonly roomOpen: boolean }

/** The meetings that the viewer was asked to, or gets ready, or whose plan they answer; the latest first. One query. */
export async function meetingsOf(viewer: May<'meetings:see'>): Promise<MeetingShort[]> {
  const rows = await viewer.db.selectFrom('meeting as g').leftJoin('meeting_person as p', (join) => join.onRef('p.family_id', '=', 'g.family_id').onRef('p.meeting_id', '=', 'g.id').on('p.member_id', '=', viewer.member!))
    .leftJoin('meeting_sitting as s', (join) => join.onRef('s.family_id', '=', 'g.family_id').onRef('s.meeting_id', '=', 'g.id').on((eb) => eb('s.number', '=', eb.fn.coalesce('p.sitting', sql<number>`1`))))
    .select(['g.id', 'g.question', 'g.lang', 'g.state', 's.starts_at', planHolds('s').as('holds'), ownRoomIsOpen.as('room_open')]).where(visibleTo(viewer, 'meeting', 'g')).orderBy('g.made_at', 'desc').orderBy('g.id').limit(50).execute()
  return rows.map((row) => ({ id: row.id, question: row.question, lang: row.lang, state: asOfTheirs(viewer, row.state, row), startsAt: row.starts_at, roomOpen: row.room_open === 1 }))
}

/** 1 where the viewer's own place `p` at a meeting is in a sitting whose room is open. Whoever helps has no place there, and reads 0. */
const ownRoomIsOpen = sql<0 | 1>`case when p.invited_at is not null and p.gone_at is null and exists (select 1 from room as v_room where v_room.family_id = p.family_id and v_room.meeting_id = p.meeting_id and v_room.sitting = p.sitting and v_room.state = 'open') then 1 else 0 end`

/** Whether a meeting is called, or has been held, is said of the reader's own sitting: that another one has a day, or has no plan yet, would tell of it. */
function asOfTheirs(viewer: Pick<Viewer, 'seat'>, state: MeetingState, own: { readonly starts_at: Instant | null; readonly holds: number | null } | undefined): MeetingState {
  if (seatsThatHelp.has(viewer.seat as Seat) || state === 'off') return state
  if (own?.holds === 1) return 'met'
  return own?.starts_at ? 'called' : 'preparing'
}

/** 1 where the family's plan out of a sitting was accepted: then this sitting has been held. `sitting` is the alias of its row. */
function planHolds(sitting: string) {
  const of = (name: string) => sql.ref(`${sitting}.${name}`)
  return sql<number>`case when exists (select 1 from meeting_plan as v_plan where v_plan.family_id = ${of('family_id')} and v_plan.meeting_id = ${of('meeting_id')} and v_plan.sitting = ${of('number')} and v_plan.state = 'accepted') then 1 else 0 end`
}

/** A meeting has been held once the plan of every sitting that somebody was asked to is accepted. */
export async function heldOnceAllPlansHold(acting: Inside<Viewer>, id: MeetingId): Promise<void> {
  const open = await acting.db.selectFrom('meeting_sitting as s').select('s.number').where('s.family_id', '=', acting.family).where('s.meeting_id', '=', id).where(planHolds('s'), '=', 0)
    .where((eb) => eb.exists(eb.selectFrom('meeting_person as p').select('p.member_id').whereRef('p.family_id', '=', 's.family_id').whereRef('p.meeting_id', '=', 's.meeting_id').whereRef('p.sitting', '=', 's.number').where('p.invited_at', 'is not', null).where('p.gone_at', 'is', null))).executeTakeFirst()
  if (!open) await acting.db.updateTable('meeting').set({ state: 'met', state_at: acting.now }).where('family_id', '=', acting.family).where('id', '=', id).where('state', '<>', 'off').execute()
}

export interface Comes {
  readonly member: MemberId; readonly name: string; readonly seat: Seat; readonly sitting: number; readonly how: TakesPart | null; readonly invited: boolean
  /** They can be reached and asked in their own right; false for somebody without an account. */
  readonly hasAccount: boolean
}

export interface Sitting { readonly number: number; readonly startsAt: Instant | null; readonly minutes: number | null; readonly place: string | null; readonly dialIn: string | null; readonly callUrl: string | null }

export interface Meeting {
  readonly id: MeetingId; readonly question: string; readonly lang: string; readonly state: MeetingState; readonly madeAt: Instant
  /** Who asked for it; null for whoever must not know that they come. */
  readonly askedBy: { readonly member: MemberId; readonly name: string } | null
  /** Whoever asked for it, and whoever gets it ready: they say who comes. */
  readonly arranges: boolean
  /** They asked for it, or it was asked for by whoever gets it ready, and they do now; or whoever asked does not come any more, and they are an adult of the household who is asked to the same sitting. */
  readonly mayCallOff: boolean
  /** The meeting after which the same people come together again, for those who may know of that one. */
  readonly follows: MeetingId | null
  /** Their own sitting; null for those who help. */
  readonly own: number | null
  /** Private family time is open in the sitting that the viewer is asked to. */
  readonly roomOpen: boolean
  /** The sittings that the viewer knows of: all for whoever leads or gets it ready, the first day alone for others who help, otherwise their own. */
  readonly sittings: readonly Sitting[]
  /** Who comes, as far as the viewer may know. */
  readonly people: readonly Comes[]
}

/** Whoever may look at a meeting: which ones stands in the rule of visibility. */
export type Looking = May<'meetings:see'> | Acting<'meetings:see'> | Acting<'meetings:attend'> | Acting<'meetings:inform'>

/** One meeting, as the viewer may know of it; undefined where it is not theirs. Two queries. */
export async function meetingOf(viewer: Looking, id: MeetingId): Promise<Meeting | undefined> {
  const rows = await viewer.db.selectFrom('meeting as g').leftJoin('meeting_sitting as s', (join) => join.onRef('s.family_id', '=', 'g.family_id').onRef('s.meeting_id', '=', 'g.id'))
    .innerJoin('member as a', (join) => join.onRef('a.family_id', '=', 'g.family_id').onRef('a.id', '=', 'g.asked_by'))
    .leftJoin('meeting_person as p', (join) => join.onRef('p.family_id', '=', 'g.family_id').onRef('p.meeting_id', '=', 'g.id').on('p.member_id', '=', viewer.member!))
    .select(['g.question', 'g.lang', 'g.state', 'g.made_at', 'g.asked_by', 'a.seat as asker_seat', 's.number', 's.starts_at', 's.minutes', 's.place', 's.dial_in', 's.call_url', planHolds('s').as('holds'), ownRoomIsOpen.as('room_open')])
    .select((eb) => eb.selectFrom('meeting as f').select('f.id').whereRef('f.family_id', '=', 'g.family_id').whereRef('f.id', '=', 'g.follows').where(visibleTo(viewer, 'meeting', 'f')).as('follows'))
    .select((eb) => eb.selectFrom('meeting_person as k').select('k.sitting').whereRef('k.family_id', '=', 'g.family_id').whereRef('k.meeting_id', '=', 'g.id').whereRef('k.member_id', '=', 'g.asked_by').as('asker_sitting'))
    .where('g.id', '=', id).where(visibleTo(viewer, 'meeting', 'g')).orderBy('s.number').execute()
  const [row] = rows
  if (!row) return undefined
  const comes = await viewer.db.selectFrom('meeting_person as p').innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 'p.family_id').onRef('m.id', '=', 'p.member_id'))
    .select(['p.member_id', 'm.name', 'm.seat', 'm.person_id', 'p.sitting', 'p.how', 'p.invited_at', 'p.added_by']).where('p.family_id', '=', viewer.family).where('p.meeting_id', '=', id)
    .where('p.gone_at', 'is', null).where(isHere('m', viewer.today)).orderBy('m.name').orderBy('p.member_id').execute()
  const helps = seatsThatHelp.has(viewer.seat as Seat)
  const own = helps ? null : (comes.find((one) => one.member_id === viewer.member)?.sitting ?? null)
  const asks = (one: { member_id: MemberId }) => Number(one.member_id === row.asked_by)
  const writesAlone = viewer.seat === 'team'
  const known = comes.sort((a, b) => asks(b) - asks(a)).filter((one) => !writesAlone && (helps || one.sitting === own))
  const sittings = rows.flatMap((one) => (one.number === null ? [] : [{ ...one, number: one.number }]))
  // In another sitting it would tell who asked.
  const askerIsGone = row.asker_sitting === own && !comes.some((one) => one.member_id === row.asked_by)
  const asker = known.find((one) => one.member_id === row.asked_by)
  return {
    id, question: row.question, lang: row.lang, state: asOfTheirs(viewer, row.state, sittings.find((one) => one.number === own)), madeAt: row.made_at, askedBy: asker ? { member: asker.member_id, name: asker.name } : null,
    arranges: viewer.seat === 'coordinator' || viewer.member === row.asked_by, mayCallOff: viewer.member === row.asked_by || (viewer.seat === 'coordinator' && row.asker_seat === 'coordinator') || (askerIsGone && (viewer.seat === 'parent' || viewer.seat === 'kin-carer')), follows: row.follows, own, roomOpen: row.room_open === 1,
    sittings: writesAlone ? firstDay(sittings.map((one) => one.starts_at)) : sittings.filter((one) => helps || one.number === own).map((one) => ({ number: one.number, startsAt: one.starts_at, minutes: one.minutes, place: one.place, dialIn: one.dial_in, callUrl: one.call_url })),
    people: known.filter((one) => one.invited_at !== null || helps || viewer.member === row.asked_by).map((one) => ({
      member: one.member_id, name: one.name, seat: one.seat, sitting: one.sitting, how: one.how, invited: one.invited_at !== null, hasAccount: one.person_id !== null,
    })),
  }
}

/** What others of the team read of when it is, who were asked to write for it: the day before which they write, and neither how often nor where people meet. */
function firstDay(all: readonly (Instant | null)[]): Sitting[] {
  const startsAt = earliest(all)
  return startsAt === undefined ? [] : [{ number: 1, startsAt, minutes: null, place: null, dialIn: null, callUrl: null }]
}

/** A meeting that the viewer may arrange and that is still to come; undefined for any other: once it has been held, whoever is asked would read what is past. */
async function meetingToArrange(acting: Acting<'meetings:see'>, id: MeetingId): Promise<Meeting | undefined> {
  const meeting = await meetingOf(acting, id)
  return meeting?.arranges && isToCome(meeting.state) ? meeting : undefined
}

/** Whoever asked for it or gets it ready says who else should come. They learn of it when they are invited. */
export async function choosePeople(acting: Acting<'meetings:see'>, { meeting: id, people }: { readonly meeting: MeetingId; readonly people: readonly MemberId[] }): Promise<Outcome<null, 'not-there' | 'somebody-is-not-here' | 'was-there-before' | 'too-many-people'>> {
  const meeting = await meetingToArrange(acting, id)
  if (!meeting) return { ok: false, why: 'not-there' }
  if (!(await canAllCome(acting, people))) return { ok: false, why: 'somebody-is-not-here', field: 'people' }
  const before = await wereThereBefore(acting, meeting)
  if (people.some((one) => before.has(one))) return { ok: false, why: 'was-there-before', field: 'people' }
  const more = [...new Set(people)].filter((one) => !meeting.people.some(({ member }) => member === one))
  if (meeting.people.length + more.length > mostPeople) return { ok: false, why: 'too-many-people', field: 'people', values: { count: mostPeople } }
  await addTo(acting, id, more, null, meeting.own ?? 1)
  return { ok: true, value: null, event: happened('meeting-people-chosen', id) }
}

/**
 * Those who were chosen for a meeting before, and of whom whoever asked for it reads nothing now: they left, were left out, or sit elsewhere. Which of these is not told: once the family
 * has had somebody who gets meetings ready, these alone add them again. Whoever gets it ready reads of all. One query.
 */
export async function wereThereBefore(viewer: Pick<Looking, 'db' | 'family'>, { id, own, people }: Meeting): Promise<ReadonlySet<MemberId>> {
  if (own === null) return new Set()
  const rows = await viewer.db.selectFrom('meeting_person as p').select('p.member_id').where('p.family_id', '=', viewer.family).where('p.meeting_id', '=', id)
    .where((eb) => eb.exists(eb.selectFrom('member as k').select('k.id').whereRef('k.family_id', '=', 'p.family_id').where('k.seat', '=', 'coordinator'))).execute()
  return new Set(rows.map((row) => row.member_id).filter((one) => !people.some(({ member }) => member === one)))
}

/** Whoever asked for it or gets it ready asks somebody to it: from now on they see it, and are told. Again, they are told again. */
export async function inviteToMeeting(acting: Acting<'meetings:see'>, { meeting: id, member }: { readonly meeting: MeetingId; readonly member: MemberId }): Promise<Outcome<null, 'not-there'>> {
  const meeting = await meetingToArrange(acting, id)
  if (!meeting?.people.some((one) => one.member === member)) return { ok: false, why: 'not-there' }
  await acting.db.updateTable('meeting_person').set({ invited_at: acting.now }).where('family_id', '=', acting.family).where('meeting_id', '=', id).where('member_id', '=', member).execute()
  await whoIsThereChanged(acting.db, { family: acting.family, meeting: id }, [member])
  const to = await acting.db.selectFrom('member').select('person_id').where('family_id', '=', acting.family).where('id', '=', member).executeTakeFirstOrThrow()
  return { ok: true, value: null, event: happened('meeting-invited', id), notices: somethingNew(to.person_id ? [to.person_id] : []) }
}

/**
 * Takes somebody out of a meeting, or oneself: it is gone for them on their next request, and with it the place of somebody who came for it alone; gives whether that is. Whoever asked for
 * it stays; they can call it off.
 */
export async function leaveOutOfMeeting(acting: Acting<'meetings:see'>, { meeting: id, member }: { readonly meeting: MeetingId; readonly member: MemberId }): Promise<Outcome<boolean, 'not-there'>> {
  const meeting = await meetingOf(acting, id)
  if (!meeting || (!meeting.arranges && member !== acting.member) || member === meeting.askedBy?.member) return { ok: false, why: 'not-there' }
  const { numUpdatedRows } = await acting.db.updateTable('meeting_person').set({ gone_at: acting.now }).where('family_id', '=', acting.family).where('meeting_id', '=', id).where('member_id', '=', member).where('gone_at', 'is', null).executeTakeFirst()
  if (numUpdatedRows === 0n) return { ok: false, why: 'not-there' }
  await letOut(acting.db, { family: acting.family, meeting: id }, [member])
  await whoIsThereChanged(acting.db, { family: acting.family, meeting: id }, [member])
  const ended = await endGuestsOfNothing(acting, [member])
  return { ok: true, value: ended.length > 0, event: happened('meeting-person-gone', id) }
}

/** Whoever asked for it calls it off; where they have gone, another adult of the household who is asked to it. Those who were asked to it are told; whoever came for it alone can read for some days that it is off. */
export async function callOffMeeting(acting: Acting<'meetings:see'>, { meeting: id }: { readonly meeting: MeetingId }): Promise<Outcome<null, 'not-there'>> {
  const meeting = await meetingOf(acting, id)
  if (!meeting?.mayCallOff || !isToCome(meeting.state)) return { ok: false, why: 'not-there' }
  await acting.db.updateTable('meeting').set({ state: 'off', state_at: acting.now }).where('family_id', '=', acting.family).where('id', '=', id).execute()
  const guests = await acting.db.selectFrom('meeting_guest').select('member_id').where('family_id', '=', acting.family).where('meeting_id', '=', id).execute()
  await keepGuestsNoLonger(acting, guests.map((one) => one.member_id))
  return { ok: true, value: null, event: happened('meeting-off', id), notices: somethingNew(await askedTo(acting, id)) }
}

/** The accounts of those who were asked to a meeting and are still in it, and of those who get it ready; never whoever acts. */
export async function askedTo(acting: Acts, id: MeetingId): Promise<PersonId[]> {
  const rows = await acting.db.selectFrom('meeting_person as p').innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 'p.family_id').onRef('m.id', '=', 'p.member_id')).select('m.person_id')
    .where('p.family_id', '=', acting.family).where('p.meeting_id', '=', id).where('p.invited_at', 'is not', null).where('p.gone_at', 'is', null).where(isHere('m', acting.today)).execute()
  return [...rows.flatMap((row) => row.person_id ?? []), ...(await coordinating(acting))].filter((one) => one !== acting.person)
}
