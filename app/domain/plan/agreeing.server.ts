/**
 * Agreeing to the plan (#6, #12): each of the family with a say answers the newest version, in their own account or as told
 * to the lead professional; the lead professional signs for the services. With a yes of an adult of the family and that
 * signature it holds. A no closes nothing: help goes on.
 */
import { sql, type Kysely } from 'kysely'
import { seatsOfTheFamily } from '#app/access/powers.ts'
import { keptFromNobody, lookerOf, visibleTo, type Looker } from '#app/access/visible-to.server.ts'
import type { Acting, Inside, May, Viewer } from '#app/access/viewer.server.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import { planReview } from '#app/domain/family/review-day.server.ts'
import { readersOf } from '#app/domain/family/people.server.ts'
import { circleAnswered, type CircleRefused, type WhoSees } from '#app/domain/sharing/circles.server.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import { newId, type FamilyId, type MemberId } from '#app/values/ids.ts'
import { dayAt, type Day, type Instant } from '#app/values/instant.ts'
import type { Bit, Schema, Seat } from '#db/schema.ts'
import { glance, ownViewOf, type ReviewAtAGlance } from './reviews.server.ts'
import { hasASay } from './having-a-say.ts'
import { wasSeen } from './versions.server.ts'
import { visitColumns, visitsOf, type VisitsAtAGlance } from './visits.server.ts'

interface Said {
  readonly version: number
  readonly agrees: boolean
  /** A worry beside a yes, or the reason of a no. */
  readonly words: string | null
  readonly lang: string
  /** Who reads the words; that somebody said yes or no is for everybody in the plan. */
  readonly whoSees: WhoSees
}
type Refused = 'put-forward-meanwhile' | 'reason-missing' | 'no-say-yet' | CircleRefused

/** Says yes, yes with a worry, or no with a reason, for oneself. The newest answer holds, and the older ones are kept. */
export async function answerPlan(acting: Acting<'plan:agree'>, said: Said): Promise<Outcome<{ active: boolean }, Refused>> {
  if (acting.member === null) return { ok: false, why: 'somebody-is-not-here' }
  const refused = await mayAnswer(acting, acting.member, said)
  return refused ?? answered(acting, { ...said, member: acting.member, side: 'family', notedBy: null, saidOn: null })
}

/** The same as told to the lead professional, on the phone or at the door; whoever has answered themselves is not answered for. */
export async function noteAnswer(acting: Acting<'plan:note'>, said: Said & { readonly member: MemberId; readonly saidOn: Day }): Promise<Outcome<{ active: boolean }, Refused | 'answered-themselves' | 'not-yet-said' | 'said-before'>> {
  if (acting.member === null || said.member === acting.member) return { ok: false, why: 'somebody-is-not-here', field: 'member' }
  if (said.saidOn > acting.today) return { ok: false, why: 'not-yet-said', field: 'said' }
  const refused = await mayAnswer(acting, said.member, said)
  if (refused) return refused
  const { at } = await acting.db.selectFrom('plan_version').select('at').where('family_id', '=', acting.family).where('number', '=', said.version).executeTakeFirstOrThrow()
  if (said.saidOn < dayAt(at)) return { ok: false, why: 'said-before', field: 'said' }
  const own = await acting.db.selectFrom('plan_answer').select('id').where('family_id', '=', acting.family).where('version', '=', said.version).where('member_id', '=', said.member).where('ended_at', 'is', null).where('noted_by', 'is', null).executeTakeFirst()
  if (own) return { ok: false, why: 'answered-themselves', field: 'member' }
  return answered(acting, { ...said, side: 'family', notedBy: acting.member })
}

/** Signs for the services: the lead professional, and whoever else helps and has promised something in this version. */
export async function signPlan(acting: Acting<'plan:sign'>, { version }: { version: number }): Promise<Outcome<{ active: boolean }, 'put-forward-meanwhile' | 'nothing-to-sign' | CircleRefused>> {
  if (acting.member === null) return { ok: false, why: 'somebody-is-not-here' }
  if (!(await isNewest(acting, version))) return { ok: false, why: 'put-forward-meanwhile' }
  if (acting.seat !== 'lead' && !(await agreementOf(acting, version))?.promises) return { ok: false, why: 'nothing-to-sign' }
  return answered(acting, { version, agrees: true, words: null, lang: 'en', whoSees: 'everybody', member: acting.member, side: 'services', notedBy: null, saidOn: null })
}

