/**
 * The places of families, and their waiting for one, follow those who lead a date: where somebody else does, each family reads who,
 * and is told. Its place stays its own. Each in that family's own transaction, because a date is the area's and a place is theirs.
 */
import { sql, type Kysely, type SqlBool } from 'kysely'
import type { Schema } from '#db/schema.ts'
import type { WatchActing } from '#app/access/viewer.server.ts'
import { backAfter, endCovers, memberOf, writeCover } from '#app/domain/appointments/cover.server.ts'
import { comeToo, practitionersIn } from '#app/domain/appointments/together.server.ts'
import { keepNextContact } from '#app/domain/family/next-contact.server.ts'
import { inCharge } from '#app/domain/family/owners-left.server.ts'
import { readersOf } from '#app/domain/family/people.server.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import type { AppointmentId, GroupDateId, PersonId, WaitId } from '#app/values/ids.ts'
import { dayAt, type Instant } from '#app/values/instant.ts'

type House = WatchActing<'promises:watch'>

/** Who leads a date, whose name stands first before the others. One query. */
export async function leadersOfDate(db: Kysely<Schema>, date: GroupDateId): Promise<PersonId[]> {
  const rows = await db.selectFrom('group_hold as h').innerJoin('group_date as d', 'd.id', 'h.date_id').leftJoin('group_leader as l', (join) => join.onRef('l.group_id', '=', 'd.group_id').onRef('l.practitioner_id', '=', 'h.practitioner_id'))
    .select('h.practitioner_id').where('h.date_id', '=', date).orderBy(sql`coalesce(l.first, 0)`, 'desc').orderBy('h.practitioner_id').execute()
  return rows.map((row) => row.practitioner_id)
}

const holds = (person: string) => sql<SqlBool>`exists (select 1 from group_hold as v_hold where v_hold.date_id = d.id and v_hold.practitioner_id = ${sql.ref(person)})`
const isLed = sql<SqlBool>`exists (select 1 from group_hold as v_hold where v_hold.date_id = d.id)`

/** Places on dates ahead that name somebody who does not lead them. */
export function placesToFollow(db: Kysely<Schema>, at: Instant) {
  return db.selectFrom('group_date as d').innerJoin('appointment as a', 'a.group_date_id', 'd.id').select(['a.family_id', 'a.id']).where('d.ends_at', '>', at).where('d.starts_at', '>', at).where('d.off_at', 'is', null).where('a.state', '=', 'booked').where(isLed)
    .where((eb) => eb.or([eb.not(holds('a.practitioner_id')), eb.exists(eb.selectFrom('appointment_with as w').select('w.practitioner_id').whereRef('w.family_id', '=', 'a.family_id').whereRef('w.appointment_id', '=', 'a.id').where(eb.not(holds('w.practitioner_id'))))]))
}

/** Those who wait for a place on a date ahead, and read the name of somebody who does not lead it. */
export function waitsToFollow(db: Kysely<Schema>, at: Instant) {
  return db.selectFrom('group_date as d').innerJoin('group_wait as w', 'w.date_id', 'd.id').select(['w.family_id', 'w.id']).where('d.ends_at', '>', at).where('d.starts_at', '>', at).where('d.off_at', 'is', null).where('w.state', 'in', ['waiting', 'asked']).where(isLed).where((eb) => eb.not(holds('w.practitioner_id')))
}

/** A family's place is with those who lead its date. Whoever sees it is told when another name stands first. */
export async function followWithPlace(acting: House, { place }: { readonly place: AppointmentId }): Promise<Outcome<null, 'nothing-to-do'>> {
  const { db, family } = acting
  const row = await placesToFollow(db, acting.now).select(['a.circle_id', 'a.practitioner_id', 'a.starts_at', 'a.ends_at', 'a.sequence', 'd.id as date']).where('a.family_id', '=', family).where('a.id', '=', place).executeTakeFirst()
  const leaders = row ? await leadersOfDate(db, row.date) : []
  if (!row || leaders.length === 0) return { ok: false, why: 'nothing-to-do' }
  const before = await practitionersIn(db, family, row)
  const stays = leaders.includes(row.practitioner_id)
  const first = stays ? row.practitioner_id : leaders[0]!
  await db.updateTable('appointment').set({ practitioner_id: first, sequence: row.sequence + 1, changed_at: acting.now, ...(stays ? {} : { covers_person: row.practitioner_id }) }).where('family_id', '=', family).where('id', '=', place).execute()
  await db.deleteFrom('appointment_with').where('family_id', '=', family).where('appointment_id', '=', place).execute()
  const others = leaders.filter((one) => one !== first)
  await comeToo(db, family, place, await Promise.all(others.map(async (person) => ({ person, member: (await memberOf(acting, person)) ?? null }))))
  await passArrangements(acting, place, before.filter((one) => !leaders.includes(one)), first)
  if (!stays) {
    const back = await backAfter(acting, row.practitioner_id, row)
    await endCovers(acting, place)
    await writeCover(acting, { appointment: place, away: row.practitioner_id, cover: first, member: (await memberOf(acting, first)) ?? null, state: 'comes', back: back === undefined ? null : dayAt(back) })
  }
  // Whoever leads the family may have seen it only because they led the date too.
  await keepNextContact(acting)
  return {
    ok: true, value: null, event: { kind: 'cover-named', data: { how: 'group' }, thing: { kind: 'appointment', id: place }, circle: row.circle_id },
    notices: stays ? [] : (await readersOf(acting, row.circle_id)).map((to) => ({ to, name: 'coverComes' as const })),
  }
}

/** What somebody who does not come was to arrange is seen to by whoever leads, or by whoever helps the family where they are no member of it. */
async function passArrangements(acting: House, place: AppointmentId, from: readonly PersonId[], to: PersonId): Promise<void> {
  if (from.length === 0) return
  const owner = (await memberOf(acting, to)) ?? (await inCharge(acting, { kind: 'arrangement', id: place }))?.member
  if (!owner) return
  await acting.db.updateTable('arrangement').set({ owner_member: owner }).where('family_id', '=', acting.family).where('appointment_id', '=', place).where('ended_at', 'is', null)
    .where('owner_member', 'in', acting.db.selectFrom('member').select('id').where('family_id', '=', acting.family).where('person_id', 'in', [...from])).execute()
}

/** A family that waits reads the name of whoever leads now. */
export async function followWithWait(acting: House, { wait }: { readonly wait: WaitId }): Promise<Outcome<null, 'nothing-to-do'>> {
  const row = await waitsToFollow(acting.db, acting.now).select(['w.circle_id', 'd.id as date']).where('w.family_id', '=', acting.family).where('w.id', '=', wait).executeTakeFirst()
  const [first] = row ? await leadersOfDate(acting.db, row.date) : []
  if (!row || !first) return { ok: false, why: 'nothing-to-do' }
  await acting.db.updateTable('group_wait').set({ practitioner_id: first }).where('family_id', '=', acting.family).where('id', '=', wait).execute()
  return { ok: true, value: null, event: { kind: 'cover-named', data: { how: 'group' }, thing: { kind: 'wait', id: wait }, circle: row.circle_id } }
}
