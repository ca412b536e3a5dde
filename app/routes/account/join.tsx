import { json } from '@remix-run/node'
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import type { ReactNode } from 'react'
import { z } from 'zod'
import { newPassword } from '#app/domain/account/passwords.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { giveAddress, invitationWords, joinAsMyself, joinAsNew, joiningOf, proofCookie, sendJoiningCode, tryJoiningCode, type JoinedAnswer } from '#app/domain/family/invitations.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { choice, emailOrPhone, ticked, words } from '#app/http/fields.ts'
import { newFormId, posted, readPosted, refusedForm } from '#app/http/read-form.ts'
import { goTo } from '#app/http/set-cookies.ts'
import { languages } from '#app/i18n/lang.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button, ButtonLink } from '#app/ui/button.tsx'
import { Checkboxes } from '#app/ui/choices.tsx'
import { Field, PasswordField } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm, type FormState } from '#app/ui/form-state.ts'
import { Details } from '#app/ui/notice.tsx'
import { Page } from '#app/ui/page.tsx'
import { OrRing } from '#app/ui/phone-link.tsx'
import { titled } from '#app/ui/titled.ts'
import type { Day } from '#app/values/instant.ts'
import { LanguageChoice } from './language-choice.tsx'
import { OldLink } from './old-link.tsx'

export const handle = titled<typeof loader>(({ t }, data) => t(data.step ? 'account:join.title' : 'account:oldLink.title'))

const codes = languages.map(({ code }) => code)
const codeFields = z.object({ code: words(20, 'errors:codeMissing') })
const addressFields = z.object({ who: emailOrPhone })
const freeFields = z.object({ language: choice(codes) })
const passwordFields = z.object({ language: choice(codes), password: newPassword, shared: ticked })

export async function loader({ request, params }: LoaderFunctionArgs) {
  const joining = await joiningOf(request, params.token ?? '')
  if (!joining) return json({ step: null }, 404)
  const { invitation, step, signedIn, byLetter } = joining
  const proven = step === 'address' || step === 'sign-in' || step === 'as-me' || step === 'as-new'
  return json({
    step, byLetter,
    channel: invitation.address?.channel ?? null,
    needsPassword: invitation.needsPassword,
    // Nothing of the family is told before the code was given.
    invited: proven ? await invitationWords(invitation) : null,
    signedInAs: signedIn?.name ?? null,
    here: new URL(request.url).pathname,
    lang: await langOf(request),
    once: newFormId(), other: newFormId(),
    done: doneIn(request, ['sent']),
  })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const said = await posted(request)
  const joining = await joiningOf(request, params.token ?? '')
  // The loader finds the link ended, too, and the page says so.
  if (!joining) return json({ form: newForm() }, 404)
  const { invitation, step, byLetter } = joining
  const here = new URL(request.url).pathname
  const lang = await langOf(request)

  if (said.intent === 'send' && (step === 'ask-code' || step === 'give-code')) {
    const sent = await sendJoiningCode(invitation, lang)
    return sent.ok ? doneAt(here, 'sent') : json({ form: refusedForm(newForm(), sent) }, 429)
  }
  if (said.intent === 'code' && (step === 'letter-code' || step === 'give-code')) {
    const read = readPosted(said, codeFields)
    if (!read.ok) return json({ form: read.form }, 400)
    const tried = await tryJoiningCode(invitation, read.data.code)
    if (tried === 'right') return goTo(here, [proofCookie(invitation)])
    return tried === 'link-ended' ? json({ form: newForm() }, 404) : json({ form: refusedForm(read.form, { why: tried, field: 'code' }) }, 400)
  }
  if (said.intent === 'address' && byLetter && (step === 'address' || step === 'give-code')) {
    const read = readPosted(said, addressFields)
    if (!read.ok) return json({ form: read.form }, 400)
    const given = await giveAddress(invitation, read.data.who, lang)
    return given.ok ? doneAt(here, 'sent') : json({ form: refusedForm(read.form, given) }, 429)
  }
  if (said.intent === 'me' && step === 'as-me') return answerTo(newForm(), await joinAsMyself(joining))
  if (said.intent === 'join' && invitation.needsPassword && step === 'as-new') {
    const read = readPosted(said, passwordFields)
    if (!read.ok) return json({ form: read.form }, 400)
    const { language, password, shared } = read.data
    return answerTo(read.form, await joinAsNew(request, invitation, { lang: language, password, sharedPhone: shared }))
  }
  if (said.intent === 'join' && !invitation.needsPassword && (step === 'as-new' || step === 'address')) {
    const read = readPosted(said, freeFields)
    if (!read.ok) return json({ form: read.form }, 400)
    return answerTo(read.form, await joinAsNew(request, invitation, { lang: read.data.language, password: null, sharedPhone: true }))
  }
  // The page that this button stood on is not the one that is right by now.
  return goTo(here)
}

/** What somebody is invited to who comes to a family meeting alone. */
function ToMeeting({ by, family, until }: { by: string | null; family: string; until: Day }): ReactNode {
  const { t, format } = useWords()
  return (
    <>
      <p>{by ? t('ready:join.by', { by, family }) : t('ready:join.into', { family })}</p>
      <p>{t('ready:join.until', { day: format.day(until) })}</p>
    </>
  )
}

