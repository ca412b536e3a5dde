/**
 * A day for a family meeting that everybody helps to find: whoever asked for it or gets it ready names some times for a sitting, each
 * says of each whether it suits them, and whoever gets it ready sets the day. Nobody reads another's answer, nor whether they have
 * answered, but whoever gets it ready, unless they let those of a sitting read each other's.
 */
import type { MeetingMark } from '#db/schema-meetings.ts'
import { isHere } from '#app/access/who-is-here.server.ts'
import type { Acting, Inside, May, TimesActing, Viewer } from '#app/access/viewer.server.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import type { MeetingId, MemberId } from '#app/values/ids.ts'
import { dayAt, plusDays, type Instant } from '#app/values/instant.ts'
import { timesAsked } from './finding-words.ts'
import { happened, somethingNew, type Meeting } from './meetings.server.ts'
import { askedToSitting, toCome } from './sittings.server.ts'

/** Days ahead that a time can be asked of. */
const mostDaysAhead = 180

export interface Answered { readonly member: MemberId; readonly name: string; readonly mark: MeetingMark }

export interface TimeAsked {
  readonly startsAt: Instant
  /** What the viewer, or the one whom the co-ordinator speaks for, has said. */
  readonly own: MeetingMark | null
  /** What each has said, for whoever may read it; null for anybody else. */
  readonly said: readonly Answered[] | null
}

export interface Finding {
  readonly sitting: number
  /** Everybody of the sitting is asked. */
  readonly asked: boolean
  /** Those of the sitting read each other's answers. */
  readonly shown: boolean
  /** It can still be said that they do: nobody has answered under the promise that they do not. */
  readonly canShow: boolean
  readonly times: readonly TimeAsked[]
  /** Who has not answered all that is asked, for whoever may read it; null for anybody else. */
  readonly silent: readonly { readonly member: MemberId; readonly name: string; readonly hasAccount: boolean }[] | null
}

/** How the day of each sitting is found that the viewer knows of: before everybody is asked, only whoever arranges it reads the times. What somebody without an account has said (`of`) is read by whoever gets the meeting ready. Three queries. */
export async function findingOf(viewer: May<'meetings:see'> | Acting<'meetings:see'>, meeting: Meeting, of: MemberId | null = viewer.member): Promise<Finding[]> {
  const { findings, times, marks } = await everythingOf(viewer, meeting.id)
  const coordinates = viewer.seat === 'coordinator'
  return meeting.sittings.map(({ number }) => {
    const finding = findings.find((one) => one.sitting === number)
    const shown = finding?.shown === 1
    const reads = coordinates || (shown && meeting.own === number)
    const asked = finding?.asked_at != null
    const there = meeting.people.filter((one) => one.sitting === number && one.invited)
    // What was answered in confidence, or to those of another sitting, is read by nobody here but who answered: moved among them, they are as silent as before.
    const read = coordinates ? marks : marks.filter((one) => one.member_id === viewer.member || one.read_in === number)
    const here = times.filter((one) => one.sitting === number && (asked || meeting.arranges)).map(({ starts_at: startsAt }): TimeAsked => {
      const said = there.flatMap(({ member, name }) => read.filter((one) => one.member_id === member && one.starts_at === startsAt).map(({ mark }) => ({ member, name, mark })))
      return { startsAt, own: of === viewer.member || coordinates ? (marks.find((one) => one.member_id === of && one.starts_at === startsAt)?.mark ?? null) : null, said: reads ? said : null }
    })
    const silent = there.filter(({ member }) => here.some(({ startsAt }) => !read.some((one) => one.member_id === member && one.starts_at === startsAt)))
    const canShow = coordinates && (shown || !there.some(({ member }) => marks.some((one) => one.member_id === member)))
    return { sitting: number, asked, shown, canShow, times: here, silent: reads && asked ? silent.map(({ member, name, hasAccount }) => ({ member, name, hasAccount })) : null }
  })
}

/** What is kept of finding a day, of times that are still to come. */
async function everythingOf(viewer: Pick<Viewer, 'db' | 'family' | 'now'> | Inside<Viewer>, meeting: MeetingId) {
  const findings = await viewer.db.selectFrom('meeting_finding').select(['sitting', 'shown', 'asked_at']).where('family_id', '=', viewer.family).where('meeting_id', '=', meeting).execute()
  const times = await viewer.db.selectFrom('meeting_time').select(['sitting', 'starts_at']).where('family_id', '=', viewer.family).where('meeting_id', '=', meeting).where('starts_at', '>', viewer.now).orderBy('starts_at').execute()
  const marks = await viewer.db.selectFrom('meeting_mark').select(['member_id', 'starts_at', 'mark', 'read_in']).where('family_id', '=', viewer.family).where('meeting_id', '=', meeting).execute()
  return { findings, times, marks }
}

