import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { must } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { membersOf, ofTheHousehold } from '#app/domain/family/people.server.ts'
import { addStrength } from '#app/domain/plan/plan.server.ts'
import { DelicateFields, delicateFields } from '#app/domain/sharing/delicate.tsx'
import { whoSeesQuestion } from '#app/domain/sharing/circles.server.ts'
import { BeforeWriting, WhoSeesFields, whoSeesFields, whoSeesOf } from '#app/domain/sharing/who-sees.tsx'
import { actIn, lookIn } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt } from '#app/http/done.ts'
import { things, words } from '#app/http/fields.ts'
import { newFormId, readForm, refusedForm } from '#app/http/read-form.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Checkboxes } from '#app/ui/choices.tsx'
import { TextArea } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { OrRing } from '#app/ui/phone-link.tsx'
import { titled } from '#app/ui/titled.ts'
import type { MemberId } from '#app/values/ids.ts'
import { PlanPage } from './plan-page.tsx'

export const handle = titled('plan:strength.title')

const strengthForm = z.object({ words: words(1000), about: things<MemberId>(), ...whoSeesFields, ...delicateFields })

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await lookIn(request, params.family)
  must(viewer, 'plan:strengths')
  const members = await membersOf(viewer)
  return json({ family: viewer.family, once: newFormId(), kept: await keptForm(request), who: await whoSeesQuestion(viewer, members), about: members.filter(ofTheHousehold).map(({ id, name }) => ({ id, name })) })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = await actIn(request, params.family)
  const may = must(viewer, 'plan:strengths')
  const read = await readForm(request, strengthForm)
  if (!read.ok) return json({ form: read.form }, 400)
  const answer = await act(may, addStrength, { words: read.data.words, lang: await langOf(request), about: read.data.about, whoSees: whoSeesOf(read.data), shareWith: read.data['share-with'], delicate: read.data.delicate }, read.once)
  if (!answer.ok) return json({ form: refusedForm(read.form, answer) }, 409)
  return doneAt(`/families/${viewer.family}/plan`, 'strength')
}

export default function NewStrength() {
  const { t } = useWords()
  const { family, once, who, about, kept } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? kept ?? newForm()
  return (
    <PlanPage title={t('plan:strength.title')} family={family} picture="star" errors={form.errors} back={{ to: `/families/${family}/plan`, text: t('plan:title') }}>
      <Form once={once}>
        <BeforeWriting who={who} />
        <TextArea form={form} name="words" label={t('plan:strengthWords')} hint={t('plan:strengthHint')} rows={3} limit={1000} />
        <Checkboxes form={form} name="about" legend={t('goals:new.about')} hint={t('common:optional')} items={about.map(({ id, name }) => ({ value: id, text: <bdi>{name}</bdi> }))} />
        <WhoSeesFields form={form} who={who} />
        <DelicateFields form={form} />
        <Actions><Button intent="add">{t('plan:saveStrength')}</Button></Actions>
      </Form>
      <OrRing />
    </PlanPage>
  )
}
