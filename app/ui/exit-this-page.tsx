import type { ReactNode } from 'react'
import { useWords } from '#app/i18n/words.tsx'
import { useShell } from './shell.tsx'

/** Where leaving quickly leads: ordinary to have open, and the same for everybody. */
export const neutralPage = 'https://www.bbc.co.uk/weather'

/**
 * Leaves at once (GOV.UK's pattern): always on the screen, a plain link without the script. Somebody signed in is signed out on
 * the way unless they chose otherwise, so that the back button shows nothing of theirs. With the script it also covers the page
 * at once, takes this page out of the history, and answers to Shift three times, which is said aloud as it is counted.
 */
export function ExitThisPage(): ReactNode {
  const { t } = useWords()
  return (
    <>
      <a className="exit" id="exit" {...useWayOut()}>
        {t('common:exit')}
      </a>
      <span className="vh" id="exit-said" role="status" data-n1={t('common:exitTwice')} data-n2={t('common:exitOnce')} data-late={t('common:exitLate')} />
    </>
  )
}

/** The same way out, the first thing after the skip link, for the keyboard and for screen readers: seen when it has the focus. */
export function ExitByKeyboard(): ReactNode {
  const { t } = useWords()
  return (
    <a className="skip" {...useWayOut()}>
      {t('common:exit')}
    </a>
  )
}

function useWayOut() {
  const { signedIn } = useShell()
  return { href: signedIn ? '/sign-out?exit' : neutralPage, rel: 'nofollow noreferrer', 'data-exit': '' }
}
