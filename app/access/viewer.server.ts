/**
 * Who is looking, and from where. A person seen from inside one family is the only door to that family's data:
 * every read and command takes a viewer, and only this file makes one.
 */
import type { Kysely, Transaction } from 'kysely'
import { database } from '#db/connect.ts'
import { keptQuery } from '#db/kept.ts'
import type { Bit, Level, Role, Schema, Seat, SpendState } from '#db/schema.ts'
import { isId, type AppointmentId, type AreaId, type EmergencyId, type EntryId, type FamilyId, type LinkId, type MeetingId, type MemberId, type OrderId, type PersonId, type SpendId } from '#app/values/ids.ts'
import { dayAt, now, type Day, type Instant } from '#app/values/instant.ts'
import { powersOfGuest, powersOfRole, powersOfSeat, powersOfStandIn, seatsThatHelp, type AreaPower, type FamilyPower, type InvitedPower, type LinkPower, type TimesPower, type OrderPower, type OwnPower, type WatchPower } from './powers.ts'
import { notYours } from './not-yours.ts'
import { oncePerRequest } from './per-request.server.ts'
import { seeOther } from './see-other.ts'
import { parkForm } from './parked-forms.server.ts'
import { hasLeftHere, sessionOf, type SignedIn } from './session.server.ts'
import { leadDecides, leadSees, visibleTo } from './visible-to.server.ts'
import { hasNoWayIn, isGuest, leadsDate, openMeetingLink } from './who-is-here.server.ts'

declare const proof: unique symbol

interface Anyone {
  readonly person: PersonId | null
  readonly now: Instant
  /** Today, in the area. */
  readonly today: Day
  readonly db: Kysely<Schema>
  readonly [proof]: object
}

/** A person, seen from inside one family. */
export interface Viewer extends Anyone {
  readonly scope: 'family'
  readonly person: PersonId
  readonly family: FamilyId
  /** Their place in the family; none for somebody who only has a piece of work to do in it. */
  readonly member: MemberId | null
  readonly seat: Seat | 'work' | 'emergency'
  /** The one spend that an approver from outside of the family may see. */
  readonly work: SpendId | null
  readonly powers: ReadonlySet<FamilyPower>
}

/** Somebody with a post in the area, or (with no person) somebody who asks for help. */
export interface AreaViewer extends Anyone {
  readonly scope: 'area'
  readonly area: AreaId
  readonly posts: readonly { role: Role; team: string }[]
  readonly powers: ReadonlySet<AreaPower>
}

/** A signed-in person, about themselves alone. */
export interface Myself extends Anyone {
  readonly scope: 'person'
  readonly person: PersonId
  readonly powers: ReadonlySet<OwnPower>
}

/** Somebody who holds an open invitation to a family: nobody yet, who may answer it and do no more. */
export interface Invited extends Anyone {
  readonly scope: 'family'
  readonly person: null
  readonly family: FamilyId
  /** The place in the family that waits for them. */
  readonly member: MemberId
  readonly powers: ReadonlySet<InvitedPower>
}

/** Somebody without an account who holds the link of one thing to do: they may answer that one. */
export interface LinkHolder extends Anyone {
  readonly scope: 'family'
  readonly person: null
  readonly family: FamilyId
  readonly member: null
  readonly link: LinkId
  /** The action that it is for, and no other. */
  readonly action: EntryId
  readonly powers: ReadonlySet<LinkPower>
}

/** Somebody without an account who holds the link of the times of a meeting: they say which of these suit them, for the one place `speaksFor`. */
export interface AskedWhen extends Anyone {
  readonly scope: 'family'
  readonly person: null
  readonly family: FamilyId
  readonly member: null
  readonly meeting: MeetingId
  readonly speaksFor: MemberId
  readonly powers: ReadonlySet<TimesPower>
}

/** A provider without an account who holds the link of one order. */
export interface Provider extends Anyone {
  readonly scope: 'family'
  readonly person: null
  readonly family: FamilyId
  readonly member: null
  /** The order that it is for, and the spend that this carries out; no other. */
  readonly order: OrderId
  readonly spend: SpendId
  readonly powers: ReadonlySet<OrderPower>
}

