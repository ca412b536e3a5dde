/** How dates that matter are said: their names, when they are, and the warning at a time that falls on one. */
import type { ReactNode } from 'react'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Notice } from '#app/ui/notice.tsx'
import { dayAt, plusMinutes } from '#app/values/instant.ts'
import type { Matter } from './dates.ts'

/** What a date is called: the feast, the school holidays, or the family's own word for it. */
export function MatterName({ of }: { of: Pick<Matter, 'feast' | 'words' | 'lang'> }): ReactNode {
  const { t } = useWords()
  if (of.words !== null) return <Said lang={of.lang}>{of.words}</Said>
  return of.feast === null ? t('dates:school') : t(`dates:feast.${of.feast}`)
}

/** The names of some, one after the other, as a quiet word behind a day or a time. */
export function QuietMatters({ of }: { of: readonly Matter[] }): ReactNode {
  return of.map((one) => <span key={one.id} className="soft"> · <MatterName of={one} /></span>)
}

/** When it is: its day or days, or its time on a day. */
export function MatterWhen({ of: { from, until, wholeDays } }: { of: Pick<Matter, 'from' | 'until' | 'wholeDays'> }): ReactNode {
  const { t, format } = useWords()
  const last = plusMinutes(until, -1)
  const oneDay = dayAt(from) === dayAt(last)
  if (wholeDays) return oneDay ? format.dayWithYear(from) : t('dates:span', { from: format.day(from), until: format.dayWithYear(last) })
  return oneDay ? t('dates:timeOn', { day: format.day(from), time: format.timeRange(from, until) }) : t('dates:span', { from: format.when(from), until: format.day(last) })
}

/** A calm word that a time falls on what matters; it may be chosen all the same. `ours` is whether one of the family reads it. */
export function MattersNotice({ matters, ours }: { matters: readonly Matter[]; ours: boolean }): ReactNode {
  const { t } = useWords()
  if (matters.length === 0) return null
  return (
    <Notice tone="sun">
      <p>{t(ours ? 'dates:warn.ours' : 'dates:warn.theirs')}</p>
      <ul>{matters.map((one) => <li key={`${one.id} ${one.from}`}><strong><MatterName of={one} /></strong>: <MatterWhen of={one} /></li>)}</ul>
      <p>{t(ours ? 'dates:warn.goOn' : 'dates:warn.goOnTheirs')}</p>
    </Notice>
  )
}
