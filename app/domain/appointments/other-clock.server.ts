/** On which clock somebody lives, where that is not the area's: appointments are then said on both. */
import type { Viewer } from '#app/access/viewer.server.ts'
import { areaZone } from '#app/values/instant.ts'

/** The IANA zone of the reader, by how they said that they can be reached; null where it is the area's. One query. */
export async function otherClock(viewer: Viewer): Promise<string | null> {
  const row = await viewer.db.selectFrom('safe_contact').select('zone').where('person_id', '=', viewer.person).executeTakeFirst()
  return unlessTheArea(row?.zone)
}

/** The same zone of what a query found beside something else. */
export function unlessTheArea(zone: string | null | undefined): string | null {
  return zone == null || zone === areaZone ? null : zone
}
