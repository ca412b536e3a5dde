/** Three years of a practitioner's diary, made with plain inserts: what the tests of growth and the bench look at. */
import type { Insertable } from 'kysely'
import { cellsOf } from '#app/domain/appointments/times.ts'
import { newId, type AppointmentId, type FamilyId, type MemberId, type PersonId } from '#app/values/ids.ts'
import { atWallTime, plusDays, plusMinutes, weekday, type Day } from '#app/values/instant.ts'
import type { Db } from '#db/connect.ts'
import type { Schema } from '#db/schema.ts'

/** Books six half hours of each working day of the three years before a day, with every cell; time off each month. How many appointments. */
export async function threeYears(db: Db, of: { practitioner: PersonId; family: FamilyId; by: MemberId }, until: Day): Promise<number> {
  const appointments: Insertable<Schema['appointment']>[] = []
  const cells: Insertable<Schema['cell']>[] = []
  const off: Insertable<Schema['time_off']>[] = []
  for (let day = plusDays(until, -3 * 365); day < until; day = plusDays(day, 1)) {
    if (weekday(day) > 5) continue
    const nine = atWallTime(day, '09:00')!
    for (let half = 0; half < 6; half += 1) {
      const [id, startsAt] = [newId<AppointmentId>(), plusMinutes(nine, 30 * half)]
      const endsAt = plusMinutes(startsAt, 30)
      appointments.push({ family_id: of.family, id, practitioner_id: of.practitioner, mode: 'phone', starts_at: startsAt, ends_at: endsAt, state: 'seen', needs: '[]', sequence: 0, booked_by: of.by, booked_at: startsAt })
      for (const { cell } of cellsOf({ startsAt, endsAt }, 0)) cells.push({ practitioner_id: of.practitioner, cell, family_id: of.family, appointment_id: id, travel: 0 })
    }
    if (day.endsWith('-14')) off.push({ practitioner_id: of.practitioner, id: newId(), from_at: plusMinutes(nine, 240), until_at: plusMinutes(nine, 300) })
  }
  for (let at = 0; at < appointments.length; at += 1_000) await db.insertInto('appointment').values(appointments.slice(at, at + 1_000)).execute()
  for (let at = 0; at < cells.length; at += 2_000) await db.insertInto('cell').values(cells.slice(at, at + 2_000)).execute()
  await db.insertInto('time_off').values(off).execute()
  return appointments.length
}
