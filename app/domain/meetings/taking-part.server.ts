/**
 * How each takes part in a family meeting and what they need for it (#10, #14): each says it for themselves, and whoever asked for
 * the meeting or gets it ready says it for somebody without an account. What is needed is read by that person and by whoever gets
 * the meeting ready, as a list with a day for each; by nobody else, the lead professional included.
 */
import type { MeetingNeed, TakesPart } from '#db/schema-meetings.ts'
import { notYours } from '#app/access/not-yours.ts'
import type { Acting, Inside, May, Viewer } from '#app/access/viewer.server.ts'
import { dueBefore } from '#app/domain/appointments/arrangements.server.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import type { MeetingId, MemberId } from '#app/values/ids.ts'
import { workingDaysAfter, type Day } from '#app/values/instant.ts'
import { isToCome } from './answers.ts'
import { coordinating, happened, meetingOf, somethingNew, type Comes, type Meeting } from './meetings.server.ts'
import { meetingNeeds } from './taking-part.ts'

export interface NeedSaid {
  readonly need: MeetingNeed
  /** More of it in their own words, and the language of these. */
  readonly words: string | null; readonly lang: string | null
  /** Of an interpreter: for which language. */
  readonly interpreterLang: string | null
  /** By when it is seen to, and whether it is. */
  readonly dueOn: Day; readonly arranged: boolean; readonly arrangedWords: string | null; readonly arrangedLang: string | null
}

export interface Part {
  readonly meeting: Meeting; readonly member: MemberId; readonly name: string; readonly how: TakesPart | null
  /** It is the viewer's own. */
  readonly own: boolean
  readonly needs: readonly NeedSaid[]
}

/** What somebody of the meeting has said that they need, as far as the viewer may say it for them; undefined where they may not. Four queries. */
export async function partOf(viewer: May<'meetings:see'> | Acting<'meetings:see'>, { meeting: id, member }: { readonly meeting: MeetingId; readonly member: MemberId }): Promise<Part | undefined> {
  const meeting = await meetingOf(viewer, id)
  const one = meeting && whoSaysIt(viewer, meeting, member)
  if (!meeting || !one) return undefined
  const rows = await viewer.db.selectFrom('meeting_need').selectAll().where('family_id', '=', viewer.family).where('meeting_id', '=', id).where('member_id', '=', member).execute()
  // For somebody without an account whoever asked for the meeting reads what they said themselves, and nothing that was told the co-ordinator.
  const read = rows.filter((row) => member === viewer.member || viewer.seat === 'coordinator' || row.said_by === viewer.member)
  return { meeting, member, name: one.name, how: one.how, own: member === viewer.member, needs: inOrder(read) }
}

/** The one of a meeting for whom the viewer may say how they take part. */
function whoSaysIt(viewer: Pick<Viewer, 'member'>, meeting: Meeting, member: MemberId): Comes | undefined {
  if (!isToCome(meeting.state)) return undefined
  return meeting.people.find((one) => one.member === member && (member === viewer.member || (meeting.arranges && !one.hasAccount)))
}

type Row = { need: MeetingNeed; words: string | null; lang: string | null; interpreter_lang: string | null; due_on: Day; arranged_at: string | null; arranged_words: string | null; arranged_lang: string | null }

function inOrder(rows: readonly Row[]): NeedSaid[] {
  return meetingNeeds.flatMap((need) => rows.filter((row) => row.need === need)).map((row) => ({
    need: row.need, words: row.words, lang: row.lang, interpreterLang: row.interpreter_lang, dueOn: row.due_on, arranged: row.arranged_at !== null, arrangedWords: row.arranged_words, arrangedLang: row.arranged_lang,
  }))
}

export interface SayPart {
  readonly meeting: MeetingId; readonly member: MemberId; readonly how: TakesPart; readonly lang: string; readonly interpreterLang: string | null
  readonly needs: readonly { readonly need: MeetingNeed; readonly words: string | null }[]
}

/**
 * Says how somebody takes part and what they need; said again, it stands instead. What stays as it was keeps that it is arranged. Each
 * has a day: the last working day before they come together, or in `followUpDays` working days where that is not set.
 */
