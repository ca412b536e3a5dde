/** The family meeting of Kowalczyk-Bailey, that Grace gets ready: a question, who comes, what they need, and times that are asked of. */
import type { House } from './house.server.ts'
import { done } from './director.server.ts'
import { must } from '#app/access/viewer.server.ts'
import { addTime, askWhichSuit, markTimes } from '#app/domain/meetings/finding-a-time.server.ts'
import { askToInform, showInformation, translateInformation, writeInformation } from '#app/domain/meetings/information.server.ts'
import { askForMeeting, inviteToMeeting } from '#app/domain/meetings/meetings.server.ts'
import { nameCoordinator } from '#app/domain/meetings/offer.server.ts'
import { keepSitting } from '#app/domain/meetings/sittings.server.ts'
import { sayNeedArranged, sayPart } from '#app/domain/meetings/taking-part.server.ts'
import { atWallTime } from '#app/values/instant.ts'

/** Marta said yes to it, and Sam names Grace; Halina comes by phone from Kraków, Kasia lives near by and has not answered. */
export async function meetingInPreparation(house: House): Promise<void> {
  const { cast, director, calendar } = house.scene
  const as = async (person: 'marta' | 'halina' | 'grace', days: number, time: string) => must(await director.inFamily(cast[person], house.family, house.at(days, time), 'meetings:see'), 'meetings:see')
  const grace = async (days: number, time: string) => must(await as('grace', days, time), 'meetings:arrange')
  await done(await director.inFamily(cast.sam, house.family, house.at(-5, '09:40'), 'people:invite'), nameCoordinator, { person: cast.grace })
  const [marta, halina, kasia] = ['Marta Kowalczyk', 'Halina Kowalczyk', 'Kasia Nowak'].map((name) => house.who(name))
  const meeting = await done(await director.inFamily(cast.marta, house.family, house.at(-4, '20:05'), 'meetings:answer'), askForMeeting, { question: 'Kto pomoże rano, kiedy wrócę do pracy?', lang: 'pl', people: [halina!, kasia!] })
  for (const member of [halina!, kasia!]) await done(await as('marta', -4, '20:12'), inviteToMeeting, { meeting, member })
  await done(await grace(-3, '10:10'), keepSitting, { meeting, number: 1, startsAt: null, minutes: 120, place: 'Kingsmere library, the small room', dialIn: '+441632960115', callUrl: null })
  const times = [9, 10, 12].map((days) => atWallTime(calendar.day(days), '17:30')!)
  for (const startsAt of times) await done(await grace(-3, '10:20'), addTime, { meeting, sitting: 1, startsAt })
  await done(await grace(-3, '10:30'), askWhichSuit, { meeting, sitting: 1 })
  await done(await as('halina', -2, '19:30'), sayPart, { meeting, member: halina!, how: 'phone', lang: 'pl', interpreterLang: 'pl', needs: [{ need: 'interpreter', words: null }] })
  await done(await as('halina', -2, '19:34'), markTimes, { meeting, member: halina!, marks: [{ startsAt: times[0]!, mark: 'yes' }, { startsAt: times[1]!, mark: 'if-need-be' }, { startsAt: times[2]!, mark: 'no' }] })
  await done(await as('marta', -2, '21:00'), sayPart, { meeting, member: marta!, how: 'room', lang: 'pl', interpreterLang: null, needs: [{ need: 'childcare', words: 'Zosia (9) i Leo (3)' }, { need: 'food', words: 'Herbata i coś dla dzieci' }] })
  await done(await as('marta', -2, '21:04'), markTimes, { meeting, member: marta!, marks: [{ startsAt: times[0]!, mark: 'yes' }, { startsAt: times[1]!, mark: 'yes' }] })
  await done(await grace(-1, '11:15'), sayNeedArranged, { meeting, member: marta!, need: 'childcare', arranged: true, words: 'Ewa from the crèche is in the room next door.', lang: 'en' })
  // What Sam tells them before: Marta has read it and shows it, with an interpreter's words beside it.
  const sam = house.who('Sam Adeyemi')
  await done(await as('marta', -3, '19:00'), askToInform, { meeting, members: [sam] })
  await done(await director.inFamily(cast.sam, house.family, house.at(-2, '08:50'), 'meetings:inform'), writeInformation, {
    meeting, lang: 'en', parts: {
      well: 'Zosia has been at school on time on nine of the last ten mornings. Marta got her up, with breakfast, before the night bus.',
      worry: 'When Marta starts work at seven, nobody is at home from half past six until school. Leo is three.',
      help: 'The breakfast club has a place for Zosia from Monday. I can ask for one in the nursery for Leo.',
      must: 'An adult is with Leo at all times, because he is three.',
    },
  })
  await done(await as('marta', -1, '20:15'), translateInformation, { meeting, member: sam, part: 'must', lang: 'pl', words: 'Z Leo zawsze jest ktoś dorosły, bo ma trzy lata.', by: 'Ewa Lis' })
  await done(await as('marta', -1, '20:20'), showInformation, { meeting, member: sam, sitting: 1 })
}
