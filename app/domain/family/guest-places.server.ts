/** How long the place of somebody lasts who was invited to a family meeting alone: some days after what it is for, and longer where that has a later day. */
import type { Inside, LinkHolder, Viewer } from '#app/access/viewer.server.ts'
import { isHere } from '#app/access/who-is-here.server.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import type { EntryId, MemberId } from '#app/values/ids.ts'
import { plusDays, type Day } from '#app/values/instant.ts'
import { endPlace } from './members.server.ts'

/** Days for which somebody who came for a meeting alone can read that it is off. */
const daysToHear = 7

type Place = Pick<Inside<Viewer | LinkHolder>, 'db' | 'family' | 'today'>

/** Of these members, whoever is a guest and still here keeps their place until the area's days after a day, where it would end before. */
export async function keepGuests({ db, family, today }: Place, members: readonly MemberId[], day: Day): Promise<void> {
  if (members.length === 0) return
  const { meetingGuestDays } = await settingsOf(db)
  const until = plusDays(day, meetingGuestDays)
  await db.updateTable('member').set({ until_on: until }).where('family_id', '=', family).where('id', 'in', [...members]).where('until_on', '>=', today).where('until_on', '<', until)
    .where((eb) => eb.exists(eb.selectFrom('meeting_guest as g').select('g.member_id').whereRef('g.family_id', '=', 'member.family_id').whereRef('g.member_id', '=', 'member.id'))).execute()
}

/** An action has another day: a guest who does it keeps their place for it. */
export async function keepGuestFor(acting: Place, action: EntryId, day: Day): Promise<void> {
  const rows = await acting.db.selectFrom('plan_entry as e').select('e.owner_member').where('e.family_id', '=', acting.family).where('e.id', '=', action).execute()
  await keepGuests(acting, rows.flatMap((row) => row.owner_member ?? []), day)
}

/** Of these members, those who are guests, here, of no meeting that is to come or was held, and have nothing open to do in the family's plan: their place is for nothing any more. */
async function guestsOfNothing({ db, family, today }: Place, members: readonly MemberId[]): Promise<MemberId[]> {
  if (members.length === 0) return []
  const rows = await db.selectFrom('member as m').select('m.id').where('m.family_id', '=', family).where('m.id', 'in', [...members]).where(isHere('m', today))
    .where(({ exists, selectFrom }) => exists(selectFrom('meeting_guest as g').select('g.member_id').whereRef('g.family_id', '=', 'm.family_id').whereRef('g.member_id', '=', 'm.id')))
    .where(({ not, exists, selectFrom }) => not(exists(selectFrom('meeting_person as p').innerJoin('meeting as x', (join) => join.onRef('x.family_id', '=', 'p.family_id').onRef('x.id', '=', 'p.meeting_id')).select('p.member_id')
      .whereRef('p.family_id', '=', 'm.family_id').whereRef('p.member_id', '=', 'm.id').where('p.gone_at', 'is', null).where('x.state', '<>', 'off'))))
    .where(({ not, exists, selectFrom }) => not(exists(selectFrom('plan_entry as e').select('e.id')
      .whereRef('e.family_id', '=', 'm.family_id').whereRef('e.owner_member', '=', 'm.id').where('e.kind', '=', 'action').where('e.done_at', 'is', null).where('e.ended_at', 'is', null)))).execute()
  return rows.map((row) => row.id)
}

/** Ends the places of those of these members that are for nothing any more, and gives whose. */
export async function endGuestsOfNothing(acting: Inside<Viewer>, members: readonly MemberId[]): Promise<MemberId[]> {
  const ended = await guestsOfNothing(acting, members)
  for (const member of ended) await endPlace(acting, member)
  return ended
}

/** The same in some days, so that they can read why: their meeting is off. */
export async function keepGuestsNoLonger(acting: Place, members: readonly MemberId[]): Promise<void> {
  const until = plusDays(acting.today, daysToHear)
  const some = await guestsOfNothing(acting, members)
  if (some.length > 0) await acting.db.updateTable('member').set({ until_on: until }).where('family_id', '=', acting.family).where('id', 'in', some).where('until_on', '>', until).execute()
}
