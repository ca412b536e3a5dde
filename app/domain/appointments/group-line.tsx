/** Which group a place is in, in the words of whoever made it. */
import type { ReactNode } from 'react'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'

export function GroupLine({ group }: { group: { readonly name: string; readonly lang: string } | null }): ReactNode {
  const { t } = useWords()
  return group ? <p>{t('groups:group')}: <Said as="strong" lang={group.lang}>{group.name}</Said></p> : null
}
