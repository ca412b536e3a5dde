import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { atTheDesk, must } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { mendPayment, paidByReference, refund } from '#app/domain/budget/mending.server.ts'
import { saidRefusal } from '#app/domain/budget/refusal-words.ts'
import { spendViewer } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { choice, pounds, words, wordsOrNone } from '#app/http/fields.ts'
import { newFormId, posted, readPosted, refusedForm } from '#app/http/read-form.ts'
import { useWords } from '#app/i18n/words.tsx'
import { wordsFor } from '#app/i18n/words.server.ts'
import { Actions, Button } from '#app/ui/button.tsx'
import { Card, Empty } from '#app/ui/card.tsx'
import { Radios } from '#app/ui/choices.tsx'
import { Field, MoneyField, TextArea } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm, type FormState } from '#app/ui/form-state.ts'
import { Details } from '#app/ui/notice.tsx'
import { Page } from '#app/ui/page.tsx'
import { titled } from '#app/ui/titled.ts'
import { deskPlaces } from './desk-places.ts'

export const handle = titled('books:back.title')

const refundForm = z.object({ spend: words(60), pence: pounds, words: wordsOrNone(500) })
const mendForm = z.object({ spend: words(60), what: choice(['paid', 'refunded']), pence: pounds, words: words(500) })

export async function loader({ request }: LoaderFunctionArgs) {
  const viewer = must(await atTheDesk(request), 'payments:pay')
  const reference = (new URL(request.url).searchParams.get('reference') ?? '').trim().toUpperCase().slice(0, 40)
  return json({
    places: deskPlaces(viewer), reference, found: reference ? ((await paidByReference(viewer, reference)) ?? null) : null, once: [newFormId(), newFormId()] as const,
    done: doneIn(request, ['refund', 'mend']), kept: (await keptForm(request, 'refund')) ?? (await keptForm(request, 'mend')),
  })
}

export async function action({ request }: ActionFunctionArgs) {
  must(await atTheDesk(request), 'payments:pay')
  const post = await posted(request)
  const lang = await langOf(request)
  const { format } = wordsFor(lang)
  if (post.intent === 'mend') {
    const read = readPosted(post, mendForm)
    if (!read.ok) return json({ open: 'mend' as const, form: read.form }, 400)
    const { spend, ...mend } = read.data
    const answer = await act(must(await spendViewer(request, spend), 'spend:pay'), mendPayment, { ...mend, lang }, read.once)
    return answer.ok ? doneAt('/desk/payments/back', 'mend') : json({ open: 'mend' as const, form: refusedForm(read.form, saidRefusal(answer, format)) }, 409)
  }
  const read = readPosted(post, refundForm)
  if (!read.ok) return json({ open: 'refund' as const, form: read.form }, 400)
  const { spend, ...back } = read.data
  const answer = await act(must(await spendViewer(request, spend), 'spend:pay'), refund, { ...back, lang }, read.once)
  return answer.ok ? doneAt('/desk/payments/back', 'refund') : json({ open: 'refund' as const, form: refusedForm(read.form, saidRefusal(answer, format)) }, 409)
}

export default function MoneyBack() {
  const { t, format } = useWords()
  const { places, reference, found, once, done, kept } = useLoaderData<typeof loader>()
  const acted = useActionData<typeof action>()
  const given: FormState = acted?.form ?? kept ?? newForm()
  const form = (of: 'refund' | 'mend') => (acted === undefined || acted.open === of ? given : newForm())
  return (
    <Page title={t('books:back.title')} lead={t('books:back.lead')} desk={{ current: 'payments', places }} errors={given.errors} done={done ? t(`books:back.done.${done}`) : undefined} back={{ to: '/desk/payments', text: t('desk:payments.title') }}>
      <form method="get">
        <Field form={newForm({ reference })} name="reference" label={t('books:back.reference')} hint={t('books:back.referenceHint')} width={20} dir="ltr" autoComplete="off" spellCheck={false} />
        <Actions><Button kind="quiet">{t('books:back.find')}</Button></Actions>
      </form>
      {found === null ? (reference ? <Card><Empty>{t('books:back.none')}</Empty></Card> : null) : (
        <Card title={<bdi>{found.payee}</bdi>}>
          <p>{t('books:back.paid', { sum: format.money(found.pence), day: format.date(found.at) })}</p>
          <Details summary={t('books:back.refund')} open={acted?.open === 'refund'}>
            <Form once={once[0]}>
              <input type="hidden" name="spend" value={found.key} />
              <MoneyField form={form('refund')} name="pence" label={t('books:back.sum')} />
              <TextArea form={form('refund')} name="words" label={t('books:change.words')} hint={t('books:change.wordsHint')} />
              <Actions><Button intent="refund">{t('books:back.save')}</Button></Actions>
            </Form>
          </Details>
          <Details summary={t('books:change.mend')} open={acted?.open === 'mend'}>
            <Form once={once[1]}>
              <input type="hidden" name="spend" value={found.key} />
              <Radios form={form('mend')} name="what" legend={t('books:back.what')} items={(['paid', 'refunded'] as const).map((value) => ({ value, text: t(`books:back.whats.${value}`) }))} />
              <MoneyField form={form('mend')} name="pence" label={t('books:change.mendSum')} />
              <TextArea form={form('mend')} name="words" label={t('books:change.mendWords')} hint={t('books:change.wordsHint')} />
              <Actions><Button intent="mend">{t('books:change.mendSave')}</Button></Actions>
            </Form>
          </Details>
        </Card>
      )}
    </Page>
  )
}
