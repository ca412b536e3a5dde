/** Free times of somebody with three years of bookings, alone and with a colleague who has as many, against new diaries: in turns. */
import path from 'node:path'
import { daysToBook, freeTimes, rulesFor } from '#app/domain/appointments/diary.server.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import { dayAt } from '#app/values/instant.ts'
import type { PersonId } from '#app/values/ids.ts'
import { connect } from '#db/connect.ts'
import { migrate } from '#db/migrate.ts'
import { aPerson, aPost, friday, helpedFamily, weekHours } from '#tests/domain/diary-world.ts'
import { threeYears } from '#tests/diary-years.ts'
import { median, table, tell } from './figures.ts'
import { scratch } from './servers.ts'

const rounds = 15
const aRound = 20

/** Whether a long diary is as quick to look through as a new one. */
export async function diary(): Promise<boolean> {
  const db = connect(path.join(scratch(), 'diary.sqlite'))
  await migrate(db)
  const people: PersonId[] = []
  for (const name of ['New One', 'New Two', 'Old One', 'Old Two']) {
    const who = await aPerson(db, name)
    await aPost(db, who, 'practitioner')
    await weekHours(db, who)
    people.push(who)
  }
  const [newOne, newTwo, oldOne, oldTwo] = people as [PersonId, PersonId, PersonId, PersonId]
  const { family, lead } = await helpedFamily(db, oldOne)
  const booked = [await threeYears(db, { practitioner: oldOne, family, by: lead }, dayAt(friday)), await threeYears(db, { practitioner: oldTwo, family, by: lead }, dayAt(friday))]
  const settings = await settingsOf(db)
  const took = async (who: readonly PersonId[]) => {
    const began = performance.now()
    for (let n = 0; n < aRound; n += 1) await freeTimes(db, who, 'phone', rulesFor('phone', settings), daysToBook(dayAt(friday), settings), friday)
    return (performance.now() - began) / aRound
  }
  const turns = { one: [[newOne], [oldOne]], two: [[newOne, newTwo], [oldOne, oldTwo]] } as const
  const figures: Record<keyof typeof turns, { young: number[]; old: number[] }> = { one: { young: [], old: [] }, two: { young: [], old: [] } }
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, [young, old]] of Object.entries(turns) as [keyof typeof turns, (typeof turns)['one']][]) {
      const [y, o] = [await took(young), await took(old)]
      if (round === 0) continue
      figures[name].young.push(y)
      figures[name].old.push(o)
    }
  }
  await db.destroy()
  console.log(`${booked[0]!} and ${booked[1]!} appointments in three years`)
  table(['', 'ms new', 'ms after three years'], Object.entries(figures).map(([name, { young, old }]) => [name, median(young), median(old)]))
  return tell(Object.entries(figures).map(([name, { young, old }]) => ({ what: `free times of ${name}, of what a new diary takes`, value: median(old.map((time, n) => time / young[n]!)), unit: '', bar: { most: 1.25 } })))
}
