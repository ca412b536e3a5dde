import type { SerializeFrom } from '@remix-run/node'
import type { ReactNode } from 'react'
import type { VisitsAtAGlance } from '#app/domain/plan/visits.server.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, ButtonLink } from '#app/ui/button.tsx'
import { Card } from '#app/ui/card.tsx'

/** The next of the regular visits, and what is offered and waits for the family's answer. */
export function ProgrammeCard({ family, visits, agrees }: { family: string; visits: SerializeFrom<VisitsAtAGlance>; /** Whether the reader may answer an offer. */ agrees: boolean }): ReactNode {
  const { t, format } = useWords()
  const asks = visits.offered && agrees
  return (
    <Card title={t('programmes:card')} tone={asks ? 'sun' : 'plain'}>
      {visits.nextOn === null ? null : <p>{t('programmes:cardNext', { day: format.day(visits.nextOn) })}</p>}
      {visits.offered ? <p>{t(agrees ? 'programmes:cardOffer' : 'programmes:cardWaits')}</p> : null}
      <Actions><ButtonLink kind={asks ? 'main' : 'quiet'} to={`/families/${family}/plan/programme`}>{t(asks ? 'warm:short.look' : 'programmes:open')}</ButtonLink></Actions>
    </Card>
  )
}
