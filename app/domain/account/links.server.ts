/** Secret links: random tokens of which only a hash is kept, for one use and a limited time. */
import { randomBytes } from 'node:crypto'
import type { Kysely, Transaction } from 'kysely'
import type { Schema } from '#db/schema.ts'
import { plainHash } from '#app/access/keyed-hash.server.ts'
import { config } from '#app/values/config.ts'
import type { PersonId } from '#app/values/ids.ts'
import { plusMinutes, type Instant } from '#app/values/instant.ts'

const minutesOfReset = 60

/** A token of 256 random bits, for a link that is pressed and not typed. */
export function newToken(): string {
  return randomBytes(32).toString('base64url')
}

/**
 * What the database keeps of a token. One of those printed in letters (twenty letters and digits) may be typed with
 * gaps, in capitals, and with the letters that stand for a digit.
 */
export function hashOfToken(token: string): string {
  const typed = token.replace(/[\s-]/g, '').toLowerCase().replaceAll('o', '0').replace(/[il]/g, '1')
  return plainHash(token.length < 43 && /^[0-9a-z]{20}$/.test(typed) ? typed : token)
}

/** The whole address of a page of ours, for a message. */
export function addressOf(path: string): string {
  return config().origin + path
}

/**
 * Makes a link by which a person sets a password, and ends those before it. Returns the path to send; the token in it
 * is kept nowhere. `days` for somebody who has only just been added; an hour for somebody who asks.
 */
export async function makeResetLink(db: Transaction<Schema>, person: PersonId, at: Instant, { by = null, days }: { by?: PersonId | null; days?: number } = {}): Promise<string> {
  await endResetLinks(db, person, at)
  const token = newToken()
  await db.insertInto('secret_link').values({
    token_hash: hashOfToken(token), kind: 'reset', person_id: person, family_id: null, member_id: null, address: null, channel: null,
    made_at: at, made_by: by, expires_at: plusMinutes(at, days === undefined ? minutesOfReset : days * 24 * 60), used_at: null, ended_at: null,
  }).execute()
  return `/forgotten/${token}`
}

/** Whose password an open link sets; undefined for an unknown, old, used or ended one. */
export async function personOfResetLink(db: Kysely<Schema>, token: string, at: Instant): Promise<PersonId | undefined> {
  const row = await db.selectFrom('secret_link').select('person_id').where('token_hash', '=', hashOfToken(token)).where('kind', '=', 'reset')
    .where('used_at', 'is', null).where('ended_at', 'is', null).where('expires_at', '>', at).executeTakeFirst()
  return row?.person_id ?? undefined
}

/** Uses a link up; false when somebody was quicker or it has ended. */
export async function useLink(db: Transaction<Schema>, tokenHash: string, at: Instant): Promise<boolean> {
  const { numUpdatedRows } = await db.updateTable('secret_link').set({ used_at: at }).where('token_hash', '=', tokenHash)
    .where('used_at', 'is', null).where('ended_at', 'is', null).where('expires_at', '>', at).executeTakeFirst()
  return numUpdatedRows === 1n
}

/** Ends all links by which a person could still set a password. */
export async function endResetLinks(db: Transaction<Schema>, person: PersonId, at: Instant): Promise<void> {
  await db.updateTable('secret_link').set({ ended_at: at }).where('person_id', '=', person).where('kind', '=', 'reset')
    .where('used_at', 'is', null).where('ended_at', 'is', null).execute()
}
