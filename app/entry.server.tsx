import type { ActionFunctionArgs, AppLoadContext, EntryContext, LoaderFunctionArgs } from '@remix-run/node'
import { RemixServer, isRouteErrorResponse } from '@remix-run/react'
import { renderToString } from 'react-dom/server'
import { ThisAnswer } from '#app/http/load-context.ts'
import { log, loggable } from '#app/http/log.server.ts'
import { isLang, pickLanguage, readLanguageCookie } from '#app/i18n/lang.ts'
import { WordsProvider } from '#app/i18n/words.tsx'
import { wordsFor } from '#app/i18n/words.server.ts'
import { AnswerStatus } from '#app/ui/shell.tsx'
import { failureOf } from '#db/failure.ts'

export { startUp } from './start-up.server.ts'

/**
 * Renders a page whole. Nothing here comes later than the rest, so `renderToString` serves: nearly four times as many
 * pages a second as a stream, and no timer that keeps each rendering in memory.
 */
export default function handleRequest(request: Request, rendered: number, headers: Headers, page: EntryContext, context: AppLoadContext): Response {
  // The database was away or locked for too long: nothing was written, and it is worth coming back in a moment.
  const status = context.problem.busy ? 503 : rendered
  if (status === 503) headers.set('Retry-After', '5')
  const { lang } = (page.staticHandlerContext.loaderData.root ?? {}) as { lang?: unknown }
  // Where root's loader could not run: the browser's choice, as far as it is known.
  const known = typeof lang === 'string' && isLang(lang) ? lang : pickLanguage({
    query: new URL(request.url).searchParams.get('lng'), cookie: readLanguageCookie(request.headers.get('cookie')), acceptLanguage: request.headers.get('accept-language'),
  })
  const html = renderToString(
    <ThisAnswer value={context}>
      <AnswerStatus.Provider value={status}>
        <WordsProvider words={wordsFor(known)}>
          <RemixServer context={page} url={request.url} />
        </WordsProvider>
      </AnswerStatus.Provider>
    </ThisAnswer>,
  )
  headers.set('Content-Type', 'text/html; charset=utf-8')
  // What is somebody's own is kept nowhere, whatever a page says of itself.
  headers.set('Cache-Control', 'no-store')
  return new Response(`<!DOCTYPE html>${html}`, { status, headers })
}

/** Logs a fault under the reference that the error page shows. */
export function handleError(error: unknown, { request, context }: LoaderFunctionArgs | ActionFunctionArgs): void {
  if (request.signal.aborted) return
  // An address that is not there, or a post to a page that takes none, is no fault of ours.
  if (isRouteErrorResponse(error) && error.status < 500) return
  context.problem.busy = ['busy', 'serialization', 'connection'].includes(failureOf(error) ?? '')
  log.error({ reference: context.reference, error: loggable(error) }, context.problem.busy ? 'the database did not answer' : 'fault')
}
