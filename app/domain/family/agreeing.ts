/** Who may agree to sharing, about whom: one rule for every command and page (domain.md C2; TF ¶3.27; #35). Pure. */
import type { Agreeable, Seat, Shareable, Topic } from '#db/schema.ts'
import type { MemberId } from '#app/values/ids.ts'
import { ageOn, dayOf, plusDays, type Day } from '#app/values/instant.ts'

/** Everything that consent is given for, by name. */
export const allKinds = ['plan', 'goal', 'appointment', 'budget', 'spend', 'fact'] as const satisfies readonly Shareable[]
/** What is delicate: shared only by its own name (TF ¶3.30; #36). */
export const topics = ['mental-health', 'sexual-health', 'substances', 'domestic-abuse'] as const satisfies readonly Topic[]
/** Everything that an agreement can name. */
export const agreeables = [...allKinds, ...topics, 'listed'] as const satisfies readonly Agreeable[]

/** The area's two ages: from the first a young person with understanding may decide, from the second only they do. */
export interface Ages { readonly keepsFromAge: number; readonly ownFromAge: number }

export interface Somebody { readonly id: MemberId; readonly seat: Seat; readonly bornOn: Day | null }

/** The seats of adults who speak for the family. */
export const adultSeats = ['parent', 'kin-carer'] as const satisfies readonly Seat[]
export const isAdult = (seat: Seat | 'work' | 'emergency'): boolean => (adultSeats as readonly string[]).includes(seat)
export const isYoung = (seat: Seat): boolean => seat === 'young-person' || seat === 'child'

/**
 * Whether `giver` may say what somebody who helps sees of `about`.
 * An adult says it about themselves and about no other adult. For a child it takes parental responsibility: bringing a
 * child up is not enough. From `keepsFromAge` a young person may say it about themselves, and then an adult no more
 * (`saidThemselves`); from `ownFromAge` it is theirs alone. A child whose birthday nobody knows counts as young.
 */
export function mayAgree(giver: Somebody, about: Somebody, known: { responsible: boolean; saidThemselves: boolean }, ages: Ages, today: Day): boolean {
  if (giver.id === about.id) return isAdult(giver.seat) || (isYoung(giver.seat) && reaches(giver, ages.keepsFromAge, today))
  return isAdult(giver.seat) && isYoung(about.seat) && known.responsible && !known.saidThemselves && !reaches(about, ages.ownFromAge, today)
}

function reaches(somebody: Somebody, age: number, today: Day): boolean {
  return somebody.bornOn !== null && somebody.bornOn <= today && ageOn(somebody.bornOn, today) >= age
}

/** The last day on which an agreement holds that somebody else gave about a child: the day before it is theirs alone, or the day that was said. */
export function untilTheirOwn(about: Somebody, ages: Ages, until: Day | null): Day | null {
  if (!isYoung(about.seat) || about.bornOn === null) return until
  const [year, month, date] = about.bornOn.split('-').map(Number)
  // Born on 29 February: the birthday of a common year is 1 March.
  const birthday = dayOf(year! + ages.ownFromAge, month!, date!) ?? dayOf(year! + ages.ownFromAge, 3, 1)!
  const last = plusDays(birthday, -1)
  return until === null || last < until ? last : until
}
