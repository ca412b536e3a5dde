import type { LoaderFunctionArgs } from '@remix-run/node'
import { notYours } from '#app/access/not-yours.ts'
import { atTheDesk, must } from '#app/access/viewer.server.ts'
import { pain001 } from '#app/domain/budget/pain001.ts'
import { fileOfRun } from '#app/domain/budget/payment-runs.server.ts'
import { runCsv } from '#app/domain/budget/run-csv.ts'
import { isId, type RunId } from '#app/values/ids.ts'

const files = {
  'pain.001.xml': { write: pain001, type: 'application/xml; charset=utf-8' },
  'payments.csv': { write: runCsv, type: 'text/csv; charset=utf-8' },
} as const

/** A released run as the file that goes to the bank. The same run is the same file each time. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(await atTheDesk(request), 'payments:pay')
  const kind = params.file !== undefined && Object.hasOwn(files, params.file) ? files[params.file as keyof typeof files] : undefined
  const run = kind && isId(params.run) ? await fileOfRun(viewer, params.run as string as RunId) : undefined
  if (!kind || !run) throw notYours()
  return new Response(kind.write(run), {
    headers: { 'Content-Type': kind.type, 'Content-Disposition': `attachment; filename="${run.id.toLowerCase()}-${params.file}"`, 'Cache-Control': 'no-store' },
  })
}
