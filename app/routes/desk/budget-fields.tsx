/** The fields with which a budget is started. */
import type { ReactNode } from 'react'
import { useWords } from '#app/i18n/words.tsx'
import { DateField } from '#app/ui/date-field.tsx'
import { Field, MoneyField } from '#app/ui/field.tsx'
import { Fieldset } from '#app/ui/fieldset.tsx'
import type { FormState } from '#app/ui/form-state.ts'

export function BudgetFields({ form }: { form: FormState }): ReactNode {
  const { t } = useWords()
  return (
    <>
      <Field form={form} name="name" label={t('budget:start.name')} />
      <MoneyField form={form} name="pence" label={t('budget:start.sum')} />
      <Field form={form} name="source" label={t('budget:start.source')} hint={t('budget:start.sourceHint')} />
      <DateField form={form} name="from" legend={t('budget:start.from')} hint={t('budget:start.fromHint')} />
      <DateField form={form} name="until" legend={t('budget:start.until')} />
      <Fieldset legend={t('budget:start.second')} hint={t('budget:start.secondHint')}>
        <Field form={form} name="source-2" label={t('budget:start.source')} />
        <MoneyField form={form} name="pence-2" label={t('budget:start.sum')} />
        <DateField form={form} name="expires-2" legend={t('budget:start.expires')} />
      </Fieldset>
    </>
  )
}
