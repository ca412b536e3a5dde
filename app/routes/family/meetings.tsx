import { json, type ActionFunctionArgs, type LoaderFunctionArgs, type SerializeFrom } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import type { ReactNode } from 'react'
import { z } from 'zod'
import { may, must } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { isToCome, meetingAnswers } from '#app/domain/meetings/answers.ts'
import { answerMeetingOffer, coordinatorsFor, meetingAnswersOf, meetingOffer, nameCoordinator } from '#app/domain/meetings/offer.server.ts'
import { meetingsOf } from '#app/domain/meetings/meetings.server.ts'
import { plansWeLookAt } from '#app/domain/plan/look-again.server.ts'
import { actIn, lookIn } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { choice, dayTypedOrNone, thing, thingOrNone } from '#app/http/fields.ts'
import { newFormId, posted, readPosted, refusedForm } from '#app/http/read-form.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button, ButtonLink } from '#app/ui/button.tsx'
import { Card, Empty, Rows } from '#app/ui/card.tsx'
import { Radios } from '#app/ui/choices.tsx'
import { DateField } from '#app/ui/date-field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm, type FormState } from '#app/ui/form-state.ts'
import { Details } from '#app/ui/notice.tsx'
import { Page } from '#app/ui/page.tsx'
import { OrRing } from '#app/ui/phone-link.tsx'
import { titled } from '#app/ui/titled.ts'
import type { MemberId, PersonId } from '#app/values/ids.ts'
import { LookAgainCard } from './look-again.tsx'

export const handle = titled('meetings:title')

const answerForm = z.object({ answer: choice(meetingAnswers), again: dayTypedOrNone })
const nameForm = z.object({ person: thing<PersonId>(), instead: thingOrNone<MemberId>() })

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(await lookIn(request, params.family), 'meetings:see')
  const prepares = may(viewer, 'meetings:prepare') ? must(viewer, 'meetings:prepare') : null
  const isOffered = may(viewer, 'meetings:answer') || prepares
  const [offer, meetings, answers, free, again] = await Promise.all([isOffered ? meetingOffer(viewer) : null, meetingsOf(viewer), prepares ? meetingAnswersOf(prepares) : null, prepares ? coordinatorsFor(prepares) : null, may(viewer, 'meetings:attend') ? plansWeLookAt(viewer) : []])
  return json({ family: viewer.family, offer, meetings, answers, free, again: [...again], mayAnswer: may(viewer, 'meetings:answer'), once: newFormId(), kept: await keptForm(request), done: doneIn(request, ['yes', 'not-now', 'no', 'named']) })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = must(await actIn(request, params.family), 'meetings:see')
  const post = await posted(request)
  const here = `/families/${viewer.family}/meetings`
  if (!may(viewer, 'meetings:answer')) {
    must(viewer, 'meetings:prepare')
    const read = readPosted(post, nameForm)
    if (!read.ok) return json({ form: read.form }, 400)
    const answer = await act(must(viewer, 'people:invite'), nameCoordinator, read.data, read.once)
    return answer.ok ? doneAt(here, 'named') : json({ form: refusedForm(read.form, answer) }, 409)
  }
  const answers = must(viewer, 'meetings:answer')
  const read = readPosted(post, answerForm)
  if (!read.ok) return json({ form: read.form }, 400)
  const answer = await act(answers, answerMeetingOffer, { answer: read.data.answer, againOn: read.data.again }, read.once)
  return answer.ok ? doneAt(here, read.data.answer) : json({ form: refusedForm(read.form, answer) }, 409)
}

type Data = SerializeFrom<typeof loader>

export default function Meetings() {
  const { t } = useWords()
  const data = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? data.kept ?? newForm()
  return (
    <Page
      title={t('meetings:title')} lead={data.answers ? undefined : t('meetings:intro')} family={{ id: data.family, current: 'people' }} errors={form.errors}
      back={{ to: `/families/${data.family}/people`, text: t('people:title') }} done={data.done ? t(`meetings:done.${data.done}`) : undefined}
    >
      {data.again.map((one) => <LookAgainCard key={one.meeting} family={data.family} one={one} />)}
      {data.meetings.length > 0 ? <Held data={data} /> : data.offer ? null : <Empty>{t('meetings:none')}</Empty>}
      {data.answers ? <ForTheLead data={data} answers={data.answers} form={form} /> : null}
      {data.mayAnswer ? <><Mine data={data} form={form} /><Actions><ButtonLink to={`/families/${data.family}/meetings/new`} kind={data.offer?.coordinator && !data.meetings.some((one) => isToCome(one.state)) ? 'main' : 'quiet'}>{t('meetings:new.title')}</ButtonLink></Actions></> : null}
      <Card title={t('meetings:what.title')}>
        <ul>
          <li>{t('meetings:what.who')}</li>
          <li>{t('meetings:what.ready')}</li>
          <li>{t('meetings:what.private')}</li>
          <li>{t('meetings:what.plan')}</li>
          <li>{t('meetings:what.choice')}</li>
        </ul>
      </Card>
      <OrRing />
    </Page>
  )
}

