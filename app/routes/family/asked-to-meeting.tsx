import type { SerializeFrom } from '@remix-run/node'
import type { ReactNode } from 'react'
import type { MeetingShort } from '#app/domain/meetings/meetings.server.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, ButtonLink } from '#app/ui/button.tsx'
import { Card } from '#app/ui/card.tsx'
import type { Instant } from '#app/values/instant.ts'

/**
 * A meeting that the reader was asked to: its day, and the way to it, and to private family time while that is open. Whoever is from outside of the household is
 * told what it is about: `asked`.
 */
export function AskedToMeeting({ family, one }: { family: string; one: SerializeFrom<Pick<MeetingShort, 'id' | 'startsAt' | 'roomOpen'> & { asked: Pick<MeetingShort, 'question' | 'lang'> | null }> }): ReactNode {
  const { t, format } = useWords()
  return (
    <Card title={t(one.asked ? 'ready:home.title' : 'ready:home.ours')} tone={one.asked || one.roomOpen ? 'next' : 'plain'}>
      {one.asked ? <p><Said as="q" lang={one.asked.lang}>{one.asked.question}</Said></p> : null}
      <p>{one.startsAt ? format.when(one.startsAt as Instant) : t('ready:sitting.noDay')}</p>
      {one.roomOpen ? <p>{t('rooms:done.open')}</p> : null}
      <Actions>
        {one.roomOpen ? <ButtonLink to={`/families/${family}/meetings/${one.id}/private`}>{t('rooms:goIn')}</ButtonLink> : null}
        <ButtonLink to={`/families/${family}/meetings/${one.id}`} kind={one.roomOpen ? 'quiet' : 'main'}>{t('ready:home.open')}</ButtonLink>
      </Actions>
    </Card>
  )
}
