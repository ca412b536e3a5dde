import type { ReactNode } from 'react'
import { useWords } from '#app/i18n/words.tsx'
import { ButtonLink, Actions } from '#app/ui/button.tsx'
import { Card, Rows } from '#app/ui/card.tsx'
import { PhoneLink } from '#app/ui/phone-link.tsx'
import type { Instant } from '#app/values/instant.ts'
import type { MeetingData } from './meeting.tsx'

type Sitting = MeetingData['meeting']['sittings'][number]

/** A sitting that has its day: when and where, and while it is to come how to ring in, and its entry for a calendar. */
export function WhenAndWhere({ sitting, data, open }: { sitting: Sitting; data: MeetingData; open: boolean }): ReactNode {
  const { t, format } = useWords()
  const { meeting, family } = data
  const here = `/families/${family}/meetings/${meeting.id}`
  return (
    <Card title={t('meetings:one.when')} tone={open ? 'next' : 'plain'}>
      <p className={open ? 'big' : undefined}>{format.when(sitting.startsAt as Instant)}</p>
      <Where sitting={open ? sitting : { ...sitting, dialIn: null, callUrl: null }} />
      {open && meeting.own === sitting.number ? <p><a href={`${here}/calendar.ics`}>{t('ready:calendar')}</a></p> : null}
      {open && meeting.arranges ? <p><a href={`${here}/times?sitting=${sitting.number}`}>{t('ready:sitting.find')}</a></p> : null}
    </Card>
  )
}

/** How one takes part in a meeting that is to come, and the day as long as none is set; for the co-ordinator, getting it ready. */
export function TakingPart({ data }: { data: MeetingData }): ReactNode {
  const { t } = useWords()
  const { meeting, me, family } = data
  const here = `/families/${family}/meetings/${meeting.id}`
  const mine = meeting.people.find((one) => one.member === me)
  const sitting = meeting.sittings.find((one) => one.number === meeting.own)
  const noDay = mine ? !sitting?.startsAt : meeting.sittings.some((one) => one.startsAt === null)
  return (
    <>
      {mine ? (
        <Card title={t('ready:part.title')} tone={mine.how ? 'plain' : 'next'}>
          <p>{mine.how ? t(`ready:how.${mine.how}`) : t('ready:part.notSaid')}</p>
          <Actions><ButtonLink to={`${here}/part`} kind={mine.how ? 'quiet' : 'main'}>{t(mine.how ? 'ready:part.change' : 'ready:part.say')}</ButtonLink></Actions>
          {mine.how === 'writing' ? <p><a href={`${here}/private#before`}>{t('ready:how.write')}</a></p> : null}
        </Card>
      ) : null}
      {(mine || meeting.arranges) && noDay ? (
        <Card title={t('ready:times.title')} tone={mine?.how ? 'next' : 'plain'}>
          <p>{t('ready:sitting.noDay')}</p>
          <Where sitting={sitting} />
          <Actions><ButtonLink to={`${here}/times`} kind={mine?.how ? 'main' : 'quiet'}>{t(meeting.arranges ? 'ready:sitting.find' : 'ready:marks.title')}</ButtonLink></Actions>
        </Card>
      ) : null}
      {data.coordinates ? <Card title={t('ready:ready.title')} tone="next"><Actions><ButtonLink to={`${here}/ready`}>{t('ready:ready.open')}</ButtonLink></Actions></Card> : null}
    </>
  )
}

/** For whoever arranges a meeting: how those take part who have no account. */
export function ForOthers({ data }: { data: MeetingData }): ReactNode {
  const { t } = useWords()
  const { meeting, me, family } = data
  const others = meeting.arranges ? meeting.people.filter((one) => !one.hasAccount && one.member !== me) : []
  if (others.length === 0) return null
  return (
    <Card title={t('ready:others.title')}>
      <p className="soft">{t('ready:others.text')}</p>
      <Rows>{others.map((one) => <p key={one.member}><a href={`/families/${family}/meetings/${meeting.id}/part?for=${one.member}`}>{t('ready:part.titleFor', { name: one.name })}</a>{one.how ? <><br />{t(`ready:how.${one.how}`)}</> : null}</p>)}</Rows>
    </Card>
  )
}

/** Where a sitting is, the number to ring and the way into the call, for those who come to it. */
function Where({ sitting }: { sitting: Sitting | undefined }): ReactNode {
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
