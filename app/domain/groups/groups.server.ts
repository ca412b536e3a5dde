/**
 * Groups that meet again and again, with places for families (#13, #24): whoever helps makes one out of their diary, alone or with
 * colleagues, and calls a date off. Its dates are rows, and take the time of each who leads it: nobody can be booked in them, and
 * no group can stand on what is booked.
 */
import { dialectOf } from '#db/connect.ts'
import type { Schema } from '#db/schema.ts'
import { notYours } from '#app/access/not-yours.ts'
import type { AreaActing, AreaMay } from '#app/access/viewer.server.ts'
import { leadsDate } from '#app/access/who-is-here.server.ts'
import { rolesWith } from '#app/access/powers.ts'
import { timeOffOf } from '#app/domain/appointments/diary.server.ts'
import type { Repeat } from '#app/domain/appointments/repeat-choices.ts'
import { ruleFrom, spansOf, type TimeOff } from '#app/domain/appointments/repeats.ts'
import { cellAt, cellMinutes } from '#app/domain/appointments/times.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import { newId, type GroupDateId, type GroupId, type PersonId } from '#app/values/ids.ts'
import { daysBetween, plusDays, type Day, type Instant } from '#app/values/instant.ts'
import { datesOf, type Dated } from './group-dates.ts'
import { type Group, longestDays } from './group-words.ts'

export interface NewGroup {
  readonly name: string
  /** What it is for, in plain words. */
  readonly purpose: string
  readonly lang: string
  readonly mode: Schema['group_series']['mode']
  readonly place: string
  readonly fromOn: Day
  readonly untilOn: Day
  /** Null is once. */
  readonly repeat: Repeat | null
  readonly time: string
  readonly minutes: number
  readonly places: number
  /** Colleagues who lead it too: their diaries are taken with it. */
  readonly together: readonly PersonId[]
}

type GroupRefused = 'not-a-quarter' | 'ends-before-it-begins' | 'day-is-past' | 'group-too-long' | 'no-dates-left' | 'not-a-colleague' | 'group-on-booked-time'

/** Makes a group with its dates. Bank holidays, and days on which one of those who lead it is off, are left out; nothing that is booked is. */
export async function makeGroup(acting: AreaActing<'diary:keep'>, group: NewGroup): Promise<Outcome<GroupId, GroupRefused>> {
  if (acting.person === null) throw notYours()
  if (Number(group.time.slice(3)) % cellMinutes !== 0) return { ok: false, why: 'not-a-quarter', field: 'time' }
  if (group.minutes % cellMinutes !== 0) return { ok: false, why: 'not-a-quarter', field: 'minutes' }
  if (group.fromOn < acting.today) return { ok: false, why: 'day-is-past', field: 'from-on' }
  if (group.untilOn < group.fromOn) return { ok: false, why: 'ends-before-it-begins', field: 'until-on' }
  if (daysBetween(group.fromOn, group.untilOn) > longestDays) return { ok: false, why: 'group-too-long', field: 'until-on' }
  const leaders = [...new Set([acting.person, ...group.together])]
  const known = new Set((await colleagues(acting)).map((one) => one.person))
  if (!leaders.slice(1).every((one) => known.has(one))) return { ok: false, why: 'not-a-colleague', field: 'together' }
  await lockDiaries(acting, leaders)
  const dates = await withoutDaysOff(acting, leaders, datesOf(group).filter((date) => date.startsAt > acting.now))
  if (dates.length === 0) return { ok: false, why: 'no-dates-left', field: 'from-on' }
  const taken = await daysTaken(acting, leaders, dates)
  if (taken > 0) return { ok: false, why: 'group-on-booked-time', field: 'time', values: { count: taken } }
  const id = newId<GroupId>()
  await acting.db.insertInto('group_series').values({
    id, name: group.name, purpose: group.purpose, lang: group.lang, mode: group.mode, place: group.place, rule: group.repeat === null ? null : ruleFrom(group.repeat, group.fromOn), from_on: group.fromOn, until_on: group.untilOn,
    made_by: acting.person, made_at: acting.now,
  }).execute()
  await acting.db.insertInto('group_leader').values(leaders.map((practitioner_id, at) => ({ group_id: id, practitioner_id, first: at === 0 ? 1 as const : 0 as const }))).execute()
  const rows = dates.map((date) => ({ id: newId<GroupDateId>(), ...date }))
  await acting.db.insertInto('group_date').values(rows.map((row) => ({ id: row.id, group_id: id, starts_at: row.startsAt, ends_at: row.endsAt, places: group.places }))).execute()
  await acting.db.insertInto('group_hold').values(rows.flatMap((row) => leaders.map((practitioner_id) => ({ practitioner_id, date_id: row.id, starts_at: row.startsAt, ends_at: row.endsAt })))).execute()
  return {
    ok: true, value: id, event: { kind: 'group-made', data: { group: id, dates: rows.length } },
    notices: leaders.slice(1).map((to) => ({ to, name: 'leadsGroup' as const })),
  }
}

