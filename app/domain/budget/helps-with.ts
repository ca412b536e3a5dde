/** Which services of the directory may help with a goal, or give for free what somebody wants to pay for: by the names of their categories. Pure. */
import type { Category } from '#app/domain/goals/categories.ts'
import type { SpendKind } from '#db/schema-asking.ts'
import { kindOfService } from './rules.ts'

const forGoal: Readonly<Record<Category, RegExp>> = {
  school: /school|learning|childcare|homework|speech/i, 'early-years': /bab(y|ies)|toddler|early years|nursery|childcare|speech/i, health: /health|counsel|sport|fitness|swim|disab|carers/i,
  substances: /drug|alcohol|substance|recovery/i, relationships: /relationship|mediation|parent|family therapy|separation/i, safe: /youth|safe|young people/i, 'out-of-trouble': /youth|young people|sport|club/i,
  'safe-at-home': /domestic|safe/i, home: /housing|at home|furniture|household/i, money: /money|debt|benefit|adult learning|english|employment/i,
}

/** Whether a category of the directory fits a goal of some kind. */
export function helpsWith(goal: Category, category: string): boolean {
  return forGoal[goal].test(category)
}

/** Categories that say how somebody gets there, and not what it is. */
const says = /referral/i

/** Whether a category of the directory is about what a service is: of `of`, categories of a service; or of a kind of thing. */
export function isLike(category: string, of: { readonly categories: readonly string[] } | { readonly kind: SpendKind }): boolean {
  if (says.test(category)) return false
  return 'kind' in of ? of.kind !== 'other' && kindOfService([category]) === of.kind : of.categories.includes(category)
}
