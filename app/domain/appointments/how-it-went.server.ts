/**
 * How an appointment went, as whoever was to be met says it, and what got in the way, as the family says it (TF ¶3.16; #19,
 * C5). Nobody is blamed: somebody who was not met is written to kindly and seen to by a day; what a service calls off or
 * misses is never counted. What is counted, for whoever is asked to do more, is what every reader of it may see.
 */
import { sql, type Expression, type SqlBool } from 'kysely'
import { notYours } from '#app/access/not-yours.ts'
import { seatsOfTheFamily } from '#app/access/powers.ts'
import { leadsToday, lookerOfRow, visibleTo } from '#app/access/visible-to.server.ts'
import type { Acting, Inside, May, Viewer } from '#app/access/viewer.server.ts'
import { settingsOf, type Settings } from '#app/domain/area/settings.server.ts'
import { followUpDay, keepNextContact } from '#app/domain/family/next-contact.server.ts'
import { readersOf } from '#app/domain/family/people.server.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import type { AppointmentId, CircleId, MemberId } from '#app/values/ids.ts'
import { plusMinutes, type Instant } from '#app/values/instant.ts'
import { keepFollowUp, whoSeesTo } from './follow-ups.server.ts'
import { isWorkOf, practitionersIn } from './together.server.ts'
import type { InTheWay, Went } from './after-words.ts'

/** A family inside a command, whoever acts. */
type Place = Pick<Inside<Viewer>, 'db' | 'family' | 'now' | 'today'>

export interface Record {
  readonly appointment: AppointmentId
  readonly state: Went
  /** Why it was called off, for those who see the appointment. */
  readonly words?: string | null
  readonly lang?: string
}

/**
 * The practitioner says how it went, once it has begun; what was said by mistake can be said again. It asks for no power to
 * book, because it is the practitioner's own work and nobody else's.
 */
export async function recordAppointment(acting: Acting<'appointments:see'>, { appointment, state, words = null, lang }: Record): Promise<Outcome<AppointmentId, 'not-yet' | 'appointment-changed' | 'not-of-a-child'>> {
  const row = await acting.db.selectFrom('appointment as a').select(['a.starts_at', 'a.state', 'a.circle_id', 'a.cancelled_at']).where('a.id', '=', appointment)
    .where(isWorkOf(acting.person, 'a')).where(visibleTo(acting, 'appointment', 'a')).executeTakeFirst()
  if (!row) throw notYours()
  if (row.state === 'cancelled' && row.cancelled_at! < row.starts_at) return { ok: false, why: 'appointment-changed' }
  if (row.starts_at > acting.now) return { ok: false, why: 'not-yet' }
  if (state === 'not-brought' && !(await isForAChild(acting, appointment))) return { ok: false, why: 'not-of-a-child', field: 'went' }
  const off = state === 'off-family' || state === 'off-service'
  const missed = state === 'not-seen' || state === 'not-brought'
  await acting.db.updateTable('appointment').set({
    state: off ? 'cancelled' : missed ? 'not-seen' : 'seen', not_brought: state === 'not-brought' ? 1 : 0, cancelled_at: off ? acting.now : null,
    ended_by: off ? (state === 'off-family' ? 'family' : 'service') : null, ended_why: off ? words : null, ended_lang: off && words !== null ? (lang ?? null) : null,
  }).where('family_id', '=', acting.family).where('id', '=', appointment).execute()
  const before = missed && row.state !== 'not-seen'
  if (before) await seeTo(acting, appointment, row.circle_id)
  if (!missed) await neverMind(acting, appointment)
  await keepNextContact(acting)
  return {
    ok: true, value: appointment, event: { kind: 'appointment-recorded', data: { state }, thing: { kind: 'appointment', id: appointment }, circle: row.circle_id },
    notices: before ? (await readersOf(acting, row.circle_id)).map((to) => ({ to, name: 'notMet' as const })) : [],
  }
}

/** Whether an appointment is about children alone: they are brought, and do not come by themselves (C5). */
async function isForAChild({ db, family }: Place, appointment: AppointmentId): Promise<boolean> {
  const about = await db.selectFrom('about as b').innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 'b.family_id').onRef('m.id', '=', 'b.member_id')).select('m.seat').where('b.family_id', '=', family).where('b.thing_id', '=', appointment).execute()
  return about.length > 0 && about.every((one) => one.seat === 'child' || one.seat === 'young-person')
}

