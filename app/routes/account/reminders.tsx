import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { must, myself } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { chooseReminders, ownReminders } from '#app/domain/appointments/reminders.server.ts'
import type { reminderTimes } from '#app/domain/appointments/reminder-times.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { someOf } from '#app/http/fields.ts'
import { newFormId, readForm, refusedForm } from '#app/http/read-form.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Checkboxes } from '#app/ui/choices.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { Page } from '#app/ui/page.tsx'
import { OrRing } from '#app/ui/phone-link.tsx'
import { titled } from '#app/ui/titled.ts'

export const handle = titled('reminders:title')

const times = ['2880', '1440', '120'] as const satisfies readonly `${(typeof reminderTimes)[number]}`[]
const says = { 2880: 'reminders:before.twoDays', 1440: 'reminders:before.oneDay', 120: 'reminders:before.twoHours' } as const
const fields = z.object({ before: someOf(times) })

export async function loader({ request }: LoaderFunctionArgs) {
  const me = must(await myself(request), 'account:keep')
  const [chosen, kept] = await Promise.all([ownReminders(me), keptForm(request)])
  return json({ chosen, kept, once: newFormId(), done: doneIn(request, ['kept']) })
}

export async function action({ request }: ActionFunctionArgs) {
  const me = must(await myself(request), 'account:keep')
  const read = await readForm(request, fields)
  if (!read.ok) return json({ form: read.form }, 400)
  const answer = await act(me, chooseReminders, { before: read.data.before.map(Number) }, read.once)
  return answer.ok ? doneAt('/account/reminders', 'kept') : json({ form: refusedForm(read.form, answer) }, 409)
}

/** When somebody is reminded of an appointment. */
export default function Reminders() {
  const { t } = useWords()
  const { chosen, kept, once, done } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? kept ?? newForm({ before: chosen.map(String) })
  return (
    <Page title={t('reminders:title')} lead={t('reminders:lead')} errors={form.errors} done={done ? t('reminders:done') : null} back={{ to: '/account', text: t('account:own.title') }}>
      <Form once={once}>
        <Checkboxes form={form} name="before" legend={t('reminders:when')} hint={t('reminders:whenHint')} items={times.map((value) => ({ value, text: t(says[value]) }))} />
        <Actions><Button>{t('reminders:go')}</Button></Actions>
      </Form>
      <p>{t('reminders:how')}</p>
      <p>{t('reminders:meetings')}</p>
      <p>{t('reminders:guarded')}</p>
      <p><a href="/account/contact">{t('reminders:contact')}</a></p>
      <OrRing />
    </Page>
  )
}
