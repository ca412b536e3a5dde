import { json } from '@remix-run/node'
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { must, myself } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { changePassword, endOtherSessions, endOwnSession, ownAccount, whereSignedIn } from '#app/domain/account/own-account.server.ts'
import { passkeysOf } from '#app/domain/account/passkeys.server.ts'
import { newPassword } from '#app/domain/account/passwords.server.ts'
import { withQuery } from '#app/domain/account/where-to.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { secret } from '#app/http/fields.ts'
import { newFormId, posted, readPosted, refusedForm } from '#app/http/read-form.ts'
import { goTo } from '#app/http/set-cookies.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Card, Rows } from '#app/ui/card.tsx'
import { PasswordField } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { Details } from '#app/ui/notice.tsx'
import { Page } from '#app/ui/page.tsx'
import { titled } from '#app/ui/titled.ts'
import { PasskeyRows } from './passkey-rows.tsx'

export const handle = titled('account:security.title')

const firstPassword = z.object({ 'new-password': newPassword })
const nextPassword = firstPassword.extend({ password: secret() })
const ending = z.object({ session: secret() })

export async function loader({ request }: LoaderFunctionArgs) {
  const me = must(await myself(request), 'account:keep')
  const [{ hasPassword }, sessions, passkeys] = await Promise.all([ownAccount(me), whereSignedIn(request, me), passkeysOf(me)])
  return json({ hasPassword, passkeys, kept: await keptForm(request), once: newFormId(), others: newFormId(), sessions: sessions.map((session) => ({ ...session, once: newFormId() })), done: doneIn(request, ['password', 'ended', 'others', 'codes', 'passkey', 'renamed', 'removed']) })
}

export async function action({ request }: ActionFunctionArgs) {
  const me = must(await myself(request), 'account:keep')
  const said = await posted(request)
  if (said.intent === 'end') {
    const read = readPosted(said, ending)
    if (!read.ok) return json({ form: read.form }, 400)
    const answer = await act(me, endOwnSession, read.data, read.once)
    return answer.ok ? doneAt('/account/security', 'ended') : json({ form: refusedForm(read.form, answer) }, 409)
  }
  if (said.intent === 'end-others') {
    const here = (await whereSignedIn(request, me)).find((session) => session.here)
    const answer = await act(me, endOtherSessions, { here: here?.id ?? '' }, said.once)
    return answer.ok ? doneAt('/account/security', 'others') : json({ form: refusedForm(newForm(), answer) }, 409)
  }
  const { hasPassword } = await ownAccount(me)
  const read = readPosted(said, hasPassword ? nextPassword : firstPassword)
  if (!read.ok) return json({ form: read.form }, 400)
  const old = 'password' in read.data && typeof read.data.password === 'string' ? read.data.password : null
  const answer = await changePassword(request, me, { password: old, newPassword: read.data['new-password'] })
  if (answer.ok) return goTo(withQuery('/account/security', 'done', 'password'), [answer.cookie])
  return json({ form: refusedForm(read.form, answer) }, answer.why === 'wait-a-little' ? 429 : 409)
}

export default function Security() {
  const { t, format } = useWords()
  const { hasPassword, passkeys, kept, once, others, sessions, done } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? kept ?? newForm()
  return (
    <Page title={t('account:security.title')} errors={form.errors} done={done === 'password' || done === 'ended' ? t(`account:security.${done}Done`) : done ? t(`locks:done.${done}`) : null} back={{ to: '/account', text: t('account:own.title') }}>
      <Card title={t(hasPassword ? 'account:security.change' : 'account:security.first')}>
        <Form once={once}>
          {hasPassword ? <PasswordField form={form} name="password" label={t('account:security.old')} autoComplete="current-password" /> : null}
          <PasswordField form={form} name="new-password" label={t('account:newPassword.password')} hint={t('account:newPassword.hint')} autoComplete="new-password" />
          <p className="soft">{t('account:newPassword.text')}</p>
          <Actions><Button intent="password">{t('account:newPassword.go')}</Button></Actions>
        </Form>
      </Card>
      <Card title={t('locks:passkeys.title')}>
        <p>{t('locks:passkeys.text')}</p>
        {passkeys.length > 0 ? <PasskeyRows passkeys={passkeys} /> : null}
        <p><a href="/account/security/passkeys">{t('locks:passkeys.add')}</a></p>
      </Card>
      <Details summary={t('locks:more.title')}>
        <p>{t('locks:more.text')}</p>
        <p><a href="/account/security/codes">{t('locks:codes.title')}</a></p>
      </Details>
      <Card title={t('account:security.where')}>
        <Rows>
          {sessions.map((session) => (
            <Form key={session.id} once={session.once}>
              <p>
                {session.here ? <strong>{t('account:security.here')} </strong> : null}
                {t('account:security.since', { when: format.when(session.madeAt), seen: format.when(session.seenAt) })}
              </p>
              {session.here ? null : (
                <>
                  <input type="hidden" name="session" value={session.id} />
                  <Actions><Button intent="end" kind="quiet">{t('account:security.end')}</Button></Actions>
                </>
              )}
            </Form>
          ))}
        </Rows>
        {sessions.length > 1 ? <Form once={others}><Actions><Button intent="end-others" kind="quiet">{t('locks:endOthers')}</Button></Actions></Form> : null}
        <p className="soft">{t('account:security.strange')}</p>
      </Card>
    </Page>
  )
}
