import { Children } from 'react'
import type { ReactNode } from 'react'

/** A card's heading. Sections of a page are h2; a card inside a section may be h3. */
export function CardTitle({ children, level = 2, id }: { children: ReactNode; level?: 2 | 3; id?: string }): ReactNode {
  const Heading = level === 2 ? 'h2' : 'h3'
  return (
    <Heading className="ct" id={id}>
      {children}
    </Heading>
  )
}

/** One thing on the kitchen table. `next` is for what comes next or is asked of the reader: one a page. */
export function Card(props: {
  title?: ReactNode
  level?: 2 | 3
  tone?: 'plain' | 'next' | 'sun'
  id?: string
  children: ReactNode
}): ReactNode {
  const { title, level, tone = 'plain', id, children } = props
  return (
    <section className={tone === 'plain' ? 'card' : `card ${tone}`} id={id}>
      {title ? <CardTitle level={level}>{title}</CardTitle> : null}
      {children}
    </section>
  )
}

/** Cards in two columns on a wide screen, one on a phone: the first column is read first. */
export function Columns({ first, second }: { first: ReactNode; second: ReactNode }): ReactNode {
  return (
    <div className="cols">
      <div>{first}</div>
      <div>{second}</div>
    </div>
  )
}

/** Things one below the other with a hairline between them, inside a card: each child is a row. */
export function Rows({ children }: { children: ReactNode }): ReactNode {
  return (
    <ul className="rows">
      {Children.map(children, (child) => (child ? <li>{child}</li> : null))}
    </ul>
  )
}

/** What stands where a list will be: never a blank, and what can be done about it. */
export function Empty({ children, action }: { children: ReactNode; action?: ReactNode }): ReactNode {
  return (
    <div className="empty">
      <p>{children}</p>
      {action}
    </div>
  )
}
