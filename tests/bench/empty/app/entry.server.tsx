import { readFileSync } from 'node:fs'
import { createRequestHandler, type EntryContext, type ServerBuild } from '@remix-run/node'
import { RemixServer } from '@remix-run/react'
import { renderToString } from 'react-dom/server'
import { startServer } from '../../../../app/http/server.server.ts'
import { Filler } from './filler.ts'

const filler = readFileSync(process.env.FILLER ?? '', 'utf8')

export default function handleRequest(request: Request, status: number, headers: Headers, page: EntryContext): Response {
  const html = renderToString(
    <Filler.Provider value={filler}>
      <RemixServer context={page} url={request.url} />
    </Filler.Provider>,
  )
  headers.set('Content-Type', 'text/html; charset=utf-8')
  return new Response(`<!DOCTYPE html>${html}`, { status, headers })
}

/** Serves the page through the server of the real site, so that the two differ in nothing but the page. */
export async function start(build: ServerBuild, port: number): Promise<void> {
  const handle = createRequestHandler(build, 'production')
  await startServer({
    origins: [`http://localhost:${port}`], port, host: undefined, trustProxy: false, handle, ready: async () => true,
    words: new Set(), hydrates: false, files: (_req, _res, next) => next(),
  })
}
