/** The groups of the family hub: a breakfast on Saturdays that anybody can come to, and a small one that is full. */
import { makeGroup, type NewGroup } from '#app/domain/groups/groups.server.ts'
import { comeToGroup, waitForGroup } from '#app/domain/groups/places.server.ts'
import type { GroupDateId, GroupId } from '#app/values/ids.ts'
import { plusDays, weekday, type Day, type Instant } from '#app/values/instant.ts'
import { done } from './director.server.ts'
import type { Scene } from './house.server.ts'
import { demoAddress, type DemoKey } from './people.ts'

/** Made before anybody comes, some weeks ago. */
export async function groupsAtTheHub({ db, director, calendar, cast }: Scene): Promise<void> {
  const saturday = nextSaturday(calendar.day(-24))
  const made = calendar.at(-26, '16:10')
  const nia = await director.atDesk(cast.nia, made, 'diary:keep')
  const hub = { lang: 'en', mode: 'centre', place: 'Kingsmere Family Hub, the kitchen on the ground floor. No steps.' } as const
  const breakfast: NewGroup = {
    ...hub, name: 'Saturday breakfast', purpose: 'Eat together, let the children play, and talk with others who are in the same boat. Come as you are: you need bring nothing.', fromOn: saturday, untilOn: plusDays(saturday, 12 * 7), repeat: 'weekly', time: '09:30', minutes: 120, places: 8, together: [cast.sam],
  }
  const together = await done(nia, makeGroup, breakfast)
  const massage = await done(nia, makeGroup, { ...hub, name: 'Baby massage', purpose: 'Learn to calm your baby with your hands. For parents with a baby under one year.', fromOn: plusDays(saturday, 6 * 7), untilOn: plusDays(saturday, 6 * 7), repeat: null, time: '13:00', minutes: 60, places: 1, together: [] })

  const dateOf = async (group: GroupId, from: Instant) => (await db.selectFrom('group_date').select('id').where('group_id', '=', group).where('starts_at', '>', from).orderBy('starts_at').executeTakeFirstOrThrow()).id
  const takes = async (key: DemoKey, date: GroupDateId, how: typeof comeToGroup | typeof waitForGroup) => {
    const { family_id: family, id, person_id: person } = await db.selectFrom('member as m').innerJoin('person as p', 'p.id', 'm.person_id').select(['m.family_id', 'm.id', 'm.person_id']).where('p.email', '=', demoAddress(key)).executeTakeFirstOrThrow()
    const viewer = await director.inFamily(person!, family, calendar.at(-1, '19:20'), 'appointments:book')
    await done(viewer, how as typeof comeToGroup, { date, who: [id], whoSees: 'everybody', shareWith: [], needs: [], interpreterLang: null, note: null, lang: 'en' })
  }
  await takes('daniel', await dateOf(together, calendar.at(16, '06:00')), comeToGroup)
  const only = await dateOf(massage, calendar.now)
  await takes('bethan', only, comeToGroup)
  await takes('daniel', only, waitForGroup)
}

function nextSaturday(from: Day): Day {
  return plusDays(from, (6 - weekday(from) + 7) % 7)
}
