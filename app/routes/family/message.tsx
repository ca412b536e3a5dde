import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { notYours } from '#app/access/not-yours.ts'
import { may, must } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { helpersOf, membersOf } from '#app/domain/family/people.server.ts'
import { conversation, leaveConversation, writeMessage } from '#app/domain/messages/conversations.server.ts'
import { mostWords } from '#app/domain/messages/limits.ts'
import { whoSeesQuestion } from '#app/domain/sharing/circles.server.ts'
import { BeforeWriting } from '#app/domain/sharing/who-sees.tsx'
import { actIn, lookIn } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { words } from '#app/http/fields.ts'
import { pageIn } from '#app/http/page-in.ts'
import { newFormId, posted, readPosted, refusedForm } from '#app/http/read-form.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Card, Rows } from '#app/ui/card.tsx'
import { TextArea } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { Details } from '#app/ui/notice.tsx'
import { Page } from '#app/ui/page.tsx'
import { Pagination } from '#app/ui/pagination.tsx'
import { OrRing } from '#app/ui/phone-link.tsx'
import { Tag } from '#app/ui/tag.tsx'
import { titled } from '#app/ui/titled.ts'
import { isId, type ConversationId } from '#app/values/ids.ts'
import { InDanger } from './in-danger.tsx'

// Not what it is about: a title stands in the list of open pages for whoever looks over a shoulder.
export const handle = titled('messages:one')

const sayForm = z.object({ words: words(mostWords) })
/** Nothing is asked: the button says it all. */
const leaveForm = z.object({})

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(await lookIn(request, params.family), 'messages:see')
  const found = isId(params.id) ? await conversation(viewer, params.id as ConversationId, pageIn(request)) : undefined
  if (!found) throw notYours()
  const lead = (await helpersOf(must(viewer, 'family:see'))).find((one) => one.lead && one.person !== viewer.person && found.with.includes(one.name))
  return json({
    family: viewer.family, ...found, mayWrite: may(viewer, 'messages:write'), answers: lead?.answersWithinDays ? { name: lead.givenName, days: lead.answersWithinDays } : null,
    who: viewer.seat === 'young-person' ? await whoSeesQuestion(viewer, await membersOf(viewer)) : null, once: newFormId(), kept: await keptForm(request), done: doneIn(request, ['sent']),
  })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = must(await actIn(request, params.family), 'messages:see')
  if (!isId(params.id)) throw notYours()
  const id = params.id as ConversationId
  const post = await posted(request)
  if (post.intent === 'leave') {
    const read = readPosted(post, leaveForm)
    if (!read.ok) return json({ form: read.form }, 400)
    const answer = await act(viewer, leaveConversation, { conversation: id }, read.once)
    if (!answer.ok && answer.why === 'not-there') throw notYours()
    return answer.ok ? doneAt(`/families/${viewer.family}/messages`, 'left') : json({ form: refusedForm(newForm(), answer) }, 409)
  }
  const read = readPosted(post, sayForm)
  if (!read.ok) {
    // Whoever is not in it is not told what is wrong with what they sent.
    if (!(await conversation(viewer, id, 1))) throw notYours()
    return json({ form: read.form }, 400)
  }
  const answer = await act(must(viewer, 'messages:write'), writeMessage, { conversation: id, words: read.data.words, lang: await langOf(request) }, read.once)
  if (!answer.ok && answer.why === 'not-there') throw notYours()
  return answer.ok ? doneAt(`/families/${viewer.family}/messages/${id}`, 'sent') : json({ form: refusedForm(read.form, answer) }, 409)
}

export default function OneConversation() {
  const { t, format } = useWords()
  const data = useLoaderData<typeof loader>()
  const { family, id, messages, page, pages, answers, once } = data
  const form = useActionData<typeof action>()?.form ?? data.kept ?? newForm()
  return (
    <Page
      title={<Said lang={data.lang}>{data.topic}</Said>} family={{ id: family, current: 'people' }} errors={form.errors} done={data.done ? t('messages:done.sent') : null}
      lead={data.with.length > 0 ? t('messages:inIt', { names: format.list(data.with) }) : t('messages:alone')} back={{ to: `/families/${family}/messages`, text: t('messages:title') }}
    >
      <Card>
        {page < pages ? <p><a href={`/families/${family}/messages/${id}?page=${page + 1}`}>{t('messages:earlier')}</a></p> : null}
        <Rows>
          {messages.map((one) => (
            <div key={one.id}>
              <p>{one.mine ? <strong>{t('messages:you')}</strong> : <strong><bdi>{one.by}</bdi></strong>} <span className="soft">{format.when(one.at)}</span> {one.new ? <Tag tone="sun">{t('messages:new')}</Tag> : null}</p>
              <Said as="p" className="lines" lang={one.lang}>{one.words}</Said>
            </div>
          ))}
        </Rows>
        {page > 1 ? <Pagination page={page} pages={pages} to={(to) => `/families/${family}/messages/${id}?page=${to}`} /> : null}
      </Card>
      {data.mayWrite ? (
        <Form once={once}>
          {data.who ? <BeforeWriting who={data.who} /> : null}
          <TextArea form={form} name="words" label={t('messages:answer')} hint={answers ? t('messages:answers', { name: answers.name, count: answers.days }) : undefined} rows={4} limit={mostWords} />
          <Actions><Button intent="send">{t('messages:send')}</Button></Actions>
        </Form>
      ) : null}
      <InDanger />
      {data.mayLeave ? (
        <Details summary={t('messages:leave.summary')}>
          <p>{t('messages:leave.text')}</p>
          <Form once={once}><Button intent="leave" kind="warning">{t('messages:leave.go')}</Button></Form>
        </Details>
      ) : null}
      <OrRing />
    </Page>
  )
}
