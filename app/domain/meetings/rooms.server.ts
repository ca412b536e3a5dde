/**
 * Private family time (C4): the family alone decides, in a room that nobody who works here can read, or learn the size of. Inside are those
 * who were asked to the meeting, each in the room of their own sitting, from when an adult of the family let them in: as it opened, or since
 * (`room-door`). Whoever stands outside gets the 404 of what is not there; what is done inside leaves no event, but that it opened and closed.
 * It opens and closes at the family's word.
 */
import { sql, type Kysely } from 'kysely'
import type { Schema, Seat } from '#db/schema.ts'
import type { RoomState } from '#db/schema-rooms.ts'
import { notYours } from '#app/access/not-yours.ts'
import { must, type Inside, type May, type Viewer } from '#app/access/viewer.server.ts'
import { isHere } from '#app/access/who-is-here.server.ts'
import { isAdult } from '#app/domain/family/agreeing.ts'
import type { EventDraft } from '#app/events/catalogue.ts'
import type { Quiet } from '#app/events/transact.server.ts'
import { isId, newId, type CircleId, type MeetingId, type MemberId } from '#app/values/ids.ts'
import { plusDays, type Day, type Instant } from '#app/values/instant.ts'
import { isToCome } from './answers.ts'
import { helperWhoInvited, isAsked, isInside, passesTheDoor } from './inside-where.server.ts'
import { somethingNew } from './meetings.server.ts'
import { proposalCounts } from './proposals-where.server.ts'
import { sayWhatWasWrittenBefore } from './room-before.server.ts'
import { makeRoomKey, type Room } from './room-keys.server.ts'
import { keepUntilLookedAgain } from './room-kept.server.ts'
import { daysKept } from './room-limits.ts'
import { somethingNewIn } from './room-news.server.ts'

declare const inside: unique symbol
declare const atTheDoor: unique symbol

/** Somebody in the room of their own sitting: the only door to what is written there. */
export type InRoom = May<'meetings:attend'> & { readonly member: MemberId; readonly room: Room; readonly [inside]: true }
/** The same inside a command. */
export type ActingInRoom = Inside<InRoom>

/** Somebody who was asked to the sitting of a room that has opened, and waits until they are let in: they read nothing of it. */
export type AtTheDoor = May<'meetings:attend'> & { readonly member: MemberId; readonly room: Room; readonly [atTheDoor]: true }

/** The viewer in the room of their sitting. Whoever helps, whoever was not asked, was not let in or was taken out gets the same 404 as a stranger. One query. */
export async function mustBeInTheRoom(viewer: Viewer, meeting: string | undefined): Promise<InRoom> {
  const { inRoom } = await inTheRoomOrAtItsDoor(viewer, meeting)
  if (!inRoom) throw notYours()
  return inRoom
}

/** The viewer in the room of their sitting, or at its door; the same 404 for everybody else. One query. */
export async function inTheRoomOrAtItsDoor(viewer: Viewer, meeting: string | undefined): Promise<{ readonly inRoom: InRoom; readonly waits?: never } | { readonly inRoom?: never; readonly waits: AtTheDoor }> {
  const attending = must(viewer, 'meetings:attend')
  const place = isId(meeting) ? await placeIn(attending, attending.db, meeting as string as MeetingId) : undefined
  if (place === undefined) throw notYours()
  const there = { ...attending, room: { family: viewer.family, meeting: meeting as MeetingId, sitting: place.sitting } }
  return place.inside ? { inRoom: there as InRoom } : { waits: there as AtTheDoor }
}

interface Place { readonly sitting: number; readonly inside: boolean }

/** The sitting to which somebody is asked now, and whether they are inside its private time; undefined where they are not asked. */
export async function placeIn(viewer: Pick<Viewer, 'family' | 'member' | 'today'>, db: Kysely<Schema>, meeting: MeetingId): Promise<Place | undefined> {
  if (viewer.member === null) return undefined
  const row = await db.selectFrom('meeting_person as p').innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 'p.family_id').onRef('m.id', '=', 'p.member_id')).select(['p.sitting', insideOrNot()])
    .where('p.family_id', '=', viewer.family).where('p.meeting_id', '=', meeting).where('p.member_id', '=', viewer.member).where(isAsked(viewer.today)).executeTakeFirst()
  return row && { sitting: row.sitting, inside: row.inside === 1 }
}

const insideOrNot = () => sql<number>`case when ${passesTheDoor()} then 1 else 0 end`.as('inside')

/** Asked again inside each command: somebody may have been taken out while they were writing. A 404 then. */
export async function stillInside(acting: ActingInRoom): Promise<void> {
  const place = await placeIn(acting, acting.db, acting.room.meeting)
  if (!place?.inside || place.sitting !== acting.room.sitting) throw notYours()
}

