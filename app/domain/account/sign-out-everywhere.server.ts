/** An administrator ends every session of one person: their phone is gone, or somebody else sits at it. */
import type { AreaActing } from '#app/access/viewer.server.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import type { PersonId } from '#app/values/ids.ts'
import { endSessionsOf } from './locks.server.ts'
import type { Address } from './sign-in.server.ts'

/**
 * Signs somebody who helps or has helped here out on every phone and computer, and tells them. What they sign in with stays.
 * Refused for oneself, who has a page for it, and for whoever never held a post: an administrator knows no others by id.
 */
export async function signOutColleague(acting: AreaActing<'people:keep'>, { person }: { person: PersonId }): Promise<Outcome<null, 'not-for-oneself' | 'not-there'>> {
  const post = await acting.db.selectFrom('post').select('id').where('person_id', '=', person).limit(1).executeTakeFirst()
  return post ? signOut(acting, person) : { ok: false, why: 'not-there' }
}

/**
 * The same for whoever signs in with an address, one of a family included, who asked for it on the telephone. The answer, and
 * what is written down, are the same for an address that is nobody's: who is known here is not an administrator's to learn.
 */
export async function signOutAddress(acting: AreaActing<'people:keep'>, { channel, address }: Address): Promise<Outcome<null, 'not-for-oneself'>> {
  const known = await acting.db.selectFrom('person').select('id').where(channel === 'email' ? 'email' : 'mobile', '=', address).executeTakeFirst()
  return signOut(acting, known?.id)
}

async function signOut(acting: AreaActing<'people:keep'>, person: PersonId | undefined): Promise<Outcome<null, 'not-for-oneself'>> {
  if (person === acting.person) return { ok: false, why: 'not-for-oneself' }
  if (person !== undefined) {
    await endSessionsOf(acting.db, person)
    // Whoever holds their phone may have their calendar on it.
    await acting.db.deleteFrom('calendar_feed').where('person_id', '=', person).execute()
  }
  return { ok: true, value: null, event: { kind: 'signed-out-everywhere', data: { person: person ?? '' } }, notices: person === undefined ? [] : [{ to: person, name: 'signedOut' }] }
}
