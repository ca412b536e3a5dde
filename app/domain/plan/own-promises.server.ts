/**
 * What somebody of the family or its network said they would do (#10, #18): a message on the day before brings it back to them, once for
 * each day that it was for. That it was not done is nobody's to chase but theirs: `late-things` is of services alone.
 */
import { sql, type Kysely, type SqlBool } from 'kysely'
import type { Schema, Seat } from '#db/schema.ts'
import { lookerOfRow, visibleTo } from '#app/access/visible-to.server.ts'
import { isHere } from '#app/access/who-is-here.server.ts'
import type { EntryId, FamilyId } from '#app/values/ids.ts'
import { dayAt, now, plusDays, type Instant } from '#app/values/instant.ts'
import { remindTheDayBefore } from './day-before.server.ts'

/** Who of the family and its network can have an account. */
const seatsThatPromise = ['parent', 'kin-carer', 'young-person', 'other-parent', 'network'] as const satisfies readonly Seat[]

/** Open actions for tomorrow, or for today where nobody looked yesterday, with the account of whoever does them and still sees them. */
function forTomorrow(db: Kysely<Schema>, at: Instant, only?: { readonly family_id: FamilyId; readonly id: EntryId }) {
  const today = dayAt(at)
  return db.selectFrom('plan_entry as e').innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 'e.family_id').onRef('m.id', '=', 'e.owner_member')).leftJoin('reminder_choice as r', 'r.person_id', 'm.person_id')
    .select(['e.family_id', 'e.id', 'e.due_on', 'm.person_id', 'r.before']).where('e.kind', '=', 'action').where('e.done_at', 'is', null).where('e.ended_at', 'is', null).where('e.due_on', '>=', today).where('e.due_on', '<=', plusDays(today, 1))
    .where('m.person_id', 'is not', null).where(isHere('m', today)).where((eb) => eb.or(seatsThatPromise.map((seat) => eb.and([eb('m.seat', '=', seat), visibleTo(lookerOfRow('m', seat, { now: at, today }), 'plan', 'e')]))))
    .where(sql<SqlBool>`not exists (select 1 from escalation as x where x.family_id = e.family_id and x.thing_id = e.id and x.due_on = e.due_on)`)
    .$if(only !== undefined, (query) => query.where('e.family_id', '=', only!.family_id).where('e.id', '=', only!.id)).orderBy('e.family_id').orderBy('e.id').execute()
}

/** Looks once, and tells everybody who has something to do by tomorrow and wants to be reminded. How many. */
export function remindOwners(db: Kysely<Schema>, at: Instant = now()): Promise<number> {
  return remindTheDayBefore(db, at, { due: forTomorrow, says: ({ id }) => ({ name: 'somethingNew', about: { kind: 'plan', id } }) })
}
