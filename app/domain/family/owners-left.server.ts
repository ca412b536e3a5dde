/**
 * Whose thing it is when its owner is no longer here: it falls to the lead professional, or where they may not see it, to
 * somebody of the family who does. While nobody leads, what services promised waits with the manager who names somebody
 * (`lead-gap`): it is never laid on the family. Nothing open is ever without an owner (TF ¶3.17; #18, #42).
 */
import { sql, type Expression, type Kysely, type SqlBool } from 'kysely'
import type { Schema } from '#db/schema.ts'
import { seatsOfTheFamily, seatsThatHelp } from '#app/access/powers.ts'
import { keptFromNobody, leadsToday, lookerOfRow, visibleTo } from '#app/access/visible-to.server.ts'
import { insideCircle, isHere, lasts } from '#app/access/who-is-here.server.ts'
import { must, theHouseIn, type Inside, type Viewer, type WatchActing } from '#app/access/viewer.server.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import { act, type Outcome } from '#app/events/transact.server.ts'
import { newId, type AppointmentId, type CircleId, type EntryId, type FamilyId, type MemberId, type PersonId, type StepId } from '#app/values/ids.ts'
import { workingDaysAfter, type Day, type Instant } from '#app/values/instant.ts'
import { lookForGap } from './lead-gap.server.ts'
import { keepAnswered, keepFirst } from './revisions.server.ts'
import { toldOfChange } from './told-of-change.server.ts'
import { keepNextContact } from './next-contact.server.ts'

/** A family inside a command, whoever acts. */
type Place = Pick<Inside<Viewer>, 'db' | 'family' | 'now' | 'today'>
type Acts = Place & { readonly person: PersonId | null }
type Promised = { readonly kind: 'action'; readonly id: EntryId } | { readonly kind: 'step'; readonly id: StepId }
type Thing = Promised | { readonly kind: 'arrangement'; readonly id: AppointmentId }

/** Working days from today by which somebody says what becomes of a thing that came back to them. */
export async function handBackDay(acting: Place): Promise<Day> {
  const { handBackDays, holidays } = await settingsOf(acting.db)
  return workingDaysAfter(acting.today, handBackDays, new Set(holidays))
}

/**
 * Who looks after a thing: the lead professional where the family lets them see it, else whoever made it, else an adult
 * who sees it; of a kept thing somebody inside. Undefined when nobody is here who sees it.
 */
export async function inCharge(acting: Place, thing: Thing): Promise<{ member: MemberId; person: PersonId | null; leads: boolean } | undefined> {
  const lead = lookerOfRow('m', 'lead', acting)
  const flag = (is: Expression<SqlBool>) => sql<number>`case when ${is} then 1 else 0 end`
  const inside = (circle: string) => insideCircle(circle, 'm')
  const leads = leadsToday('m', acting.today)
  const rows = thing.kind === 'action'
    ? await acting.db.selectFrom('member as m').innerJoin('plan_entry as e', 'e.family_id', 'm.family_id').select(['m.id', 'm.person_id', 'm.seat'])
      .select([flag(sql<SqlBool>`(${leads} and ${visibleTo(lead, 'plan', 'e')})`).as('leads'), flag(sql<SqlBool>`m.id = e.said_by`).as('made'), flag(inside('e.circle_id')).as('inside'), sql<string | null>`e.circle_id`.as('kept')])
      .where('m.family_id', '=', acting.family).where('e.id', '=', thing.id).where(isHere('m', acting.today)).orderBy('m.made_at').orderBy('m.id').execute()
    : thing.kind === 'arrangement'
    ? await acting.db.selectFrom('member as m').innerJoin('appointment as a', 'a.family_id', 'm.family_id').select(['m.id', 'm.person_id', 'm.seat'])
      .select([flag(sql<SqlBool>`(m.person_id = a.practitioner_id or (${leads} and ${visibleTo(lead, 'appointment', 'a')}))`).as('leads'), flag(sql<SqlBool>`m.id = a.booked_by`).as('made'), flag(inside('a.circle_id')).as('inside'), sql<string | null>`a.circle_id`.as('kept')])
      .where('m.family_id', '=', acting.family).where('a.id', '=', thing.id).where(isHere('m', acting.today)).orderBy('m.made_at').orderBy('m.id').execute()
    : await acting.db.selectFrom('member as m').innerJoin('step as s', 's.family_id', 'm.family_id').innerJoin('goal as g', (join) => join.onRef('g.family_id', '=', 's.family_id').onRef('g.id', '=', 's.goal_id')).select(['m.id', 'm.person_id', 'm.seat'])
      .select([flag(sql<SqlBool>`(${leads} and ${visibleTo(lead, 'goal', 'g')} and ${keptFromNobody(lead, 's')})`).as('leads'), flag(sql<SqlBool>`m.id = g.made_by`).as('made'),
        flag(sql<SqlBool>`(${inside('g.circle_id')} and ${inside('s.circle_id')})`).as('inside'), sql<string | null>`coalesce(s.circle_id, g.circle_id)`.as('kept')])
      .where('m.family_id', '=', acting.family).where('s.id', '=', thing.id).where(isHere('m', acting.today)).orderBy('m.made_at').orderBy('m.id').execute()
  const rank = (row: (typeof rows)[number]) => {
    if (row.leads === 1) return 0
    if (row.inside === 0) return 9
    if (row.made === 1 && seatsOfTheFamily.has(row.seat)) return 1
    if (row.seat === 'parent' || row.seat === 'kin-carer') return 2
    if (row.seat === 'young-person') return 3
    return row.kept === null ? 9 : 4
  }
  const [first] = rows.map((row) => ({ row, at: rank(row) })).filter(({ at }) => at < 9).sort((a, b) => a.at - b.at)
  return first && { member: first.row.id, person: first.row.person_id, leads: first.row.leads === 1 }
}