async function mayAnswer(acting: Inside<Viewer>, member: MemberId, said: Said): Promise<{ ok: false; why: Refused; field?: string; values?: { age: number } } | undefined> {
  if (!(await isNewest(acting, said.version))) return { ok: false, why: 'put-forward-meanwhile' }
  if (!said.agrees && said.words === null) return { ok: false, why: 'reason-missing', field: 'words' }
  const row = await acting.db.selectFrom('member').select(['seat', 'born_on']).where('family_id', '=', acting.family).where('id', '=', member)
    .where((eb) => eb.or([eb('until_on', 'is', null), eb('until_on', '>=', acting.today)])).executeTakeFirst()
  if (!row || !seatsOfTheFamily.has(row.seat)) return { ok: false, why: 'somebody-is-not-here', field: 'member' }
  const { keepsFromAge: age } = await settingsOf(acting.db)
  return hasASay({ seat: row.seat, bornOn: row.born_on }, age, acting.today) ? undefined : { ok: false, why: 'no-say-yet', values: { age } }
}

async function isNewest(acting: Inside<Viewer>, version: number): Promise<boolean> {
  return (await acting.db.selectFrom('plan_state').select('version').where('family_id', '=', acting.family).executeTakeFirst())?.version === version
}

interface Answered extends Said { readonly member: MemberId; readonly side: 'family' | 'services'; readonly notedBy: MemberId | null; readonly saidOn: Day | null }

async function answered(acting: Inside<Viewer>, answer: Answered): Promise<Outcome<{ active: boolean }, CircleRefused>> {
  const id = newId()
  const { version, member, side } = answer
  const kept = answer.words === null ? { ok: true as const, circle: null } : await circleAnswered(acting, answer.whoSees)
  if (!kept.ok) return { ...kept, field: 'who-sees' }
  await acting.db.updateTable('plan_answer').set({ ended_at: acting.now }).where('family_id', '=', acting.family).where('version', '=', version).where('member_id', '=', member).where('ended_at', 'is', null).execute()
  await acting.db.insertInto('plan_answer').values({ family_id: acting.family, id, version, side, member_id: member, agrees: answer.agrees ? 1 : 0, at: acting.now, noted_by: answer.notedBy, said_on: answer.saidOn, ended_at: null }).execute()
  if (answer.words !== null) {
    await acting.db.insertInto('plan_answer_words').values({ family_id: acting.family, id, circle_id: kept.circle, owner_member: member, words: answer.words, lang: answer.lang }).execute()
    await acting.db.insertInto('about').values({ family_id: acting.family, thing_id: id, member_id: member }).execute()
  }
  const { active, newly } = await settle(acting, version)
  const leads = await acting.db.selectFrom('member').select('person_id').where('family_id', '=', acting.family).where('seat', '=', 'lead').where('from_on', '<=', acting.today)
    .where((eb) => eb.or([eb('until_on', 'is', null), eb('until_on', '>=', acting.today)])).execute()
  const told = new Set([...leads.flatMap((lead) => lead.person_id ?? []), ...(newly ? await readersOf(acting, null) : [])].filter((person) => person !== acting.person))
  return {
    ok: true, value: { active }, event: { kind: 'plan-answered', data: { version, agrees: answer.agrees, noted: answer.notedBy !== null }, thing: { kind: 'plan', id: String(version) } },
    notices: [...told].map((to) => ({ to, name: 'somethingNew' })),
  }
}

