/** "Look how far we've come": what has been done since the last review, or since the plan began, as one viewer may see it. */
import { may, must, type May } from '#app/access/viewer.server.ts'
import { familyOf, membersOf } from '#app/domain/family/people.server.ts'
import { goalsOf, stepsOf } from '#app/domain/goals/goals.server.ts'
import { planEntries } from '#app/domain/plan/plan.server.ts'
import { reviewsOf } from '#app/domain/plan/reviews.server.ts'
import { viewsOf } from '#app/domain/plan/views.server.ts'
import { seatsThatHelp } from '#app/access/powers.ts'
import type { MemberId } from '#app/values/ids.ts'
import { dayAt, type Day, type Instant } from '#app/values/instant.ts'

interface Promised { readonly id: string; readonly words: string; readonly lang: string; readonly name: string | null; readonly dueOn: Day; readonly doneAt: Instant | null; readonly services: boolean }

/** Eight queries at the most. */
export async function readLookBack(viewer: May<'review:see'>) {
  const [family, members, reviews, entries, goals] = await Promise.all([
    familyOf(viewer), membersOf(viewer), reviewsOf(viewer), planEntries(must(viewer, 'plan:see')), may(viewer, 'goals:see') ? goalsOf(must(viewer, 'goals:see')) : [],
  ])
  const [steps, views] = await Promise.all([stepsOf(must(viewer, 'goals:see'), goals.map((goal) => goal.id)), viewsOf(viewer, reviews.slice(0, 2).map((one) => one.id))])
  const byId = new Map(members.map((member) => [member.id, member]))
  const last = reviews.find((one) => one.closedAt !== null)
  const since = last ? dayAt(last.closedAt!) : family.started_on
  const promised = [...entries.actions, ...steps].map((one): Promised => {
    const owner = one.owner === null ? undefined : byId.get(one.owner)
    return {
      id: one.id, words: one.words, lang: one.lang, name: owner?.name ?? ('ownerName' in one ? one.ownerName : null), dueOn: one.dueOn, doneAt: one.doneAt,
      services: one.owner === null || (owner !== undefined && seatsThatHelp.has(owner.seat)),
    }
  })
  const done = promised.filter((one) => one.doneAt !== null && dayAt(one.doneAt) >= since).sort((a, b) => (a.doneAt! < b.doneAt! ? -1 : 1))
  const notYet = promised.filter((one) => one.doneAt === null && one.dueOn < viewer.today).sort((a, b) => (a.dueOn < b.dueOn ? -1 : 1))
  const side = (services: boolean) => {
    const open = notYet.filter((one) => one.services === services)
    const kept = done.filter((one) => one.services === services)
    return { done: kept.length, all: kept.length + open.length, notYet: open }
  }
  const scoreIn = (review: string | undefined, member: MemberId) => views.find((view) => view.review === review && view.about === member && view.score !== null)?.score ?? null
  return {
    family: family.id, name: family.name, since, today: viewer.today,
    reached: goals.filter((goal) => goal.state === 'reached').map(({ id, words, lang }) => ({ id, words, lang })),
    done: done.map(({ id, words, lang, name, doneAt }) => ({ id, words, lang, name, doneAt: doneAt! })),
    ratings: goals.filter((goal) => goal.score !== null && goal.state !== 'let-go').map(({ id, words, lang, score, firstScore, firstAt }) => ({ id, words, lang, now: score!, then: firstScore!, at: firstAt! })),
    people: members.flatMap(({ id, name }) => {
      const [then, now] = [scoreIn(reviews[1]?.id, id), scoreIn(reviews[0]?.id, id)]
      return now === null ? [] : [{ id, name, then, now }]
    }),
    ours: side(false), services: side(true),
  }
}
