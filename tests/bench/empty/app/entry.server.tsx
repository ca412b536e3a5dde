import { readFileSync } from 'node:fs'
import { createRequestHandler, type EntryContext, type ServerBuild } from '@remix-run/node'
import { RemixServer } from '@remix-run/react'
import { renderToString } from 'react-dom/server'
import { startServer } from '../../../../app/http/server.server.ts'
import { treeOf, type Element } from '../../markup.ts'
import { ModelContext, type Model } from './model.ts'

const page = readFileSync(process.env.PAGE ?? '', 'utf8')
const [html] = treeOf(page) as [Element]
const [head, body] = html.children as [Element, Element]
// As long as the page it stands in is short of the real one: `<div></div>` is around it.
const text = Buffer.from(/<body>(.*)<\/body>/s.exec(page)?.[1] ?? '').subarray('<div></div>'.length).toString()
const model: Model = { html, head, body, text }

export default function handleRequest(request: Request, status: number, headers: Headers, context: EntryContext): Response {
  const markup = renderToString(
    <ModelContext.Provider value={model}>
      <RemixServer context={context} url={request.url} />
    </ModelContext.Provider>,
  )
  headers.set('Content-Type', 'text/html; charset=utf-8')
  return new Response(`<!DOCTYPE html>${markup}`, { status, headers })
}

/** Serves the pages through the server of the real site, so that they differ in nothing but the page. */
export async function start(build: ServerBuild, port: number): Promise<void> {
  const handle = createRequestHandler(build, 'production')
  await startServer({
    origins: [`http://localhost:${port}`], port, host: undefined, trustProxy: false, handle, ready: async () => true,
    words: new Set(), hydrates: false, files: (_req, _res, next) => next(),
  })
}
