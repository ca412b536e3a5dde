import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import type { ReactNode } from 'react'
import { z } from 'zod'
import { sessionOf } from '#app/access/session.server.ts'
import { must, myself } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { hasJustSignedIn } from '#app/domain/account/locks.server.ts'
import { ownAccount } from '#app/domain/account/own-account.server.ts'
import { changeCalendar, endCalendar, makeCalendar, ownCalendar, shownMinutes } from '#app/domain/appointments/calendar.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { message, ticked } from '#app/http/fields.ts'
import { newFormId, posted, readPosted, refusedForm } from '#app/http/read-form.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button, ButtonLink } from '#app/ui/button.tsx'
import { Card } from '#app/ui/card.tsx'
import { Checkboxes } from '#app/ui/choices.tsx'
import { PasswordField } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm, type FormState } from '#app/ui/form-state.ts'
import { Notice } from '#app/ui/notice.tsx'
import { Page } from '#app/ui/page.tsx'
import { OrRing } from '#app/ui/phone-link.tsx'
import { SummaryList } from '#app/ui/summary-list.tsx'
import { titled } from '#app/ui/titled.ts'

export const handle = titled('calendar:title')

const here = '/account/calendar'
const wish = z.object({ detail: ticked, kept: ticked })
const makeForm = wish.extend({ careful: ticked.refine((yes) => yes, message('calendar:carefulFirst')) })
const endForm = z.object({})

export async function loader({ request }: LoaderFunctionArgs) {
  const me = must(await myself(request), 'account:keep')
  const [own, { hasPassword }, fresh, session, kept] = await Promise.all([ownCalendar(me), ownAccount(me), hasJustSignedIn(request), sessionOf(request), keptForm(request)])
  return json({
    own: own ?? null, asksPassword: hasPassword && !fresh, helps: session?.helps ?? false, minutes: shownMinutes, kept, once: { make: newFormId(), change: newFormId(), end: newFormId() },
    done: doneIn(request, ['made', 'changed', 'ended']),
  })
}

export async function action({ request }: ActionFunctionArgs) {
  const me = must(await myself(request), 'account:keep')
  const said = await posted(request)
  const wrong = (form: FormState, status: number) => json({ form, intent: said.intent }, status)
  switch (said.intent) {
    case 'make': {
      const read = readPosted(said, makeForm)
      if (!read.ok) return wrong(read.form, 400)
      const password = typeof said.values.password === 'string' ? said.values.password : ''
      const { detail, kept } = read.data
      const answer = await makeCalendar(request, me, { password, wish: { detail, kept } }, read.once)
      return answer.ok ? doneAt(here, 'made') : wrong(refusedForm(read.form, answer), answer.why === 'wait-a-little' ? 429 : 409)
    }
    case 'change': {
      const read = readPosted(said, wish)
      if (!read.ok) return wrong(read.form, 400)
      const answer = await act(me, changeCalendar, read.data, read.once)
      return answer.ok ? doneAt(here, 'changed') : wrong(refusedForm(read.form, answer), 409)
    }
    case 'end': {
      const read = readPosted(said, endForm)
      if (!read.ok) return wrong(read.form, 400)
      const answer = await act(me, endCalendar, {}, read.once)
      return answer.ok ? doneAt(here, 'ended') : wrong(refusedForm(read.form, answer), 409)
    }
    default: return wrong({ values: said.values, errors: { '': { key: 'errors:formGone' } } }, 400)
  }
}

