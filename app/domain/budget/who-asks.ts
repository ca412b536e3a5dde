/** Who of the family may ask for something, and of which money: the area says how it is for young people (#9, #40). Pure. */
import type { YoungAsks } from '#app/domain/area/young-asks.ts'
import type { Seat } from '#db/schema.ts'

type Anybody = { readonly seat: Seat | 'work' | 'emergency' }

/** Whether somebody may ask of a budget. */
export function mayAskOf({ seat }: Anybody, budget: { readonly kept: boolean }, youngAsk: YoungAsks): boolean {
  return seat !== 'young-person' || youngAsk === 'yes' || (youngAsk === 'own' && budget.kept)
}

/** Why somebody may not ask of a budget; null when they may. */
export function notTheirsToAsk(somebody: Anybody, budget: { readonly kept: boolean }, youngAsk: YoungAsks): { readonly ok: false; readonly why: 'young-not-here' | 'young-own-only'; readonly field: 'budget' } | null {
  return mayAskOf(somebody, budget, youngAsk) ? null : { ok: false, why: youngAsk === 'no' ? 'young-not-here' : 'young-own-only', field: 'budget' }
}

/** Whether somebody who may ask finds any budget that they may ask of, as the area lets young people. */
export function mayAskOfAny({ seat }: Anybody, youngAsk: YoungAsks): boolean {
  return seat !== 'young-person' || youngAsk !== 'no'
}

/** Whether a request is somebody's to answer, take back and carry out: a young person's is what they asked for themselves, an adult's what the family did. */
export function isTheirs({ seat, member }: Anybody & { readonly member: string | null }, spend: { readonly askedBy: string }): boolean {
  return seat !== 'young-person' || spend.askedBy === member
}
