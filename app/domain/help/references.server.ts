/** References that are read out on the phone, and the codes that go with them. Random: a number in sequence would tell how many there are. */
import { randomBytes } from 'node:crypto'
import { keyedHash, plainHash, sameHash } from '#app/access/keyed-hash.server.ts'
import type { HelpRequestId } from '#app/values/ids.ts'

// Nothing that is mistaken for something else when it is read out or copied by hand: no 0 and O, 1, I and L, U and V.
const letters = '23456789ABCDEFGHJKMNPQRSTWXYZ'
const shape = new RegExp(`^[${letters}]{3}-[${letters}]{4}$`)

/** A new reference such as `KF7-2M9Q`: 34 bits, enough that none comes twice; the code is what keeps it. */
export function newReference(): string {
  let found = ''
  while (found.length < 7) {
    for (const byte of randomBytes(16)) {
      // Bytes above the last whole round of letters would make the first ones likelier.
      if (byte < letters.length * 8 && found.length < 7) found += letters[byte % letters.length]
    }
  }
  return `${found.slice(0, 3)}-${found.slice(3)}`
}

/** A reference as somebody typed it, in the one way it is kept; undefined if it is none. */
export function readReference(typed: string): string | undefined {
  const plain = typed.toUpperCase().replace(/[\s\u2010-\u2015-]/g, '')
  const text = `${plain.slice(0, 3)}-${plain.slice(3)}`
  return shape.test(text) ? text : undefined
}

/** The code of a request: eight letters and digits that only this house can reckon. It is kept nowhere. */
export function codeOf(request: HelpRequestId): string {
  const text = [...Buffer.from(keyedHash('help-code', request), 'base64url').subarray(0, 8)].map((byte) => letters[byte % letters.length]).join('')
  return `${text.slice(0, 4)}-${text.slice(4)}`
}

/** What is kept of a code, so that it holds when the house's key has changed. */
export function hashOfCode(request: HelpRequestId, code: string): string {
  return plainHash(`${request}:${code.toUpperCase().replace(/[^0-9A-Z]/g, '')}`)
}

/** Minutes for which a request can be looked at without giving its code again. */
const minutesShown = 10

/** What lets whoever just sent a request, or gave its code, look at it for some minutes: in an address, of which a bookmark soon shows nothing. */
export function newGlance(request: HelpRequestId, reference: string, at: number): string {
  const until = String(at + minutesShown * 60_000)
  return `${request}.${until}.${keyedHash('help-glance', request, reference, until)}`
}

/** The request that may be looked at; undefined once the minutes are over. */
export function readGlance(glance: string | null, reference: string, at: number): HelpRequestId | undefined {
  const [request = '', until = '', hash = ''] = glance?.split('.') ?? []
  if (!/^\d{13}$/.test(until) || Number(until) < at) return undefined
  return sameHash(hash, keyedHash('help-glance', request, reference, until)) ? (request as HelpRequestId) : undefined
}
