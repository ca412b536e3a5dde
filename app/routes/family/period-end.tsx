import type { SerializeFrom } from '@remix-run/node'
import type { ReactNode } from 'react'
import type { PeriodEnd } from '#app/domain/budget/period-ends.server.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'

/** What becomes of money that ends on a day, and what was said about it. */
export function PeriodEndWords({ end }: { end: SerializeFrom<PeriodEnd> }): ReactNode {
  const { t, format } = useWords()
  const { said, answer } = end
  return (
    <>
      {end.returnedAt ? <p>{t('books:ends.returned', { day: format.day(end.endsOn), back: format.day(end.returnedAt) })}</p>
        : answer?.until ? <p>{t('books:ends.stays', { day: format.dayWithYear(answer.until) })}</p>
        : <p>{t('books:ends.left', { sum: format.money(end.pence), day: format.day(end.endsOn), back: format.day(end.returnsOn) })}</p>}
      {said ? <><p className="soft">{t('books:ends.said', { name: said.name })}</p><Said as="p" className="lines" lang={said.lang}>{said.words}</Said></> : null}
      {said && !answer ? <p>{t('books:ends.waits', { day: format.day(said.answerBy) })}</p> : null}
      {answer && !answer.until && !end.returnedAt ? <p>{t('books:ends.goes')}</p> : null}
      {answer?.words ? <Said as="p" className="lines" lang={answer.lang!}>{answer.words}</Said> : null}
    </>
  )
}
