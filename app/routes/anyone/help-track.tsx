import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { anybody, must } from '#app/access/viewer.server.ts'
import { newGlance, readGlance } from '#app/domain/help/references.server.ts'
import { findRequest, tracked } from '#app/domain/help/requests.server.ts'
import { words } from '#app/http/fields.ts'
import { newFormId, readForm, refusedForm } from '#app/http/read-form.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button, ButtonLink } from '#app/ui/button.tsx'
import { Card } from '#app/ui/card.tsx'
import { Field } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { Page } from '#app/ui/page.tsx'
import { OrRing } from '#app/ui/phone-link.tsx'
import { SummaryList } from '#app/ui/summary-list.tsx'
import { titled } from '#app/ui/titled.ts'
import { now } from '#app/values/instant.ts'
import { database } from '#db/connect.ts'

export const handle = titled('help:track.title')

const trackForm = z.object({ reference: words(40, 'errors:sayReference'), code: words(40, 'errors:sayCode') })

/** With the glance that a right code gave, for some minutes, how the request stands; otherwise the question for both. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { searchParams } = new URL(request.url)
  const viewer = must(anybody(database(), now()), 'help:ask')
  const seen = readGlance(searchParams.get('glance'), searchParams.get('reference') ?? '', Date.now())
  return json({ once: newFormId(), today: viewer.today, found: (seen && (await tracked(viewer, seen))) ?? null })
}

export async function action({ request, context }: ActionFunctionArgs) {
  const read = await readForm(request, trackForm)
  if (!read.ok) return json({ form: read.form }, 400)
  const answer = await findRequest(must(anybody(database(), now()), 'help:ask'), read.data, context.clientAddress)
  if (!answer.ok) return json({ form: refusedForm(read.form, answer) }, answer.why === 'wait-a-little' ? 429 : 409)
  return redirect(`/help/track?reference=${answer.reference}&glance=${newGlance(answer.id, answer.reference, Date.now())}`, 303)
}

export default function HelpTrack() {
  const { t, format } = useWords()
  const { once, found, today } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? newForm()
  if (found && Object.keys(form.errors).length === 0) {
    const late = found.dueOn < today
    return (
      <Page title={t('help:track.found', { reference: found.reference })} exit back={{ to: '/help/track', text: t('help:track.title') }}>
        {found.answer ? (
          <Card title={t('help:track.answer')} tone="next">
            <Said lang={found.answer.lang} as="p">{found.answer.words}</Said>
            <p className="soft">{t('help:track.answeredOn', { day: format.day(found.answer.at) })}</p>
          </Card>
        ) : (
          <Card title={t('help:track.byHeading')} tone="next"><p>{late ? t('help:track.late', { day: format.day(found.dueOn) }) : t('help:track.waiting')}</p></Card>
        )}
        <SummaryList
          rows={[
            { key: t('help:track.asked'), value: format.day(found.madeAt) },
            { key: t('help:track.owner'), value: <bdi>{found.owner}</bdi> },
            ...(found.answer ? [] : [{ key: t('help:track.by'), value: format.day(found.dueOn) }]),
          ]}
        />
        <Actions><ButtonLink kind="quiet" to="/help">{t('help:track.again')}</ButtonLink></Actions>
        <OrRing />
      </Page>
    )
  }
  return (
    <Page title={t('help:track.title')} lead={t('help:track.lead')} exit errors={form.errors}>
      <Form once={once}>
        <Field form={form} name="reference" label={t('help:track.reference')} hint={t('help:track.referenceHint')} width={10} dir="ltr" autoCapitalize="characters" autoComplete="off" spellCheck={false} />
        <Field form={form} name="code" label={t('help:track.code')} width={10} dir="ltr" autoCapitalize="characters" autoComplete="off" spellCheck={false} />
        <Actions><Button intent="show">{t('help:track.show')}</Button></Actions>
      </Form>
      <p className="soft">{t('help:sent.lost')}</p>
      <OrRing />
    </Page>
  )
}
