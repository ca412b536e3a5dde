/** The fields of sending an order, of a provider's answers to it, and of the family's. */
import { z } from 'zod'
import { choice, dayTyped, emailOrPhone, pounds, thing, wholeNumber, words, wordsOrNone } from '#app/http/fields.ts'
import type { DeliveryId } from '#app/values/ids.ts'
import { languages } from '#app/i18n/lang.ts'

/** Reasons why a provider cannot do it: `provider:cannot.<reason>`. */
export const cannotReasons = ['full', 'too-far', 'days', 'not-offered', 'other'] as const
export type CannotReason = (typeof cannotReasons)[number]
/** What the family can say of whether it helped: `budget:helped.<answer>`. */
export const helpedAnswers = ['a-lot', 'a-little', 'not', 'too-early'] as const

const version = wholeNumber(1, 999_999)

export const orderForm = z.object({ version, to: emailOrPhone, language: choice(languages.map(({ code }) => code)), note: wordsOrNone(500) })

export const acceptForm = z.object({ begins: dayTyped })
export const cannotForm = z.object({ reason: choice(cannotReasons), words: wordsOrNone(500) })
export const givenForm = z.object({ on: dayTyped, units: wholeNumber(1, 500) })
export const backForm = z.object({ delivery: thing<DeliveryId>() })
export const billForm = z.object({ reference: words(40), pence: pounds })
export const priceForm = z.object({ price: pounds, quantity: wholeNumber(1, 500), why: words(500) })

export const seenForm = z.object({ version })
export const unitsForm = z.object({ version, units: wholeNumber(1, 500) })
export const didForm = z.object({ delivery: thing<DeliveryId>() })
export const didNotForm = z.object({ delivery: thing<DeliveryId>(), 'not-words': words(500) })
export const settleForm = z.object({ delivery: thing<DeliveryId>(), 'settle-words': words(500) })
export const helpedForm = z.object({ helped: choice(helpedAnswers), 'helped-words': wordsOrNone(500) })
