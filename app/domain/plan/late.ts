/** What happens when a service's promise is late: the area's steps, with their days (#18). Pure. */
import { workingDaysAfter, type Day } from '#app/values/instant.ts'

/** First its owner is reminded, then the lead professional is told, then the team's manager. */
export const lateSteps = ['owner', 'lead', 'manager'] as const
export type LateStep = (typeof lateSteps)[number]

export interface LatePace { readonly lateOwnerDays: number; readonly lateLeadDays: number; readonly lateManagerDays: number; readonly holidays: readonly string[] }

/** The day of each step for a promise that was for `dueOn`, in working days of the area; none comes before the one that it follows. */
export function latePace(dueOn: Day, { lateOwnerDays, lateLeadDays, lateManagerDays, holidays }: LatePace): Readonly<Record<LateStep, Day>> {
  const free = new Set(holidays)
  const after = (days: number) => workingDaysAfter(dueOn, days, free)
  return { owner: after(lateOwnerDays), lead: after(Math.max(lateOwnerDays, lateLeadDays)), manager: after(Math.max(lateOwnerDays, lateLeadDays, lateManagerDays)) }
}
