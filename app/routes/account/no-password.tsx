import { json } from '@remix-run/node'
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import type { ReactNode } from 'react'
import { z } from 'zod'
import { sessionOf } from '#app/access/session.server.ts'
import { stepOf } from '#app/access/viewer.server.ts'
import { askForWayBack, comeBack } from '#app/domain/account/no-password.server.ts'
import { ownPath, withQuery } from '#app/domain/account/where-to.ts'
import { emailOrPhone, words } from '#app/http/fields.ts'
import { newFormId, posted, readPosted, refusedForm } from '#app/http/read-form.ts'
import { goTo } from '#app/http/set-cookies.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { CodeField, Field } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm, valueOf, type FormState } from '#app/ui/form-state.ts'
import { Page } from '#app/ui/page.tsx'
import { OrRing } from '#app/ui/phone-link.tsx'
import { titled } from '#app/ui/titled.ts'
import { config } from '#app/values/config.ts'

export const handle = titled('account:back.title')

const addressFields = z.object({ who: emailOrPhone })
const codeFields = z.object({ who: emailOrPhone, code: words(20, 'errors:codeMissing') })

export async function loader({ request }: LoaderFunctionArgs) {
  const to = ownPath(new URL(request.url).searchParams.get('to'))
  const session = await sessionOf(request)
  if (session) return goTo(session.confirmed ? (to ?? (session.helps ? '/desk' : '/families')) : stepOf(session))
  return json({ once: newFormId(), again: newFormId(), signIn: to ? withQuery('/sign-in', 'to', to) : '/sign-in', demo: config().demo })
}

/** Nothing in an answer tells whether somebody has the address: after it was sent the page asks for the code, come one or not. */
export async function action({ request, context }: ActionFunctionArgs) {
  const said = await posted(request)
  if (said.intent !== 'give') {
    const read = readPosted(said, addressFields)
    if (!read.ok) return json({ form: read.form, sent: false }, 400)
    await askForWayBack(read.data.who, context.clientAddress)
    return json({ form: read.form, sent: true })
  }
  const read = readPosted(said, codeFields)
  if (!read.ok) return json({ form: read.form, sent: read.form.errors.who === undefined }, 400)
  const answer = await comeBack(request, { ...read.data, to: new URL(request.url).searchParams.get('to') }, context.clientAddress)
  if (answer.ok) return goTo(answer.next, answer.cookies)
  return json({ form: refusedForm(read.form, { ...answer, field: 'code' }), sent: true }, answer.why === 'wait-a-little' ? 429 : 400)
}

/** Coming back for somebody who has no password: first an address, then the code that went to it. */
export default function NoPassword(): ReactNode {
  const { t } = useWords()
  const { once, again, signIn, demo } = useLoaderData<typeof loader>()
  const { form, sent } = useActionData<typeof action>() ?? { form: newForm(), sent: false }
  return (
    <Page title={t('account:back.title')} lead={t(sent ? 'account:back.sent' : 'account:back.lead')} errors={form.errors} back={{ to: signIn, text: t('account:signIn.title') }}>
      {sent ? <GiveCode form={form} once={once} again={again} demo={demo} /> : (
        <Form once={once}>
          <Field form={form} name="who" label={t('account:signIn.who')} hint={t('account:signIn.whoHint')} autoComplete="username" autoCapitalize="none" spellCheck={false} dir="ltr" />
          <Actions><Button intent="send">{t('account:join.send')}</Button></Actions>
        </Form>
      )}
      <OrRing />
    </Page>
  )
}

function GiveCode({ form, once, again, demo }: { form: FormState; once: string; again: string; demo: boolean }): ReactNode {
  const { t } = useWords()
  const who = <input type="hidden" name="who" value={valueOf(form, 'who')} />
  return (
    <>
      <Form once={once}>
        {who}
        <CodeField form={form} name="code" label={t('account:code.code')} hint={t('account:code.hint')} />
        <Actions><Button intent="give">{t('account:code.go')}</Button></Actions>
      </Form>
      {demo ? <p><a href="/demo/outbox">{t('account:code.demo')}</a></p> : null}
      <h2>{t('account:back.nothing')}</h2>
      <p>{t('account:back.hasPassword')} <a href="/forgotten">{t('account:signIn.forgotten')}</a></p>
      <p>{t('account:back.noAddress')}</p>
      <Form once={again}>
        {who}
        <Actions><Button intent="send" kind="quiet">{t('account:code.again')}</Button></Actions>
      </Form>
    </>
  )
}
