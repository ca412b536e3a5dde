/**
 * Nobody is forgotten (TF ¶3.16; #19): for every open plan there is a dated contact that whoever leads can see, or something
 * that they see to by a day. Whatever takes the last one away writes the next in the same transaction.
 *
 * What is kept from whoever leads counts for nothing here: if it counted, their desk would tell that it is there.
 */
import { sql, type Expression, type Kysely, type SqlBool } from 'kysely'
import type { Schema } from '#db/schema.ts'
import { teamsManaged } from '#app/access/powers.ts'
import { leadsToday, lookerOfRow, visibleTo, type Looker } from '#app/access/visible-to.server.ts'
import { must, theHouseIn, type AreaMay, type Inside, type Viewer, type WatchActing } from '#app/access/viewer.server.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import { act, type Outcome } from '#app/events/transact.server.ts'
import { newId, type AppointmentId, type CircleId, type FamilyId, type FollowUpId, type MemberId, type OfferId } from '#app/values/ids.ts'
import { atWallTime, workingDaysAfter, type Day, type Instant } from '#app/values/instant.ts'

/** A family inside a command, whoever acts. */
type Place = Pick<Inside<Viewer>, 'db' | 'family' | 'now' | 'today'>
export type FollowUpWhy = Schema['follow_up']['why']

/** The first moment of a day in the area: what was booked for today counts until the day is over, or it was said how it went. */
export function beginsAt(today: Day): Instant {
  return atWallTime(today, '00:00')!
}

/**
 * The dated contacts that a looker sees, as rows of `family_id` and `on_at`: booked appointments from today on, times offered
 * until the day by which they wait for an answer, visits of a programme that runs, and what they see to themselves by a day, late or not.
 *
 * A planned visit of a programme counts although nobody has promised its hour: the family said yes to it and reads its day, and on that day
 * it stands on the desks of its worker and of whoever leads until one of them says how it went.
 */
export function contactsSeenBy(looker: Looker, { butNothingNext = false } = {}): Expression<{ family_id: FamilyId; on_at: string }> {
  return sql<{ family_id: FamilyId; on_at: string }>`(
    select a.family_id, a.starts_at as on_at from appointment as a where a.state = 'booked' and a.starts_at >= ${beginsAt(looker.today)} and ${visibleTo(looker, 'appointment', 'a')}
    union all select o.family_id, o.answer_by from appointment_offer as o where o.state = 'open' and o.answer_by >= ${looker.today} and ${visibleTo(looker, 'appointment', 'o')}
    union all select c.family_id, c.on_day from programme as p inner join programme_contact as c on c.family_id = p.family_id and c.programme_id = p.id
      where p.state = 'running' and c.state in ('planned', 'moved') and c.on_day >= ${looker.today} and ${visibleTo(looker, 'review', 'p')}
    union all select u.family_id, u.due_on from follow_up as u where u.done_at is null${butNothingNext ? sql` and u.why <> 'nothing-next'` : sql``} and ${ownFollowUp(looker, 'u')})`
}

/** True for the rows of `follow_up` that are the looker's own to see to. */
export function ownFollowUp({ family, member, seat }: Looker, alias: string): Expression<SqlBool> {
  const of = (name: string) => sql.ref(`${alias}.${name}`)
  return sql<SqlBool>`(${of('family_id')} = ${family} and (${of('owner_member')} = ${member}${seat === 'lead' ? sql` or ${of('owner_member')} is null` : sql``}))`
}

/**
 * The families with an open plan in which whoever leads sees no next contact, and sees to nothing by a day; where nobody
 * leads, those in which nothing waits for whoever will. Its answer is none. One query; `only` asks of one family, or of some teams.
 */
export async function familiesWithoutNextContact(db: Kysely<Schema>, today: Day, only: { family?: FamilyId; teams?: readonly string[]; butNothingNext?: boolean } = {}): Promise<FamilyId[]> {
  const at = { now: `${today}T23:59:59.999Z` as Instant, today }
  const lead = lookerOfRow('m', 'lead', at)
  const rows = await db.selectFrom('family as f').select('f.id')
    .$if(only.family !== undefined, (query) => query.where('f.id', '=', only.family!)).$if(only.teams !== undefined, (query) => query.where('f.team', 'in', only.teams!))
    .where((eb) => eb.exists(eb.selectFrom('review as r').select('r.id').whereRef('r.family_id', '=', 'f.id').where('r.closed_at', 'is', null)))
    .where((eb) => eb.not(eb.exists(eb.selectFrom('follow_up as w').select('w.id').whereRef('w.family_id', '=', 'f.id').where('w.owner_member', 'is', null).where('w.done_at', 'is', null).$if(only.butNothingNext === true, (query) => query.where('w.why', '<>', 'nothing-next')))))
    .where(sql<SqlBool>`not exists (select 1 from member as m where m.family_id = f.id and ${leadsToday('m', today)} and exists (select 1 from ${contactsSeenBy(lead, only)} as v_next))`)
    .orderBy('f.id').execute()
  return rows.map((row) => row.id)
}

