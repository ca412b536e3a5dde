/** What stands beside a request for whoever decides it: the rules it meets, and what others have said. */
import type { ReactNode } from 'react'
import type { Decision, Spend } from '#app/domain/budget/spends.server.ts'
import type { Together as TogetherSaid } from '#app/domain/budget/two-adults.server.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Notice } from '#app/ui/notice.tsx'
import { Tag } from '#app/ui/tag.tsx'
import { useRuleWords } from '../family/rules-shown.tsx'

/** What another adult of the family says to it. It is no rule, and their silence keeps nothing back. */
function Together({ one: { name, said } }: { one: Pick<TogetherSaid, 'name' | 'said'> }): ReactNode {
  const { t } = useWords()
  if (said === null) return <p>{t('together:desk.waits', { name })}</p>
  return <><p>{t(said.agrees ? 'together:desk.yes' : 'together:desk.no', { name })}</p>{said.words === null ? null : <Said lang={said.lang} as="blockquote">{said.words}</Said>}</>
}

/** What others of the panel have said so far: of that nothing is met or not. */
function Panel({ panel: { yes, no, mine, size } }: { panel: NonNullable<Decision['panel']> }): ReactNode {
  const { t, format } = useWords()
  return (
    <>
      {yes.length > 0 && mine !== 'agree' ? <p>{t('desk:approvals.panelYes', { names: format.list([...yes]) })}</p> : null}
      {no.length > 0 && mine !== 'disagree' ? <p>{t('panel:on.no', { names: format.list([...no]) })}</p> : null}
      {yes.length + no.length === 0 ? <p>{t('desk:approvals.panelNone', { count: size })}</p> : null}
    </>
  )
}

/** Which rules the request meets, each with its reason. */
export function Rules({ spend, decision, together }: { spend: Pick<Spend, 'state' | 'neededOn'>; decision: Decision; together: readonly TogetherSaid[] }): ReactNode {
  const { t, format } = useWords()
  const ruleWords = useRuleWords()
  if (spend.state !== 'asked' && spend.state !== 'question') return null
  const { limit, line, panel, own, balance } = decision
  const over = limit?.climbs === 'panel' ? 'desk:approvals.overPanel' : 'desk:approvals.overManager'
  const rules: { met: boolean | 'exception'; text: string }[] = [
    { met: true, text: t('desk:approvals.setAside') },
    { met: spend.neededOn <= balance.until, text: t('desk:approvals.inTime', { day: format.date(balance.until) }) },
    { met: true, text: t('desk:approvals.withGoal') },
    ...decision.rules.map((rule) => ({ met: rule.stands === 'exception' ? 'exception' as const : rule.stands === 'met', text: ruleWords(rule) })),
    ...(line ? [{ met: true, text: t('desk:approvals.line', { name: line.name, left: format.money(line.left) }) }] : []),
    ...(limit ? [{
      met: limit.climbs === null,
      text: t(limit.climbs === null ? 'desk:approvals.within' : over, { sum: format.money(limit.sum), days: limit.days, limit: format.money(limit.limit) }),
    }] : []),
  ]
  return (
    <>
      {own ? <Notice tone="sun"><p>{t('desk:approvals.own')}</p></Notice> : null}
      {line?.mine ? <Notice tone="sun"><p>{t('refusals:own-line')}</p></Notice> : null}
      {panel?.mine ? <Notice><p>{t(panel.mine === 'agree' ? 'desk:approvals.panelMine' : 'panel:on.mineNo')}</p></Notice> : null}
      <h2>{t('desk:approvals.rules')}</h2>
      <ul>
        {rules.map((rule) => <li key={rule.text}><Tag tone={rule.met === true ? 'leaf' : 'sun'}>{rule.met === 'exception' ? t('rules:exception') : rule.met ? t('desk:approvals.meets') : t('desk:approvals.meetsNot')}</Tag> {rule.text}</li>)}
      </ul>
      {decision.climbs && !limit?.climbs ? <p>{t('rules:upForException')}</p> : null}
      {together.map((one) => <Together key={one.member} one={one} />)}
      {panel ? <Panel panel={panel} /> : null}
    </>
  )
}
