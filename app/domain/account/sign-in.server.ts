/** Signing in and out: a password, for people who help a second step as well, or a passkey alone; and a new session each time. */
import type { Outcome } from '#app/events/transact.server.ts'
import { act } from '#app/events/transact.server.ts'
import { forgetParkedForms, parkedAt } from '#app/access/parked-forms.server.ts'
import { beginSession, endSession, hadSession, helpsToday, leftCookie, sessionOf, type SignedIn } from '#app/access/session.server.ts'
import { counted, forgetTries, giveBack, networkOf, take, takeAll, type Counted } from '#app/access/throttle.server.ts'
import { must, myselfFor, stepOf, type OwnActing } from '#app/access/viewer.server.ts'
import { config } from '#app/values/config.ts'
import type { PersonId } from '#app/values/ids.ts'
import { now } from '#app/values/instant.ts'
import { firstLang, isLang, noLanguageCookie } from '#app/i18n/lang.ts'
import { database } from '#db/connect.ts'
import { tryAppCode, trySpareCode } from './authenticator.server.ts'
import { makeCode, tryCode, typedCode } from './codes.server.ts'
import { secondWays, type SecondWays } from './locks.server.ts'
import { knownDevice, rememberDevice } from './known-device.server.ts'
import { claimOf, tryPasskey, type ClaimedPasskey } from './passkeys.server.ts'
import { noChallenge } from './passkey-challenge.server.ts'
import { passwordFits } from './passwords.server.ts'
import { inSameTime } from './same-time.ts'
import { sweepNowAndThen } from './sweep.server.ts'
import { ownPath, withQuery } from './where-to.ts'

/** An e-mail address or a telephone number, as `fields.ts` reads it. */
export interface Address { readonly channel: 'email' | 'text'; readonly address: string }

/** Told alike whether the person is known or not. */
export type NotSignedIn =
  | { readonly ok: false; readonly why: 'wrong-address-or-password' }
  | { readonly ok: false; readonly why: 'wait-a-little'; readonly values: { readonly count: number } }

/** Signed in, or half: `next` is the page to go to, `cookies` go with the answer. */
export interface SignedInAnswer { readonly ok: true; readonly cookies: readonly string[]; readonly next: string }

const paces = {
  /** Tries of one address from one network. */
  pair: { atOnce: 5, everySeconds: 30 },
  /** Tries of one address from everywhere: what many machines can try together. */
  account: { atOnce: 20, everySeconds: 60 },
  /** Tries of all addresses from one network: a school or a council is behind one, so it is generous. */
  network: { atOnce: 100, everySeconds: 2 },
  /** Tries on a device on which this person has signed in before. */
  device: { atOnce: 10, everySeconds: 30 },
  /** Codes sent that were not used. */
  codes: { atOnce: 10, everySeconds: 60 },
  /** Codes tried that were wrong. */
  codeTries: { atOnce: 20, everySeconds: 60 },
  /** The same on a device on which this person has signed in before: whoever knows the password alone cannot keep its owner out. */
  codeDevice: { atOnce: 10, everySeconds: 60 },
}

/** Who has an address; undefined for nobody. */
export async function personAt({ channel, address }: Address): Promise<{ id: PersonId; password_hash: string | null } | undefined> {
  return database().selectFrom('person').select(['id', 'password_hash'])
    .where(channel === 'email' ? 'email' : 'mobile', '=', address).executeTakeFirst()
}

/**
 * Signs somebody in by address and password. Nothing in the answer, its time included, tells an unknown address from a
 * wrong password. A person who helps gets a session that opens nothing but the page for the code, and the code.
 */
