/**
 * Passkeys (WebAuthn): a key that a phone or computer keeps for this site and opens by finger, face or PIN. One is both
 * steps of signing in, and works on no other site than ours. The site's own name comes from the configured origin, never
 * from what a request says of itself.
 */
import type { AuthenticationResponseJSON, PublicKeyCredentialCreationOptionsJSON, PublicKeyCredentialRequestOptionsJSON, RegistrationResponseJSON, VerifiedRegistrationResponse } from '@simplewebauthn/server'
import type { Transaction } from 'kysely'
import { z } from 'zod'
import type { Schema } from '#db/schema.ts'
import { must, myselfFor, type OwnActing, type OwnMay } from '#app/access/viewer.server.ts'
import { sessionOf } from '#app/access/session.server.ts'
import type { Notice } from '#app/events/notices.server.ts'
import { act, type Outcome } from '#app/events/transact.server.ts'
import { config } from '#app/values/config.ts'
import { newId, type PasskeyId, type PersonId } from '#app/values/ids.ts'
import { now, type Instant } from '#app/values/instant.ts'
import { database } from '#db/connect.ts'
import { endSessionsOf, hasJustSignedIn, hasOtherLock, mustKeepLock, provenNow, sessionAnew, type NotProven } from './locks.server.ts'
import { minutesOfChallenge, newChallenge, noChallenge, openChallenge, takeChallenge, type Purpose } from './passkey-challenge.server.ts'

/** The most passkeys that somebody has: a phone, a computer and a key each, and then some. */
const mostPasskeys = 10
// EdDSA, ES256 and RS256: what every phone and computer has one of.
const algorithms = [-8, -7, -257]

const changed = (person: PersonId): Notice[] => [{ to: person, name: 'signInChanged' }]
const site = () => ({ origin: config().origin, id: new URL(config().origin).hostname })
/** The library for checking what a device signed; 30 MB, so it is read when somebody first has a passkey. */
const webauthn = () => import('@simplewebauthn/server')

export interface Passkey { readonly id: PasskeyId; readonly name: string | null; readonly madeAt: Instant; readonly usedAt: Instant | null }

/** The passkeys of a person, the oldest first. */
export async function passkeysOf(me: OwnMay<'account:keep'>): Promise<Passkey[]> {
  const rows = await me.db.selectFrom('passkey').select(['id', 'name', 'made_at', 'used_at']).where('person_id', '=', me.person).orderBy('made_at').orderBy('id').execute()
  return rows.map((row) => ({ id: row.id, name: row.name, madeAt: row.made_at, usedAt: row.used_at }))
}

async function adding(request: Request, person: PersonId): Promise<Purpose> {
  return ['add', person, (await sessionOf(request))?.session ?? '']
}

/**
 * What the browser needs to make a passkey, for whoever has just signed in or given their password (`allowAdding`);
 * undefined before that. `cookie` is a Set-Cookie value, if one is needed.
 */
export async function optionsToAdd(request: Request, me: OwnMay<'account:keep'>): Promise<{ options: PublicKeyCredentialCreationOptionsJSON; cookie?: string } | undefined> {
  const purpose = await adding(request, me.person)
  const made = (await hasJustSignedIn(request)) ? newChallenge(purpose) : { challenge: openChallenge(request, purpose) }
  if (made.challenge === undefined) return undefined
  const { name, email, mobile } = await me.db.selectFrom('person').select(['name', 'email', 'mobile']).where('id', '=', me.person).executeTakeFirstOrThrow()
  const there = await me.db.selectFrom('passkey').select('credential').where('person_id', '=', me.person).execute()
  const options: PublicKeyCredentialCreationOptionsJSON = {
    rp: { id: site().id, name: site().id },
    user: { id: Buffer.from(me.person).toString('base64url'), name: email ?? mobile ?? name, displayName: name },
    challenge: made.challenge, timeout: minutesOfChallenge * 60_000, attestation: 'none',
    pubKeyCredParams: algorithms.map((alg) => ({ alg, type: 'public-key' })),
    authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
    excludeCredentials: there.map(({ credential: id }) => ({ id, type: 'public-key' })),
  }
  return { options, ...('cookie' in made ? { cookie: made.cookie } : {}) }
}

/** Asks for the password again; with it a passkey may be added for five minutes. Returns a Set-Cookie value. */
export async function allowAdding(request: Request, me: OwnMay<'account:keep'>, { password }: { password: string }): Promise<{ ok: true; cookie: string } | NotProven> {
  const proven = await provenNow(request, me, password)
  return proven.ok ? { ok: true, cookie: newChallenge(await adding(request, me.person)).cookie } : proven
}

