import { json } from '@remix-run/node'
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { demoPassword } from '#db/demo/people.ts'
import { sessionOf } from '#app/access/session.server.ts'
import { stepOf } from '#app/access/viewer.server.ts'
import { signIn, signInByPasskey } from '#app/domain/account/sign-in.server.ts'
import { ownPath, withQuery } from '#app/domain/account/where-to.ts'
import { doneIn } from '#app/http/done.ts'
import { emailOrPhone, fromScript, secret, ticked } from '#app/http/fields.ts'
import { newFormId, posted, readPosted, refusedForm } from '#app/http/read-form.ts'
import { goTo } from '#app/http/set-cookies.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Checkboxes } from '#app/ui/choices.tsx'
import { Field, PasswordField } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { Notice } from '#app/ui/notice.tsx'
import { Page } from '#app/ui/page.tsx'
import { PasskeyButton, WithPasskeys } from '#app/ui/passkey.tsx'
import { OrRing } from '#app/ui/phone-link.tsx'
import { titled } from '#app/ui/titled.ts'
import { config } from '#app/values/config.ts'

export const handle = titled('account:signIn.title')

const fields = z.object({ who: emailOrPhone, password: secret(), shared: ticked })
const passkeyFields = z.object({ passkey: fromScript, shared: ticked })

export async function loader({ request }: LoaderFunctionArgs) {
  const query = new URL(request.url).searchParams
  const session = await sessionOf(request)
  if (session) {
    if (session.confirmed) return goTo(ownPath(query.get('to')) ?? (session.helps ? '/desk' : '/families'))
    return goTo(stepOf(session) + new URL(request.url).search)
  }
  const as = config().demo ? query.get('as') : null
  const to = ownPath(query.get('to'))
  return json({
    once: newFormId(),
    kept: query.get('kept') === 'yes',
    asked: to !== undefined,
    noPassword: to ? withQuery('/sign-in/no-password', 'to', to) : '/sign-in/no-password',
    done: doneIn(request, ['password-set']),
    demo: as === null ? null : { who: as, password: demoPassword },
  })
}

export async function action({ request, context }: ActionFunctionArgs) {
  const said = await posted(request)
  const to = new URL(request.url).searchParams.get('to')
  if (said.values.passkey) {
    const read = readPosted(said, passkeyFields)
    if (!read.ok) return json({ form: read.form }, 400)
    const answer = await signInByPasskey(request, { answer: read.data.passkey, sharedPhone: read.data.shared, to }, context.clientAddress)
    if (answer.ok) return goTo(answer.next, answer.cookies)
    return json({ form: refusedForm(read.form, answer) }, answer.why === 'wait-a-little' ? 429 : 400)
  }
  const read = readPosted(said, fields)
  if (!read.ok) return json({ form: read.form }, 400)
  const { who, password, shared } = read.data
  const answer = await signIn(request, { who, password, sharedPhone: shared, to }, context.clientAddress)
  if (answer.ok) return goTo(answer.next, answer.cookies)
  if (answer.why === 'wait-a-little') return json({ form: refusedForm(read.form, answer) }, 429)
  return json({ form: refusedForm(read.form, { ...answer, field: 'who' }) }, 400)
}

export default function SignIn() {
  const { t } = useWords()
  const { once, kept, asked, noPassword, done, demo } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? newForm({ who: demo?.who ?? '' })
  return (
    <Page title={t('account:signIn.title')} errors={form.errors} done={done ? t('account:signIn.passwordSet') : null}>
      {kept ? <Notice><p>{t('account:signIn.kept')}</p></Notice> : asked ? <p>{t('account:signIn.first')}</p> : null}
      <Form once={once}>
        <Field form={form} name="who" label={t('account:signIn.who')} hint={t('account:signIn.whoHint')} autoComplete="username" autoCapitalize="none" spellCheck={false} dir="ltr" />
        <PasswordField form={form} name="password" label={t('account:signIn.password')} autoComplete="current-password" value={demo?.password} />
        <Checkboxes form={form} name="shared" legend={t('account:signIn.shared')}
          items={[{ value: 'yes', text: t('account:signIn.sharedYes'), hint: t('account:signIn.sharedHint') }]} />
        <Actions>
          <Button>{t('account:signIn.go')}</Button>
          <a href="/forgotten">{t('account:signIn.forgotten')}</a>
        </Actions>
        <p><a href={noPassword}>{t('account:signIn.noPassword')}</a></p>
        <WithPasskeys><PasskeyButton kind="quiet" from="/sign-in/passkey" failed={t('locks:passkeys.signInFailed')}>{t('locks:passkeys.signIn')}</PasskeyButton></WithPasskeys>
      </Form>
      <h2>{t('account:signIn.noAccount')}</h2>
      <p>{t('account:signIn.noAccountText')}</p>
      <p><a href="/help">{t('account:signIn.help')}</a></p>
      <OrRing />
    </Page>
  )
}