/** The house itself in one family, when a day has come: nobody looks, and nothing is read but what waits. */
export interface Watch extends Anyone {
  readonly scope: 'family'
  readonly person: null
  readonly family: FamilyId
  readonly member: null
  readonly powers: ReadonlySet<WatchPower>
}

/** Whoever holds the link of a reminder: its reader in their own place, who may move or cancel that one appointment and do no more. */
export interface Reminded extends Viewer {
  readonly appointment: AppointmentId
}

export type AnyViewer = Viewer | AreaViewer | Myself | Invited | LinkHolder | AskedWhen | Provider | Watch
export type PowerOf<V extends AnyViewer> = V['powers'] extends ReadonlySet<infer P extends string> ? P : never
type Proven<P extends string> = { readonly [proof]: { readonly [K in P]: true } }

/** A viewer with the power P. */
export type May<P extends FamilyPower> = Viewer & Proven<P>
export type AreaMay<P extends AreaPower> = AreaViewer & Proven<P>
export type OwnMay<P extends OwnPower> = Myself & Proven<P>
/** The holder of a reminder's link, proven to have its one power. */
export type RemindedMay = Reminded & Proven<'appointment:change'>
export type InvitedMay<P extends InvitedPower> = Invited & Proven<P>
export type LinkMay<P extends LinkPower> = LinkHolder & Proven<P>
export type TimesMay = AskedWhen & Proven<'times:mark'>
export type ProviderMay = Provider & Proven<'order:answer'>
export type WatchMay<P extends WatchPower> = Watch & Proven<P>
/** The same inside a command: `db` is the transaction, so that the outer connection cannot be reached by mistake. */
export type Inside<V extends AnyViewer> = Omit<V, 'db'> & { readonly db: Transaction<Schema> }
export type Acting<P extends FamilyPower> = Inside<May<P>>
export type AreaActing<P extends AreaPower> = Inside<AreaMay<P>>
export type OwnActing<P extends OwnPower> = Inside<OwnMay<P>>
export type RemindedActing = Inside<RemindedMay>
export type InvitedActing<P extends InvitedPower> = Inside<InvitedMay<P>>
export type LinkActing<P extends LinkPower> = Inside<LinkMay<P>>
export type TimesActing = Inside<TimesMay>
export type ProviderActing = Inside<ProviderMay>
export type WatchActing<P extends WatchPower> = Inside<WatchMay<P>>

export const theArea = 'area' as AreaId

/** The viewer, proven to have a power; otherwise the same 404 as for what does not exist. */
export function must<V extends AnyViewer, P extends PowerOf<V>>(viewer: V, power: P): V & Proven<P> {
  if (!(viewer.powers as ReadonlySet<string>).has(power)) throw notYours()
  return viewer as V & Proven<P>
}

/** Whether a viewer has a power: for showing or leaving out a button. */
export function may<V extends AnyViewer>(viewer: V, power: PowerOf<V>): boolean {
  return (viewer.powers as ReadonlySet<string>).has(power)
}

/** Where a person has a place on a day. On the day on which it changes both are theirs, and the new one comes first. */
const placesEverywhere = (db: Kysely<Schema>, { person, today }: { person: PersonId; today: Day }) =>
  db.selectFrom('member').select(['family_id', 'id', 'seat', 'stands_in', isGuest.as('guest')]).where('person_id', '=', person)
    .where('from_on', '<=', today).where((eb) => eb.or([eb('until_on', 'is', null), eb('until_on', '>=', today)]))
    // Whoever helps sees a family by their seat and their post: when either has ended, it has ended.
    .where((eb) => eb.or([
      eb('seat', 'not in', [...seatsThatHelp]),
      eb.exists(eb.selectFrom('post as o').select('o.id').whereRef('o.person_id', '=', 'member.person_id').where('o.from_on', '<=', today)
        .where((or) => or.or([or('o.until_on', 'is', null), or('o.until_on', '>=', today)]))),
    ]))
    .orderBy('stands_in').orderBy('from_on', 'desc').orderBy('made_at', 'desc').orderBy('id')

