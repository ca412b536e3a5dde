/**
 * What somebody proves themselves with beside their password, and what the area asks of those who help: an authenticator
 * of their own, or also a code that is sent to them (setting `secondStep`).
 */
import type { Kysely, Transaction } from 'kysely'
import type { Schema } from '#db/schema.ts'
import { beginSession, helpsToday, sessionOf } from '#app/access/session.server.ts'
import { counted, giveBack, take } from '#app/access/throttle.server.ts'
import type { Myself, OwnActing } from '#app/access/viewer.server.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import type { PasskeyId, PersonId } from '#app/values/ids.ts'
import { now, plusMinutes } from '#app/values/instant.ts'
import { passwordFits } from './passwords.server.ts'

/** Minutes after signing in for which the password need not be given once more. */
const minutesOfTrust = 5
const passwordPace = { atOnce: 5, everySeconds: 30 }

/** The ways of the second step that are open to a person. */
export interface SecondWays {
  /** Codes of their authenticator, and their spare codes. */
  readonly app: boolean
  /** A passkey of theirs, which is both steps in one. */
  readonly passkey: boolean
  /** A code that is sent to them. */
  readonly sent: boolean
  /** They help, the area asks for a lock of their own, and they have none yet: a sent code leads only to where one is set up. */
  readonly mustSetUp: boolean
}

/** How a person may do the second step. People of families may always be sent a code: nobody here could let them in again. */
export async function secondWays(db: Kysely<Schema>, person: PersonId, helps: boolean): Promise<SecondWays> {
  const [app, passkey] = [await hasAuthenticator(db, person), await hasPasskey(db, person)]
  if (!helps) return { app, passkey, sent: true, mustSetUp: false }
  const { secondStep } = await settingsOf(db)
  const [own, locked] = [secondStep === 'own-device', app || passkey]
  return { app, passkey, sent: !own || !locked, mustSetUp: own && !locked }
}

async function hasAuthenticator(db: Kysely<Schema>, person: PersonId): Promise<boolean> {
  return (await db.selectFrom('authenticator').select('person_id').where('person_id', '=', person).where('confirmed_at', 'is not', null).executeTakeFirst()) !== undefined
}

async function hasPasskey(db: Kysely<Schema>, person: PersonId): Promise<boolean> {
  return (await db.selectFrom('passkey').select('id').where('person_id', '=', person).limit(1).executeTakeFirst()) !== undefined
}

/** Whether somebody must keep the lock that they have: those who help, where the area asks for one of their own. */
export async function mustKeepLock({ db, person, today }: OwnActing<'account:keep'>): Promise<boolean> {
  const post = await db.selectFrom('post').select('id').where('person_id', '=', person).where('from_on', '<=', today)
    .where((eb) => eb.or([eb('until_on', 'is', null), eb('until_on', '>=', today)])).limit(1).executeTakeFirst()
  return post !== undefined && (await settingsOf(db)).secondStep === 'own-device'
}

/** Whether taking one lock away leaves its owner another: an authenticator in use, or a passkey other than `without`. */
export async function hasOtherLock(db: Kysely<Schema>, person: PersonId, without: 'authenticator' | PasskeyId): Promise<boolean> {
  if (without !== 'authenticator' && (await hasAuthenticator(db, person))) return true
  return (await db.selectFrom('passkey').select('id').where('person_id', '=', person).where('id', '<>', without as PasskeyId).limit(1).executeTakeFirst()) !== undefined
}

export type NotProven =
  | { readonly ok: false; readonly why: 'password-wrong'; readonly field: 'password' }
  | { readonly ok: false; readonly why: 'password-first' }
  | { readonly ok: false; readonly why: 'wait-a-little'; readonly values: { readonly count: number } }

/** Asks for the password again before anything about the locks is changed: an open session alone changes none. */
export async function provenByPassword(me: Myself, password: string): Promise<{ ok: true; kept: string } | NotProven> {
  const { password_hash: kept } = await me.db.selectFrom('person').select('password_hash').where('id', '=', me.person).executeTakeFirstOrThrow()
  if (kept === null) return { ok: false, why: 'password-first' }
  const tries = counted(passwordPace, 'own-password', me.person)
  const taken = await take(tries)
  if (!taken.ok) return { ok: false, why: 'wait-a-little', values: { count: taken.waitSeconds } }
  if (!(await passwordFits(kept, password))) return { ok: false, why: 'password-wrong', field: 'password' }
  await giveBack(tries)
  return { ok: true, kept }
}

/** Whether the session of a request is so new that its person need not give their password once more. */
export async function hasJustSignedIn(request: Request): Promise<boolean> {
  const session = await sessionOf(request)
  return session !== undefined && plusMinutes(session.madeAt, minutesOfTrust) > now()
}

/** The same as `provenByPassword`, for whoever has not just signed in. */
export async function provenNow(request: Request, me: Myself, password: string): Promise<{ ok: true } | NotProven> {
  return (await hasJustSignedIn(request)) ? { ok: true } : provenByPassword(me, password)
}

/** A session in place of the one that came with the request, after its person's locks have changed and all others have ended. */
export async function sessionAnew(request: Request, person: PersonId): Promise<string> {
  const session = await sessionOf(request)
  return beginSession(request, person, { confirmed: await helpsToday(person), sharedPhone: session?.sharedPhone ?? true })
}

/** Ends every session of a person, under the lock of a command about them. */
export async function endSessionsOf(db: Transaction<Schema>, person: PersonId): Promise<void> {
  await db.deleteFrom('session').where('person_id', '=', person).execute()
}
