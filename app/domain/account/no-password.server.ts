/**
 * Coming back without a password. Whoever came in by an invitation has none, and on a phone that others may use ten quiet minutes end
 * what their link began. A code goes to them as they can safely be reached, and lets them in as the link did: for the places that they
 * hold today. It goes round no lock: whoever has a password, a passkey or an app, or works here, is sent none and comes in by none.
 */
import type { Kysely } from 'kysely'
import type { Schema } from '#db/schema.ts'
import { seatsThatHelp } from '#app/access/powers.ts'
import { counted, giveBack, networkOf, takeAll } from '#app/access/throttle.server.ts'
import { must, myselfFor, type OwnActing } from '#app/access/viewer.server.ts'
import { lasts } from '#app/access/who-is-here.server.ts'
import { act, type Outcome } from '#app/events/transact.server.ts'
import type { PersonId } from '#app/values/ids.ts'
import { now, type Day } from '#app/values/instant.ts'
import { database } from '#db/connect.ts'
import { makeCode, tryCode, typedCode, type Tried } from './codes.server.ts'
import { inSameTime } from './same-time.ts'
import { personAt, signedIn, type Address, type SignedInAnswer } from './sign-in.server.ts'

const paces = {
  /** Codes sent to one address. */
  sent: { atOnce: 3, everySeconds: 5 * 60 },
  sentFromNetwork: { atOnce: 20, everySeconds: 30 },
  /** Codes tried for one address, from everywhere: the code alone opens the door here, so there are few. */
  tried: { atOnce: 10, everySeconds: 5 * 60 },
  triedFromNetwork: { atOnce: 100, everySeconds: 2 },
}

/**
 * Sends a code to whoever has this address and no lock of their own. The answer and its time are the same for everybody else, and when it
 * was asked for too often: then nothing is sent.
 */
export function askForWayBack(who: Address, clientAddress: string): Promise<void> {
  return inSameTime(async () => {
    const mayAsk = (await takeAll([counted(paces.sentFromNetwork, 'way-back-network', networkOf(clientAddress)), counted(paces.sent, 'way-back', who.address)])).ok
    const person = await personAt(who)
    if (mayAsk && person) await act(must(myselfFor(database(), person.id, now()), 'account:keep'), sendCodeBack, null)
  })
}

/** Why somebody is not let in. Told alike for an address that nobody has, a wrong code and one that has ended. */
export type NotBack =
  | { readonly ok: false; readonly why: 'way-back-wrong' }
  | { readonly ok: false; readonly why: 'wait-a-little'; readonly values: { readonly count: number } }

/** Lets somebody in by the code that was sent to them, for the short time of a phone that others use too. */
export function comeBack(request: Request, asked: { readonly who: Address; readonly code: string; readonly to: unknown }, clientAddress: string): Promise<SignedInAnswer | NotBack> {
  return inSameTime(() => tryToComeBack(request, asked, clientAddress), ({ ok }) => ok)
}

async function tryToComeBack(request: Request, { who, code, to }: Parameters<typeof comeBack>[1], clientAddress: string): Promise<SignedInAnswer | NotBack> {
  const tries = [counted(paces.triedFromNetwork, 'way-back-tries-network', networkOf(clientAddress)), counted(paces.tried, 'way-back-tries', who.address)]
  const taken = await takeAll(tries)
  if (!taken.ok) return { ok: false, why: 'wait-a-little', values: { count: taken.waitSeconds } }
  const person = await personAt(who)
  const tried = person && (await act(must(myselfFor(database(), person.id, now()), 'account:keep'), tryCodeBack, { code: typedCode(code) }))
  if (!person || !tried?.ok || tried.value !== 'right') return { ok: false, why: 'way-back-wrong' }
  for (const one of tries) await giveBack(one)
  return signedIn(request, person.id, { helps: false, sharedPhone: true, to })
}

async function sendCodeBack(acting: OwnActing<'account:keep'>): Promise<Outcome<null, 'not-this-way'>> {
  if (!(await comesWithoutPassword(acting.db, acting.person, acting.today))) return { ok: false, why: 'not-this-way' }
  const code = await makeCode(acting.db, { person: acting.person }, acting.now)
  return { ok: true, value: null, event: { kind: 'code-sent', data: { channel: 'own' } }, notices: [{ to: acting.person, name: 'code', values: { code }, atOnce: true }] }
}

/** Asked again here: a lock of their own may have been set since the code was sent. */
async function tryCodeBack(acting: OwnActing<'account:keep'>, { code }: { code: string }): Promise<Outcome<Tried, 'not-this-way'>> {
  if (!(await comesWithoutPassword(acting.db, acting.person, acting.today))) return { ok: false, why: 'not-this-way' }
  const value = await tryCode(acting.db, { person: acting.person }, code, acting.now)
  return { ok: true, value, event: { kind: value === 'right' ? 'signed-in' : 'sign-in-refused', data: {} } }
}

/** Whether somebody has no lock of their own and no post that is not over, and has a place in a family today. */
async function comesWithoutPassword(db: Kysely<Schema>, person: PersonId, today: Day): Promise<boolean> {
  const row = await db.selectFrom('person as p').select('p.id').where('p.id', '=', person).where('p.password_hash', 'is', null)
    .where((eb) => eb.not(eb.or([
      eb.exists(eb.selectFrom('passkey as k').select('k.id').whereRef('k.person_id', '=', 'p.id')),
      eb.exists(eb.selectFrom('authenticator as a').select('a.person_id').whereRef('a.person_id', '=', 'p.id')),
      eb.exists(eb.selectFrom('post as o').select('o.id').whereRef('o.person_id', '=', 'p.id').where((or) => or.or([or('o.until_on', 'is', null), or('o.until_on', '>=', today)]))),
    ])))
    .where((eb) => eb.exists(eb.selectFrom('member as m').select('m.id').whereRef('m.person_id', '=', 'p.id').where('m.seat', 'not in', [...seatsThatHelp]).where(lasts('m', today))))
    .executeTakeFirst()
  return row !== undefined
}
