import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import type { ReactNode } from 'react'
import { z } from 'zod'
import { anybody, must, viewerIn } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { familyOf } from '#app/domain/family/people.server.ts'
import { askForHelp } from '#app/domain/help/requests.server.ts'
import { secretly } from '#app/domain/meetings/room-keys.server.ts'
import { mostPostWords, mostTold } from '#app/domain/meetings/room-limits.ts'
import { chosenPosts, talkIn } from '#app/domain/meetings/room-posts.server.ts'
import { around, mustBeInTheRoom } from '#app/domain/meetings/rooms.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt } from '#app/http/done.ts'
import { emailOrPhoneOrNone, message, things, ticked, wordsOrNone } from '#app/http/fields.ts'
import { newFormId, posted, readPosted, refusedForm } from '#app/http/read-form.ts'
import { Said } from '#app/i18n/said.tsx'
import { wordsFor } from '#app/i18n/words.server.ts'
import { Sentence } from '#app/i18n/sentence.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button, ButtonLink } from '#app/ui/button.tsx'
import { Card } from '#app/ui/card.tsx'
import { Checkboxes } from '#app/ui/choices.tsx'
import { Field, TextArea } from '#app/ui/field.tsx'
import { Form, FormsOf } from '#app/ui/form.tsx'
import { newForm, valueOf, valuesOf } from '#app/ui/form-state.ts'
import { Notice } from '#app/ui/notice.tsx'
import { Page } from '#app/ui/page.tsx'
import { OrRing, PhoneLink } from '#app/ui/phone-link.tsx'
import { titled } from '#app/ui/titled.ts'
import type { PostId } from '#app/values/ids.ts'
import { formOf, isOfBefore, KeptWords } from './kept-words.tsx'
import { ofAnotherSitting, roomMark } from './sitting-mark.server.ts'
import { keepingWords } from './words-kept.server.ts'

export const handle = titled('rooms:tell.title')

const tellForm = z.object({ words: wordsOrNone(mostPostWords), posts: things<PostId>().refine((some) => some.length <= mostTold, message('errors:tooLong', { max: mostTold })), contact: emailOrPhoneOrNone, 'no-way': ticked }).superRefine((data, ctx) => {
  if (data.contact === null && !data['no-way']) ctx.addIssue({ code: 'custom', path: ['contact'], message: message('rooms:tell.sayHow') })
})

async function roomIn({ request, params }: Pick<LoaderFunctionArgs, 'request' | 'params'>) {
  return mustBeInTheRoom(await viewerIn(request, params.family), params.id)
}

export async function loader(args: LoaderFunctionArgs) {
  const viewer = await roomIn(args)
  const { posts, views } = await talkIn(viewer, await around(viewer), 1)
  return json({
    family: viewer.family, meeting: viewer.room.meeting, here: roomMark(viewer), posts: [...views, ...posts].filter((one) => one.said !== null).sort((a, b) => (a.at < b.at ? -1 : 1)).map(({ id, by, at, said }) => ({ id, by, at, words: said!.words })), once: newFormId(), kept: await keptForm(args.request),
  })
}

