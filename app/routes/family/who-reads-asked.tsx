/** Who reads what is asked out of some money: said before it is asked, for it is the asker's to choose. */
import type { ReactNode } from 'react'
import { useWords } from '#app/i18n/words.tsx'
import { Notice } from '#app/ui/notice.tsx'

type Inside = { readonly names: readonly string[]; readonly lead: boolean } | null

/** The sentence for one budget; `inside` is null of the whole family's. */
export function useWhoReads(): (inside: Inside) => string {
  const { t, format } = useWords()
  return (inside) => (inside === null ? t('young:sees.everybody') : t('young:sees.some', { names: format.list([t('young:sees.you'), ...inside.names, ...(inside.lead ? [t('young:sees.lead')] : [])]) }))
}

/** For a young person: who decides, who reads it, and that they can talk about it first. */
export function YoungFirst({ family, budgets }: { family: string; budgets: readonly { readonly inside: Inside }[] }): ReactNode {
  const { t } = useWords()
  const whoReads = useWhoReads()
  return (
    <Notice>
      <p>{t('young:decides')} {budgets.length === 1 ? whoReads(budgets[0]!.inside) : t('young:choose')}</p>
      <p><a href={`/families/${family}/messages/new`}>{t('young:talk')}</a></p>
    </Notice>
  )
}
