import { Outlet, Scripts, isRouteErrorResponse, useMatches, useRouteError } from '@remix-run/react'
import { useContext } from 'react'
import type { ReactNode } from 'react'
import { useThisAnswer } from '#app/http/load-context.ts'
import { useWords } from '#app/i18n/words.tsx'
import { KeptWords } from '#app/routes/family/kept-words.tsx'
import stylesheet from '#app/styles/main.scss?url'
import { ButtonLink } from '#app/ui/button.tsx'
import { newForm, type FormState } from '#app/ui/form-state.ts'
import { Page } from '#app/ui/page.tsx'
import pageScript from '#app/ui/page-script.js?url'
import { OrRing } from '#app/ui/phone-link.tsx'
import { AnswerStatus } from '#app/ui/shell.tsx'
import type { Handle } from '#app/ui/titled.ts'

// Inline, so that no browser asks for /favicon.ico: a first visit is three requests.
const icon =
  "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24'><path fill='%231c6350' d='M12 2 1 11h3v10h16V11h3zm0 16c-6-4-4-8-1.5-8q1.5 0 1.5 2 0-2 1.5-2c2.5 0 4.500 4-1.5 8z'/></svg>"

/** The name of the page in the browser's tab, from the `handle` of the innermost route that has one. */
function useTitle(): string {
  const words = useWords()
  const status = useContext(AnswerStatus)
  const site = words.t('common:siteName')
  const route = useMatches().findLast((match) => (match.handle as Handle | undefined)?.title)
  if (!route) return site
  const { title: own, nameless } = route.handle as Handle
  const title = nameless ? own!(words, route.data as never) : `${own?.(words, route.data as never)} – ${site}`
  return status === 400 || status === 409 || status === 429 ? words.t('errors:title', { title }) : title
}

function Document({ title, children }: { title: string; children: ReactNode }): ReactNode {
  const { lang, dir } = useWords()
  const answer = useThisAnswer()
  const hydrates = useMatches().some((match) => (match.handle as Handle | undefined)?.hydrate)
  return (
    <html lang={lang} dir={dir}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{title}</title>
        <link rel="icon" href={icon} />
        <link rel="stylesheet" href={stylesheet} />
        <script defer src={pageScript} />
      </head>
      <body>
        {children}
        {hydrates ? <Scripts nonce={answer?.nonce} /> : null}
      </body>
    </html>
  )
}

/** Around every page: the document, and what the whole page may know. */
export default function Root(): ReactNode {
  return (
    <Document title={useTitle()}>
      <Outlet />
    </Document>
  )
}

const problems: Record<number, 'notHere' | 'notAllowed' | 'tooLarge' | 'tooMany' | 'busy'> = {
  403: 'notAllowed',
  404: 'notHere',
  405: 'notHere',
  413: 'tooLarge',
  429: 'tooMany',
  503: 'busy',
}

/** Whether an answer gives somebody back what they wrote. */
function isKept(data: unknown): data is Pick<FormState, 'values'> {
  return typeof data === 'object' && data !== null && 'values' in data
}

/**
 * What stands where a page cannot. "Not there" and "not yours" are the same words, so that nobody learns which it was.
 * A fault shows the reference under which the log has it.
 */
export function ErrorBoundary(): ReactNode {
  const error = useRouteError()
  const { t } = useWords()
  const answer = useThisAnswer()
  const status = useContext(AnswerStatus)
  const problem = problems[isRouteErrorResponse(error) ? error.status : status] ?? 'fault'
  const title = t(`errors:${problem}.title`)
  return (
    <Document title={`${title} – ${t('common:siteName')}`}>
      <Page title={title} exit>
        <p>{t(`errors:${problem}.text`)}</p>
        {isRouteErrorResponse(error) && isKept(error.data) ? <KeptWords form={{ ...newForm(), values: error.data.values }} /> : null}
        {problem === 'fault' && answer ? <p>{t('errors:fault.reference', { reference: answer.reference })}</p> : null}
        <OrRing />
        <p>
          <ButtonLink to="/">{t('errors:toStart')}</ButtonLink>
        </p>
      </Page>
    </Document>
  )
}
