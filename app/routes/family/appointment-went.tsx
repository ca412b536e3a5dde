import type { SerializeFrom } from '@remix-run/node'
import type { ReactNode } from 'react'
import type { FollowUp } from '#app/domain/appointments/follow-ups.server.ts'
import type { After } from '#app/domain/appointments/how-it-went.server.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, ButtonLink } from '#app/ui/button.tsx'
import { Card } from '#app/ui/card.tsx'

/** What a page says of an appointment that is over: by whom it was called off, what got in the way, who is in touch and by when. */
export function AppointmentWent({ after, followUps, names, about, lead, family, here, asks }: {
  after: SerializeFrom<After>; followUps: readonly SerializeFrom<FollowUp>[]; names: Readonly<Record<string, string>>; about: readonly string[]; lead: string | null; /** The address of the family. */ family: string; here: string
  /** The reader is one of the family, and may say what got in the way. */
  asks: boolean
}): ReactNode {
  const { t, format } = useWords()
  const open = followUps.filter((one) => one.done === null && one.why !== 'moved-often')
  const done = followUps.filter((one) => one.done?.words)
  if (!asks && !after.notBrought && !after.endedBy && !after.insteadOf && after.inTheWay.length === 0 && open.length + done.length === 0) return null
  return (
    <Card title={t('after:went.title')}>
      {after.insteadOf ? <p>{t('after:went.instead', { name: after.insteadOf })}</p> : null}
      {after.notBrought ? <p>{t('after:went.couldNot', { names: format.list([...about]) })}</p> : null}
      {after.endedBy ? <p>{t(`after:went.by.${after.endedBy}`)}</p> : null}
      {after.why ? <Said as="p" className="lines" lang={after.why.lang}>{after.why.words}</Said> : null}
      {after.inTheWay.map((one) => (
        <div key={one.by}>
          <p>{t('after:went.way', { name: names[one.by] ?? '' })}</p>
          {one.what.length > 0 ? <ul>{one.what.map((way) => <li key={way}>{t(`after:ways.${way}`)}</li>)}</ul> : null}
          {one.words ? <Said as="p" className="lines" lang={one.lang}>{one.words}</Said> : null}
        </div>
      ))}
      {open.map((one) => <p key={one.id}>{t('after:went.touch', { name: (one.owner && names[one.owner]) || lead || t('after:went.team'), day: format.date(one.dueOn) })}{one.mine ? <> <a href={`${family}/follow-ups/${one.id}`}>{t('after:follow.title')}</a></> : null}</p>)}
      {done.map((one) => <Said key={one.id} as="p" className="lines" lang={one.done!.lang}>{one.done!.words!}</Said>)}
      {asks ? <Actions><ButtonLink kind={after.inTheWay.length > 0 ? 'quiet' : 'main'} to={`${here}/after`}>{t(after.inTheWay.length > 0 ? 'after:way.change' : 'after:way.ask')}</ButtonLink></Actions> : null}
    </Card>
  )
}
