import type { ReactNode } from 'react'
import { useWords } from '#app/i18n/words.tsx'

/** The way from an appointment into the reader's calendar, and what that calendar then shows. */
export function CalendarLine({ here, kept }: { here: string; kept: boolean }): ReactNode {
  const { t } = useWords()
  return (
    <p>
      <a href={`${here}/calendar.ics`} download="calendar.ics">{t('calendar:one.link')}</a><br />
      <span className="soft">{t(kept ? 'calendar:one.kept' : 'calendar:one.hint')}</span>
    </p>
  )
}
