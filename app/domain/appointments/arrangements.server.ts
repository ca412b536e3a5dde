/**
 * What somebody must see to before an appointment: an interpreter, signing, childcare, the fare (#14, #26). Each has an owner by
 * name and a day that lies before the appointment; it moves and ends with it, and is as kept as the appointment is.
 */
import { seatsThatHelp } from '#app/access/powers.ts'
import { visibleTo } from '#app/access/visible-to.server.ts'
import type { Acting, AreaMay, Inside, May, Viewer } from '#app/access/viewer.server.ts'
import { readersOf } from '#app/domain/family/people.server.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import type { AppointmentId, FamilyId, MemberId } from '#app/values/ids.ts'
import { dayAt, plusDays, weekday, type Day, type Instant } from '#app/values/instant.ts'
import { toArrange, type Arranged, type Need } from './words.ts'

/** The last working day before an appointment; today where there is none left. */
export function dueBefore(startsAt: Instant, today: Day, holidays: ReadonlySet<string>): Day {
  let due = plusDays(dayAt(startsAt), -1)
  while (due > today && (weekday(due) > 5 || holidays.has(due))) due = plusDays(due, -1)
  return due < today ? today : due
}

/** Raises what is to be arranged for an appointment that was just booked. Its owner is the one whom the family meets: they see it, whatever is kept. */
export async function raise(acting: Inside<Viewer>, of: { appointment: AppointmentId; owner: MemberId; needs: readonly Need[]; startsAt: Instant; holidays: ReadonlySet<string> }): Promise<void> {
  const wanted = toArrange.filter((need) => of.needs.includes(need))
  if (wanted.length === 0) return
  const due_on = dueBefore(of.startsAt, acting.today, of.holidays)
  await acting.db.insertInto('arrangement').values(wanted.map((need) => ({ family_id: acting.family, appointment_id: of.appointment, need, owner_member: of.owner, due_on, arranged_at: null, ended_at: null }))).execute()
}

/** An appointment has another time: all is to be arranged for that one, by a day before it. */
export async function reDate(acting: Inside<Viewer>, of: { appointment: AppointmentId; startsAt: Instant; holidays: ReadonlySet<string> }): Promise<void> {
  await acting.db.updateTable('arrangement').set({ due_on: dueBefore(of.startsAt, acting.today, of.holidays), arranged_at: null })
    .where('family_id', '=', acting.family).where('appointment_id', '=', of.appointment).where('ended_at', 'is', null).execute()
}

/** An appointment is off: nothing is to be arranged any more. */
export async function endAll(acting: Pick<Inside<Viewer>, 'db' | 'family' | 'now'>, appointment: AppointmentId): Promise<void> {
  await acting.db.updateTable('arrangement').set({ ended_at: acting.now }).where('family_id', '=', acting.family).where('appointment_id', '=', appointment).where('ended_at', 'is', null).execute()
}

/** Says that something is arranged, or is not after all: whoever helps and sees the appointment. The family reads it there. */
export async function sayArranged(acting: Acting<'appointments:see'>, said: { appointment: AppointmentId; need: Arranged; arranged: boolean }): Promise<Outcome<null, 'not-there'>> {
  if (!seatsThatHelp.has(acting.seat as never)) return { ok: false, why: 'not-there' }
  const row = await open(acting, said.appointment).select('a.circle_id').where('r.need', '=', said.need).executeTakeFirst()
  if (!row) return { ok: false, why: 'not-there' }
  await acting.db.updateTable('arrangement').set({ arranged_at: said.arranged ? acting.now : null }).where('family_id', '=', acting.family).where('appointment_id', '=', said.appointment).where('need', '=', said.need).execute()
  return {
    ok: true, value: null, event: { kind: 'need-arranged', data: { need: said.need, arranged: said.arranged }, thing: { kind: 'appointment', id: said.appointment }, circle: row.circle_id },
    notices: (await readersOf(acting, row.circle_id)).map((to) => ({ to, name: 'somethingNew' as const })),
  }
}

function open(viewer: Viewer | Inside<Viewer>, appointment: AppointmentId) {
  return viewer.db.selectFrom('arrangement as r').innerJoin('appointment as a', (join) => join.onRef('a.family_id', '=', 'r.family_id').onRef('a.id', '=', 'r.appointment_id'))
    .where('r.appointment_id', '=', appointment).where('r.ended_at', 'is', null).where('a.state', '=', 'booked').where(visibleTo(viewer, 'appointment', 'a'))
}

export interface Arrangement { readonly need: Arranged; readonly owner: string; readonly mine: boolean; readonly dueOn: Day; readonly arranged: boolean }

/** What is to be arranged for an appointment that is ahead, and what is. One query. */
export async function arrangementsOf(viewer: May<'appointments:see'>, appointment: AppointmentId): Promise<Arrangement[]> {
  const rows = await open(viewer, appointment).innerJoin('member as m', (join) => join.onRef('m.family_id', '=', 'r.family_id').onRef('m.id', '=', 'r.owner_member'))
    .select(['r.need', 'r.due_on', 'r.arranged_at', 'm.id', 'm.given_name']).where('a.ends_at', '>', viewer.now).execute()
  return toArrange.flatMap((need) => rows.filter((row) => row.need === need))
    .map((row) => ({ need: row.need, owner: row.given_name, mine: row.id === viewer.member, dueOn: row.due_on, arranged: row.arranged_at !== null }))
}

export interface ToArrange { readonly family: FamilyId; readonly name: string; readonly appointment: AppointmentId; readonly need: Arranged; readonly dueOn: Day }

/** What this person still has to arrange for families whom they help, by its day. One query. */
export async function leftToArrange(viewer: AreaMay<'desk:see'>): Promise<ToArrange[]> {
  const rows = await viewer.db.selectFrom('member as m').innerJoin('arrangement as r', (join) => join.onRef('r.family_id', '=', 'm.family_id').onRef('r.owner_member', '=', 'm.id'))
    .innerJoin('appointment as a', (join) => join.onRef('a.family_id', '=', 'r.family_id').onRef('a.id', '=', 'r.appointment_id')).innerJoin('family as f', 'f.id', 'm.family_id')
    .select(['f.id', 'f.name', 'r.appointment_id', 'r.need', 'r.due_on']).where('m.person_id', '=', viewer.person).where('m.from_on', '<=', viewer.today).where((eb) => eb.or([eb('m.until_on', 'is', null), eb('m.until_on', '>=', viewer.today)]))
    .where('r.arranged_at', 'is', null).where('r.ended_at', 'is', null).where('a.state', '=', 'booked').where('a.ends_at', '>', viewer.now).orderBy('r.due_on').orderBy('r.appointment_id').orderBy('r.need').limit(50).execute()
  return rows.map((row) => ({ family: row.id, name: row.name, appointment: row.appointment_id, need: row.need, dueOn: row.due_on }))
}
