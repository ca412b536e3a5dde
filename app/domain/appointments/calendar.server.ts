/**
 * Somebody's own calendar: an address that a phone asks every hour, and one appointment as a file. Whoever holds the address
 * reads what it holds without signing in, so it is 256 bits, kept as a hash, shown for ten minutes to whoever made it with
 * their password, and neutral unless they want more.
 */
import { sql, type Expression, type SqlBool } from 'kysely'
import type { Mode, Schema } from '#db/schema.ts'
import { keyedHash, plainHash } from '#app/access/keyed-hash.server.ts'
import { seatsThatHelp } from '#app/access/powers.ts'
import { counted, networkOf, takeAll } from '#app/access/throttle.server.ts'
import { lookerOfRow, visibleTo } from '#app/access/visible-to.server.ts'
import { must, myselfFor, viewersOf, type May, type Myself, type OwnActing, type OwnMay, type Viewer } from '#app/access/viewer.server.ts'
import { addressOf } from '#app/domain/account/links.server.ts'
import { provenNow } from '#app/domain/account/locks.server.ts'
import { act, type FormUse, type Outcome } from '#app/events/transact.server.ts'
import type { Lang } from '#app/i18n/lang.ts'
import { isLang } from '#app/i18n/lang.ts'
import { wordsFor } from '#app/i18n/words.server.ts'
import { newId, type AppointmentId, type PersonId } from '#app/values/ids.ts'
import { dayAt, now, plusMinutes, type Day, type Instant } from '#app/values/instant.ts'
import { database } from '#db/connect.ts'
import { calendarFile, type CalendarEntry } from './calendar-file.ts'
import { alsoNamed, isWorkOf, listed } from './together.server.ts'
import { placedModes } from './words.ts'

/** Minutes for which the address is shown after it was made. */
export const shownMinutes = 10
/** Days for which what is past, or was cancelled, stays in the file: by then every calendar has asked for it. */
const staysDays = 28

/** What somebody's calendar may show. */
export interface CalendarWish {
  /** Titles say how and with whom, and where. */
  readonly detail: boolean
  /** What is kept to a few people is in it too. */
  readonly kept: boolean
}

/** Somebody's own calendar. `address` is there for the first ten minutes. */
export interface OwnCalendar extends CalendarWish {
  readonly madeAt: Instant
  readonly readOn: Day | null
  readonly address: string | null
}

/** HMAC by the house's secret key: the database alone cannot make it, and keeps a hash of it. */
function tokenOf(feed: string): string {
  return keyedHash('calendar', feed)
}

/** The reader's calendar; undefined where they have none. One query. */
export async function ownCalendar(me: OwnMay<'account:keep'>): Promise<OwnCalendar | undefined> {
  const row = await me.db.selectFrom('calendar_feed').selectAll().where('person_id', '=', me.person).executeTakeFirst()
  return row && {
    detail: row.detail === 1, kept: row.kept === 1, madeAt: row.made_at, readOn: row.read_on,
    address: plusMinutes(row.made_at, shownMinutes) > me.now ? addressOf(`/calendar/${tokenOf(row.id)}.ics`) : null,
  }
}

/** Makes somebody's calendar, in place of the one before, when they know their password: whoever holds their phone for a minute would else read along for ever. */
export async function makeCalendar(request: Request, me: Myself, asked: { readonly password: string; readonly wish: CalendarWish }, once: FormUse) {
  const proven = await provenNow(request, me, asked.password)
  if (!proven.ok && proven.why !== 'password-first') return proven
  return act(must(me, 'account:keep'), newCalendar, asked.wish, once)
}

/** A new address, and the end of the one before. Its owner is told that there is one: somebody else may have made it. */
export async function newCalendar(acting: OwnActing<'account:keep'>, wish: CalendarWish): Promise<Outcome<null, never>> {
  const id = newId()
  const row = { id, token_hash: plainHash(tokenOf(id)), ...bits(wish), made_at: acting.now, read_on: null }
  await acting.db.insertInto('calendar_feed').values({ person_id: acting.person, ...row }).onConflict((conflict) => conflict.column('person_id').doUpdateSet(row)).execute()
  return { ok: true, value: null, event: { kind: 'calendar-made', data: {} }, notices: [{ to: acting.person, name: 'calendarMade' }] }
}

