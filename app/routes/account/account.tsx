import { json } from '@remix-run/node'
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { must, myself } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { ownAccount } from '#app/domain/account/own-account.server.ts'
import { chooseLanguage, langOf } from '#app/domain/area/shell.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { choice } from '#app/http/fields.ts'
import { newFormId, readForm, refusedForm } from '#app/http/read-form.ts'
import { languages } from '#app/i18n/lang.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Card } from '#app/ui/card.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { Page } from '#app/ui/page.tsx'
import { SummaryList } from '#app/ui/summary-list.tsx'
import { titled } from '#app/ui/titled.ts'
import { LanguageChoice } from './language-choice.tsx'

export const handle = titled('account:own.title')

const fields = z.object({ language: choice(languages.map(({ code }) => code)) })

export async function loader({ request }: LoaderFunctionArgs) {
  const me = must(await myself(request), 'account:keep')
  return json({ account: await ownAccount(me), lang: await langOf(request), kept: await keptForm(request), once: newFormId(), done: doneIn(request, ['language']) })
}

export async function action({ request }: ActionFunctionArgs) {
  const me = must(await myself(request), 'account:keep')
  const read = await readForm(request, fields)
  if (!read.ok) return json({ form: read.form }, 400)
  const answer = await act(me, chooseLanguage, read.data, read.once)
  return answer.ok ? doneAt('/account', 'language') : json({ form: refusedForm(read.form, answer) }, 409)
}

export default function Account() {
  const { t, format } = useWords()
  const { account, lang, kept, once, done } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? kept ?? newForm({ language: lang })
  const change = (what: string) => [{ to: '/account/contact/address', text: t('account:own.changeLink'), what }]
  const none = <span className="soft">{t('account:own.none')}</span>
  return (
    <Page title={t('account:own.title')} errors={form.errors} done={done ? t('account:own.languageDone') : null}>
      <SummaryList
        rows={[
          { key: t('account:own.name'), value: <bdi>{account.name}</bdi> },
          { key: t('account:own.email'), value: account.email ? <bdi dir="ltr">{account.email}</bdi> : none, actions: change(t('account:own.email')) },
          { key: t('account:own.mobile'), value: account.mobile ? <bdi dir="ltr">{format.phone(account.mobile)}</bdi> : none, actions: change(t('account:own.mobile')) },
        ]}
      />
      <p className="soft">{t('account:own.change')}</p>
      <ul>
        <li><a href="/account/contact">{t('account:contact.title')}</a></li>
        <li><a href="/account/reminders">{t('reminders:account')}</a></li>
        <li><a href="/account/calendar">{t('calendar:title')}</a></li>
        <li><a href="/account/leaving">{t('account:leaving.link')}</a></li>
        <li><a href="/account/security">{t('account:security.title')}</a></li>
        <li><a href="/account/data">{t('data:link')}</a></li>
      </ul>
      <Card>
        <Form once={once}>
          <LanguageChoice form={form} />
          <Actions><Button>{t('account:own.keepLanguage')}</Button></Actions>
        </Form>
      </Card>
    </Page>
  )
}
