import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { notYours } from '#app/access/not-yours.ts'
import { helps, sittingMinutes } from '#app/access/record-sitting.server.ts'
import { atTheDesk, must, viewerIn } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { familyOf } from '#app/domain/family/people.server.ts'
import { usualReasons } from '#app/domain/family/starting-form.ts'
import { openRecord } from '#app/domain/family/starting.server.ts'
import { act } from '#app/events/transact.server.ts'
import { choice, wordsOrNone } from '#app/http/fields.ts'
import { newFormId, readForm, refusedForm } from '#app/http/read-form.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Radios } from '#app/ui/choices.tsx'
import { Field } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { Page } from '#app/ui/page.tsx'
import { titled } from '#app/ui/titled.ts'
import { deskPlaces } from './desk-places.ts'

export const handle = titled('desk:open.title')

const reasonForm = z.object({ reason: choice([...usualReasons, 'own'], 'errors:sayReason'), words: wordsOrNone(200) })

/** Whoever helps this family, at their desk; everybody else gets the 404 before any question. */
async function helperIn(request: Request, family: string | undefined) {
  const desk = await atTheDesk(request)
  const viewer = await viewerIn(request, family)
  if (!helps(viewer)) throw notYours()
  return { desk, viewer: must(viewer, 'family:see') }
}

/** Where to go once the record is open: a page of this family and no other, else its home. */
function whereTo(request: Request, family: string): string {
  const home = `/families/${family}`
  const asked = new URL(request.url).searchParams.get('to') ?? ''
  if (!URL.canParse(asked, 'http://here')) return home
  const { origin, pathname, search } = new URL(asked, 'http://here')
  return origin === 'http://here' && asked.startsWith('/') && (pathname === home || pathname.startsWith(`${home}/`)) ? pathname + search : home
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { desk, viewer } = await helperIn(request, params.family)
  return json({ places: deskPlaces(desk), name: (await familyOf(viewer)).name, minutes: sittingMinutes, kept: await keptForm(request), once: newFormId() })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { viewer } = await helperIn(request, params.family)
  const read = await readForm(request, reasonForm)
  if (!read.ok) return json({ form: read.form }, 400)
  const { reason, words } = read.data
  if (reason === 'own' && words === null) return json({ form: { ...read.form, errors: { words: { key: 'errors:sayReason' } } } }, 400)
  const opening = reason === 'own' ? { reason: words!, lang: await langOf(request) } : { reason, lang: null }
  const answer = await act(viewer, openRecord, opening, read.once)
  if (!answer.ok) return json({ form: refusedForm(read.form, answer) }, 409)
  return redirect(whereTo(request, viewer.family), 303)
}

export default function OpenRecord() {
  const { t, format } = useWords()
  const { places, name, minutes, kept, once } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? kept ?? newForm()
  return (
    <Page title={t('desk:open.title')} above={<bdi>{name}</bdi>} lead={t('desk:open.lead')} errors={form.errors} desk={{ current: 'desk', places }} back={{ to: '/desk', text: t('desk:home.title') }}>
      <Form once={once}>
        <Radios
          form={form} name="reason" legend={t('desk:open.reason')}
          items={[
            ...usualReasons.map((value) => ({ value, text: t(`desk:open.${value}`) })),
            { value: 'own', text: t('desk:open.own'), more: <Field form={form} name="words" label={t('desk:open.words')} hint={t('desk:open.wordsHint')} /> },
          ]}
        />
        <p className="soft">{t('desk:open.lasts', { time: format.minutes(minutes) })}</p>
        <Actions><Button intent="open">{t('desk:open.open')}</Button></Actions>
      </Form>
    </Page>
  )
}
