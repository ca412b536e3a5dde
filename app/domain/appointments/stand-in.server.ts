/**
 * Whoever comes instead of somebody: who it can be, and their place in the family, which shows them what they come for and no
 * more, and ends with it. Whoever is, or ever was, of the family or its network comes to it for nobody; that is said to nobody either.
 */
import type { Kysely } from 'kysely'
import type { Mode, Schema } from '#db/schema.ts'
import { seatsThatHelp } from '#app/access/powers.ts'
import { isHere } from '#app/access/who-is-here.server.ts'
import type { Inside, Viewer } from '#app/access/viewer.server.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import { endPlace } from '#app/domain/family/members.server.ts'
import { newId, type MemberId, type PersonId } from '#app/values/ids.ts'
import { dayAt, plusMinutes, wallTime, weekday, workingDaysAfter, type Day, type Instant } from '#app/values/instant.ts'
import { isColleague } from './colleagues.server.ts'
import { hoursOf, rulesFor, busyRows } from './diary.server.ts'
import { daysOf, spansOf } from './repeats.ts'
import { cellAt } from './times.ts'

type Place = Pick<Inside<Viewer>, 'db' | 'family' | 'now' | 'today'>

/** Whether somebody may come to this family instead of another: a colleague, or one who helps it already, and none of its own. */
export async function mayStandIn({ db, family, today }: Pick<Place, 'db' | 'family' | 'today'>, cover: PersonId, away: PersonId): Promise<boolean> {
  const own = await db.selectFrom('member').select('id').where('family_id', '=', family).where('person_id', '=', cover).where('seat', 'not in', [...seatsThatHelp]).limit(1).executeTakeFirst()
  if (own) return false
  const helps = await db.selectFrom('member as m').select('m.id').where('m.family_id', '=', family).where('m.person_id', '=', cover).where('m.seat', 'in', ['lead', 'team']).where(isHere('m', today)).limit(1).executeTakeFirst()
  const colleague = await db.selectFrom('post as o').select('o.id').where('o.person_id', '=', cover).where(isColleague('o', away, today)).limit(1).executeTakeFirst()
  return helps !== undefined || colleague !== undefined
}

/** Whether somebody can come at a time: within their hours for it, on no free day, and with nothing booked or off then, ways included. Three queries. */
export async function isFreeThen(db: Kysely<Schema>, person: PersonId, mode: Mode, time: { startsAt: Instant; endsAt: Instant }, today: Day): Promise<boolean> {
  const rules = rulesFor(mode, await settingsOf(db))
  const on = dayAt(time.startsAt)
  const [from, until] = [wallTime(time.startsAt), wallTime(time.endsAt)]
  const hours = await hoursOf(db, [person], today)
  const open = hours.some((row) => row.weekday === weekday(on) && row.modes.includes(mode) && row.from <= from && until <= row.until && row.fromOn <= on && (row.untilOn === null || row.untilOn >= on)
    && (row.rule === null || daysOf(row.rule, row.fromOn, { from: on, until: on }).length > 0))
  if (!open || rules.holidays.has(on)) return false
  const span = { from: plusMinutes(time.startsAt, -rules.travelMinutes), until: plusMinutes(time.endsAt, rules.travelMinutes) }
  const taken = await db.selectFrom('cell').select('cell').where('practitioner_id', '=', person).where('cell', '>=', cellAt(span.from)).where('cell', '<', cellAt(span.until)).limit(1).executeTakeFirst()
  return !taken && (await busyRows(db, [person], span)).every((off) => spansOf(off, span).length === 0)
}

/** The place of whoever comes until a day: one that they have, or one that shows what they come for. */
export async function placeFor(place: Place, person: PersonId, until: Day): Promise<MemberId> {
  const { db, family, today } = place
  const rows = await db.selectFrom('member as m').select(['m.id', 'm.stands_in', 'm.until_on']).where('m.family_id', '=', family).where('m.person_id', '=', person).where('m.seat', 'in', ['lead', 'team']).where(isHere('m', today)).orderBy('m.stands_in').orderBy('m.from_on', 'desc').orderBy('m.id').execute()
  const lasting = rows.find((row) => row.until_on === null || row.until_on >= until)
  if (lasting) return lasting.id
  const short = rows.find((row) => row.stands_in === 1)
  if (short) {
    await db.updateTable('member').set({ until_on: until }).where('family_id', '=', family).where('id', '=', short.id).execute()
    return short.id
  }
  const { name, given_name } = await db.selectFrom('person').select(['name', 'given_name']).where('id', '=', person).executeTakeFirstOrThrow()
  const id = newId<MemberId>()
  await db.insertInto('member').values({ family_id: family, id, person_id: person, name, given_name, seat: 'team', relation: null, born_on: null, from_on: today, until_on: until, made_at: place.now, stands_in: 1 }).execute()
  return id
}

/** Up to which day whoever comes to a time has a place: the working day after it, to say how it went. */
export async function lastDayFor(place: Pick<Place, 'db'>, endsAt: Instant): Promise<Day> {
  return workingDaysAfter(dayAt(endsAt), 1, new Set((await settingsOf(place.db)).holidays))
}

/** An appointment with somebody who stands in has another time: their place lasts until it is over. */
export async function lastsUntil(place: Place, practitioners: readonly PersonId[], endsAt: Instant): Promise<void> {
  const until = await lastDayFor(place, endsAt)
  await place.db.updateTable('member').set({ until_on: until }).where('family_id', '=', place.family).where('person_id', 'in', [...practitioners]).where('stands_in', '=', 1).where('until_on', '>=', place.today).where('until_on', '<', until).execute()
}

/** Ends the places of those who stood in and have nothing more to come for, nor anything to say of what was. */
export async function endStandIns(acting: Inside<Viewer>): Promise<void> {
  const rows = await acting.db.selectFrom('member as m').select('m.id').where('m.family_id', '=', acting.family).where('m.stands_in', '=', 1).where('m.until_on', '>=', acting.today)
    .where((eb) => eb.not(eb.exists(eb.selectFrom('appointment as a').leftJoin('appointment_with as w', (join) => join.onRef('w.family_id', '=', 'a.family_id').onRef('w.appointment_id', '=', 'a.id')).select('a.id').whereRef('a.family_id', '=', 'm.family_id').where('a.state', '=', 'booked')
      .where((or) => or.or([or('a.practitioner_id', '=', or.ref('m.person_id')), or('w.practitioner_id', '=', or.ref('m.person_id'))])))))
    .where((eb) => eb.not(eb.exists(eb.selectFrom('appointment_offer as o').select('o.id').whereRef('o.family_id', '=', 'm.family_id').whereRef('o.member_id', '=', 'm.id').where('o.state', 'in', ['open', 'others'])))).execute()
  for (const row of rows) await endPlace(acting, row.id)
}

