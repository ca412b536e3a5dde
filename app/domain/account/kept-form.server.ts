/** What somebody had written when their session ended, filled in again where it belongs. */
import { parkedForm } from '#app/access/parked-forms.server.ts'
import { signedInAs } from '#app/access/session.server.ts'
import type { FormState } from '#app/ui/form-state.ts'
import { isId } from '#app/values/ids.ts'

/**
 * The form that this page's reader had sent after their session had ended, ready to be shown; undefined if there is
 * none. On a page with several forms, `intent` asks for the one whose button had that intent.
 *
 * It carries a message that says it was not sent, so a page shows it like a form that came back:
 * `const form = useActionData<typeof action>()?.form ?? data.kept ?? newForm()`.
 */
export async function keptForm(request: Request, intent?: string): Promise<FormState | undefined> {
  const url = new URL(request.url)
  const id = url.searchParams.get('kept')
  if (!isId(id)) return undefined
  const reader = await signedInAs(request)
  const fields = reader && !reader.sharedPhone ? await parkedForm(reader.person, id, url.pathname) : undefined
  if (!fields || (intent !== undefined && fields.intent !== intent)) return undefined
  const { intent: _, ...values } = fields
  return { values, errors: { '': { key: 'errors:notSentYet' } } }
}
