/** What somebody wrote that cannot be sent from its page any more. */
import type { ReactNode } from 'react'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Card } from '#app/ui/card.tsx'
import { newForm, valueOf, type FormState } from '#app/ui/form-state.ts'
import { Page } from '#app/ui/page.tsx'
import { OrRing } from '#app/ui/phone-link.tsx'
import { isWritten } from './written-fields.ts'

/** Nothing is lost: their words, to read and to copy. */
export function KeptWords({ form }: { form: FormState }): ReactNode {
  const { t } = useWords()
  const all = Object.keys(form.values).filter(isWritten).map((name) => valueOf(form, name).trim()).filter((words) => words !== '')
  if (all.length === 0) return null
  return (
    <Card title={t('common:youWrote')} tone="sun" id="you-wrote">
      {all.map((words, at) => <Said key={at} as="p" className="lines">{words}</Said>)}
    </Card>
  )
}

/** The page of what is there no more: what somebody was writing is still theirs. */
export function NoLongerHere({ title, family, back, form }: { title: string; family: string; back: { readonly to: string; readonly text: string }; form: FormState }): ReactNode {
  return (
    <Page title={title} family={{ id: family, current: 'people' }} errors={form.errors} back={back}>
      <KeptWords form={form} />
      <OrRing />
    </Page>
  )
}

/** Whether what came back was written for another sitting than the one of this page: then it stands in no form, from which it would be sent to others. */
export function isOfBefore(form: FormState, here: string): boolean {
  return form.values.here !== undefined && form.values.here !== here
}

/** What came back, for the forms of this page. */
export function formOf(form: FormState, here: string): FormState {
  return isOfBefore(form, here) ? { ...newForm(), errors: form.errors } : form
}
