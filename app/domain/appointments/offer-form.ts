/** The fields of offering times, and of answering an offer. */
import { z } from 'zod'
import { choice, dayTyped, message, things, words, wordsOrNone } from '#app/http/fields.ts'
import type { MemberId } from '#app/values/ids.ts'
import type { Instant } from '#app/values/instant.ts'
import { moment } from './booking-form.ts'

/** Moments that a page of ours put into its form; what is none of them counts for nothing. */
const someMoments = z.unknown().transform((given) => (Array.isArray(given) ? given : [given]).slice(0, 50).flatMap((one) => { const read = moment.safeParse(one); return read.success ? [read.data] : [] }))

/** Any number of moments, one at the least. */
const moments = z.unknown().transform((given, ctx): Instant[] => {
  const read = (Array.isArray(given) ? given : given === undefined ? [] : [given]).slice(0, 50).map((one) => moment.safeParse(one))
  const found = read.flatMap((one) => (one.success ? [one.data] : []))
  if (found.length > 0 && found.length === read.length) return found
  ctx.addIssue({ code: 'custom', message: message('errors:chooseOne') })
  return z.NEVER
})

export const newOfferForm = z.object({
  times: moments, /** Of which it was said that they fall on a date that matters. */ known: someMoments, 'answer-by': dayTyped, about: things<MemberId>(), to: choice(['everybody', 'named']), named: things<MemberId>(), words: wordsOrNone(500),
}).superRefine((data, ctx) => {
  if (data.to === 'named' && data.named.length === 0) ctx.addIssue({ code: 'custom', path: ['to'], message: message('errors:chooseOne') })
})

export const takeForm = z.object({ time: moment })
export const othersForm = z.object({ others: words(500) })
export const notNowForm = z.object({ again: dayTyped, why: wordsOrNone(500) })
export const renewForm = z.object({ 'answer-by': dayTyped })
export const withdrawForm = z.object({})
