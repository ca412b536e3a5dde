import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  ageOn, atWallTime, day, dayAt, dayOf, daysBetween, instant, plusDays, plusMinutes, wallTime, weekday, workingDaysAfter, type Day, type Instant,
} from '#app/values/instant.ts'

const anyMoment = fc.date({ min: new Date('1990-01-01T00:00:00Z'), max: new Date('2100-01-01T00:00:00Z'), noInvalidDate: true }).map((at) => at.toISOString() as Instant)
const anyDay = fc.integer({ min: 0, max: 73_000 }).map((days) => plusDays(day('1950-01-01'), days))
const anyTime = fc.integer({ min: 0, max: 1_439 }).map((minutes) => `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`)

describe('moments', () => {
  test('of any offset are kept in UTC', () => {
    expect(instant('2026-11-24T10:00:00Z')).toBe('2026-11-24T10:00:00.000Z')
    expect(instant('2026-06-24T10:00:00+01:00')).toBe('2026-06-24T09:00:00.000Z')
    expect(instant('2026-06-24T10:00:00.123456Z')).toBe('2026-06-24T10:00:00.123Z')
  })

  test('sort as text', () => {
    fc.assert(fc.property(anyMoment, anyMoment, (a, b) => {
      expect(a < b).toBe(Date.parse(a) < Date.parse(b))
    }))
  })

  test.each(['', 'now', '2026-11-24', '2026-11-24T10:00', '2026-02-30T10:00:00Z', '2026-11-24T25:00:00Z', '+012026-01-01T00:00:00Z', '-000001-01-01T00:00:00Z', '1763985600000'])(
    '%j is none', (text) => expect(() => instant(text)).toThrow(RangeError),
  )

  test('plus minutes is exact and there and back again', () => {
    fc.assert(fc.property(anyMoment, fc.integer({ min: -1_000_000, max: 1_000_000 }), (at, minutes) => {
      const then = plusMinutes(at, minutes)
      expect(Date.parse(then) - Date.parse(at)).toBe(minutes * 60_000)
      expect(plusMinutes(then, -minutes)).toBe(at)
    }))
  })
})

describe('days', () => {
  test.each(['2026-02-29', '2026-13-01', '2026-00-10', '2026-11-31', '26-11-24', '2026-1-1', '20261124', '2026-11-24T10:00', '2026-11-24[u-ca=hebrew]', '2026-11-24Z', ' 2026-11-24', '٢٠٢٦-١١-٢٤', ''])(
    '%j is none', (text) => expect(() => day(text)).toThrow(RangeError),
  )

  test('typed in three boxes are days of the calendar or nothing', () => {
    fc.assert(fc.property(fc.integer({ min: 1_890, max: 2_210 }), fc.integer({ min: -1, max: 14 }), fc.integer({ min: -1, max: 33 }), (year, month, date) => {
      // What the Date of the language makes of it says the same only if nothing was carried over.
      const there = new Date(Date.UTC(year, month - 1, date))
      const exists = there.getUTCFullYear() === year && there.getUTCMonth() === month - 1 && there.getUTCDate() === date && year >= 1_900 && year <= 2_200
      expect(dayOf(year, month, date)).toBe(exists ? there.toISOString().slice(0, 10) : undefined)
    }), { numRuns: 2_000 })
    for (const odd of [NaN, Infinity, 1.5, -1]) expect(dayOf(2026, odd, 1)).toBeUndefined()
  })

  test('are counted as the calendar counts', () => {
    fc.assert(fc.property(anyDay, fc.integer({ min: -4_000, max: 4_000 }), (from, days) => {
      const to = plusDays(from, days)
      expect(daysBetween(from, to)).toBe(days)
      expect((Date.parse(to) - Date.parse(from)) / 86_400_000).toBe(days)
      expect(weekday(to)).toBe(new Date(to).getUTCDay() || 7)
    }))
  })

  test('a child born on 29 February is a year older on 1 March, as the law has it, and on the day itself in leap years', () => {
    const born = day('2020-02-29')
    expect(ageOn(born, day('2026-02-28'))).toBe(5)
    expect(ageOn(born, day('2026-03-01'))).toBe(6)
    expect(ageOn(born, day('2028-02-28'))).toBe(7)
    expect(ageOn(born, day('2028-02-29'))).toBe(8)
    expect(ageOn(day('2010-11-24'), day('2026-11-23'))).toBe(15)
    expect(ageOn(day('2010-11-24'), day('2026-11-24'))).toBe(16)
  })

  test('working days leave weekends and holidays out', () => {
    const christmas = new Set(['2026-12-25', '2026-12-28'])
    expect(workingDaysAfter(day('2026-12-24'), 1, christmas)).toBe('2026-12-29')
    expect(workingDaysAfter(day('2026-11-20'), 5)).toBe('2026-11-27')
    expect(workingDaysAfter(day('2026-11-21'), 1)).toBe('2026-11-23')
    expect(workingDaysAfter(day('2026-11-21'), 0)).toBe('2026-11-21')
  })
})

