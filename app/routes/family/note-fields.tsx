import type { ReactNode } from 'react'
import { z } from 'zod'
import type { Member } from '#app/domain/family/people.server.ts'
import { ForWhom, type Somebody } from '#app/domain/messages/for-whom.tsx'
import { mostWords } from '#app/domain/messages/limits.ts'
import { seenBy } from '#app/domain/sharing/who-sees.tsx'
import { words } from '#app/http/fields.ts'
import { useWords } from '#app/i18n/words.tsx'
import { TextArea } from '#app/ui/field.tsx'
import type { FormState } from '#app/ui/form-state.ts'
import type { MemberId } from '#app/values/ids.ts'

export const noteForm = z.object({ words: words(mostWords), 'seen-by': seenBy })

/** Those who could read a note if its writer shows it to them: who can sign in here. */
export function readersOfNotes(members: readonly Member[], me: MemberId | null): Somebody[] {
  return members.filter((one) => one.current && one.person !== null && one.id !== me).map(({ id, name, seat }) => ({ id, name, lead: seat === 'lead' }))
}

/** The words of a note, and who may read it: nobody is ticked. */
export function NoteFields({ form, people, lang }: { form: FormState; people: readonly Somebody[]; lang?: string }): ReactNode {
  const { t } = useWords()
  return (
    <>
      <TextArea form={form} name="words" label={t('messages:notes.words')} rows={8} limit={mostWords} lang={lang} />
      {people.length > 0 ? <ForWhom form={form} legend={t('messages:notes.shown')} hint={t('messages:notes.shownHint')} people={people} /> : null}
    </>
  )
}
