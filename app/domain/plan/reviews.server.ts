/**
 * Reviews of the plan (TF ¶3.22, FIP box; #43, #44). A family has one next review with a day. It closes with each child's
 * view, or the reason there is none; then it has the next day, or the plan is closed, and one tap opens it again.
 */
import { sql, type Kysely, type RawBuilder, type SqlBool } from 'kysely'
import type { Schema } from '#db/schema.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import { leadingOrManaging, membersOf } from '#app/domain/family/people.server.ts'
import { planReview, type ReviewDayRefused } from '#app/domain/family/review-day.server.ts'
import { leadsToday, visibleTo } from '#app/access/visible-to.server.ts'
import { seatsOfTheFamily, teamsManaged } from '#app/access/powers.ts'
import { keepNextContact } from '#app/domain/family/next-contact.server.ts'
import type { Acting, AreaMay, Inside, May, Viewer } from '#app/access/viewer.server.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import type { FamilyId, MemberId, PersonId, ReviewId } from '#app/values/ids.ts'
import { plusDays, workingDaysAfter, type Day, type Instant } from '#app/values/instant.ts'
import { mustBeHeard, viewFormOf, type NoViewReason } from './review.ts'
import { openReviewOf } from './views.server.ts'

/** A review stands on the desk, and at home, so many days before its day. */
export const daysBefore = 14

/** The lead professional sets another day for the open review. */
export async function moveReview(acting: Acting<'review:hold'>, { dueOn }: { dueOn: Day }): Promise<Outcome<null, 'not-there' | ReviewDayRefused>> {
  if (!(await openReviewOf(acting))) return { ok: false, why: 'not-there' }
  const planned = await planReview(acting, dueOn)
  if (!planned.ok) return { ...planned, field: 'due' }
  return { ok: true, value: null, event: { kind: 'review-planned', data: { due: dueOn }, thing: { kind: 'plan', id: acting.family } }, notices: (await household(acting)).map((to) => ({ to, name: 'newInPlan' })) }
}

export interface WhyNone { readonly member: MemberId; readonly reason: NoViewReason; readonly words: string | null }
export interface Closing {
  readonly reasons: readonly WhyNone[]
  /** The day of the next review; null closes the plan. */
  readonly next: Day | null
  /** What was agreed, or, of a plan that closes, the look back: this is needed then. */
  readonly words: string | null
  readonly lang: string
}

/**
 * Closes the open review. Refused while a child, or young person, whose view the closer does not see has no reason: what is
 * kept from the closer counts for nothing here, so that the refusal tells nothing of it. Reasons are read by whoever leads.
 */
export async function closeReview(acting: Acting<'review:hold'>, closing: Closing): Promise<Outcome<null, 'not-there' | 'view-or-reason' | 'say-why' | 'look-back-missing' | ReviewDayRefused>> {
  const review = await openReviewOf(acting)
  if (!review) return { ok: false, why: 'not-there' }
  if (closing.next === null && closing.words === null) return { ok: false, why: 'look-back-missing', field: 'words' }
  for (const child of await unheard(acting, review.id)) {
    const why = closing.reasons.find((one) => one.member === child.id)
    if (!why) return { ok: false, why: 'view-or-reason', field: `reason-${child.id}`, values: { name: child.givenName } }
    if (why.reason === 'other' && why.words === null) return { ok: false, why: 'say-why', field: `reason-words-${child.id}` }
    await acting.db.insertInto('review_reason').values({
      family_id: acting.family, review_id: review.id, about_member: child.id, reason: why.reason, words: why.words, lang: why.words === null ? null : closing.lang, at: acting.now,
    }).execute()
  }
  await acting.db.updateTable('review').set({
    closed_at: acting.now, closed_by: acting.person, outcome: closing.next === null ? 'plan-closed' : 'goes-on', words: closing.words, lang: closing.words === null ? null : closing.lang,
  }).where('family_id', '=', acting.family).where('id', '=', review.id).execute()
  if (closing.next !== null) {
    const planned = await planReview(acting, closing.next)
    if (!planned.ok) return { ...planned, field: 'next' }
  }
  return {
    ok: true, value: null, event: { kind: 'review-closed', data: { outcome: closing.next === null ? 'plan-closed' : 'goes-on', next: closing.next }, thing: { kind: 'plan', id: acting.family } },
    notices: (await household(acting)).map((to) => ({ to, name: 'newInPlan' })),
  }
}

/** Asks for help again after a plan was closed: the same plan, with a review in the days that the area promises, which whoever leads, or a manager of the team, sees to. */
export async function openPlanAgain(acting: Acting<'change:tell'>, _asked: Record<never, never>): Promise<Outcome<{ dueOn: Day }, 'not-there' | ReviewDayRefused>> {
  if (await openReviewOf(acting)) return { ok: false, why: 'not-there' }
  const { changeDays, holidays } = await settingsOf(acting.db)
  const dueOn = workingDaysAfter(acting.today, changeDays, new Set(holidays))
  const planned = await planReview(acting, dueOn)
  if (!planned.ok) return planned
  await keepNextContact(acting)
  const to = await leadingOrManaging(acting)
  return { ok: true, value: { dueOn }, event: { kind: 'plan-opened-again', data: { due: dueOn }, thing: { kind: 'plan', id: acting.family } }, notices: to.map((one) => ({ to: one, name: 'somethingNew' })) }
}

async function household(acting: Inside<Viewer>): Promise<PersonId[]> {
  return (await membersOf(acting)).flatMap((one) => (one.current && seatsOfTheFamily.has(one.seat) && one.person !== null && one.person !== acting.person ? [one.person] : []))
}

