import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { atTheDesk, must } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { groupForm, groupRepeats } from '#app/domain/groups/group-form.ts'
import { groupModes } from '#app/domain/groups/group-words.ts'
import { colleagues, makeGroup } from '#app/domain/groups/groups.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt } from '#app/http/done.ts'
import { newFormId, readForm, refusedForm } from '#app/http/read-form.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Checkboxes, Radios } from '#app/ui/choices.tsx'
import { DateField } from '#app/ui/date-field.tsx'
import { Field, Select, TextArea } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { Page } from '#app/ui/page.tsx'
import { titled } from '#app/ui/titled.ts'
import { deskPlaces } from './desk-places.ts'

export const handle = titled('groups:desk.make')

export async function loader({ request }: LoaderFunctionArgs) {
  const viewer = must(await atTheDesk(request), 'diary:keep')
  return json({ places: deskPlaces(viewer), colleagues: await colleagues(viewer), kept: await keptForm(request), once: newFormId() })
}

export async function action({ request }: ActionFunctionArgs) {
  const viewer = must(await atTheDesk(request), 'diary:keep')
  const read = await readForm(request, groupForm)
  if (!read.ok) return json({ form: read.form }, 400)
  const { name, purpose, mode, place, repeat, time, minutes, places, together, 'from-on': fromOn, 'until-on': untilOn } = read.data
  const once = repeat === 'once'
  const answer = await act(viewer, makeGroup, { name, purpose, mode, place, time, minutes, places, together, fromOn, untilOn: once ? fromOn : untilOn!, repeat: once ? null : repeat, lang: await langOf(request) }, read.once)
  return answer.ok ? doneAt(`/desk/groups/${answer.value}`, 'made') : json({ form: refusedForm(read.form, answer) }, 409)
}

export default function NewGroup() {
  const { t } = useWords()
  const { places, colleagues: others, kept, once } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? kept ?? newForm({ repeat: 'weekly', mode: 'centre' })
  return (
    <Page title={t('groups:desk.make')} lead={t('groups:desk.makeLead')} desk={{ current: 'diary', places }} back={{ to: '/desk/diary', text: t('desk:diary.title') }} errors={form.errors}>
      <Form once={once}>
        <Field form={form} name="name" label={t('groups:desk.name')} autoComplete="off" />
        <TextArea form={form} name="purpose" label={t('groups:desk.purpose')} hint={t('groups:desk.purposeHint')} rows={3} limit={500} />
        <Radios form={form} name="mode" legend={t('groups:desk.mode')} inline items={groupModes.map((mode) => ({ value: mode, text: t(`appointments:mode.${mode}`) }))} />
        <Field form={form} name="place" label={t('groups:desk.place')} autoComplete="off" />
        <DateField form={form} name="from-on" legend={t('groups:desk.from')} />
        <Select form={form} name="repeat" label={t('groups:desk.repeat')} items={groupRepeats.map((value) => ({ value, text: value === 'once' ? t('desk:diary.onlyOnce') : t(`desk:diary.repeats.${value}`) }))} />
        <DateField form={form} name="until-on" legend={t('groups:desk.until')} hint={t('groups:desk.untilHint')} />
        <Field form={form} name="time" label={t('groups:desk.time')} hint={t('desk:diary.timeHint')} width={5} inputMode="numeric" autoComplete="off" />
        <Field form={form} name="minutes" label={t('groups:desk.minutes')} hint={t('groups:desk.minutesHint')} width={4} inputMode="numeric" autoComplete="off" />
        <Field form={form} name="places" label={t('groups:desk.places')} width={4} inputMode="numeric" autoComplete="off" />
        {others.length > 0 ? <Checkboxes form={form} name="together" legend={t('groups:desk.together')} hint={t('groups:desk.togetherHint')} items={others.map((one) => ({ value: one.person, text: <bdi>{one.name}</bdi> }))} /> : null}
        <Actions><Button>{t('groups:desk.save')}</Button></Actions>
      </Form>
    </Page>
  )
}
