/** Secrets that must be read again, such as the key of an authenticator: sealed by the house's key, so that a copy of the database opens none. */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { config } from '#app/values/config.ts'

const keyFor = (purpose: string) => Buffer.from(hkdfSync('sha256', config().secretKey, '', `sealed ${purpose}`, 32))

/** AES-256-GCM with a new nonce each time. `about` is whose it is: what was sealed for one person opens for no other. */
export function seal(purpose: string, about: string, text: string): string {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', keyFor(purpose), nonce).setAAD(Buffer.from(about))
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url')
}

/** What was sealed. Throws when it was changed, or sealed for something or somebody else. */
export function unseal(purpose: string, about: string, sealed: string): string {
  const bytes = Buffer.from(sealed, 'base64url')
  const decipher = createDecipheriv('aes-256-gcm', keyFor(purpose), bytes.subarray(0, 12), { authTagLength: 16 }).setAAD(Buffer.from(about)).setAuthTag(bytes.subarray(12, 28))
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
}
