import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { must, viewerIn } from '#app/access/viewer.server.ts'
import { makeBudget } from '#app/domain/budget/budgets.server.ts'
import { membersOf } from '#app/domain/family/people.server.ts'
import { WhoSeesFields, whoCanBeNamed, whoSeesFields, whoSeesOf, type WhoCanBeNamed } from '#app/domain/sharing/who-sees.tsx'
import { lookIn } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt } from '#app/http/done.ts'
import { dayTyped, pounds, words } from '#app/http/fields.ts'
import { newFormId, posted, readPosted, refusedForm } from '#app/http/read-form.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { DateField } from '#app/ui/date-field.tsx'
import { Field, MoneyField } from '#app/ui/field.tsx'
import { Fieldset } from '#app/ui/fieldset.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { Page } from '#app/ui/page.tsx'
import { titled } from '#app/ui/titled.ts'

export const handle = titled('budget:start.title')

const { 'share-with': _nobody, ...whoSees } = whoSeesFields
const first = { name: words(80), source: words(80), pence: pounds, until: dayTyped, ...whoSees }
const oneSource = z.object(first)
const twoSources = z.object({ ...first, 'source-2': words(80), 'pence-2': pounds, 'expires-2': dayTyped })

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(await lookIn(request, params.family), 'budget:make')
  // Whoever makes it is inside already, and money is never shared by name.
  const who: WhoCanBeNamed = { ...whoCanBeNamed(await membersOf(viewer), viewer.member), lead: null, network: [] }
  return json({ family: viewer.family, once: newFormId(), who })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = must(await viewerIn(request, params.family), 'budget:make')
  const post = await posted(request)
  const second = ['source-2', 'pence-2', 'expires-2-day', 'expires-2-month', 'expires-2-year'].some((name) => String(post.values[name] ?? '').trim() !== '')
  const read = readPosted(post, oneSource)
  const more = second ? readPosted(post, twoSources) : null
  if (!read.ok || more?.ok === false) return json({ form: more?.ok === false ? more.form : read.form }, 400)
  const { name, source, pence, until } = read.data
  const other = more ? [{ source: more.data['source-2'], pence: more.data['pence-2'], expiresOn: more.data['expires-2'] }] : []
  const answer = await act(viewer, makeBudget, {
    name, holding: 'council', from: viewer.today, until, sources: [{ source, pence, expiresOn: until }, ...other], whoSees: whoSeesOf(read.data),
  }, read.once)
  if (!answer.ok) return json({ form: refusedForm(read.form, { ...answer, field: answer.field === 'expires' ? 'expires-2' : answer.field }) }, 409)
  return doneAt(`/families/${viewer.family}/budget?budget=${answer.value}`, 'made')
}

export default function NewBudget() {
  const { t } = useWords()
  const { family, once, who } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? newForm({ name: t('budget:start.nameValue') })
  return (
    <Page title={t('budget:start.title')} family={{ id: family, current: 'budget' }} errors={form.errors} back={{ to: `/families/${family}/budget`, text: t('budget:title') }}>
      <Form once={once}>
        <Field form={form} name="name" label={t('budget:start.name')} />
        <MoneyField form={form} name="pence" label={t('budget:start.sum')} />
        <Field form={form} name="source" label={t('budget:start.source')} hint={t('budget:start.sourceHint')} />
        <DateField form={form} name="until" legend={t('budget:start.until')} />
        <Fieldset legend={t('budget:start.second')} hint={t('budget:start.secondHint')}>
          <Field form={form} name="source-2" label={t('budget:start.source')} />
          <MoneyField form={form} name="pence-2" label={t('budget:start.sum')} />
          <DateField form={form} name="expires-2" legend={t('budget:start.expires')} />
        </Fieldset>
        <WhoSeesFields form={form} who={who} />
        <Actions><Button intent="make">{t('budget:start.save')}</Button></Actions>
      </Form>
    </Page>
  )
}
