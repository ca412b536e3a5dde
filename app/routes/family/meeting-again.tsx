/** Coming together again: what a meeting leads to, and on the one that follows, what was agreed before and how it went. */
import type { ReactNode } from 'react'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Card, Rows } from '#app/ui/card.tsx'
import { Form } from '#app/ui/form.tsx'
import type { Instant } from '#app/values/instant.ts'
import type { MeetingData } from './meeting.tsx'
import { PartTimes } from './meeting-plan-parts.tsx'

/** Of a meeting that has been held: when its plan is looked at again, the meeting that follows, or the way to ask for it. */
export function ComeAgain({ data }: { data: MeetingData }): ReactNode {
  const { t, format } = useWords()
  const { again, family, onceOf } = data
  if (!again || (again.on === null && again.next.length === 0 && !again.asks)) return null
  return (
    <Card title={t('again:title')} id="again">
      {again.on ? <p>{t('decided:again', { day: format.dayWithYear(again.on) })}</p> : null}
      {again.next.map((one) => (
        <p key={one.meeting}>
          <a href={`/families/${family}/meetings/${one.meeting}`}>{t('again:next', { day: format.day(one.madeAt as Instant) })}</a>{one.off ? <> {t('meetings:state.off')}</> : null}
        </p>
      ))}
      {again.asks ? (
        <Form once={onceOf['again']!}>
          <p>{t(data.coordinates ? 'again:textCoordinator' : 'again:text')}</p>
          <Actions><Button intent="again">{t('again:go')}</Button></Actions>
        </Form>
      ) : null}
    </Card>
  )
}

/** On a meeting that follows another, for those who were at both: which one, each part of its plan, and how it went. */
export function FollowsMeeting({ data }: { data: MeetingData }): ReactNode {
  const { t, format } = useWords()
  const { follows, family } = data
  if (!follows) return null
  const there = `/families/${family}/meetings/${follows.meeting}`
  return (
    <Card title={t('again:before.title')}>
      <p><a href={there}><Said as="q" lang={follows.lang}>{follows.question}</Said></a>{follows.on ? <> <span className="soft">{format.when(follows.on as Instant)}</span></> : null}</p>
      {follows.beside.map((one) => <p key={one}>{t('again:beside.text')} <a href={`/families/${family}/meetings/${one}`}>{t('again:beside.link')}</a></p>)}
      {follows.guests.length > 0 ? <p>{t('again:before.guests', { names: format.list(follows.guests) })} <a href={`/families/${family}/meetings/${data.meeting.id}/guests`}>{t('ready:guests.link')}</a></p> : null}
      <Rows>
        {follows.parts.map((part) => {
          const went = follows.went.filter((one) => one.part === part.id)
          return (
            <div key={part.id}>
              <p><strong><Said lang={part.lang}>{part.words}</Said></strong></p>
              <p className="soft">{part.owner === null ? t('decided:part.by', { day: format.day(part.dueOn) }) : t('decided:part.who', { name: part.owner, day: format.day(part.dueOn) })}</p>
              <PartTimes of={follows.times.filter((one) => one.part === part.id)} family={family} />
              {went.length === 0 ? <p>{t('again:before.notSaid')}</p> : went.map((one, at) => <p key={at}>{t(`decided:went.said.${one.went}`, { name: one.by })} {one.words ? <Said as="q" lang={one.lang}>{one.words}</Said> : null}</p>)}
            </div>
          )
        })}
      </Rows>
      <p><a href={`${there}/plan`}>{t('again:before.say')}</a></p>
    </Card>
  )
}
