/**
 * Codes of an authenticator (TOTP, RFC 6238: six digits, thirty seconds, SHA-1, as every such app has them), and ten spare
 * codes for the day on which the phone is gone. Each code of either kind opens once.
 */
import { randomInt } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'
import type { Kysely, Transaction } from 'kysely'
import type { Schema } from '#db/schema.ts'
import { keyedHash } from '#app/access/keyed-hash.server.ts'
import { seal, unseal } from '#app/access/sealed.server.ts'
import { counted, forgetTries, take } from '#app/access/throttle.server.ts'
import { must, myselfFor, type OwnActing, type OwnMay } from '#app/access/viewer.server.ts'
import { act, type Outcome } from '#app/events/transact.server.ts'
import type { Notice } from '#app/events/notices.server.ts'
import type { PersonId } from '#app/values/ids.ts'
import { now, plusMinutes, type Instant } from '#app/values/instant.ts'
import { typedCode } from './codes.server.ts'
import { endSessionsOf, hasOtherLock, mustKeepLock, provenByPassword, sessionAnew, type NotProven } from './locks.server.ts'

const period = 30
const issuer = 'Our Family Plan'
/** Minutes in which the first code must come, and for which new spare codes can be read. */
const minutesOfSetUp = 15
const spareCount = 10
/** Without the letters that are taken for digits: `typedCode` reads them as those. */
const spareLetters = '23456789abcdefghjkmnpqrstuvwxyz'
const firstCodePace = { atOnce: 10, everySeconds: 60 }

const changed = (person: PersonId): Notice[] => [{ to: person, name: 'signInChanged' }]
const totp = (secret: string, label = '') => new TOTP({ issuer, label, algorithm: 'SHA1', digits: 6, period, secret: Secret.fromBase32(secret) })
const stepAt = (at: Instant) => TOTP.counter({ period, timestamp: Date.parse(at) })
const spareHash = (person: PersonId, code: string) => keyedHash('spare', person, code)

/** How far somebody is with their authenticator: none, one that waits for its first code, or one in use. */
export type Authenticator =
  | { readonly state: 'none' }
  | { readonly state: 'begun'; /** Base32, as an app takes it. */ readonly key: string; /** An otpauth:// address, for the picture. */ readonly address: string }
  | { readonly state: 'on'; readonly since: Instant; readonly usedAt: Instant | null; readonly sparesLeft: number; /** New spare codes, until they are put away. */ readonly spares: readonly string[] | null }

/** The authenticator of a person. Two queries. */
export async function authenticatorOf(me: OwnMay<'account:keep'>): Promise<Authenticator> {
  const row = await rowOf(me.db, me.person)
  if (!row) return { state: 'none' }
  if (row.confirmed_at !== null) {
    const left = await me.db.selectFrom('spare_code').select('code_hash').where('person_id', '=', me.person).where('used_at', 'is', null).execute()
    const readable = row.spares !== null && row.spares_until !== null && row.spares_until > me.now
    return { state: 'on', since: row.confirmed_at, usedAt: row.used_at, sparesLeft: left.length, spares: readable ? unseal('spares', me.person, row.spares!).split(' ') : null }
  }
  if (plusMinutes(row.made_at, minutesOfSetUp) <= me.now) return { state: 'none' }
  const { email, mobile } = await me.db.selectFrom('person').select(['email', 'mobile']).where('id', '=', me.person).executeTakeFirstOrThrow()
  const key = unseal('authenticator', me.person, row.secret)
  return { state: 'begun', key, address: totp(key, email ?? mobile ?? '').toString() }
}

function rowOf(db: Kysely<Schema>, person: PersonId) {
  return db.selectFrom('authenticator').selectAll().where('person_id', '=', person).executeTakeFirst()
}

/** Makes a key for an app to take; it opens nothing until its first code was given. Asks for the password again. */
export async function beginAuthenticator(me: OwnMay<'account:keep'>, { password }: { password: string }): Promise<{ ok: true } | NotProven | { ok: false; why: 'has-authenticator' | 'already-sent' }> {
  const proven = await provenByPassword(me, password)
  if (!proven.ok) return proven
  return act(me, keepNewKey, { secret: new Secret({ size: 20 }).base32 })
}

async function keepNewKey(acting: OwnActing<'account:keep'>, { secret }: { secret: string }): Promise<Outcome<null, 'has-authenticator'>> {
  const before = await rowOf(acting.db, acting.person)
  if (before?.confirmed_at) return { ok: false, why: 'has-authenticator' }
  const row = { secret: seal('authenticator', acting.person, secret), made_at: acting.now, confirmed_at: null, last_step: 0, used_at: null, spares: null, spares_until: null }
  await acting.db.insertInto('authenticator').values({ person_id: acting.person, ...row }).onConflict((conflict) => conflict.column('person_id').doUpdateSet(row)).execute()
  return { ok: true, value: null, event: { kind: 'authenticator-begun', data: {} } }
}

/** Takes the first code: from then on the app's codes open the second step. Ends every session but a new one here; returns its Set-Cookie value. */
export async function confirmAuthenticator(request: Request, me: OwnMay<'account:keep'>, { code }: { code: string }):
  Promise<{ ok: true; cookie: string } | { ok: false; why: 'code-wrong' | 'already-sent'; field?: string } | { ok: false; why: 'wait-a-little'; values: { count: number } }> {
  const tries = counted(firstCodePace, 'first-code', me.person)
  const taken = await take(tries)
  if (!taken.ok) return { ok: false, why: 'wait-a-little', values: { count: taken.waitSeconds } }
  const answer = await act(me, takeFirstCode, { code: typedCode(code) })
  if (!answer.ok) return { ok: false, why: answer.why, field: 'code' }
  await forgetTries(tries)
  return { ok: true, cookie: await sessionAnew(request, me.person) }
}

