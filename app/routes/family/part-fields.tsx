/** The fields of something that somebody will do: of a part of the family's plan, and of what is proposed before. */
import type { ReactNode } from 'react'
import { partKinds } from '#app/domain/meetings/part-form.ts'
import { partNeeds } from '#app/domain/meetings/plan-words.ts'
import { useWords } from '#app/i18n/words.tsx'
import { DateField } from '#app/ui/date-field.tsx'
import { Field, MoneyField, Select, TextArea } from '#app/ui/field.tsx'
import { Radios } from '#app/ui/choices.tsx'
import type { FormState } from '#app/ui/form-state.ts'
import { Details } from '#app/ui/notice.tsx'
import { pence, poundsTyped } from '#app/values/money.ts'

interface Typed {
  readonly words: string; readonly ownerMember: string | null; readonly owner: string | null; readonly agency: string | null; readonly dueOn: string
  readonly needs: string; readonly needsWords: string | null; readonly pence: number | null; readonly kind: string | null
}

/** What stands there already, as these fields show it. */
export function partTyped({ words, ownerMember, owner, agency, dueOn, needs, needsWords, pence: price, kind }: Typed): Record<string, string> {
  const [year, month, day] = dueOn.split('-')
  return {
    words, owner: ownerMember ?? '', 'owner-name': ownerMember ? '' : (owner ?? ''), 'owner-agency': agency ?? '', 'due-day': String(Number(day)), 'due-month': String(Number(month)), 'due-year': year!,
    needs, 'needs-words': needsWords ?? '', price: price === null ? '' : poundsTyped(pence(price)), kind: kind ?? '',
  }
}

/** What, who, by when, and what it needs. */
export function PartFields({ form, people, label }: { form: FormState; people: readonly { readonly id: string; readonly name: string }[]; label: string }): ReactNode {
  const { t } = useWords()
  return (
    <>
      <TextArea form={form} name="words" label={label} rows={2} limit={500} />
      <Select form={form} name="owner" label={t('decided:form.owner')} choose={t('decided:form.ownerNone')} items={people.map(({ id, name }) => ({ value: id, text: name }))} />
      <Details summary={t('decided:form.somebodyElse')} open={form.errors['owner-name'] !== undefined || Boolean(form.values['owner-name'])}>
        <Field form={form} name="owner-name" label={t('decided:form.ownerName')} />
        <Field form={form} name="owner-agency" label={t('decided:form.ownerAgency')} hint={t('common:optional')} />
      </Details>
      <DateField form={form} name="due" legend={t('decided:form.due')} />
      <Radios form={form} name="needs" legend={t('decided:form.needs')} items={partNeeds.map((value) => ({
        value, text: t(`decided:form.need.${value}`),
        more: value === 'money' ? (
          <>
            <MoneyField form={form} name="price" label={t('decided:form.price')} />
            <Select form={form} name="kind" label={t('rules:which')} choose={t('rules:choose')} items={partKinds.map((kind) => ({ value: kind, text: t(`rules:kind.${kind}`) }))} />
          </>
        ) : value === 'service' ? <Field form={form} name="needs-words" label={t('decided:form.needsWords')} /> : undefined,
      }))} />
    </>
  )
}