export async function signIn(request: Request, asked: { who: Address; password: string; sharedPhone: boolean; to: unknown }, clientAddress: string): Promise<SignedInAnswer | NotSignedIn> {
  // Being right is no secret to the one who is right, so they need not wait.
  const right = await inSameTime(() => rightPerson(request, asked, clientAddress), ({ ok }) => ok)
  if (!right.ok) return right
  const { person } = right
  const helps = await helpsToday(person)
  const ways = await secondWays(database(), person, helps)
  if (helps || ways.app) {
    // Whoever has an app or a passkey is sent a code only when they ask for one.
    if (!ways.app && !ways.passkey) await sendSignInCode(person)
    const half = await beginSession(request, person, { confirmed: false, sharedPhone: asked.sharedPhone, waitsFor: 'code' })
    const to = ownPath(asked.to)
    return { ok: true, cookies: [half], next: to ? withQuery('/sign-in/code', 'to', to) : '/sign-in/code' }
  }
  await act(must(myselfFor(database(), person, now()), 'account:keep'), noteSignedIn, null)
  return signedIn(request, person, { helps: false, sharedPhone: asked.sharedPhone, to: asked.to })
}

/** The second half: a code of their app, a spare one, or the one that was sent to them. `session` is the half session it belongs to. */
export async function giveCode(request: Request, session: SignedIn, asked: { code: string; to: unknown }): Promise<SignedInAnswer | CodeNotTaken> {
  const { person, sharedPhone } = session
  const device = knownDevice(request, person)
  const tries = device ? counted(paces.codeDevice, 'code-device', device) : counted(paces.codeTries, 'code-tries', person)
  const taken = await take(tries)
  if (!taken.ok) return { ok: false, why: 'wait-a-little', values: { count: taken.waitSeconds } }
  const ways = await secondWays(database(), person, session.helps)
  const tried = await act(must(myselfFor(database(), person, now()), 'account:keep'), tryOwnCode, { code: typedCode(asked.code), ways })
  if (!tried.ok || tried.value === 'ended') return { ok: false, why: 'code-ended' }
  if (tried.value === 'wrong') return { ok: false, why: 'code-wrong' }
  await forgetTries(tries)
  await forgetTries(counted(paces.codes, 'codes', person))
  return signedIn(request, person, { helps: session.helps, sharedPhone, to: asked.to, mustSetUp: ways.mustSetUp })
}

/** Why a passkey did not open the door. Told alike for one that was taken away, one that is nobody's, and a wrong answer of a right one. */
export type PasskeyNotTaken = { readonly ok: false; readonly why: 'passkey-too-late' | 'passkey-not-known' } | Extract<NotSignedIn, { why: 'wait-a-little' }>

/**
 * Signs somebody in by a passkey, which is both steps: it was in their hand, and opened by their finger, face or PIN.
 * `half` is the session of somebody who has given their password: then only a passkey of theirs is taken.
 */
export async function signInByPasskey(request: Request, asked: { answer: string; sharedPhone: boolean; to: unknown; half?: PersonId }, clientAddress: string): Promise<SignedInAnswer | PasskeyNotTaken> {
  const tries = counted(paces.network, 'passkey', networkOf(clientAddress))
  const taken = await take(tries)
  if (!taken.ok) return { ok: false, why: 'wait-a-little', values: { count: taken.waitSeconds } }
  const claimed = await claimOf(request, asked.answer)
  if (!claimed.ok) return claimed
  const { person } = claimed.claim
  if (asked.half !== undefined && asked.half !== person) return { ok: false, why: 'passkey-not-known' }
  const tried = await act(must(myselfFor(database(), person, now()), 'account:keep'), tryOwnPasskey, claimed.claim)
  if (!tried.ok || !tried.value) return { ok: false, why: 'passkey-not-known' }
  await giveBack(tries)
  const answer = await signedIn(request, person, { helps: await helpsToday(person), sharedPhone: asked.sharedPhone, to: asked.to })
  return { ...answer, cookies: [...answer.cookies, noChallenge()] }
}

async function tryOwnPasskey({ db, person, now: at }: OwnActing<'account:keep'>, claim: ClaimedPasskey): Promise<Outcome<boolean, never>> {
  const right = await tryPasskey(db, person, claim, at)
  return { ok: true, value: right, event: { kind: right ? 'signed-in' : 'sign-in-refused', data: {} } }
}

