/** The appointments of a family, as one viewer may see them. */
import { sql, type Kysely } from 'kysely'
import type { Mode, Schema } from '#db/schema.ts'
import { keptQuery } from '#db/kept.ts'
import { countAll } from '#db/sum.ts'
import { lookerOf, visibleTo, type Looker } from '#app/access/visible-to.server.ts'
import type { May, Viewer } from '#app/access/viewer.server.ts'
import type { AppointmentId, CircleId, GroupId, MemberId, PersonId } from '#app/values/ids.ts'
import type { Instant } from '#app/values/instant.ts'
import { placedModes, type Need } from './words.ts'
import { unlessTheArea } from './other-clock.server.ts'
import { alsoNamed, listed, practitionersIn } from './together.server.ts'
import { aPage, pageAsked } from '#app/values/pages.ts'

export interface NextAppointment {
  readonly id: AppointmentId
  readonly startsAt: Instant
  readonly endsAt: Instant
  readonly mode: Mode
  /** Where it is, or how to find the door, in somebody's own words. */
  readonly place: string | null
  readonly placeLang: string | null
  readonly practitioner: { readonly name: string; readonly givenName: string; readonly photo: string | null }
  /** The names of those who come too. */
  readonly together: readonly string[]
  readonly needs: readonly Need[]
  readonly interpreterLang: string | null
  /** It is a place in a group, by its name. */
  readonly group: GroupNamed | null
}

/** A group as an appointment names it, in the words of whoever made it. */
export interface GroupNamed { readonly id: GroupId; readonly name: string; readonly lang: string }

export interface AppointmentInList extends NextAppointment {
  readonly state: Schema['appointment']['state']
  readonly upcoming: boolean
}

export interface Appointment extends AppointmentInList {
  /** Those with whom it is, whose name stands first before the others. */
  readonly practitioners: readonly PersonId[]
  readonly note: string | null
  readonly noteLang: string | null
  readonly sequence: number
  readonly circle: CircleId | null
  readonly bookedBy: MemberId
  readonly about: readonly MemberId[]
  readonly sharedWith: readonly MemberId[]
}

function rowsFor(viewer: Looker, db: Kysely<Schema>) {
  return db.selectFrom('appointment as a').innerJoin('person as who', 'who.id', 'a.practitioner_id').leftJoin('profile as p', 'p.person_id', 'a.practitioner_id').leftJoin('group_date as gd', 'gd.id', 'a.group_date_id').leftJoin('group_series as g', 'g.id', 'gd.group_id')
    .select(['a.id', 'a.starts_at', 'a.ends_at', 'a.mode', 'a.place', 'a.note_lang', 'a.state', 'a.needs', 'a.interpreter_lang', 'who.name', 'who.given_name', 'p.photo', 'g.id as group_id', 'g.name as group_name', 'g.lang as group_lang', alsoNamed('a').as('together')])
    .where(visibleTo(viewer, 'appointment', 'a'))
}

type Row = Awaited<ReturnType<ReturnType<typeof rowsFor>['execute']>>[number]

function inList(viewer: Viewer, row: Row): AppointmentInList {
  return {
    id: row.id, startsAt: row.starts_at, endsAt: row.ends_at, mode: row.mode, place: row.place,
    // A place at the centre or at a school is the area's and in no particular language; the others are the family's words.
    placeLang: placedModes.includes(row.mode) ? null : row.note_lang,
    practitioner: { name: row.name, givenName: row.given_name, photo: row.photo }, together: listed(row.together),
    needs: JSON.parse(row.needs) as Need[], interpreterLang: row.interpreter_lang, group: row.group_id === null ? null : { id: row.group_id, name: row.group_name!, lang: row.group_lang! },
    state: row.state, upcoming: row.state === 'booked' && row.ends_at > viewer.now,
  }
}

const nextRow = keptQuery(['seat'], (db, viewer: Looker) =>
  rowsFor(viewer, db).where('a.state', '=', 'booked').where('a.ends_at', '>', viewer.now).orderBy('a.starts_at').limit(1))

/** What is next, also while it is going on; null when nothing is booked that the viewer may see. One query. */
export async function nextAppointment(viewer: Viewer): Promise<NextAppointment | null> {
  const [row] = await nextRow(viewer.db, lookerOf(viewer))
  return row ? inList(viewer, row) : null
}

/** What is booked, the next first, and after it what is past or was cancelled, the newest first; and the reader's `otherClock`. Two queries. */
export async function appointmentsOf(viewer: May<'appointments:see'>, page: number): Promise<{ appointments: AppointmentInList[]; page: number; pages: number; zone: string | null }> {
  const { rows, zone } = await viewer.db.selectFrom('appointment as a').select([countAll().as('rows'), (eb) => eb.selectFrom('safe_contact').select('zone').where('person_id', '=', viewer.person).as('zone')]).where(visibleTo(viewer, 'appointment', 'a')).executeTakeFirstOrThrow()
  const { page: shown, pages, offset } = pageAsked(rows, page)
  const upcoming = sql<number>`case when a.state = 'booked' and a.ends_at > ${viewer.now} then 0 else 1 end`
  const found = await rowsFor(viewer, viewer.db).orderBy(upcoming).orderBy(sql`case when ${upcoming} = 0 then a.starts_at end`).orderBy('a.starts_at', 'desc').orderBy('a.id')
    .limit(aPage).offset(offset).execute()
  return { appointments: found.map((row) => inList(viewer, row)), page: shown, pages, zone: unlessTheArea(zone) }
}

/** One appointment; undefined when it is not there or not the viewer's to see. */
export async function appointment(viewer: May<'appointments:see'>, id: AppointmentId): Promise<Appointment | undefined> {
  const row = await rowsFor(viewer, viewer.db).select(['a.practitioner_id', 'a.note', 'a.sequence', 'a.circle_id', 'a.booked_by']).where('a.id', '=', id).executeTakeFirst()
  if (!row) return undefined
  const [practitioners, about, sharedWith] = await Promise.all([
    practitionersIn(viewer.db, viewer.family, row),
    viewer.db.selectFrom('about').select('member_id').where('family_id', '=', viewer.family).where('thing_id', '=', id).orderBy('member_id').execute(),
    viewer.db.selectFrom('shared_with').select('member_id').where('family_id', '=', viewer.family).where('thing_id', '=', id).orderBy('member_id').execute(),
  ])
  return {
    ...inList(viewer, row), practitioners, note: row.note, noteLang: row.note_lang, sequence: row.sequence, circle: row.circle_id,
    bookedBy: row.booked_by, about: about.map((one) => one.member_id), sharedWith: sharedWith.map((one) => one.member_id),
  }
}
