import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { must } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { membersOf } from '#app/domain/family/people.server.ts'
import { startConversation, writesTo } from '#app/domain/messages/conversations.server.ts'
import { ForWhom } from '#app/domain/messages/for-whom.tsx'
import { mostTopic, mostWords } from '#app/domain/messages/limits.ts'
import { whoSeesQuestion } from '#app/domain/sharing/circles.server.ts'
import { BeforeWriting, leadValue, seenBy } from '#app/domain/sharing/who-sees.tsx'
import { actIn, lookIn } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt } from '#app/http/done.ts'
import { words } from '#app/http/fields.ts'
import { newFormId, readForm, refusedForm } from '#app/http/read-form.ts'
import { isLang, type Lang } from '#app/i18n/lang.ts'
import { useWords } from '#app/i18n/words.tsx'
import { wordsFor } from '#app/i18n/words.server.ts'
import { Actions, Button } from '#app/ui/button.tsx'
import { Field, TextArea } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { Page } from '#app/ui/page.tsx'
import { OrRing } from '#app/ui/phone-link.tsx'
import { titled } from '#app/ui/titled.ts'
import { InDanger } from './in-danger.tsx'

export const handle = titled('messages:write')

const messageForm = z.object({ 'seen-by': seenBy.refine(({ members, lead }) => lead || members.length > 0, 'errors:chooseOne'), topic: words(mostTopic), words: words(mostWords) })

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(must(await lookIn(request, params.family), 'messages:write'), 'household:see')
  const members = await membersOf(viewer)
  const people = writesTo(viewer, members).map(({ id, name, seat }) => ({ id: id as string, name, lead: seat === 'lead' }))
  const given = new URL(request.url).searchParams
  const asked = given.get('to')
  const to = people.find(({ id, lead }) => (asked === leadValue ? lead : id === asked))
  return json({
    family: viewer.family, people, to: to ? (to.lead ? leadValue : to.id) : null, who: await whoSeesQuestion(viewer, members),
    young: viewer.seat === 'young-person', once: newFormId(), kept: await keptForm(request), ring: ringMe(await langOf(request), given.get('ring')),
  })
}

/** A message that asks to be rung about what was written in another language: in that one, and in the reader's own. Null where nothing of the kind is asked for. */
function ringMe(own: Lang, written: string | null): { topic: string; words: string } | null {
  if (written === null || !isLang(written) || written === own) return null
  const inTheirs = wordsFor(written)
  const inOurs = wordsFor(own)
  return { topic: inOurs.t('messages:ring.topic'), words: `${inTheirs.t('messages:ring.words', { language: inTheirs.format.language(own) })}\n\n${inOurs.t('messages:ring.words', { language: inOurs.format.language(own) })}` }
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = must(must(await actIn(request, params.family), 'messages:write'), 'household:see')
  const read = await readForm(request, messageForm)
  if (!read.ok) return json({ form: read.form }, 400)
  const answer = await act(viewer, startConversation, { to: read.data['seen-by'], topic: read.data.topic, words: read.data.words, lang: await langOf(request) }, read.once)
  return answer.ok ? doneAt(`/families/${viewer.family}/messages/${answer.value}`, 'sent') : json({ form: refusedForm(read.form, answer) }, 409)
}

export default function NewMessage() {
  const { t } = useWords()
  const { family, people, to, who, young, once, kept, ring } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? kept ?? newForm({ ...(to ? { 'seen-by': [to] } : {}), ...(ring ?? {}) })
  return (
    <Page title={t('messages:write')} family={{ id: family, current: 'people' }} errors={form.errors} back={{ to: `/families/${family}/messages`, text: t('messages:title') }}>
      {people.length === 0 ? <p>{t('messages:nobody')}</p> : (
        <Form once={once}>
          {young ? <BeforeWriting who={who} /> : null}
          <ForWhom form={form} legend={t('messages:to')} hint={t('messages:toHint')} people={people} />
          <Field form={form} name="topic" label={t('messages:topic')} hint={t('messages:topicHint')} />
          <TextArea form={form} name="words" label={t('messages:words')} rows={6} limit={mostWords} />
          <Actions><Button intent="send">{t('messages:send')}</Button></Actions>
        </Form>
      )}
      <InDanger />
      <OrRing />
    </Page>
  )
}
