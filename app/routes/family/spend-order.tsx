import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { notYours } from '#app/access/not-yours.ts'
import { must, type Viewer } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { orderForm } from '#app/domain/budget/order-form.ts'
import { providersAddress, sendOrder } from '#app/domain/budget/orders.server.ts'
import { spend as spendOf, type Spend } from '#app/domain/budget/spends.server.ts'
import { actIn, lookIn } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt } from '#app/http/done.ts'
import { newFormId, readForm, refusedForm } from '#app/http/read-form.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { directoryLang } from '#app/domain/directory/say-service.ts'
import { Actions, Button } from '#app/ui/button.tsx'
import { Card } from '#app/ui/card.tsx'
import { Field, TextArea } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { Page } from '#app/ui/page.tsx'
import { SummaryList } from '#app/ui/summary-list.tsx'
import { titled } from '#app/ui/titled.ts'
import { isId, type SpendId } from '#app/values/ids.ts'
import { LanguageChoice } from '../account/language-choice.tsx'
import { Price, What } from './spend-parts.tsx'

export const handle = titled('budget:order.title')

/** An approved spend of this family that the viewer sees. */
async function approved(viewer: Viewer, id: string | undefined): Promise<Spend> {
  const found = isId(id) ? await spendOf(must(viewer, 'spend:see'), id as string as SpendId) : undefined
  if (!found || found.state !== 'approved') throw notYours()
  return found
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(await lookIn(request, params.family), 'order:send')
  const spend = await approved(viewer, params.id)
  const { family } = viewer
  return json({ family, spend, to: await providersAddress(must(viewer, 'spend:see'), spend.id), kept: await keptForm(request), once: newFormId() })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = must(await actIn(request, params.family), 'order:send')
  const { id } = await approved(viewer, params.id)
  const read = await readForm(request, orderForm)
  if (!read.ok) return json({ form: 'version' in read.form.errors ? { ...read.form, errors: { '': { key: 'errors:formGone' } } } : read.form }, 400)
  const { version, to, language, note } = read.data
  const answer = await act(viewer, sendOrder, { spend: id, version, to, lang: language, note, noteLang: await langOf(request) }, read.once)
  return answer.ok ? doneAt(`/families/${viewer.family}/budget/requests/${id}`, 'ordered') : json({ form: refusedForm(read.form, answer) }, 409)
}

export default function SendOrder() {
  const { t, format } = useWords()
  const { family, spend, to, kept, once } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? kept ?? newForm({ to, language: 'en' })
  const back = `/families/${family}/budget/requests/${spend.id}`
  return (
    <Page title={t('budget:order.title')} lead={t('budget:order.lead')} family={{ id: family, current: 'budget' }} errors={form.errors} back={{ to: back, text: t('budget:one.title') }}>
      <Form once={once}>
        <input type="hidden" name="version" value={spend.version} />
        <Field form={form} name="to" label={t('budget:order.to')} dir="ltr" inputMode="email" autoComplete="off" width={20} />
        <LanguageChoice form={form} legend={t('budget:order.lang')} />
        <TextArea form={form} name="note" label={t('budget:order.note')} hint={<>{t('budget:order.noteHint')} {t('common:optional')}</>} rows={3} limit={500} />
        <Card title={t('budget:order.they')}>
          <SummaryList
            rows={[
              { key: t('budget:check.what'), value: <What spend={spend} /> },
              { key: t('budget:check.price'), value: <Price spend={spend} /> },
              { key: t('budget:check.sum'), value: format.money(spend.pence) },
              { key: t('budget:check.payee'), value: <Said lang={spend.listed ? directoryLang : undefined}>{spend.payee}</Said> },
              { key: t('budget:one.neededOn'), value: format.day(spend.neededOn) },
            ]}
          />
        </Card>
        <Actions><Button>{t('budget:order.send')}</Button></Actions>
      </Form>
    </Page>
  )
}
