/** How near those live who matter to a family, and how close it is to them: what helps to choose who comes to a family meeting. Pure. */
import type { Seat } from '#db/schema.ts'

export const livesWhere = ['near', 'further', 'abroad'] as const
export type LivesWhere = (typeof livesWhere)[number]
export const touches = ['close', 'sometimes', 'lost'] as const
export type Touch = (typeof touches)[number]

/** The answer of whoever does not say it. */
export const unsaid = 'unsaid'

/** What the family says of somebody; either may be left unsaid. */
export interface Nearness { readonly lives: LivesWhere | null; readonly touch: Touch | null }

/** The groups in which people are chosen from, in their order. */
export const nearGroups = ['home', ...livesWhere, unsaid] as const
export type NearGroup = (typeof nearGroups)[number]

/** The group of somebody: at home, or where they live as far as it is said. */
export function nearGroupOf({ seat, near }: { readonly seat: Seat; readonly near: Nearness | null }): NearGroup {
  return seat === 'network' || seat === 'other-parent' ? near?.lives ?? unsaid : 'home'
}

/** In the order of the groups, and within each as it was. */
export function byNearness<T extends { readonly seat: Seat; readonly near: Nearness | null }>(people: readonly T[]): T[] {
  return [...people].sort((one, other) => nearGroups.indexOf(nearGroupOf(one)) - nearGroups.indexOf(nearGroupOf(other)))
}
