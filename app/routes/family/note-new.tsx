import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { must } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { membersOf } from '#app/domain/family/people.server.ts'
import { keepNote } from '#app/domain/messages/notes.server.ts'
import { whoSeesQuestion } from '#app/domain/sharing/circles.server.ts'
import { BeforeWriting } from '#app/domain/sharing/who-sees.tsx'
import { actIn, lookIn } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt } from '#app/http/done.ts'
import { newFormId, readForm, refusedForm } from '#app/http/read-form.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { Page } from '#app/ui/page.tsx'
import { titled } from '#app/ui/titled.ts'
import { NoteFields, noteForm, readersOfNotes } from './note-fields.tsx'

export const handle = titled('messages:notes.write')

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(await lookIn(request, params.family), 'notes:keep')
  const members = await membersOf(viewer)
  return json({
    family: viewer.family, people: readersOfNotes(members, viewer.member), who: await whoSeesQuestion(viewer, members), young: viewer.seat === 'young-person',
    once: newFormId(), kept: await keptForm(request),
  })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = must(await actIn(request, params.family), 'notes:keep')
  const read = await readForm(request, noteForm)
  if (!read.ok) return json({ form: read.form }, 400)
  const answer = await act(viewer, keepNote, { words: read.data.words, lang: await langOf(request), shownTo: read.data['seen-by'] }, read.once)
  return answer.ok ? doneAt(`/families/${viewer.family}/notes/${answer.value}`, 'kept') : json({ form: refusedForm(read.form, answer) }, 409)
}

export default function NewNote() {
  const { t } = useWords()
  const { family, people, who, young, once, kept } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? kept ?? newForm()
  return (
    <Page title={t('messages:notes.write')} family={{ id: family, current: 'people' }} errors={form.errors} back={{ to: `/families/${family}/notes`, text: t('messages:notes.title') }}>
      <Form once={once}>
        {young ? <BeforeWriting who={who} /> : null}
        <NoteFields form={form} people={people} />
        <Actions><Button intent="keep">{t('messages:notes.keep')}</Button></Actions>
      </Form>
    </Page>
  )
}