/** How the second step can be done in a half session, and whether a code was sent that still works. */
export async function waysOf({ person, helps }: Pick<SignedIn, 'person' | 'helps'>): Promise<SecondWays & { readonly sentNow: boolean }> {
  const ways = await secondWays(database(), person, helps)
  if (!ways.app && !ways.passkey) return { ...ways, sentNow: true }
  const open = await database().selectFrom('one_time_code').select('id').where('person_id', '=', person).where('used_at', 'is', null).where('expires_at', '>', now()).limit(1).executeTakeFirst()
  return { ...ways, sentNow: ways.sent && open !== undefined }
}

/** Why a code did not open the door. */
export type CodeNotTaken =
  | { readonly ok: false; readonly why: 'code-wrong' | 'code-ended'; readonly values?: undefined }
  | { readonly ok: false; readonly why: 'wait-a-little'; readonly values: { readonly count: number } }

/** Sends a new code to a person who helps; the one before ends. */
export async function sendSignInCode(person: PersonId): Promise<{ ok: true } | { ok: false; why: 'wait-a-little'; values: { count: number } }> {
  const taken = await take(counted(paces.codes, 'codes', person))
  if (!taken.ok) return { ok: false, why: 'wait-a-little', values: { count: taken.waitSeconds } }
  await act(must(myselfFor(database(), person, now()), 'account:keep'), sendCode, null)
  return { ok: true }
}

/**
 * Ends the session that came with the request and forgets what was kept of its person's unsent forms. Returns the
 * Set-Cookie value that removes it from the browser.
 */
export async function signOut(request: Request): Promise<string> {
  const session = await sessionOf(request)
  if (session) {
    await act(must(myselfFor(database(), session.person, now()), 'account:keep'), noteSignedOut, null)
    await forgetParkedForms(session.person)
  }
  return endSession(request)
}

/**
 * Leaves quickly: ends the session here as signing out does, unless its person chose to stay signed in, which holds on a phone
 * of their own alone. Returns the Set-Cookie values that go with it.
 */
export async function leaveQuickly(request: Request): Promise<string[]> {
  const session = await sessionOf(request)
  // Asked for twice, when somebody presses again: the first answer may never have arrived.
  if (!session) return hadSession(request) ? [leftCookie()] : []
  const own = await database().selectFrom('person').select('leaving_stays').where('id', '=', session.person).executeTakeFirst()
  if (own?.leaving_stays === 1 && !session.sharedPhone) return []
  await signOut(request)
  return [leftCookie(), ...(session.sharedPhone ? [noLanguage()] : [])]
}

const noLanguage = () => noLanguageCookie(config().origin.startsWith('https:'))

/** Begins the session of somebody who has done all that signing in asks of them. */
export async function signedIn(request: Request, person: PersonId, how: { helps: boolean; sharedPhone: boolean; to: unknown; mustSetUp?: boolean }): Promise<SignedInAnswer> {
  await sweepNowAndThen()
  const session = await beginSession(request, person, { confirmed: how.helps, sharedPhone: how.sharedPhone, waitsFor: how.mustSetUp ? 'lock' : null })
  if (how.mustSetUp) return { ok: true, cookies: [session], next: stepOf({ waitsFor: 'lock' }) }
  const next = ownPath(how.to) ?? (how.helps ? '/desk' : '/families')
  const kept = how.sharedPhone ? undefined : await parkedAt(person, next.split('?', 1)[0]!)
  const place = kept ? withQuery(next, 'kept', kept) : next
  // A shared phone remembers nothing, not even a language that was chosen before.
  return { ok: true, cookies: [session, how.sharedPhone ? noLanguage() : rememberDevice(person)], next: await leavingFirst(person, place) }
}

