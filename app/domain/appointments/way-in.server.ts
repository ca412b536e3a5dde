/**
 * The way into a call: a link for a video, or a number to ring. Whoever is met gives it; those who see the appointment read it from
 * shortly before until its end, here and nowhere else: it is in no message.
 */
import { notYours } from '#app/access/not-yours.ts'
import { visibleTo } from '#app/access/visible-to.server.ts'
import type { Acting, May } from '#app/access/viewer.server.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import type { AppointmentId } from '#app/values/ids.ts'
import { plusMinutes, type Instant } from '#app/values/instant.ts'
import { isWorkOf } from './together.server.ts'

/** Minutes before the beginning from which the way in is shown. */
const opensBefore = 15

export type WayIn = { readonly state: 'later'; readonly from: Instant } | { readonly state: 'open'; readonly link: string | null; readonly phone: string | null }

/** Gives the way in, or with nothing takes it back: the practitioner of a call that is not over. */
export async function giveWayIn(acting: Acting<'appointments:see'>, given: { appointment: AppointmentId; link: string | null; phone: string | null }): Promise<Outcome<null, 'appointment-over'>> {
  const row = await acting.db.selectFrom('appointment as a').select(['a.circle_id', 'a.ends_at', 'a.state', 'a.mode']).where('a.id', '=', given.appointment).where(isWorkOf(acting.person, 'a')).where(visibleTo(acting, 'appointment', 'a')).executeTakeFirst()
  if (!row) throw notYours()
  if (row.state !== 'booked' || row.ends_at <= acting.now || (row.mode !== 'video' && row.mode !== 'phone')) return { ok: false, why: 'appointment-over' }
  await acting.db.deleteFrom('way_in').where('family_id', '=', acting.family).where('appointment_id', '=', given.appointment).execute()
  if (given.link !== null || given.phone !== null) await acting.db.insertInto('way_in').values({ family_id: acting.family, appointment_id: given.appointment, link: given.link, phone: given.phone, given_at: acting.now }).execute()
  return { ok: true, value: null, event: { kind: 'way-in-given', data: {}, thing: { kind: 'appointment', id: given.appointment }, circle: row.circle_id } }
}

function found(viewer: May<'appointments:see'>, appointment: AppointmentId) {
  return viewer.db.selectFrom('way_in as w').innerJoin('appointment as a', (join) => join.onRef('a.family_id', '=', 'w.family_id').onRef('a.id', '=', 'w.appointment_id')).select(['w.link', 'w.phone', 'a.starts_at'])
    .where('w.appointment_id', '=', appointment).where('a.state', '=', 'booked').where('a.ends_at', '>', viewer.now).where(visibleTo(viewer, 'appointment', 'a'))
}

/** The way in as its reader may have it now; null where none was given, or the appointment is over. One query. */
export async function wayInOf(viewer: May<'appointments:see'>, appointment: AppointmentId): Promise<WayIn | null> {
  const row = await found(viewer, appointment).executeTakeFirst()
  if (!row) return null
  const from = plusMinutes(row.starts_at, -opensBefore)
  return viewer.now < from ? { state: 'later', from } : { state: 'open', link: row.link, phone: row.phone }
}

/** What its practitioner gave, to be changed: at any time before the end. */
export async function ownWayIn(viewer: May<'appointments:see'>, appointment: AppointmentId): Promise<{ link: string | null; phone: string | null } | null> {
  const row = await found(viewer, appointment).where(isWorkOf(viewer.person, 'a')).executeTakeFirst()
  return row ? { link: row.link, phone: row.phone } : null
}
