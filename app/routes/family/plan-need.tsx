import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { notYours } from '#app/access/not-yours.ts'
import { may, must, type Viewer } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { need as needOf, notNow, type Need } from '#app/domain/plan/said.server.ts'
import { actIn, lookIn } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt } from '#app/http/done.ts'
import { dayTyped, words } from '#app/http/fields.ts'
import { newFormId, readForm, refusedForm } from '#app/http/read-form.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button, ButtonLink } from '#app/ui/button.tsx'
import { DateField } from '#app/ui/date-field.tsx'
import { TextArea } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { OrRing } from '#app/ui/phone-link.tsx'
import { titled } from '#app/ui/titled.ts'
import { isId, type EntryId } from '#app/values/ids.ts'
import { Longer, PlanPage } from './plan-page.tsx'

export const handle = titled('plan:answer.title')

const notNowForm = z.object({ words: words(1000), again: dayTyped })

async function theNeed(viewer: Viewer, id: string | undefined): Promise<Need> {
  const found = isId(id) ? await needOf(must(viewer, 'plan:see'), id as EntryId) : undefined
  if (!found) throw notYours()
  return found
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(await lookIn(request, params.family), 'plan:strengths')
  return json({ family: viewer.family, need: await theNeed(viewer, params.id), mayAct: may(viewer, 'plan:actions'), once: newFormId(), kept: await keptForm(request) })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = must(await actIn(request, params.family), 'plan:strengths')
  const { id } = await theNeed(viewer, params.id)
  const read = await readForm(request, notNowForm)
  if (!read.ok) return json({ form: read.form }, 400)
  const answer = await act(viewer, notNow, { need: id, words: read.data.words, lang: await langOf(request), againOn: read.data.again }, read.once)
  return answer.ok ? doneAt(`/families/${viewer.family}/plan`, 'not-now') : json({ form: refusedForm(read.form, answer) }, 409)
}

export default function AnswerNeed() {
  const { t } = useWords()
  const { family, need, mayAct, once, kept } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? kept ?? newForm()
  return (
    <PlanPage title={t('plan:answer.title')} family={family} picture="cloud" errors={form.errors} lead={<Said as="q" lang={need.lang}>{need.words}</Said>} back={{ to: `/families/${family}/plan`, text: t('plan:title') }}>
      {mayAct ? <p><ButtonLink kind="quiet" to={`/families/${family}/plan/promise?need=${need.id}`}>{t('plan:answerNeed')}</ButtonLink></p> : null}
      <h2>{t('plan:answer.notNow')}</h2>
      <Longer><p>{t('plan:answer.notNowText')}</p></Longer>
      <Form once={once}>
        <TextArea form={form} name="words" label={t('plan:answer.why')} rows={3} limit={1000} />
        <DateField form={form} name="again" legend={t('plan:answer.again')} hint={t('plan:answer.againHint')} />
        <Actions><Button intent="not-now">{t('plan:answer.go')}</Button></Actions>
      </Form>
      <OrRing />
    </PlanPage>
  )
}