function Held({ data }: { data: Data }): ReactNode {
  const { t, format } = useWords()
  return (
    <Card title={t('meetings:held')} tone={data.meetings.some((one) => isToCome(one.state)) ? 'next' : 'plain'}>
      <Rows>
        {data.meetings.map((one) => (
          <div key={one.id}>
            <a href={`/families/${data.family}/meetings/${one.id}`}><Said lang={one.lang}>{one.question}</Said></a>
            <p className="soft">{one.startsAt ? format.when(one.startsAt) : t(`meetings:state.${one.state}`)}</p>
          </div>
        ))}
      </Rows>
    </Card>
  )
}

function Mine({ data, form }: { data: Data; form: FormState }): ReactNode {
  const { t, format } = useWords()
  const { own, coordinator } = data.offer!
  if (coordinator) {
    return (
      <Card title={t('meetings:ready.title', { name: coordinator.name })}>
        <p>{t('meetings:ready.text', { name: coordinator.name })}</p>
        <Actions><ButtonLink to={`/families/${data.family}/messages/new`} kind="quiet">{t('meetings:ready.write')}</ButtonLink></Actions>
      </Card>
    )
  }
  if (own === null) return <Card title={t('meetings:ask.title')} tone="next"><Answering data={data} form={form} /></Card>
  return (
    <Card title={t(`meetings:said.${own.answer}`)} tone="next">
      {own.answer === 'yes' ? <p>{t('meetings:said.yesNext', { day: format.day(own.dueOn!) })}</p> : null}
      {own.answer === 'not-now' ? <p>{t('meetings:said.notNowNext', { day: format.day(own.againOn!) })}</p> : null}
      {own.answer === 'no' ? <p>{t('meetings:said.noNext')}</p> : null}
      <Details summary={t('meetings:said.other')} open={Object.keys(form.errors).length > 0}><Answering data={data} form={form} /></Details>
    </Card>
  )
}

function Answering({ data, form }: { data: Data; form: FormState }): ReactNode {
  const { t } = useWords()
  return (
    <Form once={data.once}>
      <p className="soft">{t('meetings:ask.whoReads')}</p>
      <Radios form={form} name="answer" legend={t('meetings:ask.legend')} items={meetingAnswers.map((value) => ({
        value, text: t(`meetings:ask.${value}`), more: value === 'not-now' ? <DateField form={form} name="again" legend={t('meetings:ask.again')} /> : undefined,
      }))} />
      <Actions><Button intent="answer">{t('meetings:ask.send')}</Button></Actions>
    </Form>
  )
}

function ForTheLead({ data, answers, form }: { data: Data; answers: NonNullable<Data['answers']>; form: FormState }): ReactNode {
  const { t, format } = useWords()
  const { coordinator, since } = data.offer!
  const yes = answers.some((one) => one.answer === 'yes')
  return (
    <Card title={t('meetings:lead.title')} tone={coordinator ? 'plain' : 'next'}>
      <p>{t('meetings:lead.since', { day: format.day(since) })}</p>
      {answers.length === 0 ? <Empty>{t('meetings:lead.none')}</Empty> : (
        <Rows>
          {answers.map((one) => <p key={one.member}>{t(one.answer === 'yes' && coordinator ? 'meetings:lead.said' : `meetings:lead.${one.answer}`, { name: one.name, day: one.againOn ? format.day(one.againOn) : one.dueOn ? format.day(one.dueOn) : '' })}</p>)}
        </Rows>
      )}
      {coordinator ? <p>{t('meetings:lead.named', { name: coordinator.name })}</p> : null}
      {yes && !coordinator ? <Naming data={data} form={form} instead={null} /> : null}
      {yes && coordinator ? (
        <Details summary={t('meetings:lead.instead')} open={Object.keys(form.errors).length > 0}>
          <p>{t('meetings:lead.insteadText', { name: coordinator.name })}</p>
          <Naming data={data} form={form} instead={coordinator.member} />
        </Details>
      ) : null}
    </Card>
  )
}

/** Names who gets the meeting ready, `instead` of whoever does it now. */
function Naming({ data, form, instead }: { data: Data; form: FormState; instead: string | null }): ReactNode {
  const { t } = useWords()
  if (!data.free?.length) return <p>{t('meetings:lead.nobody')}</p>
  return (
    <Form once={data.once}>
      {instead ? <input type="hidden" name="instead" value={instead} /> : null}
      <Radios form={form} name="person" legend={t('meetings:lead.who')} hint={t('meetings:lead.whoHint')} items={data.free.map(({ person, name }) => ({ value: person, text: <bdi>{name}</bdi> }))} />
      <Actions><Button intent="name">{t('meetings:lead.go')}</Button></Actions>
    </Form>
  )
}
