import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { notYours } from '#app/access/not-yours.ts'
import { atTheDesk, must } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { sayNotPaid, settleAnswered } from '#app/domain/budget/bank-answers.server.ts'
import { releaseRun, run, undoRun } from '#app/domain/budget/payment-runs.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { wordsOrNone } from '#app/http/fields.ts'
import { newFormId, posted, readPosted, refusedForm } from '#app/http/read-form.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button, ButtonLink } from '#app/ui/button.tsx'
import { Select } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { Details } from '#app/ui/notice.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { Page } from '#app/ui/page.tsx'
import { SummaryList } from '#app/ui/summary-list.tsx'
import { Table } from '#app/ui/table.tsx'
import { titled } from '#app/ui/titled.ts'
import { isId, type RunId } from '#app/values/ids.ts'
import { deskPlaces } from './desk-places.ts'

export const handle = titled('paying:run.title')

/** One payment of the run by its reference; empty, all that the bank has not answered. */
const notPaidForm = z.object({ reference: wordsOrNone(40) })

async function runIn(request: Request, id: string | undefined) {
  const viewer = must(await atTheDesk(request), 'payments:pay')
  const found = isId(id) ? await run(viewer, id as RunId) : undefined
  if (!found) throw notYours()
  return { viewer, found }
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { viewer, found } = await runIn(request, params.run)
  return json({ places: deskPlaces(viewer), run: found, kept: await keptForm(request), done: doneIn(request, ['made', 'released', 'due-again']), once: newFormId(), notPaid: newFormId() })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { viewer, found } = await runIn(request, params.run)
  const post = await posted(request)
  if (post.intent === 'not-paid') {
    const read = readPosted(post, notPaidForm)
    if (!read.ok) return json({ form: { values: {}, errors: { '': { key: 'errors:formGone' } } } }, 400)
    const answer = await act(viewer, sayNotPaid, { run: found.id, reference: read.data.reference }, read.once)
    if (!answer.ok) return json({ form: refusedForm(read.form, answer) }, 409)
    await settleAnswered(viewer)
    return doneAt(`/desk/payments/runs/${found.id}`, 'due-again')
  }
  const read = readPosted(post, z.object({}))
  if (!read.ok || (post.intent !== 'release' && post.intent !== 'undo')) return json({ form: { values: {}, errors: { '': { key: 'errors:formGone' } } } }, 400)
  const answer = post.intent === 'release' ? await act(viewer, releaseRun, { run: found.id }, read.once) : await act(viewer, undoRun, { run: found.id }, read.once)
  if (!answer.ok) return json({ form: refusedForm(read.form, answer) }, 409)
  return post.intent === 'release' ? doneAt(`/desk/payments/runs/${found.id}`, 'released') : doneAt('/desk/payments', 'undone')
}

export default function OneRun() {
  const { t, format } = useWords()
  const { places, run: one, kept, done, once, notPaid } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? kept ?? newForm()
  const here = `/desk/payments/runs/${one.id}`
  return (
    <Page title={t('paying:run.title')} desk={{ current: 'payments', places }} errors={form.errors} done={done ? t(`paying:done.${done}`) : undefined} back={{ to: '/desk/payments', text: t('desk:payments.title') }} wide>
      <SummaryList
        rows={[
          { key: t('paying:runs.state'), value: t(`paying:state.${one.state === 'released' && one.open === 0 ? 'answered' : one.state}`) },
          { key: t('desk:payments.sum'), value: format.money(one.pence) },
          { key: t('paying:runs.payOn'), value: format.date(one.payOn) },
          { key: t('paying:run.madeBy'), value: <bdi>{one.madeBy}</bdi> },
          ...(one.releasedBy === null ? [] : [{ key: t('paying:run.releasedBy'), value: <bdi>{one.releasedBy}</bdi> }]),
        ]}
      />
      {one.state === 'released' ? (
        <Actions>
          <ButtonLink to={`${here}/pain.001.xml`}>{t('paying:run.xml')}</ButtonLink>
          <ButtonLink to={`${here}/payments.csv`} kind="quiet">{t('paying:run.csv')}</ButtonLink>
        </Actions>
      ) : null}
      {one.state === 'frozen' ? (
        <Form once={once}>
          {one.mine ? <p>{t('paying:run.other')}</p> : null}
          <Actions>
            {one.mine ? null : <Button intent="release">{t('paying:run.release')}</Button>}
            <Button intent="undo" kind="quiet">{t('paying:run.undo')}</Button>
          </Actions>
        </Form>
      ) : null}
      {one.state === 'released' && one.open > 0 ? (
        <Details summary={t('paying:run.notPaid')}>
          <Form once={notPaid}>
            <Select form={form} name="reference" label={t('paying:run.which')} choose={t('paying:run.allOpen', { number: one.open })} items={one.lines.filter((line) => line.answer === null).map((line) => ({ value: line.reference, text: `${line.reference}: ${line.payee}, ${format.money(line.pence)}` }))} />
            <p className="soft">{t('paying:run.notPaidHint')}</p>
            <Actions><Button kind="warning" intent="not-paid">{t('paying:run.notPaidSend')}</Button></Actions>
          </Form>
        </Details>
      ) : null}
      <Table
        caption={t('paying:run.lines')} captionHidden
        columns={[{ head: t('desk:payments.payee') }, { head: t('desk:payments.reference') }, { head: t('desk:payments.sum'), numeric: true }, { head: t('paying:run.answer') }]}
        rows={one.lines.map((line) => ({
          id: line.reference,
          cells: [<bdi key="payee">{line.payee}</bdi>, <bdi key="reference">{line.reference}</bdi>, format.money(line.pence), line.answer === null ? t('paying:answer.none') : line.reason === null ? t(`paying:answer.${line.answer}`) : t('paying:cameBack', { reason: line.reason })],
        }))}
      />
    </Page>
  )
}
