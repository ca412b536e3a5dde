import { createContext, useContext, type ReactNode } from 'react'
import type { Format } from './format.ts'
import type { Key, Values } from './keys.ts'
import type { Direction, Lang } from './lang.ts'

/** Everything needed to speak one language. */
export type Words = {
  readonly lang: Lang
  readonly dir: Direction
  /** The text of a key. `count` among the values picks the plural form. An unknown key throws, in production it is said in English. */
  readonly t: (key: Key, values?: Values) => string
  readonly format: Format
}

const Context = createContext<Words | undefined>(undefined)
const Others = createContext<((lang: Lang) => Words) | undefined>(undefined)

/**
 * Gives the words to everything below it. entry.server puts it around the whole page; no page sets its own. `others`: the words of any
 * language, for what a page says `InLanguage`.
 */
export function WordsProvider({ words, others, children }: { words: Words; others?: (lang: Lang) => Words; children: ReactNode }) {
  return <Others.Provider value={others}><Context.Provider value={words}>{children}</Context.Provider></Others.Provider>
}

/**
 * A part of a page in the language of somebody else than whoever has the page open, such as a letter that they print: its words, days and
 * direction. For pages that the server alone draws, for no browser has the words of a second language.
 */
export function InLanguage({ lang, className, children }: { lang: Lang; className?: string; children: ReactNode }) {
  const words = useContext(Others)?.(lang)
  if (!words) throw new Error('InLanguage outside of a WordsProvider that has others')
  return <section lang={words.lang} dir={words.dir} className={className}><Context.Provider value={words}>{children}</Context.Provider></section>
}

/** The words of the page being rendered. Throws outside a `WordsProvider`. */
export function useWords(): Words {
  const words = useContext(Context)
  if (!words) throw new Error('useWords outside of WordsProvider')
  return words
}
