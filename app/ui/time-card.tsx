import type { ReactNode } from 'react'
import { Card } from './card.tsx'
import { Actions } from './button.tsx'
import { PhotoRound } from './person.tsx'

/** A time with somebody: when, who, where and how long, and what can be done about it. */
export function TimeCard(props: {
  /** The card's heading, such as "What is next"; without it the time itself is the heading. */
  title?: ReactNode
  /** "Tuesday 24 November, 10:00", made by `format.when`. */
  when: ReactNode
  /** The same as an instant, for machines. */
  instant: string
  who?: { name: string; photo?: string | null }
  /** The card of the thing that comes next. */
  next?: boolean
  /** Sentences: one a line. The last ones may be `<p className="soft">`. */
  children: ReactNode
  actions?: ReactNode
}): ReactNode {
  const { title, when, instant, who, next, children, actions } = props
  const time = <time dateTime={instant}>{when}</time>
  return (
    <Card title={title} tone={next ? 'next' : 'plain'}>
      <div className="who">
        {who ? <PhotoRound {...who} /> : null}
        <div>
          {title ? <p className="big">{time}</p> : <h2 className="big">{time}</h2>}
          {children}
          {actions ? <Actions>{actions}</Actions> : null}
        </div>
      </div>
    </Card>
  )
}
