/**
 * Sessions, by Lucia 3: the one file that knows it, so that the day it goes only this file changes.
 * The database holds SHA-256 of a session's id, never the id: a copy of the database opens no session.
 */
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { Cookie, Lucia, TimeSpan, type Adapter, type DatabaseSession, type DatabaseUser } from 'lucia'
import { database } from '#db/connect.ts'
import { failureOf } from '#db/failure.ts'
import { keptQuery } from '#db/kept.ts'
import { inTransaction } from '#db/transaction.ts'
import { config } from '#app/values/config.ts'
import type { PersonId } from '#app/values/ids.ts'
import { dayAt, now, plusMinutes, type Day, type Instant } from '#app/values/instant.ts'
import { forgetInRequest, oncePerRequest } from './per-request.server.ts'

/** Minutes without a request after which a session ends. */
export const idleMinutes = 30
/** The same on a shared phone. */
export const idleMinutesShared = 10
/** Hours after which a session ends whatever happens. */
const absoluteHours = 12
/** Hours for which it is remembered whose session it was, so that a form sent too late can be kept for that person. */
const rememberedHours = 24

type WaitsFor = 'code' | 'lock'

interface SessionRow { made_at: Instant; seen_at: Instant; confirmed: 0 | 1; shared_phone: 0 | 1; waits_for: WaitsFor | null }
interface PersonRow { name: string; given_name: string; language: string | null; helps: 0 | 1; has_password: 0 | 1 }

declare module 'lucia' {
  interface Register {
    Lucia: ReturnType<typeof makeLucia>
    UserId: PersonId
    DatabaseSessionAttributes: SessionRow
    DatabaseUserAttributes: PersonRow
  }
}

const hashed = (id: string) => createHash('sha256').update(id).digest('base64url')

const sessionAndPerson = keptQuery([], (db, { idHash, today, at }: { idHash: string; today: Day; at: Instant }) =>
  db.selectFrom('session as s')
    .innerJoin('person as p', 'p.id', 's.person_id')
    .select(['s.person_id', 's.made_at', 's.seen_at', 's.expires_at', 's.confirmed', 's.shared_phone', 's.waits_for', 'p.name', 'p.given_name', 'p.language'])
    .select(sql<0 | 1>`case when p.password_hash is null then 0 else 1 end`.as('has_password'))
    .select((eb) =>
      eb.exists(
        eb.selectFrom('post').select('post.id').whereRef('post.person_id', '=', 's.person_id')
          .where('post.from_on', '<=', today)
          .where((or) => or.or([or('post.until_on', 'is', null), or('post.until_on', '>=', today)])),
      ).as('helps'),
    )
    .where('s.id_hash', '=', idHash)
    // Lucia deletes an ended session at sight; it is still needed to tell whose it was.
    .where('s.expires_at', '>', at))

