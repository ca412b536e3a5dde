import type { ReactNode } from 'react'

/** Something that is asked for only by those who want it. */
export function Details({ summary, children, open }: { summary: ReactNode; children: ReactNode; open?: boolean }): ReactNode {
  return (
    <details open={open}>
      <summary>
        <span>{summary}</span>
      </summary>
      <div>{children}</div>
    </details>
  )
}

/** A word to keep in mind, set apart from the text. `clay` is for danger only. */
export function Notice({ tone = 'leaf', children }: { tone?: 'leaf' | 'sun' | 'clay'; children: ReactNode }): ReactNode {
  return <div className={`note ${tone}`}>{children}</div>
}

/**
 * What just happened. It takes the focus after the redirect, so that it is read first and focus is not lost.
 * A page's own is given to `Page` as `done`.
 */
export function Banner({ children, focus }: { children: ReactNode; focus?: boolean }): ReactNode {
  return (
    // eslint-disable-next-line jsx-a11y/no-autofocus -- the answer to a post: where the reader must begin
    <div className="done" role="alert" tabIndex={-1} autoFocus={focus}>
      {children}
    </div>
  )
}
