import { json } from '@remix-run/node'
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { signedInAs } from '#app/access/session.server.ts'
import { noticeByWord, noticeForMyself } from '#app/domain/account/notice.server.ts'
import { secret } from '#app/http/fields.ts'
import { newFormId, readForm, refusedForm } from '#app/http/read-form.ts'
import { goTo } from '#app/http/set-cookies.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button, ButtonLink } from '#app/ui/button.tsx'
import { Field } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { Page } from '#app/ui/page.tsx'
import { titled, type Handle } from '#app/ui/titled.ts'

export const handle: Handle = { ...titled('account:message.title'), nameless: true }

const fields = z.object({ word: secret(40) })

export async function loader({ request, params }: LoaderFunctionArgs) {
  const token = params.token ?? ''
  const session = await signedInAs(request)
  const mine = session && (await noticeForMyself(token, session.person))
  if (session && !mine?.say) return goTo(mine?.path ?? (session.helps ? '/desk' : '/families'))
  return json({ once: newFormId(), signIn: `/sign-in?to=${encodeURIComponent(`/n/${token}`)}`, mine: mine?.say ? { say: mine.say, path: mine.path } : null })
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const read = await readForm(request, fields)
  if (!read.ok) return json({ form: read.form, say: null }, 400)
  const answer = await noticeByWord(params.token ?? '', read.data.word, context.clientAddress)
  if (answer.ok) return json({ form: newForm(), say: answer.say })
  return json({ form: refusedForm(newForm(), answer), say: null }, answer.why === 'wait-a-little' ? 429 : 400)
}

/** The page behind the link in a message. Whoever opens it may be somebody else: it names neither the service nor a person. */
export default function OneNotice() {
  const { t } = useWords()
  const { once, signIn, mine } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const say = answer?.say ?? mine?.say
  if (say) {
    return (
      <Page title={t('account:message.title')} bare exit>
        <p>{t(`notices:${say}.said`)}</p>
        {mine ? <Actions><ButtonLink to={mine.path}>{t('account:code.go')}</ButtonLink></Actions> : null}
      </Page>
    )
  }
  const form = answer?.form ?? newForm()
  return (
    <Page title={t('account:message.title')} bare exit errors={form.errors}>
      <Actions><ButtonLink to={signIn}>{t('account:message.signIn')}</ButtonLink></Actions>
      <Form once={once}>
        <Field form={form} name="word" label={t('account:message.word')} hint={t('account:message.wordHint')} width={20} autoComplete="off" autoCapitalize="none" spellCheck={false} />
        <Actions><Button kind="quiet">{t('account:message.go')}</Button></Actions>
      </Form>
    </Page>
  )
}