/** Whether a version holds: an adult of the family who is still here says yes, and a lead professional has signed. */
async function settle(acting: Inside<Viewer>, version: number): Promise<{ active: boolean; newly: boolean }> {
  const yes = await acting.db.selectFrom('plan_answer as a').innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 'a.family_id').onRef('m.id', '=', 'a.member_id')).select('m.seat')
    .where('a.family_id', '=', acting.family).where('a.version', '=', version).where('a.ended_at', 'is', null).where('a.agrees', '=', 1)
    .where((eb) => eb.or([eb('m.seat', '=', 'lead'), eb('m.until_on', 'is', null), eb('m.until_on', '>=', acting.today)])).execute()
  const seats = new Set<Seat>(yes.map((row) => row.seat))
  const active = seats.has('lead') && (seats.has('parent') || seats.has('kin-carer'))
  const before = await acting.db.selectFrom('plan_state').select(['state', 'active_version', 'review_on']).where('family_id', '=', acting.family).executeTakeFirstOrThrow()
  const held = before.active_version === version ? null : before.active_version
  await acting.db.updateTable('plan_state').set({ state: active ? 'active' : 'put-forward', active_version: active ? version : held }).where('family_id', '=', acting.family).execute()
  const newly = active && before.state !== 'active'
  // What both sides agreed to has the day of its next review in it; one that has passed meanwhile changes nothing.
  if (newly) await planReview(acting, before.review_on)
  return { active, newly }
}

export interface PlanAnswer {
  readonly member: MemberId; readonly side: 'family' | 'services'; readonly agrees: boolean; readonly at: Instant
  /** Told to somebody who helps, who wrote it down, and the day on which it was said. */
  readonly notedBy: MemberId | null; readonly saidOn: Day | null
  readonly words: { readonly words: string; readonly lang: string } | null
}
export interface Agreement {
  /** How the newest version stands; `active` when it holds. */
  readonly state: 'put-forward' | 'active'
  readonly version: number
  /** The version that holds, where a newer one waits; null where none does. */
  readonly holds: number | null
  readonly putBy: MemberId; readonly at: Instant; readonly reviewOn: Day
  readonly answers: readonly PlanAnswer[]
  /** Whether the viewer has something to do in it. */
  readonly promises: boolean
}

/** How a version stands and who says what to it, the newest unless another is named; undefined where there is none. One query. */
export async function agreementOf(viewer: May<'plan:versions'> | Acting<'plan:sign'>, number?: number): Promise<Agreement | undefined> {
  return agreementIn(await answerRows(viewer, number).execute())
}

/** The family, how its plan stands for the viewer, and what has changed since: everything that the plan's own page needs. One query. */
export async function planStands(viewer: May<'plan:versions'>): Promise<{ family: { id: FamilyId; name: string; review: ReviewAtAGlance | null }; agreement: Agreement | undefined; changed: ChangedThing[]; visits: VisitsAtAGlance | null }> {
  const none = <T>(name: string) => sql<T | null>`null`.as(name as never)
  const { entries, goals, steps } = changedRows(viewer.db, lookerOf(viewer))
  const ids = [entries, goals, steps].map((rows) => viewer.db.selectFrom(rows.as('c')).select([sql<string>`c.id`.as('id'), sql<string>`''`.as('name'),
    ...['due_on', 'heard', 'state', 'active_version', 'number', 'put_by', 'put_at', 'review_on', 'member_id', 'side'].map((name) => none(name)), sql<Bit>`c.asks`.as('agrees'), ...['at', 'noted_by', 'said_on', 'words', 'lang', 'promises', 'offered', 'next_visit', 'visit_at', 'visit_offer'].map((name) => none(name))]))
  const rows = (await answerRows(viewer).unionAll(ids[0] as never).unionAll(ids[1] as never).unionAll(ids[2] as never).execute()) as AnswerRow[]
  const own = rows.filter((row) => row.name !== '')
  const [first] = own as [AnswerRow]
  const { id, name, due_on, heard } = first
  return { family: { id: id as FamilyId, name, review: due_on === null ? null : glance(viewer, due_on, heard === 1) }, agreement: agreementIn(own), changed: rows.filter((row) => row.name === '').map((row) => ({ id: row.id, asks: row.agrees === 1 })), visits: visitsOf(first) }
}

type AnswerRow = Awaited<ReturnType<ReturnType<typeof answerRows>['execute']>>[number]

