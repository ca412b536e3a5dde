/**
 * Dates of groups whose leaders are away or have left (TF ¶3.16; #19). Where one of several is, the others go on. Where nobody is left,
 * the date waits on the desk of whoever is away and of their manager: a colleague leads it by name, it is on another day, or it is called
 * off kindly; and what nobody says a word to is called off by the house on the working day before. Families follow (`following.server.ts`).
 */
import { sql, type Kysely, type SqlBool } from 'kysely'
import type { Schema } from '#db/schema.ts'
import { notYours } from '#app/access/not-yours.ts'
import { rolesWith, teamsManaged } from '#app/access/powers.ts'
import { must, theHouse, type AreaActing, type AreaMay } from '#app/access/viewer.server.ts'
import { lasts } from '#app/access/who-is-here.server.ts'
import { soon } from '#app/domain/appointments/away.server.ts'
import { isColleague } from '#app/domain/appointments/colleagues.server.ts'
import { timeOffRows } from '#app/domain/appointments/diary.server.ts'
import { spansOf } from '#app/domain/appointments/repeats.ts'
import { act, type Outcome } from '#app/events/transact.server.ts'
import { newId, type GroupDateId, type GroupId, type PersonId } from '#app/values/ids.ts'
import { dayAt, plusMinutes, type Day, type Instant } from '#app/values/instant.ts'
import { daysTaken, lockDiaries, withoutDaysOff } from './groups.server.ts'
import type { Dated } from './group-dates.ts'

interface Gone { readonly person: PersonId; readonly name: string; readonly how: 'away' | 'left'; /** Who was named for the whole of the time off. */ readonly cover: PersonId | null }

export interface DateWithoutLeader {
  readonly date: GroupDateId
  readonly group: GroupId
  readonly name: string
  readonly lang: string
  readonly startsAt: Instant
  readonly endsAt: Instant
  /** Those who were to lead it. */
  readonly gone: readonly Gone[]
}

interface Found extends DateWithoutLeader { /** Others who lead it are there. */ readonly led: boolean; readonly places: number }

interface Which { readonly persons?: readonly PersonId[]; readonly before?: Instant; readonly date?: GroupDateId; readonly group?: GroupId }

/** The dates ahead that somebody was to lead who is off then, or holds no post today. Two queries. */
async function datesMissingSomebody({ db, now, today }: { db: Kysely<Schema>; now: Instant; today: Day }, which: Which): Promise<Found[]> {
  const posted = (person: string) => sql<SqlBool>`exists (select 1 from post as v_post where v_post.person_id = ${sql.ref(person)} and ${lasts('v_post', today)})`
  const rows = await db.selectFrom('group_date as d').innerJoin('group_series as g', 'g.id', 'd.group_id').innerJoin('group_hold as h', 'h.date_id', 'd.id').innerJoin('person as p', 'p.id', 'h.practitioner_id')
    .select(['d.id', 'd.group_id', 'g.name', 'g.lang', 'd.starts_at', 'd.ends_at', 'd.places', 'h.practitioner_id', 'p.name as person', sql<number>`case when ${posted('h.practitioner_id')} then 1 else 0 end`.as('posted')])
    .where('d.ends_at', '>', now).where('d.starts_at', '>', now).where('d.off_at', 'is', null).$if(which.before !== undefined, (query) => query.where('d.starts_at', '<', which.before!))
    .$if(which.date !== undefined, (query) => query.where('d.id', '=', which.date!)).$if(which.group !== undefined, (query) => query.where('d.group_id', '=', which.group!))
    .where((eb) => eb.exists(eb.selectFrom('group_hold as v_h').select('v_h.date_id').whereRef('v_h.date_id', '=', 'd.id').$if(which.persons !== undefined, (query) => query.where('v_h.practitioner_id', 'in', which.persons!))
      .where((or) => or.or([or.not(posted('v_h.practitioner_id')), or.exists(or.selectFrom('time_off as v_o').select('v_o.id').whereRef('v_o.practitioner_id', '=', 'v_h.practitioner_id')
        .where((any) => any.or([any('v_o.rule', 'is not', null), any.and([any('v_o.from_at', '<', any.ref('d.ends_at')), any('v_o.until_at', '>', any.ref('d.starts_at'))])])))]))))
    .orderBy('d.starts_at').orderBy('d.id').orderBy('h.practitioner_id').limit(1000).execute()
  if (rows.length === 0) return []
  const off = await timeOffRows(db, [...new Set(rows.map((row) => row.practitioner_id))], { from: now, until: null })
  const found = new Map<GroupDateId, Found & { gone: Gone[]; led: boolean }>()
  for (const row of rows) {
    const one = found.get(row.id) ?? { date: row.id, group: row.group_id, name: row.name, lang: row.lang, startsAt: row.starts_at, endsAt: row.ends_at, places: row.places, gone: [], led: false }
    const away = off.find((time) => time.practitioner === row.practitioner_id && spansOf(time, { from: row.starts_at, until: row.ends_at }).length > 0)
    if (row.posted === 0 || away) one.gone.push({ person: row.practitioner_id, name: row.person, how: row.posted === 0 ? 'left' : 'away', cover: away?.cover ?? null })
    else one.led = true
    found.set(row.id, one)
  }
  return [...found.values()].filter((one) => one.gone.length > 0)
}