/** Changes what one's calendar shows; its address stays. */
export async function changeCalendar(acting: OwnActing<'account:keep'>, wish: CalendarWish): Promise<Outcome<null, 'not-there'>> {
  const changed = await acting.db.updateTable('calendar_feed').set(bits(wish)).where('person_id', '=', acting.person).executeTakeFirst()
  return Number(changed.numUpdatedRows) === 1 ? { ok: true, value: null, event: { kind: 'calendar-changed', data: {} } } : { ok: false, why: 'not-there' }
}

/** Ends one's calendar: its address opens nothing any more. One that has ended already is no refusal. */
export async function endCalendar(acting: OwnActing<'account:keep'>, _: Record<never, never>): Promise<Outcome<null, never>> {
  await acting.db.deleteFrom('calendar_feed').where('person_id', '=', acting.person).execute()
  return { ok: true, value: null, event: { kind: 'calendar-ended', data: {} } }
}

function bits({ detail, kept }: CalendarWish) {
  return { detail: detail ? (1 as const) : (0 as const), kept: kept ? (1 as const) : (0 as const) }
}

// Calendars of many people are asked for from one network: that of the maker of their phones.
const paces = { network: { atOnce: 600, everySeconds: 1 }, feed: { atOnce: 30, everySeconds: 60 } }

/** The file behind an address; `unknown` for one that is not there, or not any more; `wait` when it is asked for too often. Four queries, for somebody with one kind of place. */
export async function calendarBehind(token: string, clientAddress: string): Promise<{ file: string } | 'unknown' | { wait: number }> {
  const hash = plainHash(token)
  const taken = await takeAll([counted(paces.network, 'calendar-network', networkOf(clientAddress)), counted(paces.feed, 'calendar', hash)])
  if (!taken.ok) return { wait: taken.waitSeconds }
  const [db, at] = [database(), now()]
  const feed = await db.selectFrom('calendar_feed as c').innerJoin('person as p', 'p.id', 'c.person_id').select(['c.person_id', 'c.detail', 'c.kept', 'c.read_on', 'p.language']).where('c.token_hash', '=', hash).executeTakeFirst()
  if (!feed) return 'unknown'
  // By the day: that their own calendar asks for it tells nobody when it did.
  const today = dayAt(at)
  if (feed.read_on !== today) await db.updateTable('calendar_feed').set({ read_on: today }).where('token_hash', '=', hash).execute()
  const lang = isLang(feed.language) ? feed.language : 'en'
  const wish = { detail: feed.detail === 1, kept: feed.kept === 1 }
  const rows = await rowsOf(must(myselfFor(db, feed.person_id, at), 'account:keep'), wish)
  return { file: calendarFile(wordsFor(lang).t('calendar:name'), rows.map((row) => entryOf(row, wish, lang))) }
}

interface Row {
  readonly id: AppointmentId; readonly family_id: string; /** It is the reader's own work. */ readonly own: number; readonly together: string | null; readonly starts_at: Instant; readonly ends_at: Instant; readonly state: Schema['appointment']['state']
  readonly mode: Mode; readonly place: string | null; readonly sequence: number; readonly booked_at: Instant; readonly cancelled_at: Instant | null; readonly changed_at: Instant | null; readonly name: string
  /** Of a place in a group: what it is called. */
  readonly group_name: string | null
}

