import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { may, must } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { askForPeer, peersOf, stopPeer } from '#app/domain/carers/peers.server.ts'
import { likenesses, peerGroups } from '#app/domain/carers/peers.ts'
import { servicesOf } from '#app/domain/directory/directory.server.ts'
import { directoryLang } from '#app/domain/directory/say-service.ts'
import { membersOf } from '#app/domain/family/people.server.ts'
import { actIn, lookIn } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { choice, things, words } from '#app/http/fields.ts'
import { newFormId, newFormIds, posted, readPosted, refusedForm } from '#app/http/read-form.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Card, Empty, Rows } from '#app/ui/card.tsx'
import { Checkboxes, Radios } from '#app/ui/choices.tsx'
import { Field, TextArea } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm, type FormState } from '#app/ui/form-state.ts'
import { Page } from '#app/ui/page.tsx'
import { OrRing } from '#app/ui/phone-link.tsx'
import { titled } from '#app/ui/titled.ts'
import type { MemberId } from '#app/values/ids.ts'
import { answerPeer } from './peer-answer.server.ts'
import { FoundFields, PeerAsked, stopForm, StopPeer } from './peers-parts.tsx'

export const handle = titled('peers:title')

const askForm = z.object({
  likeness: choice(likenesses), 'first-name': words(60, 'errors:sayName'), reach: words(120), words: words(500), 'shown-to': things<MemberId>(), agree: choice(['yes'], 'errors:tickToGoOn'),
})

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(await lookIn(request, params.family), 'peers:see')
  const [members, asked, groups] = await Promise.all([membersOf(viewer), peersOf(viewer), servicesOf(viewer.db, peerGroups, 5)])
  const me = members.find((one) => one.id === viewer.member)
  return json({
    family: viewer.family, today: viewer.today, mayAsk: may(viewer, 'peers:ask'), mayAnswer: may(viewer, 'peers:answer'), firstName: me?.givenName ?? '',
    others: members.filter((one) => one.current && one.id !== viewer.member && ['parent', 'kin-carer', 'young-person'].includes(one.seat)).map(({ id, name }) => ({ id, name })),
    lead: members.find((one) => one.current && one.seat === 'lead')?.name ?? null,
    asked: asked.map((one) => ({ ...one, mine: one.askedBy === viewer.member, by: members.find((member) => member.id === one.askedBy)?.name ?? '' })),
    groups: groups.services, moreGroups: groups.more,
    kept: await keptForm(request), once: newFormId(), onceOf: newFormIds(asked.flatMap(({ id }) => [id, `${id} on`])), done: doneIn(request, ['asked', 'found', 'looked', 'stopped']),
  })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = must(await actIn(request, params.family), 'peers:see')
  const post = await posted(request)
  const here = `/families/${viewer.family}/peers`
  if (post.intent === 'found' || post.intent === 'look-on' || post.intent === 'peer-stopped') {
    const answer = await answerPeer(must(viewer, 'peers:answer'), post, await langOf(request))
    return answer.ok ? doneAt(here, answer.done) : json({ form: answer.form }, answer.status)
  }
  if (post.intent === 'stop') {
    const read = readPosted(post, stopForm)
    if (!read.ok) return json({ form: read.form }, 400)
    const answer = await act(must(viewer, 'peers:ask'), stopPeer, read.data, read.once)
    return answer.ok ? doneAt(here, 'stopped') : json({ form: refusedForm(read.form, answer) }, 409)
  }
  const read = readPosted(post, askForm)
  if (!read.ok) return json({ form: read.form }, 400)
  const { likeness, 'first-name': firstName, reach, words: said, 'shown-to': shownTo } = read.data
  const answer = await act(must(viewer, 'peers:ask'), askForPeer, { likeness, firstName, reach, words: said, lang: await langOf(request), shownTo }, read.once)
  return answer.ok ? doneAt(here, 'asked') : json({ form: refusedForm(read.form, answer) }, 409)
}

