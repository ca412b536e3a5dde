import type { SerializeFrom } from '@remix-run/node'
import type { ReactNode } from 'react'
import { useWords } from '#app/i18n/words.tsx'
import { Icon } from '#app/ui/icons.tsx'
import { Tag } from '#app/ui/tag.tsx'
import { PromiseWordLine } from './promise-line.tsx'
import type { Doing } from './read-plan.server.ts'

/** How a promise stands: what was said about it last, the day that it was first for, and the way to its page. */
export function PromiseState({ doing, family, link, lead, own }: { doing: SerializeFrom<Doing>; family: string; link: boolean; /** What the lead professional is called. */ lead: string | null; /** It is the family's own. */ own: boolean }): ReactNode {
  const { t, format } = useWords()
  return (
    <>
      {doing.instead ? <p className="kind"><Icon name="heart" /> <span>{t('instead:worth')}</span></p> : null}
      {doing.over ? <p><Tag tone="leaf">{t('promises:state.over')}</Tag></p> : null}
      {doing.last && !(doing.last.kind === 'done' && doing.doneAt === null) && !(doing.last.kind === 'done' && doing.last.words === null) ? <PromiseWordLine word={doing.last} by={doing.lastBy} /> : null}
      {doing.firstDueOn && doing.last?.kind !== 'moved' ? <p className="soft">{t('promises:page.firstDay', { day: format.day(doing.firstDueOn as never) })}</p> : null}
      {own && doing.late ? <p className="soft">{t('promises:late.own')}</p> : null}
      <WhenLate steps={doing.steps} owner={doing.name} lead={lead} />
      {link && doing.action ? <p><a className="soft" href={`/families/${family}/plan/promise/${doing.id}`}>{t('promises:page.open')}<span className="vh">{`: ${doing.words}`}</span></a></p> : null}
    </>
  )
}

/** What has happened because a service's promise is late, and the next two things that will, with their days. */
export function WhenLate({ steps, owner, lead }: { steps: SerializeFrom<Doing>['steps']; owner: string | null; lead: string | null }): ReactNode {
  const { t, format } = useWords()
  const values = (on: string) => ({ day: format.day(on as never), owner: owner ?? t('plan:somebodyElse'), lead: lead ?? '' })
  return (
    <>
      {steps.filter(({ gone }) => gone).map(({ step, on }) => <p key={step} className="soft">{t(`promises:late.${step}Gone`, values(on))}</p>)}
      {steps.filter(({ gone }) => !gone).slice(0, 2).map(({ step, on }) => <p key={step}>{t(`promises:late.${step}`, values(on))}</p>)}
    </>
  )
}
