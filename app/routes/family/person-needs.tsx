import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { notYours } from '#app/access/not-yours.ts'
import { seatsOfTheFamily } from '#app/access/powers.ts'
import { must, type May, type Viewer } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { languageIsSaid, needFields } from '#app/domain/appointments/booking-form.ts'
import { keepNeeds, knownNeeds } from '#app/domain/appointments/known-needs.server.ts'
import { NeedsFields } from '#app/domain/appointments/needs-fields.tsx'
import { membersOf, ofTheHousehold } from '#app/domain/family/people.server.ts'
import { actIn, lookIn } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { newFormId, readForm, refusedForm } from '#app/http/read-form.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { Page } from '#app/ui/page.tsx'
import { OrRing } from '#app/ui/phone-link.tsx'
import { titled } from '#app/ui/titled.ts'

export const handle = titled<typeof loader>(({ t }, data) => t('booking:record.title', { name: data.name }))

const fields = z.object(needFields).superRefine(languageIsSaid)

/** Somebody of the household; 404 for anybody else. */
async function theOne(viewer: May<'appointments:book'> | Viewer, id: string | undefined) {
  const member = (await membersOf(viewer)).find((one) => one.id === id)
  if (!member || !ofTheHousehold(member)) throw notYours()
  return member
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(await lookIn(request, params.family), 'appointments:book')
  const member = await theOne(viewer, params.id)
  const known = await knownNeeds(viewer, [member.id])
  return json({ family: viewer.family, ours: seatsOfTheFamily.has(viewer.seat as never), id: member.id, name: member.name, known, once: newFormId(), kept: await keptForm(request), done: doneIn(request, ['kept']) !== null })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = must(await actIn(request, params.family), 'appointments:book')
  const member = await theOne(viewer, params.id)
  const read = await readForm(request, fields)
  if (!read.ok) return json({ form: read.form }, 400)
  const { needs, comfort, 'interpreter-lang': lang } = read.data
  const answer = await act(viewer, keepNeeds, { member: member.id, needs: comfort === 'either' ? needs : [...needs, comfort], interpreterLang: needs.includes('interpreter') ? lang as string : null }, read.once)
  return answer.ok ? doneAt(`/families/${viewer.family}/people/${member.id}/needs`, 'kept') : json({ form: refusedForm(read.form, answer) }, 409)
}

export default function PersonNeeds() {
  const { t } = useWords()
  const { family, ours, id, name, known, once, kept, done } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? kept ?? newForm({
    needs: known.needs, comfort: known.needs.find((need) => need === 'woman' || need === 'man') ?? 'either', ...(known.interpreterLang ? { 'interpreter-lang': known.interpreterLang } : {}),
  })
  return (
    <Page
      title={t('booking:record.title', { name })} lead={t('booking:record.lead')} family={{ id: family, current: 'people' }} errors={form.errors} back={{ to: `/families/${family}/people/${id}`, text: name }}
      done={done ? t('booking:record.done') : undefined}
    >
      <Form once={once}>
        <NeedsFields form={form} hint={t('booking:record.hint')} />
        <Actions><Button intent="keep">{t('booking:record.save')}</Button></Actions>
      </Form>
      <p><a href={`/families/${family}/dates`}>{t(ours ? 'dates:link' : 'dates:linkTheirs')}</a></p>
      <OrRing />
    </Page>
  )
}
