import type { ReactNode } from 'react'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { DateField } from '#app/ui/date-field.tsx'
import { TextArea } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import type { FormState } from '#app/ui/form-state.ts'
import { Details } from '#app/ui/notice.tsx'

/** Ids of the four forms by which a promise is answered. */
export interface AnswerIds { readonly yes: string; readonly done: string; readonly move: string; readonly cannot: string }

/** What an owner can say to what was asked of them: yes, done, another day, or that it cannot be; the same with an account and by a link. */
export function PromiseAnswer({ form, once, accepted, told = false }: { form: FormState; once: AnswerIds; /** They have said yes already. */ accepted: boolean; /** Somebody notes what the owner told them. */ told?: boolean }): ReactNode {
  const { t } = useWords()
  const wrong = (...names: string[]) => names.some((name) => form.errors[name] !== undefined)
  return (
    <>
      <Actions>
        {accepted ? null : <Form once={once.yes}><Button intent="accept">{t(told ? 'promises:answer.acceptTold' : 'promises:answer.accept')}</Button></Form>}
        <Form once={once.done}><Button intent="done" kind={accepted ? undefined : 'quiet'}>{t('promises:answer.done')}</Button></Form>
      </Actions>
      <Details summary={t('promises:answer.moveTitle')} open={wrong('due', 'why')}>
        <Form once={once.move}>
          <p>{t('promises:answer.moveText')}</p>
          <DateField form={form} name="due" legend={t('promises:answer.day')} />
          <TextArea form={form} name="why" label={t('promises:answer.why')} hint={t('common:optional')} rows={2} limit={500} />
          <Actions><Button intent="move">{t('promises:answer.move')}</Button></Actions>
        </Form>
      </Details>
      <Details summary={t('promises:answer.cannotTitle')} open={wrong('because')}>
        <Form once={once.cannot}>
          <p>{t('promises:answer.cannotText')}</p>
          <TextArea form={form} name="because" label={t('promises:answer.because')} rows={2} limit={500} />
          <Actions><Button intent="cannot">{t('promises:answer.cannot')}</Button></Actions>
        </Form>
      </Details>
    </>
  )
}
