import { json } from '@remix-run/node'
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { sessionOf } from '#app/access/session.server.ts'
import { leaveQuickly, signOut } from '#app/domain/account/sign-in.server.ts'
import { goTo } from '#app/http/set-cookies.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button, ButtonLink } from '#app/ui/button.tsx'
import { neutralPage } from '#app/ui/exit-this-page.tsx'
import { Form } from '#app/ui/form.tsx'
import { Page } from '#app/ui/page.tsx'
import { titled, type Handle } from '#app/ui/titled.ts'

export const handle: Handle = { ...titled<typeof loader>(({ t }, data) => t(data.signedIn ? 'account:signOut.title' : 'account:signOut.doneTitle')), nameless: true }

export async function loader({ request }: LoaderFunctionArgs) {
  // Leaving quickly, without a script: signed out on the way. Another site may send somebody here, but then only away.
  if (new URL(request.url).searchParams.has('exit')) {
    const site = request.headers.get('Sec-Fetch-Site')
    const ours = site === null || site === 'same-origin' || site === 'none'
    // No Clear-Site-Data: browsers wait for it, and this must be quick. No page of ours is in the cache.
    return goTo(neutralPage, ours ? await leaveQuickly(request) : [])
  }
  return json({ signedIn: (await sessionOf(request)) !== undefined })
}

export async function action({ request }: ActionFunctionArgs) {
  const shared = (await sessionOf(request))?.sharedPhone
  const answer = goTo('/sign-out', [await signOut(request)])
  // "cookies" only on a shared phone: elsewhere the language would go, and the mark of one's own phone, which keeps strangers from locking one out.
  answer.headers.set('Clear-Site-Data', shared ? '"cache", "cookies", "storage"' : '"cache", "storage"')
  return answer
}

/** Signed out, it names neither the site nor anybody: it is what Back shows after somebody has left. */
export default function SignOut() {
  const { t } = useWords()
  const { signedIn } = useLoaderData<typeof loader>()
  if (!signedIn) {
    return (
      <Page title={t('account:signOut.doneTitle')} lead={t('account:signOut.doneText')} bare>
        <Actions><ButtonLink to="/sign-in" kind="quiet">{t('account:signIn.go')}</ButtonLink></Actions>
      </Page>
    )
  }
  return (
    <Page title={t('account:signOut.title')}>
      <Form>
        <Actions><Button>{t('account:signOut.go')}</Button></Actions>
      </Form>
    </Page>
  )
}