export interface Child { readonly member: MemberId; readonly name: string }

/** Somebody asked to this sitting. */
export interface Insider {
  readonly member: MemberId; readonly name: string; readonly seat: Seat
  /** The family named them as needing to agree (C4). */
  readonly mustAgree: boolean
  readonly hasAccount: boolean
  /** Who helps and made the invitation by which their account came, or the place for it; null where nobody who helps did. */
  readonly invitedBy: string | null
}

export interface RoomNow {
  readonly question: string; readonly lang: string
  /** `never`: nobody has opened it yet. */
  readonly state: 'never' | RoomState
  readonly openedAt: Instant | null; readonly closedAt: Instant | null; readonly closedBy: string | null
  readonly facilitator: { readonly member: MemberId; readonly name: string } | null
  /** The day on which everything in it is deleted; null until it is closed. */
  readonly goneOn: Day | null
  /** Grows with whatever changes in it. */
  readonly news: number
  readonly people: readonly Insider[]
  /** Those who were asked to this sitting and are not let in. */
  readonly waiting: readonly Insider[]
  /** Who opened it last; null where nobody has, or they are inside no more. */
  readonly openedBy: MemberId | null
  /** Who asked for the meeting. */
  readonly askedBy: MemberId
  /** Whoever leads today: they are not inside, and something can be theirs to do. */
  readonly lead: { readonly member: MemberId; readonly name: string } | null
  /** The children and young people of the family, by their given names: whose view the viewer can bring. */
  readonly children: readonly Child[]
  /** The name of whoever gets the meeting ready, and can be asked to come in. */
  readonly coordinator: string | null
  /** The viewer wrote something before it opened that nobody has read. */
  readonly unsaid: boolean
  /** How many proposals there are, and how many of them wait for the viewer's own answer. */
  readonly proposals: { readonly there: number; readonly waits: number }
  /** The viewer may open and close it. */
  readonly adult: boolean
  /** It can be opened, or opened again: the meeting is neither held nor called off. */
  readonly canOpen: boolean
}

/** The room as it is now. Two queries. */
export async function roomNow(viewer: InRoom): Promise<RoomNow> {
  const { family, meeting, sitting } = viewer.room
  const { people, waiting, lead, children } = await around(viewer)
  const counts = proposalCounts(viewer.room, viewer.member)
  const row = await viewer.db.selectFrom('meeting as g').leftJoin('room as r', (join) => join.onRef('r.family_id', '=', 'g.family_id').onRef('r.meeting_id', '=', 'g.id').on('r.sitting', '=', sitting))
    .leftJoin('member as c', (join) => join.onRef('c.family_id', '=', 'r.family_id').onRef('c.id', '=', 'r.closed_by'))
    .select(['g.question', 'g.lang', 'g.state as meeting', 'g.asked_by', 'r.state', 'r.opened_by', 'r.opened_at', 'r.closed_at', 'c.name', 'r.facilitator', 'r.gone_on', 'r.news'])
    .select([counts.there.as('there'), counts.waits.as('waits')])
    .select((eb) => eb.selectFrom('member as k').select('k.name').whereRef('k.family_id', '=', 'g.family_id').where('k.seat', '=', 'coordinator').where(isHere('k', viewer.today)).orderBy('k.from_on').orderBy('k.id').limit(1).as('coordinator'))
    .select((eb) => eb.exists(eb.selectFrom('room_before as b').select('b.id').whereRef('b.family_id', '=', 'g.family_id').whereRef('b.meeting_id', '=', 'g.id').where('b.member_id', '=', viewer.member)).as('unsaid'))
    .where('g.family_id', '=', family).where('g.id', '=', meeting).executeTakeFirstOrThrow()
  const leads = people.find((one) => one.member === row.facilitator)
  return {
    question: row.question, lang: row.lang, state: row.state ?? 'never', openedAt: row.opened_at, closedAt: row.closed_at, closedBy: row.name, facilitator: leads ? { member: leads.member, name: leads.name } : null,
    goneOn: row.gone_on, news: row.news ?? 0, people, waiting, openedBy: people.find((one) => one.member === row.opened_by)?.member ?? null, askedBy: row.asked_by, lead, children, proposals: { there: row.there ?? 0, waits: row.waits ?? 0 }, coordinator: row.coordinator, unsaid: Boolean(row.unsaid), adult: isGrownUp(viewer), canOpen: row.state !== 'open' && isToCome(row.meeting),
  }
}

