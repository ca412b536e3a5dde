/** What a part of a family's plan may be: pure choices, in the order in which a form offers them. */
import type { Seat } from '#db/schema.ts'
import type { FamilyPlanState, PartBecomes, PartKept, PartNeeds, PartWent } from '#db/schema-meeting-plan.ts'

export const partNeeds = ['nothing', 'help', 'service', 'money'] as const satisfies readonly PartNeeds[]
export const partBecomes = ['action', 'goal'] as const satisfies readonly PartBecomes[]
export const partKept = ['everybody', 'us'] as const satisfies readonly PartKept[]

export const partWent = ['well', 'partly', 'not', 'early'] as const satisfies readonly PartWent[]

/** Parts of one plan: more is no plan that anybody carries out. */
export const mostParts = 40
/** Until when on a working day a plan is sent that is answered on the same day, as a time on the wall. */
export const sameDayUntil = '17:00'
/** Days ahead at most on which a plan is looked at again, and by which a part is done. */
export const mostDaysAhead = 366

/** Whether a seat writes the family's plan at a meeting that it was asked to: the adults of the family and of its network. */
export function writesPlan(seat: Seat | string): boolean {
  return ['parent', 'kin-carer', 'network', 'other-parent'].includes(seat)
}

/** Whether a seat reads the plan of a meeting that it knows of. Others of the team know of one for which they were asked to write, and of nothing that was decided there but what becomes of it in the support plan. */
export function readsPlan(seat: Seat | string): boolean {
  return seat !== 'team'
}

/** Whether a part may be written anew: any while the plan was never sent; after a "not yet" what the lead professional named, and what is new. */
export function mayChangePart(plan: { readonly state: FamilyPlanState; readonly round: number }, part: { readonly follows: string | null; readonly told: string | null }): boolean {
  return plan.state === 'ours' && (plan.round === 1 || part.follows === null || part.told !== null)
}
