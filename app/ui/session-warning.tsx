import type { ReactNode } from 'react'
import { useWords } from '#app/i18n/words.tsx'
import { useShell } from './shell.tsx'

/**
 * Comes up two minutes before the session ends of itself: by an animation of the stylesheet, so that it needs no script.
 * Its link opens sign-in in a new tab and leaves what is being written here as it is; with the script it only asks the
 * server once more and goes away again.
 */
export function SessionWarning(): ReactNode {
  const { t } = useWords()
  const { signedIn, path } = useShell()
  if (!signedIn) return null
  return (
    <div className={signedIn.soon ? 'late soon' : 'late'} id="late" role="alert">
      <p>{t('common:session.endsSoon')}</p>
      <a href={`/sign-in?to=${encodeURIComponent(path)}`} target="_blank" rel="noreferrer">
        {t('common:session.stay')}
      </a>
    </div>
  )
}