/** Dates that nobody leads and that wait for a word: one's own, and for a manager those of whoever is or was in their teams. Three queries. */
export async function datesWithoutLeader(viewer: Pick<AreaMay<'desk:see'>, 'db' | 'person' | 'posts' | 'now' | 'today'>, which: Pick<Which, 'date' | 'group'> = {}): Promise<DateWithoutLeader[]> {
  if (viewer.person === null) return []
  const teams = teamsManaged(viewer)
  const theirs = teams.length === 0 ? [] : (await viewer.db.selectFrom('post').select('person_id').distinct().where('team', 'in', teams).execute()).map((row) => row.person_id)
  return (await datesMissingSomebody(viewer, { ...which, persons: [...new Set([viewer.person, ...theirs])] })).flatMap(({ led, places: _places, ...one }) => (led ? [] : [one]))
}

/** Those who can lead a date instead: colleagues of whoever was to lead it, by name. One query. */
export async function whoLeadsInstead(viewer: Pick<AreaMay<'desk:see'>, 'db' | 'today'>, { gone }: Pick<DateWithoutLeader, 'gone'>): Promise<{ person: PersonId; name: string }[]> {
  const keepers = rolesWith('diary:keep')
  return viewer.db.selectFrom('person as p').innerJoin('post as o', 'o.person_id', 'p.id').select(['p.id as person', 'p.name']).distinct().where('o.role', 'in', keepers).where('p.id', 'not in', gone.map((one) => one.person))
    .where((eb) => eb.or(gone.map((one) => isColleague('o', one.person, viewer.today)))).orderBy('p.name').limit(200).execute()
}

export interface WhoLeads {
  readonly date: GroupDateId
  /** A colleague leads it; it is at another time, led by a colleague or by whoever was to lead it; or it is called off. */
  readonly how: 'colleague' | 'another' | 'off'
  /** A colleague; null is whoever was to lead it. */
  readonly cover: PersonId | null
  /** The same for every later date of the group that nobody leads; not for another time. */
  readonly all: boolean
  readonly startsAt: Instant | null
  /** Why, for the families; null where nothing is to be said. */
  readonly words: string | null
  readonly lang: string
}

type WhoLeadsRefused = 'choose-a-colleague' | 'leader-not-free' | 'time-is-past'

/** Whoever is away, or a manager of their team, says what happens with a date that nobody leads. Of how many dates. */
export async function sayWhoLeads(acting: AreaActing<'desk:see'>, said: WhoLeads): Promise<Outcome<number, WhoLeadsRefused>> {
  const [one] = await datesWithoutLeader(acting, { date: said.date })
  if (!one) throw notYours()
  const dates = said.all ? (await datesWithoutLeader(acting, { group: one.group })).filter((other) => other.startsAt >= one.startsAt) : [one]
  const done = said.how === 'off' ? await callOffDates(acting, dates, said) : said.how === 'colleague' ? await ledByColleague(acting, one, dates, said) : await onAnotherDay(acting, one, said)
  if (!done.ok) return done
  return {
    ok: true, value: done.dates, event: { kind: 'group-leader-said', data: { group: one.group, how: said.how, dates: done.dates } },
    notices: done.tell === null || done.tell === acting.person ? [] : [{ to: done.tell, name: 'leadsGroup' as const }],
  }
}

type Done = { ok: true; dates: number; tell: PersonId | null } | { ok: false; why: WhoLeadsRefused; field: string }

async function callOffDates({ db, now }: AreaActing<'desk:see'> | AreaActing<'groups:watch'>, dates: readonly { date: GroupDateId }[], why: { words: string | null; lang: string }, movedTo: GroupDateId | null = null): Promise<Done> {
  const ids = dates.map((one) => one.date)
  await db.updateTable('group_date').set({ off_at: now, off_why: why.words, off_lang: why.words === null ? null : why.lang, moved_to: movedTo }).where('id', 'in', ids).execute()
  await db.deleteFrom('group_hold').where('date_id', 'in', ids).execute()
  return { ok: true, dates: ids.length, tell: null }
}

async function isFree(acting: AreaActing<'desk:see'>, leaders: readonly PersonId[], date: Dated): Promise<boolean> {
  return (await withoutDaysOff(acting, leaders, [date])).length === 1 && (await daysTaken(acting, leaders, [date])) === 0
}

async function mayLead(acting: AreaActing<'desk:see'>, cover: PersonId, one: DateWithoutLeader): Promise<boolean> {
  return (await whoLeadsInstead(acting, one)).some((other) => other.person === cover)
}

