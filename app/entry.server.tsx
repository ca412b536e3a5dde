import type { ActionFunctionArgs, AppLoadContext, EntryContext, LoaderFunctionArgs } from '@remix-run/node'
import { RemixServer, isRouteErrorResponse } from '@remix-run/react'
import { renderToString } from 'react-dom/server'
import { shellOf } from '#app/domain/area/shell.server.ts'
import { ThisAnswer } from '#app/http/load-context.ts'
import { log, loggable } from '#app/http/log.server.ts'
import { pageResponse } from '#app/http/node-request.server.ts'
import { namingWhoLeft } from '#app/i18n/naming-who-left.ts'
import { WordsProvider } from '#app/i18n/words.tsx'
import { wordsFor } from '#app/i18n/words.server.ts'
import { AnswerStatus, ShellContext, type Shell } from '#app/ui/shell.tsx'
import { failureOf } from '#db/failure.ts'

export { startUp } from './start-up.server.ts'

/**
 * Renders a page whole. Nothing here comes later than the rest, so `renderToString` serves: nearly four times as many
 * pages a second as a stream, and no timer that keeps each rendering in memory.
 *
 * Who reads and in which language is found out here and not by a loader of root's: Remix makes two requests and an
 * answer of its own for each loader it calls, and no redirect or file needs to know.
 */
export default async function handleRequest(request: Request, rendered: number, headers: Headers, page: EntryContext, context: AppLoadContext): Promise<Response> {
  // The database was away or locked for too long: nothing was written, and it is worth coming back in a moment.
  const status = context.problem.busy ? 503 : rendered
  if (status === 503) headers.set('Retry-After', '5')
  const { lang, signedIn, seesMoney, demo, areaPhone, short, headers: more } = await shellOf(request)
  for (const cookie of more.getSetCookie()) headers.append('Set-Cookie', cookie)
  const url = new URL(request.url)
  url.searchParams.delete('lng')
  url.searchParams.delete('short')
  const shell: Shell = {
    signedIn: signedIn && { name: signedIn.givenName, helps: signedIn.helps, soon: signedIn.sharedPhone },
    seesMoney,
    demo,
    areaPhone,
    short,
    // Two slashes at the start would make a link to another host of it.
    path: url.pathname.replace(/^\/+/, '/') + url.search,
  }
  const words = wordsFor(lang)
  const html = renderToString(
    <ThisAnswer value={context}>
      <AnswerStatus.Provider value={status}>
        <WordsProvider words={words} others={wordsFor}>
          <ShellContext.Provider value={shell}>
            <RemixServer context={page} url={request.url} />
          </ShellContext.Provider>
        </WordsProvider>
      </AnswerStatus.Provider>
    </ThisAnswer>,
  )
  // What is somebody's own is kept nowhere, whatever a page says of itself.
  headers.set('Cache-Control', 'no-store')
  return pageResponse(`<!DOCTYPE html>${namingWhoLeft(html, words)}`, status, headers)
}

/** Logs a fault under the reference that the error page shows. */
export function handleError(error: unknown, { request, context }: LoaderFunctionArgs | ActionFunctionArgs): void {
  if (request.signal.aborted) return
  // An address that is not there, or a post to a page that takes none, is no fault of ours.
  if (isRouteErrorResponse(error) && error.status < 500) return
  context.problem.busy = ['busy', 'serialization', 'connection'].includes(failureOf(error) ?? '')
  log.error({ reference: context.reference, error: loggable(error) }, context.problem.busy ? 'the database did not answer' : 'fault')
}
