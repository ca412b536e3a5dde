import type { ReactNode } from 'react'
import { z } from 'zod'
import { caringAnswers } from '#app/domain/carers/caring.ts'
import { choice, dayTypedOrNone, thing, words } from '#app/http/fields.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Card } from '#app/ui/card.tsx'
import { Radios } from '#app/ui/choices.tsx'
import { DateField } from '#app/ui/date-field.tsx'
import { TextArea } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import type { FormState } from '#app/ui/form-state.ts'
import { Tag } from '#app/ui/tag.tsx'
import type { Day } from '#app/values/instant.ts'

/** The answer to somebody who asked for an assessment. */
export const answerForm = z.object({ caring: thing<string>(), state: choice(caringAnswers), words: words(1000), again: dayTypedOrNone })

interface Asked {
  readonly id: string; readonly state: 'asked' | 'offered' | 'done' | 'not-now'; readonly waits: boolean; readonly dueOn: string | null; readonly talk: string | null
  readonly answer: { readonly words: string; readonly lang: string } | null; readonly againOn: string | null
}

/** One assessment that somebody asked for: how it stands, who answers by when, and what was answered. */
export function AskedFor({ asked, title, today, answers, children }: { asked: Asked; title: string; today: string; answers: string | null; children?: ReactNode }): ReactNode {
  const { t, format } = useWords()
  return (
    <Card tone={asked.waits ? 'next' : 'plain'} title={title}>
      <p><Tag tone={asked.waits ? 'sun' : 'leaf'}>{t(`carers:state.${asked.state}`)}</Tag></p>
      {asked.waits && asked.dueOn ? <p>{t(asked.dueOn < today ? 'carers:late' : 'carers:due', { day: format.day(asked.dueOn as Day), name: answers ?? t('carers:team') })}</p> : null}
      {asked.talk ? <p>{t('carers:talkWith', { name: asked.talk })}</p> : asked.waits ? <p>{t('carers:talkPhone')}</p> : null}
      {asked.answer ? <p><Said lang={asked.answer.lang}>{asked.answer.words}</Said></p> : null}
      {asked.againOn ? <p>{t('carers:again', { day: format.day(asked.againOn as Day) })}</p> : null}
      {children}
    </Card>
  )
}

export function AnswerFields({ form, caring, once }: { form: FormState; caring: string; once: string }): ReactNode {
  const { t } = useWords()
  return (
    <Form once={once}>
      <input type="hidden" name="caring" value={caring} />
      <Radios form={form} name="state" legend={t('carers:answer.state')} items={caringAnswers.map((value) => ({ value, text: t(`carers:state.${value}`) }))} />
      <TextArea form={form} name="words" label={t('carers:answer.words')} hint={t('carers:answer.wordsHint')} rows={3} limit={1000} />
      <DateField form={form} name="again" legend={t('carers:answer.again')} />
      <Actions><Button intent="answer">{t('carers:answer.go')}</Button></Actions>
    </Form>
  )
}