function answerRows(viewer: May<'plan:versions'> | Acting<'plan:sign'>, number?: number) {
  const db: Kysely<Schema> = viewer.db
  return db.selectFrom('family as f').leftJoin('review as d', (join) => join.onRef('d.family_id', '=', 'f.id').on('d.closed_at', 'is', null)).leftJoin('plan_state as s', 's.family_id', 'f.id')
    .leftJoin('plan_version as v', (join) => join.onRef('v.family_id', '=', 's.family_id').on(number === undefined ? sql<boolean>`v.number = s.version` : sql<boolean>`v.number = ${number}`))
    .leftJoin('plan_answer as a', (join) => join.onRef('a.family_id', '=', 'v.family_id').onRef('a.version', '=', 'v.number').on('a.ended_at', 'is', null))
    .leftJoin('plan_answer_words as w', (join) => join.onRef('w.family_id', '=', 'a.family_id').onRef('w.id', '=', 'a.id').on(visibleTo(viewer, 'plan', 'w') as never))
    .select([sql<string>`f.id`.as('id'), 'f.name', 'd.due_on', sql<number | null>`case when ${ownViewOf('d', viewer)} then 1 else 0 end`.as('heard'), 's.state', 's.active_version', 'v.number', 'v.put_by', 'v.at as put_at', 'v.review_on', 'a.member_id', 'a.side', 'a.agrees', 'a.at', 'a.noted_by', 'a.said_on', 'w.words', 'w.lang',
      sql<number | null>`case when exists (select 1 from plan_version_part as p where p.family_id = v.family_id and p.version = v.number and p.owner_member = ${viewer.member}) then 1 else 0 end`.as('promises'), ...visitColumns(viewer)])
    .where('f.id', '=', viewer.family)
}

function agreementIn(rows: readonly AnswerRow[]): Agreement | undefined {
  const [first] = rows
  if (!first || first.number === null) return undefined
  return {
    state: first.state!, version: first.number, holds: first.active_version, putBy: first.put_by!, at: first.put_at!, reviewOn: first.review_on!, promises: first.promises === 1,
    answers: rows.flatMap((row) => (row.member_id === null ? [] : [{
      member: row.member_id, side: row.side!, agrees: row.agrees === 1, at: row.at!, notedBy: row.noted_by, saidOn: row.said_on, words: row.words === null ? null : { words: row.words, lang: row.lang! },
    }])).sort((a, b) => (a.at === b.at ? (a.member < b.member ? -1 : 1) : a.at < b.at ? -1 : 1)),
  }
}

/**
 * What has changed since the newest version, of what stood in it and is seen by whom it is asked for; `asks` is 1 where
 * somebody else changed it after their own answer. `given` are a viewer's values, or their places in a kept query.
 */
