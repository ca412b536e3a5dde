/** What else is booked at a time, told to whoever is about to book it: of what they see themselves, and of nothing else. */
import { visibleTo } from '#app/access/visible-to.server.ts'
import type { May } from '#app/access/viewer.server.ts'
import type { AppointmentId } from '#app/values/ids.ts'
import type { Instant } from '#app/values/instant.ts'
import { alsoNamed, listed } from './together.server.ts'

interface Clash { readonly id: AppointmentId; readonly startsAt: Instant; readonly endsAt: Instant; /** All with whom it is. */ readonly names: readonly string[] }

/** The appointments of the family that overlap a time, as far as the viewer sees them. It warns, and lets go on. One query. */
export async function clashesWith(viewer: May<'appointments:book'>, time: { readonly startsAt: Instant; readonly endsAt: Instant }): Promise<Clash[]> {
  const rows = await viewer.db.selectFrom('appointment as a').innerJoin('person as p', 'p.id', 'a.practitioner_id').select(['a.id', 'a.starts_at as startsAt', 'a.ends_at as endsAt', 'p.name', alsoNamed('a').as('together')])
    .where('a.state', '=', 'booked').where('a.starts_at', '<', time.endsAt).where('a.ends_at', '>', time.startsAt).where(visibleTo(viewer, 'appointment', 'a')).orderBy('a.starts_at').limit(5).execute()
  return rows.map(({ name, together, ...row }) => ({ ...row, names: [name, ...listed(together)] }))
}
