import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** The request's whole body, or 'too-much' once it is longer than `most` bytes. Throws when the sender goes away. */
export async function readBody(req: IncomingMessage, most: number): Promise<Buffer<ArrayBuffer> | 'too-much'> {
  const pieces: Buffer[] = []
  let length = 0
  for await (const piece of req as AsyncIterable<Buffer>) {
    length += piece.length
    if (length <= most) pieces.push(piece)
    // A browser reads the answer only when it has sent everything, so what is too much is taken in and thrown away,
    // up to a length that no person's form has.
    else if (length > most * 8) break
    else pieces.length = 0
  }
  return length > most ? 'too-much' : Buffer.concat(pieces)
}

/**
 * What Remix is asked, for what Node was asked. `origin` is the one of ours that was addressed, `body` what
 * `readBody` gave. The headers that a proxy adds have done their work and are left out; Host and Origin say `origin`.
 */
export function remixRequest(req: IncomingMessage, res: ServerResponse, origin: string, body: Buffer<ArrayBuffer> | undefined): Request {
  const headers = new Headers()
  for (const [name, value] of Object.entries(req.headers)) {
    if (value === undefined || name === 'forwarded' || name.startsWith('x-forwarded-')) continue
    if (typeof value === 'string') headers.set(name, value)
    else for (const one of value) headers.append(name, one)
  }
  headers.set('host', new URL(origin).host)
  // Checked before; "null" and nothing are also ours then, and would make Remix refuse.
  if (headers.has('origin')) headers.set('origin', origin)

  const gone = new AbortController()
  res.once('close', () => {
    if (!res.writableFinished) gone.abort()
  })
  // Joined as text, not resolved: `//elsewhere.example/` is a path of ours and not another host.
  return new Request(origin + req.url, { method: req.method ?? 'GET', headers, signal: gone.signal, ...(body?.length ? { body } : {}) })
}

/** Whether an answer is a page. */
export function isHtml(response: Response): boolean {
  return response.headers.get('content-type')?.startsWith('text/html') ?? false
}

/** Sends what Remix answered. */
export async function sendResponse(response: Response, res: ServerResponse): Promise<void> {
  res.statusCode = response.status
  for (const [name, value] of response.headers) if (name !== 'set-cookie') res.setHeader(name, value)
  const cookies = response.headers.getSetCookie()
  if (cookies.length > 0) res.setHeader('Set-Cookie', cookies)

  if (!response.body || res.req.method === 'HEAD') {
    await response.body?.cancel()
    res.end()
  } else if (isHtml(response)) {
    // A page is rendered whole, so it is sent whole: cheaper than a stream.
    res.end(Buffer.from(await response.arrayBuffer()))
  } else {
    await pipeline(Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0]), res)
  }
}
