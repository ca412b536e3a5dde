import type { SerializeFrom } from '@remix-run/node'
import type { ReactNode } from 'react'
import type { LastWord } from '#app/domain/plan/plan.server.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'

/** One thing that was said about a promise: who, what, and their own words. `by` is the member's name where the reader may know it. */
export function PromiseWordLine({ word, by, dated = false }: { word: SerializeFrom<LastWord>; by: string | null; dated?: boolean }): ReactNode {
  const { t, format } = useWords()
  const day = (on: string | null) => (on === null ? '' : format.day(on as never))
  const owner = word.agency ? t('plan:ownerAgency', { name: word.name ?? '', agency: word.agency }) : word.name
  const name = (word.kind === 'told' ? by : (owner ?? by)) ?? t('plan:somebodyElse')
  return (
    <div>
      <p>
        {word.kind === 'told' ? t('promises:line.told', { name, owner: owner ?? '' })
          : t(`promises:line.${word.kind}`, { name, before: day(word.before), after: day(word.after), day: day(word.after) })}
        {dated ? <span className="soft"> {format.when(word.at as never)}</span> : null}
      </p>
      {word.words === null ? null : <Said as="blockquote" className="lines" lang={word.lang}>{word.words}</Said>}
      {word.kind !== 'told' && word.kind !== 'fell' && word.name !== null && by !== null ? <p className="soft">{t('promises:line.toldBy', { name: by })}</p> : null}
    </div>
  )
}
