import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { notYours } from '#app/access/not-yours.ts'
import { must } from '#app/access/viewer.server.ts'
import { ownWords, takeOut } from '#app/domain/plan/said.server.ts'
import { actIn, lookIn } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt } from '#app/http/done.ts'
import { newFormId, readForm, refusedForm } from '#app/http/read-form.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { titled } from '#app/ui/titled.ts'
import { isId, type EntryId } from '#app/values/ids.ts'
import { PlanPage } from './plan-page.tsx'

export const handle = titled('plan:out.title')

/** Nothing is asked: the button says it all. */
const outForm = z.object({})

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(await lookIn(request, params.family), 'plan:strengths')
  const found = isId(params.id) ? await ownWords(viewer, params.id as EntryId) : undefined
  if (!found) throw notYours()
  return json({ family: viewer.family, words: found.words, lang: found.lang, once: newFormId() })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = must(await actIn(request, params.family), 'plan:strengths')
  if (!isId(params.id) || !(await ownWords(viewer, params.id as EntryId))) throw notYours()
  const read = await readForm(request, outForm)
  if (!read.ok) return json({ form: read.form }, 400)
  const answer = await act(viewer, takeOut, { entry: params.id as EntryId }, read.once)
  return answer.ok ? doneAt(`/families/${viewer.family}/plan`, 'out') : json({ form: refusedForm(newForm(), answer) }, 409)
}

export default function TakeOut() {
  const { t } = useWords()
  const { family, words, lang, once } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? newForm()
  return (
    <PlanPage title={t('plan:out.title')} family={family} picture="rest" errors={form.errors} lead={<Said as="q" lang={lang}>{words}</Said>} back={{ to: `/families/${family}/plan`, text: t('plan:title') }}>
      <p>{t('plan:out.text')}</p>
      <Form once={once}><Actions><Button intent="out" kind="warning">{t('plan:out.go')}</Button></Actions></Form>
    </PlanPage>
  )
}