function appointments(db: OwnMay<'account:keep'>['db'], reader: PersonId | null) {
  return db.selectFrom('appointment as a').innerJoin('person as who', 'who.id', 'a.practitioner_id').leftJoin('group_date as gd', 'gd.id', 'a.group_date_id').leftJoin('group_series as g', 'g.id', 'gd.group_id')
    .select(['g.name as group_name', 'a.id', 'a.family_id', 'a.starts_at', 'a.ends_at', 'a.state', 'a.mode', 'a.place', 'a.sequence', 'a.booked_at', 'a.cancelled_at', 'a.changed_at', 'who.name', alsoNamed('a').as('together'), sql<number>`case when ${isWorkOf(reader, 'a')} then 1 else 0 end`.as('own')])
}

/** What is ahead, what is past or was cancelled in the last weeks: of those of their family whom they see, and for those who help, of their own diary. */
async function rowsOf(me: OwnMay<'account:keep'>, { kept }: CalendarWish): Promise<Row[]> {
  const since = plusMinutes(me.now, -staysDays * 24 * 60)
  const recent = sql<SqlBool>`(a.starts_at > ${since} or a.cancelled_at > ${since})`
  const places = await viewersOf(me)
  const seats = new Map<Viewer['seat'], Viewer[]>()
  for (const place of places) seats.set(place.seat, [...(seats.get(place.seat) ?? []), place])
  const found = await Promise.all([...seats].map(([seat, viewers]) => {
    const inThese = appointments(me.db, me.person).innerJoin('member as m', 'm.family_id', 'a.family_id').where('m.id', 'in', viewers.map(({ member }) => member!)).where(recent)
      .where(visibleTo(lookerOfRow('m', seat as 'parent', me), 'appointment', 'a'))
    // Whoever helps has their own diary in it: not that of their colleagues, and of their own work all.
    return (seatsThatHelp.has(seat as never) ? inThese.where(isWorkOf(me.person, 'a')) : kept ? inThese : inThese.where(keptFromNobodyAtAll())).orderBy('a.starts_at').limit(1000).execute()
  }))
  return found.flat().sort((a, b) => (a.starts_at < b.starts_at ? -1 : 1))
}

/** Kept to no circle, and nothing delicate: a calendar is often shared with those from whom it is kept. */
function keptFromNobodyAtAll(): Expression<SqlBool> {
  return sql<SqlBool>`(a.circle_id is null and not exists (select 1 from delicate as d where d.family_id = a.family_id and d.thing_id = a.id))`
}

/** As much as is wanted. In a diary of somebody who helps no family is named, and no door: it would stand outside of here. */
function entryOf(row: Row, { detail }: CalendarWish, lang: Lang): CalendarEntry {
  const { t, format } = wordsFor(lang)
  const own = row.own === 1
  return {
    uid: row.id, sequence: row.sequence, startsAt: row.starts_at, endsAt: row.ends_at, changedAt: row.changed_at ?? row.cancelled_at ?? row.booked_at, cancelled: row.state === 'cancelled',
    summary: !detail ? t('calendar:neutral') : row.group_name !== null ? row.group_name : own ? t(`appointments:mode.${row.mode}`) : t(`appointments:with.${row.mode}`, { name: format.list([row.name, ...listed(row.together)]) }).replace(/[\u2066-\u2069]/g, ''),
    place: detail && row.place !== null && (placedModes.includes(row.mode) || (row.mode === 'home' && !own)) ? row.place : null,
    url: detail ? addressOf(`/families/${row.family_id}/appointments/${row.id}`) : null,
  }
}

/** One appointment as a file, as neutral as the reader's own calendar; undefined when it is not there or not theirs to see. Two queries. */
export async function calendarFileOf(viewer: May<'appointments:see'>, id: AppointmentId, lang: Lang): Promise<string | undefined> {
  const row = await appointments(viewer.db, viewer.person).where('a.id', '=', id).where(visibleTo(viewer, 'appointment', 'a')).executeTakeFirst()
  if (!row) return undefined
  const feed = await viewer.db.selectFrom('calendar_feed').select('detail').where('person_id', '=', viewer.person).executeTakeFirst()
  return calendarFile(wordsFor(lang).t('calendar:name'), [entryOf(row, { detail: feed?.detail === 1, kept: true }, lang)])
}
