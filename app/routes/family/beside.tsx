import type { ReactNode } from 'react'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { dayAt } from '#app/values/instant.ts'

export interface SaidBeside { readonly id: string; readonly thing: string; readonly words: string; readonly lang: string; /** Null when the reader may not know who it was. */ readonly by: string | null; readonly at: string }

/** What was said to be not right beside one thing, by whom and when, and the way to say so; of one's own words one says other ones. */
export function Beside({ family, kind, thing, words, said, mine = false }: { family: string; kind: 'plan' | 'goal' | 'fact'; thing: string; words: string; said: readonly SaidBeside[]; mine?: boolean }): ReactNode {
  const { t, format } = useWords()
  return (
    <>
      {said.filter((one) => one.thing === thing).map((one) => <span className="soft" key={one.id}> {t('data:notRight.link')}: <Said lang={one.lang}>{one.words}</Said> ({one.by === null ? format.date(dayAt(one.at as never)) : t('data:notRight.by', { name: one.by, day: format.date(dayAt(one.at as never)) })})</span>)}
      {mine ? null : <>{' '}<a className="soft" href={`/families/${family}/not-right/${kind}/${thing}`}>{t('data:notRight.link')}<span className="vh">{t('data:notRight.linkOf', { words })}</span></a></>}
    </>
  )
}
