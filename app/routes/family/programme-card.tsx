import type { SerializeFrom } from '@remix-run/node'
import type { ReactNode } from 'react'
import type { VisitsAtAGlance } from '#app/domain/plan/visits.server.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, ButtonLink } from '#app/ui/button.tsx'
import { Card } from '#app/ui/card.tsx'

/** The next of the regular visits, with its time or a way to choose one, and what is offered and waits for the family's answer. */
export function ProgrammeCard({ family, visits, agrees }: { family: string; visits: SerializeFrom<VisitsAtAGlance>; /** Whether the reader may answer an offer. */ agrees: boolean }): ReactNode {
  const { t, format } = useWords()
  const asks = visits.offered && agrees
  const chooses = visits.choose !== null && agrees
  return (
    <Card title={t('programmes:card')} tone={asks || chooses ? 'sun' : 'plain'}>
      {visits.bookedAt !== null ? <p>{t('programmes:cardBooked', { when: format.when(visits.bookedAt) })}</p> : visits.nextOn === null ? null : <p>{t('programmes:cardNext', { day: format.day(visits.nextOn) })}</p>}
      {chooses ? <p>{t('programmes:cardTimes')}</p> : null}
      {visits.offered ? <p>{t(agrees ? 'programmes:cardOffer' : 'programmes:cardWaits')}</p> : null}
      <Actions>
        {chooses ? <ButtonLink to={`/families/${family}/appointments/offers/${visits.choose}`}>{t('programmes:choose')}</ButtonLink> : null}
        <ButtonLink kind={asks && !chooses ? 'main' : 'quiet'} to={`/families/${family}/plan/programme`}>{t(asks ? 'warm:short.look' : 'programmes:open')}</ButtonLink>
      </Actions>
    </Card>
  )
}
