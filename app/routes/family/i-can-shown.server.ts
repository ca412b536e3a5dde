/** What the place "I can …" shows to whoever has one, at home and on its own page. */
import type { May } from '#app/access/viewer.server.ts'
import { ownOffers, whoReadsOffers } from '#app/domain/plan/i-can.server.ts'
import { newFormId, newFormIds } from '#app/http/read-form.ts'

/** Who could read it, and what they offered before. Null where they know of nobody who could. */
export async function iCanShown(viewer: May<'offers:give'>) {
  const [readers, own] = await Promise.all([whoReadsOffers(viewer), ownOffers(viewer)])
  return readers.length === 0 && own.length === 0 ? null : { readers, own, once: newFormId(), onceOf: newFormIds(own.map(({ id }) => id)) }
}
