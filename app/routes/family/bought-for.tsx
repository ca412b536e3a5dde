/** What was bought for a goal, and whether it helped. */
import type { ReactNode } from 'react'
import type { Bought } from '#app/domain/budget/helped.server.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Card, Rows } from '#app/ui/card.tsx'
import { StateTag } from './spend-parts.tsx'

export function BoughtFor({ bought, family }: { bought: readonly Bought[]; family: string }): ReactNode {
  const { t } = useWords()
  if (bought.length === 0) return null
  return (
    <Card title={t('goals:one.bought')}>
      <Rows>
        {bought.map((one) => (
          <div key={one.id}>
            <p><a href={`/families/${family}/budget/requests/${one.id}`}><Said lang={one.whatLang}>{one.what}</Said></a> <StateTag state={one.state} /></p>
            {one.said.map(({ name, answer }) => <p key={name} className="soft">{t('budget:helped.title')} {t('budget:helped.said', { name, answer: t(`budget:helped.${answer}`) })}</p>)}
          </div>
        ))}
      </Rows>
    </Card>
  )
}
