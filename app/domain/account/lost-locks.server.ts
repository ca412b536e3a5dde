/** For somebody who helps and has lost their phone, their spare codes and every passkey: an administrator lets them set up anew. */
import type { AreaActing } from '#app/access/viewer.server.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import type { PersonId } from '#app/values/ids.ts'
import { endSessionsOf } from './locks.server.ts'

/**
 * Takes every lock of somebody who helps away, and ends all their sessions; their password stays. With it and a code that
 * is sent to them they then get to where a new lock is set up, and nowhere else. The administrator says that they know who
 * asked: nothing here could tell. Refused for oneself: whoever found an open desk could otherwise take its owner's locks
 * away. Refused for whoever holds no post: people of families are always let in by a code that is sent to them.
 */
export async function resetLocks(acting: AreaActing<'people:keep'>, { person }: { person: PersonId }): Promise<Outcome<null, 'not-for-oneself' | 'not-there' | 'no-locks'>> {
  const { db, today } = acting
  if (person === acting.person) return { ok: false, why: 'not-for-oneself' }
  const post = await db.selectFrom('post').select('id').where('person_id', '=', person).where((eb) => eb.or([eb('until_on', 'is', null), eb('until_on', '>=', today)])).limit(1).executeTakeFirst()
  if (!post) return { ok: false, why: 'not-there' }
  let taken = 0n
  for (const table of ['spare_code', 'authenticator', 'passkey'] as const) taken += (await db.deleteFrom(table).where('person_id', '=', person).executeTakeFirst()).numDeletedRows
  if (taken === 0n) return { ok: false, why: 'no-locks' }
  await endSessionsOf(db, person)
  return { ok: true, value: null, event: { kind: 'locks-reset', data: { person }, thing: { kind: 'person', id: person } }, notices: [{ to: person, name: 'signInChanged' }] }
}
