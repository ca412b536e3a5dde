/**
 * The fields of a directory row, whichever format it came in. A row is refused only for what makes it no service (no id,
 * no name); any other field that is wrong is left out, and the row says which. Pure.
 */
import { z } from 'zod'
import { dayOf, instant, type Day, type Instant } from '#app/values/instant.ts'
import { noPence, parsePounds, type Pence } from '#app/values/money.ts'
import type { Attending, Category, DirectoryService, PriceOption, ReadRow, RowRefusal, Source } from './directory-service.ts'
import { languageCode } from './languages.ts'
import { fold, oneLine, plainText, shortened } from './plain-text.ts'
import { unitWords } from './units.ts'

export type Row = Readonly<Record<string, unknown>>

const longestName = 300
const longestDescription = 6_000
/** £20,000 for one unit of help to a family: anything above is a slip (pence for pounds, a phone number for a price). */
const dearest = 2_000_000

/** Whether something read from a file is an object at all, and not a list. */
export function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A schema for a text that `read` understands; undefined from it means that the text is wrong. */
function textAs<T>(read: (text: string) => T | undefined, longest = 2_000) {
  return z.union([z.string().max(longest), z.number()]).transform((value, context) => {
    const found = read(String(value))
    if (found !== undefined) return found
    context.addIssue({ code: 'custom' })
    return z.NEVER
  })
}

const required = z.looseObject({
  id: textAs((text) => (/^[^\p{C}\s][^\p{C}]{0,199}$/u.test(text.trim()) ? text.trim() : undefined)),
  name: z.string().transform(oneLine).pipe(z.string().min(1).max(longestName)),
})

/** The id and name of a row, or why it is refused. */
export function identify(row: Row): { id: string; name: string } | { reason: RowRefusal; sourceId: string | null } {
  const parsed = required.safeParse(row)
  if (parsed.success) return parsed.data
  const wrong = parsed.error.issues[0]
  const id = required.shape.id.safeParse(row.id)
  if (!id.success) return { reason: row.id === undefined || row.id === null || row.id === '' ? 'no-id' : 'bad-id', sourceId: null }
  return { reason: wrong?.code === 'too_big' ? 'name-too-long' : 'no-name', sourceId: id.data }
}

function url(text: string): string | undefined {
  const trimmed = text.trim()
  const full = /^[a-z][a-z0-9+.-]*:/i.test(trimmed) ? trimmed : `https://${trimmed}`
  try {
    const { protocol, hostname, username, password, href } = new URL(full)
    const web = protocol === 'https:' || protocol === 'http:'
    return web && hostname.includes('.') && !/\s/.test(trimmed) && username === '' && password === '' ? href : undefined
  } catch {
    return undefined
  }
}

/** A telephone number as it is written, if it can be rung: 3 to 15 digits, one number only, an extension at most. */
function phone(text: string): string | undefined {
  const written = oneLine(text).replace(/^(?:tel|phone|telephone)\s*[.:]?\s*/i, '')
  const digits = written.replace(/\s*(?:ext?\.?|extension)\s*\d{1,6}$/i, '')
  return /^\+?[\d\s().-]+$/.test(digits) && /^(?:\D*\d\D*){3,15}$/.test(digits) ? written : undefined
}

function age(text: string): number | undefined {
  const years = /^\s*\d{1,3}(?:\.\d+)?\s*$/.test(text) ? Number(text) : NaN
  return years <= 120 ? years : undefined
}

const area = /^(GIR ?0AA|[A-Z]{1,2}\d[A-Z\d]?)(?: ?(\d[A-Z]{2}))?$/

/** `HP21 7JF`, or an outward code alone. */
export function postcodeOf(text: string): string | undefined {
  const found = area.exec(text.trim().toUpperCase().replace(/\s+/g, ' '))
  const [, outward, inward] = found ?? []
  if (outward === undefined) return undefined
  return inward === undefined ? outward : `${outward} ${inward}`
}

export const fields = {
  line: textAs((text) => oneLine(text) || undefined, 100_000),
  text: textAs((text) => plainText(text) || undefined, Infinity),
  url: textAs(url),
  email: textAs((text) => z.email().safeParse(text.trim().replace(/^mailto:/i, '')).data, 254),
  phone: textAs(phone, 100),
  age: textAs(age, 10),
  flag: z.union([z.boolean(), z.enum(['true', 'false', 'yes', 'no', '1', '0']).transform((text) => ['true', 'yes', '1'].includes(text)), z.literal([0, 1]).transform(Boolean)]),
  postcode: textAs(postcodeOf, 20),
  language: textAs(languageCode, 100),
  degrees: z.union([z.number(), z.string().regex(/^-?\d{1,3}(\.\d+)?$/).transform(Number)]),
  time: textAs((text) => {
    const [, hours, minutes] = /^\s*([01]?\d|2[0-3])[:.]([0-5]\d)/.exec(text) ?? []
    return hours === undefined || minutes === undefined ? undefined : `${hours.padStart(2, '0')}:${minutes}`
  }, 40),
  day: textAs((text): Day | undefined => {
    const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)/.exec(text) ?? []
    return dayOf(Number(year), Number(month), Number(date))
  }, 40),
  instant: textAs((text): Instant | undefined => {
    const at = Date.parse(text)
    return at > Date.UTC(1990) && at < Date.UTC(2100) ? instant(new Date(at).toISOString()) : undefined
  }, 40),
}

