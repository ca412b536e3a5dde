import type { ReactNode } from 'react'

type Kind = 'main' | 'quiet' | 'warning' | 'link'
const classes: Record<Kind, string> = { main: 'b', quiet: 'b quiet', warning: 'b warning', link: 'link' }

/**
 * A button that sends its form. `intent` says which button it was; name and value are for anything else.
 * One main button a card; what cannot be undone is a warning; what many rows have each, and is rarely pressed, looks like a link.
 */
export function Button(props: {
  children: ReactNode
  intent?: string
  kind?: Kind
  name?: string
  value?: string
  /** The id of the form it belongs to, when it stands outside of it. */
  form?: string
}): ReactNode {
  const { children, intent, kind = 'main', form } = props
  return (
    <button
      className={classes[kind]}
      type="submit"
      name={intent === undefined ? props.name : 'intent'}
      value={intent ?? props.value}
      form={form}
    >
      {children}
    </button>
  )
}

/** A link that looks like a button: it goes somewhere and changes nothing. */
export function ButtonLink({ to, kind = 'main', children }: { to: string; kind?: Kind; children: ReactNode }): ReactNode {
  return (
    <a className={classes[kind]} href={to}>
      {children}
    </a>
  )
}

/** Buttons and links side by side, under each other on a small screen. */
export function Actions({ children }: { children: ReactNode }): ReactNode {
  return <div className="acts">{children}</div>
}
