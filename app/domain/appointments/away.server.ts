/**
 * The visits of those who are away or have left: what waits for a word on who comes, for their desk and their manager's; and what
 * the house does by itself. A day that comes is no command of anybody's, and a post that ends is the area's, not the family's:
 * so the watch sees to both, and to each family in one command of its own.
 */
import { sql, type Kysely, type SqlBool } from 'kysely'
import type { Mode, Schema } from '#db/schema.ts'
import { teamsManaged } from '#app/access/powers.ts'
import { leadsToday, lookerOfRow, visibleTo } from '#app/access/visible-to.server.ts'
import { isHere, lasts } from '#app/access/who-is-here.server.ts'
import { must, theHouseIn, type AreaMay, type WatchActing } from '#app/access/viewer.server.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import { keepNextContact } from '#app/domain/family/next-contact.server.ts'
import type { Notice } from '#app/events/notices.server.ts'
import { act, type Outcome } from '#app/events/transact.server.ts'
import type { AppointmentId, FamilyId, MemberId, PersonId } from '#app/values/ids.ts'
import { atWallTime, plusDays, workingDaysAfter, type Day, type Instant } from '#app/values/instant.ts'
import { callOff, backAfter, goOnWithout, handOver, memberOf, offerInstead, told, visitOf, writeCover, type Visit } from './cover.server.ts'
import { spansOf } from './repeats.ts'
import { isFreeThen } from './stand-in.server.ts'

export interface VisitWhileAway {
  readonly family: FamilyId
  readonly familyName: string
  readonly appointment: AppointmentId
  readonly startsAt: Instant
  readonly mode: Mode
  readonly away: PersonId
  readonly awayName: string
  /** Others come too, and can go on without them. */
  readonly joint: boolean
  /** Who was named for the whole of the time off; null where nobody was. */
  readonly cover: PersonId | null
}

interface Found { family_id: FamilyId; name: string; id: AppointmentId; starts_at: Instant; ends_at: Instant; mode: Mode; practitioner_id: PersonId; away: string; joint: 0 | 1; from_at: Instant; until_at: Instant; rule: string | null; until_on: Day | null; cover_person: PersonId | null }

/** The booked appointments that begin between two moments and lie in the time off of somebody who comes to them; each with whose it is. One query. */
async function whileAway(db: Kysely<Schema>, between: { from: Instant; until: Instant | null }, persons: readonly PersonId[] | null): Promise<VisitWhileAway[]> {
  // A date of a group is called off for everybody, by those who lead it.
  const wanted = sql`a.state = 'booked' and a.group_date_id is null and a.starts_at > ${between.from}${between.until === null ? sql`` : sql` and a.starts_at < ${between.until}`}${persons === null ? sql`` : sql` and o.practitioner_id in (${sql.join([...persons])})`}
    and (o.rule is not null or (o.from_at < a.ends_at and o.until_at > a.starts_at))`
  const columns = sql`a.family_id, f.name, a.id, a.starts_at, a.ends_at, a.mode, o.practitioner_id, p.name as away, o.from_at, o.until_at, o.rule, o.until_on, o.cover_person,
    case when exists (select 1 from appointment_with as t where t.family_id = a.family_id and t.appointment_id = a.id) then 1 else 0 end as joint`
  const named = sql`inner join family as f on f.id = a.family_id inner join person as p on p.id = o.practitioner_id`
  const { rows } = await sql<Found>`select ${columns} from time_off as o inner join appointment as a on a.practitioner_id = o.practitioner_id ${named} where ${wanted}
    union all select ${columns} from time_off as o inner join appointment_with as w on w.practitioner_id = o.practitioner_id inner join appointment as a on a.family_id = w.family_id and a.id = w.appointment_id ${named} where ${wanted}
    order by 4, 3, 7 limit 500`.execute(db)
  const found = new Map<string, VisitWhileAway>()
  for (const row of rows) {
    if (spansOf({ from: row.from_at, until: row.until_at, rule: row.rule, untilOn: row.until_on }, { from: row.starts_at, until: row.ends_at }).length === 0) continue
    found.set(`${row.id} ${row.practitioner_id}`, { family: row.family_id, familyName: row.name, appointment: row.id, startsAt: row.starts_at, mode: row.mode, away: row.practitioner_id, awayName: row.away, joint: row.joint === 1, cover: row.cover_person })
  }
  return [...found.values()]
}

/** What waits for a word on who comes: one's own, and for a manager that of their teams; not what waits for a family's yes. Three queries. */
export async function visitsWhileAway(viewer: AreaMay<'desk:see'>): Promise<VisitWhileAway[]> {
  if (viewer.person === null) return []
  const teams = teamsManaged(viewer)
  const theirs = teams.length === 0 ? [] : (await viewer.db.selectFrom('post as o').select('o.person_id').distinct().where('o.team', 'in', teams).where(lasts('o', viewer.today)).execute()).map((row) => row.person_id)
  const found = await whileAway(viewer.db, { from: viewer.now, until: null }, [...new Set([viewer.person, ...theirs])])
  if (found.length === 0) return []
  const asked = await viewer.db.selectFrom('appointment_cover').select(['appointment_id', 'away_person']).where('state', '=', 'asked').where('appointment_id', 'in', found.map((one) => one.appointment)).execute()
  // Whoever is of the family sees to nothing of it from outside.
  const own = new Set((await viewer.db.selectFrom('member').select('family_id').where('person_id', '=', viewer.person).where('seat', 'not in', ['lead', 'team', 'coordinator']).execute()).map((row) => row.family_id))
  return found.filter((one) => !own.has(one.family) && !asked.some((row) => row.appointment_id === one.appointment && row.away_person === one.away))
}

