// The languages of the site, as data. To add one: a row here, a folder in locales/ (see locales/TRANSLATORS.md).

export type Direction = 'ltr' | 'rtl'

export type Language = {
  /** The code in `?lng=`, in the cookie, in `person.lang` and the name of the folder in locales/. */
  readonly code: string
  /** What its own readers call it. */
  readonly ownName: string
  readonly dir: Direction
  /** The locale that `Intl` formats with: British dates and money, Western digits in every language. */
  readonly locale: string
  /** Translated by a machine and not yet read by a person who speaks it: the site says so on every page. */
  readonly machineTranslated: boolean
}

export const languages = [
  { code: 'en', ownName: 'English', dir: 'ltr', locale: 'en-GB', machineTranslated: false },
  { code: 'cy', ownName: 'Cymraeg', dir: 'ltr', locale: 'cy-GB', machineTranslated: true },
  { code: 'pl', ownName: 'Polski', dir: 'ltr', locale: 'pl-PL', machineTranslated: true },
  { code: 'ur', ownName: 'اردو', dir: 'rtl', locale: 'ur-PK-u-nu-latn', machineTranslated: true },
] as const satisfies readonly Language[]

export type Lang = (typeof languages)[number]['code']

/** The language of last resort, and the one the keys are typed from. */
export const firstLang: Lang = 'en'

const byCode = new Map<string, Language>(languages.map((language) => [language.code, language]))

/** Whether a text from outside (URL, cookie, form, database) is the code of a language the site speaks. */
export function isLang(text: string | null | undefined): text is Lang {
  return text != null && byCode.has(text)
}

/** The row of a language. */
export function languageOf(lang: Lang): Language {
  const language = byCode.get(lang)
  if (!language) throw new Error(`no such language: ${lang}`)
  return language
}

/** The name of the cookie in which a browser keeps the language chosen with `?lng=`: over https one that no other host can set. */
const languageCookieName = (secure: boolean) => (secure ? '__Host-language' : 'language')

/** The Set-Cookie that remembers a language for a year. `secure` when the site is served over https. */
export function languageCookie(lang: Lang, secure: boolean): string {
  return `${languageCookieName(secure)}=${lang}; Path=/; Max-Age=${365 * 24 * 60 * 60}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`
}

/** The Set-Cookie that forgets it. */
export function noLanguageCookie(secure: boolean): string {
  return `${languageCookieName(secure)}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`
}

/** The language that a Cookie header remembers, if the site speaks it. */
export function readLanguageCookie(header: string | null, secure: boolean): Lang | undefined {
  const start = `${languageCookieName(secure)}=`
  const value = header
    ?.split(';')
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(start))
    ?.slice(start.length)
  return isLang(value) ? value : undefined
}

// People write in more languages than the site speaks; these are the ones of them written from right to left.
const rightToLeft = new Set(['ar', 'ckb', 'dv', 'fa', 'he', 'ks', 'prs', 'ps', 'sd', 'ug', 'ur', 'yi'])

/** The direction of any BCP 47 tag, also of languages the site itself does not speak. */
export function directionOf(tag: string): Direction {
  const [language = '', ...rest] = tag.toLowerCase().split('-')
  if (rest.includes('arab')) return 'rtl'
  if (rest.includes('latn') || rest.includes('cyrl')) return 'ltr'
  return rightToLeft.has(language) ? 'rtl' : 'ltr'
}

export type LanguageWishes = {
  /** `?lng=` of this request. */
  readonly query?: string | null | undefined
  /** What the signed-in person chose for themselves. */
  readonly person?: string | null | undefined
  /** What this browser chose before. */
  readonly cookie?: string | null | undefined
  /** The browser's Accept-Language header. */
  readonly acceptLanguage?: string | null | undefined
}

/**
 * The language of a page: `?lng`, else the person's own, else the cookie, else the browser's, else English.
 * A wish for a language the site does not speak counts as no wish.
 */
export function pickLanguage({ query, person, cookie, acceptLanguage }: LanguageWishes): Lang {
  for (const wish of [query, person, cookie]) if (isLang(wish)) return wish
  return fromBrowser(acceptLanguage ?? '') ?? firstLang
}

function fromBrowser(header: string): Lang | undefined {
  // A header longer than this is no browser's; it is not worth parsing.
  if (header.length > 500) return undefined
  const wishes = header
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';')
      const q = parameters.map((parameter) => /^\s*q=([\d.]+)\s*$/.exec(parameter)?.[1]).find((found) => found !== undefined)
      return { code: tag.trim().split('-')[0] ?? '', weight: q === undefined ? 1 : Number(q) }
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
  return wishes.map(({ code }) => code).find(isLang)
}
