/**
 * A family comes together again after its plan was accepted (C4, review): an adult of it, or whoever gets its meetings ready, asks for a further
 * meeting that follows the first one. The same people are chosen, in the same sittings, and learn of it as of any meeting, when they
 * are asked to it; guests of the first one are invited anew. Where those of two sittings each ask for it, each asks for their own, of which the other side learns nothing: nobody is chosen for
 * both, and for those who help the two are one, whose parts can be joined. What that plan was and how each part went stands on the new meeting's page, for those who sat there.
 */
import type { Seat } from '#db/schema.ts'
import { seatsThatHelp } from '#app/access/powers.ts'
import { visibleTo } from '#app/access/visible-to.server.ts'
import { isHere } from '#app/access/who-is-here.server.ts'
import { may, must, type Acting, type May } from '#app/access/viewer.server.ts'
import { timesDecided, type DecidedTime } from '#app/domain/appointments/decided-times.server.ts'
import { leadingNow } from '#app/domain/family/people.server.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import { newId, type MeetingId } from '#app/values/ids.ts'
import type { Day, Instant } from '#app/values/instant.ts'
import { acceptedParts, type FamilyPart } from './family-plan.server.ts'
import { asksTooOften, coordinating, meetingOf, somethingNew, type Meeting } from './meetings.server.ts'
import { asksSaysYes } from './offer.server.ts'
import { howPartsWent, type PartWentSaid } from './plan-reviews.server.ts'
import { readsPlan } from './plan-words.ts'
import { planHappened } from './plan-writing.server.ts'

type Reader = May<'meetings:see'> | Acting<'meetings:see'>

/** Whether somebody may ask that those of a meeting come together again: an adult of the family who sat there, or whoever gets it ready, once its plan was accepted. */
function mayAskAgain(viewer: Reader, { state, own }: Pick<Meeting, 'state' | 'own'>): boolean {
  return state === 'met' && (viewer.seat === 'coordinator' || (own !== null && may(viewer, 'meetings:answer')))
}

/**
 * Asks for the meeting that follows. Where one was asked for that the actor knows of, or to which somebody of their own sitting is asked, it is that one, and they are asked to
 * it: so that of two who press at once nobody makes a second. What whoever gets it ready asked for, and asked nobody to yet, becomes theirs. Of one asked for in another sitting
 * they learn nothing, and ask for their own, which has those of their sitting, who are not chosen for the other any more. Refused: one meeting with two who asked for it, which would
 * show each what services were asked and wrote for the other, and that somebody called it off.
 */
export async function comeTogetherAgain(acting: Acting<'meetings:see'>, { meeting: id }: { readonly meeting: MeetingId }): Promise<Outcome<MeetingId, 'not-there' | 'not-held-yet' | 'too-many-meetings'>> {
  const meeting = await meetingOf(acting, id)
  if (!meeting || acting.member === null) return { ok: false, why: 'not-there' }
  if (!mayAskAgain(acting, meeting)) return { ok: false, why: 'not-held-yet' }
  const there = await followOn(acting, id)
  if (there) {
    await askTo(acting, there)
    return { ok: true, value: there, event: planHappened('family-plan-again', there) }
  }
  const often = await asksTooOften(acting)
  if (often) return often
  const next = (await takesOver(acting, id)) ?? (await anotherMeeting(acting, meeting))
  if (meeting.own !== null) await asksSaysYes(acting)
  const told = [...(await coordinating(acting)), ...(await leadingNow(acting))].filter((one) => one !== acting.person)
  return { ok: true, value: next, event: planHappened('family-plan-again', next), notices: somethingNew(told) }
}

/** From now on the actor is asked to it, where they come to it. */
async function askTo(acting: Acting<'meetings:see'>, meeting: MeetingId): Promise<void> {
  await acting.db.updateTable('meeting_person').set({ invited_at: acting.now }).where('family_id', '=', acting.family).where('meeting_id', '=', meeting).where('member_id', '=', acting.member).where('gone_at', 'is', null).where('invited_at', 'is', null).execute()
}

