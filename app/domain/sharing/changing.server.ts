/** Changing who sees a thing after it was made, and leaving a circle. Whoever no longer sees it finds no trace that it was there. */
import { sql } from 'kysely'
import { seatsOfTheFamily } from '#app/access/powers.ts'
import { keptFromNobody, visibleTo } from '#app/access/visible-to.server.ts'
import { keepNextContact } from '#app/domain/family/next-contact.server.ts'
import type { Acting, Inside, May, Viewer } from '#app/access/viewer.server.ts'
import { readersOf } from '#app/domain/family/people.server.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import { newId, type CircleId, type MemberId, type PersonId } from '#app/values/ids.ts'
import type { Instant } from '#app/values/instant.ts'
import { circleAnswered, circleFor, circleWithin, isInside, sameCircle, shareByName, type CircleRefused, type WhoSees } from './circles.server.ts'

/** The kinds of things whose makers may change who sees them. What a spend is kept to is settled by its budget. */
export type Changeable = 'goal' | 'plan' | 'appointment' | 'date'

interface Thing { readonly id: string; readonly words: string | null; readonly lang: string | null; readonly circle: CircleId | null; readonly maker: MemberId | null; readonly madeAt: Instant }

/** A thing that the viewer may see, and whose it is; undefined for any other. One query. */
export async function thingToKeep(viewer: Viewer | Inside<Viewer>, kind: Changeable, id: string): Promise<Thing | undefined> {
  if (kind === 'appointment') {
    const row = await viewer.db.selectFrom('appointment as t').select(['t.id', 't.circle_id', 't.booked_by', 't.booked_at']).where('t.id', '=', id as never).where(visibleTo(viewer, kind, 't')).executeTakeFirst()
    return row && { id: row.id, words: null, lang: null, circle: row.circle_id, maker: row.booked_by, madeAt: row.booked_at }
  }
  if (kind === 'date') {
    const row = await viewer.db.selectFrom('family_date as t').select(['t.id', 't.words', 't.lang', 't.circle_id', 't.said_by', 't.said_at']).where('t.id', '=', id as never).where(visibleTo(viewer, 'review', 't')).executeTakeFirst()
    return row && { id: row.id, words: row.words, lang: row.lang, circle: row.circle_id, maker: row.said_by, madeAt: row.said_at }
  }
  if (kind === 'goal') {
    const row = await viewer.db.selectFrom('goal as t').select(['t.id', 't.words', 't.lang', 't.circle_id', 't.made_by', 't.made_at']).where('t.id', '=', id as never).where(visibleTo(viewer, kind, 't')).executeTakeFirst()
    return row && { id: row.id, words: row.words, lang: row.lang, circle: row.circle_id, maker: row.made_by, madeAt: row.made_at }
  }
  const row = await viewer.db.selectFrom('plan_entry as t').select(['t.id', 't.words', 't.lang', 't.circle_id', 't.said_by', 't.made_at']).where('t.id', '=', id as never).where(visibleTo(viewer, kind, 't')).executeTakeFirst()
  return row && { id: row.id, words: row.words, lang: row.lang, circle: row.circle_id, maker: row.said_by, madeAt: row.made_at }
}

export interface SawIt {
  readonly name: string
  /** When they were told of it by a message; when they opened its page, for somebody who helps. */
  readonly toldAt: Instant | null
  readonly openedAt: Instant | null
}

/**
 * Who may have seen a thing until now, for its maker before it is hidden: everybody to whom it was open, with what is
 * known of each. Of the family nobody's looking is written down, and when somebody was here is theirs: it is not told. Three
 * queries.
 */
