/**
 * The kinds of fields that forms have. Each gives a value that is right or one error, whose message is a locale key.
 * Numbers may be typed in any script's digits.
 */
import { parsePhoneNumberFromString } from 'libphonenumber-js'
import { z } from 'zod'
import { asciiDigits } from '#app/values/digits.ts'
import { isId } from '#app/values/ids.ts'
import { dayOf, type Day } from '#app/values/instant.ts'
import { parsePounds, type Pence } from '#app/values/money.ts'

/** A message with what its sentence needs: `errors:tooLong|{"max":200}`. Read back by `read-form.ts`. */
export function message(key: string, values?: Record<string, string | number>): string {
  return values ? `${key}|${JSON.stringify(values)}` : key
}

/** One value: absent becomes '', given twice is refused (a form sends each of these once). */
const one = z.unknown().transform((given, ctx) => {
  if (given === undefined || given === null) return ''
  if (typeof given === 'string') return given
  ctx.addIssue({ code: 'custom', message: message('errors:onlyOne') })
  return z.NEVER
})

/** Whether a text holds anything that can be seen; spaces, joiners and marks of direction alone do not count. */
const hasSomething = (text: string) => /[^\p{Z}\p{Cc}\p{Cf}\s]/u.test(text)

/** Words somebody writes; at least one character that can be seen. `required` is the key said when it is empty. */
export function words(max: number, required = 'errors:required') {
  return one.transform((text, ctx) => {
    const said = text.trim()
    if (!hasSomething(said)) ctx.addIssue({ code: 'custom', message: message(required) })
    else if ([...said].length > max) ctx.addIssue({ code: 'custom', message: message('errors:tooLong', { max }) })
    else return said
    return z.NEVER
  })
}

/** Words that may be left out: '' becomes null. */
export function wordsOrNone(max: number) {
  return one.transform((text, ctx) => {
    const said = text.trim()
    if ([...said].length <= max) return hasSomething(said) ? said : null
    ctx.addIssue({ code: 'custom', message: message('errors:tooLong', { max }) })
    return z.NEVER
  })
}

/** A secret typed as it is: never trimmed. */
export function secret(max = 200, required = 'errors:required') {
  return one.transform((text, ctx) => {
    if (text === '') ctx.addIssue({ code: 'custom', message: message(required) })
    else if (text.length > max) ctx.addIssue({ code: 'custom', message: message('errors:tooLong', { max }) })
    else return text
    return z.NEVER
  })
}

/** What a script of ours put into a hidden field, as it is; '' for what no script of ours puts there. Whoever reads it says what is wrong. */
export const fromScript = z.unknown().transform((given) => (typeof given === 'string' && given.length <= 20_000 ? given : ''))

/** One of some choices. */
export function choice<const C extends string>(choices: readonly C[], required = 'errors:chooseOne') {
  return one.transform((text, ctx) => {
    if ((choices as readonly string[]).includes(text)) return text as C
    ctx.addIssue({ code: 'custom', message: message(required) })
    return z.NEVER
  })
}

/** Any number of some choices, none included. */
export function someOf<const C extends string>(choices: readonly C[]) {
  return z.unknown().transform((given, ctx) => {
    const chosen = given === undefined ? [] : Array.isArray(given) ? given : [given]
    if (chosen.every((text) => (choices as readonly unknown[]).includes(text))) return [...new Set(chosen)] as C[]
    ctx.addIssue({ code: 'custom', message: message('errors:chooseOne') })
    return z.NEVER
  })
}

/** A box that is ticked or not. */
export const ticked = one.transform((text) => text !== '')

/** The id of a thing, chosen from a list or hidden in the form. Whether it is there and theirs is asked of the database. */
export function thing<T extends string>(required = 'errors:chooseOne') {
  return one.transform((text, ctx) => {
    if (isId(text)) return text as string as T
    ctx.addIssue({ code: 'custom', message: message(required) })
    return z.NEVER
  })
}

