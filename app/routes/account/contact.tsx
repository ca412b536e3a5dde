import { json } from '@remix-run/node'
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { must, myself } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { ownAccount, safeContactOf, setSafeContact, textsGoOut } from '#app/domain/account/own-account.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { choice, someOf, wallTimeTyped } from '#app/http/fields.ts'
import { newFormId, readForm, refusedForm } from '#app/http/read-form.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Checkboxes, Radios } from '#app/ui/choices.tsx'
import { Field } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { Page } from '#app/ui/page.tsx'
import { OrRing } from '#app/ui/phone-link.tsx'
import { titled } from '#app/ui/titled.ts'
import { plusDays, type Day } from '#app/values/instant.ts'

export const handle = titled('account:contact.title')

const week = ['1', '2', '3', '4', '5', '6', '7'] as const
const fields = z.object({
  channel: choice(['email', 'text', 'none']), days: someOf(week), fromTime: wallTimeTyped, untilTime: wallTimeTyped, texts: choice(['yes', 'no']),
})

export async function loader({ request }: LoaderFunctionArgs) {
  const me = must(await myself(request), 'account:keep')
  const [contact, { email, mobile }, kept] = await Promise.all([safeContactOf(me), ownAccount(me), keptForm(request)])
  return json({ contact, email, mobile, texts: textsGoOut(), kept, once: newFormId(), done: doneIn(request, ['kept']) })
}

export async function action({ request }: ActionFunctionArgs) {
  const me = must(await myself(request), 'account:keep')
  const read = await readForm(request, fields)
  if (!read.ok) return json({ form: read.form }, 400)
  const { channel, days, fromTime, untilTime, texts } = read.data
  if (days.length === 0) return json({ form: { ...read.form, errors: { days: { key: 'errors:chooseOne' } } } }, 400)
  const answer = await act(me, setSafeContact, { channel, days: [...days].sort().join(''), fromTime, untilTime, messagesOk: texts === 'yes' }, read.once)
  return answer.ok ? doneAt('/account/contact', 'kept') : json({ form: refusedForm(read.form, answer) }, 409)
}

// Any Monday: the names of the days are the language's own.
const monday = '2024-01-01' as Day

export default function Contact() {
  const { t, format } = useWords()
  const { contact, email, mobile, texts, kept, once, done } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? kept ?? newForm({
    channel: contact.channel, days: [...contact.days], fromTime: contact.fromTime, untilTime: contact.untilTime, texts: contact.messagesOk ? 'yes' : 'no',
  })
  return (
    <Page title={t('account:contact.title')} lead={t('account:contact.lead')} errors={form.errors} done={done ? t('account:contact.done') : null}
      back={{ to: '/account', text: t('account:own.title') }}>
      <Form once={once}>
        <Radios form={form} name="channel" legend={t('account:contact.channel')}
          items={[
            ...(email ? [{ value: 'email', text: t('account:contact.email'), hint: <bdi dir="ltr">{email}</bdi> }] : []),
            ...(mobile && texts ? [{ value: 'text', text: t('account:contact.text'), hint: <bdi dir="ltr">{mobile}</bdi> }] : []),
            { value: 'none', text: t('account:contact.none'), hint: t('account:contact.noneHint') },
          ]} />
        {texts ? (
          <Radios form={form} name="texts" legend={t('account:contact.texts')} hint={t('account:contact.textsHint')} inline
            items={[{ value: 'yes', text: t('account:contact.yes') }, { value: 'no', text: t('account:contact.no') }]} />
        ) : <input type="hidden" name="texts" value={contact.messagesOk ? 'yes' : 'no'} />}
        <Checkboxes form={form} name="days" legend={t('account:contact.days')}
          items={week.map((value, at) => ({ value, text: format.weekday(plusDays(monday, at)) }))} inline />
        <Field form={form} name="fromTime" label={t('account:contact.from')} hint={t('account:contact.timeHint')} width={5} inputMode="numeric" dir="ltr" />
        <Field form={form} name="untilTime" label={t('account:contact.until')} width={5} inputMode="numeric" dir="ltr" />
        <p className="soft">{t('account:contact.atOnce')}</p>
        <Actions><Button>{t('account:contact.go')}</Button></Actions>
      </Form>
      <OrRing />
    </Page>
  )
}
