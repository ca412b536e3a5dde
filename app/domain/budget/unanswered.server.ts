/**
 * What a provider says it gave and the family has not answered in the area's working days. Silence is never a yes: nothing is
 * due until one of the family says that it happened. It stands late with whoever leads, who can ask again.
 */
import type { Kysely } from 'kysely'
import type { Schema } from '#db/schema.ts'
import { leadsToday, lookerOfRow, visibleTo } from '#app/access/visible-to.server.ts'
import type { Acting, AreaMay, May } from '#app/access/viewer.server.ts'
import { settingsForWords } from '#app/domain/area/settings.server.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import type { FamilyId, SpendId } from '#app/values/ids.ts'
import { atWallTime, dayAt, plusDays, workingDaysAfter, type Day, type Instant } from '#app/values/instant.ts'
import { toTheFamily } from './deliveries.server.ts'

/** What was said before this moment should have been answered by yesterday, and the day by which an answer to something said on a day is due. */
export async function answersDue({ db, today }: { readonly db: Kysely<Schema>; readonly today: Day }): Promise<{ before: Instant; by: (said: Instant) => Day }> {
  const { deliveryAnswerDays: days, holidays } = await settingsForWords(db)
  const free = new Set(holidays)
  let last = plusDays(today, -days - 1)
  while (workingDaysAfter(last, days, free) >= today) last = plusDays(last, -1)
  return { before: atWallTime(plusDays(last, 1), '00:00')!, by: (said) => workingDaysAfter(dayAt(said), days, free) }
}

/** Of the families that a person leads and may see it of: what was given, as a provider says, and nobody has answered in time. The oldest first. One query. */
export async function unanswered({ db, person, now, today }: AreaMay<'desk:see'>): Promise<{ family: FamilyId; name: string; spend: SpendId; dueOn: Day }[]> {
  if (person === null) return []
  const { before, by } = await answersDue({ db, today })
  const rows = await db.selectFrom('delivery as d').innerJoin('spend as s', (join) => join.onRef('s.family_id', '=', 'd.family_id').onRef('s.id', '=', 'd.spend_id'))
    .innerJoin('member as m', 'm.family_id', 's.family_id').innerJoin('family as f', 'f.id', 's.family_id').select(['d.family_id', 'f.name', 's.id']).select((eb) => eb.fn.min(eb.fn.coalesce('d.asked_again_at', 'd.said_at')).as('since'))
    .where('d.answer', '=', 'waiting').where('d.said_at', '<', before).where((eb) => eb(eb.fn.coalesce('d.asked_again_at', 'd.said_at'), '<', before)).where('m.person_id', '=', person).where(leadsToday('m', today)).where(visibleTo(lookerOfRow('m', 'lead', { now, today }), 'spend', 's'))
    .groupBy(['d.family_id', 'f.name', 's.id']).orderBy('since').orderBy('s.id').limit(100).execute()
  return rows.map((row) => ({ family: row.family_id, name: row.name, spend: row.id, dueOn: by(row.since as Instant) }))
}

/** The deliveries of one spend that are late to be answered. The spend is asked for by who may see it. */
function lateOf(viewer: May<'spend:see'> | Acting<'spend:decide'>, spend: SpendId, before: Instant) {
  const db: Kysely<Schema> = viewer.db
  return db.selectFrom('delivery as d').innerJoin('spend as s', (join) => join.onRef('s.family_id', '=', 'd.family_id').onRef('s.id', '=', 'd.spend_id')).select(['d.id', 's.circle_id'])
    .where('s.id', '=', spend).where('d.answer', '=', 'waiting').where((eb) => eb(eb.fn.coalesce('d.asked_again_at', 'd.said_at'), '<', before)).where(visibleTo(viewer, 'spend', 's'))
}

/** Whether the family is late to say whether something of a spend happened. One query. */
export async function isUnanswered(viewer: May<'spend:see'>, spend: SpendId): Promise<boolean> {
  return (await lateOf(viewer, spend, (await answersDue(viewer)).before).limit(1).executeTakeFirst()) !== undefined
}

/** Whoever leads asks the family again; it has as many working days anew. */
export async function askAgain(acting: Acting<'spend:decide'>, { spend }: { spend: SpendId }): Promise<Outcome<null, 'changed-meanwhile'>> {
  const rows = acting.seat === 'lead' ? await lateOf(acting, spend, (await answersDue(acting)).before).execute() : []
  if (rows.length === 0) return { ok: false, why: 'changed-meanwhile' }
  await acting.db.updateTable('delivery').set({ asked_again_at: acting.now }).where('family_id', '=', acting.family).where('id', 'in', rows.map((row) => row.id)).execute()
  const circle = rows[0]!.circle_id
  return { ok: true, value: null, event: { kind: 'delivery-asked-again', data: {}, thing: { kind: 'spend', id: spend }, circle }, notices: await toTheFamily(acting, circle) }
}