/** Reads the optional fields of one row and remembers what had to be left out. */
export class Fields {
  readonly leftOut = new Set<string>()

  /** The field, or null if it is missing, empty or wrong. */
  take<T>(schema: z.ZodType<T>, value: unknown, name: string): T | null {
    if (value === undefined || value === null || value === '') return null
    if (typeof value === 'string' && value.trim() === '') return null
    const parsed = schema.safeParse(value)
    if (parsed.success) return parsed.data
    this.leftOut.add(name)
    return null
  }

  /** The rows of a list; a list that is none, and entries that are no rows, are left out. */
  list(value: unknown, name: string): readonly Row[] {
    if (value === undefined || value === null) return []
    if (!Array.isArray(value)) {
      this.leftOut.add(name)
      return []
    }
    const rows = value.filter(isRow)
    if (rows.length < value.length || rows.length > 200) this.leftOut.add(name)
    return rows.slice(0, 200)
  }

  /** A row within the row; an array of one counts as it. */
  part(value: unknown, name: string): Row {
    if (value === undefined || value === null) return {}
    const one: unknown = Array.isArray(value) ? (value[0] ?? {}) : value
    if (isRow(one)) return one
    this.leftOut.add(name)
    return {}
  }

  /** Whole years. Ages that cross tell nothing about which one is wrong: both are left out. */
  ages(least: unknown, most: unknown): { minAge: number | null; maxAge: number | null } {
    const from = this.take(fields.age, least, 'ages')
    const to = this.take(fields.age, most, 'ages')
    if (from !== null && to !== null && from > to) {
      this.leftOut.add('ages')
      return { minAge: null, maxAge: null }
    }
    return { minAge: from === null ? null : Math.floor(from), maxAge: to === null ? null : Math.ceil(to) }
  }

  /** The description at a length that a page can carry. */
  description(...candidates: readonly unknown[]): string {
    for (const candidate of candidates) {
      const text = this.take(fields.text, candidate, 'description')
      if (text === null) continue
      if (text.length > longestDescription) this.leftOut.add('the-end-of-the-description')
      return shortened(text, longestDescription)
    }
    return ''
  }

  /** Where a place is, or nulls: outside the world or at 0, 0 in the sea is nowhere. */
  position(lat: unknown, lon: unknown): { lat: number | null; lon: number | null } {
    const north = this.take(fields.degrees, lat, 'position')
    const east = this.take(fields.degrees, lon, 'position')
    if (north === null || east === null || (north === 0 && east === 0)) return { lat: null, lon: null }
    if (Math.abs(north) <= 90 && Math.abs(east) <= 180) return { lat: north, lon: east }
    this.leftOut.add('position')
    return { lat: null, lon: null }
  }

  /**
   * The amount and unit of a price. Numbers are read as the text that JSON gave them, never multiplied as floats. An
   * amount that is not surely pounds (`£35–£40`, `-5`, `€20`, 19.999) gives a null price with its words kept.
   */
  price(amount: unknown, currency: unknown): { pence: Pence | null; unit: string | null; words: string | null } {
    const nothing = { pence: null, unit: null, words: null }
    if (amount === undefined || amount === null || amount === '') return nothing
    if (typeof amount !== 'number' && typeof amount !== 'string') return this.#noPrice(null)
    const text = oneLine(String(amount)).slice(0, 100)
    if (typeof currency === 'string' && currency.trim() !== '' && currency.trim().toUpperCase() !== 'GBP') return this.#noPrice(`${text} ${oneLine(currency).slice(0, 10)}`)
    if (/^(?:free|nil|none|no (?:charge|cost|fee))(?: of charge)?[.!]?$/i.test(text)) return { ...nothing, pence: noPence }
    const [, pounds, per] = /^((?:£|GBP)?\s*[\d,]+(?:\.\d+)?)\s*(?:GBP)?(?:\s*(?:\/|\b(?=per\b|an?\b|each\b))\s*(\S.*))?$/i.exec(text) ?? []
    const pence = pounds === undefined ? undefined : parsePounds(pounds.replace(/^GBP\s*/i, ''))
    if (pence === undefined || pence > dearest) return this.#noPrice(typeof amount === 'string' ? text : null)
    return { pence, unit: per ?? null, words: null }
  }

