/** How it is going for each of a family before a review: said by themselves, or written down with them. Nobody is asked twice: what was said comes back filled in. */
import { visibleTo } from '#app/access/visible-to.server.ts'
import type { Acting, Inside, May, Viewer } from '#app/access/viewer.server.ts'
import { circleAnswered, setAbout, type CircleRefused, type WhoSees } from '#app/domain/sharing/circles.server.ts'
import { markDelicate, topicsOf, unmark } from '#app/domain/sharing/topics.server.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import { newId, type CircleId, type MemberId, type ReviewId, type ViewId } from '#app/values/ids.ts'
import type { Instant } from '#app/values/instant.ts'
import type { Topic } from '#db/schema.ts'
import { viewFormOf, type Face, type ViewForm } from './review.ts'

/** What somebody says; each part may be left out, but not all of them. `score` is 0 to 10. */
export interface Said {
  readonly better: string | null
  readonly hard: string | null
  readonly change: string | null
  readonly score: number | null
  readonly face: Face | null
}

export interface NewView extends Said {
  /** Whose view it is. */
  readonly about: MemberId
  readonly lang: string
  readonly whoSees: WhoSees
  readonly delicate: readonly Topic[]
}

/**
 * Says how it is going before the open review, or says it anew. For whoever has an account nobody writes it down but the
 * lead professional, as they were told it. What the viewer wrote before for the same person is replaced, with who sees it.
 */
export async function sayView(acting: Acting<'plan:strengths'>, view: NewView): Promise<Outcome<ViewId, CircleRefused | 'not-there' | 'their-own-words' | 'whose-words' | 'nothing-said'>> {
  if (acting.member === null) return { ok: false, why: 'somebody-is-not-here' }
  const review = await openReviewOf(acting)
  if (!review) return { ok: false, why: 'not-there' }
  const member = await acting.db.selectFrom('member').select(['seat', 'person_id', 'born_on']).where('family_id', '=', acting.family).where('id', '=', view.about)
    .where((eb) => eb.or([eb('until_on', 'is', null), eb('until_on', '>=', acting.today)])).executeTakeFirst()
  if (member?.seat === 'lead') return { ok: false, why: 'whose-words' }
  const form = member && viewFormOf({ seat: member.seat, bornOn: member.born_on }, acting.today)
  if (!form) return { ok: false, why: 'somebody-is-not-here' }
  if (view.about !== acting.member && member.person_id !== null && acting.seat !== 'lead') return { ok: false, why: 'their-own-words' }
  const { better, hard, change, score, face } = view
  if ([better, hard, change, score, face].every((part) => part === null)) return { ok: false, why: 'nothing-said', field: form === 'child' ? 'face' : 'better' }
  const circle = await circleAnswered(acting, view.whoSees)
  if (!circle.ok) return { ...circle, field: 'who-sees' }
  const before = await acting.db.selectFrom('review_view').select('id').where('family_id', '=', acting.family).where('review_id', '=', review.id).where('about_member', '=', view.about).where('noted_by', '=', acting.member).executeTakeFirst()
  const id = before?.id ?? newId<ViewId>()
  const row = { circle_id: circle.circle, form, better, hard, change, score, face, lang: view.lang, at: acting.now }
  if (before) {
    await acting.db.updateTable('review_view').set(row).where('family_id', '=', acting.family).where('id', '=', id).execute()
    await unmark(acting, id)
  } else {
    await acting.db.insertInto('review_view').values({ family_id: acting.family, id, review_id: review.id, about_member: view.about, noted_by: acting.member, ...row }).execute()
    await setAbout(acting, id, [view.about])
  }
  await markDelicate(acting, id, view.delicate)
  return { ok: true, value: id, event: { kind: 'review-view-said', data: {}, thing: { kind: 'review', id }, circle: circle.circle } }
}

/** The review of a family that is open; undefined once its plan is closed. One query. */
export async function openReviewOf(viewer: Viewer | Inside<Viewer>) {
  return viewer.db.selectFrom('review').select(['id', 'due_on']).where('family_id', '=', viewer.family).where('closed_at', 'is', null).executeTakeFirst()
}

export interface View extends Said {
  readonly id: ViewId
  readonly review: ReviewId
  readonly about: MemberId
  readonly notedBy: MemberId
  readonly form: ViewForm
  readonly lang: string
  readonly at: Instant
}

/** What was said for some reviews, as far as the viewer may see it, the oldest first. One query. */
export async function viewsOf(viewer: May<'review:see'>, reviews: readonly ReviewId[]): Promise<View[]> {
  if (reviews.length === 0) return []
  const rows = await viewer.db.selectFrom('review_view as v').selectAll('v').where('v.review_id', 'in', [...reviews]).where(visibleTo(viewer, 'review', 'v')).orderBy('v.at').orderBy('v.id').execute()
  return rows.map((row) => ({
    id: row.id, review: row.review_id, about: row.about_member, notedBy: row.noted_by, form: row.form, lang: row.lang, at: row.at,
    better: row.better, hard: row.hard, change: row.change, score: row.score, face: row.face,
  }))
}

/** What the viewer wrote themselves for the open review about somebody, to be filled in again; undefined where they wrote nothing. Two queries. */
export async function ownView(viewer: May<'plan:strengths'>, about: MemberId): Promise<(Said & { circle: CircleId | null; delicate: readonly Topic[] }) | undefined> {
  const row = await viewer.db.selectFrom('review_view as v').innerJoin('review as r', (join) => join.onRef('r.family_id', '=', 'v.family_id').onRef('r.id', '=', 'v.review_id'))
    .select(['v.id', 'v.circle_id', 'v.better', 'v.hard', 'v.change', 'v.score', 'v.face']).where('r.closed_at', 'is', null).where('v.about_member', '=', about).where('v.noted_by', '=', viewer.member)
    .where(visibleTo(viewer, 'review', 'v')).executeTakeFirst()
  return row && { circle: row.circle_id, better: row.better, hard: row.hard, change: row.change, score: row.score, face: row.face, delicate: await topicsOf(viewer, row.id) }
}
