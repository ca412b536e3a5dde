import type { ReactNode } from 'react'

/** How something stands, as an adjective. The colour only repeats what the word says. */
export function Tag({ tone = 'leaf', children }: { tone?: 'leaf' | 'sun' | 'clay' | 'grey'; children: ReactNode }): ReactNode {
  return <strong className={tone === 'leaf' ? 'tag' : `tag ${tone}`}>{children}</strong>
}
