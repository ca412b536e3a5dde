/** The fields of the forms that book and move a time. */
import { z } from 'zod'
import { choice, message, someOf, thing, things, words, wordsOrNone } from '#app/http/fields.ts'
import { delicateFields } from '#app/domain/sharing/delicate.tsx'
import { whoSeesFields } from '#app/domain/sharing/who-sees.tsx'
import type { MemberId } from '#app/values/ids.ts'
import type { Instant } from '#app/values/instant.ts'
import { comfort, interpreterLangs, modes, needs } from './words.ts'

/** A moment that was chosen from a list. Whether it is free is asked of the diary. */
export const moment = words(40, 'errors:chooseOne').transform((text, ctx): Instant => {
  // Read and written again it is the same: so it is a day that exists, in the one way that we write moments.
  const at = new Date(text)
  if (!Number.isNaN(at.getTime()) && at.toISOString() === text && text.length === 24) return text as string as Instant
  ctx.addIssue({ code: 'custom', message: message('errors:chooseOne') })
  return z.NEVER
})

export const timeForm = z.object({ time: moment })

/** What makes a time possible for somebody: asked for a visit, and kept in a person's record. */
export const needFields = {
  needs: someOf(needs),
  'interpreter-lang': choice(['', ...interpreterLangs]),
  comfort: choice(['either', ...comfort]),
}

/** An interpreter is asked for a language. */
export function languageIsSaid(data: { needs: readonly string[]; 'interpreter-lang': string }, ctx: z.RefinementCtx): void {
  if (!data.needs.includes('interpreter') || data['interpreter-lang'] !== '') return
  ctx.addIssue({ code: 'custom', path: ['interpreter-lang'], message: message('errors:chooseOne') })
}

/** All answers of a booking: its pages carry them from one to the next, and each of them reads them all anew. */
export const bookingForm = z.object({
  who: thing<MemberId>(),
  how: choice(modes),
  time: moment,
  ...needFields,
  where: wordsOrNone(300),
  about: things<MemberId>(),
  note: wordsOrNone(1000),
  ...whoSeesFields,
  ...delicateFields,
}).superRefine(languageIsSaid)
