import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { must } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { membersOf, ofTheHousehold } from '#app/domain/family/people.server.ts'
import { programmesKnown } from '#app/domain/programmes/known.server.ts'
import { offerProgramme } from '#app/domain/programmes/programmes.server.ts'
import { actIn, lookIn } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt } from '#app/http/done.ts'
import { choice, dayTyped, dayTypedOrNone, thing, things } from '#app/http/fields.ts'
import { newFormId, readForm, refusedForm } from '#app/http/read-form.ts'
import type { Key } from '#app/i18n/keys.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Checkboxes, Radios } from '#app/ui/choices.tsx'
import { DateField } from '#app/ui/date-field.tsx'
import { Select } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { titled } from '#app/ui/titled.ts'
import type { MemberId } from '#app/values/ids.ts'
import { PlanPage } from './plan-page.tsx'

export const handle = titled('programmes:offer.title')

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(await lookIn(request, params.family), 'programme:run')
  const [members, lang] = await Promise.all([membersOf(viewer), langOf(request)])
  return json({
    family: viewer.family, me: viewer.member, once: newFormId(), kept: await keptForm(request),
    programmes: programmesKnown().map(({ key, title }) => ({ key, title: title ? (title[lang] ?? Object.values(title)[0]!) : null })),
    workers: members.filter((one) => one.current && (one.seat === 'lead' || one.seat === 'team')).map(({ id, name }) => ({ id, name })),
    about: members.filter(ofTheHousehold).map(({ id, name }) => ({ id, name })),
  })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = must(await actIn(request, params.family), 'programme:run')
  const form = z.object({ key: choice(programmesKnown().map(({ key }) => key)), worker: thing<MemberId>(), start: dayTyped, due: dayTypedOrNone, about: things<MemberId>() })
  const read = await readForm(request, form)
  if (!read.ok) return json({ form: read.form }, 400)
  const { key, worker, start, due, about } = read.data
  const answer = await act(viewer, offerProgramme, { key, worker, startOn: start, dueOn: due, about }, read.once)
  return answer.ok ? doneAt(`/families/${viewer.family}/plan/programme`, 'offered') : json({ form: refusedForm(read.form, answer) }, 409)
}

export default function OfferProgramme() {
  const { t } = useWords()
  const { family, me, programmes, workers, about, once, kept } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? kept ?? newForm(me ? { worker: me } : {})
  return (
    <PlanPage title={t('programmes:offer.title')} lead={t('programmes:offer.lead')} family={family} picture="days" errors={form.errors} back={{ to: `/families/${family}/plan/programme`, text: t('programmes:title') }}>
      <Form once={once}>
        <Radios form={form} name="key" legend={t('programmes:offer.which')} items={programmes.map(({ key, title }) => ({ value: key, text: title ?? t(`programmes:name.${key}` as Key) }))} />
        <Select form={form} name="worker" label={t('programmes:offer.worker')} items={workers.map(({ id, name }) => ({ value: id, text: name }))} />
        <DateField form={form} name="start" legend={t('programmes:offer.start')} />
        <DateField form={form} name="due" legend={t('programmes:offer.due')} hint={t('programmes:offer.dueHint')} />
        <Checkboxes form={form} name="about" legend={t('goals:new.about')} hint={t('common:optional')} items={about.map(({ id, name }) => ({ value: id, text: <bdi>{name}</bdi> }))} />
        <Actions><Button intent="offer">{t('programmes:offer.go')}</Button></Actions>
      </Form>
    </PlanPage>
  )
}
