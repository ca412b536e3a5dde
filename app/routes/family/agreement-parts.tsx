import type { SerializeFrom } from '@remix-run/node'
import { createContext, useContext, type ReactNode } from 'react'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, ButtonLink } from '#app/ui/button.tsx'
import { Card, Rows } from '#app/ui/card.tsx'
import { Notice } from '#app/ui/notice.tsx'
import { Tag } from '#app/ui/tag.tsx'
import { Pictured } from './plan-page.tsx'
import type { namedAgreement, readAgreement } from './read-agreement.server.ts'

/** How the plan stands, as a page shows it. */
export type AgreementShown = SerializeFrom<NonNullable<Awaited<ReturnType<typeof readAgreement>>['agreement']>>
/** What the plan says after something was done about agreeing to it. */
export const agreementDone = ['put-forward', 'answered', 'told', 'signed', 'active'] as const
export function isAgreementDone(word: string): word is (typeof agreementDone)[number] {
  return (agreementDone as readonly string[]).includes(word)
}

type Answers = SerializeFrom<ReturnType<typeof namedAgreement>>['answers']

/** What was changed since the reader agreed: for the marks beside each thing, wherever it stands on the page. */
export const ChangedSince = createContext<readonly string[]>([])

/** Beside what was changed since the reader agreed. */
export function ChangedTag({ of }: { of: string }): ReactNode {
  const { t } = useWords()
  return useContext(ChangedSince).includes(of) ? <>{' '}<Tag tone="sun">{t('agreement:card.tag')}</Tag></> : null
}

/** At the top of the plan, where the reader is asked for an answer or asked again; the card tells the rest. */
export function AgreementAsks({ agreement }: { agreement: AgreementShown }): ReactNode {
  const { t } = useWords()
  const plan = `/families/${agreement.family}/plan`
  if (agreement.state === 'draft') return null
  if (!agreement.answered && (agreement.mayAnswer || agreement.maySign)) {
    const what = agreement.maySign ? 'sign' : 'agree'
    return <Notice tone="sun"><p>{t(`agreement:home.${what}`)} <a href={`${plan}/agree`}>{t(`agreement:home.${what}Go`)}</a></p></Notice>
  }
  return agreement.asks ? <Notice tone="sun"><p>{t('agreement:home.changed')} <a href={`${plan}/versions/${agreement.version}`}>{t('agreement:home.changedGo')}</a></p></Notice> : null
}

/** How the plan stands: one card, in words, with one main button. */
export function AgreementCard({ agreement }: { agreement: AgreementShown }): ReactNode {
  const { t, format } = useWords()
  const plan = `/families/${agreement.family}/plan`
  if (agreement.state === 'draft') {
    return (
      <Card title={t('agreement:card.title')}>
        <p>{t('agreement:card.draft')}</p>
        {agreement.mayPut ? <Actions><ButtonLink to={`${plan}/put-forward`}>{t('agreement:put.link')}</ButtonLink></Actions> : null}
      </Card>
    )
  }
  const here = `${plan}/versions/${agreement.version}`
  const toAnswer = agreement.mayAnswer && !agreement.answered
  const toSign = agreement.maySign && !agreement.answered
  const changed = agreement.changed.length
  return (
    <Card title={t('agreement:card.title')} tone={toAnswer || toSign || agreement.asks ? 'sun' : 'plain'}>
      <p>
        {agreement.state === 'active' ? t('agreement:card.active', { day: format.day(agreement.at), review: format.day(agreement.reviewOn) }) : t('agreement:card.putForward', { name: agreement.putBy ?? t('plan:somebodyElse'), day: format.day(agreement.at) })}
        {agreement.state === 'put-forward' && agreement.holds !== null ? <> {t('agreement:card.holds')}</> : null}
      </p>
      <WhoSays answers={agreement.answers} waits={agreement.waits} servicesWait={agreement.servicesWait} short />
      {changed > 0 ? <p>{t(agreement.answered ? 'agreement:card.changedYou' : 'agreement:card.changed', { count: changed })}</p> : null}
      <Actions>
        {toAnswer ? <ButtonLink to={`${plan}/agree`}>{t('agreement:answer.link')}</ButtonLink>
          : toSign ? <ButtonLink to={`${plan}/agree`}>{t('agreement:sign.go')}</ButtonLink>
            : changed > 0 ? <ButtonLink to={here}>{t('agreement:card.seeChanged')}</ButtonLink> : null}
        {toAnswer || toSign || changed === 0 ? <ButtonLink kind="quiet" to={here}>{t(agreement.state === 'active' ? 'agreement:card.readAgreed' : 'agreement:card.readPut')}</ButtonLink> : null}
      </Actions>
      {agreement.mayNote && agreement.waits.length > 0 ? <p><a href={`${plan}/agree/told`}>{t('agreement:told.link')}</a></p> : null}
    </Card>
  )
}

/** Who says what, and who has not yet; without the words where it is short. */
export function WhoSays({ answers, waits, servicesWait, short = false }: { answers: Answers; waits: readonly string[]; servicesWait: boolean; short?: boolean }): ReactNode {
  const { t, format } = useWords()
  return (
    <Rows>
      {[
        ...answers.map((answer) => (
          <div key={answer.name ?? answer.at}>
            <p>
              <bdi>{answer.name ?? t('plan:somebodyElse')}</bdi>{' '}
              <Tag tone={answer.agrees ? 'leaf' : 'sun'}>{t(`agreement:says.${saysOf(answer)}`)}</Tag>
            </p>
            {answer.words && !short ? <Said as="p" className="lines" lang={answer.words.lang}>{answer.words.words}</Said> : null}
            {answer.notedBy && answer.saidOn ? <p className="soft">{t('agreement:says.told', { name: answer.notedBy, day: format.day(answer.saidOn) })}</p> : null}
          </div>
        )),
        ...waits.map((name) => <p key={name}><bdi>{name}</bdi> <span className="soft">{t('agreement:says.waits')}</span></p>),
        ...(servicesWait ? [<p key="services">{t('agreement:says.services')} <span className="soft">{t('agreement:says.waits')}</span></p>] : []),
      ]}
    </Rows>
  )
}

const saysOf = ({ side, agrees, words }: Answers[number]) => (side === 'services' ? 'signed' : !agrees ? 'no' : words ? 'worry' : 'yes')

/** What stands for each answer on the shorter pages. */
export const pictureOfAnswer = { yes: 'tick', worry: 'cloud', no: 'speech', signed: 'pencil' } as const

/** The same with a picture each. */
export function AnswersPictured({ answers }: { answers: Answers }): ReactNode {
  const { t } = useWords()
  return answers.map((answer) => {
    const says = saysOf(answer)
    return <Pictured key={answer.name ?? answer.at} picture={pictureOfAnswer[says]} title={<bdi>{answer.name ?? t('plan:somebodyElse')}</bdi>}><p>{t(`agreement:says.${says}`)}</p></Pictured>
  })
}

/** Said wherever somebody is asked to agree (#12: voluntary, and saying so). */
export function Voluntary(): ReactNode {
  const { t } = useWords()
  return <p><strong>{t('agreement:voluntary')}</strong></p>
}
