/**
 * The dates that matter to a family, said once: feasts of a faith, school holidays, days and times of their own (TF ¶3.7; #14).
 * Whoever chooses a time on one of them is warned, as far as they see it, and may choose it all the same. For whoever helps it
 * is of the plan: it takes that agreement.
 */
import type { Schema } from '#db/schema.ts'
import { notYours } from '#app/access/not-yours.ts'
import { seatsOfTheFamily } from '#app/access/powers.ts'
import { visibleTo } from '#app/access/visible-to.server.ts'
import type { Acting, Inside, Viewer } from '#app/access/viewer.server.ts'
import { settingsOf, type Settings } from '#app/domain/area/settings.server.ts'
import { circleAnswered, setAbout, type CircleRefused, type WhoSees } from '#app/domain/sharing/circles.server.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import type { Feast } from '#app/values/feasts.ts'
import { newId, type FamilyDateId, type MemberId } from '#app/values/ids.ts'
import { dayAt, plusDays, type Day, type Instant } from '#app/values/instant.ts'
import { fallOn, feastSpan, shabbatsIn, spansOfSchool, touches, weeklyIn, wholeDays, yearlyIn, type DaySpan, type Matter } from './dates.ts'

export type NewDate =
  | { readonly what: 'feasts'; readonly feasts: readonly Feast[] }
  | { readonly what: 'school' }
  | { readonly what: 'once' | 'yearly'; readonly words: string; readonly from: Day; readonly until: Day }
  | { readonly what: 'weekly'; readonly words: string; readonly weekday: number; readonly from: string; readonly until: string }

export interface NewDates {
  readonly date: NewDate
  readonly about: readonly MemberId[]
  readonly whoSees: WhoSees
  /** The language of what was written. */
  readonly lang: string
}

/** How many dates one person may keep for a family, and how many days one of them may last. */
const most = { dates: 40, days: 100 }

type DateRefused = CircleRefused | 'date-there-already' | 'too-many-dates' | 'ends-before-it-begins' | 'day-is-past' | 'too-many-days'

/** Keeps a date that matters, or some feasts at once. One of the family says it: of what is dear to others nobody who helps decides. */
export async function keepDate(acting: Acting<'appointments:book'>, said: NewDates): Promise<Outcome<null, DateRefused>> {
  if (acting.member === null || !seatsOfTheFamily.has(acting.seat as never)) throw notYours()
  const { date } = said
  const wrong = whatIsWrong(date, acting.today)
  if (wrong) return wrong
  const rows = await acting.db.selectFrom('family_date').select(['what', 'feast']).where('family_id', '=', acting.family).where('said_by', '=', acting.member).execute()
  const known = (what: string, feast: Feast | null) => rows.some((row) => row.what === what && row.feast === feast)
  const fresh = date.what !== 'feasts' ? [null] : date.feasts.filter((feast) => !known('feast', feast))
  if (fresh.length === 0 || (date.what === 'school' && known('school', null))) return { ok: false, why: 'date-there-already', field: date.what === 'feasts' ? 'feasts' : 'what' }
  if (rows.length + fresh.length > most.dates) return { ok: false, why: 'too-many-dates', field: 'what', values: { count: most.dates } }
  const made = await circleAnswered(acting, said.whoSees)
  if (!made.ok) return { ...made, field: 'who-sees' }
  for (const feast of fresh) {
    const id = newId<FamilyDateId>()
    await acting.db.insertInto('family_date').values({ family_id: acting.family, id, circle_id: made.circle, said_by: acting.member, said_at: acting.now, ...rowOf(date, feast, said.lang) }).execute()
    if (!(await setAbout(acting, id, said.about))) return { ok: false, why: 'somebody-is-not-here', field: 'about' }
  }
  return { ok: true, value: null, event: { kind: 'date-kept', data: { what: date.what }, circle: made.circle } }
}

function whatIsWrong(date: NewDate, today: Day) {
  if (date.what === 'weekly') return date.until <= date.from ? { ok: false, why: 'ends-before-it-begins', field: 'until-time' } as const : null
  if (date.what !== 'once' && date.what !== 'yearly') return null
  if (date.until < date.from) return { ok: false, why: 'ends-before-it-begins', field: 'until' } as const
  if (date.until > plusDays(date.from, most.days)) return { ok: false, why: 'too-many-days', field: 'until', values: { days: most.days } } as const
  return date.what === 'once' && date.until < today ? { ok: false, why: 'day-is-past', field: 'from' } as const : null
}

function rowOf(date: NewDate, feast: Feast | null, lang: string): Omit<Schema['family_date'], 'family_id' | 'id' | 'circle_id' | 'said_by' | 'said_at'> {
  const none = { feast, words: null, lang: null, from_on: null, until_on: null, weekday: null, from_time: null, until_time: null }
  if (date.what === 'feasts') return { ...none, what: 'feast' }
  if (date.what === 'school') return { ...none, what: 'school' }
  if (date.what === 'weekly') return { ...none, what: 'weekly', words: date.words, lang, weekday: date.weekday, from_time: date.from, until_time: date.until }
  return { ...none, what: date.what, words: date.words, lang, from_on: date.from, until_on: date.until }
}

/** Takes a date out: whoever said it, or a grown-up of the family who sees it. */
export async function dropDate(acting: Acting<'appointments:book'>, { id }: { readonly id: FamilyDateId }): Promise<Outcome<null, never>> {
  const row = await acting.db.selectFrom('family_date as d').select(['d.said_by', 'd.circle_id']).where('d.id', '=', id).where(visibleTo(acting, 'review', 'd')).executeTakeFirst()
  if (!row || (row.said_by !== acting.member && !isGrownUp(acting))) throw notYours()
  await acting.db.deleteFrom('about').where('family_id', '=', acting.family).where('thing_id', '=', id).execute()
  await acting.db.deleteFrom('family_date').where('family_id', '=', acting.family).where('id', '=', id).execute()
  return { ok: true, value: null, event: { kind: 'date-dropped', data: {}, circle: row.circle_id } }
}