/** What somebody who is not here was to arrange for appointments. How many things, and into `tell` who has them now. */
async function passOnToArrange(acting: Place, tell: Set<PersonId>, nobodyLeads: boolean): Promise<number> {
  const rows = await acting.db.selectFrom('arrangement as r').innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 'r.family_id').onRef('m.id', '=', 'r.owner_member'))
    .innerJoin('appointment as a', (join) => join.onRef('a.family_id', '=', 'r.family_id').onRef('a.id', '=', 'r.appointment_id')).select(['r.appointment_id', 'r.need', 'm.seat', 'a.circle_id']).where('r.family_id', '=', acting.family).where('r.arranged_at', 'is', null).where('r.ended_at', 'is', null).where((eb) => eb.not(isHere('m', acting.today) as never)).execute()
  let passed = 0
  for (const { appointment_id: id, need, seat, circle_id } of rows) {
    const to = await inCharge(acting, { kind: 'arrangement', id })
    // While nobody leads it waits with whoever names somebody, as what was promised does.
    if (!to || (nobodyLeads && circle_id === null && seatsThatHelp.has(seat) && !to.leads)) continue
    await acting.db.updateTable('arrangement').set({ owner_member: to.member }).where('family_id', '=', acting.family).where('appointment_id', '=', id).where('need', '=', need).execute()
    passed += 1
    if (to.person !== null) tell.add(to.person)
  }
  return passed
}

/** Times that somebody offered out of their own diary are nobody else's to give. How many offers. */
async function endOffers(acting: Place): Promise<number> {
  const gone = await acting.db.updateTable('appointment_offer').set({ state: 'withdrawn' }).where('family_id', '=', acting.family).where('state', 'in', ['open', 'others'])
    .where((eb) => eb.exists(eb.selectFrom('member as m').select('m.id').whereRef('m.family_id', '=', 'appointment_offer.family_id').whereRef('m.id', '=', 'appointment_offer.member_id').where((not) => not.not(isHere('m', acting.today) as never)))).executeTakeFirst()
  return Number(gone.numUpdatedRows)
}

