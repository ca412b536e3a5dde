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

/** Who besides its owner hears that a promise is late, as far as the family knows. */
export interface Hears { readonly lead: boolean; readonly manager: boolean }
/** One step for a late promise: its day, and whether that day has come. */
export interface StepWhenLate { readonly step: LateStep; readonly on: Day; readonly gone: boolean }

/** What happens while nobody answers a promise that was for `dueOn`, and what has happened by `today`, in its order. */
export function stepsWhenLate(dueOn: Day, today: Day, pace: LatePace, hears: Hears): StepWhenLate[] {
  const days = latePace(dueOn, pace)
  return lateSteps.filter((step) => step === 'owner' || hears[step]).map((step) => ({ step, on: days[step], gone: days[step] <= today }))
}
