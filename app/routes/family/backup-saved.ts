import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { seeOther } from '#app/access/see-other.ts'
import { signedInAs } from '#app/access/session.server.ts'
import { must } from '#app/access/viewer.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { noteBackupSaved } from '#app/domain/plan/backup-saved.server.ts'
import { actIn, lookIn } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { ticked } from '#app/http/fields.ts'
import { readForm } from '#app/http/read-form.ts'
import { wordsFor } from '#app/i18n/words.server.ts'
import { readBackup } from './read-backup.server.ts'
import { savedBackup } from './saved-backup.server.tsx'

/** It is asked for by the button that says what it means, and by no address: that leads to the button. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(must(await lookIn(request, params.family), 'plan:see'), 'backup:start')
  return seeOther(`/families/${viewer.family}/plan/if-things-get-harder/save`)
}

/** The plan for when things get harder as one file, of what this reader sees. Its name says nothing of what is in it. */
export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = must(must(await actIn(request, params.family), 'plan:see'), 'backup:start')
  const words = wordsFor(await langOf(request))
  const read = await readForm(request, z.object({ own: ticked }))
  const session = await signedInAs(request)
  if (read.ok && session?.sharedPhone && !session.saidShared && !read.data.own) return seeOther(`/families/${viewer.family}/plan/if-things-get-harder/save?whose=`)
  if (!read.ok || session?.saidShared) return new Response(words.t('errors:formGone'), { status: 400, headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' } })
  // Pressed twice it is the same page twice: it is written down each time.
  await act(viewer, noteBackupSaved, null)
  return new Response(savedBackup(words, (await readBackup(viewer)).entries, viewer.today), {
    headers: {
      'Content-Type': 'text/html; charset=utf-8', 'Content-Disposition': `attachment; filename="page-${viewer.today}.html"`, 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff',
      'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox",
    },
  })
}
