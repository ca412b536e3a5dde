/** What is searched, and how somebody's words find it. Pure. */
import type { DirectoryService } from './directory-service.ts'
import { languageNames } from './languages.ts'
import { fold } from './plain-text.ts'
import { synonyms } from './synonyms.ts'

/** Longest search text kept for one service; the name and the categories come first. */
const longest = 12_000
const mostWords = 8

/** Words that say nothing about what is looked for. */
const little = new Set('a an and any are at by can daughter do for from get help how husband i in is it me my need of on or our some somebody son support that the their to us want we wife with you your'.split(' '))

function telling(words: readonly string[]): readonly string[] {
  const kept = words.filter((word) => !little.has(word))
  return kept.length > 0 ? kept : words
}

/**
 * The searchable text of a service: folded words with a space before, between and after, so that one
 * look can ask for whole words and their beginnings. The name stands before a `!`, which sorts before all letters. Words of its places come again behind an @, so that
 * one column answers a search by words and a search by place.
 */
export function searchText(service: Pick<DirectoryService, 'name' | 'description' | 'organisation' | 'categories' | 'access' | 'languages'> & { readonly options: readonly { label: string }[]; readonly places: readonly { name: string | null; address: string | null; postcode: string | null }[] }): string {
  const places = service.places.map(({ name, address, postcode }) => fold([name, address, postcode].filter(Boolean).join(' ')))
  const joined = service.places.flatMap(({ postcode }) => (postcode === null ? [] : [fold(postcode).replaceAll(' ', '')]))
  const words = fold([service.organisation ?? '', ...service.categories.map(({ name }) => name), ...service.options.map(({ label }) => label), ...service.access, ...service.languages.flatMap(languageNames), service.description].join(' '))
  const marked = [...new Set([...places.flatMap((place) => place.split(' ')), ...joined].filter(Boolean))].map((word) => `@${word}`)
  return ` ${[fold(service.name), '!', ...marked, ...places, words].filter(Boolean).join(' ').slice(0, longest)} `
}

const groups = synonyms.map((group) => [...new Set(group.map(fold))])
/** Every phrase of the synonyms with the others of its lines, the longest phrases first. */
const phrases = [...new Set(groups.flat())].map((phrase) => ({
  words: telling(phrase.split(' ')),
  others: [...new Set(groups.filter((group) => group.includes(phrase)).flat())].filter((other) => other !== phrase),
})).sort((a, b) => b.words.length - a.words.length)

/** One thing looked for: all of its words, each in any of its forms, or any of the phrases that mean the same. */
export type Sought = { readonly words: readonly (readonly string[])[]; readonly phrases: readonly string[] }

/** What the text must contain: the word's beginning; of a very short word, the whole of it. */
function piece(words: string, wholeUpTo: number): string {
  return words.length <= wholeUpTo ? ` ${words} ` : ` ${words}`
}

/** A word as it may stand in the text in the other number: clubs and club, families and family, classes and class. */
function numbers(word: string): readonly string[] {
  if (word.length < 4) return [word]
  if (word.endsWith('ies')) return [word, `${word.slice(0, -3)}y`]
  if (/(?:s|x|z|ch|sh)es$/.test(word)) return [word, word.slice(0, -2)]
  if (word.endsWith('s') && !word.endsWith('ss')) return [word, word.slice(0, -1)]
  return /[^aeiou]y$/.test(word) ? [word, `${word.slice(0, -1)}ies`] : [word]
}

/** What somebody looks for: every one of these must be found. */
export function soughtIn(words: string): readonly Sought[] {
  const typed = telling(fold(words.slice(0, 200)).split(' ').filter(Boolean)).slice(0, mostWords)
  const sought: Sought[] = []
  for (let at = 0; at < typed.length; ) {
    const known = phrases.find(({ words: phrase }) => phrase.every((word, n) => typed[at + n] === word))
    const here = typed.slice(at, at + (known?.words.length ?? 1))
    sought.push({ words: here.map((word) => numbers(word).map((form) => piece(form, 2))), phrases: (known?.others ?? []).map((phrase) => piece(phrase, 3)) })
    at += here.length
  }
  return sought
}

/** What the text must contain of a place, all of it: words of a town, a street or a postcode, with or without its space. */
export function placeIn(words: string): readonly string[] {
  return fold(words.slice(0, 100)).split(' ').filter(Boolean).slice(0, mostWords).map((word) => ` @${word}`)
}