/** The end of the next working day: what begins before it and has nobody who comes is called off now. */
export async function soon(db: Kysely<Schema>, today: Day): Promise<Instant> {
  const { holidays } = await settingsOf(db)
  return atWallTime(plusDays(workingDaysAfter(today, 1, new Set(holidays)), 1), '00:00')!
}

/** Nobody said who comes, or the family said no word to it: the others go on, or it is called off in time, and times after it are offered. */
async function seeToAway(acting: WatchActing<'promises:watch'>, of: { appointment: AppointmentId; away: PersonId }): Promise<Outcome<AppointmentId, 'nothing-to-do'>> {
  const visit = await visitOf(acting, of.away, of.appointment)
  const back = visit && (await backAfter(acting, of.away, visit))
  if (!visit || back === undefined) return { ok: false, why: 'nothing-to-do' }
  if (!(await goOnWithout(acting, visit, of.away))) {
    await callOff(acting, visit, 'away')
    const member = await memberOf(acting, of.away)
    if (member) await offerInstead(acting, visit, { person: of.away, member }, back)
  }
  await keepNextContact(acting)
  return { ok: true, value: visit.id, event: { kind: 'cover-named', data: { how: 'nobody' }, thing: { kind: 'appointment', id: visit.id }, circle: visit.circle_id }, notices: await told(acting, visit) }
}

/** Appointments that are ahead with somebody who helps this family no more. */
function orphaned(db: Kysely<Schema>, at: Instant, today: Day) {
  const gone = (person: string) => sql<SqlBool>`not exists (select 1 from member as m where m.family_id = a.family_id and m.person_id = ${sql.ref(person)} and m.seat in ('lead', 'team') and ${isHere('m', today)})`
  const of = (how: 'alone' | 'together') => {
    // Whoever leads a group need not help the families that come to it.
    const base = db.selectFrom('appointment as a').where('a.group_date_id', 'is', null).where('a.state', '=', 'booked').where('a.starts_at', '>', at)
    return how === 'alone'
      ? base.where(gone('a.practitioner_id')).select(['a.family_id', 'a.id', 'a.starts_at', 'a.practitioner_id as person'])
      : base.innerJoin('appointment_with as w', (join) => join.onRef('w.family_id', '=', 'a.family_id').onRef('w.appointment_id', '=', 'a.id')).where(gone('w.practitioner_id')).select(['a.family_id', 'a.id', 'a.starts_at', 'w.practitioner_id as person'])
  }
  return { alone: of('alone'), together: of('together') }
}

/**
 * Somebody who was to come helps this family no more: whoever leads comes at the same time where they see it and are free, or
 * offers others; of several the others go on. While nobody leads it is called off: nobody is left to wait at the door.
 */
async function seeToLeft(acting: WatchActing<'promises:watch'>, _nothing: null): Promise<Outcome<number, 'nothing-to-do'>> {
  const { alone, together } = orphaned(acting.db, acting.now, acting.today)
  const rows = [...(await together.where('a.family_id', '=', acting.family).execute()), ...(await alone.where('a.family_id', '=', acting.family).execute())].sort((a, b) => (a.starts_at < b.starts_at ? -1 : 1))
  const tell = new Map<PersonId, Notice>()
  let seen = 0
  for (const { id, person } of rows) {
    const visit = await visitOf(acting, person, id)
    if (!visit) continue
    if (!(await goOnWithout(acting, visit, person))) await passOn(acting, visit, person)
    for (const notice of await told(acting, visit)) tell.set(notice.to as PersonId, notice)
    seen += 1
  }
  if (seen === 0) return { ok: false, why: 'nothing-to-do' }
  await keepNextContact(acting)
  // The family is told once, however many there were.
  return { ok: true, value: seen, event: { kind: 'visits-passed-on', data: { visits: seen } }, notices: [...tell.values()] }
}

async function passOn(acting: WatchActing<'promises:watch'>, visit: Visit, from: PersonId): Promise<void> {
  const lead = await acting.db.selectFrom('member as m').innerJoin('appointment as a', 'a.family_id', 'm.family_id').select(['m.id', 'm.person_id']).where('m.family_id', '=', acting.family).where('a.id', '=', visit.id).where(leadsToday('m', acting.today))
    .where(visibleTo(lookerOfRow('m', 'lead', acting), 'appointment', 'a')).where('m.person_id', '<>', from).orderBy('m.from_on').orderBy('m.id').limit(1).executeTakeFirst()
  const to = lead && { person: lead.person_id!, member: lead.id as MemberId }
  if (to && (await isFreeThen(acting.db, to.person, visit.mode, { startsAt: visit.starts_at, endsAt: visit.ends_at }, acting.today)) && (await handOver(acting, visit, from, to))) {
    await writeCover(acting, { appointment: visit.id, away: from, cover: to.person, member: to.member, state: 'comes', back: null })
    return
  }
  await callOff(acting, visit, 'left')
  if (to) await offerInstead(acting, visit, to, acting.now)
}

/** Looks in every family for visits to which nobody comes, because somebody is away or has left, and sees to them. How many commands did something. */
export async function settleVisits(db: Kysely<Schema>, at: Instant, today: Day): Promise<number> {
  let settled = 0
  const { alone, together } = orphaned(db, at, today)
  const left = new Set([...(await alone.execute()), ...(await together.execute())].map((row) => row.family_id))
  for (const family of left) if ((await act(must(theHouseIn(db, family, at), 'promises:watch'), seeToLeft, null)).ok) settled += 1
  for (const one of await whileAway(db, { from: at, until: await soon(db, today) }, null)) {
    if ((await act(must(theHouseIn(db, one.family, at), 'promises:watch'), seeToAway, { appointment: one.appointment, away: one.away })).ok) settled += 1
  }
  return settled
}

