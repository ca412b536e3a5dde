import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { notYours } from '#app/access/not-yours.ts'
import { may, must, type Viewer } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { membersOf } from '#app/domain/family/people.server.ts'
import { agreementOf, answerPlan, signPlan } from '#app/domain/plan/agreeing.server.ts'
import { whoSeesQuestion } from '#app/domain/sharing/circles.server.ts'
import { BeforeWriting, whoSeesOf, type WhoSeesQuestion } from '#app/domain/sharing/who-sees.tsx'
import { actIn, lookIn } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt } from '#app/http/done.ts'
import { wholeNumber } from '#app/http/fields.ts'
import { newFormId, posted, readPosted, refusedForm } from '#app/http/read-form.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { OrRing } from '#app/ui/phone-link.tsx'
import { titled } from '#app/ui/titled.ts'
import { AnswerFields, answerFields, answerOf } from './answer-fields.tsx'
import { Voluntary } from './agreement-parts.tsx'
import { PlanPage } from './plan-page.tsx'

export const handle = titled('agreement:answer.title')

const answerForm = z.object({ version: wholeNumber(1, 999_999), ...answerFields })
const signForm = z.object({ version: wholeNumber(1, 999_999) })

/** The version that waits for an answer or a signature; 404 for whoever has nothing in it to sign, and before there is anything to answer. */
async function asked(viewer: Viewer): Promise<{ version: number; answers: boolean }> {
  const agreement = await agreementOf(must(viewer, 'plan:versions'))
  const answers = may(viewer, 'plan:agree')
  if (!agreement || (!answers && viewer.seat !== 'lead' && !agreement.promises)) throw notYours()
  return { version: agreement.version, answers }
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(await lookIn(request, params.family), 'plan:versions')
  const { version, answers } = await asked(viewer)
  return json({
    family: viewer.family, version, answers, once: newFormId(), kept: await keptForm(request),
    who: answers ? { ...(await whoSeesQuestion(viewer, await membersOf(viewer))), network: [] } as WhoSeesQuestion : null,
  })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = await actIn(request, params.family)
  const { answers } = await asked(viewer)
  const post = await posted(request)
  const plan = `/families/${viewer.family}/plan`
  if (!answers) {
    const signer = must(viewer, 'plan:sign')
    const read = readPosted(post, signForm)
    if (!read.ok) return json({ form: read.form }, 400)
    const answer = await act(signer, signPlan, read.data, read.once)
    return answer.ok ? doneAt(plan, answer.value.active ? 'active' : 'signed') : json({ form: refusedForm(read.form, answer) }, 409)
  }
  const read = readPosted(post, answerForm)
  if (!read.ok) return json({ form: read.form }, 400)
  const said = answerOf(read.data)
  if (!said) return json({ form: refusedForm(read.form, { why: 'reason-missing', field: 'words' }) }, 400)
  const answer = await act(must(viewer, 'plan:agree'), answerPlan, { ...said, version: read.data.version, lang: await langOf(request), whoSees: whoSeesOf(read.data) }, read.once)
  return answer.ok ? doneAt(plan, answer.value.active ? 'active' : 'answered') : json({ form: refusedForm(read.form, answer) }, 409)
}

export default function AnswerPlan() {
  const { t } = useWords()
  const { family, version, answers, who, once, kept } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? kept ?? newForm()
  const plan = `/families/${family}/plan`
  return (
    <PlanPage title={t(answers ? 'agreement:answer.title' : 'agreement:sign.title')} family={family} picture="paper" errors={form.errors} lead={t(answers ? 'agreement:answer.lead' : 'agreement:sign.lead')} back={{ to: plan, text: t('plan:title') }}>
      <Voluntary />
      <p><a href={`${plan}/versions/${version}`}>{t('agreement:answer.read')}</a></p>
      {who ? <BeforeWriting who={who} /> : null}
      <Form once={once}>
        <input type="hidden" name="version" value={version} />
        {who ? <AnswerFields form={form} who={who} /> : null}
        <Actions><Button intent={answers ? 'answer' : 'sign'}>{t(answers ? 'agreement:answer.go' : 'agreement:sign.go')}</Button></Actions>
      </Form>
      <OrRing />
    </PlanPage>
  )
}
