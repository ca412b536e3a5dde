/** One part of a family's plan out of its meeting, as it is read. */
import type { SerializeFrom } from '@remix-run/node'
import type { ReactNode } from 'react'
import type { DecidedTime } from '#app/domain/appointments/decided-times.server.ts'
import type { FamilyPart } from '#app/domain/meetings/family-plan.server.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Notice } from '#app/ui/notice.tsx'

export type Part = SerializeFrom<FamilyPart>

/** What, who, by when, what it needs, what if not, who checks; then what was said to it. What it becomes is said until it has become that: then there is the way to it, for whoever sees it. */
export function PartShown({ part, family, children }: { part: Part; family: string; children?: ReactNode }): ReactNode {
  const { t, format } = useWords()
  const owner = part.owner === null ? null : part.agency ? t('decided:part.of', { name: part.owner, agency: part.agency }) : part.owner
  const needs = part.pence !== null ? t('decided:part.money', { sum: format.money(part.pence), kind: t(`rules:kind.${part.kind!}`) }) : part.needs === 'nothing' ? null : t(`decided:part.${part.needs as 'help' | 'service'}`)
  const became = part.state === 'accepted'
  return (
    <div className="fact">
      <h3><Said lang={part.lang}>{part.words}</Said></h3>
      <p>{owner === null ? t('decided:part.by', { day: format.day(part.dueOn) }) : t('decided:part.who', { name: owner, day: format.day(part.dueOn) })}</p>
      {needs ? <p>{needs}{part.needsWords ? <>{' '}<Said lang={part.lang}>{part.needsWords}</Said></> : null}</p> : null}
      {part.otherwise ? <p>{t('decided:part.otherwise')} <Said lang={part.lang}>{part.otherwise}</Said></p> : null}
      <p className="soft">
        {part.checks ? t('decided:part.checks', { name: part.checks }) : t('decided:part.leadChecks')}
        {became ? null : <> {t(`decided:part.becomes.${part.becomes}`)} {t(`decided:part.kept.${part.kept}`)}</>}
      </p>
      {part.told ? <SaidBetween title={t('decided:part.told')} words={part.told} lang={part.toldLang} /> : null}
      {part.answer ? <SaidBetween title={t('decided:part.answer')} words={part.answer} lang={part.answerLang} /> : null}
      {part.risk ? <SaidBetween title={t('decided:part.risk')} words={part.risk} lang={part.riskLang} tone="sun" /> : null}
      {part.entry ? <p><a href={`/families/${family}/plan/promise/${part.entry}`}>{t('decided:part.action')}<span className="vh">{`: ${part.words}`}</span></a></p> : null}
      {part.goal ? <p><a href={`/families/${family}/goals/${part.goal}`}>{t('decided:part.goal')}<span className="vh">{`: ${part.words}`}</span></a></p> : null}
      {children}
    </div>
  )
}

/** The times that were booked for a part, as far as the reader sees them. */
export function PartTimes({ of, family }: { of: readonly SerializeFrom<DecidedTime>[]; family: string }): ReactNode {
  const { t, format } = useWords()
  return of.map((one) => <p key={one.appointment}>{t(one.upcoming ? 'decided:time.booked' : 'decided:time.was')} <a href={`/families/${family}/appointments/${one.appointment}`}>{format.when(one.startsAt)}</a></p>)
}

function SaidBetween({ title, words, lang, tone = 'leaf' }: { title: string; words: string; lang: string | null; tone?: 'leaf' | 'sun' }): ReactNode {
  return <Notice tone={tone}><p><strong>{title}</strong></p><Said as="p" lang={lang}>{words}</Said></Notice>
}
