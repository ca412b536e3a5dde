import type { ReactNode } from 'react'
import { useWords } from '#app/i18n/words.tsx'
import { DateField } from '#app/ui/date-field.tsx'
import { TextArea } from '#app/ui/field.tsx'
import type { FormState } from '#app/ui/form-state.ts'

/** Whether money stays: until a day, or not, and why. */
export function StayFields({ form }: { form: FormState }): ReactNode {
  const { t } = useWords()
  return (
    <>
      <DateField form={form} name="until" legend={t('books:stay.until')} hint={t('books:stay.untilHint')} />
      <TextArea form={form} name="words" label={t('books:stay.words')} hint={t('books:stay.wordsHint')} />
    </>
  )
}
