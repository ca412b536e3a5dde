import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { notYours } from '#app/access/not-yours.ts'
import { may, must, type Viewer } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { BothClocks } from '#app/domain/appointments/both-clocks.tsx'
import { GroupLine } from '#app/domain/appointments/group-line.tsx'
import { otherClock } from '#app/domain/appointments/other-clock.server.ts'
import { membersOf } from '#app/domain/family/people.server.ts'
import { waitForm } from '#app/domain/groups/group-form.ts'
import { stopWaiting, takeOfferedPlaces, waitOf } from '#app/domain/groups/places.server.ts'
import { actIn, lookIn } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { newFormIds, posted, readPosted, refusedForm } from '#app/http/read-form.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button, ButtonLink } from '#app/ui/button.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { Details } from '#app/ui/notice.tsx'
import { Page } from '#app/ui/page.tsx'
import { OrRing } from '#app/ui/phone-link.tsx'
import { TimeCard } from '#app/ui/time-card.tsx'
import { titled } from '#app/ui/titled.ts'
import { isId, type WaitId } from '#app/values/ids.ts'

export const handle = titled('groups:wait.title')

async function theOne(viewer: Viewer, id: string | undefined) {
  const found = isId(id) ? await waitOf(must(viewer, 'appointments:see'), id as WaitId) : undefined
  if (!found) throw notYours()
  return found
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await lookIn(request, params.family)
  const { who, circle: _circle, ...one } = await theOne(viewer, params.id)
  return json({
    family: viewer.family, one, who: (await membersOf(viewer)).filter((member) => who.includes(member.id)).map((member) => member.name), answers: may(viewer, 'appointments:book'), zone: await otherClock(viewer),
    once: newFormIds(['take', 'stop']), kept: await keptForm(request), done: doneIn(request, ['waiting', 'left']),
  })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = must(await actIn(request, params.family), 'appointments:book')
  const { id } = await theOne(viewer, params.id)
  const list = `/families/${viewer.family}/appointments`
  const post = await posted(request)
  const read = readPosted(post, waitForm)
  if (!read.ok || (post.intent !== 'take' && post.intent !== 'stop')) return json({ form: { values: post.values, errors: { '': { key: 'errors:formGone' } } } }, 400)
  if (post.intent === 'take') {
    const answer = await act(viewer, takeOfferedPlaces, { wait: id }, read.once)
    return answer.ok ? doneAt(`${list}/${answer.value}`, 'booked') : json({ form: refusedForm(read.form, answer) }, 409)
  }
  const answer = await act(viewer, stopWaiting, { wait: id }, read.once)
  return answer.ok ? doneAt(`${list}/waits/${id}`, 'left') : json({ form: refusedForm(read.form, answer) }, 409)
}

export default function GroupWait() {
  const { t, format } = useWords()
  const { family, one, who, answers, zone, once, kept, done } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? kept ?? newForm()
  const list = `/families/${family}/appointments`
  const asked = one.state === 'asked'
  return (
    <Page title={t(asked ? 'groups:wait.asked' : one.state === 'waiting' ? 'groups:wait.card' : 'groups:wait.title')} family={{ id: family, current: 'appointments' }} errors={form.errors} back={{ to: list, text: t('appointments:title') }} done={done ? t(`groups:wait.done.${done}`) : undefined}>
      <TimeCard title={t(`appointments:with.${one.group.mode}`, { name: one.leader.name })} when={format.when(one.startsAt)} instant={one.startsAt} who={one.leader} next={asked}>
        <GroupLine group={one.group} />
        <BothClocks at={one.startsAt} zone={zone} />
        <p><bdi>{one.group.place}</bdi></p>
        <p>{t('groups:wait.who')}: {format.list(who)}</p>
        {one.note ? <Said as="p" className="lines" lang={one.note.lang}>{one.note.words}</Said> : null}
      </TimeCard>
      {asked && one.answerBy ? <p>{t('groups:wait.by', { when: format.when(one.answerBy) })}</p> : null}
      {one.state === 'waiting' ? <p>{t('groups:wait.keeps')}</p> : null}
      {one.state === 'ended' && one.endedHow ? <p>{t(`groups:wait.ended.${one.endedHow}`)}</p> : null}
      {one.state === 'ended' && one.off ? <Said as="p" className="lines" lang={one.off.lang}>{one.off.words}</Said> : null}
      {one.state === 'taken' ? <p>{t('groups:wait.taken')} <a href={`${list}/${one.id}`}>{t('appointments:look')}</a></p> : null}
      {asked && answers ? (
        <>
          <Form once={once.take!}><Actions><Button intent="take">{t('groups:wait.take', { count: one.places })}</Button></Actions></Form>
          <Form once={once.stop!}><Actions><Button kind="quiet" intent="stop">{t('groups:wait.no')}</Button></Actions></Form>
        </>
      ) : null}
      {one.state === 'waiting' && answers ? (
        <Details summary={t('groups:wait.leave')}>
          <p>{t('groups:wait.leaveText')}</p>
          <Form once={once.stop!}><Actions><Button kind="quiet" intent="stop">{t('groups:wait.leave')}</Button></Actions></Form>
        </Details>
      ) : null}
      {one.state === 'ended' && answers ? <Actions><ButtonLink kind="quiet" to={`${list}/groups`}>{t('groups:title')}</ButtonLink></Actions> : null}
      <OrRing />
    </Page>
  )
}
