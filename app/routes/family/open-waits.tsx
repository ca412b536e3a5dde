/** Places in groups that the family waits for, or that are kept for it until it answers: on the list of appointments. */
import type { SerializeFrom } from '@remix-run/node'
import type { ReactNode } from 'react'
import type { Waiting } from '#app/domain/groups/places.server.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, ButtonLink } from '#app/ui/button.tsx'
import { Card } from '#app/ui/card.tsx'

export function OpenWaits({ waits, here, answers }: { waits: readonly SerializeFrom<Waiting>[]; here: string; /** The reader may answer. */ answers: boolean }): ReactNode {
  const { t, format } = useWords()
  return waits.map((one) => {
    const asked = one.state === 'asked' && answers
    const when = format.when(one.startsAt)
    return (
      <Card key={one.id} title={t(one.state === 'asked' ? 'groups:wait.asked' : 'groups:wait.card')} tone={asked ? 'sun' : 'plain'}>
        <p><Said as="strong" lang={one.group.lang}>{one.group.name}</Said></p>
        <p>{when}</p>
        {one.state === 'asked' && one.answerBy ? <p className="soft">{t('groups:wait.by', { when: format.when(one.answerBy) })}</p> : null}
        <Actions><ButtonLink kind={asked ? 'main' : 'quiet'} to={`${here}/waits/${one.id}`}>{t(asked ? 'groups:wait.go' : 'groups:wait.see')}<span className="vh">{`: ${when}`}</span></ButtonLink></Actions>
      </Card>
    )
  })
}
