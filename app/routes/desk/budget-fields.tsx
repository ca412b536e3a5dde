/** The fields with which a budget is started. */
import type { ReactNode } from 'react'
import { holdings } from '#app/domain/budget/holding-words.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Checkboxes, Radios } from '#app/ui/choices.tsx'
import { DateField } from '#app/ui/date-field.tsx'
import { Field, MoneyField } from '#app/ui/field.tsx'
import { Fieldset } from '#app/ui/fieldset.tsx'
import type { FormState } from '#app/ui/form-state.ts'

export function BudgetFields({ form, people }: { form: FormState; people: readonly { id: string; name: string }[] }): ReactNode {
  const { t } = useWords()
  return (
    <>
      <Field form={form} name="name" label={t('budget:start.name')} />
      <MoneyField form={form} name="pence" label={t('budget:start.sum')} />
      <Field form={form} name="source" label={t('budget:start.source')} hint={t('budget:start.sourceHint')} />
      <DateField form={form} name="from" legend={t('budget:start.from')} hint={t('budget:start.fromHint')} />
      <DateField form={form} name="until" legend={t('budget:start.until')} />
      <Radios
        form={'holding' in form.values ? form : { ...form, values: { ...form.values, holding: 'council' } }} name="holding" legend={t('budget:start.holding')} hint={t('budget:start.holdingHint')}
        items={holdings.map((value) => ({ value, text: t(`holding:kind.${value}.title`) }))}
      />
      <Radios
        form={'whose' in form.values ? form : { ...form, values: { ...form.values, whose: 'all' } }} name="whose" legend={t('budget:start.kept.legend')}
        items={[
          { value: 'all', text: t('budget:start.kept.all') },
          {
            value: 'named', text: t('budget:start.kept.named'), hint: t('budget:start.kept.hint'),
            more: <Checkboxes form={form} name="kept-to" legend={t('budget:start.kept.tick')} items={people.map(({ id, name }) => ({ value: id, text: <bdi>{name}</bdi> }))} />,
          },
        ]}
      />
      <Fieldset legend={t('budget:start.second')} hint={t('budget:start.secondHint')}>
        <Field form={form} name="source-2" label={t('budget:start.source')} />
        <MoneyField form={form} name="pence-2" label={t('budget:start.sum')} />
        <DateField form={form} name="expires-2" legend={t('budget:start.expires')} />
      </Fieldset>
    </>
  )
}
