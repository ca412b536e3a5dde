/** The way into a call, when it is time. */
import type { ReactNode } from 'react'
import type { SerializeFrom } from '@remix-run/node'
import type { WayIn as Way } from '#app/domain/appointments/way-in.server.ts'
import { useWords } from '#app/i18n/words.tsx'
import { ButtonLink } from '#app/ui/button.tsx'
import { PhoneLink } from '#app/ui/phone-link.tsx'

export function WayIn({ wayIn }: { wayIn: SerializeFrom<Way> | null }): ReactNode {
  const { t, format } = useWords()
  if (wayIn === null) return null
  if (wayIn.state === 'later') return <p>{t('booking:wayIn.later', { time: format.time(wayIn.from) })}</p>
  return (
    <>
      {wayIn.link ? <p><ButtonLink to={wayIn.link}>{t('booking:wayIn.open')}</ButtonLink></p> : null}
      {wayIn.phone ? <p>{t('booking:wayIn.ring')} <PhoneLink number={wayIn.phone} /></p> : null}
    </>
  )
}