/** Before somebody's first page with the button for leaving quickly they read what it does, and what it does not. */
export async function leavingFirst(person: PersonId, place: string): Promise<string> {
  const own = await database().selectFrom('person').select('leaving_known_at').where('id', '=', person).executeTakeFirst()
  return own?.leaving_known_at ? place : withQuery('/account/leaving', 'to', place)
}

async function rightPerson(request: Request, { who, password }: { who: Address; password: string }, clientAddress: string): Promise<{ ok: true; person: PersonId } | NotSignedIn> {
  const person = await personAt(who)
  const device = person && knownDevice(request, person.id)
  const network = networkOf(clientAddress)
  const tries: readonly Counted[] = device
    ? [counted(paces.device, 'device', device)]
    : [counted(paces.network, 'network', network), counted(paces.pair, 'pair', who.address, network), counted(paces.account, 'account', who.address)]
  const taken = await takeAll(tries)
  if (!taken.ok) return { ok: false, why: 'wait-a-little', values: { count: taken.waitSeconds } }
  if (await passwordFits(person?.password_hash ?? null, password)) {
    for (const one of tries) await giveBack(one)
    return { ok: true, person: person!.id }
  }
  if (person) await act(must(myselfFor(database(), person.id, now()), 'account:keep'), noteRefused, null)
  return { ok: false, why: 'wrong-address-or-password' }
}

/**
 * Makes and sends the code of this sitting. It goes to the address they sign in with even when they want no messages:
 * it is asked for by somebody who has just given their password, and without it nobody who helps could ever sign in again.
 */
async function sendCode(acting: OwnActing<'account:keep'>): Promise<Outcome<null, never>> {
  const code = await makeCode(acting.db, { person: acting.person }, acting.now)
  const own = await acting.db.selectFrom('person as p').leftJoin('safe_contact as s', 's.person_id', 'p.id').select(['p.email', 'p.mobile', 'p.language', 's.channel', 's.sender'])
    .where('p.id', '=', acting.person).executeTakeFirstOrThrow()
  const byText = own.mobile !== null && (own.channel === 'text' || own.email === null)
  const address = byText ? own.mobile : own.email
  return {
    ok: true, value: null, event: { kind: 'code-sent', data: { channel: 'own' } },
    notices: address === null ? [] : [{ to: { channel: byText ? 'text' : 'email', address, lang: isLang(own.language) ? own.language : firstLang, sender: own.sender }, name: 'code', values: { code }, atOnce: true }],
  }
}

async function tryOwnCode({ db, person, now: at }: OwnActing<'account:keep'>, { code, ways }: { code: string; ways: SecondWays }): Promise<Outcome<'right' | 'wrong' | 'ended', never>> {
  if (ways.app && (await tryAppCode(db, person, code, at))) return { ok: true, value: 'right', event: { kind: 'signed-in', data: {} } }
  if (ways.app && (await trySpareCode(db, person, code, at))) {
    return { ok: true, value: 'right', event: { kind: 'spare-code-used', data: {} }, notices: [{ to: person, name: 'spareCodeUsed' }] }
  }
  const tried = ways.sent ? await tryCode(db, { person }, code, at) : 'ended'
  // Where there is a lock of one's own, no code was sent unless they asked for one: what is wrong is the code of the app.
  const value = tried === 'ended' && (ways.app || ways.passkey) ? 'wrong' : tried
  return { ok: true, value, event: { kind: value === 'right' ? 'signed-in' : 'sign-in-refused', data: {} } }
}

async function noteSignedIn(): Promise<Outcome<null, never>> {
  return { ok: true, value: null, event: { kind: 'signed-in', data: {} } }
}

async function noteRefused(): Promise<Outcome<null, never>> {
  return { ok: true, value: null, event: { kind: 'sign-in-refused', data: {} } }
}

async function noteSignedOut(): Promise<Outcome<null, never>> {
  return { ok: true, value: null, event: { kind: 'signed-out', data: {} } }
}
