import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type SerializeFrom } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import type { ReactNode } from 'react'
import { z } from 'zod'
import { notYours } from '#app/access/not-yours.ts'
import { may, must } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { byNearness } from '#app/domain/family/nearness.ts'
import { membersOf } from '#app/domain/family/people.server.ts'
import { canCome, isToCome } from '#app/domain/meetings/answers.ts'
import { readsPlan } from '#app/domain/meetings/plan-words.ts'
import { coordinatorGone } from '#app/domain/meetings/coordinator-gone.server.ts'
import { comeTogetherAgain, followedBy, goesOn } from '#app/domain/meetings/again.server.ts'
import { callOffMeeting, choosePeople, inviteToMeeting, leaveOutOfMeeting, meetingOf, wereThereBefore } from '#app/domain/meetings/meetings.server.ts'
import { actIn, lookIn } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { message, thing, things } from '#app/http/fields.ts'
import { newFormId, newFormIds, posted, readPosted, refusedForm, type Posted } from '#app/http/read-form.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button, ButtonLink } from '#app/ui/button.tsx'
import { Card, Empty, Rows } from '#app/ui/card.tsx'
import { Checkboxes } from '#app/ui/choices.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm, type FormState } from '#app/ui/form-state.ts'
import { Details, Notice } from '#app/ui/notice.tsx'
import { Page } from '#app/ui/page.tsx'
import { OrRing } from '#app/ui/phone-link.tsx'
import { Tag } from '#app/ui/tag.tsx'
import { titled } from '#app/ui/titled.ts'
import { type MeetingId, type MemberId } from '#app/values/ids.ts'
import { ComeAgain, FollowsMeeting } from './meeting-again.tsx'
import { ForOthers, TakingPart, WhenAndWhere } from './meeting-getting-ready.tsx'
import { meetingIdOf } from './meeting-id.ts'
import { useNearItems } from './near-words.tsx'

export const handle = titled('meetings:one.title')

const peopleForm = z.object({ people: things<MemberId>().refine((some) => some.length > 0, message('errors:chooseOne')) })
const memberForm = z.object({ member: thing<MemberId>() })
const noFields = z.object({})

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(await lookIn(request, params.family), 'meetings:see')
  const meeting = await meetingOf(viewer, meetingIdOf(params.id))
  if (!meeting) throw notYours()
  const members = meeting.arranges ? await membersOf(viewer) : []
  const before = meeting.arranges ? await wereThereBefore(viewer, meeting) : new Set<MemberId>()
  return json({
    family: viewer.family, me: viewer.member, meeting, gone: await coordinatorGone(viewer, meeting), follows: await followedBy(viewer, meeting), again: meeting.state === 'met' && readsPlan(viewer.seat) ? await goesOn(viewer, meeting) : null, plan: readsPlan(viewer.seat), attends: may(viewer, 'meetings:attend'), coordinates: may(viewer, 'meetings:arrange'),
    more: byNearness(members.filter((one) => canCome(one) && !meeting.people.some(({ member }) => member === one.id) && !before.has(one.id))).map(({ id, name, relation, seat, near }) => ({ id, name, relation, seat, near })),
    once: newFormId(), onceOf: newFormIds([...meeting.people.flatMap(({ member }) => [member, `${member} out`]), 'off', 'again']), kept: await keptForm(request),
    done: doneIn(request, ['joined', 'asked', 'chosen', 'invited', 'left-out', 'off', 'again']),
  })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = must(await actIn(request, params.family), 'meetings:see')
  const meeting = meetingIdOf(params.id)
  if (!(await meetingOf(viewer, meeting))) throw notYours()
  const here = `/families/${viewer.family}/meetings/${meeting}`
  const post = await posted(request)
  const answer = await answered(viewer, meeting, post)
  if ('form' in answer) return json({ form: answer.form }, answer.status)
  if (answer.ended) return redirect('/', 303)
  return doneAt(answer.next ? `/families/${viewer.family}/meetings/${answer.next}` : answer.gone ? `/families/${viewer.family}/meetings` : here, answer.done)
}