export async function whoMaySaw(viewer: May<'sharing:decide'>, kind: Changeable, thing: Thing): Promise<SawIt[]> {
  const inside = thing.circle === null ? null
    : (await viewer.db.selectFrom('circle_member').select('who').where('family_id', '=', viewer.family).where('circle_id', '=', thing.circle).execute()).map((row) => row.who)
  const shown = (await viewer.db.selectFrom('shared_with').select('member_id').where('family_id', '=', viewer.family).where('thing_id', '=', thing.id).execute()).map((row) => row.member_id)
  const members = await viewer.db.selectFrom('member as m').select(['m.id', 'm.name', 'm.seat', 'm.person_id'])
    .select((eb) => [
      eb.selectFrom('outbox as o').select((max) => max.fn.max('o.sent_at').as('at')).whereRef('o.to_person', '=', 'm.person_id').where('o.scope_id', '=', viewer.family).where('o.made_at', '=', thing.madeAt).as('told'),
      eb.selectFrom('event as l').select((max) => max.fn.max('l.at').as('at')).where('l.scope_id', '=', viewer.family).where('l.kind', '=', 'page-looked-at').where('l.thing_id', '=', thing.id).whereRef('l.by_person', '=', 'm.person_id').as('opened'),
    ])
    .where('m.family_id', '=', viewer.family).where('m.person_id', 'is not', null).where('m.id', '<>', viewer.member)
    .where((eb) => eb.or([eb('m.until_on', 'is', null), eb('m.until_on', '>=', viewer.today)])).orderBy('m.made_at').orderBy('m.id').execute()
  return members
    .filter((m) => m.opened !== null || shown.includes(m.id) || (inside === null ? seatsOfTheFamily.has(m.seat) || m.seat === 'lead' : inside.includes(m.id) || inside.includes(`seat:${m.seat}`)))
    .map((m) => ({ name: m.name, toldAt: m.told, openedAt: m.opened }))
}

type ChangeRefused = CircleRefused | 'not-there' | 'owner-cannot-see' | 'goal-has-money'

/**
 * Changes who sees a thing: its maker alone does. Actions for a goal go with it, and stay with fewer where they were kept
 * to fewer. Messages about it that wait for somebody who no longer sees it are taken back. Refused when somebody who has a
 * part of it to do would no longer see it, or when money was asked for it that more people see; what the maker cannot see
 * refuses nothing.
 */
export async function changeWhoSees(acting: Acting<'sharing:decide'>, change: { kind: Changeable; thing: string; whoSees: WhoSees; shareWith: readonly MemberId[] }): Promise<Outcome<null, ChangeRefused>> {
  const thing = await thingToKeep(acting, change.kind, change.thing)
  if (!thing || thing.maker !== acting.member) return { ok: false, why: 'not-there' }
  const made = await circleAnswered(acting, change.whoSees)
  if (!made.ok) return { ...made, field: 'who-sees' }
  const circle = await circleWithin(acting, change.kind === 'plan' ? await circleOfGoal(acting, thing.id) : null, made.circle)
  await acting.db.deleteFrom('shared_with').where('family_id', '=', acting.family).where('thing_id', '=', thing.id).execute()
  if (!(await shareByName(acting, thing.id, change.shareWith))) return { ok: false, why: 'somebody-is-not-here', field: 'share-with' }
  for (const owner of await ownersIn(acting, change.kind, thing.id)) {
    const byName = owner.seat === 'network' || owner.seat === 'other-parent'
    const sees = circle !== null ? await isInside(acting, circle, owner) : !byName || change.shareWith.includes(owner.id)
    if (!sees) return { ok: false, why: 'owner-cannot-see', field: 'who-sees' }
  }
  if (circle !== null && change.kind === 'goal') {
    const spend = await acting.db.selectFrom('spend as s').select('s.id').where('s.goal_id', '=', thing.id as never).where(visibleTo(acting, 'spend', 's'))
      .where((eb) => eb.or([eb('s.circle_id', 'is', null), eb('s.circle_id', '<>', circle)])).limit(1).executeTakeFirst()
    if (spend) return { ok: false, why: 'goal-has-money', field: 'who-sees' }
  }
  await keepTo(acting, change.kind, thing, circle)
  if (circle !== null) await takeBackMessages(acting, thing, circle)
  if (change.kind === 'appointment') await keepNextContact(acting)
  return { ok: true, value: null, event: { kind: 'who-sees-changed', data: {}, thing: { kind: change.kind, id: thing.id }, circle } }
}

