/**
 * Relatives and friends who come to a family meeting and are not here yet (#10, #13): whoever asked for the meeting, or gets it ready,
 * adds them by name and invites them in one step. Their place in the family lasts until a day and shows them the meeting, and what
 * was shared with them by name; it needs no password.
 */
import { sql } from 'kysely'
import type { Acting, Inside, May, Viewer } from '#app/access/viewer.server.ts'
import { hasNoWayIn } from '#app/access/who-is-here.server.ts'
import { isHere } from '#app/access/who-is-here.server.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import { letOut } from '#app/domain/family/let-out.server.ts'
import { endPlace } from '#app/domain/family/members.server.ts'
import { makeInvitation, openLetter, type InviteBy, type Letter } from '#app/domain/family/invitations.server.ts'
import { firstWord } from '#app/domain/family/starting.server.ts'
import type { Notice } from '#app/events/notices.server.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import type { Lang } from '#app/i18n/lang.ts'
import { newId, type MeetingId, type MemberId } from '#app/values/ids.ts'
import { dayAt, plusDays, type Day } from '#app/values/instant.ts'
import { happened, meetingOf, mostPeople, type Meeting } from './meetings.server.ts'
import { whoIsThereChanged } from './room-news.server.ts'
import { toCome } from './sittings.server.ts'

/** Days for which a place lasts where the meeting has no day yet, before the area's days after it. */
const daysToFindADay = 42
/** The most days for which somebody can be invited. */
const mostDays = 365

export interface NewGuest {
  readonly meeting: MeetingId; readonly name: string; readonly relation: string; readonly by: InviteBy; readonly lang: Lang
  /** The invitation says who invites them: each can agree to that for themselves alone. */
  readonly saysName: boolean
  /** The last day of their place; null for the area's days after the meeting. */
  readonly until: Day | null
}

type Refused = 'not-there' | 'day-is-past' | 'day-too-far' | 'too-many-people'

/** Adds somebody for a meeting alone, and invites them to it. They see it from when they have joined. */
export async function inviteGuest(acting: Acting<'meetings:see'>, { meeting: id, name, relation, by, lang, saysName, until }: NewGuest): Promise<Outcome<MemberId, Refused>> {
  const meeting = await toCome(acting, id)
  if (!meeting?.arranges || acting.member === null) return { ok: false, why: 'not-there' }
  if (meeting.people.length >= mostPeople) return { ok: false, why: 'too-many-people', values: { count: mostPeople } }
  const last = until ?? (await usualLastDay(acting, meeting))
  if (last < acting.today) return { ok: false, why: 'day-is-past', field: 'until' }
  if (last > plusDays(acting.today, mostDays)) return { ok: false, why: 'day-too-far', field: 'until' }
  const member = newId<MemberId>()
  await acting.db.insertInto('member').values({ family_id: acting.family, id: member, person_id: null, name, given_name: firstWord(name), seat: 'network', relation, born_on: null, from_on: acting.today, until_on: last, made_at: acting.now }).execute()
  await acting.db.insertInto('meeting_person').values({
    family_id: acting.family, meeting_id: id, member_id: member, sitting: meeting.own ?? 1, added_by: acting.member, added_at: acting.now, invited_at: acting.now, gone_at: null, how: null, must_agree: 1, let_in_at: null,
  }).execute()
  await whoIsThereChanged(acting.db, { family: acting.family, meeting: id }, [member])
  await acting.db.insertInto('meeting_guest').values({ family_id: acting.family, meeting_id: id, member_id: member, says_name: saysName ? 1 : 0, made_by: acting.member, made_at: acting.now }).execute()
  return { ok: true, value: member, event: happened('meeting-guest-invited', id), notices: await invitation(acting, { member, by, lang, saysName }) }
}

