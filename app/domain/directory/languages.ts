/** Language names as directories write them, to BCP 47 codes. Pure data and a look-up. */
import { fold } from './plain-text.ts'

/** Codes that directories in Britain use, with the names by which they are written there besides their own. */
const names: Readonly<Record<string, readonly string[]>> = {
  en: ['English'], cy: ['Welsh', 'Cymraeg'], pl: ['Polish', 'Polski'], ro: ['Romanian'], pa: ['Panjabi', 'Punjabi'], ur: ['Urdu', 'اردو'],
  pt: ['Portuguese'], es: ['Spanish'], ar: ['Arabic'], bn: ['Bengali', 'Bangla'], syl: ['Sylheti'], gu: ['Gujarati'], it: ['Italian'], ta: ['Tamil'],
  fr: ['French'], lt: ['Lithuanian'], zh: ['Chinese', 'Mandarin'], yue: ['Cantonese'], tr: ['Turkish'], bg: ['Bulgarian'], ru: ['Russian'],
  fa: ['Farsi', 'Persian'], prs: ['Dari'], hu: ['Hungarian'], so: ['Somali'], uk: ['Ukrainian'], ku: ['Kurdish'], ckb: ['Sorani'], ps: ['Pashto'],
  ti: ['Tigrinya'], am: ['Amharic'], hi: ['Hindi'], ne: ['Nepali'], sq: ['Albanian'], sk: ['Slovak'], cs: ['Czech'], lv: ['Latvian'], de: ['German'],
  el: ['Greek'], nl: ['Dutch'], vi: ['Vietnamese'], yo: ['Yoruba'], ig: ['Igbo'], sw: ['Swahili'], ml: ['Malayalam'], rom: ['Romany', 'Romani'],
  ga: ['Irish'], gd: ['Gaelic', 'Scottish Gaelic'], kw: ['Cornish'], bfi: ['BSL', 'British Sign Language', 'sign language'],
}

const byName = new Map(Object.entries(names).flatMap(([code, written]) => written.map((name) => [fold(name), code] as const)))
/** Three-letter codes of ISO 639-2 that stand for a language with a two-letter one; Intl shortens the rest by itself. */
const older: Readonly<Record<string, string>> = { chi: 'zh', cze: 'cs', dut: 'nl', fre: 'fr', ger: 'de', gre: 'el', per: 'fa', rum: 'ro', slo: 'sk', wel: 'cy', alb: 'sq' }
const shown = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' })

/** The BCP 47 code of a language given by code (`pl`, `pol`, `pt-BR`) or by name, or undefined if it is not known. */
export function languageCode(text: string): string | undefined {
  const known = byName.get(fold(text))
  if (known) return known
  const code = older[text.trim().toLowerCase()] ?? text.trim()
  if (!/^[a-z]{2,3}(?:[-_][a-z0-9]{2,8})*$/i.test(code)) return undefined
  try {
    const canonical = Intl.getCanonicalLocales(code.replaceAll('_', '-'))[0]
    const base = canonical?.split('-')[0] ?? ''
    return canonical !== undefined && (base in names || shown.of(base) !== undefined) ? canonical : undefined
  } catch {
    return undefined
  }
}

/** What a language is called, in English and often in itself: for searching. */
export function languageNames(code: string): readonly string[] {
  const base = code.split('-')[0] ?? code
  return names[base] ?? [shown.of(base) ?? code]
}
