/**
 * A device that somebody has signed in on before keeps a signed mark of it. A stranger who tries one password after
 * another uses up the tries of strangers, not those of the person's own phone: nobody can be locked out that way.
 * The mark opens nothing; it is not given to a shared phone.
 */
import { randomBytes } from 'node:crypto'
import { keyedHash, sameHash } from '#app/access/keyed-hash.server.ts'
import { config } from '#app/values/config.ts'
import type { PersonId } from '#app/values/ids.ts'

const secure = () => config().origin.startsWith('https:')
const cookieName = () => (secure() ? '__Host-device' : 'device')
const mark = (person: PersonId, nonce: string) => keyedHash('device', person, nonce)

/** What tells this device from others if this person has signed in on it; undefined otherwise. */
export function knownDevice(request: Request, person: PersonId): string | undefined {
  const cookie = new RegExp(`(?:^|;\\s*)${cookieName()}=([\\w-]{22})\\.([\\w-]{43})(?:;|$)`).exec(request.headers.get('Cookie') ?? '')
  return cookie && sameHash(cookie[2]!, mark(person, cookie[1]!)) ? cookie[1] : undefined
}

/** The Set-Cookie by which a device is known for a year; `untilClosed`, only until the browser is closed. */
export function rememberDevice(person: PersonId, { untilClosed = false } = {}): string {
  const nonce = randomBytes(16).toString('base64url')
  return `${cookieName()}=${nonce}.${mark(person, nonce)}; Path=/;${untilClosed ? '' : ' Max-Age=31536000;'} SameSite=Lax; HttpOnly${secure() ? '; Secure' : ''}`
}
