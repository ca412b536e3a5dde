/** Reads a posted form: what was typed, and either what it means or what is wrong with it, field by field. */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { FormErrors, FormState } from '#app/ui/form-state.ts'
import { isId, newId } from '#app/values/ids.ts'

type Raw = Record<string, string | string[]>

/** What was posted, before its fields are looked at. */
export interface Posted {
  /** The button that was pressed. */
  readonly intent: string
  readonly values: Raw
  /** The once-only id that the page made for the form, and a hash of what the form says; undefined if the id is not one. */
  readonly once: { readonly id: string; readonly contentHash: string } | undefined
}

/** The longest text any one field is kept of; what is longer was refused by its field and is too long to show again. */
const longest = 200_000
/** Values that are never sent back to the page. */
const neverShownAgain = /^(password|code|new-password)/

/** Reads the body. NUL bytes go (PostgreSQL refuses them), line ends become one kind. */
export async function posted(request: Request): Promise<Posted> {
  const body = await request.formData()
  const values: Raw = {}
  for (const name of new Set(body.keys())) {
    const all = body.getAll(name).map((value) => (typeof value === 'string' ? value.replaceAll('\0', '').replaceAll('\r\n', '\n') : value.name))
    values[name] = all.length === 1 ? all[0]! : all
  }
  const { form, intent, ...rest } = values
  const id = typeof form === 'string' && isId(form) ? form : undefined
  const said = typeof intent === 'string' ? intent : ''
  return { intent: said, values: rest, once: id ? { id, contentHash: hashOf({ ...rest, intent: said }) } : undefined }
}

function hashOf(fields: Raw): string {
  const sorted = Object.keys(fields).sort().map((name) => [name, fields[name]])
  return createHash('sha256').update(JSON.stringify(sorted)).digest('base64url')
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
  const form: FormState = { values: shownAgain(values), errors: {} }
  const result = schema.safeParse(withDays(values, schema))
  if (!result.success) {
    for (const issue of result.error.issues) {
      const name = String(issue.path[0] ?? '')
      form.errors[name] ??= errorOf(issue.message)
    }
    return { ok: false, form }
  }
  if (!once) return { ok: false, form: { ...form, errors: { '': { key: 'errors:formGone' } } } }
  return { ok: true, data: result.data, once, form }
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

function withDays(values: Raw, schema: z.ZodObject): Record<string, unknown> {
  const gathered: Record<string, unknown> = { ...values }
  for (const name of Object.keys(schema.shape)) {
    if (name in values) continue
    if (`${name}-day` in values || `${name}-month` in values || `${name}-year` in values) {
      gathered[name] = { day: values[`${name}-day`], month: values[`${name}-month`], year: values[`${name}-year`] }
    }
  }
  return gathered
}

function errorOf(message: string): { key: string; values?: Record<string, string | number> } {
  const bar = message.indexOf('|')
  if (bar > 0) return { key: message.slice(0, bar), values: JSON.parse(message.slice(bar + 1)) }
  return { key: message.startsWith('errors:') ? message : 'errors:required' }
}

function shownAgain(values: Raw): Raw {
  const kept: Raw = {}
  for (const [name, value] of Object.entries(values)) {
    if (neverShownAgain.test(name)) continue
    kept[name] = Array.isArray(value) ? value.map((text) => text.slice(0, longest)) : value.slice(0, longest)
  }
  return kept
}