/** A meeting that the viewer may arrange, with a sitting of it that they know of; undefined for any other. */
async function arranged(acting: Acting<'meetings:see'>, id: MeetingId, sitting: number): Promise<Meeting | undefined> {
  const meeting = await toCome(acting, id)
  return meeting?.arranges && meeting.sittings.some((one) => one.number === sitting) ? meeting : undefined
}

interface OneTime { readonly meeting: MeetingId; readonly sitting: number; readonly startsAt: Instant }

/** Adds a time that everybody of a sitting will be asked of. */
export async function addTime(acting: Acting<'meetings:see'>, { meeting: id, sitting, startsAt }: OneTime): Promise<Outcome<null, 'not-there' | 'time-is-past' | 'day-too-far' | 'too-many-times'>> {
  if (!(await arranged(acting, id, sitting))) return { ok: false, why: 'not-there' }
  if (startsAt <= acting.now) return { ok: false, why: 'time-is-past', field: 'day' }
  if (dayAt(startsAt) > plusDays(acting.today, mostDaysAhead)) return { ok: false, why: 'day-too-far', field: 'day' }
  const { times } = await everythingOf(acting, id)
  const before = times.filter((one) => one.sitting === sitting)
  if (before.length >= timesAsked.most && !before.some((one) => one.starts_at === startsAt)) return { ok: false, why: 'too-many-times', values: { count: timesAsked.most } }
  await acting.db.insertInto('meeting_time').values({ family_id: acting.family, meeting_id: id, sitting, starts_at: startsAt }).onConflict((conflict) => conflict.doNothing()).execute()
  return { ok: true, value: null, event: happened('meeting-times-changed', id) }
}

/** Takes out a time again, with what was said of it. */
export async function dropTime(acting: Acting<'meetings:see'>, { meeting: id, sitting, startsAt }: OneTime): Promise<Outcome<null, 'not-there'>> {
  const meeting = await arranged(acting, id, sitting)
  const gone = meeting && await acting.db.deleteFrom('meeting_time').where('family_id', '=', acting.family).where('meeting_id', '=', id).where('sitting', '=', sitting).where('starts_at', '=', startsAt).executeTakeFirst()
  if (!gone || gone.numDeletedRows !== 1n) return { ok: false, why: 'not-there' }
  await acting.db.deleteFrom('meeting_mark').where('family_id', '=', acting.family).where('meeting_id', '=', id).where('starts_at', '=', startsAt)
    .where('member_id', 'in', acting.db.selectFrom('meeting_person').select('member_id').where('family_id', '=', acting.family).where('meeting_id', '=', id).where('sitting', '=', sitting)).execute()
  return { ok: true, value: null, event: happened('meeting-times-changed', id) }
}

/** Asks everybody of a sitting which of its times suit them; those who were asked to the meeting are told. Asked again, they are told again. */
export async function askWhichSuit(acting: Acting<'meetings:see'>, { meeting: id, sitting }: { readonly meeting: MeetingId; readonly sitting: number }): Promise<Outcome<null, 'not-there' | 'too-few-times'>> {
  if (!(await arranged(acting, id, sitting))) return { ok: false, why: 'not-there' }
  const { times } = await everythingOf(acting, id)
  if (times.filter((one) => one.sitting === sitting).length < timesAsked.fewest) return { ok: false, why: 'too-few-times', values: { count: timesAsked.fewest } }
  await acting.db.insertInto('meeting_finding').values({ family_id: acting.family, meeting_id: id, sitting, shown: 0, asked_at: acting.now, set_at: null })
    .onConflict((conflict) => conflict.columns(['family_id', 'meeting_id', 'sitting']).doUpdateSet({ asked_at: acting.now })).execute()
  return { ok: true, value: null, event: happened('meeting-times-asked', id), notices: somethingNew(await askedToSitting(acting, id, sitting)) }
}

