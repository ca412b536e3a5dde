import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { notYours } from '#app/access/not-yours.ts'
import { atTheDesk, must } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { accountOf, giveAccount } from '#app/domain/budget/payee-accounts.server.ts'
import { spendViewer } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { accountNumber, sortCode } from '#app/http/account-fields.ts'
import { doneAt } from '#app/http/done.ts'
import { words } from '#app/http/fields.ts'
import { newFormId, readForm, refusedForm } from '#app/http/read-form.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Field } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { Page } from '#app/ui/page.tsx'
import { titled } from '#app/ui/titled.ts'
import { deskPlaces } from './desk-places.ts'

export const handle = titled<typeof loader>(({ t }, data) => t('paying:account.title', { payee: data.payee }))

const accountForm = z.object({ name: words(70), sort: sortCode, number: accountNumber })

async function payeeIn(request: Request, key: string | undefined) {
  const desk = must(await atTheDesk(request), 'payments:pay')
  const viewer = must(await spendViewer(request, key), 'spend:pay')
  const found = await accountOf(viewer)
  if (!found) throw notYours()
  return { desk, viewer, found }
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { desk, found } = await payeeIn(request, params.key)
  const { account, payee } = found
  const values = account ? { name: account.name, sort: account.sortCode, number: account.number } : { name: payee.slice(0, 70) }
  return json({ places: deskPlaces(desk), payee, values, kept: await keptForm(request), once: newFormId() })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { viewer } = await payeeIn(request, params.key)
  const read = await readForm(request, accountForm)
  if (!read.ok) return json({ form: read.form }, 400)
  const { name, sort, number } = read.data
  const answer = await act(viewer, giveAccount, { name, sortCode: sort, number }, read.once)
  return answer.ok ? doneAt('/desk/payments', 'account') : json({ form: refusedForm(read.form, answer) }, 409)
}

export default function PayeeAccount() {
  const { t } = useWords()
  const { places, payee, values, kept, once } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? kept ?? newForm(values)
  return (
    <Page title={t('paying:account.title', { payee })} lead={t('paying:account.lead')} desk={{ current: 'payments', places }} errors={form.errors} back={{ to: '/desk/payments', text: t('desk:payments.title') }}>
      <Form once={once}>
        <Field form={form} name="name" label={t('paying:account.name')} hint={t('paying:account.nameHint')} autoComplete="off" />
        <Field form={form} name="sort" label={t('paying:account.sort')} hint={t('paying:account.sortHint')} width={10} inputMode="numeric" autoComplete="off" />
        <Field form={form} name="number" label={t('paying:account.number')} hint={t('paying:account.numberHint')} width={10} inputMode="numeric" autoComplete="off" />
        <Actions><Button intent="give">{t('paying:account.save')}</Button></Actions>
      </Form>
    </Page>
  )
}