/** Somebody was not met: whoever leads is in touch in the area's days, and does what the area set for the second and the third time. */
async function seeTo(place: Place, appointment: AppointmentId, circle: CircleId | null): Promise<void> {
  const settings = await settingsOf(place.db)
  const owner = await whoSeesTo(place, appointment)
  if (owner === undefined) return
  const times = await missedTimes(place, circle, owner)
  await keepFollowUp(place, { why: 'not-seen', dueOn: await followUpDay(place), owner, appointment, raised: raisedBy(times, settings) })
}

/** What the area asks for, by how often somebody was not met since they last were. */
export function raisedBy(times: number, { secondMiss, thirdMiss }: Pick<Settings, 'secondMiss' | 'thirdMiss'>): 'call' | 'visit' | 'talk' | null {
  const asked = times >= 3 ? thirdMiss : times === 2 ? secondMiss : 'nothing'
  return asked === 'nothing' ? null : asked
}

/** It was said by mistake, or they met after all: nobody is in touch because of it. */
async function neverMind({ db, family, now }: Place, appointment: AppointmentId): Promise<void> {
  await db.updateTable('follow_up').set({ done_at: now }).where('family_id', '=', family).where('appointment_id', '=', appointment).where('why', '=', 'not-seen').where('done_at', 'is', null).execute()
}

/**
 * True for the appointments of `alias` that everybody sees who reads a follow-up of this circle and owner: its owner, and
 * those inside; of one that is kept from nobody, only what is kept from nobody.
 */
function seenByAllOf(place: Place, circle: CircleId | null, owner: MemberId | null, alias: string): Expression<SqlBool> {
  const kept = sql.ref(`${alias}.circle_id`)
  const inside = circle === null ? sql`1 = 0` : sql`not exists (select 1 from circle_member as c where c.family_id = ${place.family} and c.circle_id = ${circle}
    and not exists (select 1 from circle_member as k where k.family_id = ${place.family} and k.circle_id = ${kept} and k.who = c.who))`
  const whose = owner === null ? leadsToday('m', place.today) : sql<SqlBool>`m.id = ${owner}`
  return sql<SqlBool>`(${sql.ref(`${alias}.family_id`)} = ${place.family} and (${kept} is null or ${inside}) and exists (select 1 from member as m where m.family_id = ${place.family} and ${whose}
    and ${visibleTo(lookerOfRow('m', owner === null ? 'lead' : 'team', place), 'appointment', alias)}))`
}

/** How often somebody was not met since they last were, this time included, as far as all of them see it. */
async function missedTimes(place: Place, circle: CircleId | null, owner: MemberId | null): Promise<number> {
  const rows = await place.db.selectFrom('appointment as a').select('a.state').where(seenByAllOf(place, circle, owner, 'a')).where('a.state', 'in', ['seen', 'not-seen'])
    .orderBy('a.starts_at', 'desc').orderBy('a.id').limit(10).execute()
  const since = rows.findIndex((row) => row.state === 'seen')
  return since === -1 ? rows.length : since
}

/** Days over which moving and cancelling are counted, and in which it is asked about once. */
const noticedDays = 90

/**
 * At the end of a command by which the family moved or cancelled: often is a sign that something is hard (C5). Whoever
 * leads asks kindly what would make it easier; a service's own changes are not counted.
 */
