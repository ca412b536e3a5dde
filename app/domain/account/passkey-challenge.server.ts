/**
 * What a passkey is asked to sign: a text that nobody can know beforehand, for one browser, once, for five minutes.
 * Nothing is kept while it waits: the browser holds a nonce in a cookie, and the challenge is a keyed hash of it that
 * only this house can make. That it was used is kept as one try of a pace that lets one come in as long as it lasts.
 */
import { randomBytes } from 'node:crypto'
import { keyedHash } from '#app/access/keyed-hash.server.ts'
import { counted, take } from '#app/access/throttle.server.ts'
import { config } from '#app/values/config.ts'

/** Minutes for which a challenge can be answered. */
export const minutesOfChallenge = 5

/** What is asked for: signing in, or adding a passkey in one session. */
export type Purpose = readonly ['sign-in'] | readonly ['add', person: string, session: string]

const secure = () => config().origin.startsWith('https:')
const cookieName = () => (secure() ? '__Host-passkey' : 'passkey')
const setCookie = (value: string, seconds: number) => `${cookieName()}=${value}; Path=/; Max-Age=${seconds}; SameSite=Lax; HttpOnly${secure() ? '; Secure' : ''}`

// The end is a part of what is hashed: a cookie whose end was changed is that of another challenge.
const challengeOf = (purpose: Purpose, nonce: string, until: string) => keyedHash('passkey', ...purpose, nonce, until)

/** A new challenge, and the Set-Cookie value without which it cannot be answered. */
export function newChallenge(purpose: Purpose): { challenge: string; cookie: string } {
  const [nonce, until] = [randomBytes(16).toString('base64url'), (Date.now() + minutesOfChallenge * 60_000).toString(36)]
  return { challenge: challengeOf(purpose, nonce, until), cookie: setCookie(`${nonce}.${until}`, minutesOfChallenge * 60) }
}

/** The challenge that waits in the browser of a request; undefined when there is none or it is too old. It may have been used. */
export function openChallenge(request: Request, purpose: Purpose): string | undefined {
  const cookie = new RegExp(`(?:^|;\\s*)${cookieName()}=([\\w-]{22})\\.([0-9a-z]{8,9})(?:;|$)`).exec(request.headers.get('Cookie') ?? '')
  if (!cookie || Number.parseInt(cookie[2]!, 36) <= Date.now()) return undefined
  return challengeOf(purpose, cookie[1]!, cookie[2]!)
}

/** The same, used up: whatever becomes of the answer, it cannot be given again. */
export async function takeChallenge(request: Request, purpose: Purpose): Promise<string | undefined> {
  const challenge = openChallenge(request, purpose)
  if (challenge === undefined) return undefined
  const first = await take(counted({ atOnce: 1, everySeconds: minutesOfChallenge * 60 }, 'passkey-challenge', challenge))
  return first.ok ? challenge : undefined
}

/** The Set-Cookie value that takes a challenge out of the browser. */
export function noChallenge(): string {
  return setCookie('', 0)
}
