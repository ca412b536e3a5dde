import type { SerializeFrom } from '@remix-run/node'
import type { ReactNode } from 'react'
import { directoryLang } from '#app/domain/directory/say-service.ts'
import type { Spend } from '#app/domain/budget/spends.server.ts'
import type { Suggestion } from '#app/domain/budget/suggestions.server.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Card } from '#app/ui/card.tsx'
import { Form } from '#app/ui/form.tsx'
import { SummaryList } from '#app/ui/summary-list.tsx'
import { NotTranslated, Price, What } from './spend-parts.tsx'

/** What whoever decides suggests instead, beside what was asked: the family takes it or keeps to its own. */
export function Suggested({ suggestion, spend, mayAnswer, once, family }: { suggestion: SerializeFrom<Suggestion>; spend: SerializeFrom<Spend>; mayAnswer: boolean; once: string; family?: string | undefined }): ReactNode {
  const { t, format } = useWords()
  const word = spend.words.findLast((one) => one.kind === 'suggest')
  const rows = (one: SerializeFrom<Suggestion> | SerializeFrom<Spend>) => [
    { key: t('budget:check.what'), value: <What spend={one} /> },
    { key: t('budget:one.payee'), value: <Said lang={one.listed ? directoryLang : undefined}>{one.payee}</Said> },
    { key: t('budget:check.price'), value: <Price spend={one} /> },
    { key: t('budget:one.sum'), value: <strong>{format.money(one.pence)}</strong> },
    { key: t('budget:one.neededOn'), value: format.day(one.neededOn) },
  ]
  return (
    <Card title={t('deciding:title', { name: word?.name ?? '' })} tone="next">
      {suggestion.words === null ? null : <Said lang={suggestion.lang} as="blockquote">{suggestion.words}</Said>}
      {suggestion.words === null ? null : <NotTranslated lang={suggestion.lang} text={t('budget:one.ownWords', { name: word?.name ?? '' })} family={family} />}
      <h3>{t('deciding:now')}</h3>
      <SummaryList rows={rows(suggestion)} />
      <h3>{t('deciding:was')}</h3>
      <SummaryList rows={rows(spend)} />
      {mayAnswer ? (
        <Form once={once}>
          <input type="hidden" name="version" value={spend.version} />
          <p className="soft">{t('deciding:free')}</p>
          <Actions><Button intent="take">{t('deciding:take')}</Button><Button kind="quiet" intent="keep">{t('deciding:keep')}</Button></Actions>
        </Form>
      ) : null}
    </Card>
  )
}