/** The working day by which somebody who helps is in touch: the area's `followUpDays`. */
export async function followUpDay(place: Pick<Place, 'db' | 'today'>): Promise<Day> {
  const { followUpDays, holidays } = await settingsOf(place.db)
  return workingDaysAfter(place.today, followUpDays, new Set(holidays))
}

export interface NewFollowUp { readonly why: FollowUpWhy; readonly dueOn: Day; /** Null is whoever leads. */ readonly owner: MemberId | null; readonly appointment?: AppointmentId | null; /** Which offer nobody answered. */ readonly offer?: OfferId; readonly raised?: Schema['follow_up']['raised'] }

/** Writes that somebody sees to something by a day. */
export async function writeFollowUp({ db, family, now }: Place, { why, dueOn, owner, appointment = null, offer, raised = null }: NewFollowUp): Promise<FollowUpId> {
  const id = newId<FollowUpId>()
  await db.insertInto('follow_up').values({ family_id: family, id, appointment_id: appointment, why, raised, owner_member: owner, due_on: dueOn, made_at: now, offer_id: offer ?? null }).execute()
  return id
}

/**
 * At the end of a command that may have given a family a next contact, or taken the last one away: then whoever leads is in
 * touch in the area's days, and with another contact that is done. It is their work alone, seen by nobody else: whether it
 * is there depends on what they see, and others see less. Whether anything changed.
 */
export async function keepNextContact(place: Place): Promise<boolean> {
  const { db, family, today } = place
  const nothingNext = db.selectFrom('follow_up').select('id').where('family_id', '=', family).where('why', '=', 'nothing-next').where('owner_member', 'is', null).where('done_at', 'is', null)
  const waits = (await nothingNext.execute()).length > 0
  const another = (await familiesWithoutNextContact(db, today, { family, butNothingNext: true })).length === 0
  if (waits === !another) return false
  if (another) await db.updateTable('follow_up').set({ done_at: place.now }).where('family_id', '=', family).where('id', 'in', nothingNext).execute()
  else await writeFollowUp(place, { why: 'nothing-next', dueOn: await followUpDay(place), owner: null })
  return true
}

/** As a command of the house, when time alone took it away: a day passed, or what the family agreed ended. */
async function settleNextContact(acting: WatchActing<'promises:watch'>, _nothing: null): Promise<Outcome<null, 'nothing-to-do'>> {
  if (!(await keepNextContact(acting))) return { ok: false, why: 'nothing-to-do' }
  return { ok: true, value: null, event: { kind: 'next-contact-kept', data: {}, circle: newId<CircleId>() } }
}

/** Looks in every family. For how many somebody is now in touch by a day who was not. */
export async function settleNextContacts(db: Kysely<Schema>, at: Instant, today: Day): Promise<number> {
  let settled = 0
  for (const family of await familiesWithoutNextContact(db, today)) {
    if ((await act(must(theHouseIn(db, family, at), 'promises:watch'), settleNextContact, null)).ok) settled += 1
  }
  return settled
}

/** The families of a manager's teams that nobody is in touch with by a day, and who leads them: none, unless something is broken. Two queries. */
export async function withoutNextContact(viewer: AreaMay<'desk:see'>): Promise<{ family: FamilyId; name: string; lead: string | null }[]> {
  const teams = teamsManaged(viewer)
  const found = teams.length === 0 ? [] : await familiesWithoutNextContact(viewer.db, viewer.today, { teams })
  if (found.length === 0) return []
  const rows = await viewer.db.selectFrom('family as f').select(['f.id', 'f.name']).select((eb) => eb.selectFrom('member as m').select('m.name').whereRef('m.family_id', '=', 'f.id').where(leadsToday('m', viewer.today)).orderBy('m.from_on').orderBy('m.id').limit(1).as('lead'))
    .where('f.id', 'in', found).orderBy('f.name').orderBy('f.id').execute()
  return rows.map((row) => ({ family: row.id, name: row.name, lead: row.lead }))
}
