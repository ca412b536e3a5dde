/** Times that are offered and wait for a word: on the list of appointments. */
import type { SerializeFrom } from '@remix-run/node'
import type { ReactNode } from 'react'
import type { OpenOffer } from '#app/domain/appointments/offers.server.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, ButtonLink } from '#app/ui/button.tsx'
import { Card } from '#app/ui/card.tsx'
import { Person } from '#app/ui/person.tsx'

export function OpenOffers({ offers, here, answers }: { offers: readonly SerializeFrom<OpenOffer>[]; here: string; /** The reader is of the family, who answers. */ answers: boolean }): ReactNode {
  const { t, format } = useWords()
  return offers.map((one) => (
    <Card key={one.id} title={t(answers ? 'booking:offered.card' : 'booking:offered.waits')} tone={answers ? 'sun' : 'plain'}>
      <Person name={format.list([one.name, ...one.together])} photo={one.photo} role={t(`appointments:mode.${one.mode}`)} />
      <p>{t('booking:offered.times', { count: one.count, when: format.when(one.first) })}</p>
      <p className="soft">{t('booking:offered.by', { day: format.day(one.answerBy) })}</p>
      <Actions><ButtonLink kind={answers ? 'main' : 'quiet'} to={`${here}/offers/${one.id}`}>{t(answers ? 'booking:offered.homeGo' : 'booking:deskOffer.open')}<span className="vh">{`: ${format.when(one.first)}`}</span></ButtonLink></Actions>
    </Card>
  ))
}
