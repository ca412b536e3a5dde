/** What is typed of something that somebody will do: for a part of the family's plan, and for what is proposed before. */
import { z } from 'zod'
import { spendKinds } from '#app/domain/area/spend-kinds.ts'
import { choice, dayTyped, message, poundsOrNone, thingOrNone, words, wordsOrNone } from '#app/http/fields.ts'
import type { MemberId } from '#app/values/ids.ts'
import { partNeeds } from './plan-words.ts'

/** What a part may be bought as: nothing that no public money may buy. */
export const partKinds = spendKinds.filter((kind) => !['nhs', 'bills', 'cash', 'alcohol'].includes(kind))

/** One of some choices, or null: of a choice that another answer asks for. */
export const chosenOr = <const C extends string>(choices: readonly C[]) => z.unknown().transform((given): C | null => ((choices as readonly unknown[]).includes(given) ? (given as C) : null))

/** The fields. */
export const partShape = {
  words: words(500), owner: thingOrNone<MemberId>(), 'owner-name': wordsOrNone(100), 'owner-agency': wordsOrNone(100), due: dayTyped, needs: choice(partNeeds), 'needs-words': wordsOrNone(300), price: poundsOrNone, kind: chosenOr(partKinds),
}

/** What needs money says how much, and what for. */
export function moneyIsWhole(data: { readonly needs: string; readonly price: number | null; readonly kind: string | null }, ctx: z.RefinementCtx): void {
  if (data.needs !== 'money') return
  if (data.price === null || data.price === 0) ctx.addIssue({ code: 'custom', path: ['price'], message: message(data.price === null ? 'errors:required' : 'errors:moreThanNothing') })
  if (data.kind === null) ctx.addIssue({ code: 'custom', path: ['kind'], message: message('errors:chooseOne') })
}
