/** The area's rules in words: what can be asked for, how a request stands, and what to do instead. */
import type { ReactNode } from 'react'
import { spendKinds } from '#app/domain/area/spend-kinds.ts'
import { ruleOf, type RuleSaid, type SpendRules } from '#app/domain/budget/rules.ts'
import { useWords } from '#app/i18n/words.tsx'
import { ButtonLink } from '#app/ui/button.tsx'
import { Details, Notice } from '#app/ui/notice.tsx'
import { pence } from '#app/values/money.ts'
import type { SpendKind } from '#db/schema-asking.ts'

const reasons = ['nhs', 'bills', 'cash', 'alcohol'] as const
const reasonOf = (kind: SpendKind) => reasons.find((one) => one === kind) ?? 'usual'

/** Every kind that has a rule, with what it is: for whoever is about to ask. */
export function WhatCanBeAsked({ rules }: { rules: SpendRules }): ReactNode {
  const { t, format } = useWords()
  const money = (sum: number) => format.moneyShort(pence(sum))
  const words = (kind: SpendKind): string[] => {
    const { may, unitPence, capPence } = ruleOf(rules, kind)
    if (may === 'no') return [t(`rules:why.${reasonOf(kind)}`)]
    const limits = [...(unitPence === null ? [] : [t('rules:limitUnit', { limit: money(unitPence) })]), ...(capPence === null ? [] : [t('rules:limitCap', { limit: money(capPence), days: rules.capDays })])]
    return [...(may === 'meeting' ? [t('rules:said.meeting.not-met')] : may === 'exception' ? [t('rules:each')] : []), ...limits, ...(limits.length > 0 ? [t('rules:above')] : [])]
  }
  const said = spendKinds.map((kind) => ({ kind, words: words(kind) })).filter((one) => one.words.length > 0)
  return (
    <Details summary={t('rules:can')}>
      <p>{t('rules:canText')}</p>
      <ul>{said.map((one) => <li key={one.kind}><strong>{t(`rules:kind.${one.kind}`)}</strong> {one.words.join(' ')}</li>)}</ul>
    </Details>
  )
}

/** One rule and how a request stands to it, in a sentence. */
export function useRuleWords(): (rule: RuleSaid) => string {
  const { t, format } = useWords()
  return ({ rule, stands, limit, sum, days }) => {
    const values = { limit: limit === undefined ? '' : format.money(limit), sum: sum === undefined ? '' : format.money(sum), days: days ?? 0 }
    if (rule === 'meeting') return t(`rules:said.meeting.${stands === 'met' ? 'met' : 'not-met'}`)
    if (rule === 'unit' || rule === 'cap') return t(`rules:said.${rule}.${stands === 'met' ? 'met' : 'exception'}`, values)
    return t(`rules:said.${rule}.${stands}`)
  }
}

/** Why a kind of thing cannot be asked for, and what to do instead; of one that needs a family meeting, how to hold it. */
export function Instead({ kind, why, family, mayMeet }: { kind: SpendKind; why: 'not-bought' | 'needs-a-meeting'; family: string; /** Whether the reader may ask for a family meeting themselves. */ mayMeet: boolean }): ReactNode {
  const { t } = useWords()
  const write = <ButtonLink kind="quiet" to={`/families/${family}/messages/new`}>{t('rules:write')}</ButtonLink>
  if (why === 'not-bought') return <Notice tone="sun"><p>{t(`rules:why.${reasonOf(kind)}`)}</p><p>{t(`rules:instead.${reasonOf(kind)}`)}</p>{write}</Notice>
  return (
    <Notice tone="sun">
      <p>{t('rules:meetingWhy')}</p>
      <p>{t(mayMeet ? 'rules:meetingHow' : 'rules:meetingTell')}</p>
      {mayMeet ? <ButtonLink kind="quiet" to={`/families/${family}/meetings/new`}>{t('rules:meet')}</ButtonLink> : write}
    </Notice>
  )
}
