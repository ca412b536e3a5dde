import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { notYours } from '#app/access/not-yours.ts'
import { may, must, type May } from '#app/access/viewer.server.ts'
import { isToCome } from '#app/domain/meetings/answers.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { otherClock } from '#app/domain/appointments/other-clock.server.ts'
import { findingOf, type Finding } from '#app/domain/meetings/finding-a-time.server.ts'
import { MarkFields } from '#app/domain/meetings/mark-fields.tsx'
import { coordinatorOf } from '#app/domain/meetings/offer.server.ts'
import { meetingOf, type Comes, type Meeting } from '#app/domain/meetings/meetings.server.ts'
import { actIn, lookIn } from '#app/events/looking.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { newFormIds, posted } from '#app/http/read-form.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Card, Empty } from '#app/ui/card.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { Page } from '#app/ui/page.tsx'
import { OrRing } from '#app/ui/phone-link.tsx'
import { titled } from '#app/ui/titled.ts'
import { isId, type MeetingId } from '#app/values/ids.ts'
import type { Instant } from '#app/values/instant.ts'
import { ArrangeTimes, OthersToAsk, WhatSuits } from './meeting-times-parts.tsx'
import { answerTimes } from './read-meeting-times.server.ts'

export const handle = titled('ready:times.title')

/** A sitting that the viewer knows of, the one who says what suits, and how its day is found; 404 where there is none. */
async function theirs(viewer: May<'meetings:see'>, request: Request, id: string | undefined): Promise<{ meeting: Meeting; finding: Finding; one: Comes | undefined }> {
  const meeting = isId(id) ? await meetingOf(viewer, id as string as MeetingId) : undefined
  if (!meeting || !isToCome(meeting.state)) throw notYours()
  const asked = new URL(request.url).searchParams
  const one = asked.has('for') ? meeting.people.find((other) => other.member === asked.get('for') && meeting.arranges && !other.hasAccount) : meeting.people.find((other) => other.member === viewer.member)
  if (asked.has('for') && !one) throw notYours()
  const number = one?.sitting ?? Number(asked.get('sitting') ?? '1')
  const finding = (await findingOf(viewer, meeting, one?.member)).find((other) => other.sitting === number)
  if (!finding) throw notYours()
  return { meeting, finding, one }
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(await lookIn(request, params.family), 'meetings:see')
  const { meeting, finding, one } = await theirs(viewer, request, params.id)
  const others = meeting.arranges ? meeting.people.filter((other) => other.sitting === finding.sitting && other.invited && !other.hasAccount).map(({ member, name }) => ({ member, name })) : []
  return json({
    family: viewer.family, id: meeting.id, finding, others, own: one?.member === viewer.member, speaksFor: one && one.member !== viewer.member ? { member: one.member, name: one.name } : null,
    arranges: meeting.arranges, coordinates: may(viewer, 'meetings:arrange'), several: meeting.sittings.length > 1, set: meeting.sittings.find((other) => other.number === finding.sitting)?.startsAt ?? null,
    coordinator: (await coordinatorOf(viewer))?.name ?? null, zone: one?.member === viewer.member ? await otherClock(viewer) : null, kept: await keptForm(request), once: newFormIds(['mark', 'add', 'ask', 'show', 'link', ...finding.times.flatMap(({ startsAt }) => [`drop ${startsAt}`, `set ${startsAt}`])]),
    done: doneIn(request, ['marked', 'added', 'dropped', 'asked', 'shown', 'hidden', 'set', 'sent']),
  })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = must(await actIn(request, params.family), 'meetings:see')
  const { meeting, finding, one } = await theirs(viewer, request, params.id)
  const answer = await answerTimes(viewer, { meeting, finding, one }, await posted(request))
  if ('form' in answer) return json({ form: answer.form }, answer.status)
  return doneAt(`/families/${viewer.family}/meetings/${meeting.id}/times${new URL(request.url).search.replace(/[?&](done|kept)=[^&]*/g, '')}`, answer.done)
}

export type TimesData = ReturnType<typeof useLoaderData<typeof loader>>

export default function MeetingTimes() {
  const { t, format } = useWords()
  const data = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? data.kept ?? newForm()
  const { finding, speaksFor, set } = data
  const marks = (data.own || speaksFor !== null) && finding.asked && finding.times.length > 0
  return (
    <Page
      title={speaksFor ? t('ready:times.titleFor', { name: speaksFor.name }) : t('ready:times.title')} family={{ id: data.family, current: 'people' }} errors={form.errors} done={data.done ? t(`ready:times.done.${data.done}`) : undefined}
      above={data.coordinates && data.several ? t('ready:sitting.title', { number: finding.sitting }) : undefined} back={{ to: `/families/${data.family}/meetings/${data.id}`, text: t('ready:back') }}
    >
      {set ? <Card title={t('ready:when.set')}><p className="big"><time dateTime={set}>{format.when(set as Instant)}</time></p></Card> : null}
      {marks ? (
        <Card title={t('ready:marks.title')} tone="next">
          <p className="soft">{finding.shown ? t('ready:marks.shown') : t('ready:marks.hidden', { who: data.coordinator ?? t('ready:coordinator') })}</p>
          <Form once={data.once['mark']!}>
            <MarkFields form={form} times={finding.times} zone={data.zone} shown={finding.shown} />
            <Actions><Button intent="mark">{t('ready:marks.save')}</Button></Actions>
          </Form>
        </Card>
      ) : null}
      {!marks && !set && !data.arranges ? <Empty>{t('ready:times.notYet')}</Empty> : null}
      {speaksFor === null ? (
        <>
          <WhatSuits data={data} />
          {data.arranges ? <ArrangeTimes data={data} form={form} /> : null}
          <OthersToAsk data={data} form={form} />
        </>
      ) : null}
      <OrRing />
    </Page>
  )
}
