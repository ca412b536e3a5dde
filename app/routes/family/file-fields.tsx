import type { ReactNode } from 'react'
import { useWords } from '#app/i18n/words.tsx'
import { Field, FileField } from '#app/ui/field.tsx'
import type { FormState } from '#app/ui/form-state.ts'

/** A drawing or a voice note, and what it is. Its form must be `multipart`. */
export function FileFields({ form, pictureMegabytes, soundMegabytes }: { form: FormState; pictureMegabytes: number; soundMegabytes: number }): ReactNode {
  const { t, format } = useWords()
  return (
    <>
      <FileField form={form} name="file" label={t('warm:file.label')} hint={t('warm:file.hint', { picture: format.number(pictureMegabytes), sound: format.number(soundMegabytes) })} accept="image/jpeg,image/png,image/webp,audio/*" most={Math.max(pictureMegabytes, soundMegabytes)} />
      <Field form={form} name="file-what" label={t('warm:file.what')} hint={t('warm:file.whatHint')} />
    </>
  )
}
