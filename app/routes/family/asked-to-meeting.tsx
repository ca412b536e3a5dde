import type { SerializeFrom } from '@remix-run/node'
import type { ReactNode } from 'react'
import type { MeetingShort } from '#app/domain/meetings/meetings.server.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, ButtonLink } from '#app/ui/button.tsx'
import { Card } from '#app/ui/card.tsx'
import type { Instant } from '#app/values/instant.ts'

/** The meeting that somebody from outside of the household was asked to: what it is about, and the way to it. */
export function AskedToMeeting({ family, one }: { family: string; one: SerializeFrom<MeetingShort> }): ReactNode {
  const { t, format } = useWords()
  return (
    <Card title={t('ready:home.title')} tone="next">
      <p><Said as="q" lang={one.lang}>{one.question}</Said></p>
      <p>{one.startsAt ? format.when(one.startsAt as Instant) : t('ready:sitting.noDay')}</p>
      <Actions><ButtonLink to={`/families/${family}/meetings/${one.id}`}>{t('ready:home.open')}</ButtonLink></Actions>
    </Card>
  )
}