const placesOf = keptQuery([], (db, { family, ...of }: { person: PersonId; family: FamilyId; today: Day }) => placesEverywhere(db, of).where('family_id', '=', family).limit(1))

/** A member's row as a viewer, or undefined when the person has no place in the family on that day. */
export async function viewerFor(db: Kysely<Schema>, person: PersonId, family: FamilyId, at: Instant): Promise<Viewer | undefined> {
  const today = dayAt(at)
  const [member] = await placesOf(db, { person, family, today })
  return member && seated(db, person, member, at)
}

function seated(db: Kysely<Schema>, person: PersonId, member: { family_id: FamilyId; id: MemberId; seat: Seat; stands_in?: Bit; guest?: Bit }, at: Instant): Viewer {
  return { scope: 'family', person, family: member.family_id, member: member.id, seat: member.seat, work: null, now: at, today: dayAt(at), db, powers: new Set(member.stands_in === 1 ? powersOfStandIn : member.guest === 1 ? powersOfGuest : powersOfSeat[member.seat]) } as unknown as Viewer
}

/** Somebody seen from inside each family in which they have a place today. One query. */
export async function viewersOf({ db, person, now: at, today }: Myself): Promise<Viewer[]> {
  const places = await placesEverywhere(db, { person, today }).execute()
  return places.filter((place, n) => places.findIndex((one) => one.family_id === place.family_id) === n).map((place) => seated(db, person, place, at))
}

/**
 * Whether a viewer still has the place that they were let in by: it may have ended while their command waited for its turn.
 * Whoever came by a piece of work in a family, or by an invitation to it, was let in by that: their commands ask again
 * whether it still holds, and say so in words.
 */
export async function stillHasPlace(db: Kysely<Schema>, viewer: Viewer | Invited | LinkHolder | AskedWhen | Provider | Watch): Promise<boolean> {
  if (viewer.person === null || viewer.member === null || viewer.work !== null) return true
  const [place] = await placesOf(db, { person: viewer.person, family: viewer.family, today: viewer.today })
  return place !== undefined && place.id === viewer.member && place.seat === viewer.seat
}

/**
 * Whether somebody with a post in the area still has every power that they were let in with: a post may have ended while
 * their command waited for its turn. Nobody in particular, and whoever is at the keyboard, hold no post that could end.
 */
export async function stillHoldsPost(db: Kysely<Schema>, viewer: AreaViewer): Promise<boolean> {
  if (viewer.person === null) return true
  const asOfNow = await areaViewerFor(db, viewer.person, viewer.now)
  return asOfNow !== undefined && [...viewer.powers].every((power) => asOfNow.powers.has(power))
}

/** The posts that a person holds on a day. */
async function postsOf(db: Kysely<Schema>, person: PersonId, today: Day) {
  return db.selectFrom('post').select(['role', 'team']).where('person_id', '=', person).where('from_on', '<=', today)
    .where((eb) => eb.or([eb('until_on', 'is', null), eb('until_on', '>=', today)])).execute()
}

/** Somebody with a post, seen in the area; undefined for somebody without one. */
export async function areaViewerFor(db: Kysely<Schema>, person: PersonId, at: Instant): Promise<AreaViewer | undefined> {
  const today = dayAt(at)
  const posts = await postsOf(db, person, today)
  if (posts.length === 0) return undefined
  const powers = new Set(posts.flatMap((post) => powersOfRole[post.role]))
  // A practitioner of any profession may lead a family (#39), and decides then as every lead professional does.
  if (!powers.has('spends:decide') && posts.some((post) => post.role === 'practitioner') && (await leadsSomebody(db, person, today))) powers.add('spends:decide')
  return { scope: 'area', area: theArea, person, posts, now: at, today, db, powers } as unknown as AreaViewer
}

