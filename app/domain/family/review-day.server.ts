/** The day on which a family's plan is looked at together next: one review of a family is open, and it has a day (#44). */
import { settingsOf } from '#app/domain/area/settings.server.ts'
import type { Inside, Viewer } from '#app/access/viewer.server.ts'
import { newId, type PersonId, type ReviewId } from '#app/values/ids.ts'
import { plusDays, weekday, type Day } from '#app/values/instant.ts'

/** A family inside a command; whoever starts one is not in it yet. */
type Place = Pick<Inside<Viewer>, 'db' | 'family' | 'now' | 'today'> & { readonly person: PersonId | null }

export type ReviewDayRefused = 'day-is-past' | 'review-too-far'

/**
 * Sets the day of a family's next review: moves the one that is open, or plans one where none is (after a review was held,
 * or a plan was closed). Refused for a day that is not after today, and for one further ahead than the area's most
 * (`planReviewMostDays`), which `values.days` of the refusal names.
 */
export async function planReview(place: Place, dueOn: Day): Promise<{ ok: true } | { ok: false; why: ReviewDayRefused; values?: { days: number } }> {
  const { planReviewMostDays } = await settingsOf(place.db)
  if (dueOn <= place.today) return { ok: false, why: 'day-is-past' }
  if (dueOn > plusDays(place.today, planReviewMostDays)) return { ok: false, why: 'review-too-far', values: { days: planReviewMostDays } }
  const planned = { due_on: dueOn, planned_at: place.now, planned_by: place.person }
  const moved = await place.db.updateTable('review').set(planned).where('family_id', '=', place.family).where('closed_at', 'is', null).executeTakeFirst()
  if (Number(moved.numUpdatedRows) === 0) await place.db.insertInto('review').values({ family_id: place.family, id: newId<ReviewId>(), ...planned }).execute()
  return { ok: true }
}

/** The first review of a family that begins today: the area's usual time ahead, on a working day. */
export async function planFirstReview(place: Place): Promise<void> {
  const { planReviewDays, holidays } = await settingsOf(place.db)
  await place.db.insertInto('review').values({ family_id: place.family, id: newId<ReviewId>(), due_on: onWorkingDay(plusDays(place.today, planReviewDays), holidays), planned_at: place.now, planned_by: place.person }).execute()
}

/** A day itself if people work on it in the area, else the next on which they do. */
export function onWorkingDay(day: Day, holidays: readonly string[]): Day {
  let on = day
  while (weekday(on) > 5 || holidays.includes(on)) on = plusDays(on, 1)
  return on
}
