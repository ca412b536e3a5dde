/** When dates that matter are, across the year and the nights on which the clocks change. */
import { describe, expect, test } from 'vitest'
import { fallOn, feastSpan, shabbatsIn, spansOfSchool, weeklyIn, wholeDays, yearlyIn } from '#app/domain/appointments/dates.ts'
import { feastsIn } from '#app/domain/appointments/feast-days.server.ts'
import { feasts } from '#app/values/feasts.ts'
import { instant, type Day } from '#app/values/instant.ts'

const on = (text: string) => text as Day
const span = (from: string, until = from) => ({ from: on(from), until: on(until) })

describe('feasts', () => {
  /** As published: Easter and Orthodox Easter by their churches, the Jewish year by hebcal.com, Islamic days by the calendar of Umm al-Qura, Diwali and Nowruz by their almanacs. */
  const published: Readonly<Record<string, readonly string[]>> = {
    easter: ['2026-04-03 2026-04-06', '2027-03-26 2027-03-29'], 'orthodox-easter': ['2026-04-10 2026-04-13', '2027-04-30 2027-05-03'], 'orthodox-christmas': ['2026-01-06 2026-01-07', '2027-01-06 2027-01-07'],
    christmas: ['2026-12-24 2026-12-26', '2027-12-24 2027-12-26'], ramadan: ['2026-02-18 2026-03-19', '2027-02-08 2027-03-09'], 'eid-al-fitr': ['2026-03-20 2026-03-22', '2027-03-09 2027-03-11'],
    'rosh-hashanah': ['2026-09-12 2026-09-13', '2027-10-02 2027-10-03'], 'yom-kippur': ['2026-09-21 2026-09-21', '2027-10-11 2027-10-11'], passover: ['2026-04-02 2026-04-09', '2027-04-22 2027-04-29'],
    diwali: ['2026-11-08 2026-11-08', '2027-10-28 2027-10-28'], 'lunar-new-year': ['2026-02-17 2026-02-19', '2027-02-06 2027-02-08'], vaisakhi: ['2026-04-14 2026-04-14', '2027-04-14 2027-04-14'],
  }

  test('are on the days that are published', async () => {
    const found = await feastsIn([2026, 2027])
    for (const [feast, days] of Object.entries(published)) expect(found.filter((one) => one.feast === feast).map((one) => `${one.from} ${one.until}`), feast).toEqual(days)
  })

  test('have days in each of the years to come, but for the one of each week', async () => {
    const found = await feastsIn([2026, 2027, 2028, 2029, 2030])
    for (const feast of feasts) expect(found.filter((one) => one.feast === feast).length >= 5, feast).toBe(feast !== 'shabbat')
  })

  test('of the Jewish year begin the evening before, and others at midnight by the clocks here', () => {
    expect(feastSpan('passover', span('2026-04-02', '2026-04-09'))).toEqual({ from: '2026-04-01T15:00:00.000Z', until: '2026-04-09T23:00:00.000Z', wholeDays: false })
    expect(feastSpan('ramadan', span('2026-02-18', '2026-03-19'))).toEqual({ from: '2026-02-18T00:00:00.000Z', until: '2026-03-20T00:00:00.000Z', wholeDays: true })
  })

  test('Shabbat is each Friday evening and Saturday that touches a span', () => {
    expect(shabbatsIn(span('2026-11-27'))).toEqual([span('2026-11-28')])
    expect(shabbatsIn(span('2026-11-29', '2026-12-04'))).toEqual([span('2026-12-05')])
    expect(shabbatsIn(span('2026-11-29', '2026-12-03'))).toEqual([])
  })
})

test('a time of each week keeps its hour on the wall, and is left out where spring leaves it out', () => {
  const prayer = { weekday: 5, from: '13:00', until: '14:00' }
  expect(weeklyIn(prayer, span('2026-10-23', '2026-10-30')).map((one) => one.from)).toEqual(['2026-10-23T12:00:00.000Z', '2026-10-30T13:00:00.000Z'])
  expect(weeklyIn({ weekday: 7, from: '01:30', until: '03:00' }, span('2026-03-22', '2026-04-05')).map((one) => one.from)).toEqual(['2026-03-22T01:30:00.000Z', '2026-04-05T00:30:00.000Z'])
})

test('days of each year come again, over the turn of the year and in years without a 29 February', () => {
  expect(yearlyIn(span('2020-12-30', '2021-01-02'), span('2027-01-01', '2027-01-31'))).toEqual([span('2026-12-30', '2027-01-02')])
  expect(yearlyIn(span('2024-02-29'), span('2027-02-01', '2027-03-31'))).toEqual([span('2027-02-28')])
  expect(yearlyIn(span('2028-05-01'), span('2027-01-01', '2027-12-31')), 'not before the first').toEqual([])
})

test('a time falls on what it overlaps, by a minute too, and each is named once', () => {
  const matter = (id: string, from: string, until: string) => ({ id, from: instant(from), until: instant(until) })
  const all = [matter('a', '2026-11-27T13:00:00Z', '2026-11-27T14:00:00Z'), matter('b', '2026-11-27T00:00:00Z', '2026-11-28T00:00:00Z'), matter('b', '2026-11-26T00:00:00Z', '2026-12-28T00:00:00Z')]
  const at = (from: string, until: string) => fallOn(all, { startsAt: instant(from), endsAt: instant(until) }).map((one) => one.id)
  expect(at('2026-11-27T12:30:00Z', '2026-11-27T13:00:00Z')).toEqual(['b'])
  expect(at('2026-11-27T12:31:00Z', '2026-11-27T13:01:00Z')).toEqual(['a', 'b'])
  expect(fallOn([matter('c', '2026-12-01T00:00:00Z', '2026-12-02T00:00:00Z')], { startsAt: instant('2026-12-02T00:00:00Z'), endsAt: instant('2026-12-02T01:00:00Z') })).toEqual([])
  expect(wholeDays(spansOfSchool(['2026-12-21 2027-01-01'])[0]!)).toMatchObject({ from: '2026-12-21T00:00:00.000Z', until: '2027-01-02T00:00:00.000Z' })
})
