/** The fields of sending a receipt, and of answering one. */
import { z } from 'zod'
import { accountNumberOrNone, sortCodeOrNone } from '#app/http/account-fields.ts'
import { pounds, thing, wholeNumber, words, wordsOrNone } from '#app/http/fields.ts'
import type { ReceiptId } from '#app/values/ids.ts'

const version = wholeNumber(1, 999_999)

/** The three of the account are left out together, for the one that was given before. */
export const receiptForm = z.object({ version, pence: pounds, name: wordsOrNone(70), sort: sortCodeOrNone, number: accountNumberOrNone })
export const seenReceiptForm = z.object({ version, receipt: thing<ReceiptId>() })
export const refuseReceiptForm = z.object({ version, receipt: thing<ReceiptId>(), 'receipt-words': words(500) })