/** The last day of a guest's place where none is named. */
async function usualLastDay(acting: Pick<Viewer, 'today'> & { readonly db: Parameters<typeof settingsOf>[0] }, { sittings, own }: Meeting): Promise<Day> {
  const { meetingGuestDays } = await settingsOf(acting.db)
  const startsAt = sittings.find((one) => one.number === (own ?? 1))?.startsAt
  return plusDays(startsAt ? dayAt(startsAt) : plusDays(acting.today, daysToFindADay), meetingGuestDays)
}

async function invitation(acting: Inside<Viewer>, { saysName, ...asked }: { readonly member: MemberId; readonly by: InviteBy; readonly lang: Lang; readonly saysName: boolean }): Promise<Notice[]> {
  const { areaPhone } = await settingsOf(acting.db)
  const who = saysName ? await acting.db.selectFrom('member').select('name').where('family_id', '=', acting.family).where('id', '=', acting.member).executeTakeFirstOrThrow() : undefined
  return makeInvitation(acting, asked, who ? { name: 'meetingInvitationNamed', values: { who: who.name, phone: areaPhone } } : { name: 'meetingInvitation', values: { phone: areaPhone } })
}

/** Invites somebody of the network once more who comes to a meeting, and has not joined yet or has no other way to come back: the invitation before ends. */
export async function inviteGuestAgain(acting: Acting<'meetings:see'>, { meeting: id, member, by, lang, saysName }: Pick<NewGuest, 'meeting' | 'by' | 'lang' | 'saysName'> & { readonly member: MemberId }): Promise<Outcome<MemberId, 'not-there'>> {
  if (!(await waitsToJoin(acting, id, member))) return { ok: false, why: 'not-there' }
  await acting.db.updateTable('meeting_person').set({ invited_at: acting.now }).where('family_id', '=', acting.family).where('meeting_id', '=', id).where('member_id', '=', member).where('invited_at', 'is', null).execute()
  await whoIsThereChanged(acting.db, { family: acting.family, meeting: id }, [member])
  await acting.db.updateTable('meeting_guest').set({ says_name: saysName ? 1 : 0, made_by: acting.member! }).where('family_id', '=', acting.family).where('meeting_id', '=', id).where('member_id', '=', member).execute()
  return { ok: true, value: member, event: happened('meeting-guest-invited', id), notices: await invitation(acting, { member, by, lang, saysName }) }
}

/**
 * Whether somebody of the network comes to a meeting that the viewer arranges, and nothing but an invitation lets them in. Whoever gets it ready invites
 * those who come to it alone and are not here yet; the family invites its whole network, and alone whoever has joined and gave no address: an invitation is their way in.
 */
async function waitsToJoin(viewer: May<'meetings:see'> | Acting<'meetings:see'>, id: MeetingId, member: MemberId): Promise<boolean> {
  const meeting = await toCome(viewer, id)
  const one = meeting?.arranges ? meeting.people.find((who) => who.member === member && who.seat === 'network') : undefined
  if (!one) return false
  if (viewer.seat !== 'coordinator') return (await viewer.db.selectFrom('member as m').select('m.id').where('m.family_id', '=', viewer.family).where('m.id', '=', member).where(hasNoWayIn('m')).executeTakeFirst()) !== undefined
  return !one.hasAccount && (await viewer.db.selectFrom('meeting_guest').select('member_id').where('family_id', '=', viewer.family).where('meeting_id', '=', id).where('member_id', '=', member).executeTakeFirst()) !== undefined
}

