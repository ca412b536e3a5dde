/** Reads a posted form: what was typed, and either what it means or what is wrong with it, field by field. */
import { createHmac } from 'node:crypto'
import type { z } from 'zod'
import type { FormErrors, FormState } from '#app/ui/form-state.ts'
import { config } from '#app/values/config.ts'
import { isId, newId } from '#app/values/ids.ts'
import { cleanFields, isSecretField, postedFields, type Fields } from './posted-fields.ts'

/** What was posted, before its fields are looked at. */
export interface Posted {
  /** The button that was pressed. */
  readonly intent: string
  readonly values: Fields
  /** The once-only id that the page made for the form, and a hash of what the form says and to which address; undefined if the id is not one. */
  readonly once: { readonly id: string; readonly contentHash: string } | undefined
}

/** The longest text any one field is kept of; what is longer was refused by its field and is too long to show again. */
const longest = 200_000

/** Reads the body. One that is no form counts as a form with nothing in it, so that its page says what is missing. */
export async function posted(request: Request): Promise<Posted> {
  const { form, intent, ...rest } = (await postedFields(request)) ?? {}
  const id = typeof form === 'string' && isId(form) ? form : undefined
  const said = typeof intent === 'string' ? intent : ''
  return { intent: said, values: rest, once: id ? { id, contentHash: hashOf(new URL(request.url), { ...rest, intent: said }) } : undefined }
}

// With a key, because the hash is stored: a plain one would tell whoever reads the table a short password or a name.
// The address is a part of what was said: it names the thing that many a form is about.
function hashOf({ pathname, search }: URL, fields: Fields): string {
  const sorted = Object.keys(fields).sort().map((name) => [name, fields[name]])
  return createHmac('sha256', config().secretKey).update(JSON.stringify([pathname + search, sorted])).digest('base64url')
}

export type Read<T> =
  | { readonly ok: true; readonly data: T; readonly once: { readonly id: string; readonly contentHash: string }; readonly form: FormState }
  | { readonly ok: false; readonly form: FormState }

/**
 * Reads a posted form by a zod object made of the kinds in `fields.ts`. Days in three boxes are gathered under their name.
 * When it is wrong, `form` holds what was typed and the errors: answer it with 400 and the same page.
 */
export function readPosted<S extends z.ZodObject>(posted: Posted, schema: S): Read<z.output<S>> {
  const { once, values } = posted
  const read = meaningOf(values, schema)
  if (!read.ok) return read
  const { data, form } = read
  if (!once) return { ok: false, form: { ...form, errors: { '': { key: 'errors:formGone' } } } }
  return { ok: true, data, once, form }
}

/** What a form with the method get asks of a page: it changes nothing, so it has no once-only id. Answer a wrong one with 400 and the same page. */
export function readAsked<S extends z.ZodObject>(request: Request, schema: S): { ok: true; data: z.output<S>; form: FormState } | { ok: false; form: FormState } {
  return meaningOf(cleanFields(new URL(request.url).searchParams) ?? {}, schema)
}

function meaningOf<S extends z.ZodObject>(values: Fields, schema: S): { ok: true; data: z.output<S>; form: FormState } | { ok: false; form: FormState } {
  const form: FormState = { values: shownAgain(values), errors: {} }
  const result = schema.safeParse(fieldsOf(schema, values))
  if (result.success) return { ok: true, data: result.data, form }
  for (const issue of result.error.issues) {
    const name = String(issue.path[0] ?? '')
    form.errors[name] ??= errorOf(issue.message)
  }
  return { ok: false, form }
}

/** `posted` and `readPosted` in one, for a page with one form. */
export async function readForm<S extends z.ZodObject>(request: Request, schema: S): Promise<Read<z.output<S>>> {
  return readPosted(await posted(request), schema)
}

/** The form again, with why it was refused: beside its field if the refusal names one, else above them all. */
export function refusedForm(form: FormState, refusal: { why: string; values?: Readonly<Record<string, string | number>>; field?: string }): FormState {
  const errors: FormErrors = { [refusal.field ?? '']: { key: `refusals:${refusal.why}`, ...(refusal.values ? { values: { ...refusal.values } } : {}) } }
  return { ...form, errors }
}

/** A new once-only id for a form that is about to be shown. */
export function newFormId(): string {
  return newId()
}

/** The same for a list whose rows have a form each: two rows that are pressed one after the other are two sendings. */
export function newFormIds(rows: readonly string[]): Record<string, string> {
  return Object.fromEntries(rows.map((row) => [row, newFormId()]))
}

/** Every field that the schema knows, the ones that were not sent as undefined: a box that is not ticked is sent as nothing. */
function fieldsOf(schema: z.ZodObject, values: Fields): Record<string, unknown> {
  const own = (name: string) => (Object.hasOwn(values, name) ? values[name] : undefined)
  return Object.fromEntries(Object.keys(schema.shape).map((name) => {
    const boxes = { day: own(`${name}-day`), month: own(`${name}-month`), year: own(`${name}-year`) }
    const typedInBoxes = Object.values(boxes).some((box) => box !== undefined)
    return [name, own(name) ?? (typedInBoxes ? boxes : undefined)]
  }))
}

function errorOf(message: string): { key: string; values?: Record<string, string | number> } {
  // zod's own words are English, no key, and may hold a bar as well.
  if (!/^[a-z]+:[\w.]+(\||$)/.test(message)) return { key: 'errors:required' }
  const bar = message.indexOf('|')
  return bar < 0 ? { key: message } : { key: message.slice(0, bar), values: JSON.parse(message.slice(bar + 1)) }
}

function shownAgain(values: Fields): Fields {
  const cut = (text: string) => text.slice(0, longest)
  return Object.fromEntries(
    Object.entries(values).filter(([name]) => !isSecretField(name))
      .map(([name, value]) => [name, Array.isArray(value) ? value.map(cut) : cut(value)]),
  )
}
