/** The one way in which a form of the page of a request is answered, whichever part of the page it is in. */
import { json, type TypedResponse } from '@remix-run/node'
import type { Viewer } from '#app/access/viewer.server.ts'
import type { Refusal } from '#app/events/transact.server.ts'
import { doneAt } from '#app/http/done.ts'
import { refusedForm, type Read } from '#app/http/read-form.ts'
import type { FormErrors, FormState } from '#app/ui/form-state.ts'
import type { SpendId } from '#app/values/ids.ts'

/** What a part of the page answers; undefined for a button of another part. */
export type SpendAnswer = Response | TypedResponse<{ form: FormState }> | undefined

interface Ways {
  /** Whether what is wrong is in fields that nobody sees, so that the form is of a page that is gone. */
  readonly isGone: (errors: FormErrors) => boolean
  /** A refusal in the reader's words, where its values need them. */
  readonly saying?: (refusal: Refusal<string>) => Refusal<string>
}

/** Takes a form that was read to its command, and answers with the page again or with what was done. */
export function answersOf(viewer: Viewer, spend: SpendId, { isGone, saying = (refusal) => refusal }: Ways) {
  return async <T>(read: Read<T>, done: string, does: (read: Read<T> & { ok: true }) => Promise<{ ok: true } | Refusal<string>>) => {
    if (!read.ok) return json({ form: isGone(read.form.errors) ? { ...read.form, errors: { '': { key: 'errors:formGone' as const } } } : read.form }, 400)
    const answer = await does(read)
    return answer.ok ? doneAt(`/families/${viewer.family}/budget/requests/${spend}`, done) : json({ form: refusedForm(read.form, saying(answer)) }, 409)
  }
}