/** Whether a person holds the lead seat of any family on a day. */
async function leadsSomebody(db: Kysely<Schema>, person: PersonId, today: Day): Promise<boolean> {
  const row = await db.selectFrom('member').select('id').where('person_id', '=', person).where('seat', '=', 'lead').where('from_on', '<=', today)
    .where((eb) => eb.or([eb('until_on', 'is', null), eb('until_on', '>=', today)])).limit(1).executeTakeFirst()
  return row !== undefined
}

/** Nobody in particular: may ask for help, and no more. */
export function anybody(db: Kysely<Schema>, at: Instant): AreaViewer {
  return { scope: 'area', area: theArea, person: null, posts: [], now: at, today: dayAt(at), db, powers: new Set<AreaPower>(['help:ask']) } as unknown as AreaViewer
}

/** Whoever runs a command on the machine itself: no person; they keep the directory and add the first administrator. */
export function atTheKeyboard(db: Kysely<Schema>, at: Instant): AreaViewer {
  return { scope: 'area', area: theArea, person: null, posts: [], now: at, today: dayAt(at), db, powers: new Set<AreaPower>(['directory:import', 'people:keep']) } as unknown as AreaViewer
}

/** The house itself in the area, when a day has come. For what it does by itself, never for a page. */
export function theHouse(db: Kysely<Schema>, at: Instant): AreaViewer {
  return { scope: 'area', area: theArea, person: null, posts: [], now: at, today: dayAt(at), db, powers: new Set<AreaPower>(['groups:watch']) } as unknown as AreaViewer
}

/** A person about themselves. The caller has proven who they are: a session, or a secret link and a code. */
export function myselfFor(db: Kysely<Schema>, person: PersonId, at: Instant): Myself {
  return { scope: 'person', person, now: at, today: dayAt(at), db, powers: new Set<OwnPower>(['account:keep']) } as unknown as Myself
}

/** The bearer of an invitation that is open; undefined for any other token. `tokenHash` is what `secret_link` keeps. */
export async function invitedBy(db: Kysely<Schema>, tokenHash: string, at: Instant): Promise<Invited | undefined> {
  const today = dayAt(at)
  const link = await db.selectFrom('secret_link as l').innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 'l.family_id').onRef('m.id', '=', 'l.member_id'))
    .select(['m.family_id', 'm.id']).where('l.token_hash', '=', tokenHash).where('l.kind', '=', 'join')
    .where('l.used_at', 'is', null).where('l.ended_at', 'is', null).where('l.expires_at', '>', at)
    .where(hasNoWayIn('m')).where((eb) => eb.or([eb('m.until_on', 'is', null), eb('m.until_on', '>=', today)]))
    .executeTakeFirst()
  if (!link) return undefined
  return { scope: 'family', person: null, family: link.family_id, member: link.id, now: at, today, db, powers: new Set<InvitedPower>(['invitation:answer']) } as unknown as Invited
}

/** The holder of an open link to an action that is still to do; undefined for any other token. `tokenHash` is what `thing_link` keeps. */
export async function linkHolderOf(db: Kysely<Schema>, tokenHash: string, at: Instant): Promise<LinkHolder | undefined> {
  const link = await db.selectFrom('thing_link as l').innerJoin('plan_entry as e', (join) => join.onRef('e.family_id', '=', 'l.family_id').onRef('e.id', '=', 'l.thing_id' as never))
    .select(['l.family_id', 'l.id', 'e.id as action']).where('l.token_hash', '=', tokenHash).where('l.thing_kind', '=', 'action').where('l.ended_at', 'is', null).where('l.expires_at', '>', at)
    .where('e.done_at', 'is', null).where('e.ended_at', 'is', null).executeTakeFirst()
  if (!link) return undefined
  return { scope: 'family', person: null, family: link.family_id, member: null, link: link.id, action: link.action, now: at, today: dayAt(at), db, powers: new Set<LinkPower>(['action:answer']) } as unknown as LinkHolder
}

