/** How long the place of somebody lasts who was invited to a family meeting alone: some days after what it is for, and longer where that has a later day. */
import type { Inside, LinkHolder, Viewer } from '#app/access/viewer.server.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import type { EntryId, MemberId } from '#app/values/ids.ts'
import { plusDays, type Day } from '#app/values/instant.ts'

type Place = Pick<Inside<Viewer | LinkHolder>, 'db' | 'family' | 'today'>

/** Of these members, whoever is a guest and still here keeps their place until the area's days after a day, where it would end before. */
export async function keepGuests({ db, family, today }: Place, members: readonly MemberId[], day: Day): Promise<void> {
  if (members.length === 0) return
  const { meetingGuestDays } = await settingsOf(db)
  const until = plusDays(day, meetingGuestDays)
  await db.updateTable('member').set({ until_on: until }).where('family_id', '=', family).where('id', 'in', [...members]).where('until_on', '>=', today).where('until_on', '<', until)
    .where((eb) => eb.exists(eb.selectFrom('meeting_guest as g').select('g.member_id').whereRef('g.family_id', '=', 'member.family_id').whereRef('g.member_id', '=', 'member.id'))).execute()
}

/** An action has another day: where it was a part of an accepted plan of the family's meeting, a guest who does it keeps their place for it. */
export async function keepGuestFor(acting: Place, action: EntryId, day: Day): Promise<void> {
  const rows = await acting.db.selectFrom('plan_entry as e').innerJoin('meeting_part as p', (join) => join.onRef('p.family_id', '=', 'e.family_id').onRef('p.entry_id', '=', 'e.id'))
    .select('e.owner_member').where('e.family_id', '=', acting.family).where('e.id', '=', action).execute()
  await keepGuests(acting, rows.flatMap((row) => row.owner_member ?? []), day)
}