/** Takes the invitation and the place of somebody back who was invited to a meeting alone: on their next request nothing is there for them. */
export async function withdrawGuest(acting: Acting<'meetings:see'>, { meeting: id, member }: { readonly meeting: MeetingId; readonly member: MemberId }): Promise<Outcome<null, 'not-there'>> {
  const meeting = await meetingOf(acting, id)
  const guest = meeting?.arranges
    ? await acting.db.selectFrom('meeting_guest as g').innerJoin('meeting_person as p', (join) => join.onRef('p.family_id', '=', 'g.family_id').onRef('p.meeting_id', '=', 'g.meeting_id').onRef('p.member_id', '=', 'g.member_id'))
      .innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 'g.family_id').onRef('m.id', '=', 'g.member_id')).select('p.gone_at')
      .where('g.family_id', '=', acting.family).where('g.meeting_id', '=', id).where('g.member_id', '=', member).where(isHere('m', acting.today)).executeTakeFirst() : undefined
  // Of somebody who left it but has their place still, too; not of somebody who sits elsewhere.
  if (!meeting || !guest || (guest.gone_at === null && !meeting.people.some((one) => one.member === member))) return { ok: false, why: 'not-there' }
  await acting.db.updateTable('meeting_person').set({ gone_at: acting.now }).where('family_id', '=', acting.family).where('meeting_id', '=', id).where('member_id', '=', member).execute()
  await letOut(acting.db, { family: acting.family, meeting: id }, [member])
  await whoIsThereChanged(acting.db, { family: acting.family, meeting: id }, [member])
  await endPlace(acting, member)
  return { ok: true, value: null, event: happened('meeting-guest-gone', id) }
}

export interface Guest { readonly member: MemberId; readonly name: string; /** They were invited to the meeting alone, and their place ends on that day. */ readonly until: Day | null; readonly guest: boolean; readonly joined: boolean; /** The viewer may invite them: nothing else lets them in. */ readonly invitable: boolean; /** How an invitation went that is still open. */ readonly open: 'email' | 'text' | 'letter' | null }

/** Those of the network who come to a meeting that the viewer arranges: whether they have joined, and until when their place lasts. One query beside the meeting. */
export async function guestsOf(viewer: May<'meetings:see'>, meeting: Meeting): Promise<Guest[]> {
  const some = meeting.arranges ? meeting.people.filter((one) => one.seat === 'network') : []
  if (some.length === 0) return []
  const rows = await viewer.db.selectFrom('member as m').leftJoin('meeting_guest as g', (join) => join.onRef('g.family_id', '=', 'm.family_id').onRef('g.member_id', '=', 'm.id').on('g.meeting_id', '=', meeting.id))
    .leftJoin('secret_link as l', (join) => join.onRef('l.family_id', '=', 'm.family_id').onRef('l.member_id', '=', 'm.id').on('l.kind', '=', 'join').on('l.used_at', 'is', null).on('l.ended_at', 'is', null).on('l.expires_at', '>', viewer.now))
    .select(['m.id', 'm.name', 'm.person_id', 'm.until_on', 'g.says_name', 'l.channel', sql<0 | 1>`case when ${hasNoWayIn('m')} then 1 else 0 end`.as('shut')]).where('m.family_id', '=', viewer.family).where('m.id', 'in', some.map((one) => one.member)).orderBy('m.name').orderBy('m.id').execute()
  return rows.map((row) => ({ member: row.id, name: row.name, until: row.says_name === null ? null : row.until_on, guest: row.says_name !== null, joined: row.person_id !== null, open: row.channel,
    invitable: viewer.seat === 'coordinator' ? row.person_id === null && row.says_name !== null : row.shut === 1,
  }))
}

/** The letter of somebody who comes to a meeting that the viewer arranges, with who invites them where that may be said; undefined where there is none. */
export async function guestLetter(viewer: May<'meetings:see'>, meeting: MeetingId, member: MemberId): Promise<(Letter & { readonly invitedBy: string | null }) | undefined> {
  if (!(await waitsToJoin(viewer, meeting, member))) return undefined
  const letter = await openLetter(viewer, member)
  const named = letter && (await viewer.db.selectFrom('meeting_guest as g').innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 'g.family_id').onRef('m.id', '=', 'g.made_by')).select('m.name')
    .where('g.family_id', '=', viewer.family).where('g.meeting_id', '=', meeting).where('g.member_id', '=', member).where('g.says_name', '=', 1).executeTakeFirst())
  return letter && { ...letter, invitedBy: named?.name ?? null }
}