/** The circle of the goal that an action is for; null for none, and for a goal that everybody sees. */
async function circleOfGoal(acting: Inside<Viewer>, entry: string): Promise<CircleId | null> {
  const row = await acting.db.selectFrom('plan_entry as e').innerJoin('goal as g', (join) => join.onRef('g.family_id', '=', 'e.family_id').onRef('g.id', '=', 'e.goal_id'))
    .select('g.circle_id').where('e.family_id', '=', acting.family).where('e.id', '=', entry as never).executeTakeFirst()
  return row?.circle_id ?? null
}

async function keepTo(acting: Inside<Viewer>, kind: Changeable, thing: Thing, circle: CircleId | null): Promise<void> {
  const table = kind === 'plan' ? 'plan_entry' : kind === 'date' ? 'family_date' : kind
  await sql`update ${sql.table(table)} set circle_id = ${circle} where family_id = ${acting.family} and id = ${thing.id}`.execute(acting.db)
  if (kind !== 'goal') return
  const actions = await acting.db.selectFrom('plan_entry').select(['id', 'circle_id']).where('family_id', '=', acting.family).where('goal_id', '=', thing.id as never).execute()
  for (const action of actions) {
    const followed = await sameCircle(acting, action.circle_id, thing.circle)
    const next = await circleWithin(acting, circle, followed ? null : action.circle_id)
    await acting.db.updateTable('plan_entry').set({ circle_id: next }).where('family_id', '=', acting.family).where('id', '=', action.id).execute()
  }
}

/** Messages of its making that were not sent yet to people outside of the circle. */
async function takeBackMessages(acting: Inside<Viewer>, thing: Thing, circle: CircleId): Promise<void> {
  const inside = (await readersOf(acting, circle)) as readonly (PersonId | null)[]
  const waiting = await acting.db.selectFrom('outbox').select(['id', 'to_person']).where('scope_id', '=', acting.family).where('made_at', '=', thing.madeAt).where('state', '=', 'waiting').execute()
  const outside = waiting.filter((row) => !inside.includes(row.to_person)).map((row) => row.id)
  if (outside.length > 0) await acting.db.deleteFrom('outbox').where('id', 'in', outside).where('state', '=', 'waiting').execute()
}

/** Whoever has something to do in a thing and must go on seeing it, as far as the viewer sees what it is. */
async function ownersIn(acting: Inside<Viewer>, kind: Changeable, id: string) {
  const members = acting.db.selectFrom('member as m').select(['m.id', 'm.seat']).where('m.family_id', '=', acting.family)
    .where((eb) => eb.or([eb('m.until_on', 'is', null), eb('m.until_on', '>=', acting.today)]))
  if (kind === 'appointment' || kind === 'date') return []
  if (kind === 'plan') return members.where((eb) => eb.exists(eb.selectFrom('plan_entry as e').select('e.id').whereRef('e.family_id', '=', 'm.family_id').where('e.id', '=', id as never).where('e.done_at', 'is', null).whereRef('e.owner_member', '=', 'm.id'))).execute()
  return members.where((eb) => eb.or([
    eb.exists(eb.selectFrom('step as s').select('s.id').whereRef('s.family_id', '=', 'm.family_id').where('s.goal_id', '=', id as never).where('s.done_at', 'is', null).where(keptFromNobody(acting, 's')).whereRef('s.owner_member', '=', 'm.id')),
    eb.exists(eb.selectFrom('plan_entry as e').select('e.id').whereRef('e.family_id', '=', 'm.family_id').where('e.goal_id', '=', id as never).where('e.done_at', 'is', null).where(keptFromNobody(acting, 'e')).whereRef('e.owner_member', '=', 'm.id')),
  ])).execute()
}

/**
 * Leaves the circle of a thing, or gives back what was shown by name: from then on it is not there for the one who left. Its
 * maker stays, and so does whoever has a part of it to do; nobody is told.
 */