describe('the clock on the wall', () => {
  test('in summer is an hour ahead, in winter not', () => {
    expect(atWallTime(day('2026-06-24'), '10:00')).toBe('2026-06-24T09:00:00.000Z')
    expect(atWallTime(day('2026-11-24'), '10:00')).toBe('2026-11-24T10:00:00.000Z')
    expect(atWallTime(day('2026-11-24'), '10:00', 'Europe/Warsaw')).toBe('2026-11-24T09:00:00.000Z')
    expect(atWallTime(day('2026-11-24'), '10:00', 'Asia/Kathmandu')).toBe('2026-11-24T04:15:00.000Z')
  })

  test.each([['2026-03-29'], ['2027-03-28']] as [Day][])('has no time between one and two when spring skips it (%s)', (on) => {
    expect(atWallTime(on, '00:59')).toBe(`${on}T00:59:00.000Z`)
    for (const time of ['01:00', '01:01', '01:30', '01:59']) expect(atWallTime(on, time)).toBeUndefined()
    expect(atWallTime(on, '02:00')).toBe(`${on}T01:00:00.000Z`)
  })

  test.each([['2026-10-25'], ['2027-10-31']] as [Day][])('shows one to two twice in autumn: the first is meant (%s)', (on) => {
    expect(atWallTime(on, '00:59')).toBe(`${plusDays(on, -1)}T23:59:00.000Z`)
    expect(atWallTime(on, '01:00')).toBe(`${on}T00:00:00.000Z`)
    expect(atWallTime(on, '01:59')).toBe(`${on}T00:59:00.000Z`)
    expect(atWallTime(on, '02:00')).toBe(`${on}T02:00:00.000Z`)
    expect(wallTime(instant(`${on}T01:30:00Z`))).toBe('01:30')
  })

  test('there and back again is the same, on every day and in every zone', () => {
    const zones = fc.constantFrom('Europe/London', 'Europe/Warsaw', 'Asia/Karachi', 'America/St_Johns', 'Australia/Lord_Howe', 'Asia/Kathmandu')
    fc.assert(fc.property(anyDay, anyTime, zones, (on, time, zone) => {
      const at = atWallTime(on, time, zone)
      if (at === undefined) {
        // Such a time is skipped: no moment near midnight of that day shows it.
        const near = Array.from({ length: 49 }, (_, half) => plusMinutes(instant(`${on}T00:00:00Z`), (half - 24) * 60 + Number(time.slice(3))))
        expect(near.some((moment) => dayAt(moment, zone) === on && wallTime(moment, zone) === time)).toBe(false)
        return
      }
      expect([dayAt(at, zone), wallTime(at, zone)]).toEqual([on, time])
      // And no earlier moment shows the same: the clocks go back by two hours at the most.
      for (const back of [30, 60, 120]) expect([dayAt(plusMinutes(at, -back), zone), wallTime(plusMinutes(at, -back), zone)]).not.toEqual([on, time])
    }), { numRuns: 500 })
  })

  test('the day at a moment is the one that people there live in', () => {
    expect(dayAt(instant('2026-06-24T22:59:59Z'))).toBe('2026-06-24')
    expect(dayAt(instant('2026-06-24T23:00:00Z'))).toBe('2026-06-25')
    expect(dayAt(instant('2026-11-24T23:59:59Z'))).toBe('2026-11-24')
    expect(dayAt(instant('2026-10-25T00:30:00Z'))).toBe('2026-10-25')
  })
})
