import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { notYours } from '#app/access/not-yours.ts'
import { atTheDesk, must } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { familyOf } from '#app/domain/family/people.server.ts'
import { answerAsInformer, noteQuestionLook, questionsLeft } from '#app/domain/meetings/information.server.ts'
import { moneyViewer } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt } from '#app/http/done.ts'
import { thing, words } from '#app/http/fields.ts'
import { newFormId, readForm, refusedForm } from '#app/http/read-form.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Card } from '#app/ui/card.tsx'
import { TextArea } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { Page } from '#app/ui/page.tsx'
import { titled } from '#app/ui/titled.ts'
import type { QuestionId } from '#app/values/ids.ts'
import { deskPlaces } from './desk-places.ts'

export const handle = titled('information:manager.title')

const answerForm = z.object({ question: thing<QuestionId>(), answer: words(1000) })

export async function loader({ request, params }: LoaderFunctionArgs) {
  const desk = await atTheDesk(request)
  const viewer = must(await moneyViewer(request, params.family), 'meetings:inform')
  // A manager sees what waits for somebody who has left while nobody leads the family, and no more of its meeting.
  const waiting = await questionsLeft(viewer)
  if (waiting.length === 0) throw notYours()
  for (const one of waiting) await act(viewer, noteQuestionLook, { question: one.id })
  return json({ places: deskPlaces(desk), family: (await familyOf(viewer)).name, lead: `/desk/families/${viewer.family}/lead`, waiting, kept: await keptForm(request), once: newFormId() })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = must(await moneyViewer(request, params.family), 'meetings:inform')
  // Somebody leads the family again, or a colleague has answered the last of them: nothing waits here.
  if ((await questionsLeft(viewer)).length === 0) throw notYours()
  const read = await readForm(request, answerForm)
  if (!read.ok) return json({ form: read.form }, 400)
  const answer = await act(viewer, answerAsInformer, { question: read.data.question, words: read.data.answer, lang: await langOf(request) }, read.once)
  return answer.ok ? doneAt('/desk', 'answered') : json({ form: refusedForm(read.form, answer) }, 409)
}

export default function QuestionsWithoutLead() {
  const { t } = useWords()
  const { places, family, lead, waiting, kept, once } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? kept ?? newForm()
  return (
    <Page title={t('information:manager.title')} above={<bdi>{family}</bdi>} lead={t('information:manager.lead')} errors={form.errors} desk={{ current: 'desk', places }} back={{ to: '/desk', text: t('desk:home.title') }}>
      {waiting.map((one, at) => (
        <Card key={one.id} title={t('information:manager.to', { name: one.to })}>
          <Said as="p" className="lines" lang={one.lang}>{one.words}</Said>
          {/* One at a time: the oldest. */}
          {at === 0 ? (
            <Form once={once}>
              <input type="hidden" name="question" value={one.id} />
              <TextArea form={form} name="answer" label={t('information:question.yours')} rows={3} limit={1000} />
              <Actions><Button>{t('information:question.send')}</Button></Actions>
            </Form>
          ) : null}
        </Card>
      ))}
      <p><a href={lead}>{t('carers:desk.name')}</a></p>
    </Page>
  )
}
