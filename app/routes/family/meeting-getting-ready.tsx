import type { ReactNode } from 'react'
import { useWords } from '#app/i18n/words.tsx'
import { ButtonLink, Actions } from '#app/ui/button.tsx'
import { Card, Rows } from '#app/ui/card.tsx'
import { PhoneLink } from '#app/ui/phone-link.tsx'
import type { Instant } from '#app/values/instant.ts'
import type { MeetingData } from './meeting.tsx'

/** The ways on from a meeting while it is got ready: how one takes part, and for whoever arranges it, for those without an account. */
export function GettingReady({ data }: { data: MeetingData }): ReactNode {
  const { t, format } = useWords()
  const { meeting, me, family } = data
  const here = `/families/${family}/meetings/${meeting.id}`
  const mine = meeting.people.find((one) => one.member === me)
  const sitting = meeting.sittings.find((one) => one.number === meeting.own)
  const startsAt = sitting?.startsAt
  const others = meeting.arranges ? meeting.people.filter((one) => !one.hasAccount && one.member !== me) : []
  return (
    <>
      {mine ? (
        <Card title={t('ready:part.title')} tone={mine.how ? 'plain' : 'next'}>
          <p>{mine.how ? t(`ready:how.${mine.how}`) : t('ready:part.notSaid')}</p>
          <Actions><ButtonLink to={`${here}/part`} kind={mine.how ? 'quiet' : 'main'}>{t(mine.how ? 'ready:part.change' : 'ready:part.say')}</ButtonLink></Actions>
        </Card>
      ) : null}
      {mine || meeting.arranges ? (
        <Card title={t('ready:times.title')}>
          {startsAt ? <p>{format.when(startsAt as Instant)}</p> : <p>{t('ready:sitting.noDay')}</p>}
          <Where sitting={sitting} />
          <p><a href={`${here}/times`}>{t(meeting.arranges ? 'ready:sitting.find' : 'ready:marks.title')}</a></p>
          {mine && startsAt ? <p><a href={`${here}/calendar.ics`}>{t('ready:calendar')}</a></p> : null}
        </Card>
      ) : null}
      {data.coordinates ? <Card title={t('ready:ready.title')} tone="next"><Actions><ButtonLink to={`${here}/ready`}>{t('ready:ready.open')}</ButtonLink></Actions></Card> : null}
      {meeting.arranges ? <p><ButtonLink to={`${here}/guests`} kind="quiet">{t('ready:guests.link')}</ButtonLink></p> : null}
      {others.length > 0 ? (
        <Card title={t('ready:others.title')}>
          <p className="soft">{t('ready:others.text')}</p>
          <Rows>{others.map((one) => <p key={one.member}><a href={`${here}/part?for=${one.member}`}>{t('ready:part.titleFor', { name: one.name })}</a>{one.how ? <><br />{t(`ready:how.${one.how}`)}</> : null}</p>)}</Rows>
        </Card>
      ) : null}
    </>
  )
}

/** Where a sitting is, the number to ring and the way into the call, for those who come to it. */
function Where({ sitting }: { sitting: MeetingData['meeting']['sittings'][number] | undefined }): ReactNode {
  const { t } = useWords()
  if (!sitting) return null
  return (
    <>
      {sitting.place ? <p><bdi>{sitting.place}</bdi></p> : null}
      {sitting.dialIn ? <p>{t('ready:where.phone')} <PhoneLink number={sitting.dialIn} /></p> : null}
      {sitting.callUrl ? <p><a href={sitting.callUrl} rel="noreferrer">{t('ready:where.call')}</a></p> : null}
    </>
  )
}
