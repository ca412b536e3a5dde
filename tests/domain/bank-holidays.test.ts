import { describe, expect, test } from 'vitest'
import { changeSettings, ownSettingsOf, saveSettings, seenOf, settingsOf } from '#app/domain/area/settings.server.ts'
import { bankHolidaysOf, keepBankHolidays, keepBankHolidaysNightly, reckonedFor } from '#app/domain/area/bank-holidays.server.ts'
import { nations, type Nation } from '#app/domain/area/nations.ts'
import { daysToBook, freeTimes, rulesFor } from '#app/domain/appointments/diary.server.ts'
import { areaViewerFor, must } from '#app/access/viewer.server.ts'
import { act } from '#app/events/transact.server.ts'
import { day, dayAt, workingDaysAfter } from '#app/values/instant.ts'
import { freshDatabase } from './database.ts'
import { aPerson, aPost, countQueries, friday, weekHours } from './diary-world.ts'

const newYear = '01-01'
/** As gov.uk/bank-holidays has them, without one-off days that were proclaimed. */
const known: Readonly<Record<Nation, Readonly<Record<number, readonly string[]>>>> = {
  england: {
    2026: [newYear, '04-03', '04-06', '05-04', '05-25', '08-31', '12-25', '12-28'],
    2027: [newYear, '03-26', '03-29', '05-03', '05-31', '08-30', '12-27', '12-28'],
  },
  wales: {
    2026: [newYear, '04-03', '04-06', '05-04', '05-25', '08-31', '12-25', '12-28'],
    2027: [newYear, '03-26', '03-29', '05-03', '05-31', '08-30', '12-27', '12-28'],
  },
  scotland: {
    2026: [newYear, '01-02', '04-03', '05-04', '05-25', '08-03', '11-30', '12-25', '12-28'],
    2027: [newYear, '01-04', '03-26', '05-03', '05-31', '08-02', '11-30', '12-27', '12-28'],
  },
  'northern-ireland': {
    2026: [newYear, '03-17', '04-03', '04-06', '05-04', '05-25', '07-13', '08-31', '12-25', '12-28'],
    2027: [newYear, '03-17', '03-26', '03-29', '05-03', '05-31', '07-12', '08-30', '12-27', '12-28'],
  },
}

async function anArea() {
  const db = await freshDatabase()
  const alex = await aPerson(db, 'Alex Admin')
  await aPost(db, alex, 'administrator')
  await keepBankHolidays(db, dayAt(friday))
  const keep = must((await areaViewerFor(db, alex, friday))!, 'settings:keep')
  return { db, keep }
}

describe('bank holidays', () => {
  test.each(nations.flatMap((nation) => [2026, 2027].map((year) => [nation, year] as const)))('of %s in %d are those that are known', async (nation, year) => {
    const days = await reckonedFor(nation, [year])
    expect(days.map((one) => one.on)).toEqual(known[nation][year]!.map((rest) => `${year}-${rest}`))
    expect(days.every((one) => one.name.length > 3)).toBe(true)
  })

  test('are written down for this year and two more, and once however often', async () => {
    const { db } = await anArea()
    const rows = () => db.selectFrom('bank_holiday').selectAll().orderBy('nation').orderBy('on_day').execute()
    const before = await rows()
    expect(new Set(before.map((row) => row.on_day.slice(0, 4)))).toEqual(new Set(['2026', '2027', '2028']))
    await keepBankHolidays(db, dayAt(friday))
    expect(await rows()).toEqual(before)
    expect((await bankHolidaysOf(db, 'scotland', day('2026-11-20')))[0]).toEqual({ on: '2026-11-30', name: 'St Andrew’s Day' })
  })

  test('of a year to come are added in its night, and what is past stays', async () => {
    const { db } = await anArea()
    await keepBankHolidaysNightly(db, day('2026-12-31'))
    expect(await db.selectFrom('bank_holiday').select('on_day').where('on_day', '>=', day('2029-01-01')).execute()).toEqual([])
    await keepBankHolidaysNightly(db, day('2027-01-01'))
    expect((await db.selectFrom('bank_holiday').select('on_day').where('on_day', '>=', day('2029-01-01')).execute()).length).toBeGreaterThan(30)
    expect((await db.selectFrom('bank_holiday').select('on_day').where('on_day', '<', day('2027-01-01')).execute()).length).toBeGreaterThan(30)
  })
})

describe('days without work', () => {
  test('are the bank holidays of the area’s nation and the area’s own, in one query', async () => {
    const { db, keep } = await anArea()
    expect((await settingsOf(db)).holidays).toContain('2027-03-29')
    await act(keep, changeSettings, { nation: 'scotland', holidays: ['2026-12-24', '2026-12-25'] })
    const { holidays } = await settingsOf(db)
    expect(holidays).not.toContain('2027-03-29')
    expect(holidays.filter((one) => one >= '2026-11-30' && one <= '2026-12-31')).toEqual(['2026-11-30', '2026-12-24', '2026-12-25', '2026-12-28'])
    expect(new Set(holidays).size).toBe(holidays.length)
    expect(workingDaysAfter(day('2026-11-27'), 1, new Set(holidays))).toBe('2026-12-01')
    expect(await countQueries(db, async (counted) => settingsOf(counted))).toBe(1)
  })

  test('are not offered to be booked', async () => {
    const { db, keep } = await anArea()
    const sam = await aPerson(db, 'Sam Helper')
    await weekHours(db, sam, '09:00', '12:00', ['phone'])
    const free = async () => {
      const settings = await settingsOf(db)
      return new Set((await freeTimes(db, [sam], 'phone', rulesFor('phone', settings), daysToBook(dayAt(friday), settings), friday)).map((time) => dayAt(time.startsAt)))
    }
    expect((await free()).has(day('2026-11-30'))).toBe(true)
    expect((await free()).has(day('2026-12-28'))).toBe(false)
    await act(keep, changeSettings, { nation: 'scotland' })
    expect((await free()).has(day('2026-11-30'))).toBe(false)
  })

  test('that an administrator sees and saves are the area’s own alone', async () => {
    const { db, keep } = await anArea()
    await act(keep, changeSettings, { holidays: ['2026-12-24'] })
    const shown = await ownSettingsOf(db)
    expect(shown.holidays).toEqual(['2026-12-24'])
    expect(await act(keep, saveSettings, { seen: seenOf(shown), values: { ...shown, nation: 'wales' } })).toMatchObject({ ok: true })
    expect(await db.selectFrom('area_setting').select(['key', 'value']).orderBy('key').execute()).toEqual([{ key: 'holidays', value: '["2026-12-24"]' }, { key: 'nation', value: '"wales"' }])
  })
})
