/** What whoever looks for somebody sends, on the family's page or on the desk's. */
import type { May } from '#app/access/viewer.server.ts'
import { lookOn, notePeer, notePeerStopped } from '#app/domain/carers/peers.server.ts'
import { act } from '#app/events/transact.server.ts'
import { readPosted, refusedForm, type posted } from '#app/http/read-form.ts'
import type { FormState } from '#app/ui/form-state.ts'
import { foundForm, lookOnForm, stopForm } from './peers-parts.tsx'

type Said = { readonly ok: true; readonly done: 'found' | 'looked' | 'stopped' } | { readonly ok: false; readonly form: FormState; readonly status: 400 | 409 }

/** Carries out the button that was pressed: `found`, `look-on` or `peer-stopped`. */
export async function answerPeer(viewer: May<'peers:answer'>, post: Awaited<ReturnType<typeof posted>>, lang: string): Promise<Said> {
  if (post.intent === 'found') {
    const read = readPosted(post, foundForm)
    if (!read.ok) return { ok: false, form: read.form, status: 400 }
    const { peer, 'peer-name': name, 'peer-reach': reach, agreed: agreedOn } = read.data
    const answer = await act(viewer, notePeer, { peer, name, reach, agreedOn }, read.once)
    return answer.ok ? { ok: true, done: 'found' } : { ok: false, form: refusedForm(read.form, answer), status: 409 }
  }
  if (post.intent === 'look-on') {
    const read = readPosted(post, lookOnForm)
    if (!read.ok) return { ok: false, form: read.form, status: 400 }
    const answer = await act(viewer, lookOn, { ...read.data, lang }, read.once)
    return answer.ok ? { ok: true, done: 'looked' } : { ok: false, form: refusedForm(read.form, answer), status: 409 }
  }
  const read = readPosted(post, stopForm)
  if (!read.ok) return { ok: false, form: read.form, status: 400 }
  const answer = await act(viewer, notePeerStopped, read.data, read.once)
  return answer.ok ? { ok: true, done: 'stopped' } : { ok: false, form: refusedForm(read.form, answer), status: 409 }
}