/** The holder of the open link of a meeting's times; undefined for any other token. `tokenHash` is what `meeting_link` keeps. */
export async function askedWhen(db: Kysely<Schema>, tokenHash: string, at: Instant): Promise<AskedWhen | undefined> {
  const link = await openMeetingLink(db, tokenHash, at)
  return link && ({ scope: 'family', person: null, family: link.family_id, member: null, meeting: link.meeting_id, speaksFor: link.member_id, now: at, today: dayAt(at), db, powers: new Set<TimesPower>(['times:mark']) } as unknown as AskedWhen)
}

/** The provider that holds the link of an order that holds; undefined for any other token. `tokenHash` is what `spend_order` keeps. */
export async function providerOf(db: Kysely<Schema>, tokenHash: string, at: Instant): Promise<Provider | undefined> {
  const order = await db.selectFrom('spend_order').select(['family_id', 'id', 'spend_id']).where('token_hash', '=', tokenHash).where('ended_at', 'is', null).where('expires_at', '>', at).executeTakeFirst()
  if (!order) return undefined
  return { scope: 'family', person: null, family: order.family_id, member: null, order: order.id, spend: order.spend_id, now: at, today: dayAt(at), db, powers: new Set<OrderPower>(['order:answer']) } as unknown as Provider
}

/**
 * The holder of a reminder's link, while its reader has their place, may book, and sees that appointment, and until it begins;
 * undefined for any other token. `tokenHash` is what `reminder` keeps.
 */
export async function remindedBy(db: Kysely<Schema>, tokenHash: string, at: Instant): Promise<Reminded | undefined> {
  const reminder = await db.selectFrom('reminder').select(['family_id', 'person_id', 'appointment_id']).where('token_hash', '=', tokenHash).executeTakeFirst()
  const viewer = reminder && (await viewerFor(db, reminder.person_id, reminder.family_id, at))
  if (!viewer?.powers.has('appointments:book') || seatsThatHelp.has(viewer.seat as Seat)) return undefined
  const row = await db.selectFrom('appointment as a').select('a.id').where('a.id', '=', reminder!.appointment_id).where('a.state', '=', 'booked').where('a.starts_at', '>', at).where(visibleTo(viewer, 'appointment', 'a')).executeTakeFirst()
  return row && ({ ...seated(db, viewer.person, { family_id: viewer.family, id: viewer.member!, seat: viewer.seat as Seat }, at), powers: new Set<FamilyPower>(['appointment:change']), appointment: row.id } as unknown as Reminded)
}

/**
 * Whoever leads a group, with the one place in it of a family that they may not help otherwise: they say how it went, and do no
 * more. Undefined for anybody else.
 */
export async function viewerOfPlace(db: Kysely<Schema>, person: PersonId, family: FamilyId, place: AppointmentId, at: Instant): Promise<Viewer | undefined> {
  const row = await db.selectFrom('appointment as a').innerJoin('group_date as d', 'd.id', 'a.group_date_id').select('a.id')
    .where('a.family_id', '=', family).where('a.id', '=', place).where(leadsDate(person, 'd')).executeTakeFirst()
  if (!row || (await postsOf(db, person, dayAt(at))).length === 0) return undefined
  const inside = await viewerFor(db, person, family, at)
  return { scope: 'family', person, family, member: inside?.member ?? null, seat: inside?.seat ?? 'work', work: null, now: at, today: dayAt(at), db, powers: new Set<FamilyPower>(['appointments:see']) } as unknown as Viewer
}

/** The house in one family. For what it does by itself, never for a page. */
export function theHouseIn(db: Kysely<Schema>, family: FamilyId, at: Instant): Watch {
  return { scope: 'family', person: null, family, member: null, now: at, today: dayAt(at), db, powers: new Set<WatchPower>(['promises:watch', 'money:end']) } as unknown as Watch
}

