/** What somebody writes for private family time before it opens. */
import type { ReactNode } from 'react'
import { mostPostWords } from '#app/domain/meetings/room-limits.ts'
import type { WrittenBefore } from '#app/domain/meetings/writing-before.server.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Card } from '#app/ui/card.tsx'
import { TextArea } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import type { FormState } from '#app/ui/form-state.ts'
import { Details } from '#app/ui/notice.tsx'

interface Shown { readonly form: FormState; readonly before: WrittenBefore | null; readonly young: boolean; /** The room can still open: it can be written anew. */ readonly open: boolean; readonly once: string; readonly onceBack: string }

/** One's own words, to write or to change until the room opens; once it never will, to read and to take back. */
export function WritingBefore({ form, before, young, open, once, onceBack }: Shown): ReactNode {
  const { t, format } = useWords()
  if (!before && !open) return null
  const state = before && form.values.words === undefined ? { ...form, values: { ...form.values, words: before.words } } : form
  return (
    <Card title={t('rooms:before.title')} tone={open && !before ? 'next' : 'plain'} id="before">
      <p>{before?.elsewhere ? t('rooms:before.elsewhere') : open ? t(young ? 'rooms:before.textYoung' : 'rooms:before.text') : t('rooms:before.over')}</p>
      {open ? (
        <Form once={once}>
          <TextArea form={state} name="words" label={t('rooms:words')} rows={5} limit={mostPostWords} />
          <Actions><Button intent="before">{t(before ? 'rooms:before.again' : 'rooms:before.go')}</Button></Actions>
        </Form>
      ) : <Said as="p" className="lines">{before?.words}</Said>}
      {before?.goneOn ? <p className="soft">{t('rooms:goneOn', { day: format.day(before.goneOn) })}</p> : null}
      {before ? (
        <Details summary={t('rooms:takeBack.summary')}>
          <Form once={onceBack}><p>{t('rooms:before.back')}</p><Button intent="unsay" kind="quiet">{t('rooms:takeBack.go')}</Button></Form>
        </Details>
      ) : null}
    </Card>
  )
}
