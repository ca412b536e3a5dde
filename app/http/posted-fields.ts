/** The fields of a posted form as they were sent: text, cleaned of what no page can show and no database can hold. */
export type Fields = Record<string, string | string[]>

/** More fields than any form of ours has; a body that holds more was not made by one. */
const mostFields = 2_000

/** Control characters that nobody types: NUL is refused by PostgreSQL, the others by HTML. Tab and line feed stay. */
const untypeable = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/g

/** Passwords, codes, what a passkey answered, and what somebody answers for themselves alone: never sent back to a page and never kept. */
export function isSecretField(name: string): boolean {
  return /password|^code|^(safe)?word$|^passkey$|^sealed-/i.test(name)
}

/**
 * Reads the body in one pass; a field that was sent several times is a list. Undefined when the body is no form at all.
 * A file counts by its name. Line ends become one kind.
 */
export async function postedFields(request: Request): Promise<Fields | undefined> {
  const body = await request.formData().catch(() => undefined)
  return body && cleanFields(body)
}

/** The fields as `postedFields` gives them; undefined where they are too many. */
export function cleanFields(sent: Iterable<[string, FormDataEntryValue]>): Fields | undefined {
  const fields = new Map<string, string[]>()
  let count = 0
  for (const [name, value] of sent) {
    count += 1
    if (count > mostFields) return undefined
    const text = (typeof value === 'string' ? value : value.name).replace(/\r\n?/g, '\n').replace(untypeable, '')
    const before = fields.get(name)
    if (before) before.push(text)
    else fields.set(name, [text])
  }
  // A name such as __proto__ is a field like any other here.
  return Object.fromEntries([...fields].map(([name, all]) => [name, all.length === 1 ? all[0]! : all]))
}
