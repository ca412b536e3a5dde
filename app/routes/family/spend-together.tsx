/** On the page of a request: what the other adult says, where two chose to agree above a sum. */
import type { ReactNode } from 'react'
import type { Together } from '#app/domain/budget/two-adults.server.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Card } from '#app/ui/card.tsx'
import { Radios } from '#app/ui/choices.tsx'
import { TextArea } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import type { FormState } from '#app/ui/form-state.ts'

export function AgreedTogether({ shown, form }: { shown: { readonly of: readonly Together[]; readonly mayStillSay: boolean; readonly once: string }; form: FormState }): ReactNode {
  const { t } = useWords()
  if (shown.of.length === 0) return null
  const asks = shown.mayStillSay && shown.of.some((one) => one.mine)
  return (
    <Card title={t('together:on.title')} tone={asks && shown.of.some((one) => one.mine && one.said === null) ? 'next' : 'plain'}>
      {shown.of.map((one) => (
        <div key={one.member}>
          <p>{t(one.said === null ? 'together:on.waits' : one.said.agrees ? 'together:on.yes' : 'together:on.no', { name: one.name })}</p>
          {one.said?.words ? <Said as="blockquote" lang={one.said.lang ?? undefined}>{one.said.words}</Said> : null}
        </div>
      ))}
      {asks ? (
        <Form once={shown.once}>
          <Radios form={form} name="together" legend={t('together:on.ask')} inline items={(['yes', 'no'] as const).map((value) => ({ value, text: t(`together:on.say.${value}`) }))} />
          <TextArea form={form} name="together-words" label={t('together:on.why')} hint={t('together:on.whyHint')} rows={2} limit={500} />
          <Actions><Button intent="together">{t('together:on.send')}</Button></Actions>
        </Form>
      ) : null}
    </Card>
  )
}
