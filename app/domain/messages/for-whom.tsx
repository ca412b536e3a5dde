/** Whom a message or a note is for: each person by name, nobody ticked for them. */
import type { ReactNode } from 'react'
import { useWords } from '#app/i18n/words.tsx'
import { Checkboxes } from '#app/ui/choices.tsx'
import type { FormState } from '#app/ui/form-state.ts'
import { leadValue } from '#app/domain/sharing/who-sees.tsx'

export interface Somebody { readonly id: string; readonly name: string; readonly lead: boolean }

/** Boxes for each of them; the lead professional is whoever holds that seat, today and later. */
export function ForWhom({ form, legend, hint, people }: { form: FormState; legend: string; hint: string; people: readonly Somebody[] }): ReactNode {
  const { t } = useWords()
  return (
    <Checkboxes
      form={form} name="seen-by" legend={legend} hint={hint}
      items={people.map(({ id, name, lead }) => (lead ? { value: leadValue, text: t('common:whoSees.lead', { name }) } : { value: id, text: <bdi>{name}</bdi> }))}
    />
  )
}