/** The children and young people of a family of whom the viewer sees nothing said for a review. Two queries. */
async function unheard(viewer: Viewer | Inside<Viewer>, review: ReviewId): Promise<{ id: MemberId; name: string; givenName: string }[]> {
  const said = await viewer.db.selectFrom('review_view as v').select('v.about_member').where('v.review_id', '=', review).where(visibleTo(viewer, 'review', 'v')).execute()
  const heard = new Set(said.map((row) => row.about_member))
  return (await membersOf(viewer)).filter((one) => one.current && mustBeHeard(viewFormOf(one, viewer.today)) && !heard.has(one.id)).map(({ id, name, givenName }) => ({ id, name, givenName }))
}

/** Of whom the lead professional says why there is no view, when they close the open review; undefined where none is open. Three queries. */
export async function toHear(viewer: May<'review:hold'>): Promise<{ id: MemberId; name: string; givenName: string }[] | undefined> {
  const review = await openReviewOf(viewer)
  return review && unheard(viewer, review.id)
}

export interface Review {
  readonly id: ReviewId
  readonly dueOn: Day
  readonly closedAt: Instant | null
  readonly outcome: 'goes-on' | 'plan-closed' | null
  readonly words: string | null
  readonly lang: string | null
}

/** A family's reviews, the open one first, then the newest. One query. */
export async function reviewsOf(viewer: May<'review:see'>): Promise<Review[]> {
  const rows = await viewer.db.selectFrom('review').select(['id', 'due_on', 'closed_at', 'outcome', 'words', 'lang']).where('family_id', '=', viewer.family)
    .orderBy(sql`case when closed_at is null then 0 else 1 end`).orderBy('closed_at', 'desc').orderBy('id').limit(20).execute()
  return rows.map((row) => ({ id: row.id, dueOn: row.due_on, closedAt: row.closed_at, outcome: row.outcome, words: row.words, lang: row.lang }))
}

export interface ReviewAtAGlance {
  readonly dueOn: Day
  /** Whether its day has passed. */
  readonly late: boolean
  /** Whether it is near enough to be asked how it is going. */
  readonly soon: boolean
  /** Whether the viewer has said how it is going for them. */
  readonly said: boolean
}

/** The open review of a family, as `r`, if its day is not later than `near`: to be selected from. */
export function reviewNear(db: Kysely<Schema>, given: { readonly family: FamilyId; readonly near: Day }) {
  return db.selectFrom('review as r').where('r.family_id', '=', given.family).where('r.closed_at', 'is', null).where('r.due_on', '<=', given.near)
}

/** Whether a viewer has said how it is going for them, for the review `alias`. */
export function ownViewOf(alias: string, { member }: { readonly member: MemberId | null }): RawBuilder<SqlBool> {
  return sql<SqlBool>`exists (select 1 from review_view as w where w.family_id = ${sql.ref(`${alias}.family_id`)} and w.review_id = ${sql.ref(`${alias}.id`)} and w.about_member = ${member} and w.noted_by = ${member})`
}

/** A review as the plan and the home page show it. Pure. */
export function glance({ today }: { readonly today: Day }, dueOn: Day, said: boolean): ReviewAtAGlance {
  return { dueOn, late: dueOn < today, soon: dueOn <= plusDays(today, daysBefore), said }
}

/** A family by its name, with its next review for whoever reads of it; null once the plan is closed, and for the others. One query. */
export async function familyAndReview(viewer: May<'plan:see'>): Promise<{ id: FamilyId; name: string; review: ReviewAtAGlance | null }> {
  const row = await viewer.db.selectFrom('family as f').leftJoin('review as r', (join) => join.onRef('r.family_id', '=', 'f.id').on('r.closed_at', 'is', null))
    .select(['f.id', 'f.name', 'r.due_on', sql<number>`case when ${ownViewOf('r', viewer)} then 1 else 0 end`.as('said')]).where('f.id', '=', viewer.family).executeTakeFirstOrThrow()
  return { id: row.id, name: row.name, review: row.due_on === null || !viewer.powers.has('review:see') ? null : glance(viewer, row.due_on, row.said === 1) }
}

export interface ReviewToHold { readonly family: FamilyId; readonly name: string; readonly dueOn: Day; /** Nobody leads the family just now. */ readonly noLead: boolean }

/** The reviews that are near or late: the lead professional's, and for a manager those of families of their team that nobody leads. The earliest first; one query. */
export async function reviewsToHold(viewer: AreaMay<'desk:see'>): Promise<ReviewToHold[]> {
  const teams = teamsManaged(viewer)
  const rows = await viewer.db.selectFrom('review as r').innerJoin('family as f', 'f.id', 'r.family_id')
    .leftJoin('member as m', (join) => join.onRef('m.family_id', '=', 'r.family_id').on(leadsToday('m', viewer.today)))
    .select(['r.family_id', 'f.name', 'r.due_on', 'm.id as lead']).where('r.closed_at', 'is', null).where('r.due_on', '<=', plusDays(viewer.today, daysBefore))
    .where((eb) => eb.or([eb('m.person_id', '=', viewer.person!), ...(teams.length > 0 ? [eb.and([eb('m.id', 'is', null), eb('f.team', 'in', teams)])] : [])]))
    .orderBy('r.due_on').orderBy('r.family_id').limit(50).execute()
  return rows.map((row) => ({ family: row.family_id, name: row.name, dueOn: row.due_on, noLead: row.lead === null }))
}
