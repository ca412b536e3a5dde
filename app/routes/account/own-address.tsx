import { json } from '@remix-run/node'
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { must, myself } from '#app/access/viewer.server.ts'
import { ownAccount } from '#app/domain/account/own-account.server.ts'
import { addressInWaiting, askForAddress, dropAddress, giveAddressCode, sendAddressCode, takeAddressAway } from '#app/domain/account/own-address.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { choice, emailOrPhone, secret, words } from '#app/http/fields.ts'
import { newFormId, posted, readPosted, refusedForm } from '#app/http/read-form.ts'
import { goTo } from '#app/http/set-cookies.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Radios } from '#app/ui/choices.tsx'
import { CodeField, Field, PasswordField } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { Page } from '#app/ui/page.tsx'
import { OrRing } from '#app/ui/phone-link.tsx'
import { SummaryList } from '#app/ui/summary-list.tsx'
import { titled } from '#app/ui/titled.ts'
import { config } from '#app/values/config.ts'

export const handle = titled('account:address.title')

const here = '/account/contact/address'
const newAddress = z.object({ address: emailOrPhone, tellOld: choice(['yes', 'no']), password: secret() })
const removal = z.object({ channel: choice(['email', 'text']), password: secret() })
const codeForm = z.object({ code: words(20, 'errors:codeMissing') })

export async function loader({ request }: LoaderFunctionArgs) {
  const me = must(await myself(request), 'account:keep')
  const [{ email, mobile, hasPassword }, waiting] = await Promise.all([ownAccount(me), addressInWaiting(me)])
  const away = new URL(request.url).searchParams.get('remove')
  const removing = email && mobile && (away === 'email' || away === 'text') ? away : null
  return json({ email, mobile, hasPassword, removing, waiting: waiting?.address ?? null, once: newFormId(), done: doneIn(request, ['changed', 'dropped', 'sent', 'removed']), demo: config().demo })
}

export async function action({ request }: ActionFunctionArgs) {
  const me = must(await myself(request), 'account:keep')
  const said = await posted(request)
  const refused = (answer: { why: string; field?: string; values?: Readonly<Record<string, string | number>> }, form = newForm()) => json({ form: refusedForm(form, answer) }, answer.why === 'wait-a-little' ? 429 : 409)
  switch (said.intent) {
    case 'ask': {
      const read = readPosted(said, newAddress)
      if (!read.ok) return json({ form: read.form }, 400)
      const { address: to, tellOld, password } = read.data
      const answer = await askForAddress(me, { to, tellOld: tellOld === 'yes', password }, read.once)
      return answer.ok ? goTo(here) : refused(answer, read.form)
    }
    case 'again': {
      const answer = await sendAddressCode(me)
      return answer.ok ? doneAt(here, 'sent') : refused(answer)
    }
    case 'drop': {
      await act(me, dropAddress, null)
      return doneAt(here, 'dropped')
    }
    case 'give': {
      const read = readPosted(said, codeForm)
      if (!read.ok) return json({ form: read.form }, 400)
      const answer = await giveAddressCode(request, me, read.data)
      return answer.ok ? goTo(`${here}?done=changed`, [answer.cookie]) : json({ form: refusedForm(read.form, answer) }, 400)
    }
    case 'remove': {
      const read = readPosted(said, removal)
      if (!read.ok) return json({ form: read.form }, 400)
      const answer = await takeAddressAway(request, me, read.data, read.once)
      return answer.ok ? goTo(`${here}?done=removed`, [answer.cookie]) : refused(answer, read.form)
    }
    default: return json({ form: { values: said.values, errors: { '': { key: 'errors:formGone' } } } }, 400)
  }
}

export default function OwnAddress() {
  const { t, format } = useWords()
  const { email, mobile, hasPassword, removing, waiting, once, done, demo } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? newForm()
  const shown = (address: string | null) => (address ? <bdi dir="ltr">{format.phone(address)}</bdi> : <span className="soft">{t('account:own.none')}</span>)
  const away = (channel: 'email' | 'text', what: string) => (email && mobile && hasPassword ? { actions: [{ to: `${here}?remove=${channel}`, text: t('account:address.remove'), what }] } : {})
  return (
    <Page title={t('account:address.title')} lead={t('account:address.lead')} errors={form.errors} done={done ? t(`account:address.${done}`) : null} back={{ to: '/account', text: t('account:own.title') }}>
      <SummaryList rows={[{ key: t('account:own.email'), value: shown(email), ...away('email', t('account:own.email')) }, { key: t('account:own.mobile'), value: shown(mobile), ...away('text', t('account:own.mobile')) }]} />
      {!hasPassword ? <p>{t('locks:codes.passwordFirst')} <a href="/account/security">{t('account:security.first')}</a></p> : removing ? (
        <Form once={once}>
          <h2>{t(removing === 'email' ? 'account:address.removeEmail' : 'account:address.removeMobile')}</h2>
          <p><bdi dir="ltr">{format.phone((removing === 'email' ? email : mobile)!)}</bdi></p>
          <p>{t('account:address.removeText')}</p>
          <input type="hidden" name="channel" value={removing} />
          <PasswordField form={form} name="password" label={t('account:security.old')} hint={t('account:contact.passwordHint')} autoComplete="current-password" />
          <p className="soft">{t('account:address.leadTold')}</p>
          <Actions><Button intent="remove" kind="warning">{t('account:address.removeGo')}</Button></Actions>
          <p><a href={here}>{t('account:address.drop')}</a></p>
        </Form>
      ) : waiting ? (
        <>
          <p>{t('account:address.onItsWay')}</p>
          <p><bdi dir="ltr">{format.phone(waiting)}</bdi></p>
          <Form once={once}>
            <CodeField form={form} name="code" label={t('account:code.code')} hint={t('account:code.hint')} />
            <Actions><Button intent="give">{t('account:address.give')}</Button></Actions>
          </Form>
          {demo ? <p><a href="/demo/outbox">{t('account:code.demo')}</a></p> : null}
          <p className="soft">{t('account:address.nothing')}</p>
          <Form>
            <Actions>
              <Button intent="again" kind="quiet">{t('account:code.again')}</Button>
              <Button intent="drop" kind="quiet">{t('account:address.drop')}</Button>
            </Actions>
          </Form>
        </>
      ) : (
        <Form once={once}>
          <Field form={form} name="address" label={t('account:address.new')} hint={t('account:address.newHint')} autoComplete="off" autoCapitalize="none" spellCheck={false} dir="ltr" />
          <Radios form={form} name="tellOld" legend={t('account:address.tellOld')} hint={t('account:address.tellOldHint')} inline
            items={[{ value: 'yes', text: t('account:contact.yes') }, { value: 'no', text: t('account:contact.no') }]} />
          <PasswordField form={form} name="password" label={t('account:security.old')} hint={t('account:contact.passwordHint')} autoComplete="current-password" />
          <p className="soft">{t('account:address.leadTold')}</p>
          <Actions><Button intent="ask">{t('account:address.go')}</Button></Actions>
        </Form>
      )}
      <OrRing />
    </Page>
  )
}
