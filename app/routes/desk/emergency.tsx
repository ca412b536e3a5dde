import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { counted, take } from '#app/access/throttle.server.ts'
import { atTheDesk, must, viewerWhoKnows } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { asNamesAreWritten, noteSearch } from '#app/domain/family/finding.server.ts'
import { openEmergencyView } from '#app/domain/family/emergency.server.ts'
import { act } from '#app/events/transact.server.ts'
import { dayTyped, ticked, words } from '#app/http/fields.ts'
import { newFormId, readForm, refusedForm } from '#app/http/read-form.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Checkboxes } from '#app/ui/choices.tsx'
import { DateField } from '#app/ui/date-field.tsx'
import { Field, TextArea } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { Notice } from '#app/ui/notice.tsx'
import { Page } from '#app/ui/page.tsx'
import { titled } from '#app/ui/titled.ts'
import { deskPlaces } from './desk-places.ts'

export const handle = titled('looked:emergency.title')

const fields = z.object({ family: words(80), given: words(80), born: dayTyped, reason: words(500, 'errors:sayReason'), sure: ticked })

/** Somebody who tries names and birthdays until one fits does not get far. */
const pace = { atOnce: 5, everySeconds: 600 }

export async function loader({ request }: LoaderFunctionArgs) {
  const viewer = must(await atTheDesk(request), 'families:find')
  const { emergencyMinutes, emergencyReviewDays } = await settingsOf(viewer.db)
  return json({ places: deskPlaces(viewer), minutes: emergencyMinutes, days: emergencyReviewDays, kept: await keptForm(request), once: newFormId() })
}

export async function action({ request }: ActionFunctionArgs) {
  const viewer = must(await atTheDesk(request), 'families:find')
  const read = await readForm(request, fields)
  if (!read.ok) return json({ form: read.form }, 400)
  const { family, given, born, reason, sure } = read.data
  if (!sure) return json({ form: { ...read.form, errors: { sure: { key: 'errors:tickToGoOn' } } } }, 400)
  const taken = await take(counted(pace, 'emergency', viewer.person ?? ''))
  if (!taken.ok) return json({ form: refusedForm(read.form, { why: 'wait-a-little', values: { count: taken.waitSeconds } }) }, 429)
  const known = await viewerWhoKnows(viewer, { family: asNamesAreWritten(family), givenName: asNamesAreWritten(given), bornOn: born })
  // Written down either way, and answered alike whatever does not fit, and for a family of one's own. A shield keeps nobody
  // out who knows this much: it is for such a day that the look is there.
  await act(viewer, noteSearch, { words: family, found: known ? 1 : 0 })
  if (!known) return json({ form: refusedForm(read.form, { why: 'no-such-family' }) }, 409)
  const answer = await act(must(known, 'emergency:open'), openEmergencyView, { reason, lang: await langOf(request) }, read.once)
  if (!answer.ok) return json({ form: refusedForm(read.form, answer) }, 409)
  return redirect(`/desk/emergency/${answer.value.family}.${answer.value.view}`, 303)
}

export default function Emergency() {
  const { t, format } = useWords()
  const { places, minutes, days, kept, once } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? kept ?? newForm()
  return (
    <Page title={t('looked:emergency.title')} desk={{ current: 'find', places }} errors={form.errors} back={{ to: '/desk/find', text: t('looked:find.title') }}>
      <Notice>
        <p>{t('looked:emergency.warning', { time: format.minutes(minutes) })}</p>
        <p>{t('looked:emergency.review', { count: days })}</p>
      </Notice>
      <Form once={once}>
        <Field form={form} name="family" label={t('looked:emergency.family')} />
        <Field form={form} name="given" label={t('looked:emergency.given')} hint={t('looked:emergency.givenHint')} />
        <DateField form={form} name="born" legend={t('looked:emergency.born')} />
        <TextArea form={form} name="reason" label={t('looked:emergency.reason')} hint={t('desk:open.wordsHint')} rows={3} limit={500} />
        <Checkboxes form={form} name="sure" legend={t('looked:emergency.sure')} items={[{ value: 'yes', text: t('looked:emergency.sureYes') }]} />
        <Actions><Button intent="open">{t('looked:emergency.go')}</Button></Actions>
      </Form>
    </Page>
  )
}
