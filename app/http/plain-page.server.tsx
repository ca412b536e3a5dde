import { renderToStaticMarkup } from 'react-dom/server'
import { pickLanguage } from '#app/i18n/lang.ts'
import { wordsFor } from '#app/i18n/words.server.ts'

/** What can go wrong before any page of ours is asked, or when even the error page fails. */
export type PlainProblem = 'notAllowed' | 'notHere' | 'tooLarge' | 'fault'

/**
 * A whole page without style, script or picture, in the browser's language: who asks is not known yet.
 * `reference` finds the request in the log.
 */
export function plainPage(problem: PlainProblem, acceptLanguage: string | undefined, reference: string): string {
  const { t, lang, dir } = wordsFor(pickLanguage({ acceptLanguage }))
  const title = t(`errors:${problem}.title`)
  const page = (
    <html lang={lang} dir={dir}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title}</title>
      </head>
      <body>
        <main>
          <h1>{title}</h1>
          <p>{t(`errors:${problem}.text`)}</p>
          {problem === 'fault' ? <p>{t('errors:fault.reference', { reference })}</p> : null}
        </main>
      </body>
    </html>
  )
  return `<!DOCTYPE html>${renderToStaticMarkup(page)}`
}