/** Every cell, and every time off, refers to the row of its practitioner: whoever books at this moment has finished, or waits until we have. */
export async function lockDiaries(acting: Pick<AreaActing<'diary:keep'>, 'db'>, leaders: readonly PersonId[]): Promise<void> {
  await acting.db.selectFrom('person').select('id').where('id', 'in', [...leaders]).orderBy('id').$if(dialectOf(acting.db) === 'postgres', (query) => query.forUpdate()).execute()
}

/** Those of some dates on which nobody of those who would lead is off, and which are no bank holidays. */
export async function withoutDaysOff(acting: Pick<AreaActing<'diary:keep'>, 'db' | 'now'>, leaders: readonly PersonId[], dates: readonly Dated[]): Promise<Dated[]> {
  const holidays = new Set((await settingsOf(acting.db)).holidays)
  const off: TimeOff[] = []
  for (const one of leaders) off.push(...(await timeOffOf(acting.db, one, acting.now)))
  return dates.filter((date) => !holidays.has(date.on) && !off.some((row) => spansOf(row, { from: date.startsAt, until: date.endsAt }).length > 0))
}

/** On how many of some dates one of those who would lead is booked, their ways included, or leads another group. Two queries. */
export async function daysTaken(acting: Pick<AreaActing<'diary:keep'>, 'db'>, leaders: readonly PersonId[], dates: readonly Dated[]): Promise<number> {
  const [first, last] = [dates[0]!.startsAt, dates.at(-1)!.endsAt]
  const held = await acting.db.selectFrom('group_hold').select(['starts_at', 'ends_at']).where('practitioner_id', 'in', [...leaders]).where('ends_at', '>', first).where('starts_at', '<', last).execute()
  const cells = await acting.db.selectFrom('cell').select('cell').where('practitioner_id', 'in', [...leaders]).where('cell', '>=', cellAt(first)).where('cell', '<', cellAt(last)).execute()
  return dates.filter((date) => held.some((row) => row.starts_at < date.endsAt && row.ends_at > date.startsAt)
    || cells.some(({ cell }) => cell >= cellAt(date.startsAt) && cell < cellAt(date.endsAt))).length
}

export interface Colleague { readonly person: PersonId; readonly name: string }

/** Those of the viewer's teams who keep a diary and can lead a group with them. One query. */
export async function colleagues(viewer: Pick<AreaMay<'diary:keep'>, 'db' | 'person' | 'posts' | 'today'>): Promise<Colleague[]> {
  const roles = rolesWith('diary:keep')
  return viewer.db.selectFrom('post as o').innerJoin('person as p', 'p.id', 'o.person_id').select(['p.id as person', 'p.name']).distinct()
    .where('o.team', 'in', viewer.posts.map((post) => post.team)).where('o.role', 'in', roles).where('o.person_id', '<>', viewer.person)
    .where('o.from_on', '<=', viewer.today).where((eb) => eb.or([eb('o.until_on', 'is', null), eb('o.until_on', '>=', viewer.today)])).orderBy('p.name').limit(100).execute()
}

export interface CallOff {
  readonly group: GroupId
  /** One date; null is every date that is ahead. */
  readonly date: GroupDateId | null
  /** Why, for the families. */
  readonly words: string
  readonly lang: string
}

/**
 * Calls off one date of a group, or all that are ahead, in the same moment for everybody: nobody can take a place any more, and the time
 * is free again. The house then tells each family, in its own transaction (`settleGroups`); it counts for none of them.
 */
export async function callOff(acting: AreaActing<'diary:keep'>, off: CallOff): Promise<Outcome<null, 'appointment-over'>> {
  const how = await leads(acting, off.group)
  if (!how) throw notYours()
  const called = await acting.db.updateTable('group_date').set({ off_at: acting.now, off_why: off.words, off_lang: off.lang }).where('group_id', '=', off.group).where('off_at', 'is', null).where('starts_at', '>', acting.now)
    .$if(off.date !== null, (query) => query.where('id', '=', off.date!)).$if(how === 'a-day', (query) => query.where(leadsDate(acting.person, 'group_date'))).returning('id').execute()
  if (called.length === 0) return { ok: false, why: 'appointment-over' }
  await acting.db.deleteFrom('group_hold').where('date_id', 'in', called.map((row) => row.id)).execute()
  return { ok: true, value: null, event: { kind: 'group-called-off', data: { group: off.group, dates: called.length } } }
}