/** The open meeting that follows one, as far as the actor may learn of it: they are to come to it with somebody who was asked to it, or get it ready. */
async function followOn(acting: Acting<'meetings:see'>, id: MeetingId): Promise<MeetingId | undefined> {
  const row = await acting.db.selectFrom('meeting as g').select('g.id').where('g.family_id', '=', acting.family).where('g.follows', '=', id).where('g.state', '<>', 'off')
    .$if(!seatsThatHelp.has(acting.seat as Seat), (query) => query.where((eb) => eb.exists(eb.selectFrom('meeting_person as p').innerJoin('meeting_person as a', (join) => join.onRef('a.family_id', '=', 'p.family_id').onRef('a.meeting_id', '=', 'p.meeting_id').onRef('a.sitting', '=', 'p.sitting'))
      .select('p.member_id').whereRef('p.family_id', '=', 'g.family_id').whereRef('p.meeting_id', '=', 'g.id').where('p.member_id', '=', acting.member).where('p.gone_at', 'is', null).where('a.gone_at', 'is', null).where('a.invited_at', 'is not', null))))
    .orderBy('g.made_at').orderBy('g.id').limit(1).executeTakeFirst()
  return row?.id
}

/** What whoever gets it ready asked for and asked nobody to yet is asked for by the actor now, as if it had not been; undefined where there is none to which they are to come. */
async function takesOver(acting: Acting<'meetings:see'>, id: MeetingId): Promise<MeetingId | undefined> {
  const row = await acting.db.selectFrom('meeting as g').innerJoin('member as a', (join) => join.onRef('a.family_id', '=', 'g.family_id').onRef('a.id', '=', 'g.asked_by'))
    .innerJoin('meeting_person as p', (join) => join.onRef('p.family_id', '=', 'g.family_id').onRef('p.meeting_id', '=', 'g.id').on('p.member_id', '=', acting.member)).select('g.id')
    .where('g.family_id', '=', acting.family).where('g.follows', '=', id).where('g.state', '<>', 'off').where('a.seat', '=', 'coordinator').where('p.gone_at', 'is', null)
    .where(({ not, exists, selectFrom }) => not(exists(selectFrom('meeting_person as k').select('k.member_id').whereRef('k.family_id', '=', 'g.family_id').whereRef('k.meeting_id', '=', 'g.id').where('k.invited_at', 'is not', null)))).limit(1).executeTakeFirst()
  if (!row) return undefined
  await acting.db.updateTable('meeting').set({ asked_by: acting.member!, made_at: acting.now }).where('family_id', '=', acting.family).where('id', '=', row.id).execute()
  await askTo(acting, row.id)
  return row.id
}

async function anotherMeeting(acting: Acting<'meetings:see'>, { id, question, lang, own }: Meeting): Promise<MeetingId> {
  const next = newId<MeetingId>()
  const others = (await acting.db.selectFrom('meeting').select('id').where('family_id', '=', acting.family).where('follows', '=', id).where('state', '<>', 'off').execute()).map((row) => row.id)
  await acting.db.insertInto('meeting').values({ family_id: acting.family, id: next, asked_by: acting.member!, question, lang, made_at: acting.now, state: 'preparing', state_at: acting.now, follows: id, without_since: null }).execute()
  await keepSittings(acting, id, next)
  await choosePeopleOf(acting, { from: id, to: next, only: others.length > 0 ? own : null })
  if (others.length > 0 && own !== null) {
    await acting.db.updateTable('meeting_person').set({ gone_at: acting.now }).where('family_id', '=', acting.family).where('meeting_id', 'in', others).where('sitting', '=', own).where('gone_at', 'is', null).where('invited_at', 'is', null).execute()
  }
  return next
}

/** The sittings of one meeting in another, by their numbers; when and where is found anew. */
async function keepSittings(acting: Acting<'meetings:see'>, from: MeetingId, to: MeetingId): Promise<void> {
  const rows = await acting.db.selectFrom('meeting_sitting').select('number').where('family_id', '=', acting.family).where('meeting_id', '=', from).execute()
  await acting.db.insertInto('meeting_sitting').values(rows.map(({ number }) => ({ family_id: acting.family, meeting_id: to, number, starts_at: null, minutes: null, place: null, dial_in: null, call_url: null }))).execute()
}

