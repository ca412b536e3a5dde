/**
 * A request that somebody has begun and not sent: theirs alone, until they send it or throw it away, or leave it for the area's
 * days. It keeps what was typed as it was typed, and a picture beside it; no event holds any of it.
 */
import type { Kysely } from 'kysely'
import type { Schema } from '#db/schema.ts'
import { visibleTo } from '#app/access/visible-to.server.ts'
import type { Acting, Inside, May, Viewer, WatchActing } from '#app/access/viewer.server.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import type { CleanFile } from '#app/domain/plan/clean-file.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import { newId, type CircleId, type DraftId, type FamilyId, type FileId, type ServiceId, type SpendId } from '#app/values/ids.ts'
import { plusMinutes, type Instant } from '#app/values/instant.ts'

/** What was typed, field by field. */
export type Typed = Readonly<Record<string, string | readonly string[]>>

export interface Draft { readonly id: DraftId; readonly service: ServiceId | null; readonly typed: Typed; readonly changedAt: Instant; /** The picture beside it. */ readonly file: FileId | null }

const columns = ['d.id', 'd.service_id', 'd.said', 'd.changed_at', 'f.id as file'] as const
type Row = { id: DraftId; service_id: ServiceId | null; said: string; changed_at: Instant; file: FileId | null }
const asDraft = (row: Row): Draft => ({ id: row.id, service: row.service_id, typed: JSON.parse(row.said) as Typed, changedAt: row.changed_at, file: row.file })

function drafts(viewer: Viewer | Inside<Viewer>) {
  return viewer.db.selectFrom('spend_draft as d').leftJoin('spend_file as f', (join) => join.onRef('f.family_id', '=', 'd.family_id').onRef('f.draft_id', '=', 'd.id'))
    .select(columns).where('d.family_id', '=', viewer.family).where('d.by_member', '=', viewer.member)
}

/** What the viewer has begun and not sent, the newest first. One query. */
export async function draftsOf(viewer: May<'budget:ask'>): Promise<Draft[]> {
  return (await drafts(viewer).orderBy('d.changed_at', 'desc').orderBy('d.id').limit(20).execute()).map(asDraft)
}

/** One of them; undefined when it is not there or not the viewer's own. One query. */
export async function draftOf(viewer: May<'budget:ask'>, id: DraftId): Promise<Draft | undefined> {
  const row = await drafts(viewer).where('d.id', '=', id).executeTakeFirst()
  return row && asDraft(row)
}

/**
 * Keeps what was typed so far, anew or in place of what was kept before; a picture takes the place of the one before. `begun` is the name under which something
 * new is kept: what was kept under it before is the same draft.
 */
export async function keepDraft(acting: Acting<'budget:ask'>, next: { draft: DraftId | null; begun?: DraftId; service: ServiceId | null; typed: Typed; file: CleanFile | null }): Promise<Outcome<DraftId, 'draft-gone'>> {
  const id = next.draft ?? next.begun ?? newId<DraftId>()
  const said = JSON.stringify(next.typed)
  if (await isOwn(acting, id)) await acting.db.updateTable('spend_draft').set({ said, changed_at: acting.now }).where('family_id', '=', acting.family).where('id', '=', id).execute()
  else if (next.draft) return { ok: false, why: 'draft-gone' }
  else {
    const { numInsertedOrUpdatedRows: made } = await acting.db.insertInto('spend_draft').values({ family_id: acting.family, id, service_id: next.service, said, by_member: acting.member!, changed_at: acting.now }).onConflict((one) => one.doNothing()).executeTakeFirst()
    // Somebody else’s has that name.
    if (made !== 1n) return { ok: false, why: 'draft-gone' }
  }
  if (next.file) {
    await acting.db.deleteFrom('spend_file').where('family_id', '=', acting.family).where('draft_id', '=', id).execute()
    await acting.db.insertInto('spend_file').values({
      family_id: acting.family, id: newId<FileId>(), spend_id: null, draft_id: id, type: next.file.type, content: Buffer.from(next.file.bytes).toString('base64'), size: next.file.bytes.length, by_member: acting.member!, at: acting.now,
    }).execute()
  }
  return { ok: true, value: id, event: { kind: 'draft-kept', data: {}, circle: nobody() } }
}

/** A circle that nobody is in: what somebody begins and does not send is in no history that others read. */
function nobody(): CircleId {
  return newId<CircleId>()
}