/** The levels at which a person may decide a spend of a family: the lead's by their seat, the others by their post. */
export async function levelsOf(db: Kysely<Schema>, person: PersonId, family: FamilyId, at: Instant): Promise<Level[]> {
  const today = dayAt(at)
  const lead = await db.selectFrom('member').select('id').where('person_id', '=', person).where('family_id', '=', family).where('seat', '=', 'lead')
    .where('from_on', '<=', today).where((eb) => eb.or([eb('until_on', 'is', null), eb('until_on', '>=', today)])).executeTakeFirst()
  const team = await db.selectFrom('family').select('team').where('id', '=', family).executeTakeFirst()
  const posts = await postsOf(db, person, today)
  const levels: Level[] = []
  if (lead && posts.some((post) => post.role === 'lead' || post.role === 'practitioner')) levels.push('lead')
  if (posts.some((post) => post.role === 'manager' && post.team === team?.team)) levels.push('manager')
  if (posts.some((post) => post.role === 'panel')) levels.push('panel')
  return levels
}

/** Somebody from outside of the family with one spend to decide or to pay; undefined unless it is theirs. */
export async function viewerOfSpend(db: Kysely<Schema>, person: PersonId, family: FamilyId, spend: SpendId, at: Instant): Promise<Viewer | undefined> {
  const row = await db.selectFrom('spend').select(['id', 'level', 'state']).where('family_id', '=', family).where('id', '=', spend).executeTakeFirst()
  if (!row) return undefined
  const powers = new Set<FamilyPower>()
  if (await reachesSpend(db, person, family, row, at)) powers.add('spend:see').add('spend:decide')
  const pays = (await postsOf(db, person, dayAt(at))).some((post) => post.role === 'finance')
  const toPay = pays && (await db.selectFrom('payment').select('id').where('family_id', '=', family).where('spend_id', '=', spend).limit(1).executeTakeFirst())
  if (toPay) powers.add('spend:pay')
  if (powers.size === 0) return undefined
  const inside = await viewerFor(db, person, family, at)
  return { scope: 'family', person, family, member: inside?.member ?? null, seat: inside?.seat ?? 'work', work: spend, now: at, today: dayAt(at), db, powers } as unknown as Viewer
}

/**
 * Whether somebody comes to a spend by deciding: while it is open, those who hold its level; the lead professional only
 * with the family's agreement, and where no lead professional can decide it, a manager. Once decided, those who said
 * something to it, and the lead professional as before.
 */
async function reachesSpend(db: Kysely<Schema>, person: PersonId, family: FamilyId, spend: { id: SpendId; level: Level; state: SpendState }, at: Instant): Promise<boolean> {
  const levels = await levelsOf(db, person, family, at)
  if (levels.length === 0) return false
  const when = { now: at, today: dayAt(at) }
  const one = db.selectFrom('spend as s').select('s.id').where('s.family_id', '=', family).where('s.id', '=', spend.id)
  const open = spend.state === 'asked' || spend.state === 'question'
  if (levels.includes('lead') && (spend.level === 'lead' || !open) && (await one.where(leadSees('s', person, when)).executeTakeFirst())) return true
  if (!open) {
    const said = await db.selectFrom('spend_word').select('id').where('family_id', '=', family).where('spend_id', '=', spend.id).where('by_person', '=', person).limit(1).executeTakeFirst()
    return said !== undefined
  }
  if (spend.level !== 'lead') return levels.includes(spend.level)
  return levels.includes('manager') && !(await one.where(leadDecides('s', when)).executeTakeFirst())
}

/**
 * Somebody who sees to a family's money from outside: a manager of its team, who also names a lead professional when there
 * is none, or one of the panel while a request, a line or a late answer waits for the panel. Undefined for anybody else, and for whoever
 * belongs or belonged to the family or its network: nobody decides about their own money.
 */
export async function viewerOfMoney(db: Kysely<Schema>, person: PersonId, family: FamilyId, at: Instant): Promise<Viewer | undefined> {
  const levels = await levelsOf(db, person, family, at)
  const manages = levels.includes('manager')
  if (!manages && !(levels.includes('panel') && (await panelIsAsked(db, family, dayAt(at))))) return undefined
  if (await isOfTheFamily(db, person, family)) return undefined
  const powers = new Set<FamilyPower>(['budget:make', 'line:agree', ...(manages ? ['lead:name', 'family:shield', 'emergency:review', 'caring:see', 'caring:answer', 'peers:see', 'peers:answer', 'meetings:inform'] as const : [])])
  return { scope: 'family', person, family, member: null, seat: 'work', work: null, now: at, today: dayAt(at), db, powers } as unknown as Viewer
}

