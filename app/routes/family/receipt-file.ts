import type { LoaderFunctionArgs } from '@remix-run/node'
import { notYours } from '#app/access/not-yours.ts'
import { must } from '#app/access/viewer.server.ts'
import { receiptFileOf } from '#app/domain/budget/receipts.server.ts'
import { actIn } from '#app/events/looking.server.ts'
import { spendFile } from '#app/http/file-answer.ts'
import { isId, type ReceiptId } from '#app/values/ids.ts'

/** The photo of a receipt, for whoever sees what it was paid for. The page that names it has been written down as a look. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(await actIn(request, params.family), 'spend:see')
  const file = isId(params.id) ? await receiptFileOf(viewer, params.id as string as ReceiptId) : undefined
  if (!file) throw notYours()
  return spendFile(file)
}
