/**
 * What is written in private family time lies sealed in the database: AES-256-GCM by the key of its meeting, which itself lies there
 * sealed by a key from outside (`wrapping-keys`). The cipher is OpenSSL's, by way of Node. What was sealed is bound to its family, its meeting,
 * its sitting and what it is, so that a row that is moved opens nowhere else. When a meeting's key is gone, so is all that was written by it.
 */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { Schema } from '#db/schema.ts'
import type { FormUse } from '#app/events/transact.server.ts'
import { newId, type FamilyId, type MeetingId } from '#app/values/ids.ts'
import { wrappingKeys, type WrappingKey } from './wrapping-keys.server.ts'

/** The private time of one sitting of a meeting. */
export interface Room { readonly family: FamilyId; readonly meeting: MeetingId; readonly sitting: number }

type Where = Pick<Room, 'family' | 'meeting'>
type Db = Kysely<Schema>

/** A text, sealed for one room. `about` is what it is and its id, such as `post 0abc…`: it opens under the same alone. Throws once the meeting's key is gone. */
export async function sealIn(db: Db, room: Room, about: string, text: string): Promise<string> {
  return sealBy(await keyOf(db, room), boundTo(room, about), Buffer.from(text))
}

/** What was sealed, in the same order; null where nothing was. One query. Throws when something was changed, or sealed for something else, and once the key is gone. */
export async function openIn(db: Db, room: Room, rows: readonly { readonly about: string; readonly sealed: string | null }[]): Promise<(string | null)[]> {
  if (rows.every(({ sealed }) => sealed === null)) return rows.map(() => null)
  const key = await keyOf(db, room)
  return rows.map(({ about, sealed }) => (sealed === null ? null : openBy(key, boundTo(room, about), sealed).toString('utf8')))
}

/** The same of several rooms. One query for each of them. */
export async function openAcross(db: Db, rows: readonly (Room & { readonly about: string; readonly sealed: string })[]): Promise<string[]> {
  const opened = new Map<string, string>()
  const nameOf = ({ family, meeting, sitting }: Room) => `${family} ${meeting} ${sitting}`
  for (const name of new Set(rows.map(nameOf))) {
    const of = rows.filter((row) => nameOf(row) === name)
    const texts = await openIn(db, of[0]!, of)
    for (const [at, { about }] of of.entries()) opened.set(about, texts[at]!)
  }
  return rows.map(({ about }) => opened.get(about)!)
}

/**
 * The id of a form that was sent in a room, with a hash of what it said that only the holder of the meeting's key can make or try: what is
 * kept of a short word must not be guessed, not even by whoever has the house's own key. Where there is no key, nothing can be said there.
 */
export async function secretly(db: Db, room: Room, once: FormUse): Promise<FormUse> {
  const meetings = await storedKey(db, room)
  if (!meetings) return { id: once.id, contentHash: newId() }
  const key = Buffer.from(hkdfSync('sha256', unwrapped(room, meetings), '', 'form', 32))
  return { id: once.id, contentHash: createHmac('sha256', key).update(boundTo(room, once.contentHash)).digest('base64url') }
}

/** Makes the key of a meeting that has none. */
export async function makeRoomKey(db: Db, where: Where): Promise<void> {
  const by = wrappingKeys().at(-1)!
  await db.insertInto('room_key').values({ family_id: where.family, meeting_id: where.meeting, ...wrapped(by, where, randomBytes(32)) }).onConflict((conflict) => conflict.doNothing()).execute()
}

/** The same key, sealed by the newest of the keys outside. */
export function wrappedAnew(where: Where, row: { readonly wrapped_by: string; readonly wrapped: string }): { wrapped_by: string; wrapped: string } {
  return wrapped(wrappingKeys().at(-1)!, where, unwrapped(where, row))
}

async function keyOf(db: Db, where: Where): Promise<Buffer> {
  const stored = await storedKey(db, where)
  if (!stored) throw new Error('this meeting has no key: it was destroyed, or its private time never opened')
  return unwrapped(where, stored)
}

function storedKey(db: Db, where: Where) {
  return db.selectFrom('room_key').select(['wrapped_by', 'wrapped']).where('family_id', '=', where.family).where('meeting_id', '=', where.meeting).executeTakeFirst()
}

function wrapped(by: WrappingKey, where: Where, key: Buffer): { wrapped_by: string; wrapped: string } {
  return { wrapped_by: by.name, wrapped: sealBy(by.key, boundKey(by.name, where), key) }
}

function unwrapped(where: Where, { wrapped_by, wrapped: sealed }: { readonly wrapped_by: string; readonly wrapped: string }): Buffer {
  const by = wrappingKeys().find(({ name }) => name === wrapped_by)
  if (!by) throw new Error(`the file of ROOM_KEYS_FILE has no key ${wrapped_by}`)
  return openBy(by.key, boundKey(wrapped_by, where), sealed)
}

const boundKey = (name: string, { family, meeting }: Where) => JSON.stringify(['room key', name, family, meeting])
const boundTo = ({ family, meeting, sitting }: Room, about: string) => JSON.stringify(['room', family, meeting, sitting, about])

/** A new nonce each time: one key seals far fewer texts than the 2^32 for which random nonces are safe. */
function sealBy(key: Buffer, about: string, text: Buffer): string {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(about))
  const sealed = Buffer.concat([cipher.update(text), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url')
}

function openBy(key: Buffer, about: string, sealed: string): Buffer {
  const bytes = Buffer.from(sealed, 'base64url')
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12), { authTagLength: 16 }).setAAD(Buffer.from(about)).setAuthTag(bytes.subarray(12, 28))
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()])
}
