import { json } from '@remix-run/node'
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { sessionOf } from '#app/access/session.server.ts'
import { stepOf } from '#app/access/viewer.server.ts'
import { giveCode, sendSignInCode, signInByPasskey, waysOf } from '#app/domain/account/sign-in.server.ts'
import { ownPath, withQuery } from '#app/domain/account/where-to.ts'
import { doneIn } from '#app/http/done.ts'
import { fromScript, words } from '#app/http/fields.ts'
import { newFormId, posted, readPosted, refusedForm } from '#app/http/read-form.ts'
import { goTo } from '#app/http/set-cookies.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { CodeField, Field } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { Page } from '#app/ui/page.tsx'
import { PasskeyButton, WithPasskeys } from '#app/ui/passkey.tsx'
import { OrRing } from '#app/ui/phone-link.tsx'
import { titled } from '#app/ui/titled.ts'
import { config } from '#app/values/config.ts'

export const handle = titled<typeof loader>(({ t }, { ways }) => t(titleOf(ways)))

const fields = z.object({ code: words(20, 'errors:codeMissing') })
const passkeyFields = z.object({ passkey: fromScript })

/** What is asked for: a passkey, where there is nothing else to give yet. */
const titleOf = ({ app, sentNow }: { app: boolean; sentNow: boolean }) => (app || sentNow ? 'account:code.title' : 'locks:second.passkeyTitle')

/** The half session that waits for its code; otherwise the page that is right for whoever it is. */
async function halfSession(request: Request) {
  const to = ownPath(new URL(request.url).searchParams.get('to'))
  const session = await sessionOf(request)
  if (!session) throw goTo(to ? withQuery('/sign-in', 'to', to) : '/sign-in')
  if (session.confirmed) throw goTo(to ?? (session.helps ? '/desk' : '/families'))
  if (session.waitsFor === 'lock') throw goTo(stepOf(session))
  return { session, to }
}

export async function loader({ request }: LoaderFunctionArgs) {
  const { session } = await halfSession(request)
  return json({ ways: await waysOf(session), once: newFormId(), again: newFormId(), byPasskey: newFormId(), done: doneIn(request, ['sent']), demo: config().demo })
}

export async function action({ request, context }: ActionFunctionArgs) {
  const { session, to } = await halfSession(request)
  const said = await posted(request)
  if (said.intent === 'again') {
    if (!(await waysOf(session)).sent) return json({ form: refusedForm(newForm(), { why: 'not-this-way' }) }, 409)
    const sent = await sendSignInCode(session.person)
    if (!sent.ok) return json({ form: refusedForm(newForm(), sent) }, 429)
    return goTo(withQuery(to ? withQuery('/sign-in/code', 'to', to) : '/sign-in/code', 'done', 'sent'))
  }
  if (said.values.passkey) {
    const read = readPosted(said, passkeyFields)
    if (!read.ok) return json({ form: read.form }, 400)
    const answer = await signInByPasskey(request, { answer: read.data.passkey, sharedPhone: session.sharedPhone, to, half: session.person }, context.clientAddress)
    if (answer.ok) return goTo(answer.next, answer.cookies)
    return json({ form: refusedForm(read.form, answer) }, answer.why === 'wait-a-little' ? 429 : 400)
  }
  const read = readPosted(said, fields)
  if (!read.ok) return json({ form: read.form }, 400)
  const answer = await giveCode(request, session, { code: read.data.code, to })
  if (answer.ok) return goTo(answer.next, answer.cookies)
  if (answer.why === 'wait-a-little') return json({ form: refusedForm(read.form, answer) }, 429)
  return json({ form: refusedForm(read.form, { why: answer.why, field: 'code' }) }, 400)
}

export default function SignInCode() {
  const { t } = useWords()
  const { ways, once, again, byPasskey, done, demo } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? newForm()
  return (
    <Page title={t(titleOf(ways))} lead={ways.sentNow ? t('account:code.lead') : ways.app ? t('locks:second.lead') : t('locks:second.passkeyLead')} errors={form.errors} done={done ? t('account:code.sentAgain') : null}>
      {ways.passkey ? (
        <Form once={byPasskey}>
          <WithPasskeys instead={<p>{t('locks:second.noPasskey')}</p>}>
            <PasskeyButton kind={ways.app || ways.sentNow ? 'quiet' : 'main'} from="/sign-in/passkey" failed={t('locks:second.passkeyFailed')}>{t('locks:second.passkey')}</PasskeyButton>
          </WithPasskeys>
        </Form>
      ) : null}
      {ways.app || ways.sentNow ? (
        <Form once={once}>
          {ways.app ? <Field form={form} name="code" label={t('account:code.code')} hint={ways.sentNow ? t('account:code.hint') : t('locks:second.hint')} width={10} autoComplete="one-time-code" autoCapitalize="none" spellCheck={false} dir="ltr" /> : <CodeField form={form} name="code" label={t('account:code.code')} hint={t('account:code.hint')} />}
          <Actions><Button intent="give">{t('account:code.go')}</Button></Actions>
        </Form>
      ) : null}
      {demo && ways.sentNow ? <p><a href="/demo/outbox">{t('account:code.demo')}</a></p> : null}
      {ways.sent ? (
        <Form once={again}>
          <Actions><Button intent="again" kind="quiet">{ways.sentNow ? t('account:code.again') : t('locks:second.send')}</Button></Actions>
        </Form>
      ) : <p>{ways.app ? t('locks:second.lost') : t('locks:second.passkeyLost')}</p>}
      <OrRing />
    </Page>
  )
}
