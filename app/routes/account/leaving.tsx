import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { must, myself } from '#app/access/viewer.server.ts'
import { knowLeaving, staysAfterLeaving } from '#app/domain/account/own-account.server.ts'
import { ownPath } from '#app/domain/account/where-to.ts'
import { act } from '#app/events/transact.server.ts'
import { ticked } from '#app/http/fields.ts'
import { newFormId, readForm } from '#app/http/read-form.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Checkboxes } from '#app/ui/choices.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { Page } from '#app/ui/page.tsx'
import { titled } from '#app/ui/titled.ts'

export const handle = titled('account:leaving.title')

const fields = z.object({ stays: ticked })

export async function loader({ request }: LoaderFunctionArgs) {
  const me = must(await myself(request), 'account:keep')
  return json({ once: newFormId(), stays: await staysAfterLeaving(me) })
}

export async function action({ request }: ActionFunctionArgs) {
  const me = must(await myself(request), 'account:keep')
  const read = await readForm(request, fields)
  if (!read.ok) return json({ form: read.form }, 400)
  await act(me, knowLeaving, read.data)
  return redirect(ownPath(new URL(request.url).searchParams.get('to')) ?? '/families', 303)
}

/** Before somebody's first page with the button: what it does, and what it does not (GOV.UK's pattern). */
export default function Leaving() {
  const { t } = useWords()
  const { once, stays } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? newForm(stays ? { stays: 'yes' } : {})
  return (
    <Page title={t('account:leaving.title')} lead={t('account:leaving.lead')} errors={form.errors}>
      <ul>{(['does', 'keyboard', 'back', 'history', 'lost'] as const).map((one) => <li key={one}>{t(`account:leaving.${one}`)}</li>)}</ul>
      <p><a href="/staying-safe">{t('account:leaving.more')}</a></p>
      <Form once={once}>
        <Checkboxes form={form} name="stays" legend={t('account:leaving.stays')} hint={t('account:leaving.staysHint')} items={[{ value: 'yes', text: t('account:leaving.staysYes') }]} />
        <Actions><Button>{t('account:leaving.go')}</Button></Actions>
      </Form>
    </Page>
  )
}
