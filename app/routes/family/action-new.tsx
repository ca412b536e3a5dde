import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { must } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { membersOf } from '#app/domain/family/people.server.ts'
import { goalsOf } from '#app/domain/goals/goals.server.ts'
import { addAction } from '#app/domain/plan/plan.server.ts'
import { DelicateFields, delicateFields } from '#app/domain/sharing/delicate.tsx'
import { sendActionLink } from '#app/domain/plan/thing-links.server.ts'
import { need as needOf } from '#app/domain/plan/said.server.ts'
import { whoSeesQuestion } from '#app/domain/sharing/circles.server.ts'
import { WhoSeesFields, whoSeesFields, whoSeesOf, type WhoSeesQuestion } from '#app/domain/sharing/who-sees.tsx'
import { actIn, lookIn } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt } from '#app/http/done.ts'
import { choice, dayTyped, emailOrPhoneOrNone, thingOrNone, words, wordsOrNone } from '#app/http/fields.ts'
import { newFormId, readForm, refusedForm } from '#app/http/read-form.ts'
import { firstLang, languages } from '#app/i18n/lang.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { DateField } from '#app/ui/date-field.tsx'
import { Field, Select, TextArea } from '#app/ui/field.tsx'
import { Fieldset } from '#app/ui/fieldset.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { OrRing } from '#app/ui/phone-link.tsx'
import { titled } from '#app/ui/titled.ts'
import { isId, type EntryId, type GoalId, type MemberId } from '#app/values/ids.ts'
import { PlanPage } from './plan-page.tsx'

export const handle = titled('plan:action.title')

const codes = languages.map(({ code }) => code)
const actionForm = z.object({
  words: words(500), owner: thingOrNone<MemberId>(), 'owner-name': wordsOrNone(100), 'owner-agency': wordsOrNone(100), 'owner-to': emailOrPhoneOrNone, language: choice(codes).catch(firstLang), due: dayTyped, goal: thingOrNone<GoalId>(), need: thingOrNone<EntryId>(), ...whoSeesFields, ...delicateFields,
})

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await lookIn(request, params.family)
  must(viewer, 'plan:actions')
  const asked = new URL(request.url).searchParams.get('need')
  const [members, goals, found] = await Promise.all([membersOf(viewer), goalsOf(must(viewer, 'goals:see')), isId(asked) ? needOf(must(viewer, 'plan:see'), asked as EntryId) : undefined])
  return json({
    need: found ? { id: found.id, words: found.words, lang: found.lang } : null, family: viewer.family, once: newFormId(), kept: await keptForm(request), who: { ...(await whoSeesQuestion(viewer, members)), network: [] } as WhoSeesQuestion,
    owners: members.filter((m) => m.current && m.seat !== 'other-parent').map(({ id, name }) => ({ id, name })),
    goals: goals.filter((goal) => goal.state === 'open').map(({ id, words, lang }) => ({ id, words, lang })),
  })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = await actIn(request, params.family)
  const may = must(viewer, 'plan:actions')
  const read = await readForm(request, actionForm)
  if (!read.ok) return json({ form: read.form }, 400)
  const answer = await act(may, addAction, {
    words: read.data.words, lang: await langOf(request), owner: read.data.owner, ownerName: read.data.owner === null ? read.data['owner-name'] : null,
    ownerAgency: read.data.owner === null ? read.data['owner-agency'] : null, dueOn: read.data.due, goal: read.data.goal, need: read.data.need, about: [], delicate: read.data.delicate, whoSees: whoSeesOf(read.data),
  }, read.once)
  if (!answer.ok) return json({ form: refusedForm(read.form, answer) }, 409)
  const to = read.data.owner === null ? read.data['owner-to'] : null
  if (to && !answer.again) await act(may, sendActionLink, { action: answer.value, to, lang: read.data.language, namesFamily: false })
  return doneAt(`/families/${viewer.family}/plan`, 'action')
}

export default function NewAction() {
  const { t } = useWords()
  const { need, family, once, owners, goals, who, kept } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? kept ?? newForm()
  return (
    <PlanPage title={t('plan:action.title')} family={family} picture="steps" errors={form.errors} back={{ to: `/families/${family}/plan`, text: t('plan:title') }}>
      <Form once={once}>
        {need ? <><input type="hidden" name="need" value={need.id} /><p>{t('plan:action.forNeed')} <Said as="q" lang={need.lang}>{need.words}</Said></p></> : null}
        <TextArea form={form} name="words" label={t('plan:action.words')} rows={2} limit={500} />
        <Select form={form} name="owner" label={t('plan:action.owner')} choose={t('plan:action.elsewhere')} items={owners.map(({ id, name }) => ({ value: id, text: name }))} />
        <Fieldset legend={t('plan:action.elsewhere')}>
          <Field form={form} name="owner-name" label={t('plan:action.ownerName')} hint={t('common:optional')} />
          <Field form={form} name="owner-agency" label={t('plan:action.ownerAgency')} hint={t('common:optional')} />
          <Field form={form} name="owner-to" label={t('promises:send.toNew')} hint={t('promises:send.toHint')} autoComplete="off" autoCapitalize="none" spellCheck={false} dir="ltr" />
          <Select form={form} name="language" label={t('promises:send.lang')} items={languages.map(({ code, ownName }) => ({ value: code, text: ownName, lang: code }))} />
        </Fieldset>
        <DateField form={form} name="due" legend={t('plan:action.due')} />
        {goals.length > 0 ? <Select form={form} name="goal" label={t('plan:action.goal')} choose={t('plan:action.noGoal')} items={goals.map(({ id, words, lang }) => ({ value: id, text: words, lang }))} /> : null}
        <WhoSeesFields form={form} who={who} />
        <DelicateFields form={form} />
        <Actions><Button intent="add">{t('plan:action.save')}</Button></Actions>
      </Form>
      <OrRing />
    </PlanPage>
  )
}