function answerTo(form: FormState, answer: JoinedAnswer<string>) {
  if (!answer.ok) return json({ form: refusedForm(form, answer) }, answer.why === 'link-ended' ? 404 : 409)
  return goTo(answer.next, answer.cookies)
}

export default function Join() {
  const { t } = useWords()
  const data = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? newForm('lang' in data ? { language: data.lang } : {})
  if (data.step === null) return <OldLink to="join" />
  const { step, invited, done, once, other } = data
  return (
    <Page title={t('account:join.title')} errors={form.errors} done={done ? t(`account:join.${data.channel === 'text' ? 'sentText' : 'sentEmail'}`) : null} exit>
      {invited ? (
        invited.meetingUntil ? <ToMeeting by={invited.by} family={invited.family} until={invited.meetingUntil} /> : <p>{invited.by ? t('account:join.by', { by: invited.by, family: invited.family }) : t('account:join.into', { family: invited.family })}</p>
      ) : (
        <>
          <p>{t('account:join.lead')}</p>
          <p>{t('account:join.check')}</p>
          <OrRing />
        </>
      )}
      {step === 'letter-code' ? <CodeForm form={form} once={once} hint={t('account:join.letterCode')} /> : null}
      {step === 'ask-code' ? (
        <Form once={once}>
          <p>{t(`account:join.${data.channel === 'text' ? 'askText' : 'askEmail'}`)}</p>
          <Actions><Button intent="send">{t('account:join.send')}</Button></Actions>
        </Form>
      ) : null}
      {step === 'give-code' ? (
        <>
          <CodeForm form={form} once={once} hint={t('account:code.hint')} />
          <Form once={other}><Actions><Button intent="send" kind="quiet">{t('account:code.again')}</Button></Actions></Form>
          {data.byLetter ? <Details summary={t('account:join.otherAddress')}><AddressForm form={form} once={other} /></Details> : null}
        </>
      ) : null}
      {step === 'address' ? <AddressForm form={form} once={once} /> : null}
      {step === 'address' && !data.needsPassword ? (
        <Details summary={t('account:join.noAddress')}>
          <NewForm form={form} once={other} why={t('account:join.noAddressText')} />
        </Details>
      ) : null}
      {step === 'sign-in' ? (
        <>
          <p>{t('account:join.signInFirst')}</p>
          <Actions>{data.signedInAs ? <SignOut name={data.signedInAs} /> : <ButtonLink to={`/sign-in?to=${encodeURIComponent(data.here)}`}>{t('account:signIn.title')}</ButtonLink>}</Actions>
        </>
      ) : null}
      {step === 'as-me' && data.signedInAs ? (
        <>
          <Form once={once}>
            <p>{t('account:join.signedInAs', { name: data.signedInAs })}</p>
            <Actions><Button intent="me">{t('account:join.asMe', { name: data.signedInAs })}</Button></Actions>
          </Form>
          <p>{t('account:join.notMe')}</p>
          <SignOut name={data.signedInAs} />
        </>
      ) : null}
      {step === 'as-new' ? <NewForm form={form} once={once} why={data.needsPassword ? null : t('account:join.noPassword')} /> : null}
    </Page>
  )
}

function CodeForm({ form, once, hint }: { form: FormState; once: string; hint: ReactNode }) {
  const { t } = useWords()
  return (
    <Form once={once}>
      <Field form={form} name="code" label={t('account:code.code')} hint={hint} width={10} autoComplete="one-time-code" autoCapitalize="none" spellCheck={false} dir="ltr" />
      <Actions><Button intent="code">{t('account:code.go')}</Button></Actions>
    </Form>
  )
}

function AddressForm({ form, once }: { form: FormState; once: string }) {
  const { t } = useWords()
  return (
    <Form once={once}>
      <Field form={form} name="who" label={t('account:join.who')} hint={t('account:join.whoHint')} autoComplete="email" autoCapitalize="none" spellCheck={false} dir="ltr" />
      <Actions><Button intent="address">{t('account:join.send')}</Button></Actions>
    </Form>
  )
}

/** `why` there is no password to choose; null when there is one. */
function NewForm({ form, once, why }: { form: FormState; once: string; why: string | null }) {
  const { t } = useWords()
  return (
    <Form once={once}>
      <LanguageChoice form={form} />
      {why === null ? (
        <>
          <PasswordField form={form} name="password" label={t('account:join.password')} hint={t('account:newPassword.hint')} autoComplete="new-password" />
          <Checkboxes form={form} name="shared" legend={t('account:signIn.shared')}
            items={[{ value: 'yes', text: t('account:signIn.sharedYes'), hint: t('account:signIn.sharedHint') }]} />
        </>
      ) : <p>{why}</p>}
      <Actions><Button intent="join">{t('account:join.go')}</Button></Actions>
    </Form>
  )
}

function SignOut({ name }: { name: string }) {
  const { t } = useWords()
  return <Form action="/sign-out"><Actions><Button kind="quiet">{t('account:join.signOut', { name })}</Button></Actions></Form>
}
