import { json } from '@remix-run/node'
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { askForReset } from '#app/domain/account/forgotten.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { emailOrPhone } from '#app/http/fields.ts'
import { newFormId, readForm } from '#app/http/read-form.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Field } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { Page } from '#app/ui/page.tsx'
import { OrRing } from '#app/ui/phone-link.tsx'
import { titled } from '#app/ui/titled.ts'

export const handle = titled('account:forgotten.title')

const fields = z.object({ who: emailOrPhone })

export function loader({ request }: LoaderFunctionArgs) {
  return json({ once: newFormId(), sent: doneIn(request, ['sent']) !== null })
}

export async function action({ request, context }: ActionFunctionArgs) {
  const read = await readForm(request, fields)
  if (!read.ok) return json({ form: read.form }, 400)
  await askForReset(read.data.who, context.clientAddress)
  return doneAt('/forgotten', 'sent')
}

export default function Forgotten() {
  const { t } = useWords()
  const { once, sent } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? newForm()
  const back = { to: '/sign-in', text: t('account:signIn.title') }
  if (sent) {
    return (
      <Page title={t('account:forgotten.sentTitle')} back={back}>
        <p>{t('account:forgotten.sent')}</p>
        <p>{t('account:forgotten.nothing')}</p>
        <OrRing />
      </Page>
    )
  }
  return (
    <Page title={t('account:forgotten.title')} lead={t('account:forgotten.lead')} errors={form.errors} back={back}>
      <Form once={once}>
        <Field form={form} name="who" label={t('account:signIn.who')} autoComplete="username" autoCapitalize="none" spellCheck={false} dir="ltr" />
        <Actions><Button>{t('account:forgotten.go')}</Button></Actions>
      </Form>
      <OrRing />
    </Page>
  )
}
