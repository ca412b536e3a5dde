import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { must, myself } from '#app/access/viewer.server.ts'
import { knowLeaving } from '#app/domain/account/own-account.server.ts'
import { ownPath } from '#app/domain/account/where-to.ts'
import { act } from '#app/events/transact.server.ts'
import { newFormId } from '#app/http/read-form.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Form } from '#app/ui/form.tsx'
import { Page } from '#app/ui/page.tsx'
import { titled } from '#app/ui/titled.ts'

export const handle = titled('account:leaving.title')

export async function loader({ request }: LoaderFunctionArgs) {
  await myself(request)
  return json({ once: newFormId() })
}

export async function action({ request }: ActionFunctionArgs) {
  const me = must(await myself(request), 'account:keep')
  await act(me, knowLeaving, null)
  return redirect(ownPath(new URL(request.url).searchParams.get('to')) ?? '/families', 303)
}

/** Before somebody's first page with the button: what it does, and what it does not (GOV.UK's pattern). */
export default function Leaving() {
  const { t } = useWords()
  const { once } = useLoaderData<typeof loader>()
  return (
    <Page title={t('account:leaving.title')} lead={t('account:leaving.lead')}>
      <ul>{(['does', 'keyboard', 'history', 'lost'] as const).map((one) => <li key={one}>{t(`account:leaving.${one}`)}</li>)}</ul>
      <p><a href="/staying-safe">{t('account:leaving.more')}</a></p>
      <Form once={once}><Actions><Button>{t('account:leaving.go')}</Button></Actions></Form>
    </Page>
  )
}