/** Lets what belongs to somebody who is not here fall to whoever looks after it, and looks whether somebody leads. How many things fell, and who is told. */
async function settle(acting: Acts): Promise<{ things: number; changed: boolean; tell: PersonId[] }> {
  const gap = await lookForGap(acting)
  const here = isHere('m', acting.today)
  const owner = ['m.id as owner', 'm.name', sql<number>`case when m.seat in (${sql.join([...seatsThatHelp])}) then 1 else 0 end`.as('helped')] as const
  const leadInside = (...circles: string[]) => sql<number>`case when ${sql.join(circles.map((circle) => sql`(${sql.ref(circle)} is null or exists (select 1 from circle_member as c where c.family_id = m.family_id and c.circle_id = ${sql.ref(circle)} and c.who = 'seat:lead'))`), sql` and `)} then 1 else 0 end`.as('for_lead')
  const actions = await acting.db.selectFrom('plan_entry as e').innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 'e.family_id').onRef('m.id', '=', 'e.owner_member'))
    .select(['e.id', ...owner, 'e.circle_id', sql<CircleId | null>`null`.as('goal_circle'), leadInside('e.circle_id')]).where('e.family_id', '=', acting.family).where('e.kind', '=', 'action').where('e.done_at', 'is', null).where('e.ended_at', 'is', null).where((eb) => eb.not(here as never)).execute()
  const steps = await acting.db.selectFrom('step as s').innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 's.family_id').onRef('m.id', '=', 's.owner_member')).innerJoin('goal as g', (join) => join.onRef('g.family_id', '=', 's.family_id').onRef('g.id', '=', 's.goal_id'))
    .select(['s.id', ...owner, 's.circle_id', 'g.circle_id as goal_circle', leadInside('s.circle_id', 'g.circle_id')]).where('s.family_id', '=', acting.family).where('s.done_at', 'is', null).where('g.state', 'in', ['open', 'paused']).where((eb) => eb.not(here as never)).execute()
  const things = [...actions.map((row) => ({ ...row, thing: { kind: 'action', id: row.id } as Promised })), ...steps.map((row) => ({ ...row, thing: { kind: 'step', id: row.id } as Promised }))]
  const tell = new Set<PersonId>(gap.tell)
  let fell = (await passOnToArrange(acting, tell, gap.until !== null)) + (await followUpsPassOn(acting)) + (await endOffers(acting))
  if (things.length === 0) return { things: fell, changed: fell > 0 || gap.changed, tell: [...tell] }
  const by = await handBackDay(acting)
  for (const { thing, owner: from, name, helped, for_lead, circle_id, goal_circle } of things) {
    const to = await inCharge(acting, thing)
    // What a service promised waits with whoever names somebody to lead; it is not laid on the family meanwhile.
    if (gap.until !== null && helped === 1 && for_lead === 1 && !to?.leads) {
      fell += await saysItFell(acting, thing, { from, name, by: gap.until })
      continue
    }
    if (!to) continue
    const kind = thing.kind === 'action' ? 'plan' : 'step'
    await keepFirst(acting, kind, [thing.id])
    if (thing.kind === 'action') await acting.db.updateTable('plan_entry').set({ owner_member: to.member }).where('family_id', '=', acting.family).where('id', '=', thing.id).execute()
    else await acting.db.updateTable('step').set({ owner_member: to.member }).where('family_id', '=', acting.family).where('id', '=', thing.id).execute()
    // Whoever agreed to it as it was is asked again.
    await keepAnswered(acting, kind, thing.id, { member: null, person: null })
    for (const person of await toldOfChange(acting, thing.id, circle_id, goal_circle)) tell.add(person)
    await saysItFell(acting, thing, { from, name, by })
    fell += 1
    if (to.person !== null) tell.add(to.person)
  }
  return { things: fell, changed: fell > 0 || gap.changed, tell: [...tell] }
}

/** Writes beside a thing that its owner has left, and by when the family hears whose it is; the same is not written twice. 1 where it was written. */
async function saysItFell(acting: Place, thing: Thing, { from, name, by }: { from: MemberId; name: string; by: Day }): Promise<0 | 1> {
  const said = await acting.db.selectFrom('promise_word').select('id').where('family_id', '=', acting.family).where('thing_id', '=', thing.id).where('kind', '=', 'fell').where('by_member', '=', from).where('day_after', '=', by).limit(1).executeTakeFirst()
  if (said) return 0
  await acting.db.insertInto('promise_word').values({
    family_id: acting.family, id: newId(), thing_id: thing.id, kind: 'fell', by_member: from, by_name: name, by_agency: null, words: null, lang: null, day_before: null, day_after: by, at: acting.now,
  }).execute()
  return 1
}

/**
 * What whoever left was to see to goes to whoever leads, or ends where they may not know of it: that somebody left is seen to
 * in any case. How many there were.
 */
