/**
 * Information time (C4): each service writes in plain words, before the meeting, what is going well, what worries it, what help there
 * is, and what must be part of any plan and why. Whoever asked for the meeting reads it first and shows it to those who come: what a
 * service knows of one of the family is no relative's to read until the family chose so. People ask, and read the answers. A
 * translation by a person stands beside the original and says whose it is.
 */
import { sql } from 'kysely'
import type { Seat } from '#db/schema.ts'
import type { InformationPart } from '#db/schema-information.ts'
import type { Acting, Inside, May, Viewer } from '#app/access/viewer.server.ts'
import { isHere } from '#app/access/who-is-here.server.ts'
import { leadingNow } from '#app/domain/family/people.server.ts'
import { circleOfThese } from '#app/domain/sharing/circles.server.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import { newId, type MeetingId, type MemberId, type QuestionId } from '#app/values/ids.ts'
import { earliest, type Day, type Instant } from '#app/values/instant.ts'
import { isToCome } from './answers.ts'
import { informationParts, writeBy } from './information-parts.ts'
import { happened, meetingOf, somethingNew, type Looking, type Meeting } from './meetings.server.ts'
import { askedToSitting } from './sittings.server.ts'

/** Who can write for a meeting: those who help the family today, except whoever gets the meeting ready. */
const writes = ['lead', 'team'] as const satisfies readonly Seat[]

export interface InOtherWords { readonly lang: string; readonly words: string; /** Whose words these are. */ readonly by: string }
export interface Told { readonly part: InformationPart; readonly words: string; readonly lang: string; readonly others: readonly InOtherWords[] }
export interface Asked {
  readonly id: QuestionId; readonly words: string; readonly lang: string; readonly at: Instant
  /** Who asked; null for those who help: a question is not held against anybody. */
  readonly by: string | null
  /** `by`: who answered; null for a manager of the team, while nobody led. */
  readonly answer: { readonly words: string; readonly lang: string; readonly by: string | null } | null
}
export interface Informer {
  readonly member: MemberId; readonly name: string; readonly mine: boolean; readonly wroteAt: Instant | null
  /** They still help the family. */
  readonly here: boolean
  /** The viewer answers what they are asked: it is them; or they have left, and the viewer leads. */
  readonly answers: boolean
  /** The sittings that read it. */
  readonly shownTo: readonly number[]
  readonly told: readonly Told[]
  readonly questions: readonly Asked[]
}

export interface Information {
  readonly meeting: Meeting
  /** Those who were asked to write, as far as the viewer may read: all for whoever arranges the meeting or leads, one's own for others who help, what was shown for those who come. */
  readonly informers: readonly Informer[]
  /** Those who help and were not asked yet; empty for whoever may not ask them. */
  readonly toAsk: readonly { readonly member: MemberId; readonly name: string }[]
  readonly mayShow: boolean
  /** By when it is written, so that there is time to read; null while the meeting has no day. */
  readonly writeBy: Day | null
}

