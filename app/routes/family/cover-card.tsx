import type { SerializeFrom } from '@remix-run/node'
import type { ReactNode } from 'react'
import type { CoverOf } from '#app/domain/appointments/cover.server.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button, ButtonLink } from '#app/ui/button.tsx'
import { Card } from '#app/ui/card.tsx'
import { Form } from '#app/ui/form.tsx'

/** Somebody is away: who comes instead, and what the family can say to it. `answers`: the reader is one of the family. */
export function CoverCard({ cover, answers, once, here, changes, group }: { cover: SerializeFrom<CoverOf>; answers: boolean; once: string; here: string; /** It may still be moved here. */ changes: boolean; /** It is a place in a group: it stays theirs, and nothing is to be said. */ group: boolean }): ReactNode {
  const { t, format } = useWords()
  const names = { away: cover.away, cover: cover.cover }
  if (group) return <Card title={t(cover.backOn === null ? 'cover:card.groupLeft' : 'cover:card.away', names)}><p>{t('cover:card.leads', names)}</p></Card>
  return (
    <Card tone={answers && cover.state !== 'agreed' ? 'next' : 'plain'} title={t(cover.backOn === null ? 'cover:card.left' : 'cover:card.away', names)}>
      <p>{t(`cover:card.${cover.state}`, names)}</p>
      {cover.state === 'asked' && answers ? <p>{t('cover:card.askedText', names)}</p> : null}
      {answers && cover.state !== 'agreed' ? (
        <Form once={once}>
          <Actions>
            <Button intent="cover-agree">{t('cover:card.agree', names)}</Button>
            {changes ? <ButtonLink kind="quiet" to={`${here}?change=time`}>{t('cover:card.another')}</ButtonLink> : null}
            {cover.backOn === null ? null : <Button intent="cover-wait" kind="quiet">{t('cover:card.wait', { ...names, day: format.date(cover.backOn) })}</Button>}
          </Actions>
        </Form>
      ) : null}
    </Card>
  )
}
