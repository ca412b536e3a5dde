import type { LoaderFunctionArgs } from '@remix-run/node'
import { notYours } from '#app/access/not-yours.ts'
import { must } from '#app/access/viewer.server.ts'
import { fileOf } from '#app/domain/plan/files.server.ts'
import { actIn } from '#app/events/looking.server.ts'
import { isId, type FileId } from '#app/values/ids.ts'

/**
 * A drawing or a voice note, for whoever sees the words it stands beside. The page that shows it has been written down as a
 * look; the file itself is not once more. What somebody sent is never a page of ours: it is one of the kinds we know, in a box
 * of its own.
 */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(await actIn(request, params.family), 'plan:see')
  const file = isId(params.id) ? await fileOf(viewer, params.id as FileId) : undefined
  if (!file) throw notYours()
  const { type, bytes } = file
  const headers = {
    'Content-Type': type, 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff', 'Content-Disposition': `inline; filename="file.${type.split('/')[1]!.replace('mpeg', 'mp3')}"`,
    'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'; sandbox", 'Accept-Ranges': 'bytes',
  }
  const part = partOf(request.headers.get('Range'), bytes.length)
  if (part === undefined) return new Response(bytes, { headers: { ...headers, 'Content-Length': String(bytes.length) } })
  if (part === 'none') return new Response(null, { status: 416, headers: { ...headers, 'Content-Range': `bytes */${bytes.length}` } })
  const [from, until] = part
  return new Response(bytes.subarray(from, until + 1), { status: 206, headers: { ...headers, 'Content-Range': `bytes ${from}-${until}/${bytes.length}`, 'Content-Length': String(until + 1 - from) } })
}

/** The first and the last byte that are asked for: some phones play no sound that they cannot ask for in parts. Undefined for all of it. */
function partOf(range: string | null, length: number): [number, number] | 'none' | undefined {
  const asked = /^bytes=(\d{0,12})-(\d{0,12})$/.exec(range ?? '')
  if (!asked || (asked[1] === '' && asked[2] === '')) return undefined
  const [from, until] = asked[1] === '' ? [Math.max(0, length - Number(asked[2])), length - 1] : [Number(asked[1]), asked[2] === '' ? length - 1 : Math.min(Number(asked[2]), length - 1)]
  return from <= until && from < length ? [from, until] : 'none'
}