type Answered = { readonly form: FormState; readonly status: 400 | 409 } | { readonly done: string; /** Whoever sent it no longer sees the meeting. */ readonly gone: boolean; /** And has no place here any more. */ readonly ended?: boolean; /** The meeting that follows. */ readonly next?: MeetingId }

async function answered(viewer: ReturnType<typeof must<Awaited<ReturnType<typeof actIn>>, 'meetings:see'>>, meeting: MeetingId, post: Posted): Promise<Answered> {
  if (post.intent === 'invite' || post.intent === 'leave-out') {
    const read = readPosted(post, memberForm)
    if (!read.ok) return { form: read.form, status: 400 }
    const input = { meeting, member: read.data.member }
    const own = post.intent === 'leave-out' && input.member === viewer.member
    const said = await (post.intent === 'invite' ? act(viewer, inviteToMeeting, input, read.once) : act(viewer, leaveOutOfMeeting, input, read.once))
    return said.ok ? { done: post.intent === 'invite' ? 'invited' : 'left-out', gone: own, ended: own && said.value === true } : { form: refusedForm(read.form, said), status: 409 }
  }
  if (post.intent === 'off') {
    const read = readPosted(post, noFields)
    if (!read.ok) return { form: read.form, status: 400 }
    const said = await act(viewer, callOffMeeting, { meeting }, read.once)
    return said.ok ? { done: 'off', gone: false } : { form: refusedForm(read.form, said), status: 409 }
  }
  if (post.intent === 'again') {
    const read = readPosted(post, noFields)
    if (!read.ok) return { form: read.form, status: 400 }
    const said = await act(viewer, comeTogetherAgain, { meeting }, read.once)
    return said.ok ? { done: 'again', gone: false, next: said.value } : { form: refusedForm(read.form, said), status: 409 }
  }
  const read = readPosted(post, peopleForm)
  if (!read.ok) return { form: read.form, status: 400 }
  const said = await act(viewer, choosePeople, { meeting, people: read.data.people }, read.once)
  return said.ok ? { done: 'chosen', gone: false } : { form: refusedForm(read.form, said), status: 409 }
}

export type MeetingData = SerializeFrom<typeof loader>

export default function MeetingPage() {
  const { t, format } = useWords()
  const data = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? data.kept ?? newForm()
  const { meeting, family } = data
  const open = isToCome(meeting.state)
  const here = `/families/${family}/meetings/${meeting.id}`
  return (
    <Page title={<Said as="q" lang={meeting.lang}>{meeting.question}</Said>} above={t('meetings:one.title')} lead={t(`meetings:state.${meeting.state}`)} family={{ id: family, current: 'people' }} errors={form.errors}
      back={{ to: `/families/${family}/meetings`, text: t('meetings:title') }} done={data.done ? t(`meetings:done.${data.done}`) : undefined}>
      {data.gone ? (
        <Notice tone="sun">
          <p>{t('meetings:gone.title', { name: data.gone.name })} {data.gone.by ? t('meetings:gone.by', { day: format.day(data.gone.by) }) : t('meetings:gone.soon')}</p>
          <p>{t('meetings:gone.kept')}</p>
        </Notice>
      ) : null}
      {data.plan && meeting.state === 'met' ? <Card title={t('decided:onMeeting')} tone="next"><Actions><ButtonLink to={`${here}/plan`}>{t('decided:open')}</ButtonLink></Actions></Card> : null}
      {data.meeting.roomOpen ? <PrivateTime data={data} /> : null}
      {meeting.sittings.map((one) => (one.startsAt ? <WhenAndWhere key={one.number} sitting={one} data={data} open={open} /> : null))}
      <ComeAgain data={data} />
      {open ? <TakingPart data={data} /> : null}
      <FollowsMeeting data={data} />
      <Card title={t('information:card.title')}>
        <p><a href={`${here}/information`}>{t(data.attends ? 'information:card.text' : 'information:card.write')}</a></p>
      </Card>
      {data.plan ? <WhoComes data={data} form={form} /> : null}
      {open ? <ForOthers data={data} /> : null}
      {data.meeting.roomOpen ? null : <PrivateTime data={data} />}
      {data.plan && open ? <p><ButtonLink kind="quiet" to={`${here}/plan`}>{t('decided:onMeeting')}</ButtonLink></p> : null}
      {open && meeting.mayCallOff ? (
        <Details summary={t('meetings:one.callOff')}>
          <Form once={data.onceOf['off']!}>
            <p>{t('meetings:one.callOffText')}</p>
            <Actions><Button intent="off" kind="quiet">{t('meetings:one.callOff')}</Button></Actions>
          </Form>
        </Details>
      ) : null}
      <OrRing />
    </Page>
  )
}

