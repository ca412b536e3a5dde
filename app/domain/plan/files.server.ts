/**
 * A drawing or a voice note beside what somebody says (#43): kept as `clean-file.ts` leaves it, in the circle of the words, and
 * gone when they are taken out. It stands in the database as base64, which both databases and a copy of one's data hold alike.
 */
import { visibleTo } from '#app/access/visible-to.server.ts'
import type { Inside, May, Viewer } from '#app/access/viewer.server.ts'
import { newId, type EntryId, type FileId } from '#app/values/ids.ts'
import type { CleanFile } from './clean-file.ts'

/** A file for the words that it comes with; `what` says what it is to whoever cannot see or hear it. */
export interface NewFile extends CleanFile { readonly what: string; readonly lang: string }

/** What a page needs to show a file. */
export interface FileInShort { readonly id: FileId; readonly type: string; readonly what: string; readonly lang: string }

/** Puts a file beside words that were just written. */
export async function attachFile(acting: Inside<Viewer>, entry: EntryId, { type, bytes, what, lang }: NewFile): Promise<void> {
  await acting.db.insertInto('plan_file').values({
    family_id: acting.family, id: newId<FileId>(), entry_id: entry, type, content: Buffer.from(bytes).toString('base64'), size: bytes.length, what, what_lang: lang, by_member: acting.member!, at: acting.now,
  }).execute()
}

/** Throws the file beside some words away. */
export async function throwFileAway(acting: Inside<Viewer>, entry: EntryId): Promise<void> {
  await acting.db.deleteFrom('plan_file').where('family_id', '=', acting.family).where('entry_id', '=', entry).execute()
}

/** One file with what is in it; undefined when it is not there or not the viewer's to see. */
export async function fileOf(viewer: May<'plan:see'>, id: FileId): Promise<{ type: string; bytes: Buffer<ArrayBuffer> } | undefined> {
  const row = await viewer.db.selectFrom('plan_file as f').innerJoin('plan_entry as e', (join) => join.onRef('e.family_id', '=', 'f.family_id').onRef('e.id', '=', 'f.entry_id'))
    .select(['f.type', 'f.content']).where('f.family_id', '=', viewer.family).where('f.id', '=', id).where('e.ended_at', 'is', null).where(visibleTo(viewer, 'plan', 'e')).executeTakeFirst()
  return row && { type: row.type, bytes: Buffer.from(row.content, 'base64') }
}