  #noPrice(words: string | null) {
    this.leftOut.add('price')
    return { pence: null, unit: null, words }
  }
}

/** Gives every option a key that is the same over re-imports: the source's id, else its words, numbered if they repeat. */
export function keyed(options: readonly (Omit<PriceOption, 'key'> & { readonly id: string | null })[]): readonly PriceOption[] {
  const used = new Map<string, number>()
  return options.map(({ id, ...option }) => {
    const key = id ?? `${fold(option.label)}/${fold(option.unit)}`
    const times = (used.get(key) ?? 0) + 1
    used.set(key, times)
    return { ...option, key: times === 1 ? key : `${key}#${times}` }
  })
}

/** One price option from its parts; undefined when it says nothing at all. */
export function option(read: Fields, parts: { id: unknown; label: unknown; unit: unknown; amount: unknown; currency?: unknown; from?: unknown; to?: unknown }) {
  const { pence, unit, words } = read.price(parts.amount, parts.currency)
  const label = read.take(fields.line, parts.label, 'price') ?? ''
  const per = read.take(fields.line, parts.unit, 'price') ?? unit ?? ''
  if (pence === null && words === null && label === '') return undefined
  return {
    id: read.take(fields.line, parts.id, 'price'),
    label: shortened(words === null ? label : label === '' ? words : `${label} (${words})`, 200),
    unit: shortened(unitWords(per), 100),
    pence,
    validFrom: read.take(fields.day, parts.from, 'price-dates'),
    validTo: read.take(fields.day, parts.to, 'price-dates'),
  }
}

/** Whether everything costs nothing. A flag that says so beside a price above nothing is not believed. */
export function freeOf(flag: boolean | null, options: readonly PriceOption[]): boolean {
  if (options.some(({ pence }) => pence !== null && pence > 0)) return false
  return flag ?? (options.length > 0 && options.every(({ pence }) => pence === 0))
}

/** Letters and digits of any script with hyphens between; '' where there are none. */
export function slugOf(text: string): string {
  return fold(text).replaceAll(' ', '-').slice(0, 80)
}

/** A category by name, or undefined where the name has no letters to make a slug of. */
export function category(name: string, slug: string = name): Category | undefined {
  const made = slugOf(slug)
  return made === '' ? undefined : { slug: made, name: shortened(name, 100) }
}

const ways: readonly (readonly [Attending, RegExp])[] = [
  ['in-person', /in[ -]?person|face[ -]to[ -]face|at (?:the|our) (?:venue|centre|offices?)|drop[ -]?in/i],
  ['video', /\bvideo|\bonline\b|\bvirtual|\bremote|\bzoom\b|\bteams\b/i],
  ['phone', /\b(?:tele)?phone\b|\bby phone/i],
  ['home', /\bhome[ -]?visit|\b(?:in|at|to) (?:your|the|their) (?:own )?homes?\b|\bhome$/i],
]

/** The ways of taking part that a text names. */
export function attendingIn(text: string): readonly Attending[] {
  return ways.filter(([, words]) => words.test(text)).map(([way]) => way)
}

/** Each once, the first of equals kept. */
export function distinct<T>(all: readonly T[], by: (one: T) => unknown = (one) => one): readonly T[] {
  const seen = new Set<unknown>()
  return all.filter((one) => !seen.has(by(one)) && seen.add(by(one)))
}

/** A format: which rows are services in it, and how all but the id and the name of one is read. */
export type Format = {
  readonly source: Source
  readonly isService: (row: Row) => boolean
  readonly read: (row: Row, fields: Fields) => Omit<DirectoryService, 'source' | 'sourceId' | 'name'>
}

/** Reads the rows of a file one by one. */
export function readRows(rows: readonly unknown[], { source, isService, read }: Format): readonly ReadRow[] {
  const firstAt = new Map<string, string>()
  return rows.map((row, index): ReadRow => {
    const where = `row ${index + 1}`
    const refused = (reason: RowRefusal, sourceId: string | null = null, detail = '') => ({ ok: false as const, where, sourceId, reason, detail })
    if (!isRow(row)) return refused('not-a-row')
    if (!isService(row)) return refused('not-a-service', required.shape.id.safeParse(row.id).data ?? null)
    const identity = identify(row)
    if ('reason' in identity) return refused(identity.reason, identity.sourceId)
    const { id, name } = identity
    const first = firstAt.get(id)
    if (first !== undefined) return refused('same-id-twice', id, first)
    firstAt.set(id, where)
    const fields = new Fields()
    return { ok: true, where, service: { source, sourceId: id, name, ...read(row, fields) }, leftOut: [...fields.leftOut] }
  })
}
