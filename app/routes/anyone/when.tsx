import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { must } from '#app/access/viewer.server.ts'
import { BothClocks } from '#app/domain/appointments/both-clocks.tsx'
import { MarkFields } from '#app/domain/meetings/mark-fields.tsx'
import { markForm, marksSaid } from '#app/domain/meetings/mark-form.ts'
import { sayByLink, timesByLink, timesHolder } from '#app/domain/meetings/time-links.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { newFormId, readForm, refusedForm } from '#app/http/read-form.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Card, Empty } from '#app/ui/card.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { Page } from '#app/ui/page.tsx'
import { OrRing } from '#app/ui/phone-link.tsx'
import { titled, type Handle } from '#app/ui/titled.ts'
import type { Instant } from '#app/values/instant.ts'

export const handle: Handle = { nameless: true, ...titled<typeof loader>(({ t }, data) => t(data.asked ? 'ready:when.title' : 'promises:do.oldTitle')) }

/** The times behind a link. Looking changes nothing: programs open every link of a message. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const holder = await timesHolder(params.token ?? '')
  if (!holder) return json({ asked: null, once: '', done: false }, 404)
  return json({ asked: await timesByLink(must(holder, 'times:mark')), once: newFormId(), done: doneIn(request, ['said']) !== null })
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const token = params.token ?? ''
  const holder = await timesHolder(token)
  if (!holder) return json({ form: newForm() }, 404)
  const times = (await timesByLink(must(holder, 'times:mark'))).times.map((one) => one.startsAt)
  const read = await readForm(request, markForm(times))
  if (!read.ok) return json({ form: read.form }, 400)
  const answer = await sayByLink(token, marksSaid(times, read.data), context.clientAddress, read.once)
  if (!answer.ok) return json({ form: refusedForm(read.form, answer) }, answer.why === 'wait-a-little' ? 429 : answer.why === 'link-ended' ? 404 : 409)
  return doneAt(`/when/${token}`, 'said')
}

/** Which times suit whoever holds the link: nothing of who else is asked, nor of what it is about. */
export default function When() {
  const { t, format } = useWords()
  const { asked, once, done } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? newForm()
  if (!asked) return <Page title={t('promises:do.oldTitle')}><p>{t('promises:do.old')}</p><OrRing /></Page>
  return (
    <Page title={t('ready:when.title')} lead={t('ready:when.lead', { area: asked.area })} errors={form.errors} done={done ? t('ready:marks.done') : undefined} exit>
      {asked.set ? <Card title={t('ready:when.set')} tone="next"><p className="big"><time dateTime={asked.set}>{format.when(asked.set as Instant)}</time></p><BothClocks at={asked.set} zone={asked.zone} /></Card> : null}
      {asked.times.length === 0 ? (asked.set ? null : <Empty>{t('ready:when.none')}</Empty>) : (
        <Card>
          <p className="soft">{t(asked.shown ? 'ready:when.shown' : 'ready:when.whoReads')}</p>
          <Form once={once}>
            <MarkFields form={form} times={asked.times} zone={asked.zone} shown={asked.shown} />
            <Actions><Button intent="mark">{t('ready:marks.save')}</Button></Actions>
          </Form>
        </Card>
      )}
      <OrRing />
    </Page>
  )
}