/** All that was told for a meeting, as the viewer may read it; undefined where the meeting is not theirs. At most five queries. */
export async function informationOf(viewer: Looking, id: MeetingId): Promise<Information | undefined> {
  const meeting = await meetingOf(viewer, id)
  if (!meeting) return undefined
  const readsAll = meeting.arranges || viewer.seat === 'lead'
  // One row for each sitting that somebody's words are shown to.
  const rows = await helpers(viewer, id).leftJoin('meeting_information_shown as s', (join) => join.onRef('s.family_id', '=', 'm.family_id').onRef('s.member_id', '=', 'm.id').on('s.meeting_id', '=', id)).select('s.sitting as shown_to').orderBy('s.sitting').execute()
  const people = rows.filter((one, at) => rows.findIndex((other) => other.id === one.id) === at)
  const shownTo = (member: MemberId) => rows.flatMap((one) => (one.id === member && one.shown_to !== null ? [one.shown_to] : []))
  const read = people.filter((one) => one.asked !== null && (one.id === viewer.member || readsAll || (meeting.own !== null && shownTo(one.id).includes(meeting.own))))
  const of = { viewer, id, members: read.map((one) => one.id), own: meeting.own }
  const [words, questions] = read.length === 0 ? [[], []] : [await wordsOf(of), await questionsTo(of)]
  return {
    meeting, mayShow: meeting.arranges, writeBy: byFirst(meeting.sittings.map((one) => one.startsAt)),
    toAsk: readsAll ? people.filter((one) => one.asked === null).map((one) => ({ member: one.id, name: one.name })) : [],
    informers: read.map((one) => ({
      member: one.id, name: one.name, mine: one.id === viewer.member, wroteAt: one.wrote_at, here: one.here === 1, answers: one.id === viewer.member || (viewer.seat === 'lead' && one.here !== 1), shownTo: shownTo(one.id), told: toldBy(words.filter((row) => row.member_id === one.id)),
      questions: questions.filter((row) => row.member_id === one.id).map((row): Asked => ({
        id: row.id, words: row.words, lang: row.lang, at: row.at, by: meeting.own === null ? null : row.name, answer: row.answer === null ? null : { words: row.answer, lang: row.answer_lang!, by: row.answerer },
      })),
    })),
  }
}

function byFirst(all: readonly (Instant | null)[]): Day | null {
  const first = earliest(all)
  return first === undefined ? null : writeBy(first)
}

type Of = { readonly viewer: Looking; readonly id: MeetingId; /** Whose words the viewer may read. */ readonly members: readonly MemberId[]; /** The viewer's own sitting. */ readonly own: number | null }

/** What these people wrote, part by part, a row for each translation of it. */
function wordsOf({ viewer, id, members }: Of) {
  return viewer.db.selectFrom('meeting_information as w')
    .leftJoin('meeting_information_in as o', (join) => join.onRef('o.family_id', '=', 'w.family_id').onRef('o.meeting_id', '=', 'w.meeting_id').onRef('o.member_id', '=', 'w.member_id').onRef('o.part', '=', 'w.part'))
    .select(['w.member_id', 'w.part', 'w.words', 'w.lang', 'o.lang as other_lang', 'o.words as other_words', 'o.by_name']).where('w.family_id', '=', viewer.family).where('w.meeting_id', '=', id).where('w.member_id', 'in', [...members]).orderBy('o.lang').execute()
}

function toldBy(rows: Awaited<ReturnType<typeof wordsOf>>): Told[] {
  return informationParts.flatMap((part) => {
    const ofPart = rows.filter((row) => row.part === part)
    const [first] = ofPart
    return first ? [{ part, words: first.words, lang: first.lang, others: ofPart.flatMap(({ other_lang: lang, other_words: words, by_name: by }) => (lang === null || words === null || by === null ? [] : [{ lang, words, by }])) }] : []
  })
}

/** What was asked of these people: by those of the viewer's own sitting, or by all for whoever helps. */
function questionsTo({ viewer, id, members, own }: Of) {
  return viewer.db.selectFrom('meeting_question as q').innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 'q.family_id').onRef('m.id', '=', 'q.asked_by'))
    .leftJoin('member as a', (join) => join.onRef('a.family_id', '=', 'q.family_id').onRef('a.id', '=', 'q.answered_by')).selectAll('q').select(['m.name', 'a.name as answerer']).where('q.family_id', '=', viewer.family).where('q.meeting_id', '=', id).where('q.member_id', 'in', [...members]).$if(own !== null, (query) => query.where('q.sitting', '=', own!)).orderBy('q.at').orderBy('q.id').execute()
}

/** 1 for the rows of `m` of whoever is here. */
const isHereToday = (today: Day) => sql<number>`case when ${isHere('m', today)} then 1 else 0 end`.as('here')

