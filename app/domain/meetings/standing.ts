/**
 * When a proposal of a family stands (C4): pure, and the one place where it is decided. It stands when everybody whom the family
 * named as needing to agree has said yes, or yes with a worry, and none of them no. A no of one of them sends it back with its
 * reason, however many said yes: there is no majority over anybody's voice, least of all a child's. Silence and "not sure yet" keep it
 * open, because about a child nobody agrees by saying nothing. A no of somebody else never blocks; it is read with its reason.
 */
import type { MemberId } from '#app/values/ids.ts'

export const stances = ['yes', 'yes-but', 'no', 'not-sure'] as const
export type Stance = (typeof stances)[number]
/** An answer: a no owes its reason, and a yes with a worry says which. */
export type Said = { readonly stance: 'yes' | 'not-sure'; readonly words: null } | { readonly stance: 'yes-but' | 'no'; readonly words: string }
export type Standing = 'open' | 'stands' | 'sent-back'

/** One answer; of somebody's answers that with the greatest `nth` counts. */
export interface Stood { readonly member: MemberId; readonly stance: Stance; readonly nth: number }

/** What each has answered last. */
export function lastOf<S extends Pick<Stood, 'member' | 'nth'>>(answers: readonly S[]): Map<MemberId, S> {
  const last = new Map<MemberId, S>()
  for (const one of answers) if (!last.has(one.member) || last.get(one.member)!.nth < one.nth) last.set(one.member, one)
  return last
}

/** How a proposal stands, by the answers to it and those who must agree and are still at the meeting. Where nobody must agree nothing stands: somebody is named first. */
export function standing(answers: readonly Stood[], mustAgree: ReadonlySet<MemberId>): Standing {
  const last = lastOf(answers)
  const said = [...mustAgree].map((member) => last.get(member)?.stance)
  if (said.includes('no')) return 'sent-back'
  return said.length > 0 && said.every((stance) => stance === 'yes' || stance === 'yes-but') ? 'stands' : 'open'
}