async function followUpsPassOn(acting: Place): Promise<number> {
  const left = acting.db.selectFrom('follow_up as u').innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 'u.family_id').onRef('m.id', '=', 'u.owner_member')).select('u.id')
    .where('u.family_id', '=', acting.family).where('u.done_at', 'is', null).where((eb) => eb.not(isHere('m', acting.today) as never))
  const rows = await left.select((eb) => eb.exists(eb.selectFrom('appointment as a').innerJoin('member as l', 'l.family_id', 'a.family_id').select('a.id').whereRef('a.family_id', '=', 'u.family_id').whereRef('a.id', '=', 'u.appointment_id')
    .where(leadsToday('l', acting.today)).where(visibleTo(lookerOfRow('l', 'lead', acting), 'appointment', 'a') as never)).as('seen')).select('u.appointment_id').execute()
  for (const row of rows) {
    const passes = row.appointment_id === null || Boolean(row.seen)
    await acting.db.updateTable('follow_up').set(passes ? { owner_member: null } : { done_at: acting.now }).where('family_id', '=', acting.family).where('id', '=', row.id).execute()
  }
  return rows.length
}

/** The same, within a command that has just ended a place. Who is to be told. */
export async function letFall(acting: Acts): Promise<PersonId[]> {
  const { tell } = await settle(acting)
  await keepNextContact(acting)
  return tell
}

/** As a command of the house: a post has ended, or a place by its last day. */
async function settleOwners(acting: WatchActing<'promises:watch'>, _nothing: null): Promise<Outcome<number, 'nothing-to-do'>> {
  const { things, changed, tell } = await settle(acting)
  if (!changed) return { ok: false, why: 'nothing-to-do' }
  await keepNextContact(acting)
  return { ok: true, value: things, event: { kind: 'owners-left', data: { things } }, notices: tell.map((to) => ({ to, name: 'somethingNew' as const })) }
}

/**
 * Looks in every family for open things whose owner is not here any more, and for families that nobody leads, and sees to
 * both. In how many families there was anything to do.
 */
export async function settleWhoLeft(db: Kysely<Schema>, at: Instant, today: Day): Promise<number> {
  const gone = (eb: { not: (is: never) => unknown }) => eb.not(isHere('m', today) as never) as never
  const led = sql<SqlBool>`exists (select 1 from member as m where m.family_id = f.id and m.seat = 'lead' and m.covers is null and ${isHere('m', today)})`
  const owned = sql<SqlBool>`exists (select 1 from lead_gap as l inner join post as o on o.person_id = l.owner_person and o.team = f.team and o.role = 'manager' and ${lasts('o', today)} where l.family_id = f.id and l.ended_at is null)`
  const managed = sql<SqlBool>`exists (select 1 from post as o where o.team = f.team and o.role = 'manager' and ${lasts('o', today)})`
  const families = await db.selectFrom('plan_entry as e').innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 'e.family_id').onRef('m.id', '=', 'e.owner_member')).select('e.family_id')
    .where('e.kind', '=', 'action').where('e.done_at', 'is', null).where('e.ended_at', 'is', null).where(gone)
    .union(db.selectFrom('step as s').innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 's.family_id').onRef('m.id', '=', 's.owner_member')).innerJoin('goal as g', (join) => join.onRef('g.family_id', '=', 's.family_id').onRef('g.id', '=', 's.goal_id'))
      .select('s.family_id').where('s.done_at', 'is', null).where('g.state', 'in', ['open', 'paused']).where(gone))
    .union(db.selectFrom('arrangement as r').innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 'r.family_id').onRef('m.id', '=', 'r.owner_member')).select('r.family_id')
      .where('r.arranged_at', 'is', null).where('r.ended_at', 'is', null).where(gone))
    .union(db.selectFrom('appointment_offer as o').innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 'o.family_id').onRef('m.id', '=', 'o.member_id')).select('o.family_id').where('o.state', 'in', ['open', 'others']).where(gone))
    .union(db.selectFrom('follow_up as u').innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 'u.family_id').onRef('m.id', '=', 'u.owner_member')).select('u.family_id').where('u.done_at', 'is', null).where(gone))
    .union(db.selectFrom('family as f').select('f.id as family_id').where(sql<SqlBool>`((not ${led} and not ${owned} and ${managed}) or (${led} and exists (select 1 from lead_gap as l where l.family_id = f.id and l.ended_at is null)))`)).execute()
  let settled = 0
  for (const { family_id } of families) {
    const answer = await act(must(theHouseIn(db, family_id as FamilyId, at), 'promises:watch'), settleOwners, null)
    if (answer.ok) settled += 1
  }
  return settled
}
