/** Prices, ages and languages of services in the reader's words. Pure. */
import type { Words } from '#app/i18n/words.tsx'
import type { Pence } from '#app/values/money.ts'
import { unitOf } from './units.ts'

/** Directories in this country are written in English, whatever else a service speaks. */
export const directoryLang = 'en'

/** `£69.00 a week`, `Free`, `Ask them for the price`. A unit that is not a common one is said as the source has it. */
export function sayPrice({ t, format }: Words, pence: Pence | null, unit: string): string {
  if (pence === null) return t('services:price.ask')
  if (pence === 0) return t('services:price.free')
  const price = format.money(pence)
  const known = unitOf(unit)
  if (known !== undefined) return t(`services:per.${known}`, { price })
  return unit === '' ? price : t('services:price.other', { price, unit })
}

/** The name of a language that a service is given in; Intl has none for British Sign Language. */
export function sayLanguage({ t, format }: Words, code: string): string {
  return code === 'bfi' ? t('services:signLanguage') : format.language(code)
}

/** `For ages 8 to 17`; null where the source names no age. */
export function sayAges({ t }: Words, { minAge, maxAge }: { readonly minAge: number | null; readonly maxAge: number | null }): string | null {
  if (minAge !== null && maxAge !== null) return t('services:ages.between', { from: minAge, to: maxAge })
  if (minAge !== null && minAge > 0) return t('services:ages.from', { from: minAge })
  return maxAge === null ? null : t('services:ages.to', { to: maxAge })
}
