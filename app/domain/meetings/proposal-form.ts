/** What is typed in a private family time when something is decided. */
import { z } from 'zod'
import { choice, message, thing, thingOrNone, things, wordsOrNone } from '#app/http/fields.ts'
import type { MemberId, ProposalId } from '#app/values/ids.ts'
import { moneyIsWhole, partShape } from './part-form.ts'
import { partKept } from './plan-words.ts'
import { mostWhyWords } from './room-limits.ts'
import { stances, type Said, type Stance } from './standing.ts'

/** `follows`: what it says in other words. */
export const proposeForm = z.object({ ...partShape, follows: thingOrNone<ProposalId>() }).superRefine(moneyIsWhole)
export const agreeForm = z.object({ agree: things<MemberId>() })
export const putForm = z.object({ kept: choice(partKept) })
export const takeBackForm = z.object({ proposal: thing<ProposalId>() })

/** An answer, and whose: nobody where it is one's own. A no owes its reason, and a worry is said. */
export const answerForm = z.object({ stance: choice(stances, 'proposals:answer.choose'), worry: wordsOrNone(mostWhyWords), why: wordsOrNone(mostWhyWords), as: thingOrNone<MemberId>() }).superRefine(({ stance, worry, why }, ctx) => {
  if (stance === 'no' && why === null) ctx.addIssue({ code: 'custom', path: ['why'], message: message('proposals:answer.sayWhy') })
  if (stance === 'yes-but' && worry === null) ctx.addIssue({ code: 'custom', path: ['worry'], message: message('proposals:answer.sayWorry') })
})

/** What was answered: the words that belong to the choice, and no others that were typed. */
export function saidIn({ stance, worry, why }: { readonly stance: Stance; readonly worry: string | null; readonly why: string | null }): Said {
  return stance === 'no' ? { stance, words: why! } : stance === 'yes-but' ? { stance, words: worry! } : { stance, words: null }
}