/** The id of a thing, or null where none was chosen. */
export function thingOrNone<T extends string>() {
  return one.transform((text, ctx) => {
    if (text === '') return null
    if (isId(text)) return text as string as T
    ctx.addIssue({ code: 'custom', message: message('errors:chooseOne') })
    return z.NEVER
  })
}

/** More things than any list of ours offers, and far fewer than a query takes. */
const mostThings = 200

/** Any number of ids, each once. */
export function things<T extends string>() {
  return z.unknown().transform((given, ctx) => {
    const chosen = given === undefined ? [] : Array.isArray(given) ? given : [given]
    if (chosen.length <= mostThings && chosen.every(isId)) return [...new Set(chosen)] as unknown as T[]
    ctx.addIssue({ code: 'custom', message: message('errors:chooseOne') })
    return z.NEVER
  })
}

/** A sum in pounds, at most £99,999.99; £0 is one too: a limit of nothing means that somebody else decides it all. */
export const poundsOrNothing = one.transform((text, ctx): Pence => {
  const said = asciiDigits(text).trim()
  const amount = parsePounds(said)
  if (said === '') ctx.addIssue({ code: 'custom', message: message('errors:required') })
  else if (amount === undefined) ctx.addIssue({ code: 'custom', message: message('errors:notMoney') })
  else if (amount > 9_999_999) ctx.addIssue({ code: 'custom', message: message('errors:tooMuchMoney') })
  else return amount
  return z.NEVER
})

/** A sum in pounds, or null where none was typed. */
export const poundsOrNone = one.transform((text, ctx): Pence | null => {
  if (text.trim() === '') return null
  const read = poundsOrNothing.safeParse(text)
  if (read.success) return read.data
  ctx.addIssue({ code: 'custom', message: read.error.issues[0]!.message })
  return z.NEVER
})

/** The same as `poundsOrNothing`, more than nothing. */
export const pounds = poundsOrNothing.transform((amount, ctx): Pence => {
  if (amount > 0) return amount
  ctx.addIssue({ code: 'custom', message: message('errors:moreThanNothing') })
  return z.NEVER
})

/** A whole number between two. */
export function wholeNumber(min: number, max: number) {
  return one.transform((text, ctx) => {
    const said = asciiDigits(text).trim()
    const number = Number(said)
    if (said === '') ctx.addIssue({ code: 'custom', message: message('errors:required') })
    else if (!/^\d{1,9}$/.test(said) || number < min || number > max) ctx.addIssue({ code: 'custom', message: message('errors:wholeNumber', { min, max }) })
    else return number
    return z.NEVER
  })
}

/** A whole number between two, or null where none was typed. */
export function wholeNumberOrNone(min: number, max: number) {
  return one.transform((text, ctx): number | null => {
    if (text.trim() === '') return null
    const read = wholeNumber(min, max).safeParse(text)
    if (read.success) return read.data
    ctx.addIssue({ code: 'custom', message: read.error.issues[0]!.message })
    return z.NEVER
  })
}

type Boxes = { day: string; month: string; year: string }

/** What stands in the three boxes; '' in those that were not sent. */
const boxes = z.unknown().transform((given, ctx): Boxes => {
  const sent: Record<string, unknown> = typeof given === 'object' && given !== null ? { ...given } : {}
  const said = [sent.day, sent.month, sent.year].map((text) => text ?? '')
  if (said.every((text) => typeof text === 'string')) return { day: said[0]!, month: said[1]!, year: said[2]! }
  ctx.addIssue({ code: 'custom', message: message('errors:onlyOne') })
  return z.NEVER
})

function readDay(said: Boxes): Day | undefined | 'none' {
  const [day, month, year] = [said.day, said.month, said.year].map((text) => asciiDigits(text).trim())
  if (day === '' && month === '' && year === '') return 'none'
  if (![day, month, year].every((text) => /^\d{1,4}$/.test(text!))) return undefined
  return dayOf(Number(year), Number(month), Number(day))
}

