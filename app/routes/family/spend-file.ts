import type { LoaderFunctionArgs } from '@remix-run/node'
import { notYours } from '#app/access/not-yours.ts'
import { must } from '#app/access/viewer.server.ts'
import { spendFileOf } from '#app/domain/budget/drafts.server.ts'
import { actIn } from '#app/events/looking.server.ts'
import { spendFile } from '#app/http/file-answer.ts'
import { isId, type FileId } from '#app/values/ids.ts'

/** A quote or a photo beside a request, for whoever of the family sees it. The page that names it has been written down as a look. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(await actIn(request, params.family), 'spend:see')
  const file = isId(params.id) ? await spendFileOf(viewer, params.id as FileId) : undefined
  if (!file) throw notYours()
  return spendFile(file)
}
