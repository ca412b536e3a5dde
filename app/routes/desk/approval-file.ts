import type { LoaderFunctionArgs } from '@remix-run/node'
import { notYours } from '#app/access/not-yours.ts'
import { must } from '#app/access/viewer.server.ts'
import { spendFileOf } from '#app/domain/budget/drafts.server.ts'
import { spendViewer } from '#app/events/looking.server.ts'
import { spendFile } from '#app/http/file-answer.ts'
import { isId, type FileId } from '#app/values/ids.ts'

/** The same for whoever decides that request, and no other one. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(must(await spendViewer(request, params.id), 'spend:decide'), 'spend:see')
  const file = isId(params.file) ? await spendFileOf(viewer, params.file as FileId) : undefined
  if (!file) throw notYours()
  return spendFile(file)
}
