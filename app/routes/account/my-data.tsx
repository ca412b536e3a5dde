import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { must, myself } from '#app/access/viewer.server.ts'
import { askToBeForgotten, forgottenBy } from '#app/domain/data/forgetting.server.ts'
import { parts } from '#app/domain/data/holdings.ts'
import { everythingAbout } from '#app/domain/data/my-data.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { choice } from '#app/http/fields.ts'
import { newFormId, readForm, refusedForm } from '#app/http/read-form.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button, ButtonLink } from '#app/ui/button.tsx'
import { Card, Rows } from '#app/ui/card.tsx'
import { Checkboxes } from '#app/ui/choices.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { Page } from '#app/ui/page.tsx'
import { OrRing } from '#app/ui/phone-link.tsx'
import { titled } from '#app/ui/titled.ts'
import type { Day, Instant } from '#app/values/instant.ts'

export const handle = titled('data:title')

const forgetForm = z.object({ sure: choice(['yes'], 'errors:tickSure') })

export async function loader({ request }: LoaderFunctionArgs) {
  const me = must(await myself(request), 'account:keep')
  const copy = await everythingAbout(me)
  return json({
    parts: parts.map((part) => ({ part, things: copy[part].map(({ words, lang, at }) => ({ words, lang, at })) })).filter((one) => one.things.length > 0),
    helps: copy.posts.length > 0, forgottenBy: await forgottenBy(me), once: newFormId(), done: doneIn(request, ['asked']),
  })
}

export async function action({ request }: ActionFunctionArgs) {
  const me = must(await myself(request), 'account:keep')
  const read = await readForm(request, forgetForm)
  if (!read.ok) return json({ form: read.form }, 400)
  const answer = await act(me, askToBeForgotten, {}, read.once)
  return answer.ok ? doneAt('/account/data', 'asked') : json({ form: refusedForm(read.form, answer) }, 409)
}

export default function MyData() {
  const { t, format } = useWords()
  const data = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? newForm()
  const when = (at: string) => (at.length === 10 ? format.date(at as Day) : format.when(at as Instant))
  return (
    <Page title={t('data:title')} lead={t('data:lead')} errors={form.errors} back={{ to: '/account', text: t('account:own.title') }} done={data.done ? t('data:asked') : null}>
      <p><ButtonLink to="/account/data.json" kind="quiet">{t('data:download')}</ButtonLink></p>
      {data.parts.map(({ part, things }) => (
        <Card key={part} title={t(`data:part.${part}`)}>
          <Rows>
            {things.map((one, at) => (
              <div key={at}>
                {one.words === null ? null : <p><Said lang={one.lang}>{one.words}</Said></p>}
                {one.at === null ? null : <p className="soft">{when(one.at)}</p>}
              </div>
            ))}
          </Rows>
        </Card>
      ))}
      <Card title={t('data:wrong.title')}><p>{t('data:wrong.text')}</p></Card>
      <Card title={t('data:forget.title')}>
        <p>{t('data:forget.goes')}</p>
        <p>{t('data:forget.stays')}</p>
        {data.helps ? <p>{t('data:forget.helps')}</p> : data.forgottenBy ? <p><strong>{t('data:forget.waits', { day: format.date(data.forgottenBy) })}</strong></p> : (
          <Form once={data.once}>
            <Checkboxes form={form} name="sure" legend={t('data:forget.sure')} items={[{ value: 'yes', text: t('data:forget.yes') }]} />
            <Actions><Button intent="forget" kind="warning">{t('data:forget.go')}</Button></Actions>
          </Form>
        )}
      </Card>
      <OrRing />
    </Page>
  )
}
