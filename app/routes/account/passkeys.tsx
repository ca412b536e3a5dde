import { json } from '@remix-run/node'
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { sessionOf } from '#app/access/session.server.ts'
import { must, myselfSettingUp } from '#app/access/viewer.server.ts'
import { hasJustSignedIn } from '#app/domain/account/locks.server.ts'
import { ownAccount } from '#app/domain/account/own-account.server.ts'
import { addPasskey, allowAdding, optionsToAdd, passkeysOf, removePasskey, renamePasskey } from '#app/domain/account/passkeys.server.ts'
import { noChallenge } from '#app/domain/account/passkey-challenge.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt } from '#app/http/done.ts'
import { fromScript, secret, thing, wordsOrNone } from '#app/http/fields.ts'
import { newFormId, posted, readPosted, refusedForm } from '#app/http/read-form.ts'
import { goTo } from '#app/http/set-cookies.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Card } from '#app/ui/card.tsx'
import { Field, PasswordField } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { Notice } from '#app/ui/notice.tsx'
import { Page } from '#app/ui/page.tsx'
import { PasskeyButton, WithPasskeys } from '#app/ui/passkey.tsx'
import { titled } from '#app/ui/titled.ts'
import type { PasskeyId } from '#app/values/ids.ts'
import { PasskeyRows } from './passkey-rows.tsx'

export const handle = titled('locks:passkeys.title')

const here = '/account/security/passkeys'
const name = wordsOrNone(60)
const passwordForm = z.object({ password: secret() })
const addForm = z.object({ name, passkey: fromScript })
const renameForm = z.object({ name, which: thing<PasskeyId>() })
const removeForm = z.object({ which: thing<PasskeyId>() })

export async function loader({ request }: LoaderFunctionArgs) {
  const me = must(await myselfSettingUp(request), 'account:keep')
  const [passkeys, { hasPassword }, session, fresh, ready] = await Promise.all([passkeysOf(me), ownAccount(me), sessionOf(request), hasJustSignedIn(request), optionsToAdd(request, me)])
  const changing = passkeys.find(({ id }) => id === new URL(request.url).searchParams.get('change')) ?? null
  const page = { passkeys, changing, hasPassword, first: session?.waitsFor === 'lock', fresh, options: ready?.options ?? null, once: newFormId(), second: newFormId() }
  return json(page, ready?.cookie ? { headers: { 'Set-Cookie': ready.cookie } } : {})
}

export async function action({ request }: ActionFunctionArgs) {
  const me = must(await myselfSettingUp(request), 'account:keep')
  const said = await posted(request)
  const password = typeof said.values.password === 'string' ? said.values.password : ''
  switch (said.intent) {
    case 'allow': {
      const read = readPosted(said, passwordForm)
      if (!read.ok) return json({ form: read.form }, 400)
      const answer = await allowAdding(request, me, read.data)
      return answer.ok ? goTo(here, [answer.cookie]) : json({ form: refusedForm(read.form, answer) }, answer.why === 'wait-a-little' ? 429 : 409)
    }
    case 'add': {
      const read = readPosted(said, addForm)
      if (!read.ok) return json({ form: read.form }, 400)
      const answer = await addPasskey(request, me, { name: read.data.name, answer: read.data.passkey })
      if (answer.ok) return goTo('/account/security?done=passkey', answer.cookies)
      // The challenge is used up: unless they have just signed in, the password comes first again.
      const headers = (await hasJustSignedIn(request)) ? undefined : { 'Set-Cookie': noChallenge() }
      return json({ form: refusedForm(read.form, answer), again: true }, { status: 409, ...(headers ? { headers } : {}) })
    }
    case 'rename': {
      const read = readPosted(said, renameForm)
      if (!read.ok) return json({ form: read.form }, 400)
      const answer = await act(me, renamePasskey, { passkey: read.data.which, name: read.data.name }, read.once)
      return answer.ok ? doneAt('/account/security', 'renamed') : json({ form: refusedForm(read.form, answer) }, 409)
    }
    case 'remove': {
      const read = readPosted(said, removeForm)
      if (!read.ok) return json({ form: read.form }, 400)
      const answer = await removePasskey(request, me, { passkey: read.data.which, password })
      return answer.ok ? goTo('/account/security?done=removed', [answer.cookie]) : json({ form: refusedForm(read.form, answer) }, answer.why === 'wait-a-little' ? 429 : 409)
    }
    default: return json({ form: { values: said.values, errors: { '': { key: 'errors:formGone' } } } }, 400)
  }
}

export default function Passkeys() {
  const { t } = useWords()
  const { passkeys, changing, hasPassword, first, fresh, options, once, second } = useLoaderData<typeof loader>()
  const answered = useActionData<typeof action>()
  const form = answered?.form ?? newForm()
  const back = first ? { to: '/account/security/codes', text: t('locks:codes.title') } : { to: '/account/security', text: t('account:security.title') }
  const password = fresh ? null : <PasswordField form={form} name="password" label={t('account:security.old')} autoComplete="current-password" />
  const ready = options !== null && (fresh || !(answered && 'again' in answered))
  return (
    <Page title={t('locks:passkeys.title')} lead={first ? t('locks:passkeys.first') : undefined} errors={form.errors} back={back}>
      {changing ? (
        <Card title={<bdi>{changing.name ?? t('locks:passkeys.unnamed')}</bdi>}>
          <Form once={once}>
            <input type="hidden" name="which" value={changing.id} />
            <Field form={answered ? form : newForm({ name: changing.name ?? '' })} name="name" label={t('locks:passkeys.name')} hint={t('locks:passkeys.nameHint')} autoComplete="off" />
            <Actions><Button intent="rename">{t('locks:passkeys.rename')}</Button></Actions>
          </Form>
          <Form once={second}>
            <input type="hidden" name="which" value={changing.id} />
            <p>{t('locks:passkeys.removeText')}</p>
            {password}
            <Actions><Button intent="remove" kind="warning">{t('locks:passkeys.remove')}</Button></Actions>
          </Form>
        </Card>
      ) : (
        <>
          <Card title={t('locks:passkeys.addTitle')}>
            <p>{t('locks:passkeys.text')}</p>
            <Notice tone="sun"><p>{t('locks:passkeys.careful')}</p></Notice>
            <WithPasskeys instead={<p>{t('locks:passkeys.without')} <a href="/account/security/codes">{t('locks:codes.title')}</a></p>}>
              {ready ? (
                <Form once={once}>
                  <input type="hidden" name="intent" value="add" />
                  <Field form={form} name="name" label={t('locks:passkeys.name')} hint={t('locks:passkeys.nameHint')} autoComplete="off" />
                  <PasskeyButton options={options} failed={t('locks:passkeys.failed')}>{t('locks:passkeys.go')}</PasskeyButton>
                </Form>
              ) : hasPassword ? (
                <Form once={once}>
                  {password}
                  <Actions><Button intent="allow">{t('locks:passkeys.allow')}</Button></Actions>
                </Form>
              ) : <p>{t('locks:passkeys.passwordFirst')} <a href="/account/security">{t('account:security.first')}</a></p>}
            </WithPasskeys>
          </Card>
          {passkeys.length > 0 ? <Card title={t('locks:passkeys.yours')}><PasskeyRows passkeys={passkeys} /></Card> : null}
        </>
      )}
    </Page>
  )
}
