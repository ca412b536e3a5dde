import { json } from '@remix-run/node'
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import QRCode from 'qrcode'
import { z } from 'zod'
import { sessionOf } from '#app/access/session.server.ts'
import { must, myselfSettingUp } from '#app/access/viewer.server.ts'
import { authenticatorOf, beginAuthenticator, confirmAuthenticator, newSpareCodes, putSparesAway, removeAuthenticator } from '#app/domain/account/authenticator.server.ts'
import { ownAccount } from '#app/domain/account/own-account.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { secret, words } from '#app/http/fields.ts'
import { newFormId, posted, readPosted, refusedForm, type Posted } from '#app/http/read-form.ts'
import { goTo } from '#app/http/set-cookies.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button, ButtonLink } from '#app/ui/button.tsx'
import { Card } from '#app/ui/card.tsx'
import { CodeField, PasswordField } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { Notice } from '#app/ui/notice.tsx'
import { Page } from '#app/ui/page.tsx'
import { titled } from '#app/ui/titled.ts'

export const handle = titled('locks:codes.title')

const here = '/account/security/codes'
const passwordForm = z.object({ password: secret() })
const codeForm = z.object({ code: words(20, 'locks:codes.sayFirst') })

export async function loader({ request }: LoaderFunctionArgs) {
  const me = must(await myselfSettingUp(request), 'account:keep')
  const [authenticator, { hasPassword }, session] = await Promise.all([authenticatorOf(me), ownAccount(me), sessionOf(request)])
  const picture = authenticator.state === 'begun' ? await QRCode.toString(authenticator.address, { type: 'svg', margin: 2, errorCorrectionLevel: 'M' }) : null
  return json({
    authenticator, hasPassword, first: session?.waitsFor === 'lock', picture: picture && `data:image/svg+xml,${encodeURIComponent(picture)}`,
    asked: doneIn(request, ['on', 'made']), changing: new URL(request.url).searchParams.get('change'), once: newFormId(),
  })
}

export async function action({ request }: ActionFunctionArgs) {
  const me = must(await myselfSettingUp(request), 'account:keep')
  const said = await posted(request)
  switch (said.intent) {
    case 'begin': return withPassword(said, (password) => beginAuthenticator(me, { password }), here)
    case 'new': return withPassword(said, (password) => newSpareCodes(me, { password }), `${here}?done=made`)
    case 'remove': return withPassword(said, (password) => removeAuthenticator(request, me, { password }), here)
    case 'confirm': {
      const read = readPosted(said, codeForm)
      if (!read.ok) return json({ form: read.form }, 400)
      const answer = await confirmAuthenticator(request, me, read.data)
      return answer.ok ? goTo(`${here}?done=on`, [answer.cookie]) : json({ form: refusedForm(read.form, answer) }, answer.why === 'wait-a-little' ? 429 : 400)
    }
    case 'kept': {
      const answer = await act(me, putSparesAway, null)
      return answer.ok ? doneAt('/account/security', 'codes') : json({ form: refusedForm(newForm(), answer) }, 409)
    }
    default: return json({ form: { values: said.values, errors: { '': { key: 'errors:formGone' } } } }, 400)
  }
}

type Refused = { ok: false; why: string; values?: { count: number }; field?: string }

/** A change that asks for the password again, and where it leads. */
async function withPassword(said: Posted, change: (password: string) => Promise<{ ok: true; cookie?: string } | Refused>, to: string) {
  const read = readPosted(said, passwordForm)
  if (!read.ok) return json({ form: read.form }, 400)
  const answer = await change(read.data.password)
  if (answer.ok) return goTo(to, answer.cookie === undefined ? [] : [answer.cookie])
  return json({ form: refusedForm(read.form, answer) }, answer.why === 'wait-a-little' ? 429 : 409)
}

export default function Codes() {
  const { t, format } = useWords()
  const { authenticator, hasPassword, first, picture, asked, changing, once } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? newForm()
  const back = first ? undefined : { to: '/account/security', text: t('account:security.title') }
  const password = <PasswordField form={form} name="password" label={t('account:security.old')} autoComplete="current-password" />
  return (
    <Page title={t('locks:codes.title')} lead={first ? t('locks:codes.first') : undefined} errors={form.errors} done={asked && authenticator.state === 'on' ? t(`locks:done.${asked}`) : null} back={back}>
      {first ? <p><a href="/account/security/passkeys">{t('locks:passkeys.rather')}</a></p> : null}
      {authenticator.state === 'none' ? (
        <Card>
          <p>{t('locks:codes.text')}</p>
          {hasPassword ? (
            <Form once={once}>
              {password}
              <Actions><Button intent="begin">{t('locks:codes.begin')}</Button></Actions>
            </Form>
          ) : <p>{t('locks:codes.passwordFirst')} <a href="/account/security">{t('account:security.first')}</a></p>}
        </Card>
      ) : null}
      {authenticator.state === 'begun' && picture ? (
        <Card title={t('locks:codes.take')}>
          <p>{t('locks:codes.picture')}</p>
          <img src={picture} alt={t('locks:codes.pictureAlt')} width={220} height={220} />
          <p>{t('locks:codes.key')}</p>
          <p><code dir="ltr" lang="en">{authenticator.key.replace(/(.{4})(?=.)/g, '$1 ')}</code></p>
          <Form once={once}>
            <CodeField form={form} name="code" label={t('locks:codes.firstCode')} hint={t('locks:codes.firstCodeHint')} />
            <Actions><Button intent="confirm">{t('locks:codes.confirm')}</Button></Actions>
          </Form>
        </Card>
      ) : null}
      {authenticator.state === 'on' && authenticator.spares ? (
        <Card title={t('locks:spares.title')} tone="next">
          <p>{t('locks:spares.text')}</p>
          <ul dir="ltr" lang="en">{authenticator.spares.map((code) => <li key={code}><code>{code.slice(0, 5)}-{code.slice(5)}</code></li>)}</ul>
          <Form once={once}>
            <Actions><Button intent="kept">{t('locks:spares.kept')}</Button></Actions>
          </Form>
        </Card>
      ) : null}
      {authenticator.state === 'on' && !authenticator.spares ? (
        <Card>
          <p>{t('locks:codes.on', { day: format.when(authenticator.since) })} {t('locks:spares.left', { count: authenticator.sparesLeft })}</p>
          {authenticator.usedAt ? <p className="soft">{t('locks:codes.used', { when: format.when(authenticator.usedAt) })}</p> : null}
          {changing === 'new' || changing === 'remove' ? (
            <Form once={once}>
              {changing === 'remove' ? <Notice tone="sun"><p>{t('locks:codes.removeText')}</p></Notice> : <p>{t('locks:spares.newText')}</p>}
              {password}
              <Actions><Button intent={changing}>{t(changing === 'new' ? 'locks:spares.new' : 'locks:codes.remove')}</Button></Actions>
            </Form>
          ) : (
            <Actions>
              <ButtonLink kind="quiet" to={`${here}?change=new`}>{t('locks:spares.new')}</ButtonLink>
              <ButtonLink kind="quiet" to={`${here}?change=remove`}>{t('locks:codes.remove')}</ButtonLink>
            </Actions>
          )}
        </Card>
      ) : null}
    </Page>
  )
}
