/**
 * The link in a message, `/n/<token>`: it opens nothing by itself, and leads on after signing in. The token is reckoned from
 * the house's secret key, so that a message that waits can be sent again while the database keeps a hash alone.
 */
import type { Kysely, Transaction } from 'kysely'
import type { Schema } from '#db/schema.ts'
import { keyedHash, plainHash } from '#app/access/keyed-hash.server.ts'
import { theArea } from '#app/access/viewer.server.ts'
import { config } from '#app/values/config.ts'
import type { PersonId } from '#app/values/ids.ts'
import { plusMinutes, type Instant } from '#app/values/instant.ts'

/** Days for which a link works where the area has not said otherwise (`noticeLinkDays`). */
export const usualLinkDays = 14

/** What stands in a kept message where its link will be. */
export function linkMark(): string {
  return `${config().origin}/n/*`
}

/** Some 130 bits: short enough for a text message, too many to try. It ends in a letter or a digit, for programs leave another sign at the end out of a link. */
function tokenFor(purpose: string, message: string): string {
  return keyedHash(purpose, message).slice(0, 22).replace(/[-_]$/, '0')
}

function tokenOf(message: string): string {
  return tokenFor('notice-link', message)
}

/** The same in a reminder, whose link leads to its appointment without signing in. */
export function reminderLinkMark(): string {
  return `${config().origin}/do/*`
}

/** The token in a reminder's link, as long and as little kept. */
export function reminderToken(message: string): string {
  return tokenFor('reminder-link', message)
}

/** A message as it goes out: with its link in place of the mark. */
export function withLink({ id, body }: { readonly id: string; readonly body: string }): string {
  return body.replace(linkMark(), () => `${config().origin}/n/${tokenOf(id)}`).replace(reminderLinkMark(), () => `${config().origin}/do/${reminderToken(id)}`)
}

/** Makes the link of a message. `name` is what it is about, `path` the page of ours that it leads to. */
export async function makeNoticeLink(db: Transaction<Schema>, message: string, { person, name, path }: { person: PersonId; name: string; path: string }, at: Instant): Promise<void> {
  const set = await db.selectFrom('area_setting').select('value').where('area_id', '=', theArea).where('key', '=', 'noticeLinkDays').executeTakeFirst()
  const days = set ? Number(JSON.parse(set.value)) : usualLinkDays
  await db.insertInto('notice_link').values({ token_hash: plainHash(tokenOf(message)), person_id: person, name, path, expires_at: plusMinutes(at, days * 24 * 60) }).execute()
}

/** What a message is about, by the message itself; undefined when its link has ended. */
export async function nameOfNotice(db: Kysely<Schema>, message: string): Promise<string | undefined> {
  const row = await db.selectFrom('notice_link').select('name').where('token_hash', '=', plainHash(tokenOf(message))).executeTakeFirst()
  return row?.name
}

/** Whose an open link is, what its message is about and where it leads; undefined for an unknown or ended one. */
export async function noticeOfLink(db: Kysely<Schema>, token: string, at: Instant): Promise<{ person: PersonId; name: string; path: string } | undefined> {
  const row = await db.selectFrom('notice_link').select(['person_id', 'name', 'path']).where('token_hash', '=', plainHash(token)).where('expires_at', '>', at).executeTakeFirst()
  return row && { person: row.person_id, name: row.name, path: row.path }
}