/**
 * Somebody who decides to share without consent, or looks at such a decision again: the lead professional, a manager of
 * the team, or whoever was asked to review one. Undefined for anybody else, and for whoever belongs or belonged to the
 * family or its network.
 */
export async function viewerOfSafeguarding(db: Kysely<Schema>, person: PersonId, family: FamilyId, at: Instant): Promise<Viewer | undefined> {
  const levels = await levelsOf(db, person, family, at)
  const decides = levels.includes('lead') || levels.includes('manager')
  if (!decides && !(await reviewsSomething(db, person, family, dayAt(at)))) return undefined
  if (await isOfTheFamily(db, person, family)) return undefined
  const inside = await viewerFor(db, person, family, at)
  const powers = new Set<FamilyPower>(['safeguarding:review', ...(decides ? ['safeguarding:decide'] as const : [])])
  return { scope: 'family', person, family, member: inside?.member ?? null, seat: inside?.seat ?? 'work', work: null, now: at, today: dayAt(at), db, powers } as unknown as Viewer
}

/** Whether somebody belongs or ever belonged to a family or its network, and so decides nothing about it from outside. */
async function isOfTheFamily(db: Kysely<Schema>, person: PersonId, family: FamilyId): Promise<boolean> {
  const own = await db.selectFrom('member').select('id').where('person_id', '=', person).where('family_id', '=', family).where('seat', 'not in', [...seatsThatHelp]).limit(1).executeTakeFirst()
  return own !== undefined
}

/** Whether somebody who holds a post was asked to look at a decision of this family that is still in force. */
async function reviewsSomething(db: Kysely<Schema>, person: PersonId, family: FamilyId, today: Day): Promise<boolean> {
  if ((await postsOf(db, person, today)).length === 0) return false
  const row = await db.selectFrom('safeguarding_decision').select('id').where('family_id', '=', family).where('reviewer', '=', person).where('ended_at', 'is', null)
    .where('until_on', '>=', today).limit(1).executeTakeFirst()
  return row !== undefined
}

/** What somebody knows of a family who must look in an emergency: its name, what somebody in it is called, and when they were born. */
export interface Known { readonly family: string; readonly givenName: string; readonly bornOn: Day }

/**
 * Somebody who helps families, and one that is not theirs: they may ask to look once. Undefined unless exactly one family
 * fits what they know, and for whoever has or ever had a place in it: nobody breaks into their own family's record.
 */
export async function viewerWhoKnows(desk: AreaViewer, known: Known): Promise<Viewer | undefined> {
  const { person, db, now: at, today } = desk
  if (person === null || !desk.powers.has('families:find')) return undefined
  const fits = await db.selectFrom('family as f').select('f.id').where('f.name', '=', known.family)
    .where((eb) => eb.exists(eb.selectFrom('member as m').select('m.id').whereRef('m.family_id', '=', 'f.id').where('m.given_name', '=', known.givenName).where('m.born_on', '=', known.bornOn)
      .where((or) => or.or([or('m.until_on', 'is', null), or('m.until_on', '>=', today)])))).limit(2).execute()
  const [family] = fits
  if (!family || fits.length > 1) return undefined
  const place = await db.selectFrom('member').select('id').where('person_id', '=', person).where('family_id', '=', family.id).limit(1).executeTakeFirst()
  if (place) return undefined
  return emergencyViewer(db, person, family.id, at, ['emergency:open'])
}

/** Whoever opened an emergency view, while it lasts and until they have seen it; undefined for anybody else, and ever after. */
export async function viewerOfEmergency(db: Kysely<Schema>, person: PersonId, family: FamilyId, view: EmergencyId, at: Instant): Promise<Viewer | undefined> {
  const row = await db.selectFrom('emergency_view').select('id').where('family_id', '=', family).where('id', '=', view).where('person_id', '=', person)
    .where('until_at', '>', at).where('seen_at', 'is', null).executeTakeFirst()
  return row && emergencyViewer(db, person, family, at, ['emergency:see', 'family:see', 'plan:see', 'people:see'])
}

