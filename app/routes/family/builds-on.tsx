import type { ReactNode } from 'react'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Checkboxes } from '#app/ui/choices.tsx'
import type { FormState } from '#app/ui/form-state.ts'

/** Which of the strengths that the reader sees a goal builds on; nothing where there are none. */
export function BuildsOn({ form, strengths }: { form: FormState; strengths: readonly { id: string; words: string; lang: string }[] }): ReactNode {
  const { t } = useWords()
  if (strengths.length === 0) return null
  return <Checkboxes form={form} name="builds-on" legend={t('warm:buildsOnAsk')} hint={t('warm:buildsOnHint')} items={strengths.map(({ id, words, lang }) => ({ value: id, text: <Said lang={lang}>{words}</Said> }))} />
}