/** Whether somebody leads a group, or some day of it instead of those who do. */
async function leads(viewer: Pick<AreaMay<'diary:keep'>, 'db' | 'person'>, group: GroupId): Promise<'the-group' | 'a-day' | null> {
  const row = await viewer.db.selectFrom('group_date as d').leftJoin('group_leader as l', (join) => join.onRef('l.group_id', '=', 'd.group_id').on('l.practitioner_id', '=', viewer.person)).select('l.first')
    .where('d.group_id', '=', group).where(leadsDate(viewer.person, 'd')).limit(1).executeTakeFirst()
  return !row ? null : row.first === null ? 'a-day' : 'the-group'
}

export interface LedGroup {
  readonly id: GroupId
  readonly name: string
  readonly lang: string
  /** The next date that is on; null where none is ahead. */
  readonly next: { readonly id: GroupDateId; readonly startsAt: Instant; readonly places: number; readonly taken: number; readonly waiting: number } | null
  /** A date that has begun, of which it is not said of every family how it went. */
  readonly toRecord: { readonly id: GroupDateId; readonly startsAt: Instant } | null
}

/** The groups that the viewer leads, the next first: what is ahead, and what is past and nobody has said of every family how it went. Two queries. */
export async function groupsLed(viewer: AreaMay<'diary:keep'>): Promise<LedGroup[]> {
  const mine = viewer.db.selectFrom('group_hold as h').innerJoin('group_date as d', 'd.id', 'h.date_id').innerJoin('group_series as g', 'g.id', 'd.group_id').where('h.practitioner_id', '=', viewer.person).where('d.off_at', 'is', null)
    .select(['g.id', 'g.name', 'g.lang', 'd.id as date', 'd.starts_at', 'd.places', 'd.taken', 'd.waiting'])
  const [ahead, past] = await Promise.all([
    mine.where('h.ends_at', '>', viewer.now).orderBy('d.starts_at').limit(200).execute(),
    mine.where('h.ends_at', '<=', viewer.now).where('h.ends_at', '>', `${plusDays(viewer.today, -longestDays)}T00:00:00.000Z` as Instant)
      .where((eb) => eb.exists(eb.selectFrom('appointment as a').select('a.id').whereRef('a.group_date_id', '=', 'd.id').where('a.state', '=', 'booked'))).orderBy('d.starts_at', 'desc').limit(20).execute(),
  ])
  const ids = [...new Set([...ahead, ...past].map((row) => row.id))]
  return ids.map((id) => {
    const [next, before] = [ahead.find((row) => row.id === id), past.find((row) => row.id === id)]
    const { name, lang } = (next ?? before)!
    return {
      id, name, lang, next: next ? { id: next.date, startsAt: next.starts_at, places: next.places, taken: next.taken, waiting: next.waiting } : null,
      toRecord: before ? { id: before.date, startsAt: before.starts_at } : null,
    }
  })
}

export interface DeskGroup extends Group {
  readonly dates: readonly DeskDate[]
}

export interface DeskDate {
  readonly id: GroupDateId; readonly startsAt: Instant; readonly endsAt: Instant; readonly places: number; readonly taken: number; readonly waiting: number
  /** `words` null: the house called it off, because nobody was there to lead it. */
  readonly off: { readonly words: string | null; readonly lang: string | null } | null
}

/** A group with all its dates, for those who lead it; undefined for anybody else. Three queries. */
export async function groupLed(viewer: AreaMay<'diary:keep'>, id: GroupId): Promise<DeskGroup | undefined> {
  if (!(await leads(viewer, id))) return undefined
  const [group, leaders] = await Promise.all([
    viewer.db.selectFrom('group_series as g').innerJoin('group_date as d', 'd.group_id', 'g.id').select(['g.name', 'g.purpose', 'g.lang', 'g.mode', 'g.place', 'g.rule', 'g.until_on', 'd.id', 'd.starts_at', 'd.ends_at', 'd.places', 'd.taken', 'd.waiting', 'd.off_at', 'd.off_why', 'd.off_lang'])
      .where('g.id', '=', id).orderBy('d.starts_at').execute(),
    viewer.db.selectFrom('group_leader as l').innerJoin('person as p', 'p.id', 'l.practitioner_id').select('p.name').where('l.group_id', '=', id).orderBy('l.first', 'desc').orderBy('p.name').execute(),
  ])
  const one = group[0]!
  return {
    id, name: one.name, purpose: one.purpose, lang: one.lang, mode: one.mode, place: one.place, rule: one.rule, untilOn: one.until_on, leaders: leaders.map((row) => row.name),
    dates: group.map((row) => ({ id: row.id, startsAt: row.starts_at, endsAt: row.ends_at, places: row.places, taken: row.taken, waiting: row.waiting, off: row.off_at === null ? null : { words: row.off_why, lang: row.off_lang } })),
  }
}
