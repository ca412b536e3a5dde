/**
 * The quiet question "Is this about something delicate?": last on a form, closed until somebody wants it. What is ticked is
 * seen by people who help only where that topic was agreed by its name (#36).
 */
import type { ReactNode } from 'react'
import { topics } from '#app/domain/family/agreeing.ts'
import { someOf } from '#app/http/fields.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Checkboxes } from '#app/ui/choices.tsx'
import { valuesOf, type FormState } from '#app/ui/form-state.ts'
import { Details } from '#app/ui/notice.tsx'

/** The field of the question, to spread into a form's zod object. */
export const delicateFields = { delicate: someOf(topics) }

export function DelicateFields({ form }: { form: FormState }): ReactNode {
  const { t } = useWords()
  return (
    <Details summary={t('sharing:delicate.question')} open={valuesOf(form, 'delicate').length > 0 || 'delicate' in form.errors}>
      <Checkboxes form={form} name="delicate" legend={t('sharing:delicate.legend')} hint={t('sharing:delicate.hint')} items={topics.map((value) => ({ value, text: t(`sharing:kind.${value}`) }))} />
    </Details>
  )
}
