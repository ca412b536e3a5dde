/**
 * The sittings of a family meeting (C3: "separate meetings" where somebody is afraid of somebody). Whoever gets the meeting ready puts
 * people who must not be together in sittings of their own, at any time; nobody learns of another sitting, and moving somebody tells
 * nobody. The day of a sitting, once set, is told to those of that sitting alone.
 */
import { isHere } from '#app/access/who-is-here.server.ts'
import type { Acting, Inside, May, Viewer } from '#app/access/viewer.server.ts'
import { dueBefore } from '#app/domain/appointments/arrangements.server.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import { keepGuests } from '#app/domain/family/guest-places.server.ts'
import { letOut } from '#app/domain/family/let-out.server.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import type { MeetingId, MemberId, PersonId } from '#app/values/ids.ts'
import { dayAt, plusDays, type Instant } from '#app/values/instant.ts'
import { isToCome } from './answers.ts'
import { mostSittings } from './finding-words.ts'
import { happened, meetingOf, somethingNew, type Meeting } from './meetings.server.ts'
import { whoIsThereChanged } from './room-news.server.ts'

/** Days ahead that a sitting can be set. */
const mostDaysAhead = 365

export interface KeepSitting {
  readonly meeting: MeetingId; readonly number: number; readonly startsAt: Instant | null; readonly minutes: number; readonly place: string | null; readonly dialIn: string | null
  /** A link of https into a call. */
  readonly callUrl: string | null
}

/** A co-ordinator inside a command. */
type Arranging = Acting<'meetings:see'> & Acting<'meetings:arrange'>

/** A meeting that is still to come; undefined for any other. */
export async function toCome(acting: May<'meetings:see'> | Acting<'meetings:see'>, id: MeetingId): Promise<Meeting | undefined> {
  const meeting = await meetingOf(acting, id)
  return meeting && isToCome(meeting.state) ? meeting : undefined
}

/** Keeps when and where a sitting is, or makes the next one. Those who were asked to it are told where it had a day or has one now. */
export async function keepSitting(acting: Acting<'meetings:see'> & Acting<'meetings:arrange'>, { meeting: id, number, ...said }: KeepSitting): Promise<Outcome<null, 'not-there' | 'time-is-past' | 'day-too-far' | 'too-many-sittings'>> {
  const meeting = await toCome(acting, id)
  if (!meeting || number < 1 || number > meeting.sittings.length + 1) return { ok: false, why: 'not-there' }
  if (number > mostSittings) return { ok: false, why: 'too-many-sittings', values: { count: mostSittings } }
  const before = meeting.sittings.find((one) => one.number === number)
  const wrong = before?.startsAt === said.startsAt ? undefined : wrongTime(acting, said.startsAt)
  if (wrong) return wrong
  const row = { starts_at: said.startsAt, minutes: said.minutes, place: said.place, dial_in: said.dialIn, call_url: said.callUrl }
  await acting.db.insertInto('meeting_sitting').values({ family_id: acting.family, meeting_id: id, number, ...row }).onConflict((conflict) => conflict.columns(['family_id', 'meeting_id', 'number']).doUpdateSet(row)).execute()
  const told = said.startsAt !== null || before?.startsAt ? await askedToSitting(acting, id, number) : []
  if (before?.startsAt !== said.startsAt) await dayChanged(acting, meeting, number, said.startsAt)
  return { ok: true, value: null, event: happened('meeting-sitting-kept', id), notices: somethingNew(told) }
}

function wrongTime({ now, today }: Pick<Viewer, 'now' | 'today'>, startsAt: Instant | null): { ok: false; why: 'time-is-past' | 'day-too-far'; field: string } | undefined {
  if (startsAt === null) return undefined
  if (startsAt <= now) return { ok: false, why: 'time-is-past', field: 'day' }
  return dayAt(startsAt) > plusDays(today, mostDaysAhead) ? { ok: false, why: 'day-too-far', field: 'day' } : undefined
}

/** Sets the day of a sitting to one of the times that everybody was asked of. */
export async function setSittingTime(acting: Acting<'meetings:see'> & Acting<'meetings:arrange'>, { meeting: id, number, startsAt }: { readonly meeting: MeetingId; readonly number: number; readonly startsAt: Instant }): Promise<Outcome<null, 'not-there' | 'time-is-past' | 'day-too-far'>> {
  const meeting = await toCome(acting, id)
  const asked = await acting.db.selectFrom('meeting_time').select('starts_at').where('family_id', '=', acting.family).where('meeting_id', '=', id).where('sitting', '=', number).where('starts_at', '=', startsAt).executeTakeFirst()
  if (!meeting || !asked) return { ok: false, why: 'not-there' }
  const wrong = wrongTime(acting, startsAt)
  if (wrong) return wrong
  await acting.db.updateTable('meeting_sitting').set({ starts_at: startsAt }).where('family_id', '=', acting.family).where('meeting_id', '=', id).where('number', '=', number).execute()
  await dayChanged(acting, meeting, number, startsAt)
  return { ok: true, value: null, event: happened('meeting-sitting-kept', id), notices: somethingNew(await askedToSitting(acting, id, number)) }
}

