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

/** Gives the words to everything below it. entry.server puts it around the whole page; no page sets its own. */
export function WordsProvider({ words, children }: { words: Words; children: ReactNode }) {
  return <Context.Provider value={words}>{children}</Context.Provider>
}

/** The words of the page being rendered. Throws outside a `WordsProvider`. */
export function useWords(): Words {
  const words = useContext(Context)
  if (!words) throw new Error('useWords outside of WordsProvider')
  return words
}