/** Those who help today and can write, each with whether they were asked to; somebody who wrote and has gone stands too. */
function helpers(viewer: Looking, id: MeetingId) {
  return viewer.db.selectFrom('member as m').leftJoin('meeting_informer as i', (join) => join.onRef('i.family_id', '=', 'm.family_id').onRef('i.member_id', '=', 'm.id').on('i.meeting_id', '=', id))
    .select(['m.id', 'm.name', 'm.person_id', 'i.asked_at as asked', 'i.wrote_at', isHereToday(viewer.today)]).where('m.family_id', '=', viewer.family).where('m.seat', 'in', [...writes]).where('m.covers', 'is', null).where('m.stands_in', '=', 0)
    .where((eb) => eb.or([eb('i.wrote_at', 'is not', null), isHere('m', viewer.today)])).orderBy('m.made_at').orderBy('m.id')
}

/** Whoever asked for a meeting, gets it ready or leads asks some who help to write for it; asked again, nothing changes. */
export async function askToInform(acting: Acting<'meetings:see'>, { meeting: id, members }: { readonly meeting: MeetingId; readonly members: readonly MemberId[] }): Promise<Outcome<null, 'not-there' | 'somebody-is-not-here'>> {
  const meeting = await meetingOf(acting, id)
  if (!isOpen(meeting) || !(meeting.arranges || acting.seat === 'lead')) return { ok: false, why: 'not-there' }
  const people = (await helpers(acting, id).execute()).filter((one) => members.includes(one.id))
  if (people.length !== new Set(members).size) return { ok: false, why: 'somebody-is-not-here', field: 'members' }
  const fresh = people.filter((one) => one.asked === null)
  for (const { id: member_id } of fresh) await acting.db.insertInto('meeting_informer').values({ family_id: acting.family, meeting_id: id, member_id, asked_by: acting.member!, asked_at: acting.now, wrote_at: null, late_for: null }).execute()
  return { ok: true, value: null, event: happened('meeting-informing-asked', id), notices: somethingNew(fresh.map((one) => one.person_id)) }
}

function isOpen(meeting: Meeting | undefined): meeting is Meeting {
  return meeting !== undefined && isToCome(meeting.state)
}

export interface NewInformation { readonly meeting: MeetingId; readonly parts: Readonly<Record<InformationPart, string | null>>; readonly lang: string }

/** Whoever was asked writes, or writes anew, until the meeting has been held; a part that they change loses its translations. Whoever asked for the meeting is told. */
export async function writeInformation(acting: Acting<'meetings:inform'>, { meeting: id, parts, lang }: NewInformation): Promise<Outcome<null, 'not-there' | 'nothing-written'>> {
  const meeting = await meetingOf(acting, id)
  if (!isOpen(meeting) || !(await isAsked(acting, id))) return { ok: false, why: 'not-there' }
  if (informationParts.every((part) => parts[part] === null)) return { ok: false, why: 'nothing-written', field: 'well' }
  const key = { family_id: acting.family, meeting_id: id, member_id: acting.member! }
  const before = await acting.db.selectFrom('meeting_information').select(['part', 'words']).where('family_id', '=', acting.family).where('meeting_id', '=', id).where('member_id', '=', acting.member!).execute()
  for (const part of informationParts) {
    if (before.find((row) => row.part === part)?.words === parts[part]) continue
    for (const table of ['meeting_information_in', 'meeting_information'] as const) await acting.db.deleteFrom(table).where('family_id', '=', acting.family).where('meeting_id', '=', id).where('member_id', '=', acting.member!).where('part', '=', part).execute()
    if (parts[part] !== null) await acting.db.insertInto('meeting_information').values({ ...key, part, words: parts[part], lang, at: acting.now }).execute()
  }
  await acting.db.updateTable('meeting_informer').set({ wrote_at: acting.now }).where('family_id', '=', acting.family).where('meeting_id', '=', id).where('member_id', '=', acting.member!).execute()
  const asker = await acting.db.selectFrom('meeting as g').innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 'g.family_id').onRef('m.id', '=', 'g.asked_by')).select('m.person_id').where('g.family_id', '=', acting.family).where('g.id', '=', id).where(isHere('m', acting.today)).executeTakeFirst()
  return { ok: true, value: null, event: happened('meeting-information-written', id), notices: somethingNew([asker?.person_id ?? null]) }
}