export default function Peers() {
  const { t } = useWords()
  const data = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? data.kept ?? newForm()
  const { family, today, asked, lead } = data
  const open = asked.some((one) => one.mine && one.state !== 'ended')
  // One at a time: the last of those that wait, which is the oldest.
  const toFind = asked.filter((one) => one.state === 'asked').at(-1)?.id
  return (
    <Page
      title={t('peers:title')} lead={data.mayAnswer ? undefined : t('peers:lead')} family={{ id: family, current: 'people' }} errors={form.errors}
      back={{ to: `/families/${family}/people`, text: t('people:title') }} done={data.done ? t(`peers:done.${data.done}`) : undefined}
    >
      {asked.map((one) => (
        <PeerAsked key={one.id} asked={one} by={one.mine ? null : one.by} today={today} looks={lead}>
          {data.mayAnswer && one.id === toFind ? <FoundFields form={form} peer={one.id} once={[data.onceOf[one.id]!, data.onceOf[`${one.id} on`]!]} /> : null}
          {data.mayAnswer && one.state === 'agreed' ? <StopPeer peer={one.id} once={data.onceOf[one.id]!} intent="peer-stopped" /> : null}
          {one.mine && one.state !== 'ended' ? <StopPeer peer={one.id} once={data.onceOf[one.id]!} intent="stop" /> : null}
        </PeerAsked>
      ))}
      {data.mayAnswer && asked.length === 0 ? <p>{t('peers:nothing')}</p> : null}
      <Card title={t('peers:groups.title')}>
        {data.groups.length === 0 ? <Empty>{t('peers:groups.none')}</Empty> : (
          <Rows>
            {data.groups.map((group) => (
              <div key={group.id}>
                <p><a href={`/services/${group.id}`}><Said lang={directoryLang}>{group.name}</Said></a></p>
                <p className="soft"><Said lang={directoryLang}>{group.summary}</Said></p>
              </div>
            ))}
          </Rows>
        )}
        {data.moreGroups ? <p><a href={`/services?category=${peerGroups}`}>{t('peers:groups.more')}</a></p> : null}
      </Card>
      {data.mayAsk && !open ? <Asking form={form} data={data} /> : null}
      <OrRing />
    </Page>
  )
}

function Asking({ form, data }: { form: FormState; data: { firstName: string; lead: string | null; others: { id: MemberId; name: string }[]; once: string } }) {
  const { t } = useWords()
  const first: FormState = 'first-name' in form.values ? form : { ...form, values: { ...form.values, 'first-name': data.firstName } }
  return (
    <Card title={t('peers:ask.title')}>
      <p>{t('peers:ask.text')}</p>
      <Form once={data.once}>
        <Radios form={form} name="likeness" legend={t('peers:ask.likeness')} items={likenesses.map((value) => ({ value, text: t(`peers:likeness.${value}`) }))} />
        <Field form={first} name="first-name" label={t('peers:ask.firstName')} width={20} autoComplete="off" />
        <Field form={form} name="reach" label={t('peers:ask.reach')} hint={t('peers:ask.reachHint')} autoComplete="off" />
        <TextArea form={form} name="words" label={t('peers:ask.words')} hint={t('peers:ask.wordsHint')} rows={4} limit={500} />
        {data.others.length > 0 ? (
          <Checkboxes form={form} name="shown-to" legend={t('common:whoSees.question')} hint={t('peers:ask.shownHint', { name: data.lead ?? t('peers:team') })} items={data.others.map(({ id, name }) => ({ value: id, text: <bdi>{name}</bdi> }))} />
        ) : null}
        <Checkboxes form={form} name="agree" legend={t('peers:ask.agree')} items={[{ value: 'yes', text: t('peers:ask.agreeYes') }]} />
        <Actions><Button intent="ask">{t('peers:ask.go')}</Button></Actions>
      </Form>
    </Card>
  )
}