/** Those who are inside and those who wait at the door, whoever leads, and the children and young people of the family but the viewer. One query. */
export async function around(viewer: Pick<InRoom | ActingInRoom, 'db' | 'room' | 'today' | 'member'>): Promise<Pick<RoomNow, 'people' | 'waiting' | 'lead' | 'children'>> {
  const { family, meeting, sitting } = viewer.room
  const rows = await viewer.db.selectFrom('member as m')
    .leftJoin('meeting_person as p', (join) => join.onRef('p.family_id', '=', 'm.family_id').onRef('p.member_id', '=', 'm.id').on('p.meeting_id', '=', meeting).on('p.sitting', '=', sitting).on(isAsked(viewer.today)))
    .select(['m.id as member', 'm.name', 'm.given_name', 'm.seat', 'm.from_on', 'm.until_on', 'm.person_id', 'p.member_id as asked', 'p.must_agree', insideOrNot(), helperWhoInvited().as('invited_by')]).where('m.family_id', '=', family)
    .where((eb) => eb.or([eb('p.member_id', 'is not', null), eb('m.seat', 'in', ['child', 'young-person']), eb.and([eb('m.seat', '=', 'lead'), isHere('m', viewer.today)])])).orderBy('m.name').orderBy('m.id').execute()
  const isChild = (one: (typeof rows)[number]) => childSeats.has(one.seat) && one.member !== viewer.member && one.from_on <= viewer.today && (one.until_on === null || one.until_on >= viewer.today)
  const lead = rows.find((one) => one.seat === 'lead')
  const asked = rows.filter((one) => one.asked !== null)
  const person = ({ member, name, seat, must_agree, person_id, invited_by }: (typeof rows)[number]): Insider => ({ member, name, seat, mustAgree: must_agree === 1, hasAccount: person_id !== null, invitedBy: invited_by })
  return {
    lead: lead ? { member: lead.member, name: lead.name } : null,
    people: asked.filter((one) => one.inside === 1).map(person),
    waiting: asked.filter((one) => one.inside !== 1).map(person),
    children: rows.filter(isChild).map((one) => ({ member: one.member, name: one.given_name })).sort((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name))),
  }
}

const childSeats: ReadonlySet<Viewer['seat']> = new Set(['child', 'young-person'] as const)
/** Adults of the family and of its network. */
export const isGrownUp = ({ seat }: Pick<Viewer, 'seat'>): boolean => !childSeats.has(seat)

/**
 * Who of those asked opens it for the first time: the adults whose account came by nobody who helps, and whoever asked for the meeting. Where there are
 * none, the adults of the family; where there are none of these either, the grown-ups of its network. Pure.
 */
export function opensFirst(people: readonly Insider[], askedBy: MemberId): Insider[] {
  const standing = (one: Insider) => (one.invitedBy === null || one.member === askedBy ? 2 : isAdult(one.seat) ? 1 : 0)
  const able = people.filter((one) => one.hasAccount && isGrownUp(one))
  return able.filter((one) => standing(one) === Math.max(...able.map(standing)))
}

export interface Opening {
  readonly facilitator: MemberId
  /** Of those whose invitation came from somebody who helps: whom the one who opens it knows to be really them. */
  readonly letIn?: readonly MemberId[]
}

/**
 * An adult inside opens it, or opens it again, and names who leads the talk. As it opens for the first time they let in whoever is asked, but those of
 * whom they do not know that it is really them. When two do so at once, it is open. Those inside are told; so is nobody else.
 */
export async function openRoom(acting: ActingInRoom, { facilitator, letIn = [] }: Opening): Promise<Quiet<null, 'adults-open' | 'meeting-over' | 'not-inside'>> {
  await stillInside(acting)
  if (!isGrownUp(acting)) return { ok: false, why: 'adults-open' }
  const { family, meeting, sitting } = acting.room
  const { state, asked_by } = await acting.db.selectFrom('meeting').select(['state', 'asked_by']).where('family_id', '=', family).where('id', '=', meeting).executeTakeFirstOrThrow()
  if (!isToCome(state)) return { ok: false, why: 'meeting-over' }
  const before = await stateNow(acting)
  const { people } = await around(acting)
  if (before === undefined && !opensFirst(people, asked_by).some((one) => one.member === acting.member)) return { ok: false, why: 'adults-open' }
  const comeIn = before === undefined ? people.filter((one) => one.invitedBy === null || one.member === acting.member || letIn.includes(one.member)) : people
  if (!comeIn.some((one) => one.member === facilitator)) return { ok: false, why: 'not-inside', field: 'facilitator' }
  if (before === 'open') return { ok: true, value: null }
  await makeRoomKey(acting.db, acting.room)
  if (before === undefined) await onlyTheseInside(acting, comeIn)
  const open = { state: 'open' as const, opened_by: acting.member, opened_at: acting.now, closed_by: null, closed_at: null, facilitator, gone_on: null, told_at: null }
  await acting.db.insertInto('room').values({ family_id: family, meeting_id: meeting, sitting, ...open, asked_in_at: null, news: 0 }).onConflict((conflict) => conflict.columns(['family_id', 'meeting_id', 'sitting']).doUpdateSet(open)).execute()
  await sayWhatWasWrittenBefore(acting)
  await somethingNewIn(acting.db, acting.room)
  return { ok: true, value: null, event: happened('room-opened', meeting), notices: somethingNew(await othersInside(acting)) }
}

