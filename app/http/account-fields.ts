/** The fields of a UK bank account: digits and lengths, as they are printed or typed. Whether the two belong together (modulus checking) is not asked. */
import { z } from 'zod'
import { asciiDigits } from '#app/values/digits.ts'
import { message } from './fields.ts'

function digits(count: number, wrong: string, none: boolean) {
  return z.unknown().transform((given, ctx): string => {
    const said = typeof given === 'string' ? asciiDigits(given).replace(/[\s.-]/g, '') : ''
    if ((none && said === '') || (/^\d+$/.test(said) && said.length === count)) return said
    ctx.addIssue({ code: 'custom', message: message(said === '' ? 'errors:required' : wrong) })
    return z.NEVER
  })
}

/** Six digits, `12-34-56` or `123456`. */
export const sortCode = digits(6, 'errors:notSortCode', false)
/** Eight digits; of a shorter one the bank says which noughts stand before it. */
export const accountNumber = digits(8, 'errors:notAccountNumber', false)
/** The same, which may be left out: '' then. */
export const sortCodeOrNone = digits(6, 'errors:notSortCode', true)
export const accountNumberOrNone = digits(8, 'errors:notAccountNumber', true)