export async function sayPart(acting: Acting<'meetings:see'>, { meeting: id, member, how, lang, interpreterLang, needs }: SayPart): Promise<Outcome<null, never>> {
  const part = await partOf(acting, { meeting: id, member })
  if (!part || acting.member === null) throw notYours()
  await acting.db.updateTable('meeting_person').set({ how }).where('family_id', '=', acting.family).where('meeting_id', '=', id).where('member_id', '=', member).execute()
  const wanted = new Map(needs.map((one) => [one.need, { words: one.words, interpreterLang: one.need === 'interpreter' ? interpreterLang : null }]))
  const gone = part.needs.filter((one) => !same(wanted.get(one.need), one)).map((one) => one.need)
  if (gone.length > 0) await acting.db.deleteFrom('meeting_need').where('family_id', '=', acting.family).where('meeting_id', '=', id).where('member_id', '=', member).where('need', 'in', gone).execute()
  const more = [...wanted].filter(([need]) => gone.includes(need) || !part.needs.some((one) => one.need === need))
  if (more.length > 0) {
    const due_on = await dueFor(acting, part)
    await acting.db.insertInto('meeting_need').values(more.map(([need, one]) => ({
      family_id: acting.family, meeting_id: id, member_id: member, need, words: one.words, lang: one.words === null ? null : lang, interpreter_lang: one.interpreterLang, said_by: acting.member!, said_at: acting.now, due_on,
      arranged_at: null, arranged_words: null, arranged_lang: null,
      // What was told the co-ordinator for them already stands as it is.
    }))).onConflict((conflict) => conflict.columns(['family_id', 'meeting_id', 'member_id', 'need']).doNothing()).execute()
  }
  const told = gone.length + more.length > 0 ? await coordinating(acting) : []
  return { ok: true, value: null, event: happened('meeting-part-said', id), notices: somethingNew(told.filter((one) => one !== acting.person)) }
}

function same(wanted: { words: string | null; interpreterLang: string | null } | undefined, said: NeedSaid): boolean {
  return wanted !== undefined && wanted.words === said.words && wanted.interpreterLang === said.interpreterLang
}

async function dueFor(acting: Inside<Viewer>, { meeting, member }: Part): Promise<Day> {
  const { followUpDays, holidays } = await settingsOf(acting.db)
  const sitting = meeting.people.find((one) => one.member === member)?.sitting
  const startsAt = meeting.sittings.find((one) => one.number === sitting)?.startsAt
  return startsAt ? dueBefore(startsAt, acting.today, new Set(holidays)) : workingDaysAfter(acting.today, followUpDays, new Set(holidays))
}

export interface ToArrange extends NeedSaid { readonly member: MemberId; readonly name: string }

/** What is to be arranged for those who come, by its day, for whoever gets the meeting ready. One query. */
export async function toArrangeFor(viewer: May<'meetings:arrange'>, meeting: MeetingId): Promise<ToArrange[]> {
  const rows = await needsOf(viewer, meeting).selectAll('n').select('m.name').orderBy('n.due_on').orderBy('m.name').orderBy('n.member_id').orderBy('n.need').execute()
  return rows.map((row) => ({ ...inOrder([row])[0]!, member: row.member_id, name: row.name }))
}

/** The needs of those who are still of a meeting. */
function needsOf(viewer: Pick<Viewer, 'db' | 'family'> | Inside<Viewer>, meeting: MeetingId) {
  return viewer.db.selectFrom('meeting_need as n').innerJoin('meeting_person as p', (join) => join.onRef('p.family_id', '=', 'n.family_id').onRef('p.meeting_id', '=', 'n.meeting_id').onRef('p.member_id', '=', 'n.member_id'))
    .innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 'n.family_id').onRef('m.id', '=', 'n.member_id')).where('n.family_id', '=', viewer.family).where('n.meeting_id', '=', meeting).where('p.gone_at', 'is', null)
}

/** Whoever gets the meeting ready says that something is arranged and how, or that it is not after all. Whoever needs it is told. */
export async function sayNeedArranged(acting: Acting<'meetings:arrange'>, said: { readonly meeting: MeetingId; readonly member: MemberId; readonly need: MeetingNeed; readonly arranged: boolean; readonly words: string | null; readonly lang: string }): Promise<Outcome<null, 'not-there'>> {
  const row = await needsOf(acting, said.meeting).select('m.person_id').where('n.member_id', '=', said.member).where('n.need', '=', said.need).executeTakeFirst()
  if (!row) return { ok: false, why: 'not-there' }
  await acting.db.updateTable('meeting_need').set({ arranged_at: said.arranged ? acting.now : null, arranged_words: said.arranged ? said.words : null, arranged_lang: said.arranged && said.words !== null ? said.lang : null })
    .where('family_id', '=', acting.family).where('meeting_id', '=', said.meeting).where('member_id', '=', said.member).where('need', '=', said.need).execute()
  return { ok: true, value: null, event: happened('meeting-need-arranged', said.meeting), notices: somethingNew(row.person_id ? [row.person_id] : []) }
}
