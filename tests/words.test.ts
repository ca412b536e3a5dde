// What every file in locales/ must keep to, in every language. TRANSLATORS.md says the same in words.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { languages, type Language } from '#app/i18n/lang.ts'

type Texts = Map<string, string>

const english = textsOf('en')
const others: readonly Language[] = languages.filter(({ code }) => code !== 'en')
const all = new Map<string, Texts>(languages.map(({ code }) => [code, textsOf(code)]))
const sources = ['app', 'db'].flatMap(sourcesIn).join('\n')

/** Texts that are the same in another language because they are names, addresses or figures. */
const sameInEveryLanguage = new Set([
  'Childline',
  'Samaritans',
  'Live Fear Free',
  'WhatsApp',
  'Zoom',
  'PDF',
  'CSV',
  'BSL',
  'Ramadan', 'Eid al-Fitr', 'Eid al-Adha', 'Ashura', 'Shabbat', 'Rosh Hashanah', 'Yom Kippur', 'Sukkot', 'Hanukkah', 'Shavuot', 'Diwali', 'Vaisakhi', 'Nowruz',
])
/** Words that a language has in common with English, key by key: `pl: ['desk:team']`. */
const sameHere: Readonly<Record<string, readonly string[]>> = {
  cy: ['demo:family.kowalczyk', 'demo:family.hussain', 'demo:family.reid', 'demo:family.okafor', 'demo:family.pugh'],
  pl: ['common:nav.plan', 'demo:family.kowalczyk', 'demo:family.hussain', 'demo:family.reid', 'demo:family.okafor', 'demo:family.pugh'],
  ur: ['demo:family.kowalczyk', 'demo:family.hussain', 'demo:family.reid', 'demo:family.okafor', 'demo:family.pugh'],
}

/** What we never call people and what they do. `in case` and `just in case` are plain English. */
const bannedIn: Readonly<Record<string, readonly RegExp[]>> = {
  en: [
    /(?<!\bin )(?<!\bin that )\bcases?\b/i,
    /\bclients?\b/i,
    /\bservice[- ]users?\b/i,
    /\bnon-?complian/i,
    /\bdid not attend\b/i,
    /\btroubled\b/i,
    /\b(in)?eligib/i,
    /\bsubmi(t|ss)/i,
    /\bplease note\b/i,
    /\bsuccessfully\b/i,
  ],
  cy: [/\bcleient/i, /\bdefnyddi\S+ gwasanaeth/i, /\banghydymffurf/i, /\bcythrybl/i],
  pl: [/\bklien(t|c)/i, /\bbeneficjen/i, /\bświadczeniobior/i, /\bnie stawi/i, /\bniepodporządk/i, /\bpatologi/i],
  ur: [/کلائنٹ/, /کلائینٹ/, /سروس یوزر/, /(?<!\S)کیس(?!\S)/],
}

const pluralEnd = /_(zero|one|two|few|many|other)$/
const mostWords = 24