function emergencyViewer(db: Kysely<Schema>, person: PersonId, family: FamilyId, at: Instant, powers: readonly FamilyPower[]): Viewer {
  return { scope: 'family', person, family, member: null, seat: 'emergency', work: null, now: at, today: dayAt(at), db, powers: new Set(powers) } as unknown as Viewer
}

/** Whether anything of a family waits for the panel: a request to spend, a line that was proposed, or a late answer about money that should stay. */
async function panelIsAsked(db: Kysely<Schema>, family: FamilyId, today: Day): Promise<boolean> {
  const spend = await db.selectFrom('spend').select('id').where('state', 'in', ['asked', 'question']).where('level', '=', 'panel').where('family_id', '=', family).limit(1).executeTakeFirst()
  const late = await db.selectFrom('period_end as e').innerJoin('budget as b', (join) => join.onRef('b.family_id', '=', 'e.family_id').onRef('b.id', '=', 'e.budget_id')).select('e.ends_on').where('e.family_id', '=', family).where('e.answered_at', 'is', null).where('e.answer_by', '<', today).where('b.circle_id', 'is', null).limit(1).executeTakeFirst()
  const line = await db.selectFrom('spending_line').select('id').where('family_id', '=', family).where('agreed_at', 'is', null).where('until_on', '>=', today).limit(1).executeTakeFirst()
  return spend !== undefined || late !== undefined || line !== undefined
}

/**
 * The signed-in person, or a way to sign in that comes back here. What somebody sent after their session had ended is
 * kept for them on the way. A person who helps and has not given this sitting's code goes on to give it.
 */
export async function personIn(request: Request): Promise<SignedIn> {
  const session = await sessionOf(request)
  if (session?.confirmed) return session
  const url = new URL(request.url)
  for (const gone of ['done', 'kept']) url.searchParams.delete(gone)
  const to = `to=${encodeURIComponent(url.pathname + url.search)}`
  if (session) throw seeOther(`${stepOf(session)}?${to}`)
  if (await hasLeftHere(request)) throw seeOther('/sign-out')
  const kept = request.method === 'POST' && (await parkForm(request))
  throw seeOther(`/sign-in?${to}${kept ? '&kept=yes' : ''}`)
}

/** The page of what a session still waits for. */
export function stepOf({ waitsFor }: Pick<SignedIn, 'waitsFor'>): string {
  return waitsFor === 'lock' ? '/account/security/codes' : '/sign-in/code'
}

/** The signed-in person inside the family that the URL names; 404 unless they have a place in it today. */
export async function viewerIn(request: Request, family: string | undefined): Promise<Viewer> {
  const { person } = await personIn(request)
  if (!isId(family)) throw notYours()
  const viewer = await placeIn(person, family as FamilyId)
  if (!viewer) throw notYours()
  return viewer
}

/** What `viewerIn` finds, looked up once for a request though the frame of the page asks too. */
export function placeIn(person: PersonId, family: FamilyId): Promise<Viewer | undefined> {
  return oncePerRequest(`viewer ${person} ${family}`, () => viewerFor(database(), person, family, now()))
}

/** The signed-in person at their desk; 404 for somebody who holds no post. */
export async function atTheDesk(request: Request): Promise<AreaViewer> {
  const { person } = await personIn(request)
  const viewer = await areaViewerFor(database(), person, now())
  if (!viewer) throw notYours()
  return viewer
}

/** The signed-in person about themselves. */
export async function myself(request: Request): Promise<Myself> {
  return myselfFor(database(), (await personIn(request)).person, now())
}

/** The same for the page where a lock is set up, which is also for those who may go nowhere else before they have one. */
export async function myselfSettingUp(request: Request): Promise<Myself> {
  const session = await sessionOf(request)
  return session?.waitsFor === 'lock' ? myselfFor(database(), session.person, now()) : myself(request)
}
