import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { atTheDesk, must } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { answeredAndOpen } from '#app/domain/budget/bank-answers.server.ts'
import { markPaid, toPay } from '#app/domain/budget/payments.server.ts'
import { runsOf } from '#app/domain/budget/payment-runs.server.ts'
import { spendViewer } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { thing, words } from '#app/http/fields.ts'
import { newFormId, readForm, refusedForm } from '#app/http/read-form.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button, ButtonLink } from '#app/ui/button.tsx'
import { CardTitle, Empty } from '#app/ui/card.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { Notice } from '#app/ui/notice.tsx'
import { Page } from '#app/ui/page.tsx'
import { Table } from '#app/ui/table.tsx'
import { titled } from '#app/ui/titled.ts'
import type { PaymentId } from '#app/values/ids.ts'
import { deskPlaces } from './desk-places.ts'

export const handle = titled('desk:payments.title')

const paidForm = z.object({ spend: words(60), payment: thing<PaymentId>() })

export async function loader({ request }: LoaderFunctionArgs) {
  const viewer = must(await atTheDesk(request), 'payments:pay')
  const [payable, runs, waiting] = await Promise.all([toPay(viewer), runsOf(viewer), answeredAndOpen(viewer)])
  return json({ places: deskPlaces(viewer), payable: payable.map((one) => ({ ...one, once: newFormId() })), runs, waiting, kept: await keptForm(request), done: doneIn(request, ['paid', 'account', 'undone']) })
}

export async function action({ request }: ActionFunctionArgs) {
  must(await atTheDesk(request), 'payments:pay')
  const read = await readForm(request, paidForm)
  if (!read.ok) return json({ form: { ...read.form, errors: { '': { key: 'errors:formGone' } } } }, 400)
  const viewer = must(await spendViewer(request, read.data.spend), 'spend:pay')
  const answer = await act(viewer, markPaid, { payment: read.data.payment }, read.once)
  return answer.ok ? doneAt('/desk/payments', 'paid') : json({ form: refusedForm(read.form, answer) }, 409)
}

export default function Payments() {
  const { t, format } = useWords()
  const { places, payable, runs, waiting, kept, done } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? kept ?? newForm()
  return (
    <Page title={t('desk:payments.title')} desk={{ current: 'payments', places }} errors={form.errors} done={done ? t(`paying:done.${done}`) : undefined} lead={payable.length > 0 ? t('paying:lead') : undefined} wide>
      {waiting > 0 ? <Notice tone="sun"><p>{t('paying:waiting', { count: waiting })}</p><p><a href="/desk/payments/bank">{t('paying:bank.title')}</a></p></Notice> : null}
      {payable.length === 0 ? <Empty>{t('desk:payments.none')}</Empty> : (
        <Table
          caption={t('desk:payments.title')} captionHidden
          columns={[{ head: t('desk:payments.payee') }, { head: t('desk:payments.reference') }, { head: t('desk:payments.since') }, { head: t('desk:payments.sum'), numeric: true }, { head: t('paying:account.head') }, { head: t('desk:payments.paid') }]}
          rows={payable.map((one) => ({
            id: one.payment,
            cells: [
              <bdi key="payee">{one.payee}</bdi>, <bdi key="reference">{one.reference}</bdi>, format.date(one.since), format.money(one.pence),
              <span key="account">
                {one.reason === null ? null : <span className="soft">{t('paying:cameBack', { reason: one.reason })}<br /></span>}
                <a href={`/desk/payments/account/${one.key}`}>{t(one.account ? 'paying:account.change' : 'paying:account.give')}<span className="vh">{`: ${one.payee}`}</span></a>
              </span>,
              <Form key="paid" once={one.once}>
                <input type="hidden" name="spend" value={one.key} />
                <input type="hidden" name="payment" value={one.payment} />
                <Button kind="quiet" intent="paid">{t('desk:payments.paid')}<span className="vh">{`: ${t('desk:payments.paidWhat', { sum: format.money(one.pence), payee: one.payee })}`}</span></Button>
              </Form>,
            ],
          }))}
        />
      )}
      <Actions>
        {payable.some((one) => one.account) ? <ButtonLink to="/desk/payments/runs/new">{t('paying:make.title')}</ButtonLink> : null}
        <ButtonLink to="/desk/payments/bank" kind="quiet">{t('paying:bank.title')}</ButtonLink>
        <ButtonLink to="/desk/payments/back" kind="quiet">{t('books:back.title')}</ButtonLink>
      </Actions>
      {runs.length === 0 ? null : (
        <>
          <CardTitle>{t('paying:runs.title')}</CardTitle>
          <Table
            caption={t('paying:runs.title')} captionHidden
            columns={[{ head: t('paying:runs.made') }, { head: t('paying:runs.payOn') }, { head: t('paying:runs.count'), numeric: true }, { head: t('desk:payments.sum'), numeric: true }, { head: t('paying:runs.state') }]}
            rows={runs.map((one) => ({
              id: one.id,
              cells: [<a key="made" href={`/desk/payments/runs/${one.id}`}>{format.date(one.madeAt)}</a>, format.date(one.payOn), format.number(one.count), format.money(one.pence), t(`paying:state.${one.state === 'released' && one.open === 0 ? 'answered' : one.state}`)],
            }))}
          />
        </>
      )}
    </Page>
  )
}
