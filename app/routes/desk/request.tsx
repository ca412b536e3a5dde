import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { notYours } from '#app/access/not-yours.ts'
import { atTheDesk, may, must } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { answerRequest, helpRequest, noteRequestLooking, passOn, whoAnswers } from '#app/domain/help/requests.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { thing, words } from '#app/http/fields.ts'
import { newFormId, posted, readPosted, refusedForm } from '#app/http/read-form.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button, ButtonLink } from '#app/ui/button.tsx'
import { Card } from '#app/ui/card.tsx'
import { Select, TextArea } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { Details } from '#app/ui/notice.tsx'
import { Page } from '#app/ui/page.tsx'
import { SummaryList } from '#app/ui/summary-list.tsx'
import { titled } from '#app/ui/titled.ts'
import { isId, type HelpRequestId, type PersonId } from '#app/values/ids.ts'
import { deskPlaces } from './desk-places.ts'

export const handle = titled<typeof loader>(({ t }, data) => t('desk:request.title', { name: data.asked.name }))

const answerForm = z.object({ words: words(4000, 'errors:sayAnswer') })
const passForm = z.object({ to: thing<PersonId>('errors:sayWhom') })

async function requestIn(request: Request, id: string | undefined) {
  const viewer = must(await atTheDesk(request), 'requests:answer')
  const asked = isId(id) ? await helpRequest(viewer, id as HelpRequestId) : undefined
  if (!asked) throw notYours()
  return { viewer, asked }
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { viewer, asked } = await requestIn(request, params.id)
  await act(viewer, noteRequestLooking, { id: asked.id, reference: asked.reference })
  return json({
    places: deskPlaces(viewer), asked, others: (await whoAnswers(viewer)).filter(({ name }) => name !== asked.owner), mayStart: may(viewer, 'families:start'),
    done: doneIn(request, ['answered', 'passed']), kept: await keptForm(request), once: [newFormId(), newFormId()] as const,
  })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { viewer, asked } = await requestIn(request, params.id)
  const here = `/desk/requests/${asked.id}`
  const post = await posted(request)
  if (post.intent === 'answer') {
    const read = readPosted(post, answerForm)
    if (!read.ok) return json({ form: read.form }, 400)
    const answer = await act(viewer, answerRequest, { request: asked.id, words: read.data.words, lang: await langOf(request) }, read.once)
    return answer.ok ? doneAt(here, 'answered') : json({ form: refusedForm(read.form, answer) }, 409)
  }
  if (post.intent === 'pass') {
    const read = readPosted(post, passForm)
    if (!read.ok) return json({ form: read.form }, 400)
    const answer = await act(viewer, passOn, { request: asked.id, to: read.data.to }, read.once)
    if (!answer.ok) return json({ form: refusedForm(read.form, answer) }, 409)
    // Whoever passed it on may no longer see it.
    return (await helpRequest(viewer, asked.id)) ? doneAt(here, 'passed') : doneAt('/desk/requests', 'passed')
  }
  return json({ form: { values: post.values, errors: { '': { key: 'errors:formGone' } } } }, 400)
}

export default function OneRequest() {
  const { t, format } = useWords()
  const { places, asked, others, mayStart, done, kept, once } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? kept ?? newForm()
  return (
    <Page
      title={t('desk:request.title', { name: asked.name })} desk={{ current: 'requests', places }} errors={form.errors} done={done ? t(`desk:done.${done}`) : undefined}
      back={{ to: '/desk/requests', text: t('desk:requests.title') }}
    >
      <Card title={t('desk:request.words')}><Said lang={asked.lang} as="p">{asked.words}</Said></Card>
      <SummaryList
        rows={[
          ...(asked.topics.length > 0 ? [{ key: t('desk:request.about'), value: format.list(asked.topics.map((topic) => t(`help:topic.${topic}`))) }] : []),
          { key: t('desk:request.for'), value: t(`help:for.${asked.forWhom}`) },
          { key: t('desk:request.reach'), value: asked.contact === '' ? t('desk:request.noWay') : <bdi dir="ltr">{format.phone(asked.contact)}</bdi> },
          { key: t('desk:request.when'), value: asked.contactWhen === null ? t('desk:request.whenAny') : <Said lang={asked.lang}>{asked.contactWhen}</Said> },
          { key: t('desk:request.messages'), value: t(asked.messagesSafe ? 'desk:request.messagesYes' : 'desk:request.messagesNo') },
          { key: t('desk:request.asked'), value: format.when(asked.madeAt) },
          { key: t('desk:request.due'), value: format.day(asked.dueOn) },
          { key: t('desk:request.owner'), value: <bdi>{asked.owner}</bdi> },
          { key: t('desk:request.reference'), value: <bdi dir="ltr">{asked.reference}</bdi> },
        ]}
      />
      {asked.answer !== null ? (
        <Card title={t('desk:request.answered')}>
          <Said lang={asked.answerLang ?? undefined} as="p">{asked.answer}</Said>
          {asked.answeredAt ? <p className="soft">{t('desk:request.answeredOn', { day: format.day(asked.answeredAt) })}</p> : null}
        </Card>
      ) : (
        <>
          <Card tone="next">
            <Form once={once[0]}>
              <TextArea form={form} name="words" label={t('desk:request.answer')} hint={t('desk:request.answerHint')} rows={5} limit={4000} />
              <p className="soft">{t(asked.messagesSafe ? 'desk:request.answerTold' : 'desk:request.answerNotTold')}</p>
              <Actions><Button intent="answer">{t('desk:request.answerSave')}</Button></Actions>
            </Form>
          </Card>
          {others.length > 0 ? (
            <Details summary={t('desk:request.passOn')} open={'to' in form.errors || 'to' in form.values}>
              <Form once={once[1]}>
                <Select form={form} name="to" label={t('desk:request.passOnTo')} hint={t('desk:request.passOnHint')} choose="" items={others.map(({ person, name }) => ({ value: person, text: name }))} />
                <Actions><Button kind="quiet" intent="pass">{t('desk:request.passOnSave')}</Button></Actions>
              </Form>
            </Details>
          ) : null}
        </>
      )}
      {asked.family !== null ? <p>{t('desk:request.linked')}</p> : mayStart ? (
        <div>
          <p>{t('desk:request.startHint')}</p>
          <Actions><ButtonLink kind="quiet" to={`/desk/families/new?request=${asked.id}`}>{t('desk:request.start')}</ButtonLink></Actions>
        </div>
      ) : null}
    </Page>
  )
}