export const action = keepingWords(async (args: ActionFunctionArgs) => {
  const viewer = await roomIn(args)
  const post = await posted(args.request)
  const elsewhere = ofAnotherSitting(post, roomMark(viewer))
  if (elsewhere) return json({ form: elsewhere, leaves: null }, 409)
  const read = readPosted(post, tellForm)
  if (!read.ok) return json({ form: read.form, leaves: null }, 400)
  const { words, posts, contact, 'no-way': noWay } = read.data
  const chosen = await chosenPosts(viewer, posts)
  const form = { ...read.form, values: { ...read.form.values, posts: chosen.map((one) => one.id) } }
  const sending = post.intent === 'send'
  const lacks = sending && chosen.length < posts.length
  if (chosen.length === 0 && words === null) return json({ form: { ...form, errors: { words: { key: lacks ? 'rooms:tell.takenBack' : 'rooms:tell.nothing' } } }, leaves: null }, lacks ? 409 : 400)
  const lang = await langOf(args.request)
  const from = wordsFor(lang).t('rooms:tell.from', { family: (await familyOf(viewer)).name })
  const leaves = [from, ...(words === null ? [] : [words]), ...chosen.map((one) => `${one.by}: ${one.words}`)].join('\n\n')
  // What leaves is read once more by whoever sends it, exactly as it will be read there: also what is left when somebody took their words back meanwhile.
  if (lacks) return json({ form: { ...form, errors: { '': { key: 'rooms:tell.takenBack' } } }, leaves }, 409)
  if (!sending) return json({ form, leaves })
  const { people } = await around(viewer)
  const name = people.find((one) => one.member === viewer.member)?.name ?? ''
  const answer = await act(must(anybody(viewer.db, viewer.now), 'help:ask'), askForHelp, {
    words: leaves, lang, topics: ['safety'], forWhom: 'family', name, contact: noWay ? null : contact, contactWhen: null, messagesSafe: false, member: null, today: true,
  }, await secretly(viewer.db, viewer.room, read.once))
  if (!answer.ok) return json({ form: refusedForm(form, answer), leaves }, 409)
  return doneAt(`/families/${viewer.family}/meetings/${viewer.room.meeting}/private`, 'told')
})

export default function Tell() {
  return <FormsOf here={useLoaderData<typeof loader>().here}><TellingSomebody /></FormsOf>
}

function TellingSomebody(): ReactNode {
  const { t, format } = useWords()
  const data = useLoaderData<typeof loader>()
  const answered = useActionData<typeof action>()
  const sent = answered?.form ?? data.kept ?? newForm()
  const form = formOf(sent, data.here)
  const leaves = answered?.leaves ?? null
  const here = `/families/${data.family}/meetings/${data.meeting}/private`
  return (
    <Page title={t('rooms:tell.title')} lead={leaves === null ? t('rooms:tell.lead') : undefined} family={{ id: data.family, current: 'people' }} errors={form.errors} back={{ to: here, text: t('rooms:title') }}>
      <Notice tone="clay"><p><Sentence of="rooms:danger" parts={{ phone: (number) => <PhoneLink number={number} /> }} /></p></Notice>
      {isOfBefore(sent, data.here) ? <KeptWords form={sent} /> : null}
      {leaves === null ? (
        <Form once={data.once}>
          <TextArea form={form} name="words" label={t('rooms:tell.words')} hint={t('rooms:tell.wordsHint')} rows={4} limit={mostPostWords} />
          {data.posts.length > 0 ? (
            <Checkboxes form={form} name="posts" legend={t('rooms:tell.posts')} hint={t('rooms:tell.postsHint')} items={data.posts.map((one) => ({ value: one.id, text: <><bdi>{one.by}</bdi> <span className="soft">{format.when(one.at)}</span><br /><Said className="lines">{one.words}</Said></> }))} />
          ) : null}
          <Field form={form} name="contact" label={t('rooms:tell.contact')} hint={t('rooms:tell.contactHint')} dir="ltr" autoCapitalize="none" spellCheck={false} />
          <Checkboxes form={form} name="no-way" legend={t('rooms:tell.orNot')} items={[{ value: '1', text: t('rooms:tell.noWay'), hint: t('rooms:tell.noWayHint') }]} />
          <Actions><Button intent="look">{t('rooms:tell.look')}</Button></Actions>
        </Form>
      ) : (
        <Card title={t('rooms:tell.exactly')} tone="next">
          <Said as="p" className="lines">{leaves}</Said>
          <p className="soft">{t(valueOf(form, 'no-way') ? 'rooms:tell.aloneNoWay' : 'rooms:tell.alone')}</p>
          <p className="soft">{t('rooms:tell.today')}</p>
          <Form once={data.once}>
            {['words', 'posts', 'contact', 'no-way'].flatMap((name) => valuesOf(form, name).map((value) => <input key={`${name} ${value}`} type="hidden" name={name} value={value} />))}
            <Actions><Button intent="send">{t('rooms:tell.send')}</Button><ButtonLink to={here} kind="quiet">{t('rooms:tell.not')}</ButtonLink></Actions>
          </Form>
        </Card>
      )}
      <OrRing />
    </Page>
  )
}
