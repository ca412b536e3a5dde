import type { ReactNode } from 'react'
import { useWords } from '#app/i18n/words.tsx'
import { ErrorSummary } from './error-summary.tsx'
import { ExitByKeyboard, ExitThisPage } from './exit-this-page.tsx'
import { Footer } from './footer.tsx'
import type { FormErrors } from './form-state.ts'
import { Icon } from './icons.tsx'
import { DeskNavigation, FamilyNavigation } from './navigation.tsx'
import type { DeskPlace, FamilyPlace } from './navigation.tsx'
import { Banner } from './notice.tsx'
import { SessionWarning } from './session-warning.tsx'
import { ReadShorter, useShell } from './shell.tsx'

/**
 * A whole page: skip link, leaving quickly, header, places to go, what just happened or went wrong, the one h1, the footer.
 * Every route renders exactly one. The title in the browser's tab is the route's `handle = titled(…)`.
 */
export function Page(props: {
  /** The h1. `null` when a label or legend of the page's one question is the h1 (`labelIs`, `legendIs`). */
  title: ReactNode
  /** Who the page is about or where it belongs, small above the h1. */
  above?: ReactNode
  /** What matters now, in a sentence under the h1. */
  lead?: ReactNode
  back?: { to: string; text: string }
  /** Inside a family: its five places. */
  family?: { id: string; current?: FamilyPlace }
  /** For people who help: the places of their post. */
  desk?: { current?: DeskPlace; places: readonly DeskPlace[] }
  /** Leaving quickly: on whenever somebody is signed in; say `exit` on safety pages that anybody reads. */
  exit?: boolean
  /** What is wrong with what was sent. */
  errors?: FormErrors
  /** What just happened, after a redirect. */
  done?: ReactNode
  /** Names neither the site nor whose page it is: no header, no places to go, no footer. Its route says `nameless`. */
  bare?: boolean
  /** Uses the whole width, for cards in columns and tables. Text stays in lines of at most 65 letters either way. */
  wide?: boolean
  /** Read shorter: in large words, without what only stands beside the matter. */
  short?: boolean
  children: ReactNode
}): ReactNode {
  const { t } = useWords()
  const { signedIn } = useShell()
  const { title, above, lead, back, family, desk, exit = signedIn !== null, errors, done, bare, wide, short, children } = props
  const wrong = errors !== undefined && Object.keys(errors).length > 0
  const home = family ? `/families/${family.id}` : !signedIn ? '/' : signedIn.helps ? '/desk' : '/families'
  return (
    <>
      <a className="skip" href="#main">
        {t('common:skipToContent')}
      </a>
      <div className={family ? 'w low' : 'w'}>
        <header data-room={exit ? t('common:exit') : undefined}>
          {exit ? <ExitByKeyboard /> : null}
          {exit ? <ExitThisPage /> : null}
          {bare ? null : (
            <div className="top">
              <a className="brand" href={home}>
                <Icon name="brand" />
                {t('common:siteName')}
              </a>
              {family ? <FamilyNavigation {...family} /> : null}
            </div>
          )}
          {desk ? <DeskNavigation {...desk} /> : null}
        </header>
        <SessionWarning />
        <main className={short ? 'brief' : wide ? 'wide' : undefined} id="main" tabIndex={-1}>
          {back ? (
            <a className="back" href={back.to}>
              <Icon name="back" />
              {back.text}
            </a>
          ) : null}
          {done && !wrong ? <Banner focus>{done}</Banner> : null}
          {wrong ? <ErrorSummary errors={errors} /> : null}
          {above ? <p className="above">{above}</p> : null}
          {title === null ? null : <h1>{title}</h1>}
          {lead ? <p className="lead">{lead}</p> : null}
          <ReadShorter.Provider value={short ?? false}>{children}</ReadShorter.Provider>
        </main>
        {bare ? null : <Footer />}
      </div>
    </>
  )
}
