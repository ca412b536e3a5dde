import type { SerializeFrom } from '@remix-run/node'
import type { ReactNode } from 'react'
import type { LookAgain } from '#app/domain/plan/look-again.server.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, ButtonLink } from '#app/ui/button.tsx'
import { Card } from '#app/ui/card.tsx'

/** The day on which a family looks again at what it agreed at a meeting, and the way to it. */
export function LookAgainCard({ family, one }: { family: string; one: SerializeFrom<LookAgain> }): ReactNode {
  const { t, format } = useWords()
  return (
    <Card title={t('again:home.title', { day: format.dayWithYear(one.on) })}>
      <p>{t('again:home.text')}</p>
      <Actions>
        <ButtonLink to={`/families/${family}/meetings/${one.meeting}/plan`} kind="quiet">{t('again:home.look')}</ButtonLink>
        <ButtonLink to={`/families/${family}/meetings/${one.meeting}#again`} kind="quiet">{t('again:title')}</ButtonLink>
      </Actions>
    </Card>
  )
}
