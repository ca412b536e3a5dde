/** The fields of offering help instead of money, and of answering an offer. */
import { z } from 'zod'
import { choice, dayTyped, thing, wholeNumber, words, wordsOrNone } from '#app/http/fields.ts'
import type { InsteadId, MemberId } from '#app/values/ids.ts'

export const oftens = ['once', 'weekly'] as const
export type Often = (typeof oftens)[number]

const version = wholeNumber(1, 999_999)

export const offerForm = z.object({ words: words(300), on: dayTyped, often: choice(oftens) })
export const withdrawForm = z.object({ offer: thing<InsteadId>() })
export const notNowForm = z.object({ version, offer: thing<InsteadId>() })
export const takeForm = z.object({ version, offer: thing<InsteadId>(), thanks: wordsOrNone(200) })
export const askToHelpForm = z.object({ version, member: thing<MemberId>('errors:chooseOne') })
