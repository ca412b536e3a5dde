/** Passwords: what is taken, and how they are kept. */
import { hash, verify } from '@node-rs/argon2'
import { z } from 'zod'
import { message, secret } from '#app/http/fields.ts'
import { commonPasswords } from './common-passwords.ts'

// OWASP's figures for argon2id, which is the package's own choice: 19 MiB, two passes. About 15 ms of one core.
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

export const shortestPassword = 10
const longest = 200

// The same password typed on another keyboard may arrive in other code points.
const normal = (password: string) => password.normalize('NFKC')

/** The hash to keep. */
export function hashPassword(password: string): Promise<string> {
  return hash(normal(password), cost)
}

let nobodys: Promise<string> | undefined

/**
 * Whether a password is the one that was set. For somebody who has none, or is not known, it takes as long and is
 * never right.
 */
export async function passwordFits(kept: string | null, password: string): Promise<boolean> {
  const against = kept ?? (await (nobodys ??= hashPassword(crypto.randomUUID())))
  const fits = await verify(against, normal(password))
  return fits && kept !== null
}

/** Whether a password is among the first that a stranger would try: a common one, or one short piece over and over. */
export function isCommonPassword(password: string): boolean {
  const said = normal(password).toLowerCase().trim()
  return commonPasswords.has(said) || /^(.{1,4}?)\1+$/su.test(said)
}

/** A new password: ten letters or more of any kind, and no common one. There are no further rules to remember. */
export const newPassword = secret(longest).transform((password, ctx) => {
  if ([...password].length < shortestPassword) ctx.addIssue({ code: 'custom', message: message('errors:passwordTooShort', { min: shortestPassword }) })
  else if (isCommonPassword(password)) ctx.addIssue({ code: 'custom', message: message('errors:passwordTooCommon') })
  else return password
  return z.NEVER
})