/** The way into private family time: while it is open, the first thing on the page. */
function PrivateTime({ data }: { data: MeetingData }): ReactNode {
  const { t } = useWords()
  const { meeting, family } = data
  const { roomOpen } = meeting
  if (!data.attends || meeting.own === null) return null
  return (
    <Card title={t(roomOpen ? 'rooms:isOpen' : 'rooms:title')} tone={roomOpen ? 'next' : 'plain'}>
      <p>{t('rooms:nobodyReads')}</p>
      <Actions><ButtonLink to={`/families/${family}/meetings/${meeting.id}/private`} kind={roomOpen ? 'main' : 'quiet'}>{t('rooms:goIn')}</ButtonLink></Actions>
    </Card>
  )
}

/** Who comes; whoever was only asked to write for the meeting does not read it. */
function WhoComes({ data, form }: { data: MeetingData; form: FormState }): ReactNode {
  const { t } = useWords()
  const { meeting, family } = data
  const open = isToCome(meeting.state)
  const here = `/families/${family}/meetings/${meeting.id}`
  const more = useNearItems(data.more)
  return (
    <Card title={t('meetings:one.who')}>
      {meeting.people.length === 0 ? <Empty>{t('meetings:one.nobody')}</Empty> : <Rows>{meeting.people.map((one) => <Person key={one.member} one={one} data={data} open={open} />)}</Rows>}
      {meeting.arranges && open && data.more.length > 0 ? (
        <Details summary={t('meetings:one.more')} open={form.errors.people !== undefined}>
          <Form once={data.once}>
            <Checkboxes form={form} name="people" legend={t('meetings:new.people')} items={more} />
            <Actions><Button intent="choose">{t('meetings:one.add')}</Button></Actions>
          </Form>
        </Details>
      ) : null}
      {meeting.arranges && (open || meeting.people.some((one) => one.seat === 'network')) ? <p><a href={`${here}/guests`}>{t(open ? 'ready:guests.link' : 'ready:guests.list')}</a></p> : null}
    </Card>
  )
}

function Person({ one, data, open }: { one: MeetingData['meeting']['people'][number]; data: MeetingData; open: boolean }): ReactNode {
  const { t } = useWords()
  const { meeting, me, onceOf } = data
  const asker = meeting.askedBy?.member === one.member
  return (
    <div className="beside">
      <p><strong><bdi>{one.name}</bdi></strong> {asker ? <span className="soft">{t('meetings:one.asked')}</span> : !one.invited ? <Tag>{t('meetings:one.notYet')}</Tag> : null}</p>
      {open && meeting.arranges && !asker ? (
        <Actions>
          {one.invited ? null : <Form once={onceOf[one.member]!}><input type="hidden" name="member" value={one.member} /><Button intent="invite" kind="quiet">{t('meetings:one.invite')}<span className="vh"> {one.name}</span></Button></Form>}
          <Form once={onceOf[`${one.member} out`]!}><input type="hidden" name="member" value={one.member} /><Button intent="leave-out" kind="link">{t('meetings:one.leaveOut')}<span className="vh"> {one.name}</span></Button></Form>
        </Actions>
      ) : null}
      {open && !asker && one.member === me ? (
        <Form once={onceOf[`${one.member} out`]!}><input type="hidden" name="member" value={one.member} /><Button intent="leave-out" kind="link">{t('meetings:one.leave')}</Button></Form>
      ) : null}
    </div>
  )
}
