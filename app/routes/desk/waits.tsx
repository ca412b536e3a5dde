import type { ReactNode } from 'react'
import { useWords } from '#app/i18n/words.tsx'
import type { Key } from '#app/i18n/keys.ts'
import { Card, CardTitle, Rows } from '#app/ui/card.tsx'
import { plusDays, type Day, type Instant } from '#app/values/instant.ts'

/** One thing that waits for somebody at their desk. */
export interface Wait {
  /** The sentence, which may speak of `name`, `day`, `when` and `count`. */
  readonly say: Key
  readonly name?: string
  readonly count?: number
  /** The day by which; null where it has none, and then it is for now. */
  readonly day: Day | null
  readonly when?: Instant
  /** Late though it has no one day. */
  readonly late?: boolean
  /** Where it is seen to; null where its reader is told of it and opens nothing. */
  readonly to: string | null
  readonly link?: Key
  /** Whom the link is for, read out and not shown. */
  readonly more?: Key
}

/** Whoever has ten minutes reads what is late, then what is for this week; the rest can wait, and says so. */
export function Waits({ waits, today }: { waits: readonly Wait[]; today: Day }): ReactNode {
  const { t } = useWords()
  const week = plusDays(today, 7)
  const late = waits.filter((wait) => wait.late || (wait.day !== null && wait.day < today))
  const soon = waits.filter((wait) => !late.includes(wait) && (wait.day === null || wait.day <= week))
  const later = waits.filter((wait) => !late.includes(wait) && !soon.includes(wait))
  return (
    <Card title={t('desk:home.waits')} tone="next">
      <Part title={t('desk:home.waitsLate')} waits={late} />
      <Part title={t('desk:home.waitsSoon')} waits={soon} />
      <Part title={t('desk:home.waitsLater')} waits={later} />
    </Card>
  )
}

function Part({ title, waits }: { title: string; waits: readonly Wait[] }): ReactNode {
  if (waits.length === 0) return null
  const byDay = [...waits].sort((a, b) => ((a.day ?? '') < (b.day ?? '') ? -1 : (a.day ?? '') > (b.day ?? '') ? 1 : 0))
  return (
    <>
      <CardTitle level={3}>{title}</CardTitle>
      <Rows>{byDay.map((wait, at) => <Line key={at} wait={wait} />)}</Rows>
    </>
  )
}

function Line({ wait: { say, name, count, day, when, to, link, more } }: { wait: Wait }): ReactNode {
  const { t, format } = useWords()
  const said = t(say, { name, count, day: day === null ? '' : format.date(day), when: when ? format.when(when) : '' } as never)
  return <p>{said} {to === null || !link ? null : <a href={to}>{t(link)}{more ? <span className="vh"> {t(more, { name } as never)}</span> : null}</a>}</p>
}
