/**
 * What somebody of the family or its network said they would do (#10, #18): a message on the day before brings it back to them, once for
 * each day that it was for. That it was not done is nobody's to chase but theirs: `late-things` is of services alone.
 */
import { sql, type Kysely, type SqlBool } from 'kysely'
import type { Schema, Seat } from '#db/schema.ts'
import { lookerOfRow, visibleTo } from '#app/access/visible-to.server.ts'
import { must, theHouseIn, type WatchActing } from '#app/access/viewer.server.ts'
import { isHere } from '#app/access/who-is-here.server.ts'
import { timesIn } from '#app/domain/appointments/reminder-times.ts'
import { actQuietly, type Quiet } from '#app/events/transact.server.ts'
import { newId, type EntryId } from '#app/values/ids.ts'
import { dayAt, now, plusDays, type Instant } from '#app/values/instant.ts'

/** Who of the family and its network can have an account. */
const seatsThatPromise = ['parent', 'kin-carer', 'young-person', 'other-parent', 'network'] as const satisfies readonly Seat[]

/** Open actions for tomorrow, or for today where nobody looked yesterday, with the account of whoever does them and still sees them. */
function forTomorrow(db: Kysely<Schema>, at: Instant) {
  const today = dayAt(at)
  return db.selectFrom('plan_entry as e').innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 'e.family_id').onRef('m.id', '=', 'e.owner_member')).leftJoin('reminder_choice as r', 'r.person_id', 'm.person_id')
    .select(['e.family_id', 'e.id', 'e.due_on', 'm.person_id', 'r.before']).where('e.kind', '=', 'action').where('e.done_at', 'is', null).where('e.ended_at', 'is', null).where('e.due_on', '>=', today).where('e.due_on', '<=', plusDays(today, 1))
    .where('m.person_id', 'is not', null).where(isHere('m', today)).where((eb) => eb.or(seatsThatPromise.map((seat) => eb.and([eb('m.seat', '=', seat), visibleTo(lookerOfRow('m', seat, { now: at, today }), 'plan', 'e')]))))
    .where(sql<SqlBool>`not exists (select 1 from escalation as x where x.family_id = e.family_id and x.thing_id = e.id and x.due_on = e.due_on)`)
}

/** Looks once, and tells everybody who has something to do by tomorrow and wants to be reminded. How many. */
export async function remindOwners(db: Kysely<Schema>, at: Instant = now()): Promise<number> {
  let told = 0
  for (const { family_id: family, id } of await forTomorrow(db, at).orderBy('e.family_id').orderBy('e.id').execute()) {
    const answer = await actQuietly(must(theHouseIn(db, family, at), 'promises:watch'), remindOwner, { action: id }, { id: newId(), contentHash: '' })
    if (answer.ok && answer.value) told += 1
  }
  return told
}

/** Asked again inside, so that of two that watch one tells them; what was done, moved or taken back meanwhile is left alone. */
async function remindOwner(acting: WatchActing<'promises:watch'>, { action }: { readonly action: EntryId }): Promise<Quiet<boolean, never>> {
  const row = await forTomorrow(acting.db, acting.now).where('e.family_id', '=', acting.family).where('e.id', '=', action).executeTakeFirst()
  if (!row) return { ok: true, value: false }
  await acting.db.insertInto('escalation').values({ family_id: acting.family, thing_id: action, due_on: row.due_on!, step: 'owner', at: acting.now }).onConflict((conflict) => conflict.doNothing()).execute()
  if (timesIn(row.before).length === 0) return { ok: true, value: false }
  return { ok: true, value: true, notices: [{ to: row.person_id!, name: 'somethingNew' }], about: { kind: 'plan', id: action } }
}