export async function leaveCircle(acting: Acting<'family:see'>, { kind, thing: id }: { kind: Changeable; thing: string }): Promise<Outcome<null, 'not-there' | 'owner-cannot-see'>> {
  const thing = await thingToKeep(acting, kind, id)
  if (!thing || thing.maker === acting.member || acting.member === null) return { ok: false, why: 'not-there' }
  if ((await ownersIn(acting, kind, id)).some((owner) => owner.id === acting.member)) return { ok: false, why: 'owner-cannot-see' }
  const left = thing.circle === null
    ? await acting.db.deleteFrom('shared_with').where('family_id', '=', acting.family).where('thing_id', '=', id).where('member_id', '=', acting.member).executeTakeFirst()
    : await acting.db.deleteFrom('circle_member').where('family_id', '=', acting.family).where('circle_id', '=', thing.circle).where('who', '=', acting.member).executeTakeFirst()
  if (left.numDeletedRows === 0n) return { ok: false, why: 'not-there' }
  if (kind === 'appointment') await keepNextContact(acting)
  return { ok: true, value: null, event: { kind: 'circle-left', data: {}, thing: { kind, id }, circle: thing.circle } }
}

export interface Trusted { readonly adult: MemberId; readonly notedBy: MemberId; readonly at: Instant }

/** The adult whom a child trusts, as far as the viewer may see it; undefined when there is none, or none for this viewer. */
export async function trustedAdultOf(viewer: May<'people:see'>, child: MemberId): Promise<Trusted | undefined> {
  // It belongs to the plan, and being there for the child is the adult's own part in it.
  const all = viewer.db.selectFrom('trusted_adult').selectAll().select('adult_member as owner_member').as('t')
  const row = await viewer.db.selectFrom(all).select(['t.adult_member', 't.noted_by', 't.at']).where('t.child_member', '=', child).where('t.ended_at', 'is', null)
    .where(visibleTo(viewer, 'plan', 't')).orderBy('t.at', 'desc').limit(1).executeTakeFirst()
  return row && { adult: row.adult_member, notedBy: row.noted_by, at: row.at }
}

/**
 * Notes the adult whom a child without an account trusts, as the child said: not a parent, and in
 * place of the one before whom as many know: what the parents note ends nobody that they do not know of.
 * The child says whether their parents may know: only the lead professional notes what they may not (C2).
 */
export async function nameTrustedAdult(acting: Acting<'people:invite'>, named: { child: MemberId; adult: MemberId; parentsKnow: boolean }): Promise<Outcome<null, 'not-there' | 'trusted-adult-wrong'>> {
  if (acting.member === null || (!named.parentsKnow && acting.seat !== 'lead')) return { ok: false, why: 'not-there' }
  const here = await acting.db.selectFrom('member').select(['id', 'seat', 'person_id', 'born_on']).where('family_id', '=', acting.family).where('id', 'in', [named.child, named.adult])
    .where((eb) => eb.or([eb('until_on', 'is', null), eb('until_on', '>=', acting.today)])).execute()
  const child = here.find((one) => one.id === named.child)
  const adult = here.find((one) => one.id === named.adult)
  if (child?.seat !== 'child' || child.person_id !== null) return { ok: false, why: 'not-there' }
  if (!adult || !['kin-carer', 'network', 'lead', 'team'].includes(adult.seat)) return { ok: false, why: 'trusted-adult-wrong', field: 'adult' }
  const kept = named.parentsKnow ? null : await circleFor(acting, { members: [adult.id], lead: true })
  if (kept && !kept.ok) return { ok: false, why: 'trusted-adult-wrong', field: 'adult' }
  const circle = kept?.circle ?? null
  await acting.db.updateTable('trusted_adult').set({ ended_at: acting.now }).where('family_id', '=', acting.family).where('child_member', '=', child.id).where('ended_at', 'is', null).where('circle_id', circle === null ? 'is' : 'is not', null).execute()
  await acting.db.insertInto('trusted_adult').values({ family_id: acting.family, id: newId(), circle_id: circle, child_member: child.id, adult_member: adult.id, noted_by: acting.member, at: acting.now, ended_at: null }).execute()
  return {
    ok: true, value: null, event: { kind: 'trusted-adult-named', data: { child: child.id, adult: adult.id }, thing: { kind: 'member', id: child.id }, circle },
    notices: adult.person_id !== null && adult.person_id !== acting.person ? [{ to: adult.person_id satisfies PersonId, name: 'somethingNew' }] : [],
  }
}
