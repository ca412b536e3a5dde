/** The sitting of somebody who helps with a family's record: a reason, and an hour. */
import { plusMinutes, type Instant } from '#app/values/instant.ts'
import { seatsThatHelp } from './powers.ts'
import type { Viewer } from './viewer.server.ts'

/** The sitting with a family's record that somebody who helps has open; undefined when a reason is to be given first. */
export async function sittingOf(viewer: Viewer): Promise<{ id: string; reason: string; reason_lang: string | null } | undefined> {
  return viewer.db.selectFrom('sitting').select(['id', 'reason', 'reason_lang']).where('family_id', '=', viewer.family).where('person_id', '=', viewer.person)
    .where('until_at', '>', viewer.now).orderBy('opened_at', 'desc').executeTakeFirst()
}

/** Minutes that a sitting with a family's record lasts before a reason is asked for again. */
export const sittingMinutes = 60

/** Whether this viewer is somebody who helps, whose looking is therefore written down. */
export function helps(viewer: Viewer): boolean {
  return viewer.seat === 'work' || viewer.seat === 'emergency' || seatsThatHelp.has(viewer.seat)
}

/** The moment at which a sitting that begins now is over. */
export function sittingEnds(viewer: Pick<Viewer, 'now'>): Instant {
  return plusMinutes(viewer.now, sittingMinutes)
}
