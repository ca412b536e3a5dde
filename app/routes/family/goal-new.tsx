import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { must } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { membersOf, ofTheHousehold } from '#app/domain/family/people.server.ts'
import { categories } from '#app/domain/goals/categories.ts'
import { addGoal, type NewStep } from '#app/domain/goals/goals.server.ts'
import { planEntries } from '#app/domain/plan/plan.server.ts'
import { DelicateFields, delicateFields } from '#app/domain/sharing/delicate.tsx'
import { whoSeesQuestion } from '#app/domain/sharing/circles.server.ts'
import { BeforeWriting, WhoSeesFields, whoSeesFields, whoSeesOf } from '#app/domain/sharing/who-sees.tsx'
import { actIn, lookIn } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt } from '#app/http/done.ts'
import { choice, dayTypedOrNone, things, thingOrNone, words, wordsOrNone } from '#app/http/fields.ts'
import { newFormId, readForm, refusedForm } from '#app/http/read-form.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Checkboxes, Radios } from '#app/ui/choices.tsx'
import { DateField } from '#app/ui/date-field.tsx'
import { Field, Select, TextArea } from '#app/ui/field.tsx'
import { Fieldset } from '#app/ui/fieldset.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { OrRing } from '#app/ui/phone-link.tsx'
import { titled } from '#app/ui/titled.ts'
import type { EntryId, MemberId } from '#app/values/ids.ts'
import { BuildsOn } from './builds-on.tsx'
import { PlanPage } from './plan-page.tsx'

export const handle = titled('goals:new.title')

/** How many steps the form offers; more are added on the goal's own page. */
const stepPlaces = [0, 1, 2] as const

const said = wordsOrNone(300)
const owner = thingOrNone<MemberId>()

const goalForm = z.object({
  words: words(500), category: choice(categories), about: things<MemberId>(), 'builds-on': things<EntryId>(), ...whoSeesFields, ...delicateFields,
  'step-0': said, 'owner-0': owner, 'due-0': dayTypedOrNone,
  'step-1': said, 'owner-1': owner, 'due-1': dayTypedOrNone,
  'step-2': said, 'owner-2': owner, 'due-2': dayTypedOrNone,
})

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await lookIn(request, params.family)
  must(viewer, 'goals:add')
  const [members, { strengths }] = await Promise.all([membersOf(viewer), planEntries(must(viewer, 'plan:see'))])
  return json({
    strengths: strengths.map(({ id, words, lang }) => ({ id, words, lang })),
    family: viewer.family, once: newFormId(), kept: await keptForm(request), who: await whoSeesQuestion(viewer, members),
    about: members.filter(ofTheHousehold).map(({ id, name }) => ({ id, name })),
    owners: members.filter((m) => m.current && m.seat !== 'other-parent').map(({ id, name }) => ({ id, name })),
  })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = await actIn(request, params.family)
  const may = must(viewer, 'goals:add')
  const read = await readForm(request, goalForm)
  if (!read.ok) return json({ form: read.form }, 400)
  const steps: NewStep[] = []
  for (const n of stepPlaces) {
    const [words, owner, dueOn] = [read.data[`step-${n}`], read.data[`owner-${n}`], read.data[`due-${n}`]]
    if (words === null && owner === null && dueOn === null) continue
    // A step that is begun is finished or taken out: nothing is promised without an owner and a day.
    if (words !== null && owner !== null && dueOn !== null) steps.push({ words, owner, dueOn })
    else if (dueOn === null && words !== null && owner !== null) return json({ form: { ...read.form, errors: { [`due-${n}`]: { key: 'errors:dayRequired' } } } }, 400)
    else return json({ form: { ...read.form, errors: { [words === null ? `step-${n}` : `owner-${n}`]: { key: 'errors:required' } } } }, 400)
  }
  const answer = await act(may, addGoal, {
    words: read.data.words, lang: await langOf(request), category: read.data.category, about: read.data.about, steps,
    whoSees: whoSeesOf(read.data), shareWith: read.data['share-with'], delicate: read.data.delicate, buildsOn: read.data['builds-on'],
  }, read.once)
  if (!answer.ok) return json({ form: refusedForm(read.form, answer) }, 409)
  return doneAt(`/families/${viewer.family}/goals/${answer.value}`, 'added')
}

export default function NewGoal() {
  const { t } = useWords()
  const { family, strengths, once, about, owners, who, kept } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? kept ?? newForm()
  return (
    <PlanPage title={t('goals:new.title')} family={family} picture="hill" errors={form.errors} back={{ to: `/families/${family}/goals`, text: t('goals:title') }}>
      <Form once={once}>
        <BeforeWriting who={who} />
        <TextArea form={form} name="words" label={t('goals:new.words')} hint={t('goals:new.wordsHint')} rows={3} limit={500} />
        <Radios form={form} name="category" legend={t('goals:new.category')} items={categories.map((value) => ({ value, text: t(`goals:category.${value}`) }))} />
        <Checkboxes form={form} name="about" legend={t('goals:new.about')} items={about.map(({ id, name }) => ({ value: id, text: <bdi>{name}</bdi> }))} />
        <BuildsOn form={form} strengths={strengths} />
        <h2>{t('goals:new.steps')}</h2>
        <p className="soft">{t('goals:new.stepsHint')}</p>
        {stepPlaces.map((n) => (
          <Fieldset key={n} legend={t('goals:new.step', { n: n + 1 })}>
            <Field form={form} name={`step-${n}`} label={t('goals:one.stepWords')} />
            <Select form={form} name={`owner-${n}`} label={t('goals:new.owner')} choose="" items={owners.map(({ id, name }) => ({ value: id, text: name }))} />
            <DateField form={form} name={`due-${n}`} legend={t('goals:new.due')} />
          </Fieldset>
        ))}
        <WhoSeesFields form={form} who={who} />
        <DelicateFields form={form} />
        <Actions><Button intent="add">{t('goals:new.save')}</Button></Actions>
      </Form>
      <OrRing />
    </PlanPage>
  )
}