async function takeFirstCode(acting: OwnActing<'account:keep'>, { code }: { code: string }): Promise<Outcome<null, 'code-wrong'>> {
  const row = await rowOf(acting.db, acting.person)
  if (!row || row.confirmed_at !== null || plusMinutes(row.made_at, minutesOfSetUp) <= acting.now) return { ok: false, why: 'code-wrong' }
  const step = stepOf(unseal('authenticator', acting.person, row.secret), code, acting.now)
  if (step === undefined) return { ok: false, why: 'code-wrong' }
  await acting.db.updateTable('authenticator').set({ confirmed_at: acting.now, last_step: step }).where('person_id', '=', acting.person).execute()
  await makeSpares(acting)
  await endSessionsOf(acting.db, acting.person)
  return { ok: true, value: null, event: { kind: 'authenticator-added', data: {} }, notices: changed(acting.person) }
}

/** The step that a code is of: the one now, or its neighbour, for clocks that are a little off. Undefined for a wrong code. */
function stepOf(secret: string, code: string, at: Instant): number | undefined {
  const off = totp(secret).validate({ token: code, timestamp: Date.parse(at), window: 1 })
  return off === null ? undefined : stepAt(at) + off
}

/** Tries a code of the app under the lock of its person. One that was used, or is older than one that was, is wrong. */
export async function tryAppCode(db: Transaction<Schema>, person: PersonId, code: string, at: Instant): Promise<boolean> {
  const row = await rowOf(db, person)
  if (!row || row.confirmed_at === null || !/^\d{6}$/.test(code)) return false
  const step = stepOf(unseal('authenticator', person, row.secret), code, at)
  if (step === undefined || step <= row.last_step) return false
  await db.updateTable('authenticator').set({ last_step: step, used_at: at }).where('person_id', '=', person).execute()
  return true
}

/** Tries a spare code under the lock of its person; a right one is used up. */
export async function trySpareCode(db: Transaction<Schema>, person: PersonId, code: string, at: Instant): Promise<boolean> {
  if (code.length !== 10) return false
  const { numUpdatedRows } = await db.updateTable('spare_code').set({ used_at: at }).where('person_id', '=', person).where('code_hash', '=', spareHash(person, code))
    .where('used_at', 'is', null).executeTakeFirst()
  return numUpdatedRows === 1n
}

/** Ten new spare codes; those before end. Kept as keyed hashes, and sealed for a quarter of an hour so that they can be read. */
async function makeSpares({ db, person, now: at }: OwnActing<'account:keep'>): Promise<void> {
  const codes = Array.from({ length: spareCount }, () => Array.from({ length: 10 }, () => spareLetters[randomInt(spareLetters.length)]).join(''))
  await db.deleteFrom('spare_code').where('person_id', '=', person).execute()
  await db.insertInto('spare_code').values(codes.map((code) => ({ person_id: person, code_hash: spareHash(person, code), used_at: null }))).execute()
  await db.updateTable('authenticator').set({ spares: seal('spares', person, codes.join(' ')), spares_until: plusMinutes(at, minutesOfSetUp) }).where('person_id', '=', person).execute()
}

/** Makes new spare codes, which end the ones before. Asks for the password again. */
export async function newSpareCodes(me: OwnMay<'account:keep'>, { password }: { password: string }): Promise<{ ok: true } | NotProven | { ok: false; why: 'not-there' | 'already-sent' }> {
  const proven = await provenByPassword(me, password)
  return proven.ok ? act(me, replaceSpares, null) : proven
}

async function replaceSpares(acting: OwnActing<'account:keep'>): Promise<Outcome<null, 'not-there'>> {
  if (!(await rowOf(acting.db, acting.person))?.confirmed_at) return { ok: false, why: 'not-there' }
  await makeSpares(acting)
  return { ok: true, value: null, event: { kind: 'spare-codes-made', data: {} }, notices: changed(acting.person) }
}

/** The spare codes were written down: from now on nobody can read them here. */
export async function putSparesAway(acting: OwnActing<'account:keep'>): Promise<Outcome<null, never>> {
  await acting.db.updateTable('authenticator').set({ spares: null, spares_until: null }).where('person_id', '=', acting.person).execute()
  return { ok: true, value: null, event: { kind: 'spare-codes-put-away', data: {} } }
}

/** Takes the authenticator and its spare codes away. Refused to those who must have a lock and have no other. Ends every session but a new one here; returns its Set-Cookie value. */
export async function removeAuthenticator(request: Request, me: OwnMay<'account:keep'>, { password }: { password: string }):
  Promise<{ ok: true; cookie: string } | NotProven | { ok: false; why: 'last-lock' | 'already-sent' }> {
  const proven = await provenByPassword(me, password)
  if (!proven.ok) return proven
  const answer = await act(must(myselfFor(me.db, me.person, now()), 'account:keep'), dropAuthenticator, null)
  return answer.ok ? { ok: true, cookie: await sessionAnew(request, me.person) } : answer
}

async function dropAuthenticator(acting: OwnActing<'account:keep'>): Promise<Outcome<null, 'last-lock'>> {
  if ((await mustKeepLock(acting)) && !(await hasOtherLock(acting.db, acting.person, 'authenticator'))) return { ok: false, why: 'last-lock' }
  await acting.db.deleteFrom('spare_code').where('person_id', '=', acting.person).execute()
  await acting.db.deleteFrom('authenticator').where('person_id', '=', acting.person).execute()
  await endSessionsOf(acting.db, acting.person)
  return { ok: true, value: null, event: { kind: 'authenticator-removed', data: {} }, notices: changed(acting.person) }
}
