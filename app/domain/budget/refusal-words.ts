/** The sums and days of a refusal, said in the reader's language. Pure. */
import type { Format } from '#app/i18n/format.ts'
import { day } from '#app/values/instant.ts'
import { pence } from '#app/values/money.ts'

const sums: readonly string[] = ['left', 'wanted', 'price', 'limit']

/** A refusal of this room with its values as words: commands give pence, days and counts, and know no language. */
export function saidRefusal<R extends { readonly why: string; readonly values?: Readonly<Record<string, string | number>> }>(refusal: R, format: Format): R {
  if (!refusal.values) return refusal
  const said = Object.entries(refusal.values).map(([name, value]) => [name, typeof value === 'string' ? format.date(day(value)) : sums.includes(name) ? format.money(pence(value)) : value])
  return { ...refusal, values: Object.fromEntries(said) }
}
