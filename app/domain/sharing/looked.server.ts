/** Who has looked at a family's record, said to the family (#17, #36): who, what, when, because. */
import { sql, type SqlBool, type Expression } from 'kysely'
import { visibleTo } from '#app/access/visible-to.server.ts'
import type { May } from '#app/access/viewer.server.ts'
import { serviceIsNamed } from '#app/domain/family/people.server.ts'
import type { Catalogue } from '#app/events/catalogue.ts'
import type { FamilyId } from '#app/values/ids.ts'
import type { Instant } from '#app/values/instant.ts'
import type { Kind } from '#db/schema.ts'
import { countAll } from '#db/sum.ts'
import { knownReasons, lookedPages, type KnownReason, type LookedPage } from './looked.ts'
import { aPage, pageAsked } from '#app/values/pages.ts'

export interface Looked {
  readonly id: string
  readonly at: Instant
  readonly name: string
  readonly job: string | null
  readonly agency: string | null
  readonly what: LookedPage
  /** The page of the thing, when it was the page of one. */
  readonly to: string | null
  /** One of the known reasons, or the words of whoever looked. */
  readonly because: { readonly known: KnownReason } | { readonly words: string; readonly lang: string | null }
}

/** The tables of things that have pages of their own. */
const things: readonly (readonly [kind: Kind, table: string])[] = [['goal', 'goal'], ['appointment', 'appointment'], ['spend', 'spend'], ['message', 'conversation'], ['note', 'note']]

/**
 * True for the looks that this reader is told of: at pages of no one thing, of a person, or of a thing that the reader may
 * see; of the pages of young carers and of those who have been through the same, if they know that somebody asked; and what stands in a circle only to those inside. A kind of thing that is not listed here is told to nobody.
 */
function toldTo(viewer: May<'sharing:see'>): Expression<SqlBool> {
  const seen = things.map(([kind, table]) => sql<SqlBool>`(e.thing_kind = ${kind} and exists (select 1 from ${sql.table(table)} as t where t.family_id = ${viewer.family} and t.id = e.thing_id and ${visibleTo(viewer, kind, 't')}))`)
  const inside = sql`exists (select 1 from circle_member as c where c.family_id = ${viewer.family} and c.circle_id = e.circle_id and c.who in (${viewer.member}, ${`seat:${viewer.seat}`}))`
  // The page of young carers is there for whoever knows that somebody asked; a look in an emergency is kept from those named by its reviewer.
  const asked = sql<SqlBool>`(e.thing_kind = 'caring' and exists (select 1 from caring as t where t.state <> 'said' and ${visibleTo(viewer, 'caring', 't')}))`
  const peer = sql<SqlBool>`(e.thing_kind = 'peers' and exists (select 1 from peer_contact as t where ${visibleTo(viewer, 'peer', 't')}))`
  const kept = sql<SqlBool>`(e.kind = 'emergency-view-opened' and exists (select 1 from emergency_view as v inner join emergency_kept as k on k.family_id = v.family_id and k.view_id = v.id
    where v.family_id = ${viewer.family} and v.person_id = e.by_person and v.opened_at = e.at and k.member_id = ${viewer.member}))`
  return sql<SqlBool>`(not ${kept} and (e.circle_id is null or ${inside}) and (e.thing_kind is null or e.thing_kind = 'member' or ${asked} or ${peer} or ${sql.join(seen, sql` or `)}))`
}

/** Who has looked, the latest first, 20 a page. Two queries. What the family itself opens is written down nowhere. */
export async function looksAt(viewer: May<'sharing:see'>, asked: number): Promise<{ looks: Looked[]; page: number; pages: number }> {
  const { total } = await told(viewer).select(countAll().as('total')).executeTakeFirstOrThrow()
  const { page, pages, offset } = pageAsked(total, asked)
  const rows = await looksToldTo(viewer).orderBy('e.seq', 'desc').limit(aPage).offset(offset).execute()
  return { page, pages, looks: rows.map((row) => lookOf(viewer.family, row)) }
}

const told = (viewer: May<'sharing:see'>) => viewer.db.selectFrom('event as e').where('e.scope_id', '=', viewer.family).where('e.kind', 'in', ['page-looked-at', 'emergency-view-opened']).where(toldTo(viewer))

/** The looks that a reader is told of, as rows: for a list, and for their own copy. */
export function looksToldTo(viewer: May<'sharing:see'>) {
  return told(viewer).innerJoin('person as p', 'p.id', 'e.by_person').leftJoin('profile as r', 'r.person_id', 'p.id')
    .select(['e.id', 'e.at', 'e.kind', 'e.data', 'e.thing_kind', 'e.thing_id', 'p.name', 'r.job', 'r.agency', serviceIsNamed(viewer, 'r.delicate', 'p.id').as('named')])
}

type LookRow = Awaited<ReturnType<ReturnType<typeof looksToldTo>['execute']>>[number]

/** One of them as it is said. */
export function lookOf(family: FamilyId, row: LookRow): Looked {
  return { id: row.id, at: row.at, name: row.name, job: row.named === 1 ? row.job : null, agency: row.named === 1 ? row.agency : null, ...whatAndWhy(family, row) }
}

const pathOf: Readonly<Record<string, string>> = { goal: 'goals', appointment: 'appointments', spend: 'budget/requests', member: 'people', message: 'messages', note: 'notes' }

function whatAndWhy(family: string, row: { kind: string; data: string | null; thing_kind: string | null; thing_id: string | null }): Pick<Looked, 'what' | 'to' | 'because'> {
  const data = JSON.parse(row.data ?? '{}') as Partial<Catalogue['page-looked-at'] & Catalogue['emergency-view-opened']>
  if (row.kind === 'emergency-view-opened') return { what: 'emergency', to: null, because: { words: data.reason ?? '', lang: data.lang ?? null } }
  const first = data.page?.split('/')[0] ?? ''
  const what = [row.thing_kind, first].find((name): name is LookedPage => (lookedPages as readonly (string | null)[]).includes(name)) ?? 'other'
  const path = row.thing_kind === null ? undefined : pathOf[row.thing_kind]
  const known = knownReasons.find((reason) => reason === data.because)
  return { what, to: path ? `/families/${family}/${path}/${row.thing_id}` : null, because: known ? { known } : { words: data.because ?? '', lang: data.lang ?? null } }
}
