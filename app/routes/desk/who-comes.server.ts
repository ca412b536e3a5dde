/** What is said at the desk of visits and dates of groups that lie in somebody's time off, one by one or all at once. */
import { must, viewerFor, viewerOfMoney, type AreaMay } from '#app/access/viewer.server.ts'
import { visitsWhileAway, type VisitWhileAway } from '#app/domain/appointments/away.server.ts'
import { sayWhoComes, type WhoComes } from '#app/domain/appointments/cover.server.ts'
import { datesWithoutLeader, sayWhoLeads } from '#app/domain/groups/leaders.server.ts'
import { settleGroups } from '#app/domain/groups/waiting.server.ts'
import { act, type FormUse } from '#app/events/transact.server.ts'
import type { PersonId } from '#app/values/ids.ts'

/** What is said of one visit: by whoever is away in their own place in the family, by a manager from outside of it. Undefined where it is not theirs to say. */
export async function sayOfVisit(desk: AreaMay<'desk:see'>, one: VisitWhileAway, said: WhoComes, once?: FormUse) {
  if (one.away === desk.person) {
    const viewer = await viewerFor(desk.db, desk.person, one.family, desk.now)
    return viewer ? act(must(viewer, 'appointments:see'), sayWhoComes, said, once) : undefined
  }
  const viewer = await viewerOfMoney(desk.db, desk.person!, one.family, desk.now)
  return viewer ? act(must(viewer, 'lead:name'), sayWhoComes, said, once) : undefined
}

/**
 * Proposes to a colleague everything that lies in time off for which they were named: each visit at the same time, each date of a
 * group. What they cannot come to stays where it is. How much that is.
 */
export async function proposeAllTo(desk: AreaMay<'desk:see'>, away: PersonId, cover: PersonId): Promise<number> {
  let left = 0
  for (const one of (await visitsWhileAway(desk)).filter((visit) => visit.away === away && visit.cover === cover)) {
    const answer = await sayOfVisit(desk, one, { appointment: one.appointment, away, how: 'same-time', cover })
    if (!answer?.ok) left += 1
  }
  for (const one of (await datesWithoutLeader(desk)).filter((date) => date.gone.some((gone) => gone.person === away && gone.cover === cover))) {
    const answer = await act(desk, sayWhoLeads, { date: one.date, how: 'colleague', cover, all: false, startsAt: null, words: null, lang: 'en' })
    if (!answer.ok) left += 1
  }
  await settleGroups(desk.db, desk.now)
  return left
}
