import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { atTheDesk, must } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { freezeRun, mostOfARun } from '#app/domain/budget/payment-runs.server.ts'
import { toPay } from '#app/domain/budget/payments.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt } from '#app/http/done.ts'
import { dayTyped, things } from '#app/http/fields.ts'
import { newFormId, readForm, refusedForm } from '#app/http/read-form.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Empty } from '#app/ui/card.tsx'
import { Checkboxes } from '#app/ui/choices.tsx'
import { DateField } from '#app/ui/date-field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { Page } from '#app/ui/page.tsx'
import { titled } from '#app/ui/titled.ts'
import type { PaymentId } from '#app/values/ids.ts'
import { deskPlaces } from './desk-places.ts'

export const handle = titled('paying:make.title')

const runForm = z.object({ payments: things<PaymentId>(), payOn: dayTyped })

export async function loader({ request }: LoaderFunctionArgs) {
  const viewer = must(await atTheDesk(request), 'payments:pay')
  const payable = (await toPay(viewer, mostOfARun)).filter((one) => one.account)
  const [year, month, day] = viewer.today.split('-').map(Number)
  const values = { payments: payable.map((one) => one.payment as string), 'payOn-day': String(day), 'payOn-month': String(month), 'payOn-year': String(year) }
  return json({ places: deskPlaces(viewer), payable, values, kept: await keptForm(request), once: newFormId() })
}

export async function action({ request }: ActionFunctionArgs) {
  const viewer = must(await atTheDesk(request), 'payments:pay')
  const read = await readForm(request, runForm)
  if (!read.ok) return json({ form: read.form }, 400)
  if (read.data.payments.length === 0) return json({ form: { ...read.form, errors: { payments: { key: 'errors:tickPayment' } } } }, 400)
  const answer = await act(viewer, freezeRun, read.data, read.once)
  return answer.ok ? doneAt(`/desk/payments/runs/${answer.value}`, 'made') : json({ form: refusedForm(read.form, answer) }, 409)
}

export default function NewRun() {
  const { t, format } = useWords()
  const { places, payable, values, kept, once } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? kept ?? newForm(values)
  return (
    <Page title={t('paying:make.title')} lead={t('paying:make.lead')} desk={{ current: 'payments', places }} errors={form.errors} back={{ to: '/desk/payments', text: t('desk:payments.title') }}>
      {payable.length === 0 ? <Empty>{t('paying:make.none')}</Empty> : (
        <Form once={once}>
          <Checkboxes form={form} name="payments" legend={t('paying:make.which')} items={payable.map((one) => ({ value: one.payment, text: t('desk:payments.paidWhat', { sum: format.money(one.pence), payee: one.payee }), hint: one.reference }))} />
          <DateField form={form} name="payOn" legend={t('paying:make.payOn')} />
          <Actions><Button intent="freeze">{t('paying:make.go')}</Button></Actions>
        </Form>
      )}
    </Page>
  )
}