/** Whoever leads the talk, or an adult inside, closes it. When two do so at once, it is closed, and says by whom. */
export async function closeRoom(acting: ActingInRoom, _: object): Promise<Quiet<null, 'adults-open' | 'room-closed'>> {
  await stillInside(acting)
  const { family, meeting, sitting } = acting.room
  const row = await acting.db.selectFrom('room').select(['state', 'facilitator']).where('family_id', '=', family).where('meeting_id', '=', meeting).where('sitting', '=', sitting).executeTakeFirst()
  if (!row) return { ok: false, why: 'room-closed' }
  if (!isGrownUp(acting) && row.facilitator !== acting.member) return { ok: false, why: 'adults-open' }
  if (row.state === 'closed') return { ok: true, value: null }
  await acting.db.updateTable('room').set({ state: 'closed', closed_by: acting.member, closed_at: acting.now, gone_on: plusDays(acting.today, daysKept), told_at: null })
    .where('family_id', '=', family).where('meeting_id', '=', meeting).where('sitting', '=', sitting).execute()
  await keepUntilLookedAgain(acting.db, acting.room)
  await somethingNewIn(acting.db, acting.room)
  return { ok: true, value: null, event: happened('room-closed', meeting) }
}

/** An adult inside names another who leads the talk. */
export async function nameFacilitator(acting: ActingInRoom, { facilitator }: { readonly facilitator: MemberId }): Promise<Quiet<null, 'adults-open' | 'not-inside' | 'room-closed'>> {
  await stillInside(acting)
  if (!isGrownUp(acting)) return { ok: false, why: 'adults-open' }
  if ((await stateNow(acting)) !== 'open') return { ok: false, why: 'room-closed' }
  if (!(await around(acting)).people.some((one) => one.member === facilitator)) return { ok: false, why: 'not-inside', field: 'facilitator' }
  const { family, meeting, sitting } = acting.room
  await acting.db.updateTable('room').set({ facilitator }).where('family_id', '=', family).where('meeting_id', '=', meeting).where('sitting', '=', sitting).execute()
  await somethingNewIn(acting.db, acting.room)
  return { ok: true, value: null }
}

/** What the room of the one who acts is now; undefined where nobody has opened it. */
export async function stateNow({ db, room }: InRoom | ActingInRoom): Promise<RoomState | undefined> {
  return (await db.selectFrom('room').select('state').where('family_id', '=', room.family).where('meeting_id', '=', room.meeting).where('sitting', '=', room.sitting).executeTakeFirst())?.state
}

/** Of those who are asked to a sitting whose private time begins, these are let in. */
async function onlyTheseInside({ db, room, now }: ActingInRoom, people: readonly Insider[]): Promise<void> {
  const ofThis = db.updateTable('meeting_person').where('family_id', '=', room.family).where('meeting_id', '=', room.meeting).where('sitting', '=', room.sitting)
  await ofThis.set({ let_in_at: null }).execute()
  await ofThis.set({ let_in_at: now }).where('member_id', 'in', people.filter((one) => one.hasAccount).map((one) => one.member)).execute()
}

async function othersInside(acting: ActingInRoom) {
  const rows = await acting.db.selectFrom('meeting_person as p').innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 'p.family_id').onRef('m.id', '=', 'p.member_id')).select('m.person_id')
    .where('p.family_id', '=', acting.room.family).where('p.meeting_id', '=', acting.room.meeting).where('p.sitting', '=', acting.room.sitting)
    .where('m.id', '<>', acting.member).where(isInside(acting.today)).execute()
  return rows.flatMap((row) => row.person_id ?? [])
}

/** Those outside of the family read no more than this, and in the family nobody, who was not asked to the meeting. */
function happened(kind: 'room-opened' | 'room-closed', id: MeetingId): EventDraft {
  return { kind, data: {}, thing: { kind: 'meeting', id }, circle: newId<CircleId>() }
}
