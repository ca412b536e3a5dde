import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { atTheDesk, must } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { mostBytes, readBankFile } from '#app/domain/budget/bank-answer.ts'
import { answeredAndOpen, oddities, readBank, seeOddity, settleAnswered } from '#app/domain/budget/bank-answers.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { choice, words } from '#app/http/fields.ts'
import { newFormId, posted, readPosted, refusedForm } from '#app/http/read-form.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { CardTitle } from '#app/ui/card.tsx'
import { FileField } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { Notice } from '#app/ui/notice.tsx'
import { Page } from '#app/ui/page.tsx'
import { Table } from '#app/ui/table.tsx'
import { titled } from '#app/ui/titled.ts'
import { deskPlaces } from './desk-places.ts'

export const handle = titled('paying:bank.title')

const oddForm = z.object({ reference: words(40), why: choice(['unknown', 'other-sum', 'came-back', 'paid-after-all']) })
/** What a button beside an oddity says that the bank did; `seen` says nothing. */
const oddSteps = { seen: null, 'due-again': 'due-again', paid: 'paid' } as const

export async function loader({ request }: LoaderFunctionArgs) {
  const viewer = must(await atTheDesk(request), 'payments:pay')
  const [odd, waiting] = await Promise.all([oddities(viewer), answeredAndOpen(viewer)])
  return json({ places: deskPlaces(viewer), odd: odd.map((one) => ({ ...one, once: newFormId() })), waiting, kept: await keptForm(request), done: doneIn(request, ['read', 'seen', 'due-again', 'was-paid', 'went-on']), once: [newFormId(), newFormId()] as const })
}

export async function action({ request }: ActionFunctionArgs) {
  const viewer = must(await atTheDesk(request), 'payments:pay')
  const copy = request.clone()
  const post = await posted(request)
  if (post.intent === 'seen' || post.intent === 'due-again' || post.intent === 'paid') {
    const read = readPosted(post, oddForm)
    if (!read.ok) return json({ form: { ...read.form, errors: { '': { key: 'errors:formGone' } } } }, 400)
    const answer = await act(viewer, seeOddity, { ...read.data, step: oddSteps[post.intent] }, read.once)
    if (!answer.ok) return json({ form: refusedForm(read.form, answer) }, 409)
    await settleAnswered(viewer)
    return doneAt('/desk/payments/bank', post.intent === 'paid' ? 'was-paid' : post.intent)
  }
  const read = readPosted(post, z.object({}))
  if (!read.ok) return json({ form: read.form }, 400)
  if (post.intent === 'go-on') {
    await settleAnswered(viewer)
    return doneAt('/desk/payments/bank', 'went-on')
  }
  const wrong = (key: string, values?: Record<string, number>) => json({ form: { ...read.form, errors: { file: values ? { key, values } : { key } } } }, 400)
  const file = (await copy.formData().catch(() => undefined))?.get('file')
  if (!file || typeof file === 'string' || file.size === 0) return wrong('errors:required')
  if (file.size > mostBytes) return wrong('errors:fileTooBig', { max: mostBytes / 1_000_000 })
  const answers = readBankFile(await file.text())
  if (!answers) return wrong('errors:notBankFile')
  // What makes it harmless twice is what it says, not the form that brought it.
  const answer = await act(viewer, readBank, { answers })
  if (!answer.ok) return json({ form: refusedForm(read.form, answer) }, 409)
  await settleAnswered(viewer)
  return doneAt('/desk/payments/bank', 'read')
}

export default function Bank() {
  const { t, format } = useWords()
  const { places, odd, waiting, kept, done, once } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? kept ?? newForm()
  return (
    <Page title={t('paying:bank.title')} lead={t('paying:bank.lead')} desk={{ current: 'payments', places }} errors={form.errors} done={done ? t(`paying:done.${done}`) : undefined} back={{ to: '/desk/payments', text: t('desk:payments.title') }} wide>
      {waiting === 0 ? null : (
        <Notice tone="sun">
          <p>{t('paying:waiting', { count: waiting })}</p>
          <Form once={once[1]}><Actions><Button intent="go-on" kind="quiet">{t('paying:bank.goOn')}</Button></Actions></Form>
        </Notice>
      )}
      <Form once={once[0]} multipart>
        <FileField form={form} name="file" label={t('paying:bank.file')} hint={t('paying:bank.hint')} accept=".xml,.csv,application/xml,text/xml,text/csv" />
        <Actions><Button intent="read">{t('paying:bank.read')}</Button></Actions>
      </Form>
      {odd.length === 0 ? null : (
        <>
          <CardTitle>{t('paying:bank.odd')}</CardTitle>
          <Table
            caption={t('paying:bank.odd')} captionHidden
            columns={[{ head: t('desk:payments.reference') }, { head: t('desk:payments.sum'), numeric: true }, { head: t('paying:bank.why') }, { head: t('paying:bank.seen') }]}
            rows={odd.map((one) => ({
              id: `${one.reference} ${one.why} ${one.pence}`,
              cells: [
                <bdi key="reference">{one.reference}</bdi>, format.money(one.pence), t(`paying:odd.${one.why}`),
                <Form key="seen" once={one.once}>
                  <input type="hidden" name="reference" value={one.reference} />
                  <input type="hidden" name="why" value={one.why} />
                  {one.steps.map((step) => <Button key={step} kind="quiet" intent={step}>{t(`paying:step.${step}`)}<span className="vh">{`: ${one.reference}`}</span></Button>)}
                  <Button kind="quiet" intent="seen">{t('paying:bank.seen')}<span className="vh">{`: ${one.reference}`}</span></Button>
                </Form>,
              ],
            }))}
          />
        </>
      )}
    </Page>
  )
}
