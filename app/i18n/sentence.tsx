import { Fragment, type ReactNode } from 'react'
import type { Key, Values } from './keys.ts'
import { useWords } from './words.tsx'

const token = /<([a-z]+)>(.*?)<\/\1>/gu

// Stands for "<" in a value while the tokens are found, so that a family's own "<link>" stays the text it is.
const lessThan = '\ue000'

/**
 * A whole sentence with something in the middle of it, a link or a phone number. The translator places it: the text says
 * "Read <link>how leaving quickly works</link>.", the page says what `link` is. Not HTML: a token the page does not know throws.
 */
export function Sentence({
  of,
  values = {},
  parts = {},
}: {
  of: Key
  values?: Values
  parts?: Readonly<Record<string, (words: string) => ReactNode>>
}) {
  const { t } = useWords()
  const marked = Object.entries(values).map(([name, value]) => [name, typeof value === 'string' ? value.replaceAll('<', lessThan) : value])
  const text = t(of, Object.fromEntries(marked))
  const restored = (piece: string) => piece.replaceAll(lessThan, '<')

  const pieces: ReactNode[] = []
  let done = 0
  for (const found of text.matchAll(token)) {
    const [whole, name = '', words = ''] = found
    const part = parts[name]
    if (!part) throw new Error(`"${of}" holds <${name}>, which the page does not know`)
    pieces.push(restored(text.slice(done, found.index)), <Fragment key={found.index}>{part(restored(words))}</Fragment>)
    done = found.index + whole.length
  }
  pieces.push(restored(text.slice(done)))
  return <>{pieces}</>
}