export async function noticeOften(place: Place, { appointment, circle }: { appointment: AppointmentId; circle: CircleId | null }): Promise<void> {
  const { movesNoticed } = await settingsOf(place.db)
  const owner = await whoSeesTo(place, appointment)
  if (owner === undefined) return
  const since = plusMinutes(place.now, -noticedDays * 24 * 60)
  const seen = seenByAllOf(place, circle, owner, 'a')
  const rows = await place.db.selectFrom('appointment as a').select(['a.family_moves', 'a.state', 'a.ended_by']).where(seen).where('a.booked_at', '>', since).execute()
  const times = rows.reduce((sum, row) => sum + row.family_moves + (row.state === 'cancelled' && row.ended_by === 'family' ? 1 : 0), 0)
  if (times < movesNoticed) return
  const asked = await place.db.selectFrom('follow_up as u').innerJoin('appointment as a', (join) => join.onRef('a.family_id', '=', 'u.family_id').onRef('a.id', '=', 'u.appointment_id')).select('u.id').where('u.why', '=', 'moved-often').where('u.made_at', '>', since).where(seen).limit(1).executeTakeFirst()
  if (!asked) await keepFollowUp(place, { why: 'moved-often', dueOn: await followUpDay(place), owner, appointment })
}

export interface InTheWaySaid { readonly appointment: AppointmentId; readonly what: readonly InTheWay[]; readonly words: string | null; readonly lang: string }

/** One of the family says what got in the way: for those who see the appointment. Said again, it is put right. */
export async function sayInTheWay(acting: Acting<'appointments:book'>, said: InTheWaySaid): Promise<Outcome<null, 'appointment-changed' | 'nothing-said'>> {
  const row = await acting.db.selectFrom('appointment as a').select(['a.id', 'a.state', 'a.circle_id', 'a.practitioner_id']).where('a.id', '=', said.appointment).where(visibleTo(acting, 'appointment', 'a')).executeTakeFirst()
  if (!row || acting.member === null || !seatsOfTheFamily.has(acting.seat as never)) throw notYours()
  if (row.state !== 'not-seen') return { ok: false, why: 'appointment-changed' }
  if (said.what.length === 0 && said.words === null) return { ok: false, why: 'nothing-said', field: 'what' }
  const values = { what: [...said.what, ...(said.words !== null && !said.what.includes('other') ? ['other'] : [])].join(','), words: said.words, lang: said.words === null ? null : said.lang, at: acting.now }
  await acting.db.insertInto('in_the_way').values({ family_id: acting.family, appointment_id: said.appointment, by_member: acting.member, ...values })
    .onConflict((conflict) => conflict.columns(['family_id', 'appointment_id', 'by_member']).doUpdateSet(values)).execute()
  return {
    ok: true, value: null, event: { kind: 'in-the-way-said', data: {}, thing: { kind: 'appointment', id: said.appointment }, circle: row.circle_id },
    notices: (await practitionersIn(acting.db, acting.family, row)).map((to) => ({ to, name: 'somethingNew' as const })),
  }
}

export interface After {
  readonly notBrought: boolean
  readonly endedBy: 'family' | 'service' | null
  readonly why: { readonly words: string; readonly lang: string | null } | null
  /** Whether it is about children alone, who are brought. */
  readonly forAChild: boolean
  readonly inTheWay: readonly { readonly by: MemberId; readonly what: readonly InTheWay[]; readonly words: string | null; readonly lang: string | null; readonly at: Instant }[]
  /** For whom whoever comes covers. */
  readonly insteadOf: string | null
}

/** How an appointment went and what was said of it; the caller has read the appointment as this viewer. Three queries. */
export async function afterOf(viewer: May<'appointments:see'>, id: AppointmentId): Promise<After | undefined> {
  const row = await viewer.db.selectFrom('appointment as a').leftJoin('person as p', 'p.id', 'a.covers_person').select(['a.not_brought', 'a.ended_by', 'a.ended_why', 'a.ended_lang', 'p.name']).where('a.id', '=', id).where(visibleTo(viewer, 'appointment', 'a')).executeTakeFirst()
  if (!row) return undefined
  const said = await viewer.db.selectFrom('in_the_way').select(['by_member', 'what', 'words', 'lang', 'at']).where('family_id', '=', viewer.family).where('appointment_id', '=', id).orderBy('at').orderBy('by_member').execute()
  return {
    notBrought: row.not_brought === 1, endedBy: row.ended_by, why: row.ended_why === null ? null : { words: row.ended_why, lang: row.ended_lang }, forAChild: await isForAChild(viewer as never, id), insteadOf: row.name,
    inTheWay: said.map((one) => ({ by: one.by_member, what: one.what.split(',') as InTheWay[], words: one.words, lang: one.lang, at: one.at })),
  }
}
