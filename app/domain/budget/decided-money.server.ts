/**
 * What a family decided at a meeting and what it costs: it carries one request to spend of its kind, up to its sum, by one of those who
 * sat there (#6). The budget says what such a decision is; the meeting makes one. Declined or taken back, it can carry another.
 */
import { sql } from 'kysely'
import { isAskedTo, visibleTo } from '#app/access/visible-to.server.ts'
import type { Inside, May, Viewer } from '#app/access/viewer.server.ts'
import type { Refusal } from '#app/events/transact.server.ts'
import { newId, type DraftId, type MeetingId, type MeetingPartId, type MemberId, type SpendId } from '#app/values/ids.ts'
import type { Day } from '#app/values/instant.ts'
import { poundsTyped, type Pence } from '#app/values/money.ts'
import type { SpendState } from '#db/schema.ts'
import type { SpendKind } from '#db/schema-asking.ts'
import type { Typed } from './drafts.server.ts'

export interface DecidedMoney { readonly id: MeetingPartId; readonly what: string; readonly lang: string; readonly kind: SpendKind; readonly pence: Pence; readonly neededOn: Day }

/** States of a request in which it holds no money any more: then what was decided is free for another. */
const over: readonly SpendState[] = ['declined', 'cancelled']

/** Keeps what was decided, inside the command that accepts it, and begins the request of whoever asks for it: theirs alone until they send it. */
export async function keepDecided(writing: Pick<Inside<Viewer>, 'db' | 'family' | 'now'>, decided: DecidedMoney & { readonly meeting: MeetingId; readonly sitting: number; readonly asker: MemberId | null }): Promise<void> {
  const { db, family, now } = writing
  await db.insertInto('decided_money').values({ family_id: family, id: decided.id, meeting_id: decided.meeting, sitting: decided.sitting, what: decided.what, what_lang: decided.lang, kind: decided.kind, pence: decided.pence, needed_on: decided.neededOn, decided_at: now }).execute()
  if (decided.asker) await db.insertInto('spend_draft').values({ family_id: family, id: newId<DraftId>(), service_id: null, said: JSON.stringify(typedFrom(decided)), by_member: decided.asker, changed_at: now }).execute()
}

/** The form of a request, as what was decided fills it in. */
export function typedFrom({ id, what, kind, pence, neededOn }: DecidedMoney): Typed {
  const [year, month, day] = neededOn.split('-')
  return { decided: id, kind, what: [...what].slice(0, 200).join(''), price: poundsTyped(pence), quantity: '1', 'neededOn-day': String(Number(day)), 'neededOn-month': String(Number(month)), 'neededOn-year': year! }
}

/** What was decided where the viewer sat, and no request holds yet; undefined for anything else. One query. */
export async function decidedToAsk(viewer: May<'budget:ask'> | Inside<Viewer>, id: MeetingPartId): Promise<DecidedMoney | undefined> {
  const row = await viewer.db.selectFrom('decided_money as d').select(['d.id', 'd.what', 'd.what_lang', 'd.kind', 'd.pence', 'd.needed_on']).where('d.family_id', '=', viewer.family).where('d.id', '=', id).where(isAskedTo(viewer, sql.ref('d.meeting_id'), sql.ref('d.sitting')))
    .where((eb) => eb.not(eb.exists(eb.selectFrom('spend as s').select('s.id').whereRef('s.family_id', '=', 'd.family_id').whereRef('s.decided_id', '=', 'd.id').where('s.state', 'not in', [...over])))).executeTakeFirst()
  return row && { id: row.id, what: row.what, lang: row.what_lang, kind: row.kind, pence: row.pence, neededOn: row.needed_on }
}

/** Why a request cannot name a decision: it is not there or asked for already, or comes to more than was decided. Nothing for a request that names none. */
export async function notDecided(viewer: May<'budget:ask'> | Inside<Viewer>, id: MeetingPartId | null, pence: Pence): Promise<Refusal<'decided-gone' | 'more-than-decided'> | undefined> {
  if (id === null) return undefined
  const decided = await decidedToAsk(viewer, id)
  if (!decided) return { ok: false, why: 'decided-gone' }
  return pence > decided.pence ? { ok: false, why: 'more-than-decided', values: { limit: decided.pence }, field: 'price' } : undefined
}

/** Why a request that a decision carries cannot come to a sum: it is above what was decided. One query. */
export async function aboveDecided(viewer: Inside<Viewer>, id: MeetingPartId | null, pence: Pence): Promise<Refusal<'more-than-decided'> | undefined> {
  if (id === null) return undefined
  const decided = await viewer.db.selectFrom('decided_money').select('pence').where('family_id', '=', viewer.family).where('id', '=', id).executeTakeFirst()
  return decided && pence > decided.pence ? { ok: false, why: 'more-than-decided', values: { limit: decided.pence } } : undefined
}

/** Whether a decision of the family carries a kind and a sum: one that a new request names, or that a request has. One query. */
export async function isDecided(viewer: Pick<Viewer, 'family'> & { readonly db: Pick<Viewer['db'], 'selectFrom'> }, of: { readonly decided: MeetingPartId | null; readonly spend: SpendId | null; readonly kind: SpendKind; readonly pence: Pence }): Promise<boolean> {
  if (of.decided === null && of.spend === null) return false
  const row = await viewer.db.selectFrom('decided_money as d').select('d.id').where('d.family_id', '=', viewer.family).where('d.kind', '=', of.kind).where('d.pence', '>=', of.pence)
    .where((eb) => (of.decided !== null ? eb('d.id', '=', of.decided) : eb('d.id', '=', eb.selectFrom('spend as s').select('s.decided_id').where('s.family_id', '=', viewer.family).where('s.id', '=', of.spend!) as never))).executeTakeFirst()
  return row !== undefined
}

export interface MoneyDecided { readonly id: MeetingPartId; /** The request that it carries, where the viewer sees it. */ readonly spend: SpendId | null; readonly state: SpendState | null; /** No request holds it. */ readonly free: boolean }

/** What became of the money that one meeting decided, as far as the viewer may see it. One query. */
export async function moneyDecided(viewer: May<'spend:see'>, meeting: MeetingId): Promise<MoneyDecided[]> {
  const rows = await viewer.db.selectFrom('decided_money as d').leftJoin('spend as h', (join) => join.onRef('h.family_id', '=', 'd.family_id').onRef('h.decided_id', '=', 'd.id').on('h.state', 'not in', [...over]))
    .leftJoin('spend as s', (join) => join.onRef('s.family_id', '=', 'h.family_id').onRef('s.id', '=', 'h.id').on(visibleTo(viewer, 'spend', 's') as never))
    .select(['d.id', 's.id as spend', 's.state', 'h.id as held']).where('d.family_id', '=', viewer.family).where('d.meeting_id', '=', meeting).orderBy('d.id').execute()
  return rows.map((row) => ({ id: row.id, spend: row.spend, state: row.state, free: row.held === null }))
}
