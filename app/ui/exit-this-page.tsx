import type { ReactNode } from 'react'
import { useWords } from '#app/i18n/words.tsx'
import { useShell } from './shell.tsx'

/** Where leaving quickly leads: ordinary to have open, and the same for everybody. */
export const neutralPage = 'https://www.bbc.co.uk/weather'

/**
 * Leaves at once (GOV.UK's pattern): always on the screen, the second stop of the Tab key, a plain link without the script.
 * Somebody signed in is signed out on the way, so that the back button shows nothing of theirs.
 * With the script it also covers the page at once, takes this page out of the history, and answers to Shift three times.
 */
export function ExitThisPage(): ReactNode {
  const { t } = useWords()
  const { signedIn } = useShell()
  return (
    <a className="exit" id="exit" href={signedIn ? '/sign-out?exit' : neutralPage} rel="nofollow noreferrer">
      {t('common:exit')}
    </a>
  )
}
