import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { must, viewerIn } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { budgetField, readBudgetForm } from '#app/domain/budget/budget-form.ts'
import { makeBudget } from '#app/domain/budget/budgets.server.ts'
import { membersOf } from '#app/domain/family/people.server.ts'
import { WhoSeesFields, whoCanBeNamed, whoSeesFields, whoSeesOf, type WhoCanBeNamed } from '#app/domain/sharing/who-sees.tsx'
import { lookIn } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt } from '#app/http/done.ts'
import { newFormId, posted, refusedForm } from '#app/http/read-form.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { Page } from '#app/ui/page.tsx'
import { titled } from '#app/ui/titled.ts'
import { BudgetFields } from './budget-fields.tsx'

export const handle = titled('budget:start.title')

const { 'share-with': _nobody, ...whoSees } = whoSeesFields

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(await lookIn(request, params.family), 'budget:make')
  // Whoever makes it is inside already, and money is never shared by name.
  const who: WhoCanBeNamed = { ...whoCanBeNamed(await membersOf(viewer), viewer.member), lead: null, network: [] }
  return json({ family: viewer.family, once: newFormId(), kept: await keptForm(request), who })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = must(await viewerIn(request, params.family), 'budget:make')
  const read = readBudgetForm(await posted(request), whoSees, viewer.today)
  if (!read.ok) return json({ form: read.form }, 400)
  const answer = await act(viewer, makeBudget, { ...read.data.budget, whoSees: whoSeesOf(read.data.more) }, read.once)
  if (!answer.ok) return json({ form: refusedForm(read.form, { ...answer, field: budgetField(answer.field) }) }, 409)
  return doneAt(`/families/${viewer.family}/budget?budget=${answer.value}`, 'made')
}

export default function NewBudget() {
  const { t } = useWords()
  const { family, once, kept, who } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? kept ?? newForm({ name: t('budget:start.nameValue') })
  return (
    <Page title={t('budget:start.title')} family={{ id: family, current: 'budget' }} errors={form.errors} back={{ to: `/families/${family}/budget`, text: t('budget:title') }}>
      <Form once={once}>
        <BudgetFields form={form} />
        <WhoSeesFields form={form} who={who} />
        <Actions><Button intent="make">{t('budget:start.save')}</Button></Actions>
      </Form>
    </Page>
  )
}