const isGrownUp = (viewer: Pick<Viewer, 'seat'>) => viewer.seat === 'parent' || viewer.seat === 'kin-carer'

export interface FamilyDate {
  readonly id: FamilyDateId
  readonly what: Schema['family_date']['what']
  readonly feast: Feast | null
  readonly words: string | null
  readonly lang: string | null
  readonly weekly: { readonly weekday: number; readonly from: string; readonly until: string } | null
  readonly about: readonly MemberId[]
  /** When it comes next, or is now; null where nobody knows. */
  readonly next: Matter | null
  readonly mayDrop: boolean
  /** The viewer said it, and changes who sees it. */
  readonly mine: boolean
}

/** Days ahead in which the next one is looked for: a feast of the moon may be twice in a year, or once in thirteen months. */
const daysAhead = 420

/** The dates of a family that the viewer sees, by what comes next; what is over for good is not there. Three queries. */
export async function datesOf(viewer: Viewer): Promise<FamilyDate[]> {
  const span = { from: viewer.today, until: plusDays(viewer.today, daysAhead) }
  const [rows, settings] = [await rowsIn(viewer, span), await settingsOf(viewer.db)]
  const about = rows.length === 0 ? [] : await viewer.db.selectFrom('about').select(['thing_id', 'member_id']).where('family_id', '=', viewer.family).where('thing_id', 'in', rows.map((row) => row.id)).orderBy('member_id').execute()
  const matters = mattersOf(rows, span, settings).sort((a, b) => (a.from < b.from ? -1 : 1))
  return [...new Map(rows.map((row) => [row.id, row])).values()].map((row): FamilyDate => ({
    id: row.id, what: row.what, feast: row.feast, words: row.words, lang: row.lang, weekly: row.what === 'weekly' ? { weekday: row.weekday!, from: row.from_time!, until: row.until_time! } : null,
    about: about.filter((one) => one.thing_id === row.id).map((one) => one.member_id), next: matters.find((one) => one.id === row.id && one.until > viewer.now) ?? null,
    mayDrop: seatsOfTheFamily.has(viewer.seat as never) && (row.said_by === viewer.member || isGrownUp(viewer)), mine: row.said_by === viewer.member,
  })).filter((one) => one.what !== 'once' || one.next !== null).sort((a, b) => ((a.next?.from ?? '~') < (b.next?.from ?? '~') ? -1 : 1))
}

/** The dates that matter in some days, as the viewer sees them, in order. One query. */
export async function mattersIn(viewer: Viewer | Inside<Viewer>, span: DaySpan, settings: Pick<Settings, 'schoolHolidays'>): Promise<Matter[]> {
  return mattersOf(await rowsIn(viewer, span), span, settings).sort((a, b) => (a.from < b.from ? -1 : 1))
}

/** Those on which a time falls, as the viewer sees them. One query. */
export async function mattersAt(viewer: Viewer | Inside<Viewer>, time: { readonly startsAt: Instant; readonly endsAt: Instant }, settings: Pick<Settings, 'schoolHolidays'>): Promise<Matter[]> {
  const on = dayAt(time.startsAt)
  return fallOn(await mattersIn(viewer, { from: on, until: dayAt(time.endsAt) }, settings), time)
}

type Row = Awaited<ReturnType<typeof rowsIn>>[number]

/** The dates that the viewer sees; one of a feast once for each time that it is near the span, and once where it is not. */
async function rowsIn(viewer: Viewer | Inside<Viewer>, span: DaySpan) {
  return viewer.db.selectFrom('family_date as d')
    .leftJoin('feast_day as f', (join) => join.onRef('f.feast', '=', 'd.feast').on('f.from_on', '<=', plusDays(span.until, 1)).on('f.until_on', '>=', span.from))
    .selectAll('d').select(['f.from_on as feast_from', 'f.until_on as feast_until']).where(visibleTo(viewer, 'review', 'd')).orderBy('d.said_at').orderBy('d.id').orderBy('f.from_on').limit(400).execute()
}

function mattersOf(rows: readonly Row[], span: DaySpan, { schoolHolidays }: Pick<Settings, 'schoolHolidays'>): Matter[] {
  return rows.flatMap((row) => {
    const base = { id: row.id, what: row.what === 'feast' || row.what === 'school' ? row.what : 'own' as const, feast: row.feast, words: row.words, lang: row.lang }
    return spansOf(row, span, schoolHolidays).map((one) => ({ ...base, ...one }))
  })
}

function spansOf(row: Row, span: DaySpan, schoolHolidays: readonly string[]): Pick<Matter, 'from' | 'until' | 'wholeDays'>[] {
  switch (row.what) {
    case 'feast':
      if (row.feast === 'shabbat') return shabbatsIn(span).map((one) => feastSpan('shabbat', one))
      return row.feast_from === null ? [] : [feastSpan(row.feast!, { from: row.feast_from, until: row.feast_until! })]
    case 'school':
      return spansOfSchool(schoolHolidays).filter((one) => touches(one, span)).map(wholeDays)
    case 'weekly':
      return weeklyIn({ weekday: row.weekday!, from: row.from_time!, until: row.until_time! }, span)
    case 'yearly':
      return yearlyIn({ from: row.from_on!, until: row.until_on! }, span).map(wholeDays)
    case 'once':
      return touches({ from: row.from_on!, until: row.until_on! }, span) ? [wholeDays({ from: row.from_on!, until: row.until_on! })] : []
  }
}
