import type { ReactNode } from 'react'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { TextArea } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import type { FormState } from '#app/ui/form-state.ts'
import { Details } from '#app/ui/notice.tsx'

/** Calling off a date of a group, or all that are ahead: closed until somebody wants it. */
export function CallOff({ form, once, summary }: { form: FormState; once: string; summary: string }): ReactNode {
  const { t } = useWords()
  return (
    <Details summary={summary} open={'why' in form.errors}>
      <p>{t('groups:desk.callOffText')}</p>
      <Form once={once}>
        <TextArea form={form} name="why" label={t('groups:desk.why')} rows={2} limit={300} />
        <Actions><Button kind="warning" intent="off">{t('groups:desk.callOffGo')}</Button></Actions>
      </Form>
    </Details>
  )
}
