/** The question "What do you need?": of a booking, and of somebody's record. */
import type { ReactNode } from 'react'
import { useWords } from '#app/i18n/words.tsx'
import { Checkboxes, Radios, type Choice } from '#app/ui/choices.tsx'
import { Select } from '#app/ui/field.tsx'
import { valueOf, type FormState } from '#app/ui/form-state.ts'
import { comfort, interpreterLangs, needs } from './words.ts'

export function NeedsFields({ form, hint }: { form: FormState; hint: ReactNode }): ReactNode {
  const { t, lang, format } = useWords()
  const langs = interpreterLangs.map((value) => ({ value, text: format.language(value) })).sort((a, b) => a.text.localeCompare(b.text, lang))
  const own = langs.some((one) => one.value === lang) ? lang : ''
  const asked: FormState = 'interpreter-lang' in form.values ? form : { ...form, values: { ...form.values, 'interpreter-lang': own } }
  const chosen: FormState = valueOf(form, 'comfort') === '' ? { ...asked, values: { ...asked.values, comfort: 'either' } } : asked
  const more: Partial<Record<(typeof needs)[number], Partial<Choice>>> = {
    interpreter: {
      hint: t('appointments:book.interpreterHint'),
      more: <Select form={asked} name="interpreter-lang" label={t('appointments:book.interpreterLang')} choose={t('appointments:book.chooseLang')} items={langs} />,
    },
    fare: { hint: t('appointments:book.fareHint') },
  }
  return (
    <>
      <Checkboxes form={asked} name="needs" legend={t('appointments:book.needs')} legendIs="h2" hint={hint} items={needs.map((value) => ({ value, text: t(`appointments:needs.${value}`), ...more[value] }))} />
      <Radios
        form={chosen} name="comfort" legend={t('appointments:book.comfort')}
        items={[{ value: 'either', text: t('appointments:book.either') }, ...comfort.map((value) => ({ value, text: t(`appointments:book.${value}`) }))]}
      />
    </>
  )
}
