/**
 * One-time codes: six digits for ten minutes and five tries. Only a keyed hash is kept, so that a copy of the database
 * does not let anybody count through a million of them.
 */
import { randomInt } from 'node:crypto'
import type { Transaction } from 'kysely'
import type { Schema } from '#db/schema.ts'
import { keyedHash, sameHash } from '#app/access/keyed-hash.server.ts'
import { newId, type PersonId } from '#app/values/ids.ts'
import { plusMinutes, type Instant } from '#app/values/instant.ts'
import { asciiDigits } from '#app/values/digits.ts'

export const minutesOfCode = 10
export const triesOfCode = 5

/** Whose code it is: a person's at sign-in, or that of whoever holds a secret link. */
export type CodeFor = { readonly person: PersonId } | { readonly linkHash: string }

/** What somebody typed as a code: digits of any script and letters, without the gaps that were printed to help reading. */
export function typedCode(text: string): string {
  return asciiDigits(text).toLowerCase().replace(/[\s\-\u2010-\u2015.]/g, '').replaceAll('o', '0').replace(/[il]/g, '1')
}

const about = (whose: CodeFor) => ('person' in whose ? (['person_id', whose.person] as const) : (['link_hash', whose.linkHash] as const))
const hashOf = (whose: CodeFor, code: string) => keyedHash('code', ...about(whose), code)

/**
 * Makes a new code, which ends the one before. Tries that were wrong before are not given back to the holder of a link
 * (`keepTries`), who could otherwise go on for ever. Returns the code, to be sent and not kept.
 */
export async function makeCode(db: Transaction<Schema>, whose: CodeFor, at: Instant, { keepTries = false, code = sixDigits(), until = plusMinutes(at, minutesOfCode) }: { keepTries?: boolean; code?: string; until?: Instant } = {}): Promise<string> {
  const [column, value] = about(whose)
  const before = await db.selectFrom('one_time_code').select('tries_left').where(column, '=', value as never).orderBy('expires_at', 'desc').executeTakeFirst()
  await db.deleteFrom('one_time_code').where(column, '=', value as never).execute()
  await db.insertInto('one_time_code').values({
    id: newId(), person_id: 'person' in whose ? whose.person : null, link_hash: 'linkHash' in whose ? whose.linkHash : null,
    code_hash: hashOf(whose, code), expires_at: until, tries_left: keepTries && before ? before.tries_left : triesOfCode, used_at: null,
  }).execute()
  return code
}

/** What a try came to. `ended`: there is no code any more, because it was used, is too old or was tried too often. */
export type Tried = 'right' | 'wrong' | 'ended'

/** Tries a code, under the lock of its scope. A right one is used up; a wrong one costs a try. */
export async function tryCode(db: Transaction<Schema>, whose: CodeFor, code: string, at: Instant): Promise<Tried> {
  const [column, value] = about(whose)
  const row = await db.selectFrom('one_time_code').selectAll().where(column, '=', value as never)
    .where('used_at', 'is', null).where('expires_at', '>', at).where('tries_left', '>', 0).executeTakeFirst()
  if (!row) return 'ended'
  if (sameHash(row.code_hash, hashOf(whose, code))) {
    await db.updateTable('one_time_code').set({ used_at: at }).where('id', '=', row.id).execute()
    return 'right'
  }
  await db.updateTable('one_time_code').set({ tries_left: row.tries_left - 1 }).where('id', '=', row.id).execute()
  return row.tries_left > 1 ? 'wrong' : 'ended'
}

function sixDigits(): string {
  return String(randomInt(1_000_000)).padStart(6, '0')
}