async function isAsked(acting: Pick<Inside<Viewer>, 'db' | 'family' | 'member'>, id: MeetingId): Promise<boolean> {
  const row = await acting.db.selectFrom('meeting_informer').select('member_id').where('family_id', '=', acting.family).where('meeting_id', '=', id).where('member_id', '=', acting.member!).executeTakeFirst()
  return row !== undefined
}

/**
 * What a service wrote is shown: by whoever asked for the meeting to their own sitting; by the co-ordinator to another one, once
 * it was shown to the first: whose words are read by others is the family's to say.
 */
export async function showInformation(acting: Acting<'meetings:see'>, { meeting: id, member, sitting }: { readonly meeting: MeetingId; readonly member: MemberId; readonly sitting: number }): Promise<Outcome<null, 'not-there' | 'not-shown-yet'>> {
  const all = await informationOf(acting, id)
  const informer = all?.informers.find((one) => one.member === member)
  if (!all?.mayShow || !informer || informer.told.length === 0 || !all.meeting.sittings.some((one) => one.number === sitting)) return { ok: false, why: 'not-there' }
  if (acting.seat === 'coordinator' && informer.shownTo.length === 0) return { ok: false, why: 'not-shown-yet' }
  await acting.db.insertInto('meeting_information_shown').values({ family_id: acting.family, meeting_id: id, member_id: member, sitting, by_member: acting.member!, at: acting.now }).onConflict((conflict) => conflict.doNothing()).execute()
  return { ok: true, value: null, event: happened('meeting-information-shown', id), notices: somethingNew(await askedToSitting(acting, id, sitting)) }
}

/** Whoever comes asks a question about what they were shown; whoever wrote it is told. They read no name. Nobody asks somebody who has left. */
export async function askInformer(acting: Acting<'meetings:attend'>, { meeting: id, member, words, lang }: { readonly meeting: MeetingId; readonly member: MemberId; readonly words: string; readonly lang: string }): Promise<Outcome<null, 'not-there' | 'writer-left'>> {
  const all = await informationOf(acting, id)
  const informer = all?.informers.find((one) => one.member === member && one.told.length > 0)
  if (!all || all.meeting.own === null || !isOpen(all.meeting) || !informer) return { ok: false, why: 'not-there' }
  if (!informer.here) return { ok: false, why: 'writer-left' }
  await acting.db.insertInto('meeting_question').values({ family_id: acting.family, meeting_id: id, id: newId<QuestionId>(), member_id: member, sitting: all.meeting.own, asked_by: acting.member!, words, lang, at: acting.now, answer: null, answer_lang: null, answered_at: null, answered_by: null, passed_on_at: null }).execute()
  const to = await acting.db.selectFrom('member').select('person_id').where('family_id', '=', acting.family).where('id', '=', member).executeTakeFirstOrThrow()
  return { ok: true, value: null, event: happened('meeting-question-asked', id), notices: somethingNew([to.person_id]) }
}

/** Whoever wrote answers a question to them, or whoever leads where they have left, or a manager of the team where nobody does; said again, it stands instead. Whoever asked is told. */
export async function answerAsInformer(acting: Acting<'meetings:inform'>, { question, words, lang }: { readonly question: QuestionId; readonly words: string; readonly lang: string }): Promise<Outcome<null, 'not-there'>> {
  const row = await acting.db.selectFrom('meeting_question as q').innerJoin('member as a', (join) => join.onRef('a.family_id', '=', 'q.family_id').onRef('a.id', '=', 'q.asked_by')).innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 'q.family_id').onRef('m.id', '=', 'q.member_id'))
    .select(['q.meeting_id', 'q.member_id', 'a.person_id', isHereToday(acting.today)]).where('q.family_id', '=', acting.family).where('q.id', '=', question).executeTakeFirst()
  if (!row || !(row.member_id === acting.member || (row.here !== 1 && (acting.seat === 'lead' || (await nobodyLeads(acting)))))) return { ok: false, why: 'not-there' }
  await acting.db.updateTable('meeting_question').set({ answer: words, answer_lang: lang, answered_at: acting.now, answered_by: acting.member }).where('family_id', '=', acting.family).where('id', '=', question).execute()
  return { ok: true, value: null, event: happened('meeting-question-answered', row.meeting_id), notices: somethingNew([row.person_id]) }
}