/** A day typed in three boxes `<name>-day`, `<name>-month`, `<name>-year`. */
export const dayTyped = boxes.transform((said, ctx): Day => {
  const day = readDay(said)
  if (day === 'none') ctx.addIssue({ code: 'custom', message: message('errors:dayRequired') })
  else if (day === undefined) ctx.addIssue({ code: 'custom', message: message('errors:noSuchDay') })
  else return day
  return z.NEVER
})

/** The same, which may be left out. */
export const dayTypedOrNone = boxes.transform((said, ctx): Day | null => {
  const day = readDay(said)
  if (day === 'none') return null
  if (day !== undefined) return day
  ctx.addIssue({ code: 'custom', message: message('errors:noSuchDay') })
  return z.NEVER
})

// None of the signs by which a mail program reads one text as several addresses, a group or a comment.
const looksLikeEmail = /^[^\s@<>"(),:;[\]\\]{1,64}@(?:[^\s@<>"(),:;[\]\\.]{1,63}\.){1,8}[^\s@<>"(),:;[\]\\.]{2,63}$/

/** An e-mail address, in lower case. */
export function readEmail(text: string): string | undefined {
  const said = text.trim().toLowerCase()
  return said.length <= 254 && looksLikeEmail.test(said) ? said : undefined
}

/** A telephone number as E.164; British unless it says another country. */
export function readPhone(text: string): string | undefined {
  const number = parsePhoneNumberFromString(asciiDigits(text), 'GB')
  return number?.isPossible() ? number.number : undefined
}

/** An e-mail address or a telephone number. */
export const emailOrPhone = one.transform((text, ctx): { channel: 'email' | 'text'; address: string } => {
  if (text.trim() === '') ctx.addIssue({ code: 'custom', message: message('errors:required') })
  else {
    const email = readEmail(text)
    if (email) return { channel: 'email', address: email }
    const phone = readPhone(text)
    if (phone) return { channel: 'text', address: phone }
    ctx.addIssue({ code: 'custom', message: message('errors:notEmailOrPhone') })
  }
  return z.NEVER
})

/** The same, which may be left out. */
export const emailOrPhoneOrNone = one.transform((text, ctx): { channel: 'email' | 'text'; address: string } | null => {
  if (text.trim() === '') return null
  const email = readEmail(text)
  if (email) return { channel: 'email', address: email }
  const phone = readPhone(text)
  if (phone) return { channel: 'text', address: phone }
  ctx.addIssue({ code: 'custom', message: message('errors:notEmailOrPhone') })
  return z.NEVER
})

/** An e-mail address, which may be left out. */
export const emailOrNone = one.transform((text, ctx): string | null => {
  if (text.trim() === '') return null
  const email = readEmail(text)
  if (email) return email
  ctx.addIssue({ code: 'custom', message: message('errors:notEmail') })
  return z.NEVER
})

/** A telephone number, which may be left out. */
export const phoneOrNone = one.transform((text, ctx): string | null => {
  if (text.trim() === '') return null
  const phone = readPhone(text)
  if (phone) return phone
  ctx.addIssue({ code: 'custom', message: message('errors:notPhone') })
  return z.NEVER
})

/** A link that a browser may be sent to, by https alone; it may be left out. */
export const httpsOrNone = one.transform((text, ctx): string | null => {
  const said = text.trim()
  if (said === '') return null
  if (said.length <= 500 && /^https:\/\/[^\s@]+$/.test(said) && URL.canParse(said) && new URL(said).protocol === 'https:') return said
  ctx.addIssue({ code: 'custom', message: message('errors:notHttps') })
  return z.NEVER
})

/** A time on the wall, `HH:MM`. */
export const wallTimeTyped = one.transform((text, ctx): string => {
  const found = /^([01]?\d|2[0-3])[:.]([0-5]\d)$/.exec(asciiDigits(text).trim())
  if (found) return `${found[1]!.padStart(2, '0')}:${found[2]}`
  ctx.addIssue({ code: 'custom', message: message('errors:notTime') })
  return z.NEVER
})
