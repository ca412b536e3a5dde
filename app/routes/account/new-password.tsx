import { json } from '@remix-run/node'
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { isOpenResetLink, setPasswordByLink } from '#app/domain/account/forgotten.server.ts'
import { newPassword } from '#app/domain/account/passwords.server.ts'
import { newFormId, readForm } from '#app/http/read-form.ts'
import { goTo } from '#app/http/set-cookies.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { PasswordField } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { Page } from '#app/ui/page.tsx'
import { titled } from '#app/ui/titled.ts'
import { OldLink } from './old-link.tsx'

export const handle = titled<typeof loader>(({ t }, data) => t(data.open ? 'account:newPassword.title' : 'account:oldLink.title'))

const fields = z.object({ password: newPassword })

export async function loader({ params }: LoaderFunctionArgs) {
  const open = await isOpenResetLink(params.token ?? '')
  return json({ open, once: newFormId() }, open ? 200 : 404)
}

export async function action({ request, params }: ActionFunctionArgs) {
  const read = await readForm(request, fields)
  if (!read.ok) return json({ form: read.form }, 400)
  const answer = await setPasswordByLink(params.token ?? '', read.data.password)
  // The loader finds the link ended, too, and the page says so.
  return answer.ok ? goTo('/sign-in?done=password-set', [answer.cookie]) : json({ form: read.form }, 404)
}

export default function NewPassword() {
  const { t } = useWords()
  const { open, once } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? newForm()
  if (!open) return <OldLink to="forgotten" />
  return (
    <Page title={t('account:newPassword.title')} errors={form.errors} exit>
      <p>{t('account:newPassword.text')}</p>
      <Form once={once}>
        <PasswordField form={form} name="password" label={t('account:newPassword.password')} hint={t('account:newPassword.hint')} autoComplete="new-password" />
        <Actions><Button>{t('account:newPassword.go')}</Button></Actions>
      </Form>
    </Page>
  )
}
