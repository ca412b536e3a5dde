import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { atTheDesk, must } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { watchAgenda } from '#app/domain/budget/panel-agenda.server.ts'
import { makePanelDay, panelDays } from '#app/domain/budget/panel.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { dayTyped } from '#app/http/fields.ts'
import { newFormId, readForm, refusedForm } from '#app/http/read-form.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Card, Empty, Rows } from '#app/ui/card.tsx'
import { DateField } from '#app/ui/date-field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { Page } from '#app/ui/page.tsx'
import { titled } from '#app/ui/titled.ts'
import { deskPlaces } from './desk-places.ts'

export const handle = titled('panel:title')

const dayForm = z.object({ on: dayTyped })

export async function loader({ request }: LoaderFunctionArgs) {
  const viewer = must(await atTheDesk(request), 'panel:plan')
  return json({ places: deskPlaces(viewer), ...(await panelDays(viewer)), kept: await keptForm(request), once: newFormId(), done: doneIn(request, ['off']) })
}

export async function action({ request }: ActionFunctionArgs) {
  const viewer = must(await atTheDesk(request), 'panel:plan')
  const read = await readForm(request, dayForm)
  if (!read.ok) return json({ form: read.form }, 400)
  const answer = await act(viewer, makePanelDay, read.data, read.once)
  if (!answer.ok) return json({ form: refusedForm(read.form, answer) }, 409)
  await watchAgenda(viewer.db, viewer.now)
  return doneAt(`/desk/panel/${answer.value}`, 'made')
}

/** The days of the panel: those that come, and those that were. */
export default function Panel() {
  const { t, format } = useWords()
  const { places, coming, past, kept, once, done } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? kept ?? newForm()
  const line = (day: (typeof coming)[number]) => <p key={day.id}><a href={`/desk/panel/${day.id}`}>{format.dayWithYear(day.on)}</a></p>
  return (
    <Page title={t('panel:title')} lead={t('panel:lead')} desk={{ current: 'panel', places }} errors={form.errors} done={done ? t('panel:done.off') : undefined}>
      <Card title={t('panel:coming')}>{coming.length === 0 ? <Empty>{t('panel:none')}</Empty> : <Rows>{coming.map(line)}</Rows>}</Card>
      <Card title={t('panel:make.title')}>
        <Form once={once}>
          <DateField form={form} name="on" legend={t('panel:make.on')} hint={t('panel:make.hint')} />
          <Actions><Button intent="make">{t('panel:make.go')}</Button></Actions>
        </Form>
      </Card>
      {past.length === 0 ? null : <Card title={t('panel:past')}><Rows>{past.map(line)}</Rows></Card>}
    </Page>
  )
}
