/**
 * Nia is away twice in the weeks that come: on a day when she was to visit Bethan, on which Sam, whom she named, comes instead and the
 * family was told; and on the Saturday of her small group, for which it is still to be said who leads it.
 */
import { bookAppointment } from '#app/domain/appointments/booking.server.ts'
import { sayWhoComes } from '#app/domain/appointments/cover.server.ts'
import { freeTimes, rulesFor, takeTimeOff } from '#app/domain/appointments/diary.server.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import { atWallTime, dayAt, plusDays, type Day } from '#app/values/instant.ts'
import { done } from './director.server.ts'
import type { Scene } from './house.server.ts'
import { demoAddress } from './people.ts'

const wholeDay = (on: Day) => ({ from: atWallTime(on, '00:00')!, until: atWallTime(plusDays(on, 1), '00:00')!, repeat: null, untilOn: null })

/** Played when everybody's visits are booked. */
export async function niaIsAway({ db, director, calendar, cast }: Scene): Promise<void> {
  const { family_id: family, person_id: bethan } = await db.selectFrom('member as m').innerJoin('person as p', 'p.id', 'm.person_id').select(['m.family_id', 'm.person_id']).where('p.email', '=', demoAddress('bethan')).executeTakeFirstOrThrow()
  const { id: nurse } = await db.selectFrom('member').select('id').where('family_id', '=', family).where('person_id', '=', cast.nia).executeTakeFirstOrThrow()
  const free = await freeTimes(db, [cast.nia, cast.sam], 'home', rulesFor('home', await settingsOf(db)), { from: calendar.day(17), until: calendar.day(28) }, calendar.now)
  const { startsAt } = free[0]!
  const visit = await done(await director.inFamily(bethan!, family, calendar.at(-2, '19:40'), 'appointments:book'), bookAppointment, {
    practitioner: nurse, mode: 'home', startsAt, about: [], whoSees: 'everybody', shareWith: [], needs: [], interpreterLang: null, where: null, note: 'Rydym am holi am y gwely bach', lang: 'cy',
  })
  const nia = await director.atDesk(cast.nia, calendar.at(-1, '16:20'), 'diary:keep')
  await done(nia, takeTimeOff, { ...wholeDay(dayAt(startsAt)), cover: cast.sam })
  await done(await director.inFamily(cast.nia, family, calendar.at(-1, '16:21'), 'appointments:see'), sayWhoComes, { appointment: visit, away: cast.nia, how: 'same-time', cover: cast.sam })
  const { starts_at: massage } = await db.selectFrom('group_date as d').innerJoin('group_series as g', 'g.id', 'd.group_id').select('d.starts_at').where('g.rule', 'is', null).where('d.starts_at', '>', calendar.now).executeTakeFirstOrThrow()
  await done(nia, takeTimeOff, wholeDay(dayAt(massage)))
}