function changedRows(db: Kysely<Schema>, given: Looker) {
  const byOthers = sql<boolean>`(n.at > m.at and coalesce(n.by_person, '') <> ${given.person})`
  const takenOut = sql<boolean>`(e.ended_at > m.at and coalesce(e.said_by, '') <> ${given.member} and e.made_by <> ${given.person})`
  const asks = (when: typeof byOthers) => sql<Bit>`case when ${when} then 1 else 0 end`.as('asks')
  const parts = db.selectFrom('plan_state as s').innerJoin('plan_version_part as p', (join) => join.onRef('p.family_id', '=', 's.family_id').onRef('p.version', '=', 's.version'))
    .innerJoin('revision as r', (join) => join.onRef('r.family_id', '=', 'p.family_id').onRef('r.thing_id', '=', 'p.thing_id').onRef('r.number', '=', 'p.revision'))
    .innerJoin('revision as n', (join) => join.onRef('n.family_id', '=', 'p.family_id').onRef('n.thing_id', '=', 'p.thing_id').on('n.number', '=', sql<number>`(select max(v_newest.number) from revision as v_newest where v_newest.family_id = p.family_id and v_newest.thing_id = p.thing_id)`))
    .leftJoin('plan_answer as m', (join) => join.onRef('m.family_id', '=', 's.family_id').onRef('m.version', '=', 's.version').on('m.member_id', '=', given.member as MemberId).on('m.ended_at', 'is', null))
    .where('s.family_id', '=', given.family).where(wasSeen(given))
  const entries = parts.innerJoin('plan_entry as e', (join) => join.onRef('e.family_id', '=', 'p.family_id').onRef('e.id', '=', sql.ref('p.thing_id')))
    .where(visibleTo(given, 'plan', 'e')).where(sql<boolean>`(e.ended_at is not null or e.words <> r.words or coalesce(e.due_on, '') <> coalesce(p.due_on, '') or coalesce(e.owner_member, '') <> coalesce(p.owner_member, '') or coalesce(e.owner_name, '') <> coalesce(p.owner_name, ''))`)
  const goals = parts.innerJoin('goal as g', (join) => join.onRef('g.family_id', '=', 'p.family_id').onRef('g.id', '=', sql.ref('p.thing_id')))
    .where(visibleTo(given, 'goal', 'g')).where(sql<boolean>`(g.state = 'let-go' or g.words <> r.words)`)
  // Of a goal that was let go its own row says so.
  const steps = parts.innerJoin('step as t', (join) => join.onRef('t.family_id', '=', 'p.family_id').onRef('t.id', '=', sql.ref('p.thing_id'))).innerJoin('goal as g', (join) => join.onRef('g.family_id', '=', 't.family_id').onRef('g.id', '=', 't.goal_id'))
    .where(visibleTo(given, 'goal', 'g')).where(keptFromNobody(given, 't')).where('g.state', '<>', 'let-go').where(sql<boolean>`(t.words <> r.words or t.due_on <> coalesce(p.due_on, '') or t.owner_member <> coalesce(p.owner_member, ''))`)
  const waits = [sql<'agree' | 'changed'>`'changed'`.as('what'), sql<string>`cast(s.version as text)`.as('id'), sql<Instant>`n.at`.as('at')] as const
  return {
    entries: entries.select(['p.thing_id as id', asks(sql<boolean>`(${byOthers} or ${takenOut})`)]), goals: goals.select(['p.thing_id as id', asks(byOthers)]), steps: steps.select(['p.thing_id as id', asks(byOthers)]),
    /** Those alone that ask, as rows of what is asked of somebody. */
    asking: entries.select(waits).where(sql<boolean>`(${byOthers} or ${takenOut})`).unionAll(goals.select(waits).where(byOthers)).unionAll(steps.select(waits).where(byOthers)),
  }
}

/** A thing that was changed or taken out since the newest version, and whether that asks the viewer again. */
export interface ChangedThing { readonly id: string; readonly asks: boolean }

/**
 * A row where the newest version waits for the viewer's own answer (`agree`), and one for each thing where something that they agreed to
 * was changed by somebody else since (`changed`), each with the version's number: for the query of what is asked of them. `oldEnough`: who was born later
 * has no say yet.
 */
export function planAsks(db: Kysely<Schema>, given: Looker & { oldEnough: Day }) {
  const waits = db.selectFrom('plan_state as s').innerJoin('plan_version as v', (join) => join.onRef('v.family_id', '=', 's.family_id').onRef('v.number', '=', 's.version'))
    .select([sql<'agree' | 'changed'>`'agree'`.as('what'), sql<string>`cast(s.version as text)`.as('id'), sql<Instant>`v.at`.as('at')]).where('s.family_id', '=', given.family)
    .where((eb) => eb.not(eb.exists(eb.selectFrom('plan_answer as a').select('a.id').whereRef('a.family_id', '=', 's.family_id').whereRef('a.version', '=', 's.version').where('a.member_id', '=', given.member as MemberId).where('a.ended_at', 'is', null))))
    .where((eb) => eb.exists(eb.selectFrom('member as y').select('y.id').whereRef('y.family_id', '=', 's.family_id').where('y.id', '=', given.member as MemberId).where((or) => or.or([or('y.seat', '<>', 'young-person'), or('y.born_on', '<=', given.oldEnough)]))))
  return waits.unionAll(changedRows(db, given).asking)
}
