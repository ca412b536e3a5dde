/**
 * Bank holidays of the nations, by their names: reckoned from a library once, written into a table, and read from there with
 * the settings. One-off days that are proclaimed for one year are the area's to add (setting `holidays`).
 */
import type { Kysely } from 'kysely'
import type { Schema } from '#db/schema.ts'
import { inTransaction } from '#db/transaction.ts'
import { dayAt, now, weekday, type Day } from '#app/values/instant.ts'
import { nations, type Nation } from './nations.ts'

interface BankHoliday { readonly on: Day; readonly name: string }

const codes: Readonly<Record<Nation, string>> = { england: 'ENG', wales: 'WLS', scotland: 'SCT', 'northern-ireland': 'NIR' }

/** The bank holidays of a nation in some years that fall on a day on which people work; one at the weekend has its substitute. */
export async function reckonedFor(nation: Nation, years: readonly number[]): Promise<BankHoliday[]> {
  // Eight megabytes once it is loaded: never for a page.
  const { default: Holidays } = await import('date-holidays')
  const calendar = new Holidays('GB', codes[nation], { languages: ['en'], types: ['public', 'bank'] })
  const names = new Map<Day, string>()
  for (const year of years) {
    for (const one of calendar.getHolidays(year)) {
      const on = one.date.slice(0, 10) as Day
      if (weekday(on) <= 5) names.set(on, one.name)
    }
  }
  return [...names].map(([on, name]) => ({ on, name })).sort((a, b) => (a.on < b.on ? -1 : 1))
}

/** This year and the two after it. */
function yearsFrom(today: Day): number[] {
  const year = Number(today.slice(0, 4))
  return [year, year + 1, year + 2]
}

/** Writes down the days of every nation for this year and two more, so that an area that changes its nation finds them. Done twice, it is done once. */
export async function keepBankHolidays(db: Kysely<Schema>, today: Day = dayAt(now())): Promise<void> {
  const years = yearsFrom(today)
  const rows = (await Promise.all(nations.map(async (nation) => (await reckonedFor(nation, years)).map(({ on, name }) => ({ nation, on_day: on, name }))))).flat()
  await inTransaction(db, async (transaction) => {
    await transaction.deleteFrom('bank_holiday').where('on_day', '>=', `${years[0]!}-01-01` as Day).execute()
    await transaction.insertInto('bank_holiday').values(rows).onConflict((conflict) => conflict.columns(['nation', 'on_day']).doNothing()).execute()
  })
}

/** The same, unless the last of those years is there already: for each night. */
export async function keepBankHolidaysNightly(db: Kysely<Schema>, today: Day): Promise<void> {
  const there = await db.selectFrom('bank_holiday').select('on_day').where('nation', '=', nations[0]).where('on_day', '>=', `${yearsFrom(today).at(-1)!}-01-01` as Day).limit(1).executeTakeFirst()
  if (!there) await keepBankHolidays(db, today)
}

/** The bank holidays of a nation that are still to come, with their names. One query. */
export async function bankHolidaysOf(db: Kysely<Schema>, nation: Nation, today: Day): Promise<BankHoliday[]> {
  return db.selectFrom('bank_holiday').select(['on_day as on', 'name']).where('nation', '=', nation).where('on_day', '>=', today).orderBy('on_day').execute()
}
