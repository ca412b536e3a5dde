import { languages } from '#app/i18n/lang.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Radios } from '#app/ui/choices.tsx'
import type { FormState } from '#app/ui/form-state.ts'

/** The languages by their own names. `legend` where it is not the reader's own that is chosen. */
export function LanguageChoice({ form, legend }: { form: FormState; legend?: string }) {
  const { t } = useWords()
  return <Radios form={form} name="language" legend={legend ?? t('account:join.language')} items={languages.map(({ code, ownName }) => ({ value: code, text: ownName, lang: code }))} inline />
}