async function ledByColleague(acting: AreaActing<'desk:see'>, one: DateWithoutLeader, dates: readonly DateWithoutLeader[], { cover, all }: WhoLeads): Promise<Done> {
  if (cover === null) return { ok: false, why: 'choose-a-colleague', field: 'cover' }
  // Whoever may not, and whoever is not free, is answered alike.
  if (!(await mayLead(acting, cover, one))) return { ok: false, why: 'leader-not-free', field: 'cover' }
  await lockDiaries(acting, [cover])
  let taken = 0
  for (const date of dates) {
    if (date.gone.some((gone) => gone.person === cover) || !(await isFree(acting, [cover], { on: dayAt(date.startsAt), startsAt: date.startsAt, endsAt: date.endsAt }))) continue
    await acting.db.deleteFrom('group_hold').where('date_id', '=', date.date).execute()
    await acting.db.insertInto('group_hold').values({ practitioner_id: cover, date_id: date.date, starts_at: date.startsAt, ends_at: date.endsAt }).execute()
    taken += 1
  }
  if (taken === 0) return { ok: false, why: 'leader-not-free', field: 'cover' }
  if (all && one.gone.every((gone) => gone.how === 'left')) await takesOver(acting, one, cover)
  return { ok: true, dates: taken, tell: cover }
}

/** The group is somebody else's from now on: families read their name before they come. */
async function takesOver({ db }: AreaActing<'desk:see'>, { group, gone }: DateWithoutLeader, cover: PersonId): Promise<void> {
  await db.deleteFrom('group_leader').where('group_id', '=', group).where('practitioner_id', 'in', gone.map((one) => one.person)).execute()
  await db.insertInto('group_leader').values({ group_id: group, practitioner_id: cover, first: 1 }).onConflict((conflict) => conflict.columns(['group_id', 'practitioner_id']).doUpdateSet({ first: 1 })).execute()
}

async function onAnotherDay(acting: AreaActing<'desk:see'>, one: DateWithoutLeader, { cover, startsAt, words, lang }: WhoLeads): Promise<Done> {
  if (startsAt === null || startsAt <= acting.now) return { ok: false, why: 'time-is-past', field: 'on' }
  const leaders = cover === null ? one.gone.map((gone) => gone.person) : [cover]
  if (cover === null ? one.gone.some((gone) => gone.how === 'left') : !(await mayLead(acting, cover, one))) return { ok: false, why: cover === null ? 'choose-a-colleague' : 'leader-not-free', field: 'cover' }
  await lockDiaries(acting, leaders)
  const endsAt = plusMinutes(startsAt, (Date.parse(one.endsAt) - Date.parse(one.startsAt)) / 60_000)
  // Their own time of the date that is called off is free for it.
  await acting.db.deleteFrom('group_hold').where('date_id', '=', one.date).execute()
  if (!(await isFree(acting, leaders, { on: dayAt(startsAt), startsAt, endsAt }))) return { ok: false, why: 'leader-not-free', field: 'time' }
  const id = newId<GroupDateId>()
  const { places } = await acting.db.selectFrom('group_date').select('places').where('id', '=', one.date).executeTakeFirstOrThrow()
  await acting.db.insertInto('group_date').values({ id, group_id: one.group, starts_at: startsAt, ends_at: endsAt, places }).execute()
  await acting.db.insertInto('group_hold').values(leaders.map((practitioner_id) => ({ practitioner_id, date_id: id, starts_at: startsAt, ends_at: endsAt }))).execute()
  await callOffDates(acting, [one], { words, lang }, id)
  return { ok: true, dates: 1, tell: cover }
}

/** Others go on without those who are not there; what nobody leads on the working day before is called off. */
async function settleLeader(acting: AreaActing<'groups:watch'>, { date }: { readonly date: GroupDateId }): Promise<Outcome<null, 'nothing-to-do'>> {
  const [one] = await datesMissingSomebody(acting, { date })
  const near = one !== undefined && one.startsAt < (await soon(acting.db, acting.today))
  const without = one?.led ? one.gone.filter((gone) => near || gone.how === 'left') : []
  if (!one || (one.led ? without.length === 0 : !near)) return { ok: false, why: 'nothing-to-do' }
  if (one.led) await acting.db.deleteFrom('group_hold').where('date_id', '=', date).where('practitioner_id', 'in', without.map((gone) => gone.person)).execute()
  else await callOffDates(acting, [one], { words: null, lang: '' })
  return { ok: true, value: null, event: { kind: 'group-leader-said', data: { group: one.group, how: one.led ? 'others-go-on' : 'off', dates: 1 } } }
}

/** Looks at every date ahead that somebody was to lead who is not there. For how many something was done. */
export async function settleLeaders(db: Kysely<Schema>, at: Instant): Promise<number> {
  const house = must(theHouse(db, at), 'groups:watch')
  const near = await soon(db, house.today)
  let settled = 0
  for (const one of await datesMissingSomebody(house, {})) {
    if (!(one.startsAt < near || (one.led && one.gone.some((gone) => gone.how === 'left')))) continue
    settled += Number((await act(house, settleLeader, { date: one.date })).ok)
  }
  return settled
}