/** Whether the viewer sees to what is asked of whoever has left as a manager of the team: nobody leads the family today. */
async function nobodyLeads(viewer: May<'meetings:inform'> | Acting<'meetings:inform'>): Promise<boolean> {
  return viewer.seat === 'work' && (await leadingNow(viewer)).length === 0
}

export interface LeftQuestion { readonly id: QuestionId; /** Whom it was to. */ readonly to: string; readonly words: string; readonly lang: string }

/** What waits, of meetings to come, for somebody who has left, for a manager of a team while nobody leads the family: the words, and neither who asked nor what else was told. The oldest first; two queries. */
export async function questionsLeft(viewer: May<'meetings:inform'> | Acting<'meetings:inform'>): Promise<LeftQuestion[]> {
  return (await nobodyLeads(viewer)) ? (await leftIn(viewer).select(['q.id', 'm.name as to', 'q.words', 'q.lang']).execute()) : []
}

function leftIn(viewer: May<'meetings:inform'> | Acting<'meetings:inform'>) {
  return viewer.db.selectFrom('meeting_question as q').innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 'q.family_id').onRef('m.id', '=', 'q.member_id')).innerJoin('meeting as g', (join) => join.onRef('g.family_id', '=', 'q.family_id').onRef('g.id', '=', 'q.meeting_id'))
    .where('q.family_id', '=', viewer.family).where('q.answered_at', 'is', null).where('g.state', 'in', ['preparing', 'called']).where((eb) => eb.not(isHere('m', viewer.today) as never)).orderBy('q.at').orderBy('q.id')
}

/** Writes that a manager read a question that waits: those of the sitting in which it was asked read it, and whoever leads then. */
export async function noteQuestionLook(acting: Acting<'meetings:inform'>, { question }: { readonly question: QuestionId }): Promise<Outcome<null, 'not-there'>> {
  const row = (await nobodyLeads(acting)) ? await leftIn(acting).select(['q.meeting_id', 'q.sitting', 'q.asked_by']).where('q.id', '=', question).executeTakeFirst() : undefined
  if (!row) return { ok: false, why: 'not-there' }
  const sits = await acting.db.selectFrom('meeting_person').select('member_id').where('family_id', '=', acting.family).where('meeting_id', '=', row.meeting_id).where('sitting', '=', row.sitting).where('invited_at', 'is not', null).where('gone_at', 'is', null).execute()
  return { ok: true, value: null, event: { kind: 'page-looked-at', data: { page: 'other', because: 'question-to-answer', lang: null }, circle: await circleOfThese(acting, row.asked_by, sits.map((one) => one.member_id)) } }
}

export interface NewTranslation { readonly meeting: MeetingId; readonly member: MemberId; readonly part: InformationPart; readonly lang: string; readonly words: string; readonly by: string }

/** Whoever wrote, or whoever arranges the meeting, puts a person's translation beside the words; again in that language, it stands instead. */
export async function translateInformation(acting: Acting<'meetings:see'>, { meeting: id, member, part, lang, words, by }: NewTranslation): Promise<Outcome<null, 'not-there' | 'same-language'>> {
  const all = await informationOf(acting, id)
  const original = all?.informers.find((one) => one.member === member && (one.mine || all.meeting.arranges))?.told.find((one) => one.part === part)
  if (!original) return { ok: false, why: 'not-there' }
  if (original.lang === lang) return { ok: false, why: 'same-language', field: 'language' }
  const said = { words, by_name: by, said_by: acting.member!, at: acting.now }
  await acting.db.insertInto('meeting_information_in').values({ family_id: acting.family, meeting_id: id, member_id: member, part, lang, ...said })
    .onConflict((conflict) => conflict.columns(['family_id', 'meeting_id', 'member_id', 'part', 'lang']).doUpdateSet(said)).execute()
  return { ok: true, value: null, event: happened('meeting-information-translated', id) }
}
