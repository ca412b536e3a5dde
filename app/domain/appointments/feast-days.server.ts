/**
 * When feasts are that move from year to year: reckoned by a library for the years to come and written into a table, as bank
 * holidays are. Islamic days are those of the calendar of Umm al-Qura.
 */
import type { Kysely } from 'kysely'
import type { Schema } from '#db/schema.ts'
import { inTransaction } from '#db/transaction.ts'
import { keepBankHolidaysNightly } from '#app/domain/area/bank-holidays.server.ts'
import type { Feast } from '#app/values/feasts.ts'
import { dayAt, now, plusDays, type Day } from '#app/values/instant.ts'

/** Each feast as the library writes a day, with how many days it lasts. Diwali has no rule: the library lists its days. Shabbat is of each week. */
const rules: Readonly<Record<Exclude<Feast, 'shabbat' | 'diwali'>, readonly [rule: string, days: number]>> = {
  christmas: ['12-24', 3], easter: ['easter -2', 4], 'orthodox-christmas': ['julian 12-24', 2], 'orthodox-easter': ['orthodox -2', 4],
  ramadan: ['1 Ramadan', 30], 'eid-al-fitr': ['1 Shawwal', 3], 'eid-al-adha': ['10 Dhu al-Hijjah', 4], ashura: ['10 Muharram', 1],
  'rosh-hashanah': ['1 Tishrei', 2], 'yom-kippur': ['10 Tishrei', 1], sukkot: ['15 Tishrei', 9], hanukkah: ['25 Kislev', 8], passover: ['15 Nisan', 8], shavuot: ['6 Sivan', 2],
  vaisakhi: ['04-14', 1], 'lunar-new-year': ['chinese 1-0-01', 3], nowruz: ['march equinox in Asia/Tehran', 1],
}

export interface FeastDays { readonly feast: Feast; readonly from: Day; readonly until: Day }

/** The feasts of some years, each with its first and its last day. Throws when the library no longer reads a rule of ours. */
export async function feastsIn(years: readonly number[]): Promise<FeastDays[]> {
  // Eight megabytes once it is loaded: never for a page.
  const { default: Holidays } = await import('date-holidays')
  const listed = new Holidays('SG', { languages: ['en'] })
  const diwali = (year: number) => listed.getHolidays(year).find((one) => one.name === 'Deepavali')?.date
  return [
    ...Object.entries(rules).flatMap(([feast, [rule, days]]) => {
      const calendar = new Holidays()
      if (!calendar.setHoliday(rule, { name: { en: feast }, type: 'observance' })) throw new Error(`no day of the library: ${rule}`)
      return years.flatMap((year) => calendar.getHolidays(year).map((one) => spanFrom(feast as Feast, one.date, days)))
    }),
    ...years.flatMap((year) => diwali(year) ?? []).map((date) => spanFrom('diwali', date, 1)),
  ]
}

function spanFrom(feast: Feast, date: string, days: number): FeastDays {
  const from = date.slice(0, 10) as Day
  return { feast, from, until: plusDays(from, days - 1) }
}

/** Writes down the feasts of this year and two more, with the last one, whose days may reach into this; unless they are there. */
export async function keepFeastDays(db: Kysely<Schema>, today: Day = dayAt(now())): Promise<void> {
  const year = Number(today.slice(0, 4))
  const there = await db.selectFrom('feast_day').select('from_on').where('feast', '=', 'christmas').where('from_on', '>=', `${year + 2}-01-01` as Day).limit(1).executeTakeFirst()
  if (there) return
  const rows = (await feastsIn([year - 1, year, year + 1, year + 2])).map(({ feast, from, until }) => ({ feast, from_on: from, until_on: until }))
  await inTransaction(db, async (transaction) => {
    await transaction.deleteFrom('feast_day').where('from_on', '>=', `${year - 1}-01-01` as Day).execute()
    await transaction.insertInto('feast_day').values(rows).onConflict((conflict) => conflict.columns(['feast', 'from_on']).doNothing()).execute()
  })
}

/** What is written down each night of the years to come: bank holidays and feasts. */
export async function keepDaysAhead(db: Kysely<Schema>, today: Day): Promise<void> {
  await keepBankHolidaysNightly(db, today)
  await keepFeastDays(db, today)
}
