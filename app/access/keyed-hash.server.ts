/** Hashes that only this house can make: of what must not be guessed from a copy of the database. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { config } from '#app/values/config.ts'

/** HMAC-SHA256 by the house's secret key. `purpose` keeps a hash made for one thing from serving for another. */
export function keyedHash(purpose: string, ...parts: readonly string[]): string {
  return createHmac('sha256', config().secretKey).update(JSON.stringify([purpose, ...parts])).digest('base64url')
}

/** SHA-256 of a text that is itself too long to be guessed. */
export function plainHash(text: string): string {
  return createHash('sha256').update(text).digest('base64url')
}

/** Whether two hashes are the same, in a time that does not tell how far they agree. */
export function sameHash(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}
