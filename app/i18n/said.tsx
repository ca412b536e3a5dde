import { createElement, type ReactNode } from 'react'
import { directionOf } from './lang.ts'

/**
 * A person's own words, in the language they were written in, which need not be the page's: sets `lang` and `dir`, so that
 * they are read out and laid out as that language. Without a known language the direction is taken from the words themselves.
 */
export function Said({
  lang,
  as = 'span',
  className,
  children,
}: {
  lang?: string | null | undefined
  as?: 'span' | 'p' | 'div' | 'h1' | 'h2' | 'h3' | 'q' | 'blockquote' | 'li' | 'strong'
  className?: string
  children: ReactNode
}) {
  return createElement(as, { lang: lang ?? undefined, dir: lang ? directionOf(lang) : 'auto', className }, children)
}