/** One's own calendar: what it shows to whom, its address while it is new, and its end. */
export default function Calendar() {
  const { t, format } = useWords()
  const { own, asksPassword, helps, minutes, kept, once, done } = useLoaderData<typeof loader>()
  const acted = useActionData<typeof action>()
  const first = { ...(own?.detail ? { detail: 'yes' } : {}), ...(own?.kept ? { kept: 'yes' } : {}) }
  const formOf = (intent: string) => (acted?.intent === intent ? acted.form : !acted && kept ? kept : newForm(first))
  return (
    <Page title={t('calendar:title')} lead={t('calendar:lead')} errors={acted?.form.errors} done={done ? t(`calendar:done.${done}`) : null} back={{ to: '/account', text: t('account:own.title') }}>
      {own?.address ? <Address address={own.address} minutes={format.minutes(minutes)} /> : null}
      {own ? (
        <>
          <SummaryList rows={[
            { key: t('calendar:madeOn'), value: format.when(own.madeAt) },
            { key: t('calendar:readOn'), value: own.readOn ? format.date(own.readOn) : t('calendar:notRead') },
          ]} />
          <p className="soft">{t('calendar:stranger')}</p>
          <Card title={t('calendar:shows')}>
            <Form once={once.change}>
              <Wish form={formOf('change')} helps={helps} />
              <Actions><Button intent="change" kind="quiet">{t('calendar:change')}</Button></Actions>
            </Form>
          </Card>
          <Card title={t('calendar:endTitle')}>
            <p>{t('calendar:endText')}</p>
            <Form once={once.end}><Actions><Button intent="end" kind="warning">{t('calendar:end')}</Button></Actions></Form>
          </Card>
        </>
      ) : null}
      <Notice tone="sun">
        <p><strong>{t('calendar:warn.title')}</strong></p>
        <ul>{(['phone', 'locked', 'others', 'after'] as const).map((one) => <li key={one}>{t(`calendar:warn.${one}`)}</li>)}</ul>
        <p><a href="/staying-safe">{t('account:leaving.more')}</a></p>
      </Notice>
      <Card title={t(own ? 'calendar:anewTitle' : 'calendar:makeTitle')}>
        <p>{t(own ? 'calendar:anewText' : 'calendar:makeText')}</p>
        <Form once={once.make}>
          {own ? <>{own.detail ? <input type="hidden" name="detail" value="yes" /> : null}{own.kept ? <input type="hidden" name="kept" value="yes" /> : null}</> : <Wish form={formOf('make')} helps={helps} />}
          <Checkboxes form={formOf('make')} name="careful" legend={t('calendar:careful')} items={[{ value: 'yes', text: t('calendar:carefulYes') }]} />
          {asksPassword ? <PasswordField form={formOf('make')} name="password" label={t('account:security.old')} hint={t('calendar:passwordHint')} autoComplete="current-password" /> : null}
          <Actions><Button intent="make" kind={own ? 'quiet' : 'main'}>{t(own ? 'calendar:anew' : 'calendar:make')}</Button></Actions>
        </Form>
      </Card>
      <OrRing />
    </Page>
  )
}

function Wish({ form, helps }: { form: FormState; helps: boolean }): ReactNode {
  const { t } = useWords()
  return (
    <>
      <Checkboxes form={form} name="detail" legend={t('calendar:detail')} hint={t(helps ? 'calendar:detailHelps' : 'calendar:detailHint')} items={[{ value: 'yes', text: t('calendar:detailYes') }]} />
      {helps ? null : <Checkboxes form={form} name="kept" legend={t('calendar:kept')} hint={t('calendar:keptHint')} items={[{ value: 'yes', text: t('calendar:keptYes') }]} />}
    </>
  )
}

/** The address, while it is shown. A phone that knows `webcal:` opens its calendar with it. */
function Address({ address, minutes }: { address: string; minutes: string }): ReactNode {
  const { t } = useWords()
  return (
    <Card tone="next" title={t('calendar:address')}>
      <p>{t('calendar:addressText', { minutes })}</p>
      <p><code className="long" dir="ltr" lang="en">{address}</code></p>
      <Actions><ButtonLink to={address.replace(/^https?:/, 'webcal:')}>{t('calendar:open')}</ButtonLink></Actions>
      <p className="soft">{t('calendar:how')}</p>
    </Card>
  )
}
