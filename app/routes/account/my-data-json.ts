import type { LoaderFunctionArgs } from '@remix-run/node'
import { must, myself } from '#app/access/viewer.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { everythingAbout } from '#app/domain/data/my-data.server.ts'
import { namingWhoLeft } from '#app/i18n/naming-who-left.ts'
import { wordsFor } from '#app/i18n/words.server.ts'

/** Everything held about the reader, as a file. */
export async function loader({ request }: LoaderFunctionArgs) {
  const copy = await everythingAbout(must(await myself(request), 'account:keep'), { files: true })
  const kept = Object.fromEntries(Object.entries(copy).map(([part, things]) => [part, things.filter((one) => Object.keys(one.kept).length > 0).map((one) => one.kept)]))
  return new Response(namingWhoLeft(JSON.stringify(kept, null, 2), wordsFor(await langOf(request))), {
    headers: { 'Content-Type': 'application/json; charset=utf-8', 'Content-Disposition': 'attachment; filename="data.json"', 'Cache-Control': 'no-store' },
  })
}
