import type { ReactNode } from 'react'
import { useWords } from '#app/i18n/words.tsx'

/** Before and after, and where we are. Lists show 20 and then pages; with one page there is nothing to show. */
export function Pagination({ page, pages, to }: { page: number; pages: number; to: (page: number) => string }): ReactNode {
  const { t, format } = useWords()
  if (pages < 2) return null
  return (
    <nav className="pages" aria-label={t('common:pages.label')}>
      {page > 1 ? (
        <a className="b quiet" rel="prev" href={to(page - 1)}>
          {t('common:pages.before')}
        </a>
      ) : null}
      <span>{t('common:pages.where', { page: format.number(page), pages: format.number(pages) })}</span>
      {page < pages ? (
        <a className="b quiet" rel="next" href={to(page + 1)}>
          {t('common:pages.after')}
        </a>
      ) : null}
    </nav>
  )
}
