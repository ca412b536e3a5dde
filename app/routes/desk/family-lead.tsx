import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { notYours } from '#app/access/not-yours.ts'
import { atTheDesk, must } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { adultsToAgree, nameLead, needsLead, whoCanLead } from '#app/domain/family/members.server.ts'
import { familyOf } from '#app/domain/family/people.server.ts'
import { moneyViewer, noteLooking } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt } from '#app/http/done.ts'
import { thing, things } from '#app/http/fields.ts'
import { newFormId, readForm, refusedForm } from '#app/http/read-form.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Empty } from '#app/ui/card.tsx'
import { Checkboxes } from '#app/ui/choices.tsx'
import { Select } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { Page } from '#app/ui/page.tsx'
import { titled } from '#app/ui/titled.ts'
import type { MemberId, PersonId } from '#app/values/ids.ts'
import { deskPlaces } from './desk-places.ts'

export const handle = titled('desk:lead.title')

const leadForm = z.object({ to: thing<PersonId>(), 'agreed-by': things<MemberId>() })

export async function loader({ request, params }: LoaderFunctionArgs) {
  const desk = await atTheDesk(request)
  const viewer = must(await moneyViewer(request, params.family), 'lead:name')
  // Who is who is shown only while there is nobody who leads.
  if (!(await needsLead(viewer))) throw notYours()
  await act(viewer, noteLooking, { page: 'people', because: 'lead-to-name' })
  const [family, colleagues, adults] = await Promise.all([familyOf(viewer), whoCanLead(viewer), adultsToAgree(viewer)])
  return json({ places: deskPlaces(desk), name: family.name, colleagues, adults, kept: await keptForm(request), once: newFormId() })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = must(await moneyViewer(request, params.family), 'lead:name')
  const read = await readForm(request, leadForm)
  if (!read.ok) return json({ form: read.form }, 400)
  const answer = await act(viewer, nameLead, { to: read.data.to, agreedBy: read.data['agreed-by'] }, read.once)
  // Somebody else named one a moment ago: the desk says who.
  if (!answer.ok && answer.why === 'has-a-lead') return doneAt('/desk', 'named')
  return answer.ok ? doneAt('/desk', 'named') : json({ form: refusedForm(read.form, answer) }, 409)
}

export default function NameLead() {
  const { t } = useWords()
  const { places, name, colleagues, adults, kept, once } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? kept ?? newForm()
  return (
    <Page title={t('desk:lead.title')} above={<bdi>{name}</bdi>} lead={t('desk:lead.lead')} errors={form.errors} desk={{ current: 'desk', places }} back={{ to: '/desk#team', text: t('desk:home.title') }}>
      {colleagues.length === 0 ? <Empty>{t('desk:lead.nobody')}</Empty> : (
        <Form once={once}>
          <Select form={form} name="to" label={t('desk:lead.who')} choose="" items={colleagues.map(({ person, name: text }) => ({ value: person, text }))} />
          <Checkboxes
            form={form} name="agreed-by" legend={t('desk:lead.agreed')} hint={t('desk:lead.agreedHint')}
            items={adults.map((adult) => ({ value: adult.id as string, text: <bdi>{adult.name}</bdi> }))}
          />
          <Actions><Button intent="name">{t('desk:lead.save')}</Button></Actions>
        </Form>
      )}
    </Page>
  )
}
