// The words of every language, read from locales/ when the process starts. `.server` keeps them out of the browser's bundle.
import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { createInstance, type i18n, type ResourceLanguage } from 'i18next'
import { formatFor } from './format.ts'
import { isolate } from './isolate.ts'
import type { Key, Values } from './keys.ts'
import { firstLang, languages, languageOf, type Lang } from './lang.ts'
import type { Words } from './words.tsx'

// From the folder the process was started in, as package.json's scripts do: the bundle, the sources and the tests
// lie at different depths, the project's root is the same for all.
const folder = resolve('locales')

function textsOf(lang: Lang): ResourceLanguage {
  const files = readdirSync(resolve(folder, lang)).filter((name) => name.endsWith('.json'))
  return Object.fromEntries(
    files.map((name) => [name.slice(0, -'.json'.length), JSON.parse(readFileSync(resolve(folder, lang, name), 'utf8'))]),
  )
}

const english = textsOf(firstLang)

// A wrong key is a bug that should be seen while building, and must not take a page from a family afterwards.
const strict = process.env.NODE_ENV !== 'production'

/** One instance per language, made once and never told to change its language: a request picks the one it needs. */
function instanceOf(lang: Lang): i18n {
  const instance = createInstance()
  void instance.init({
    lng: lang,
    fallbackLng: firstLang,
    resources: { [firstLang]: english, [lang]: lang === firstLang ? english : textsOf(lang) },
    ns: Object.keys(english),
    defaultNS: 'common',
    initAsync: false,
    returnNull: false,
    appendNamespaceToMissingKey: true,
    parseMissingKeyHandler: (key: string) => {
      if (strict) throw new Error(`no text "${key}" in locales/${firstLang}`)
      return key
    },
  })
  return instance
}

function makeWords(lang: Lang): Words {
  const instance = instanceOf(lang)
  const format = formatFor(lang)
  const { dir } = languageOf(lang)
  // i18next takes 4 to 7 µs to find a text and fill it in, and a page has a hundred: what it finds is kept.
  const plain = new Map<Key, string>()
  // A text in pieces, every second one the name of a value; for each plural form apart.
  const inPieces = new Map<string, readonly string[]>()
  const forms = [lang, firstLang].map((code) => new Intl.PluralRules(languageOf(code).locale))
  // A text that is missing is taken from English, by the English form.
  const formOf = (count: number) => `${count === 0 ? 'zero' : ''} ${forms.map((rules) => rules.select(count)).join(' ')}`

  const t = (key: Key, values?: Values): string => {
    if (values === undefined) {
      let text = plain.get(key)
      if (text === undefined) plain.set(key, (text = instance.t(key, { nest: false })))
      return text
    }
    const { count } = values
    const form = typeof count === 'number' ? `${key} ${formOf(count)}` : key
    let pieces = inPieces.get(form)
    if (!pieces) {
      const text = instance.t(key, typeof count === 'number' ? { count, skipInterpolation: true } : { skipInterpolation: true })
      inPieces.set(form, (pieces = text.split(/\{\{(\w+)\}\}/)))
    }
    let filled = pieces[0]!
    for (let at = 1; at < pieces.length; at += 2) filled += valueIn(key, pieces[at]!, values) + pieces[at + 1]!
    return filled
  }

  // React escapes HTML. What a value needs here is a fence against the other direction of writing.
  const valueIn = (key: Key, name: string, values: Values): string => {
    const value = values[name]
    if (value === undefined && strict) throw new Error(`no value for {{${name}}} in "${key}"`)
    return isolate(typeof value === 'number' ? format.number(value) : (value ?? ''), dir)
  }

  return { lang, dir, t, format }
}

const allWords = new Map<Lang, Words>(languages.map(({ code }) => [code, makeWords(code)]))

/** The words of a language: ready at once, the same object each time. */
export function wordsFor(lang: Lang): Words {
  const words = allWords.get(lang)
  if (!words) throw new Error(`no such language: ${lang}`)
  return words
}
