/** What is proposed in private family time, as it is read. */
import type { SerializeFrom } from '@remix-run/node'
import type { ReactNode } from 'react'
import type { Answered, Proposal } from '#app/domain/meetings/proposals-read.server.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Tag } from '#app/ui/tag.tsx'

export type Shown = SerializeFrom<Proposal>

const tones = { open: 'grey', stands: 'leaf', 'sent-back': 'sun' } as const

/** How it stands, in a word. */
export function StandingTag({ proposal }: { proposal: Pick<Shown, 'standing' | 'part'> }): ReactNode {
  const { t } = useWords()
  return proposal.part ? <Tag>{t('proposals:inPlan')}</Tag> : <Tag tone={tones[proposal.standing]}>{t(`proposals:standing.${proposal.standing}`)}</Tag>
}

/** Who does it, by when, and what it needs. */
export function WhoAndWhen({ proposal }: { proposal: Shown }): ReactNode {
  const { t, format } = useWords()
  const { dueOn, ownerAgency, pence, kind, needs, needsWords, lang } = proposal.proposed
  const owner = ownerAgency && proposal.proposed.owner === null ? t('decided:part.of', { name: proposal.owner, agency: ownerAgency }) : proposal.owner
  const needed = pence !== null ? t('decided:part.money', { sum: format.money(pence), kind: t(`rules:kind.${kind!}`) }) : needs === 'nothing' || needs === 'money' ? null : t(`decided:part.${needs}`)
  return (
    <>
      <p>{t('decided:part.who', { name: owner, day: format.day(dueOn) })}</p>
      {needed ? <p>{needed}{needsWords ? <>{' '}<Said lang={lang}>{needsWords}</Said></> : null}</p> : null}
    </>
  )
}

/** Whose yes is missing. */
export function StillToSay({ proposal }: { proposal: Shown }): ReactNode {
  const { t, format } = useWords()
  return proposal.part || proposal.waitsFor.length === 0 ? null : <p className="soft">{t('proposals:waitsFor', { names: format.list(proposal.waitsFor.map((one) => one.name)) })}</p>
}

/** Why somebody says no, and whose yes is missing. */
export function WhatIsMissing({ proposal }: { proposal: Shown }): ReactNode {
  const { t } = useWords()
  const noes = proposal.part ? [] : proposal.answers.filter((one) => one.said.stance === 'no')
  return (
    <>
      {noes.map((one) => (
        <div key={one.member}>
          <p><strong>{t('proposals:said.no', { name: one.name })}</strong></p>
          <Said as="p" className="lines">{one.said.words}</Said>
        </div>
      ))}
      <StillToSay proposal={proposal} />
    </>
  )
}

/** What one of them answered last, and whose word it is. */
export function OneAnswer({ answer }: { answer: SerializeFrom<Answered> }): ReactNode {
  const { t, format } = useWords()
  const { said, name, toldTo, changed, at } = answer
  return (
    <>
      <p>
        <strong>{t(`proposals:said.${said.stance}`, { name })}</strong>{' '}
        <span className="soft">{toldTo ? t('proposals:told', { name: toldTo, when: format.when(at) }) : format.when(at)}{changed ? ` ${t('proposals:changed')}` : ''}</span>
      </p>
      {said.words ? <Said as="p" className="lines">{said.words}</Said> : null}
    </>
  )
}
