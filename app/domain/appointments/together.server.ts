/** A visit of several who help at once: one appointment, in the diary of each. Whose name stands first is `appointment.practitioner_id`. */
import { sql, type Expression, type Kysely, type RawBuilder, type SqlBool } from 'kysely'
import type { Schema } from '#db/schema.ts'
import type { AppointmentId, FamilyId, MemberId, PersonId } from '#app/values/ids.ts'

/** Between the names or ids that one query brings together; no name has one. */
const between = '\n'

/** The names of those who come too, of a row of `appointment` that a query calls `row`; read by `listed`. */
export function alsoNamed(row: string): RawBuilder<string | null> {
  return sql<string | null>`(select string_agg(v_too.name, ${between} order by v_with.practitioner_id) from appointment_with as v_with inner join person as v_too on v_too.id = v_with.practitioner_id
    where v_with.family_id = ${sql.ref(`${row}.family_id`)} and v_with.appointment_id = ${sql.ref(`${row}.id`)})`
}

/** The same of a row of `appointment_offer`. */
export function alsoOffering(row: string): RawBuilder<string | null> {
  return sql<string | null>`(select string_agg(v_too.name, ${between} order by v_with.practitioner_id) from offer_with as v_with inner join person as v_too on v_too.id = v_with.practitioner_id
    where v_with.family_id = ${sql.ref(`${row}.family_id`)} and v_with.offer_id = ${sql.ref(`${row}.id`)})`
}

/** What `alsoNamed` brought together, one by one; none where nobody comes too. */
export function listed(joined: string | null): string[] {
  return joined === null ? [] : joined.split(between)
}

/** True for the rows of `row` that are somebody's own work: they are one of those who help at it. */
export function isWorkOf(person: PersonId | null | Expression<unknown>, row: string): Expression<SqlBool> {
  return sql<SqlBool>`(${sql.ref(`${row}.practitioner_id`)} = ${person} or exists (select 1 from appointment_with as v_with where v_with.family_id = ${sql.ref(`${row}.family_id`)}
    and v_with.appointment_id = ${sql.ref(`${row}.id`)} and v_with.practitioner_id = ${person}))`
}

/** All whose time an appointment takes, whose name stands first before the others. */
export async function practitionersIn(db: Kysely<Schema>, family: FamilyId, of: { id: AppointmentId; practitioner_id: PersonId }): Promise<PersonId[]> {
  const rows = await db.selectFrom('appointment_with').select('practitioner_id').where('family_id', '=', family).where('appointment_id', '=', of.id).orderBy('practitioner_id').execute()
  return [of.practitioner_id, ...rows.map((row) => row.practitioner_id)]
}

/** Writes down who comes too. */
export async function comeToo(db: Kysely<Schema>, family: FamilyId, appointment: AppointmentId, others: readonly { member: MemberId | null; person: PersonId }[]): Promise<void> {
  if (others.length === 0) return
  await db.insertInto('appointment_with').values(others.map(({ member, person }) => ({ family_id: family, appointment_id: appointment, practitioner_id: person, member_id: member }))).execute()
}
