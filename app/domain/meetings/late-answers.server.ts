/**
 * The lead professional answers a family's plan on its day (C4). Where they did not, they and whoever stands behind them, the managers of the
 * team, are told once, on the next working day; the managers read of which family and by when, and no word of the plan.
 */
import type { Kysely } from 'kysely'
import type { Schema } from '#db/schema.ts'
import { must, theHouseIn, type WatchActing } from '#app/access/viewer.server.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import { leadingNow, managersOf } from '#app/domain/family/people.server.ts'
import { act, type Outcome } from '#app/events/transact.server.ts'
import { newId, type CircleId } from '#app/values/ids.ts'
import { dayAt, now, workingDaysAfter, type Day, type Instant } from '#app/values/instant.ts'
import { somethingNew } from './meetings.server.ts'

/** The plans that wait for their answer since before a day and of which nobody was told, each by its day. */
function untold(db: Kysely<Schema>, today: Day) {
  return db.selectFrom('meeting_plan as n').innerJoin('meeting as g', (join) => join.onRef('g.family_id', '=', 'n.family_id').onRef('g.id', '=', 'n.meeting_id'))
    .where('n.state', '=', 'sent').where('n.late_told_at', 'is', null).where('n.answer_by', '<', today).where('g.state', '<>', 'off')
}

/** Looks once. In how many families somebody was told. */
export async function tellOfLateAnswers(db: Kysely<Schema>, at: Instant = now()): Promise<number> {
  let told = 0
  for (const { family_id: family } of await untold(db, dayAt(at)).select('n.family_id').distinct().orderBy('n.family_id').execute()) {
    const answer = await act(must(theHouseIn(db, family, at), 'promises:watch'), tellOfLate, null)
    if (answer.ok) told += 1
  }
  return told
}

/** All late plans of one family at once, so that two sittings are one message. Asked again inside, so that of many that look one tells. */
async function tellOfLate(acting: WatchActing<'promises:watch'>, _nothing: null): Promise<Outcome<number, 'nothing-to-do'>> {
  const holidays = new Set((await settingsOf(acting.db)).holidays)
  const rows = await untold(acting.db, acting.today).select(['n.meeting_id', 'n.sitting', 'n.round', 'n.answer_by']).where('n.family_id', '=', acting.family).execute()
  const late = rows.filter((row) => workingDaysAfter(row.answer_by!, 1, holidays) <= acting.today)
  if (late.length === 0) return { ok: false, why: 'nothing-to-do' }
  for (const { meeting_id, sitting, round } of late) {
    await acting.db.updateTable('meeting_plan').set({ late_told_at: acting.now }).where('family_id', '=', acting.family).where('meeting_id', '=', meeting_id).where('sitting', '=', sitting).where('round', '=', round).execute()
  }
  // It names no meeting: the message leads to the desk, where each reads what is theirs to read.
  return { ok: true, value: late.length, event: { kind: 'family-plan-late', data: {}, circle: newId<CircleId>() }, notices: somethingNew([...(await leadingNow(acting)), ...(await managersOf(acting))]) }
}