const bytes = (most: number) => z.string().regex(/^[\w-]+$/).max(most)
const registration = z.object({
  id: bytes(1400), rawId: bytes(1400), type: z.literal('public-key'),
  response: z.object({ clientDataJSON: bytes(4000), attestationObject: bytes(8000), transports: z.array(z.string().regex(/^[\w-]{1,20}$/)).max(10).optional() }),
})
const assertion = z.object({
  id: bytes(1400), rawId: bytes(1400), type: z.literal('public-key'),
  response: z.object({ clientDataJSON: bytes(4000), authenticatorData: bytes(4000), signature: bytes(2000), userHandle: bytes(100).nullish() }),
})

/** What a browser sent, as JSON of one of these shapes; undefined for anything else. */
function readAnswer<S extends z.ZodObject>(shape: S, text: string): z.output<S> | undefined {
  try {
    return shape.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

export type PasskeyNotAdded = { ok: false; why: 'passkey-too-late' | 'passkey-not-taken' | 'enough-passkeys' | 'already-sent' }

/** Keeps a new passkey, as the browser made it. Ends every session but a new one here; returns Set-Cookie values. */
export async function addPasskey(request: Request, me: OwnMay<'account:keep'>, { name, answer }: { name: string | null; answer: string }): Promise<{ ok: true; cookies: string[] } | PasskeyNotAdded> {
  const challenge = await takeChallenge(request, await adding(request, me.person))
  if (challenge === undefined) return { ok: false, why: 'passkey-too-late' }
  const made = await verifiedNew(answer, challenge)
  if (!made) return { ok: false, why: 'passkey-not-taken' }
  const { credential, credentialBackedUp } = made
  const row = {
    credential: credential.id, public_key: Buffer.from(credential.publicKey).toString('base64url'), counter: credential.counter, transports: (credential.transports ?? []).join(' '),
    backed_up: credentialBackedUp ? 1 as const : 0 as const, name,
  }
  const kept = await act(must(myselfFor(me.db, me.person, now()), 'account:keep'), keepPasskey, row)
  return kept.ok ? { ok: true, cookies: [await sessionAnew(request, me.person), noChallenge()] } : kept
}

async function verifiedNew(text: string, expectedChallenge: string): Promise<VerifiedRegistrationResponse['registrationInfo']> {
  const answer = readAnswer(registration, text)
  if (!answer) return undefined
  const { verifyRegistrationResponse } = await webauthn()
  try {
    if (await saysWhoMadeIt(answer.response.attestationObject)) return undefined
    const response = { ...answer, clientExtensionResults: {} } as RegistrationResponseJSON
    return (await verifyRegistrationResponse({ response, expectedChallenge, expectedOrigin: site().origin, expectedRPID: site().id, requireUserVerification: true, supportedAlgorithmIDs: algorithms })).registrationInfo
  } catch {
    // The library says by throwing what is wrong; that it is wrong is all that may be told.
    return undefined
  }
}

/** Whether certificates of a maker came along. None were asked for, and to check them addresses that they name would be asked. */
async function saysWhoMadeIt(attestation: string): Promise<boolean> {
  const { decodeAttestationObject } = await import('@simplewebauthn/server/helpers')
  const said = decodeAttestationObject(new Uint8Array(Buffer.from(attestation, 'base64url')))
  return said.get('fmt') !== 'none' && (said.get('fmt') !== 'packed' || said.get('attStmt').get('x5c') !== undefined)
}

type NewPasskey = { credential: string; public_key: string; counter: number; transports: string; backed_up: 0 | 1; name: string | null }

async function keepPasskey(acting: OwnActing<'account:keep'>, made: NewPasskey): Promise<Outcome<null, 'passkey-not-taken' | 'enough-passkeys'>> {
  const there = await acting.db.selectFrom('passkey').select('id').where('person_id', '=', acting.person).execute()
  if (there.length >= mostPasskeys) return { ok: false, why: 'enough-passkeys' }
  // Somebody may claim a key that is another's: it stays the other's, and they do not learn that there is one.
  const { numInsertedOrUpdatedRows } = await acting.db.insertInto('passkey').values({ person_id: acting.person, id: newId<PasskeyId>(), ...made, made_at: acting.now, used_at: null })
    .onConflict((conflict) => conflict.column('credential').doNothing()).executeTakeFirstOrThrow()
  if (numInsertedOrUpdatedRows !== 1n) return { ok: false, why: 'passkey-not-taken' }
  await endSessionsOf(acting.db, acting.person)
  return { ok: true, value: null, event: { kind: 'passkey-added', data: {} }, notices: changed(acting.person) }
}

/** Gives a passkey another name, or none. */
export async function renamePasskey(acting: OwnActing<'account:keep'>, { passkey, name }: { passkey: PasskeyId; name: string | null }): Promise<Outcome<null, 'not-there'>> {
  const { numUpdatedRows } = await acting.db.updateTable('passkey').set({ name }).where('person_id', '=', acting.person).where('id', '=', passkey).executeTakeFirst()
  return numUpdatedRows === 1n ? { ok: true, value: null, event: { kind: 'passkey-renamed', data: {} } } : { ok: false, why: 'not-there' }
}

/** Takes a passkey away. Refused to those who must have a lock and have no other. Ends every session but a new one here; returns its Set-Cookie value. */
export async function removePasskey(request: Request, me: OwnMay<'account:keep'>, { passkey, password }: { passkey: PasskeyId; password: string }):
  Promise<{ ok: true; cookie: string } | NotProven | { ok: false; why: 'last-lock' | 'not-there' | 'already-sent' }> {
  const proven = await provenNow(request, me, password)
  if (!proven.ok) return proven
  const answer = await act(must(myselfFor(me.db, me.person, now()), 'account:keep'), dropPasskey, { passkey })
  return answer.ok ? { ok: true, cookie: await sessionAnew(request, me.person) } : answer
}

async function dropPasskey(acting: OwnActing<'account:keep'>, { passkey }: { passkey: PasskeyId }): Promise<Outcome<null, 'last-lock' | 'not-there'>> {
  if ((await mustKeepLock(acting)) && !(await hasOtherLock(acting.db, acting.person, passkey))) return { ok: false, why: 'last-lock' }
  const { numDeletedRows } = await acting.db.deleteFrom('passkey').where('person_id', '=', acting.person).where('id', '=', passkey).executeTakeFirst()
  if (numDeletedRows !== 1n) return { ok: false, why: 'not-there' }
  await endSessionsOf(acting.db, acting.person)
  return { ok: true, value: null, event: { kind: 'passkey-removed', data: {} }, notices: changed(acting.person) }
}

/** What the browser needs to sign in with whichever passkey it has for this site. `cookie` is a Set-Cookie value. */
export function optionsToSignIn(): { options: PublicKeyCredentialRequestOptionsJSON; cookie: string } {
  const { challenge, cookie } = newChallenge(['sign-in'])
  return { options: { challenge, rpId: site().id, timeout: minutesOfChallenge * 60_000, userVerification: 'required' }, cookie }
}

/** An answer to `optionsToSignIn` with whose passkey it says it is; not checked yet. */
export interface ClaimedPasskey { readonly person: PersonId; readonly challenge: string; readonly response: AuthenticationResponseJSON }

/** Reads an answer and uses its challenge up. */
export async function claimOf(request: Request, text: string): Promise<{ ok: true; claim: ClaimedPasskey } | { ok: false; why: 'passkey-too-late' | 'passkey-not-known' }> {
  const challenge = await takeChallenge(request, ['sign-in'])
  if (challenge === undefined) return { ok: false, why: 'passkey-too-late' }
  const answer = readAnswer(assertion, text)
  const row = answer && (await database().selectFrom('passkey').select('person_id').where('credential', '=', answer.id).executeTakeFirst())
  if (!row) return { ok: false, why: 'passkey-not-known' }
  await webauthn()
  return { ok: true, claim: { person: row.person_id, challenge, response: { ...answer, clientExtensionResults: {} } as AuthenticationResponseJSON } }
}

/** Checks an answer under the lock of its person, and remembers the count of the device. */
export async function tryPasskey(db: Transaction<Schema>, person: PersonId, { challenge, response }: Pick<ClaimedPasskey, 'challenge' | 'response'>, at: Instant): Promise<boolean> {
  const row = await db.selectFrom('passkey').selectAll().where('person_id', '=', person).where('credential', '=', response.id).executeTakeFirst()
  const { userHandle } = response.response
  if (!row || (userHandle && Buffer.from(userHandle, 'base64url').toString() !== person)) return false
  const { verifyAuthenticationResponse } = await webauthn()
  const credential = { id: row.credential, publicKey: new Uint8Array(Buffer.from(row.public_key, 'base64url')), counter: row.counter }
  const checked = await verifyAuthenticationResponse({ response, expectedChallenge: challenge, expectedOrigin: site().origin, expectedRPID: site().id, credential, requireUserVerification: true })
    .catch(() => undefined)
  if (!checked?.verified) return false
  const { newCounter: counter, credentialBackedUp } = checked.authenticationInfo
  await db.updateTable('passkey').set({ counter, used_at: at, backed_up: credentialBackedUp ? 1 : 0 }).where('person_id', '=', person).where('id', '=', row.id).execute()
  return true
}