class OnKysely implements Adapter {
  get #db() {
    return database()
  }

  async getSessionAndUser(id: string): Promise<[DatabaseSession | null, DatabaseUser | null]> {
    const at = now()
    const [row] = await sessionAndPerson(this.#db, { idHash: hashed(id), today: dayAt(at), at })
    if (!row) return [null, null]
    return [
      { id, userId: row.person_id, expiresAt: new Date(row.expires_at), attributes: { made_at: row.made_at, seen_at: row.seen_at, confirmed: row.confirmed, shared_phone: row.shared_phone, waits_for: row.waits_for } },
      { id: row.person_id, attributes: { name: row.name, given_name: row.given_name, language: row.language, helps: row.helps ? 1 : 0, has_password: row.has_password } },
    ]
  }

  async setSession(session: DatabaseSession): Promise<void> {
    const row = { id_hash: hashed(session.id), person_id: session.userId, expires_at: session.expiresAt.toISOString() as Instant, ...session.attributes }
    await inTransaction(this.#db, (db) => db.insertInto('session').values(row).execute())
  }

  /** Lucia slides the end of a session; ours is absolute, so nothing is written. The idle end is `seen_at`. */
  async updateSessionExpiration(): Promise<void> {}

  async deleteSession(id: string): Promise<void> {
    await inTransaction(this.#db, (db) => db.deleteFrom('session').where('id_hash', '=', hashed(id)).execute())
  }
  async deleteUserSessions(person: PersonId): Promise<void> {
    await this.#db.deleteFrom('session').where('person_id', '=', person).execute()
  }
  async getUserSessions(): Promise<DatabaseSession[]> {
    return [] // ids are not stored, so they cannot be listed; `sessionsOf` lists them by hash
  }
  async deleteExpiredSessions(): Promise<void> {
    // Every session has ended by then: nothing was asked for since long before.
    await this.#db.deleteFrom('session').where('seen_at', '<', plusMinutes(now(), -60 * (rememberedHours + 1))).execute()
  }
}

function makeLucia() {
  const secure = config().origin.startsWith('https:')
  return new Lucia(new OnKysely(), {
    sessionExpiresIn: new TimeSpan(absoluteHours, 'h'),
    sessionCookie: { name: secure ? '__Host-session' : 'session', expires: false, attributes: { secure, sameSite: 'lax', path: '/' } },
    getSessionAttributes: (row) => ({ madeAt: row.made_at, seenAt: row.seen_at, confirmed: row.confirmed === 1, sharedPhone: row.shared_phone === 1, waitsFor: row.waits_for }),
    getUserAttributes: (row) => ({ name: row.name, givenName: row.given_name, language: row.language, helps: row.helps === 1, hasPassword: row.has_password === 1 }),
  })
}

let made: ReturnType<typeof makeLucia> | undefined
const lucia = () => (made ??= makeLucia())

/** Somebody who is signed in. `confirmed` is false until they have done all that signing in asks of them: `waitsFor` says what is left. */
export interface SignedIn {
  readonly person: PersonId
  readonly name: string
  readonly givenName: string
  readonly language: string | null
  readonly helps: boolean
  readonly confirmed: boolean
  readonly waitsFor: WaitsFor | null
  readonly sharedPhone: boolean
  /** They said themselves that others use this phone too. Whoever has no password is never asked: their session is short all the same. */
  readonly saidShared: boolean
  readonly madeAt: Instant
  /** When this session ends if nothing is asked for. */
  readonly idleEndsAt: Instant
  readonly session: string
}

/** Whoever's session came with the request, also before the one-time code. Undefined for nobody. */
export function sessionOf(request: Request): Promise<SignedIn | undefined> {
  return oncePerRequest('session', () => readSession(request))
}

/** Whose session comes with a request and still runs, asked anew and without making it last: for an answer that is sent for a long time. */
export async function stillSignedIn(request: Request): Promise<PersonId | undefined> {
  const id = lucia().readSessionCookie(request.headers.get('Cookie') ?? '')
  const { session, user } = id ? await lucia().validateSession(id) : { session: null, user: null }
  return session && user && idleEnd(session) > now() && !session.waitsFor && (session.confirmed || !user.helps) ? user.id : undefined
}

/** Hours after signing in for which a page that only listens keeps a session going. */
const hoursListening = 4

/**
 * Keeps the session of somebody without a password going, who was never asked whether others use their phone: an open page of private family time listens,
 * and whoever only reads there is not put out after ten minutes. Not for longer than `hoursListening` after they came in, and a session that has ended stays ended.
 */
export async function goesOnListening(request: Request): Promise<boolean> {
  const id = lucia().readSessionCookie(request.headers.get('Cookie') ?? '')
  const at = now()
  const kept = await database().updateTable('session').set({ seen_at: at }).where('id_hash', '=', hashed(id ?? '')).where('shared_phone', '=', 1).where('waits_for', 'is', null)
    .where('seen_at', '>', plusMinutes(at, -(idleMinutesShared + 1))).where('made_at', '>', plusMinutes(at, -60 * hoursListening)).where('expires_at', '>', at)
    .where((eb) => eb.exists(eb.selectFrom('person as p').select('p.id').whereRef('p.id', '=', 'session.person_id').where('p.password_hash', 'is', null)))
    .executeTakeFirst().catch(unlessBusy)
  return kept?.numUpdatedRows === 1n
}

async function readSession(request: Request): Promise<SignedIn | undefined> {
  const id = lucia().readSessionCookie(request.headers.get('Cookie') ?? '')
  if (!id) return undefined
  const { session, user } = await lucia().validateSession(id)
  if (!session || !user) return undefined
  const at = now()
  const minutes = session.sharedPhone ? idleMinutesShared : idleMinutes
  if (idleEnd(session) <= at) return undefined
  // Written once a minute at the most: a page must not cost a commit. Nor may a locked database cost the page.
  // A page that is read again by itself keeps nobody signed in.
  if (plusMinutes(session.seenAt, 1) <= at && !request.headers.has('X-By-Itself')) {
    await database().updateTable('session').set({ seen_at: at }).where('id_hash', '=', hashed(id)).execute().catch(unlessBusy)
  }
  const waitsFor = session.waitsFor ?? (user.helps && !session.confirmed ? 'code' : null)
  return {
    person: user.id, name: user.name, givenName: user.givenName, language: user.language, helps: user.helps,
    confirmed: waitsFor === null, waitsFor, sharedPhone: session.sharedPhone, saidShared: session.sharedPhone && user.hasPassword, madeAt: session.madeAt, idleEndsAt: plusMinutes(at, minutes), session: id,
  }
}

/** The moment at which a session ends by itself. One minute more, because `seen_at` may be a minute behind. */
function idleEnd(session: { seenAt: Instant; sharedPhone: boolean }): Instant {
  return plusMinutes(session.seenAt, (session.sharedPhone ? idleMinutesShared : idleMinutes) + 1)
}

function unlessBusy(error: unknown): void {
  if (failureOf(error) !== 'busy') throw error
}

/**
 * Whose session it was that came with the request, if it ended by itself within the last day; undefined for a session
 * that still runs, was ended by somebody, was on a shared phone or never had its one-time code.
 */
export async function endedSessionOf(request: Request): Promise<PersonId | undefined> {
  const id = lucia().readSessionCookie(request.headers.get('Cookie') ?? '')
  if (!id || (await sessionOf(request))) return undefined
  const row = await database().selectFrom('session').select(['person_id', 'confirmed']).where('waits_for', 'is', null).where('id_hash', '=', hashed(id)).where('shared_phone', '=', 0)
    .where('seen_at', '>', plusMinutes(now(), -60 * rememberedHours)).executeTakeFirst()
  if (!row || (row.confirmed === 0 && (await helpsToday(row.person_id)))) return undefined
  return row.person_id
}

/** Whether a person holds a post today, and so needs a one-time code at each sign-in. */
export async function helpsToday(person: PersonId): Promise<boolean> {
  const today = dayAt(now())
  const row = await database().selectFrom('post').select('id').where('person_id', '=', person).where('from_on', '<=', today)
    .where((eb) => eb.or([eb('until_on', 'is', null), eb('until_on', '>=', today)])).executeTakeFirst()
  return row !== undefined
}

/** Whoever is signed in, with everything that signing in asks of them; undefined otherwise. */
export async function signedInAs(request: Request): Promise<SignedIn | undefined> {
  const session = await sessionOf(request)
  return session?.confirmed ? session : undefined
}

/**
 * Begins a session and returns its Set-Cookie value. A session is always new: none is ever carried over a sign-in, and
 * the one that came with the request, running or ended, is gone.
 */
export async function beginSession(request: Request, person: PersonId, how: { confirmed: boolean; sharedPhone: boolean; waitsFor?: WaitsFor | null }): Promise<string> {
  await removeSessionOf(request)
  const at = now()
  const session = await lucia().createSession(person, { made_at: at, seen_at: at, confirmed: how.confirmed ? 1 : 0, shared_phone: how.sharedPhone ? 1 : 0, waits_for: how.waitsFor ?? null })
  // Lucia gives its cookie more than a year. Ours goes with the browser's window, as the session does soon after.
  const { name, value, attributes } = lucia().createSessionCookie(session.id)
  const { maxAge: _, ...untilClosed } = attributes
  return new Cookie(name, value, untilClosed).serialize()
}

/** What the session's cookie says after somebody left quickly: nothing but that. */
const left = 'left'
/** Minutes for which it says so. */
const minutesLeft = 10

/**
 * The Set-Cookie by which, for ten minutes, a page that asks for signing in is a neutral one: whoever presses Back after
 * somebody has left reads neither what this site is nor where they had been.
 */
export function leftCookie(): string {
  const { name, attributes } = lucia().createSessionCookie(left)
  return new Cookie(name, left, { ...attributes, maxAge: minutesLeft * 60 }).serialize()
}

/** Whether the browser says that somebody was signed in here, be it so or not. */
export function hadSession(request: Request): boolean {
  return lucia().readSessionCookie(request.headers.get('Cookie') ?? '') !== null
}

/** Whether somebody left quickly here a moment ago, or a session on a shared phone has ended by itself. */
export async function hasLeftHere(request: Request): Promise<boolean> {
  const id = lucia().readSessionCookie(request.headers.get('Cookie') ?? '')
  if (!id || id === left) return id === left
  const row = await database().selectFrom('session').select('id_hash').where('id_hash', '=', hashed(id)).where('shared_phone', '=', 1).executeTakeFirst()
  return row !== undefined && (await sessionOf(request)) === undefined
}

/** Ends the session that came with the request; returns the Set-Cookie value that removes it from the browser. */
export async function endSession(request: Request): Promise<string> {
  await removeSessionOf(request)
  return lucia().createBlankSessionCookie().serialize()
}

async function removeSessionOf(request: Request): Promise<void> {
  const id = lucia().readSessionCookie(request.headers.get('Cookie') ?? '')
  if (id) await lucia().invalidateSession(id)
  forgetInRequest('session')
}

/** Removes the rows of sessions that ended more than a day ago. */
export async function sweepSessions(): Promise<void> {
  await lucia().deleteExpiredSessions()
}

/** One place where somebody is signed in. The id is the stored hash: it opens nothing. */
export interface OpenSession { readonly id: string; readonly madeAt: Instant; readonly seenAt: Instant; readonly sharedPhone: boolean; readonly here: boolean }

/** Where a person is signed in now, the latest first. `here` is the one whose request it is. */
export async function sessionsOf(request: Request, person: PersonId): Promise<OpenSession[]> {
  const own = lucia().readSessionCookie(request.headers.get('Cookie') ?? '')
  const rows = await database().selectFrom('session').select(['id_hash', 'made_at', 'seen_at', 'shared_phone']).where('person_id', '=', person)
    .where('expires_at', '>', now()).orderBy('seen_at', 'desc').execute()
  return rows
    .map((row) => ({ id: row.id_hash, madeAt: row.made_at, seenAt: row.seen_at, sharedPhone: row.shared_phone === 1, here: own !== null && row.id_hash === hashed(own) }))
    .filter((session) => idleEnd(session) > now())
}
