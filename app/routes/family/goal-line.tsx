import type { SerializeFrom } from '@remix-run/node'
import type { ReactNode } from 'react'
import type { GoalInShort } from '#app/domain/goals/goals.server.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { ProgressWords } from '#app/ui/steps.tsx'
import { ChangedTag } from './agreement-parts.tsx'

/** A goal in a list: its words, how it is going, and the step that is next. */
export function GoalLine({ goal, family }: { goal: SerializeFrom<GoalInShort>; family: string }): ReactNode {
  const { t, format } = useWords()
  return (
    <>
      <a href={`/families/${family}/goals/${goal.id}`}><Said lang={goal.lang}>{goal.words}</Said></a><ChangedTag of={goal.id} />
      {goal.state === 'open' && goal.score !== null ? (
        <ProgressWords value={goal.score} label={t('goals:progress', { score: goal.score })}>
          {goal.firstScore !== null && goal.firstScore !== goal.score && goal.firstAt !== null
            ? t('goals:progressSince', { score: goal.score, first: goal.firstScore, month: format.month(goal.firstAt) })
            : t('goals:progress', { score: goal.score })}
        </ProgressWords>
      ) : null}
      {goal.state === 'open' && goal.nextStep ? (
        <p className="soft">{t('goals:nextStep')} <Said lang={goal.nextStep.lang}>{goal.nextStep.words}</Said></p>
      ) : null}
      {goal.state === 'open' ? null : <p className="soft">{t(`goals:state.${goal.state}`)}</p>}
    </>
  )
}
