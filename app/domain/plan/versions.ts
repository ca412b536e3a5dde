/** What stands in the plan and what has changed between two times. Pure. */
import type { MemberId } from '#app/values/ids.ts'
import type { Day } from '#app/values/instant.ts'
import type { PlanPartKind } from '#db/schema.ts'

/** The parts of a version, in the plan's order. */
export const groups = ['strength', 'goal', 'action', 'matters', 'says', 'need'] as const
export type Group = (typeof groups)[number]

/** One thing that stands in the plan, or stood in a version of it. */
export interface PlanPart {
  readonly kind: PlanPartKind
  readonly id: string
  readonly group: Group
  readonly words: string
  readonly lang: string
  /** Of what is promised: by when, and who does it, a member or somebody elsewhere. */
  readonly dueOn: Day | null
  readonly owner: MemberId | null
  readonly ownerName: string | null
  readonly ownerAgency: string | null
  readonly saidBy: MemberId | null
  /** Of a step, its goal. */
  readonly goal: string | null
}

/** `before` is null for what was added, `after` for what was taken out. */
export interface PlanChange { readonly id: string; readonly before: PlanPart | null; readonly after: PlanPart | null }

/**
 * What is different now: words, days and whose it is; what was added; what was taken out. The steps of a goal that came or
 * went go with it. In the plan's order.
 */
export function changesBetween(then: readonly PlanPart[], now: readonly PlanPart[]): PlanChange[] {
  const [before, after] = [new Map(then.map((part) => [part.id, part])), new Map(now.map((part) => [part.id, part]))]
  const without = (part: PlanPart, parts: ReadonlyMap<string, PlanPart>) => part.goal !== null && !parts.has(part.goal)
  const differs = (one: PlanPart, other: PlanPart) => one.words !== other.words || one.dueOn !== other.dueOn || one.owner !== other.owner || one.ownerName !== other.ownerName
  return [
    ...now.flatMap((part): PlanChange[] => {
      const was = before.get(part.id)
      if (was) return differs(was, part) ? [{ id: part.id, before: was, after: part }] : []
      return part.kind === 'step' && without(part, before) ? [] : [{ id: part.id, before: null, after: part }]
    }),
    ...then.flatMap((part): PlanChange[] => (after.has(part.id) || (part.kind === 'step' && without(part, after)) ? [] : [{ id: part.id, before: part, after: null }])),
  ]
}
