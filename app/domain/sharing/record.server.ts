/**
 * The record for the auditor: who did what kind of thing and when, never what a family's things say. Reading it is an event
 * too. And what the checks of each night found.
 */
import type { AreaActing, AreaMay } from '#app/access/viewer.server.ts'
import type { Catalogue } from '#app/events/catalogue.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import type { PersonId } from '#app/values/ids.ts'
import { atWallTime, plusDays, type Day, type Instant } from '#app/values/instant.ts'
import { knownReasons, type KnownReason } from './looked.ts'
import { recordParts, type RecordPart } from './record.ts'

/** Lines on one page. */
const aPage = 20

export interface RecordLine {
  readonly id: string
  readonly at: Instant
  readonly part: RecordPart
  readonly kind: string
  readonly by: string | null
  /** The first letters of the id of the family, person or area whose chain it stands in: enough to tell two apart, too few to open anything. */
  readonly chain: string
  /** Why a record was opened: one of the usual reasons, or that it was said in own words, which are the family's to read; null for other lines. */
  readonly because: KnownReason | 'own-words' | null
}

export interface RecordFilter { readonly part: RecordPart; readonly on: Day | null; readonly by: PersonId | null; /** The first letters of a record, as each line shows them. */ readonly chain: string | null }

/** The lines of a part, the latest first, 20 a page. `more` says whether there are older ones. */
export async function recordOf(viewer: AreaMay<'audit:see'>, filter: RecordFilter, page: number): Promise<{ lines: RecordLine[]; more: boolean }> {
  const rows = await viewer.db.selectFrom('event as e').leftJoin('person as p', 'p.id', 'e.by_person')
    .select(['e.id', 'e.at', 'e.kind', 'e.scope_id', 'e.data', 'p.name'])
    .where('e.kind', 'in', [...recordParts[filter.part]])
    .$if(filter.on !== null, (query) => query.where('e.at', '>=', atWallTime(filter.on!, '00:00')!).where('e.at', '<', atWallTime(plusDays(filter.on!, 1), '00:00')!))
    .$if(filter.by !== null, (query) => query.where('e.by_person', '=', filter.by))
    .$if(filter.chain !== null, (query) => query.where('e.scope_id', '>=', filter.chain!).where('e.scope_id', '<', `${filter.chain}\u{10ffff}`))
    .orderBy('e.at', 'desc').orderBy('e.scope_id').orderBy('e.seq', 'desc').limit(aPage + 1).offset((page - 1) * aPage).execute()
  return {
    more: rows.length > aPage,
    lines: rows.slice(0, aPage).map((row) => ({ id: row.id, at: row.at, part: filter.part, kind: row.kind, by: row.name, chain: row.scope_id.slice(0, 6), because: becauseOf(row.kind, row.data) })),
  }
}

function becauseOf(kind: string, data: string | null): RecordLine['because'] {
  const said = JSON.parse(data ?? '{}') as Partial<Catalogue['page-looked-at'] & Catalogue['record-opened']>
  const because = kind === 'page-looked-at' ? said.because : kind === 'record-opened' || kind === 'emergency-view-opened' ? said.reason : undefined
  return because === undefined ? null : (knownReasons.find((reason) => reason === because) ?? 'own-words')
}

/** Everybody who has or had a post: whose lines can be asked for. */
export async function whoHelpsHere(viewer: AreaMay<'audit:see'>): Promise<{ person: PersonId; name: string }[]> {
  return viewer.db.selectFrom('person as p').select(['p.id as person', 'p.name']).where((eb) => eb.exists(eb.selectFrom('post as o').select('o.id').whereRef('o.person_id', '=', 'p.id'))).orderBy('p.name').limit(500).execute()
}

/** Writes down that the record was read, and by which filter. */
export async function noteRecordRead(_acting: AreaActing<'audit:see'>, { filter }: { filter: string }): Promise<Outcome<null, never>> {
  return { ok: true, value: null, event: { kind: 'record-read', data: { filter } } }
}

export interface LastCheck { readonly what: 'record' | 'books' | 'owners' | 'contacts'; readonly at: Instant; readonly findings: number }

/** What the latest check of the record and of the books found. */
export async function lastChecks(viewer: AreaMay<'audit:see'>): Promise<LastCheck[]> {
  const rows = await Promise.all((['record', 'books', 'owners', 'contacts'] as const).map((what) =>
    viewer.db.selectFrom('nightly_check').select(['what', 'at', 'findings']).where('what', '=', what).orderBy('on_day', 'desc').limit(1).executeTakeFirst()))
  return rows.flatMap((row) => row ?? [])
}

export interface OpenReview { readonly kind: 'emergency' | 'decision'; readonly chain: string; readonly by: string; /** Who was asked to look at it; null for whoever manages the team. */ readonly reviewer: string | null; readonly at: Instant; readonly dueOn: Day }

/** What a second person has not looked at yet, the earliest day first: looks in an emergency, and sharing without asking. Kinds, names and days, never a reason. Two queries. */
export async function openReviews(viewer: AreaMay<'audit:see'>): Promise<OpenReview[]> {
  const views = await viewer.db.selectFrom('emergency_view as v').innerJoin('person as p', 'p.id', 'v.person_id').select(['v.family_id', 'p.name', 'v.opened_at', 'v.review_on'])
    .where('v.reviewed_at', 'is', null).orderBy('v.review_on').limit(50).execute()
  const decisions = await viewer.db.selectFrom('safeguarding_decision as d').innerJoin('person as p', 'p.id', 'd.made_by').innerJoin('person as r', 'r.id', 'd.reviewer').select(['d.family_id', 'p.name', 'r.name as reviewer', 'd.made_at', 'd.review_by'])
    .where('d.reviewed_at', 'is', null).where('d.ended_at', 'is', null).where('d.until_on', '>=', viewer.today).orderBy('d.review_by').limit(50).execute()
  const all: OpenReview[] = [
    ...views.map((row) => ({ kind: 'emergency' as const, chain: row.family_id.slice(0, 6), by: row.name, reviewer: null, at: row.opened_at, dueOn: row.review_on })),
    ...decisions.map((row) => ({ kind: 'decision' as const, chain: row.family_id.slice(0, 6), by: row.name, reviewer: row.reviewer, at: row.made_at, dueOn: row.review_by })),
  ]
  return all.sort((one, other) => (one.dueOn < other.dueOn ? -1 : one.dueOn > other.dueOn ? 1 : 0))
}