/** A sitting has another day, or none: the meeting is called while one of its sittings has a day, and what is needed is to be arranged for that day. */
async function dayChanged(acting: Arranging, meeting: Meeting, number: number, startsAt: Instant | null): Promise<void> {
  const ofThis = { family_id: acting.family, meeting_id: meeting.id, sitting: number }
  await acting.db.insertInto('meeting_finding').values({ ...ofThis, shown: 0, asked_at: null, set_at: acting.now })
    .onConflict((conflict) => conflict.columns(['family_id', 'meeting_id', 'sitting']).doUpdateSet({ set_at: acting.now })).execute()
  const called = startsAt !== null || meeting.sittings.some((one) => one.number !== number && one.startsAt !== null)
  await acting.db.updateTable('meeting').set({ state: called ? 'called' : 'preparing', state_at: acting.now }).where('family_id', '=', acting.family).where('id', '=', meeting.id).execute()
  if (startsAt !== null) await keepGuestsUntil(acting, meeting.id, startsAt)
  if (startsAt !== null) await needsBefore(acting, meeting.id, startsAt, meeting.people.filter((one) => one.sitting === number).map((one) => one.member))
}

/** The accounts of those who were asked to one sitting of a meeting; never whoever acts. */
export async function askedToSitting(acting: Inside<Viewer>, meeting: MeetingId, number: number): Promise<PersonId[]> {
  const rows = await acting.db.selectFrom('meeting_person as p').innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 'p.family_id').onRef('m.id', '=', 'p.member_id')).select('m.person_id')
    .where('p.family_id', '=', acting.family).where('p.meeting_id', '=', meeting).where('p.sitting', '=', number).where('p.invited_at', 'is not', null).where('p.gone_at', 'is', null).where(isHere('m', acting.today)).execute()
  return rows.flatMap((row) => row.person_id ?? []).filter((one) => one !== acting.person)
}

/** Puts people in another sitting of a meeting, at any time. Nobody is told, and nobody else's page says it. Where its private time is open they wait at its door. */
export async function moveToSitting(acting: Acting<'meetings:see'> & Acting<'meetings:arrange'>, { meeting: id, people, number }: { readonly meeting: MeetingId; readonly people: readonly MemberId[]; readonly number: number }): Promise<Outcome<null, 'not-there'>> {
  const meeting = await toCome(acting, id)
  const sitting = meeting?.sittings.find((one) => one.number === number)
  if (!meeting || !sitting || people.length === 0 || !people.every((member) => meeting.people.some((one) => one.member === member))) return { ok: false, why: 'not-there' }
  const moved = meeting.people.filter((one) => people.includes(one.member) && one.sitting !== number).map((one) => one.member)
  if (moved.length > 0) {
    const room = { family: acting.family, meeting: id }
    await whoIsThereChanged(acting.db, room, moved)
    await letOut(acting.db, room, moved)
    await acting.db.updateTable('meeting_person').set({ sitting: number }).where('family_id', '=', acting.family).where('meeting_id', '=', id).where('member_id', 'in', moved).execute()
    await whoIsThereChanged(acting.db, room, moved)
  }
  if (sitting.startsAt !== null) await needsBefore(acting, id, sitting.startsAt, people)
  return { ok: true, value: null, event: happened('meeting-person-moved', id) }
}

/** What is needed is to be arranged anew for another day. */
async function needsBefore(acting: Acting<'meetings:see'>, meeting: MeetingId, startsAt: Instant, people: readonly MemberId[]): Promise<void> {
  if (people.length === 0) return
  const { holidays } = await settingsOf(acting.db)
  await acting.db.updateTable('meeting_need').set({ due_on: dueBefore(startsAt, acting.today, new Set(holidays)), arranged_at: null }).where('family_id', '=', acting.family).where('meeting_id', '=', meeting).where('member_id', 'in', [...people]).execute()
}

/** Whoever was invited to a meeting alone keeps their place until some days after it, where it would end before. */
async function keepGuestsUntil(acting: Acting<'meetings:see'>, meeting: MeetingId, startsAt: Instant): Promise<void> {
  const guests = await acting.db.selectFrom('meeting_guest').select('member_id').where('family_id', '=', acting.family).where('meeting_id', '=', meeting).execute()
  await keepGuests(acting, guests.map((one) => one.member_id), dayAt(startsAt))
}