/**
 * Those who were asked to one meeting and are still here are chosen for another, each in their sitting. Only the actor is asked to it. A guest's place lasts for it from when they are asked. Where `only`
 * one sitting is asked for, those of the others stand in it as gone: nobody reads whether they come to another one.
 */
async function choosePeopleOf(acting: Acting<'meetings:see'>, { from, to, only }: { readonly from: MeetingId; readonly to: MeetingId; readonly only: number | null }): Promise<void> {
  const rows = await acting.db.selectFrom('meeting_person as p').innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 'p.family_id').onRef('m.id', '=', 'p.member_id'))
    .leftJoin('meeting_guest as u', (join) => join.onRef('u.family_id', '=', 'p.family_id').onRef('u.meeting_id', '=', 'p.meeting_id').onRef('u.member_id', '=', 'p.member_id')).select(['p.member_id', 'p.sitting', 'p.must_agree', 'u.made_by as guest_of'])
    .where('p.family_id', '=', acting.family).where('p.meeting_id', '=', from).where('p.invited_at', 'is not', null).where('p.gone_at', 'is', null).where('m.seat', 'not in', [...seatsThatHelp]).where(isHere('m', acting.today)).execute()
  const elsewhere = (sitting: number) => only !== null && sitting !== only
  if (rows.length > 0) {
    await acting.db.insertInto('meeting_person').values(rows.map(({ member_id, sitting, must_agree }) => ({
      family_id: acting.family, meeting_id: to, member_id, sitting, added_by: acting.member!, added_at: acting.now, invited_at: member_id === acting.member ? acting.now : null, gone_at: elsewhere(sitting) ? acting.now : null, how: null, must_agree, let_in_at: null,
    }))).execute()
  }
  const guests = rows.flatMap(({ member_id, sitting, guest_of: made_by }) => (made_by === null || elsewhere(sitting) ? [] : [{ member_id, made_by }]))
  if (guests.length > 0) await acting.db.insertInto('meeting_guest').values(guests.map((guest) => ({ family_id: acting.family, meeting_id: to, ...guest, says_name: 0 as const, made_at: acting.now }))).execute()
}

export interface Followed {
  readonly meeting: MeetingId; readonly question: string; readonly lang: string
  /** When the reader's own sitting of it was; null for those who help, and where it had no day. */
  readonly on: Instant | null
  /** The parts of the plan that was accepted: of the reader's own sitting, or of all for those who help. */
  readonly parts: readonly FamilyPart[]
  readonly went: readonly PartWentSaid[]
  /** The times that were booked for them, as far as the reader sees those. */
  readonly times: readonly DecidedTime[]
  /** Guests of it who are not of the meeting that follows, for whoever arranges that one: they are invited anew. */
  readonly guests: readonly string[]
  /** The meetings for which those of its other sittings have asked, for those who help; nobody else knows of them. */
  readonly beside: readonly MeetingId[]
}