/** Whoever gets the meeting ready lets those of a sitting read each other's answers, or does not any more. Once somebody has answered who was told that nobody else reads it, nobody does. */
export async function showAnswers(acting: Acting<'meetings:see'> & Acting<'meetings:arrange'>, { meeting: id, sitting, shown }: { readonly meeting: MeetingId; readonly sitting: number; readonly shown: boolean }): Promise<Outcome<null, 'not-there' | 'answered-in-confidence'>> {
  const meeting = await arranged(acting, id, sitting)
  if (!meeting) return { ok: false, why: 'not-there' }
  if (shown && !(await findingOf(acting, meeting)).some((one) => one.sitting === sitting && one.canShow)) return { ok: false, why: 'answered-in-confidence' }
  const bit = shown ? (1 as const) : (0 as const)
  await acting.db.insertInto('meeting_finding').values({ family_id: acting.family, meeting_id: id, sitting, shown: bit, asked_at: null, set_at: null })
    .onConflict((conflict) => conflict.columns(['family_id', 'meeting_id', 'sitting']).doUpdateSet({ shown: bit })).execute()
  return { ok: true, value: null, event: happened('meeting-times-changed', id) }
}

export interface Marks {
  readonly meeting: MeetingId; readonly member: MemberId; readonly marks: readonly { readonly startsAt: Instant; readonly mark: MeetingMark }[]
  /** The page on which it was answered said that those who come with them read it; false where it said that they do not. */
  readonly openly?: boolean
}

/** Says which times suit: somebody for themselves, or whoever arranges the meeting for somebody without an account who told them. Said again, it stands instead. */
export async function markTimes(acting: Acting<'meetings:see'>, { meeting: id, member, marks, openly }: Marks): Promise<Outcome<null, 'not-there'>> {
  const meeting = await toCome(acting, id)
  const one = meeting?.people.find((other) => other.member === member && (other.member === acting.member || (meeting.arranges && !other.hasAccount)))
  return one ? mark(acting, { meeting: id, member, marks, openly, sitting: one.sitting }) : { ok: false, why: 'not-there' }
}

/** The same by the link of somebody without an account. */
export async function markByLink(acting: TimesActing, { marks, openly }: Pick<Marks, 'marks' | 'openly'>): Promise<Outcome<null, 'not-there'>> {
  const sitting = await sittingOfHolder(acting)
  return sitting === undefined ? { ok: false, why: 'not-there' } : mark(acting, { meeting: acting.meeting, member: acting.speaksFor, marks, openly, sitting })
}

async function mark(acting: Pick<TimesActing, 'db' | 'family' | 'now'>, { meeting, member, marks, openly = true, sitting }: Marks & { readonly sitting: number }): Promise<Outcome<null, 'not-there'>> {
  const asked = await acting.db.selectFrom('meeting_time as t').innerJoin('meeting_finding as f', (join) => join.onRef('f.family_id', '=', 't.family_id').onRef('f.meeting_id', '=', 't.meeting_id').onRef('f.sitting', '=', 't.sitting'))
    .select(['t.starts_at', 'f.shown']).where('t.family_id', '=', acting.family).where('t.meeting_id', '=', meeting).where('t.sitting', '=', sitting).where('f.asked_at', 'is not', null).where('t.starts_at', '>', acting.now).execute()
  // A time that was taken out meanwhile, or has passed, is left out; what is said of the others stands.
  const said = marks.filter((one) => asked.some((time) => time.starts_at === one.startsAt))
  if (said.length === 0) return { ok: false, why: 'not-there' }
  const read_in = openly && asked[0]!.shown === 1 ? sitting : null
  for (const { startsAt, mark: of } of said) {
    await acting.db.insertInto('meeting_mark').values({ family_id: acting.family, meeting_id: meeting, member_id: member, starts_at: startsAt, mark: of, at: acting.now, read_in })
      .onConflict((conflict) => conflict.columns(['family_id', 'meeting_id', 'member_id', 'starts_at']).doUpdateSet({ mark: of, at: acting.now, read_in })).execute()
  }
  return { ok: true, value: null, event: happened('meeting-times-marked', meeting) }
}

async function sittingOfHolder(holder: Pick<TimesActing, 'db' | 'family' | 'meeting' | 'speaksFor' | 'today'>): Promise<number | undefined> {
  const row = await holder.db.selectFrom('meeting_person as p').innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 'p.family_id').onRef('m.id', '=', 'p.member_id')).select('p.sitting')
    .where('p.family_id', '=', holder.family).where('p.meeting_id', '=', holder.meeting).where('p.member_id', '=', holder.speaksFor).where('p.gone_at', 'is', null).where(isHere('m', holder.today)).executeTakeFirst()
  return row?.sitting
}
