import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { performance } from 'node:perf_hooks'
import { promisify } from 'node:util'
import sirv from 'sirv'
import type { LoadContext } from './load-context.ts'
import { log, loggable } from './log.server.ts'
import { isOfTheRoom, maskedPath } from './masked-path.ts'
import { isHtml, readBody, readFormWithFile, remixRequest, sendResponse } from './node-request.server.ts'
import { plainPage, type PlainProblem } from './plain-page.server.tsx'
import { fromOurPages, originAskedFor } from './same-origin.ts'
import { contentSecurityPolicy, securityHeaders } from './security-headers.ts'

type Middleware = (req: IncomingMessage, res: ServerResponse, next: () => void) => void

export type ServerParts = {
  readonly origins: readonly string[]
  readonly port: number
  readonly host: string | undefined
  readonly trustProxy: boolean
  /** Answers with a page. */
  readonly handle: (request: Request, context: LoadContext) => Promise<Response>
  /** Whether the database answers and has the shape that this program needs. */
  readonly ready: () => Promise<boolean>
  /** The segments of the site map, for the log. */
  readonly words: ReadonlySet<string>
  /** Whether some page runs Remix in the browser and so may ask for its loaders' data alone. */
  readonly hydrates: boolean
  /** Answers for the built files; left out, `build/client` is served. While building it is Vite. */
  readonly files?: Middleware
}

export type RunningServer = {
  /** Takes no new request, lets the ones under way finish (ten seconds at the most), and closes. */
  readonly stop: () => Promise<void>
}

// 1 MB of any text: a form spells each byte that is not a plain letter with three. The page itself then says, beside
// the field, what is too long; only what is longer than any text is refused here.
const mostBodyBytes = 4_000_000
// A form with a file may be larger, so that its page can say how large a picture or a sound may be: more than any of them.
const mostWithFile = 10_000_000

const patienceMs = { stop: 10_000, ready: 2_000 }

/** Starts to listen. Rejects when the port is taken. */
export async function startServer(parts: ServerParts): Promise<RunningServer> {
  let stopping = false
  const https = parts.origins.every((origin) => origin.startsWith('https:'))
  const headers = Object.entries(securityHeaders(https))
  const files = parts.files ?? builtFiles()
  // No page's address has a dot in its last part but those of a file; while building, Vite answers for any.
  const mayBeFile = (path: string) => parts.files !== undefined || path.includes('.', path.lastIndexOf('/'))

  async function answer(req: IncomingMessage, res: ServerResponse, reference: string): Promise<void> {
    for (const [name, value] of headers) res.setHeader(name, value)
    const refuse = (status: number, problem: PlainProblem) => sendPlain(req, res, status, problem, reference)
    const path = req.url?.split('?', 1)[0] ?? ''
    const reading = req.method === 'GET' || req.method === 'HEAD'

    if (reading && path === '/healthz') return sendText(res, 200, 'ok')
    if (reading && path === '/readyz') return (await isReady()) ? sendText(res, 200, 'ok') : sendText(res, 503, 'not ready')

    const host = (parts.trustProxy && first(req.headers['x-forwarded-host'])) || req.headers.host
    const origin = originAskedFor(host, parts.origins)
    if (!origin) return refuse(421, 'notHere')
    if (!isPath(path)) return refuse(400, 'notHere')
    if (!reading && !fromOurPages(req.headers, origin)) return refuse(403, 'notAllowed')
    if (!reading && req.method !== 'POST') {
      res.setHeader('Allow', 'GET, HEAD, POST')
      return refuse(405, 'notHere')
    }

    if (reading && mayBeFile(path) && (await served(files, req, res))) return
    const withFile = /^multipart\/form-data\b/i.test(req.headers['content-type'] ?? '')
    const body = reading ? undefined : withFile ? await readFormWithFile(req, mostWithFile) : await readBody(req, mostBodyBytes)
    if (body === 'too-much') return refuse(413, 'tooLarge')

    const request = remixRequest(req, res, origin, body)
    const nonce = randomBytes(16).toString('base64')
    const clientAddress = (parts.trustProxy && last(req.headers['x-forwarded-for'])) || req.socket.remoteAddress || ''
    // A page that runs no Remix in the browser never asks for its data alone, so nobody else may either.
    const response =
      !parts.hydrates && new URL(request.url).searchParams.has('_data')
        ? new Response(null, { status: 404 })
        : await parts.handle(request, { nonce, reference, clientAddress, problem: { busy: false } })

    // Remix's own last words when even the error page failed.
    if (response.status === 500 && !isHtml(response)) return refuse(500, 'fault')
    res.setHeader('Content-Security-Policy', contentSecurityPolicy(nonce))
    // What is somebody's own is kept nowhere: not on a shared phone, not in the back button's memory. An answer that
    // is no page may say otherwise.
    res.setHeader('Cache-Control', 'no-store')
    await sendResponse(response, res)
  }

  async function isReady(): Promise<boolean> {
    if (stopping) return false
    const tooLate = new Promise<boolean>((resolve) => setTimeout(resolve, patienceMs.ready, false).unref())
    return Promise.race([parts.ready().catch(() => false), tooLate])
  }

  const server = createServer((req, res) => {
    const began = performance.now()
    const reference = newReference()
    const path = req.url ?? ''
    if (stopping) res.setHeader('Connection', 'close')
    res.once('close', () => {
      // A connection that falls idle now would be kept open for the next request, which will not come.
      if (stopping) setImmediate(() => server.closeIdleConnections())
      // How often it is asked for would tell how much a family talks among itself.
      if (isOfTheRoom(path)) return
      const line = { method: req.method, path: maskedPath(path, parts.words), status: res.statusCode, ms: tenths(performance.now() - began), reference }
      // A balancer asks after our health every few seconds; that would drown the rest.
      const level = path === '/healthz' || path === '/readyz' ? 'debug' : 'info'
      log[level](res.writableFinished ? line : { ...line, cut: true }, 'request')
    })
    answer(req, res, reference).catch((error: unknown) => {
      // The sender went away: nobody is left to be answered, and nothing is wrong with us.
      if (res.destroyed || req.destroyed) return
      log.error({ reference, error: loggable(error) }, 'fault')
      if (res.headersSent) res.destroy()
      else sendPlain(req, res, 500, 'fault', reference)
    })
  })
  server.headersTimeout = 15_000
  // A long text over a slow telephone line takes its time.
  server.requestTimeout = 120_000
  // Longer than the minute for which proxies keep a connection, so that they never use one that is just being closed.
  server.keepAliveTimeout = 65_000

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(parts.port, parts.host, () => {
      server.off('error', reject)
      resolve()
    })
  })

  return {
    stop: async () => {
      stopping = true
      const cut = setTimeout(() => server.closeAllConnections(), patienceMs.stop)
      const closed = promisify(server.close.bind(server))()
      server.closeIdleConnections()
      await closed
      clearTimeout(cut)
    },
  }
}

