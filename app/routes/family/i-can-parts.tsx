/** "I can …": the place where somebody of the network offers help unasked, and reads what became of it. */
import type { SerializeFrom } from '@remix-run/node'
import type { ReactNode } from 'react'
import { mostLettersOffered } from '#app/domain/plan/i-can.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Card, Rows } from '#app/ui/card.tsx'
import { Checkboxes } from '#app/ui/choices.tsx'
import { TextArea } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import type { FormState } from '#app/ui/form-state.ts'
import type { iCanShown } from './i-can-shown.server.ts'

type Shown = NonNullable<SerializeFrom<Awaited<ReturnType<typeof iCanShown>>>>

/** The form of it, and beneath it what its reader offered before. At home it is sent to its own page. */
export function ICan({ family, shown, form }: { family: string; shown: Shown; /** None at home. */ form?: FormState }): ReactNode {
  const { t } = useWords()
  const { readers, own, once, onceOf } = shown
  const to = form ? {} : { action: `/families/${family}/i-can` }
  const filled = form && 'words' in form.values ? form : { values: { to: readers.map(({ id }) => id as string) }, errors: form?.errors ?? {} }
  const [only] = readers
  return (
    <>
      {only === undefined ? null : (
        <Card title={form ? undefined : t('warm:can.title')}>
          <Form once={once} {...to}>
            <TextArea form={filled} name="words" label={t('warm:can.words')} hint={t('warm:can.hint')} rows={2} limit={mostLettersOffered} />
            {readers.length > 1 ? <Checkboxes form={filled} name="to" legend={t('warm:can.to')} items={readers.map(({ id, name }) => ({ value: id, text: <bdi>{name}</bdi> }))} /> : <input type="hidden" name="to" value={only.id} />}
            <p className="soft">{readers.length > 1 ? t('warm:can.seenBySome') : t('warm:can.seenBy', { name: only.name })}</p>
            <Actions><Button intent="offer">{t('warm:can.send')}</Button></Actions>
          </Form>
        </Card>
      )}
      {own.length === 0 ? null : (
        <Card title={t('instead:page.mine')}>
          <Rows>
            {own.map((one) => (
              <div key={one.id}>
                <Said as="q" lang={one.lang}>{one.words}</Said>
                <p className="soft">
                  {one.state === 'offered' ? t('warm:can.state.offered') : t(`warm:can.state.${one.state}`, { name: one.by ?? t('plan:somebodyElse') })}{' '}
                  {one.entry ? <a href={`/families/${family}/plan/promise/${one.entry}`}>{t('instead:page.promise')}</a> : null}
                </p>
                {one.state === 'offered' ? (
                  <Form once={onceOf[one.id]!} {...to}><input type="hidden" name="offer" value={one.id} /><Button intent="take-back" kind="link">{t('warm:takeBack')}<span className="vh">{`: ${one.words}`}</span></Button></Form>
                ) : null}
              </div>
            ))}
          </Rows>
        </Card>
      )}
    </>
  )
}