describe('English', () => {
  test('no text is empty, padded, or holds HTML or a stray brace', () => expect(malformed(english)).toEqual([]))

  test('no word that turns a family into a file', () => expect(banned('en')).toEqual([]))

  test('sentences have fewer than 25 words', () => {
    const long = [...english].flatMap(([key, text]) =>
      sentences(text)
        .filter((sentence) => wordsIn(sentence) > mostWords)
        .map((sentence) => `${key}: ${wordsIn(sentence)} words: ${sentence}`),
    )
    expect(long).toEqual([])
  })

  test('paths are at most three deep; camelCase, or the kebab-case of a value such as a state or a refusal', () => {
    const odd = [...english.keys()].filter((key) => {
      const parts = base(key).replace(/^[a-z]+:/, '').split('.')
      return parts.length > 3 || !parts.every((part) => /^([a-z][a-zA-Z0-9]*|[a-z0-9]+(-[a-z0-9]+)+)$/.test(part))
    })
    expect(odd).toEqual([])
  })

  test('every plural has its forms', () => expect(missingForms('en')).toEqual([]))

  test('every key is used by the sources', () => {
    // A key is used when the sources hold it, or hold a template that begins with a part of it: `refusals:${why}`.
    const named = new Set([...sources.matchAll(/\b[a-z]+:[a-z][\w.-]*/gi)].map(([found]) => found))
    const families = [...sources.matchAll(/`([a-z]+:[\w.-]*)\$\{/gi)].map(([, prefix = '']) => prefix)
    const unused = [...new Set([...english.keys()].map(base))].filter(
      (key) => !named.has(key) && !families.some((prefix) => key.startsWith(prefix)),
    )
    expect(unused).toEqual([])
  })

  test('every error and refusal that the sources name is there', () => {
    // tsc sees the keys given to t(); those that travel through zod as plain messages only this test sees.
    const keys = new Set([...english.keys()].map(base))
    const named = [...sources.matchAll(/['"`]((?:errors|refusals|notices):[a-z][\w.-]*)['"`]/g)].map(([, key = '']) => key)
    expect([...new Set(named)].filter((key) => !keys.has(key))).toEqual([])
  })
})

describe.each(others)('$code keeps to the rules', ({ code }) => {
  const texts = all.get(code) ?? new Map()

  test('no text is empty, padded, or holds HTML or a stray brace', () => expect(malformed(texts)).toEqual([]))

  test('no word that turns a family into a file', () => expect(banned(code)).toEqual([]))

  test('no key that English does not have', () => {
    const known = new Set([...english.keys()].map(base))
    expect([...texts.keys()].filter((key) => !known.has(base(key)))).toEqual([])
  })

  test('the same values and tokens as in English', () => {
    const wrong = [...grouped(texts)].flatMap(([key, forms]) => {
      const source = grouped(english).get(key)
      if (!source) return []
      // One form may say "one step" and leave the number out, and so may Welsh "two"; nothing else may go missing.
      const wanted = holes(source).filter((hole) => hole !== 'count' || forms.length === 1)
      const given = forms.map((form) => holes([form]).filter((hole) => hole !== 'count' || forms.length === 1))
      return given.every((holesOfForm) => same(holesOfForm, wanted)) ? [] : [`${key}: ${wanted} / ${given.join(' | ')}`]
    })
    expect(wrong).toEqual([])
  })
})

// Figures with hyphens between them are turned round where the words run from right to left: a sort code 12-34-56 reads 56-34-12.
test.each(languages.filter(({ dir }) => dir === 'rtl'))('$code holds figures with hyphens together, from U+2066 to U+2069', ({ code }) => {
  const turned = [...(all.get(code) ?? [])].filter(([, text]) => /(?<![\w-])\d+-\d/.test(text.replace(/\u2066[^\u2069]*\u2069/g, '')))
  expect(turned).toEqual([])
})

// Red while texts are being added in English first; green again before that work is done.
describe.each(others)('$code is complete', ({ code }) => {
  const texts = all.get(code) ?? new Map<string, string>()

  test('no key is missing', () => {
    const given = new Set([...texts.keys()].map(base))
    expect([...new Set([...english.keys()].map(base))].filter((key) => !given.has(key))).toEqual([])
  })

  test('every plural form that the language has', () => expect(missingForms(code)).toEqual([]))

  test('nothing was left in English', () => {
    const left = [...texts].filter(
      ([key, text]) =>
        english.get(key) === text &&
        /\p{L}/u.test(text.replace(/\{\{.*?\}\}/g, '').replace(/<\/?[a-z]+>/g, '')) &&
        !sameInEveryLanguage.has(text) &&
        !sameHere[code]?.includes(key),
    )
    expect(left.map(([key, text]) => `${key}: ${text}`)).toEqual([])
  })
})

test('the folders in locales/ are the languages that the site lists', () => {
  const folders = readdirSync('locales', { withFileTypes: true }).filter((entry) => entry.isDirectory())
  expect(folders.map(({ name }) => name).sort()).toEqual(languages.map(({ code }) => code as string).sort())
})

function textsOf(lang: string): Texts {
  const texts: Texts = new Map()
  for (const file of readdirSync(join('locales', lang)).filter((name) => name.endsWith('.json'))) {
    const walk = (node: unknown, path: string): void => {
      if (typeof node === 'string') texts.set(path, node)
      else if (node !== null && typeof node === 'object' && !Array.isArray(node))
        for (const [name, child] of Object.entries(node)) walk(child, path.endsWith(':') ? path + name : `${path}.${name}`)
      else throw new Error(`${lang}/${file}: ${path} is neither a text nor a group of texts`)
    }
    walk(JSON.parse(readFileSync(join('locales', lang, file), 'utf8')), `${file.slice(0, -'.json'.length)}:`)
  }
  return texts
}

function sourcesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
}

function base(key: string): string {
  return key.replace(pluralEnd, '')
}

function grouped(texts: Texts): Map<string, string[]> {
  const groups = new Map<string, string[]>()
  for (const [key, text] of texts) groups.set(base(key), [...(groups.get(base(key)) ?? []), text])
  return groups
}

/** The names of the values and tokens that texts hold, each once, sorted. */
function holes(texts: readonly string[]): string[] {
  const found = texts.flatMap((text) => [
    ...[...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name = '']) => name),
    ...[...text.matchAll(/<([a-z]+)>/g)].map(([token]) => token),
  ])
  return [...new Set(found)].sort()
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item, at) => item === b[at])
}

function missingForms(lang: string): string[] {
  const texts = all.get(lang) ?? new Map<string, string>()
  const wanted = new Intl.PluralRules(lang).resolvedOptions().pluralCategories
  const plurals = new Set([...english.keys(), ...texts.keys()].filter((key) => pluralEnd.test(key)).map(base))
  return [...plurals].flatMap((key) => wanted.map((form) => `${key}_${form}`).filter((form) => !texts.has(form)))
}

function malformed(texts: Texts): string[] {
  const faults: ReadonlyArray<readonly [string, (text: string) => boolean]> = [
    ['is empty', (text) => text.trim() === ''],
    ['has space around it or doubled', (text) => text !== text.trim() || / {2}/.test(text)],
    ['has a stray brace', (text) => /[{}]/.test(text.replace(/\{\{[a-zA-Z]\w*\}\}/g, ''))],
    ['nests another text', (text) => text.includes('$t(')],
    ['holds HTML or an unknown token', (text) => /[<>]|&[a-z#0-9]+;/i.test(text.replace(/<(link|other|phone|strong)>[^<>]+<\/\1>/g, ''))],
  ]
  return [...texts].flatMap(([key, text]) => faults.filter(([, is]) => is(text)).map(([what]) => `${key} ${what}: ${text}`))
}

function banned(lang: string): string[] {
  const words = bannedIn[lang] ?? []
  return [...(all.get(lang) ?? [])].filter(([, text]) => words.some((word) => word.test(text))).map(([key, text]) => `${key}: ${text}`)
}

function sentences(text: string): string[] {
  return text.split(/(?<=[.!?])\s+|\n/)
}

function wordsIn(sentence: string): number {
  return sentence.split(/\s+/).filter((word) => /[\p{L}\p{N}{]/u.test(word)).length
}
