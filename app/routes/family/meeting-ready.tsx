import { json, type ActionFunctionArgs, type LoaderFunctionArgs, type SerializeFrom } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import type { ReactNode } from 'react'
import { z } from 'zod'
import { notYours } from '#app/access/not-yours.ts'
import { must, type May } from '#app/access/viewer.server.ts'
import { isToCome } from '#app/domain/meetings/answers.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { mostSittings } from '#app/domain/meetings/finding-words.ts'
import { meetingOf, type Meeting } from '#app/domain/meetings/meetings.server.ts'
import { HowArranged, NeedWords } from '#app/domain/meetings/need-words.tsx'
import { meetingNeeds } from '#app/domain/meetings/taking-part.ts'
import { sayNeedArranged, toArrangeFor, type ToArrange } from '#app/domain/meetings/taking-part.server.ts'
import { actIn, lookIn } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { choice, thing, wordsOrNone } from '#app/http/fields.ts'
import { newFormIds, posted, readPosted, refusedForm } from '#app/http/read-form.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button, ButtonLink } from '#app/ui/button.tsx'
import { Card, Empty, Rows } from '#app/ui/card.tsx'
import { Field } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm, type FormState } from '#app/ui/form-state.ts'
import { Page } from '#app/ui/page.tsx'
import { titled } from '#app/ui/titled.ts'
import { isId, type MeetingId, type MemberId } from '#app/values/ids.ts'

export const handle = titled('ready:ready.title')

const needForm = z.object({ member: thing<MemberId>(), need: choice(meetingNeeds), words: wordsOrNone(200) })

/** The meeting that the viewer gets ready; 404 for any other. */
async function theirs(viewer: May<'meetings:arrange'>, id: string | undefined): Promise<Meeting> {
  const meeting = isId(id) ? await meetingOf(must(viewer, 'meetings:see'), id as string as MeetingId) : undefined
  if (!meeting || !isToCome(meeting.state)) throw notYours()
  return meeting
}

const key = (one: { member: string; need: string }) => `${one.member}-${one.need}`

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(await lookIn(request, params.family), 'meetings:arrange')
  const meeting = await theirs(viewer, params.id)
  const needs = await toArrangeFor(viewer, meeting.id)
  return json({ family: viewer.family, id: meeting.id, sittings: meeting.sittings.map(({ number, startsAt }) => ({ number, startsAt, names: meeting.people.filter((one) => one.sitting === number).map((one) => one.name) })), needs, once: newFormIds(needs.map(key)), kept: await keptForm(request), done: doneIn(request, ['arranged']) !== null })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = must(await actIn(request, params.family), 'meetings:arrange')
  const meeting = await theirs(viewer, params.id)
  const post = await posted(request)
  const read = readPosted(post, needForm)
  if (!read.ok) return json({ form: read.form }, 400)
  if (post.intent !== 'arranged' && post.intent !== 'not-arranged') return json({ form: { ...newForm(), errors: { '': { key: 'errors:formGone' } } } }, 400)
  const answer = await act(viewer, sayNeedArranged, { meeting: meeting.id, ...read.data, arranged: post.intent === 'arranged', lang: await langOf(request) }, read.once)
  return answer.ok ? doneAt(`/families/${viewer.family}/meetings/${meeting.id}/ready`, 'arranged') : json({ form: refusedForm(read.form, answer) }, 409)
}

export default function MeetingReady() {
  const { t } = useWords()
  const data = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? data.kept ?? newForm()
  return (
    <Page
      title={t('ready:ready.title')} lead={t('ready:ready.lead')} family={{ id: data.family, current: 'people' }} errors={form.errors}
      back={{ to: `/families/${data.family}/meetings/${data.id}`, text: t('ready:back') }} done={data.done ? t('ready:ready.done') : undefined}
    >
      <Sittings data={data} />
      {data.needs.length === 0 ? <Card title={t('ready:arranged.list')}><Empty>{t('ready:arranged.none')}</Empty></Card> : null}
      {data.needs.map((one) => <ToSeeTo key={key(one)} one={one} once={data.once[key(one)]!} form={form} />)}
    </Page>
  )
}

function Sittings({ data }: { data: SerializeFrom<typeof loader> }): ReactNode {
  const { t, format } = useWords()
  const here = `/families/${data.family}/meetings/${data.id}`
  return (
    <Card title={t('ready:sitting.when')} tone="next">
      <Rows>
        {data.sittings.map(({ number, startsAt, names }) => (
          <div key={number}>
            {data.sittings.length > 1 ? <p><strong>{t('ready:sitting.title', { number })}</strong></p> : null}
            <p>{startsAt ? format.when(startsAt) : t('ready:sitting.noDay')}</p>
            <p className="soft">{format.list(names)}</p>
            <Actions>
              <ButtonLink kind="quiet" to={`${here}/sitting/${number}`}>{t('ready:sitting.open')}</ButtonLink>
              <ButtonLink kind="quiet" to={`${here}/times?sitting=${number}`}>{t('ready:sitting.find')}</ButtonLink>
            </Actions>
          </div>
        ))}
      </Rows>
      {data.sittings.length < mostSittings ? (
        <>
          <p className="soft">{t('ready:sitting.lead')}</p>
          <Actions><ButtonLink kind="quiet" to={`${here}/sitting/${data.sittings.length + 1}`}>{t('ready:sitting.another')}</ButtonLink></Actions>
        </>
      ) : null}
    </Card>
  )
}

function ToSeeTo({ one, once, form }: { one: SerializeFrom<ToArrange>; once: string; form: FormState }): ReactNode {
  const { t } = useWords()
  const mine = form.values.member === one.member && form.values.need === one.need
  return (
    <Card title={<bdi>{one.name}</bdi>}>
      <p><NeedWords one={one} /></p>
      <p><HowArranged one={one} /></p>
      <Form once={once}>
        <input type="hidden" name="member" value={one.member} />
        <input type="hidden" name="need" value={one.need} />
        {one.arranged ? null : <Field form={mine ? form : newForm()} id={mine ? 'words' : `words-${key(one)}`} name="words" label={t('ready:arranged.how')} hint={t('ready:arranged.howHint')} autoComplete="off" />}
        <Actions>{one.arranged ? <Button intent="not-arranged" kind="quiet">{t('ready:arranged.undo')}</Button> : <Button intent="arranged">{t('ready:arranged.go')}</Button>}</Actions>
      </Form>
    </Card>
  )
}