/** The meeting that another one follows, for those who may know of it: they were asked to it too. Null for everybody else. Six queries at most. */
export async function followedBy(viewer: May<'meetings:see'>, meeting: Meeting): Promise<Followed | null> {
  if (meeting.follows === null || !readsPlan(viewer.seat)) return null
  const helps = seatsThatHelp.has(viewer.seat as Seat)
  const first = await viewer.db.selectFrom('meeting as g').leftJoin('meeting_person as p', (join) => join.onRef('p.family_id', '=', 'g.family_id').onRef('p.meeting_id', '=', 'g.id').on('p.member_id', '=', viewer.member).on('p.gone_at', 'is', null))
    .leftJoin('meeting_sitting as s', (join) => join.onRef('s.family_id', '=', 'g.family_id').onRef('s.meeting_id', '=', 'g.id').onRef('s.number', '=', 'p.sitting')).select(['g.question', 'g.lang', 'p.sitting', 's.starts_at'])
    .where('g.id', '=', meeting.follows).where(visibleTo(viewer, 'meeting', 'g')).executeTakeFirst()
  if (!first) return null
  const parts = await acceptedParts(viewer, meeting.follows, helps ? null : first.sitting)
  const ids = parts.map((part) => part.id)
  return {
    times: may(viewer, 'appointments:see') ? await timesDecided(must(viewer, 'appointments:see'), ids) : [],
    meeting: meeting.follows, question: first.question, lang: first.lang, on: helps ? null : first.starts_at, parts, went: await howPartsWent(viewer, ids),
    beside: helps ? await besideThis(viewer, meeting) : [], guests: meeting.arranges ? await guestsLeft(viewer, meeting.follows, helps ? null : first.sitting, meeting) : [],
  }
}

async function besideThis(viewer: May<'meetings:see'>, { id, follows }: Meeting): Promise<MeetingId[]> {
  return (await viewer.db.selectFrom('meeting as g').select('g.id').where('g.follows', '=', follows).where('g.id', '<>', id).where('g.state', '<>', 'off').where(visibleTo(viewer, 'meeting', 'g')).orderBy('g.made_at').orderBy('g.id').execute()).map((row) => row.id)
}

/** Guests of the first who were not chosen for the next one. `sitting`: of which one the reader knows, null for all of them. */
async function guestsLeft(viewer: May<'meetings:see'>, first: MeetingId, sitting: number | null, next: Meeting): Promise<string[]> {
  const rows = await viewer.db.selectFrom('meeting_guest as u').innerJoin('meeting_person as p', (join) => join.onRef('p.family_id', '=', 'u.family_id').onRef('p.meeting_id', '=', 'u.meeting_id').onRef('p.member_id', '=', 'u.member_id'))
    .innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 'u.family_id').onRef('m.id', '=', 'u.member_id')).select(['u.member_id', 'm.name']).where('u.family_id', '=', viewer.family).where('u.meeting_id', '=', first).where('p.gone_at', 'is', null)
    .$if(sitting !== null, (query) => query.where('p.sitting', '=', sitting!))
    .where(({ not, exists, selectFrom }) => not(exists(selectFrom('meeting_person as k').select('k.member_id').whereRef('k.family_id', '=', 'u.family_id').where('k.meeting_id', '=', next.id).whereRef('k.member_id', '=', 'u.member_id')))).orderBy('m.name').orderBy('u.member_id').execute()
  return rows.map((row) => row.name)
}

export interface Again {
  /** When it is looked at again; of several sittings, for those who help, the first day. */
  readonly on: Day | null
  /** The meetings that follow it, as far as the reader knows of them. */
  readonly next: readonly { readonly meeting: MeetingId; readonly off: boolean; readonly madeAt: Instant }[]
  /** The reader may ask that those of it come together again. */
  readonly asks: boolean
}

/** How a meeting goes on: the day on which its plan is looked at again, and what follows it. Two queries. */
export async function goesOn(viewer: May<'meetings:see'>, meeting: Meeting): Promise<Again> {
  const plan = await viewer.db.selectFrom('meeting_plan').select((eb) => eb.fn.min('again_on').as('on')).where('family_id', '=', viewer.family).where('meeting_id', '=', meeting.id).where('state', '=', 'accepted')
    .$if(meeting.own !== null, (query) => query.where('sitting', '=', meeting.own!)).executeTakeFirst()
  const rows = await viewer.db.selectFrom('meeting as g').select(['g.id', 'g.state', 'g.made_at']).where('g.follows', '=', meeting.id).where(visibleTo(viewer, 'meeting', 'g')).orderBy('g.made_at').orderBy('g.id').execute()
  return { on: plan?.on ?? null, next: rows.map((row) => ({ meeting: row.id, off: row.state === 'off', madeAt: row.made_at })), asks: mayAskAgain(viewer, meeting) && rows.every((row) => row.state === 'off') }
}

