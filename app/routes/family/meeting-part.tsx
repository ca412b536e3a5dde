import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import type { ReactNode } from 'react'
import { z } from 'zod'
import { notYours } from '#app/access/not-yours.ts'
import { must, type May } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { interpreterLangs } from '#app/domain/appointments/words.ts'
import { HowArranged, NeedWords } from '#app/domain/meetings/need-words.tsx'
import { coordinatorOf } from '#app/domain/meetings/offer.server.ts'
import { meetingNeeds, needsInWords, takesPart } from '#app/domain/meetings/taking-part.ts'
import { partOf, sayPart, type Part } from '#app/domain/meetings/taking-part.server.ts'
import { actIn, lookIn } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { choice, message, someOf, wordsOrNone } from '#app/http/fields.ts'
import { newFormId, readForm, refusedForm } from '#app/http/read-form.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Card, Rows } from '#app/ui/card.tsx'
import { Checkboxes, Radios } from '#app/ui/choices.tsx'
import { Field, Select } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm, type FormState } from '#app/ui/form-state.ts'
import { Page } from '#app/ui/page.tsx'
import { OrRing } from '#app/ui/phone-link.tsx'
import { titled } from '#app/ui/titled.ts'
import { isId, type MeetingId, type MemberId } from '#app/values/ids.ts'

export const handle = titled('ready:part.title')

const fields = z.object({
  how: choice(takesPart), needs: someOf(meetingNeeds), 'interpreter-lang': choice(['', ...interpreterLangs]), childcare: wordsOrNone(200), fare: wordsOrNone(200), food: wordsOrNone(200), advocate: wordsOrNone(200),
}).superRefine((data, ctx) => {
  if (data.needs.includes('interpreter') && data['interpreter-lang'] === '') ctx.addIssue({ code: 'custom', path: ['interpreter-lang'], message: message('errors:chooseOne') })
})

/** The part of whom `?for=` names, or the viewer's own; 404 unless they may say it. */
async function theirs(viewer: May<'meetings:see'>, request: Request, id: string | undefined): Promise<Part> {
  const asked = new URL(request.url).searchParams.get('for') ?? undefined
  const member = asked === undefined ? viewer.member : isId(asked) ? asked as string as MemberId : null
  const part = isId(id) && member !== null ? await partOf(viewer, { meeting: id as string as MeetingId, member }) : undefined
  if (!part) throw notYours()
  return part
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(await lookIn(request, params.family), 'meetings:see')
  const { meeting, ...part } = await theirs(viewer, request, params.id)
  const sitting = meeting.sittings.find((one) => one.number === meeting.people.find((other) => other.member === part.member)?.sitting)
  return json({ family: viewer.family, id: meeting.id, ...part, dialIn: sitting?.dialIn ?? null, callUrl: sitting?.callUrl ?? null, coordinator: (await coordinatorOf(viewer))?.name ?? null, once: newFormId(), kept: await keptForm(request), done: doneIn(request, ['kept']) !== null })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = must(await actIn(request, params.family), 'meetings:see')
  const { meeting, member, own } = await theirs(viewer, request, params.id)
  const read = await readForm(request, fields)
  if (!read.ok) return json({ form: read.form }, 400)
  const { how, needs, 'interpreter-lang': interpreterLang } = read.data
  const inWords = (need: string) => ((needsInWords as readonly string[]).includes(need) ? read.data[need as (typeof needsInWords)[number]] : null)
  const answer = await act(viewer, sayPart, { meeting: meeting.id, member, how, lang: await langOf(request), interpreterLang: interpreterLang || null, needs: needs.map((need) => ({ need, words: inWords(need) })) }, read.once)
  return answer.ok ? doneAt(`/families/${viewer.family}/meetings/${meeting.id}/part${own ? '' : `?for=${member}`}`, 'kept') : json({ form: refusedForm(read.form, answer) }, 409)
}

export default function MeetingPart() {
  const { t } = useWords()
  const data = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? data.kept ?? newForm({
    how: data.how ?? '', needs: data.needs.map((one) => one.need), 'interpreter-lang': data.needs.find((one) => one.interpreterLang)?.interpreterLang ?? '',
    ...Object.fromEntries(data.needs.map((one) => [one.need, one.words ?? ''])),
  })
  return (
    <Page
      title={data.own ? t('ready:part.title') : t('ready:part.titleFor', { name: data.name })} lead={t(data.own ? 'ready:part.lead' : 'ready:part.leadFor')} family={{ id: data.family, current: 'people' }} errors={form.errors}
      back={{ to: `/families/${data.family}/meetings/${data.id}`, text: t('ready:back') }} done={data.done ? t('ready:part.done') : undefined}
    >
      {data.needs.length > 0 ? (
        <Card title={t('ready:arranged.title')}><Rows>{data.needs.map((one) => <p key={one.need}><NeedWords one={one} /><br /><HowArranged one={one} /></p>)}</Rows></Card>
      ) : null}
      <Card>
        <Form once={data.once}>
          <How form={form} />
          <Needs form={form} />
          <Actions><Button intent="keep">{t('ready:part.save')}</Button></Actions>
        </Form>
      </Card>
      <OrRing />
    </Page>
  )
}

function How({ form }: { form: FormState }): ReactNode {
  const { t, format } = useWords()
  const { dialIn, callUrl } = useLoaderData<typeof loader>()
  const hint = { room: undefined, phone: dialIn ? t('ready:how.dialIn', { number: format.phone(dialIn) }) : t('ready:how.dialInLater'), video: callUrl ? undefined : t('ready:how.videoLater'), writing: t('ready:how.writingHint') }
  return <Radios form={form} name="how" legend={t('ready:how.legend')} items={takesPart.map((value) => ({ value, text: t(`ready:how.${value}`), hint: hint[value] }))} />
}

function Needs({ form }: { form: FormState }): ReactNode {
  const { t, lang, format } = useWords()
  const { coordinator } = useLoaderData<typeof loader>()
  const langs = interpreterLangs.map((value) => ({ value, text: format.language(value) })).sort((a, b) => a.text.localeCompare(b.text, lang))
  const inWords = (needsInWords as readonly string[])
  return (
    <Checkboxes form={form} name="needs" legend={t('ready:needs.legend')} hint={t('ready:needs.whoReads', { who: coordinator ?? t('ready:coordinator') })} items={meetingNeeds.map((value) => ({
      value, text: t(`ready:needs.${value}`), hint: value === 'interpreter' ? t('ready:needs.interpreterHint') : value === 'advocate' ? t('ready:needs.advocateHint') : undefined,
      more: value === 'interpreter' ? <Select form={form} name="interpreter-lang" label={t('ready:needs.language')} choose={t('ready:needs.chooseLanguage')} items={langs} />
        : inWords.includes(value) ? <Field form={form} name={value} label={t(`ready:needs.more.${value as (typeof needsInWords)[number]}`)} autoComplete="off" /> : undefined,
    }))} />
  )
}
