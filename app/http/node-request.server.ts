import type { IncomingMessage, ServerResponse } from 'node:http'
import { promisify } from 'node:util'
import { brotliCompress, brotliCompressSync, constants, gzip, gzipSync } from 'node:zlib'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** A browser reads the answer only when it has sent everything, so what is too much is taken in and thrown away, up to so many times what is taken. */
const patience = 8
/** What stands behind a file in a form, in bytes: more than the texts of any form of ours. */
const behindTheFile = 256_000

/** The request's whole body, or 'too-much' once it is longer than `most` bytes. Throws when the sender goes away, or sends more than anybody's form has. */
export async function readBody(req: IncomingMessage, most: number): Promise<Buffer<ArrayBuffer> | 'too-much'> {
  const { first, left } = await takenIn(req, most)
  return left ? 'too-much' : first
}

/**
 * The body of a form with a file, at most a little more than `most` bytes of it: of a longer one the middle is left out. That is the middle of its file, which is
 * then still larger than any page takes; so the page says so beside its field, with all that was typed before and behind it. Throws as above.
 */
export async function readFormWithFile(req: IncomingMessage, most: number): Promise<Buffer<ArrayBuffer>> {
  const { first, left } = await takenIn(req, most)
  return left ? Buffer.concat([first, left]) : first
}

/** The first `most` bytes, and where there are more the last ones of those. */
async function takenIn(req: IncomingMessage, most: number): Promise<{ first: Buffer<ArrayBuffer>; left: Buffer<ArrayBuffer> | undefined }> {
  const pieces: Buffer[] = []
  let [length, left] = [0, Buffer.alloc(0)]
  for await (const piece of req as AsyncIterable<Buffer>) {
    const room = Math.max(0, most - length)
    length += piece.length
    if (length > most * patience) {
      // The request alone can be given up, with its connection left open and whoever sends it waiting.
      req.socket.destroy()
      throw new Error('More was sent than any form has')
    }
    if (room > 0) pieces.push(piece.subarray(0, room))
    if (piece.length > room) left = Buffer.concat([left, piece.subarray(room)].map((one) => one.subarray(-behindTheFile))).subarray(-behindTheFile)
  }
  return { first: Buffer.concat(pieces), left: length > most ? left : undefined }
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

// By a name that every copy of this module knows: while building, the pages' copy is often newer than the server's.
const wholePage = Symbol.for('our-family-plan.whole-page')

/**
 * An answer that is a whole page. Its text goes beside the response and not into it: there it would become bytes, a
 * stream, and bytes again before it is sent.
 */
export function pageResponse(html: string, status: number, headers: Headers): Response {
  headers.set('Content-Type', 'text/html; charset=utf-8')
  return Object.assign(new Response(null, { status, headers }), { [wholePage]: html })
}

/** The text of an answer that is a whole page; undefined for any other. */
export function pageOf(response: Response): string | undefined {
  return (response as Response & { [wholePage]?: string })[wholePage]
}

/** Whether an answer is a page. */
export function isHtml(response: Response): boolean {
  return response.headers.get('content-type')?.startsWith('text/html') ?? false
}

/** Sends what Remix answered: texts whole and compressed, anything else piece by piece as it is. */
export async function sendResponse(response: Response, res: ServerResponse): Promise<void> {
  res.statusCode = response.status
  for (const [name, value] of response.headers) if (name !== 'set-cookie') res.setHeader(name, value)
  const cookies = response.headers.getSetCookie()
  if (cookies.length > 0) res.setHeader('Set-Cookie', cookies)

  const page = pageOf(response)
  if ((page === undefined && !response.body) || res.req.method === 'HEAD') {
    await response.body?.cancel()
    res.end()
  } else if (page !== undefined || isText(response)) {
    const text = page === undefined ? Buffer.from(await response.arrayBuffer()) : Buffer.from(page)
    const coding = text.length < shortest ? undefined : codingFor(res.req.headers['accept-encoding']?.toString())
    res.setHeader('Vary', 'Accept-Encoding')
    if (coding) res.setHeader('Content-Encoding', coding)
    const sent = coding ? await compressed(text, coding) : text
    res.setHeader('Content-Length', sent.length)
    res.end(sent)
  } else {
    await pipeline(Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0]), res)
  }
}

function isText(response: Response): boolean {
  return /^(text\/(?!event-stream)|application\/json)/.test(response.headers.get('content-type') ?? '')
}

type Coding = 'br' | 'gzip'

/** The better of the two that the browser takes; one with `q=0` it does not take. */
function codingFor(accepted = ''): Coding | undefined {
  const taken = accepted.toLowerCase().split(',').filter((part) => !/;\s*q=0(\.0*)?\s*$/.test(part)).map((part) => part.split(';')[0]!.trim())
  return (['br', 'gzip'] as const).find((coding) => taken.includes(coding))
}

/** Below this a compressed text saves no packet; above the other, compressing is left to another thread. In bytes. */
const shortest = 1_000
const longestAtOnce = 64_000

const elsewhere = { br: promisify(brotliCompress), gzip: promisify(gzip) }

/** A page is compressed in less time than it takes to hand it to another thread and back. */
async function compressed(text: Buffer, coding: Coding): Promise<Buffer> {
  const atOnce = text.length <= longestAtOnce
  // What a text comes to, in one piece: zlib's own pieces are of 16 kB, and an answer keeps the whole piece alive.
  const chunkSize = Math.max(1_024, text.length >> 1)
  if (coding === 'gzip') return atOnce ? gzipSync(text, { chunkSize }) : elsewhere.gzip(text)
  // Quality 4: higher ones take many times as long for the last few per cent.
  const options = { chunkSize, params: { [constants.BROTLI_PARAM_QUALITY]: 4, [constants.BROTLI_PARAM_SIZE_HINT]: text.length } }
  return atOnce ? brotliCompressSync(text, options) : elsewhere.br(text, options)
}
