import type { ReactNode } from 'react'
import { useWords } from '#app/i18n/words.tsx'

/** Who covers while the lead professional is away, and until when. `lead` is what they are called. */
export function CoverLine({ lead, cover, today }: { lead: string; cover: { readonly givenName: string; readonly from: string; readonly until: string }; today: string }): ReactNode {
  const { t, format } = useWords()
  return cover.from > today
    ? <p>{t('promises:lead.soonAway', { lead, name: cover.givenName, from: format.date(cover.from as never), until: format.date(cover.until as never) })}</p>
    : <p>{t('promises:lead.isAway', { lead, name: cover.givenName, until: format.date(cover.until as never) })}</p>
}