async function isOwn(acting: Inside<Viewer>, id: DraftId): Promise<boolean> {
  return (await acting.db.selectFrom('spend_draft').select('id').where('family_id', '=', acting.family).where('id', '=', id).where('by_member', '=', acting.member).executeTakeFirst()) !== undefined
}

async function gone(acting: { readonly db: Inside<Viewer>['db']; readonly family: FamilyId }, id: DraftId): Promise<void> {
  await acting.db.deleteFrom('spend_file').where('family_id', '=', acting.family).where('draft_id', '=', id).execute()
  await acting.db.deleteFrom('spend_draft').where('family_id', '=', acting.family).where('id', '=', id).execute()
}

/** Throws one's own draft away, with the picture beside it. */
export async function throwDraftAway(acting: Acting<'budget:ask'>, { draft }: { draft: DraftId }): Promise<Outcome<null, 'draft-gone'>> {
  if (!(await isOwn(acting, draft))) return { ok: false, why: 'draft-gone' }
  await gone(acting, draft)
  return { ok: true, value: null, event: { kind: 'draft-thrown-away', data: {}, circle: nobody() } }
}

/** Takes the picture beside a draft out again. */
export async function takeFileOut(acting: Acting<'budget:ask'>, { draft }: { draft: DraftId }): Promise<Outcome<null, 'draft-gone'>> {
  if (!(await isOwn(acting, draft))) return { ok: false, why: 'draft-gone' }
  await acting.db.deleteFrom('spend_file').where('family_id', '=', acting.family).where('draft_id', '=', draft).execute()
  return { ok: true, value: null, event: { kind: 'draft-kept', data: {}, circle: nobody() } }
}

/** What was begun becomes a request: its picture goes with it, and the draft is gone. False where it was sent or thrown away before. */
export async function sendDraft(acting: Inside<Viewer>, draft: DraftId, spend: SpendId): Promise<boolean> {
  if (!(await isOwn(acting, draft))) return false
  await acting.db.updateTable('spend_file').set({ spend_id: spend, draft_id: null }).where('family_id', '=', acting.family).where('draft_id', '=', draft).execute()
  await gone(acting, draft)
  return true
}

/** A picture, for whoever sees the request that it stands beside, or has begun it; undefined for anybody else. */
export async function spendFileOf(viewer: May<'spend:see'>, id: FileId): Promise<{ type: string; bytes: Buffer<ArrayBuffer> } | undefined> {
  const row = await viewer.db.selectFrom('spend_file as f')
    .leftJoin('spend as s', (join) => join.onRef('s.family_id', '=', 'f.family_id').onRef('s.id', '=', 'f.spend_id').on(visibleTo(viewer, 'spend', 's') as never))
    .leftJoin('spend_draft as d', (join) => join.onRef('d.family_id', '=', 'f.family_id').onRef('d.id', '=', 'f.draft_id').on('d.by_member', '=', viewer.member))
    .select(['f.type', 'f.content']).where('f.family_id', '=', viewer.family).where('f.id', '=', id).where((eb) => eb.or([eb('s.id', 'is not', null), eb('d.id', 'is not', null)])).executeTakeFirst()
  return row && { type: row.type, bytes: Buffer.from(row.content, 'base64') }
}

/** Drafts that nobody touched for the area's days. Two queries. */
export async function leftDrafts(db: Kysely<Schema>, at: Instant): Promise<{ family: FamilyId; draft: DraftId }[]> {
  const { draftDays } = await settingsOf(db)
  const rows = await db.selectFrom('spend_draft').select(['family_id', 'id']).where('changed_at', '<', plusMinutes(at, -draftDays * 24 * 60)).orderBy('changed_at').limit(500).execute()
  return rows.map((row) => ({ family: row.family_id, draft: row.id }))
}

/** Throws away a draft that was left. Asked again inside: whoever touched it meanwhile keeps it. */
export async function dropLeftDraft(acting: WatchActing<'promises:watch'>, { draft }: { draft: DraftId }): Promise<Outcome<null, 'nothing-to-do'>> {
  const { draftDays } = await settingsOf(acting.db)
  const row = await acting.db.selectFrom('spend_draft').select('id').where('family_id', '=', acting.family).where('id', '=', draft).where('changed_at', '<', plusMinutes(acting.now, -draftDays * 24 * 60)).executeTakeFirst()
  if (!row) return { ok: false, why: 'nothing-to-do' }
  await gone(acting, draft)
  return { ok: true, value: null, event: { kind: 'draft-thrown-away', data: {}, circle: nobody() } }
}
