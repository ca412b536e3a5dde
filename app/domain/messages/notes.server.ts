/**
 * Notes that somebody keeps for themselves, or shows to people they name (#27). Only the newest words are kept, no event
 * holds any of them, and a note that is thrown away is gone.
 */
import { visibleTo } from '#app/access/visible-to.server.ts'
import type { Acting, Inside, May, Viewer } from '#app/access/viewer.server.ts'
import { circleFor, type CircleRefused, type Named } from '#app/domain/sharing/circles.server.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import { newId, type CircleId, type MemberId, type NoteId } from '#app/values/ids.ts'
import type { Instant } from '#app/values/instant.ts'
import { countAll } from '#db/sum.ts'
import { aPage, pageAsked } from '#app/values/pages.ts'

export interface Written { readonly words: string; readonly lang: string; /** Who may read it beside its writer; nobody when empty. */ readonly shownTo: Named }

/** Keeps a note. It begins with its writer alone: unlike other things it is never everybody's. */
export async function keepNote(acting: Acting<'notes:keep'>, note: Written): Promise<Outcome<NoteId, CircleRefused>> {
  if (acting.member === null) return { ok: false, why: 'somebody-is-not-here' }
  const made = await circleFor(acting, note.shownTo)
  if (!made.ok) return { ...made, field: 'seen-by' }
  const id = newId<NoteId>()
  await acting.db.insertInto('note').values({ family_id: acting.family, id, circle_id: made.circle!, words: note.words, lang: note.lang, by_member: acting.member, made_at: acting.now, changed_at: null }).execute()
  return { ok: true, value: id, event: { kind: 'note-kept', data: {}, thing: { kind: 'note', id }, circle: made.circle } }
}

/** Changes one's own note, and who may read it. What it said before is gone. */
export async function changeNote(acting: Acting<'notes:keep'>, { note, ...next }: Written & { note: NoteId }): Promise<Outcome<NoteId, CircleRefused | 'not-there'>> {
  if (!(await isOwn(acting, note))) return { ok: false, why: 'not-there' }
  const made = await circleFor(acting, next.shownTo)
  if (!made.ok) return { ...made, field: 'seen-by' }
  await acting.db.updateTable('note').set({ circle_id: made.circle!, words: next.words, lang: next.lang, changed_at: acting.now }).where('family_id', '=', acting.family).where('id', '=', note).execute()
  return { ok: true, value: note, event: { kind: 'note-changed', data: {}, thing: { kind: 'note', id: note }, circle: made.circle } }
}

/** Throws one's own note away, with what of it was typed and not sent. It cannot be had back. */
export async function throwNoteAway(acting: Acting<'notes:keep'>, { note }: { note: NoteId }): Promise<Outcome<null, 'not-there'>> {
  const own = await isOwn(acting, note)
  if (!own) return { ok: false, why: 'not-there' }
  await acting.db.deleteFrom('note').where('family_id', '=', acting.family).where('id', '=', note).execute()
  await acting.db.deleteFrom('parked_form').where('person_id', '=', acting.person).where('path', '=', `/families/${acting.family}/notes/${note}`).execute()
  return { ok: true, value: null, event: { kind: 'note-thrown-away', data: {}, circle: own.circle_id } }
}

async function isOwn(acting: Inside<Viewer>, note: NoteId): Promise<{ circle_id: CircleId } | undefined> {
  return acting.db.selectFrom('note as n').select('n.circle_id').where('n.id', '=', note).where('n.by_member', '=', acting.member).where(visibleTo(acting, 'note', 'n')).executeTakeFirst()
}

export interface Note { readonly id: NoteId; readonly words: string; readonly lang: string; readonly by: MemberId; readonly madeAt: Instant; readonly changedAt: Instant | null; readonly circle: CircleId }

const columns = ['n.id', 'n.words', 'n.lang', 'n.by_member', 'n.made_at', 'n.changed_at', 'n.circle_id'] as const
const asNote = (row: { id: NoteId; words: string; lang: string; by_member: MemberId; made_at: Instant; changed_at: Instant | null; circle_id: CircleId }): Note =>
  ({ id: row.id, words: row.words, lang: row.lang, by: row.by_member, madeAt: row.made_at, changedAt: row.changed_at, circle: row.circle_id })

/** The notes that the viewer keeps or was shown, the newest first, 20 a page. Two queries. */
export async function notesOf(viewer: May<'notes:see'>, asked: number): Promise<{ notes: Note[]; page: number; pages: number }> {
  const seen = viewer.db.selectFrom('note as n').where(visibleTo(viewer, 'note', 'n'))
  const { total } = await seen.select(countAll().as('total')).executeTakeFirstOrThrow()
  const { page, pages, offset } = pageAsked(total, asked)
  const rows = await seen.select(columns).orderBy('n.made_at', 'desc').orderBy('n.id').limit(aPage).offset(offset).execute()
  return { page, pages, notes: rows.map(asNote) }
}

/** One note; undefined when it is not there or not for the viewer. */
export async function note(viewer: May<'notes:see'>, id: NoteId): Promise<Note | undefined> {
  const row = await viewer.db.selectFrom('note as n').select(columns).where('n.id', '=', id).where(visibleTo(viewer, 'note', 'n')).executeTakeFirst()
  return row && asNote(row)
}
