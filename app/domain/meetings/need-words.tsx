/** One thing that somebody needs for a meeting, and what is arranged of it. */
import type { ReactNode } from 'react'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Tag } from '#app/ui/tag.tsx'
import type { NeedSaid } from './taking-part.server.ts'

/** "An interpreter for Polish", with their own words under it. */
export function NeedWords({ one }: { one: NeedSaid }): ReactNode {
  const { t, format } = useWords()
  return (
    <>
      {one.interpreterLang ? t('ready:needs.interpreterIn', { language: format.language(one.interpreterLang) }) : t(`ready:needs.${one.need}`)}
      {one.words ? <><br /><Said lang={one.lang}>{one.words}</Said></> : null}
    </>
  )
}

/** Whether it is arranged, and how; or by when it is seen to. */
export function HowArranged({ one }: { one: NeedSaid }): ReactNode {
  const { t, format } = useWords()
  if (!one.arranged) return <><Tag tone="sun">{t('ready:arranged.notYet')}</Tag> <span className="soft">{t('ready:arranged.by', { day: format.day(one.dueOn) })}</span></>
  return <><Tag>{t('ready:arranged.yes')}</Tag>{one.arrangedWords ? <><br /><Said lang={one.arrangedLang}>{one.arrangedWords}</Said></> : null}</>
}