/** The files that the build made, under names that change with their content, and those of `public/`. */
function builtFiles(): Middleware {
  return sirv('build/client', {
    etag: true,
    brotli: true,
    gzip: true,
    setHeaders: (res, path) =>
      res.setHeader('Cache-Control', path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'public, max-age=3600'),
  })
}

/** Whether the middleware answered; if not, it is somebody else's turn. */
function served(files: Middleware, req: IncomingMessage, res: ServerResponse): Promise<boolean> {
  return new Promise((resolve) => {
    res.once('close', () => resolve(true))
    files(req, res, () => resolve(false))
  })
}

/** Whether a path can be one of ours. Remix would write what it cannot decode on the console, ids and all. */
function isPath(path: string): boolean {
  try {
    return path.startsWith('/') && !decodeURIComponent(path).includes('\0')
  } catch {
    return false
  }
}

function sendText(res: ServerResponse, status: number, text: string): void {
  res.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' }).end(text)
}

function sendPlain(req: IncomingMessage, res: ServerResponse, status: number, problem: PlainProblem, reference: string): void {
  const html = plainPage(problem, req.headers['accept-language'], reference)
  // What was not read of the request would be taken for the next one.
  if (!req.complete) res.setHeader('Connection', 'close')
  res
    .writeHead(status, {
      'Content-Type': 'text/html; charset=utf-8',
      'Cache-Control': 'no-store',
      'Content-Security-Policy': contentSecurityPolicy(),
    })
    .end(html)
}

// Eight characters without those that are mistaken for one another when read out.
function newReference(): string {
  return [...randomBytes(8)].map((byte) => '23456789abcdefghjkmnpqrstuvwxyz'[byte % 31]).join('')
}

function tenths(ms: number): number {
  return Math.round(ms * 10) / 10
}

// Each proxy adds at the end; the last entry is by the one that is ours.
function last(header: string | string[] | undefined): string | undefined {
  return header?.toString().split(',').at(-1)?.trim()
}

function first(header: string | string[] | undefined): string | undefined {
  return header?.toString().split(',')[0]?.trim()
}
