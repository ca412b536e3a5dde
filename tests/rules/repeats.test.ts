import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { repeats, type Repeat } from '#app/domain/appointments/repeat-choices.ts'
import { daysOf, repeatOf, ruleFrom, ruleOf, spansOf } from '#app/domain/appointments/repeats.ts'
import { timesOffered, type TimeRules, type WeeklyHours } from '#app/domain/appointments/times.ts'
import { atWallTime, day, dayAt, instant, plusDays, wallTime, weekday, type Day } from '#app/values/instant.ts'

const rules: TimeRules = { minutes: 30, travelMinutes: 0, holidays: new Set() }
const year = { from: day('2026-01-01'), until: day('2026-12-31') }

function hours(changed: Partial<WeeklyHours>): WeeklyHours {
  return { weekday: 2, from: '09:00', until: '10:00', modes: ['phone'], place: null, fromOn: day('2025-06-03'), untilOn: null, rule: null, lengths: {}, ...changed }
}

describe('a rule', () => {
  test('is written as RFC 5545 has it, and read back as the choice that made it', () => {
    expect(ruleOf('two-weeks', 2)).toBe('FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;WKST=MO')
    expect(ruleOf('first', 2)).toBe('FREQ=MONTHLY;BYDAY=1TU')
    expect(ruleOf('last', 5)).toBe('FREQ=MONTHLY;BYDAY=-1FR')
    for (const repeat of repeats) for (const on of [1, 2, 3, 4, 5, 6, 7]) expect(repeatOf(ruleOf(repeat, on))).toBe(repeat)
    expect(repeatOf(null)).toBe('weekly')
    expect(() => repeatOf('FREQ=SECONDLY')).toThrow(RangeError)
  })

  test('has the days of a calendar on the wall', () => {
    expect(daysOf(ruleOf('first', 2), day('2026-01-01'), year)).toEqual([
      '2026-01-06', '2026-02-03', '2026-03-03', '2026-04-07', '2026-05-05', '2026-06-02', '2026-07-07', '2026-08-04', '2026-09-01', '2026-10-06', '2026-11-03', '2026-12-01',
    ])
    expect(daysOf(ruleOf('last', 5), day('2026-09-01'), year)).toEqual(['2026-09-25', '2026-10-30', '2026-11-27', '2026-12-25'])
    expect(daysOf(ruleOf('two-weeks', 2), day('2026-11-24'), { from: day('2026-11-01'), until: day('2027-01-10') })).toEqual(['2026-11-24', '2026-12-08', '2026-12-22', '2027-01-05'])
    // Weeks are counted from the week of the first day, also where that day is another weekday.
    expect(daysOf(ruleOf('two-weeks', 2), day('2026-11-25'), { from: day('2026-11-01'), until: day('2026-12-31') })).toEqual(['2026-12-08', '2026-12-22'])
    expect(daysOf(ruleOf('weekly', 2), day('2026-11-24'), { from: day('2026-11-01'), until: day('2026-11-23') })).toEqual([])
  })

  const anyDay = fc.integer({ min: 0, max: 1_200 }).map((n) => plusDays(day('2025-01-01'), n))

  test('holds for the same days by whichever span it is asked, and for those that a calendar counts', () => {
    fc.assert(fc.property(fc.constantFrom(...repeats), fc.integer({ min: 1, max: 7 }), anyDay, fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 90 }), (repeat, on, first, later, long) => {
      const span = { from: plusDays(first, later), until: plusDays(first, later + long) }
      const wanted: Day[] = []
      for (let one = span.from; one <= span.until; one = plusDays(one, 1)) if (weekday(one) === on && holds(repeat, first, one)) wanted.push(one)
      expect(daysOf(ruleOf(repeat, on), first, span)).toEqual(wanted)
    }), { numRuns: 300 })
  })

  function holds(repeat: Repeat, first: Day, one: Day): boolean {
    const weeks = { weekly: 1, 'two-weeks': 2, 'three-weeks': 3, 'four-weeks': 4 }[repeat as string]
    const monday = (of: Day) => Date.parse(plusDays(of, 1 - weekday(of)))
    if (weeks !== undefined) return ((monday(one) - monday(first)) / 604_800_000) % weeks === 0
    const nth = Math.ceil(Number(one.slice(8)) / 7)
    return repeat === 'last' ? plusDays(one, 7).slice(0, 7) !== one.slice(0, 7) : nth === { first: 1, second: 2, third: 3, fourth: 4 }[repeat as string]
  }
})

describe('hours that repeat', () => {
  const days = (times: readonly { startsAt: string }[]) => [...new Set(times.map((time) => dayAt(instant(time.startsAt))))]

  test('are offered on the days of their rule, and stay at their time on the wall when the clocks change', () => {
    const every = hours({ rule: ruleOf('two-weeks', 2), fromOn: day('2026-10-13') })
    const times = timesOffered([every], 'phone', rules, { from: day('2026-10-01'), until: day('2026-11-30') })
    expect(days(times)).toEqual(['2026-10-13', '2026-10-27', '2026-11-10', '2026-11-24'])
    expect([...new Set(times.map((time) => wallTime(time.startsAt)))]).toEqual(['09:00', '09:30'])
    expect(times.filter((_, at) => at % 2 === 0).map((time) => time.startsAt.slice(11, 16))).toEqual(['08:00', '09:00', '09:00', '09:00'])
  })

  test('end on their last day, and leave days without work out', () => {
    const monthly = hours({ rule: ruleOf('last', 5), weekday: 5, fromOn: day('2026-09-01'), untilOn: day('2026-12-31') })
    const christmas = { ...rules, holidays: new Set(['2026-12-25']) }
    expect(days(timesOffered([monthly], 'phone', christmas, { from: day('2026-09-01'), until: day('2027-02-28') }))).toEqual(['2026-09-25', '2026-10-30', '2026-11-27'])
  })

  test('with the rule of each week are those without one', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 0, max: 700 }), (on, later) => {
      const span = { from: plusDays(day('2026-01-01'), later), until: plusDays(day('2026-01-01'), later + 30) }
      const plain = hours({ weekday: on })
      expect(timesOffered([{ ...plain, rule: ruleOf('weekly', on) }], 'phone', rules, span)).toEqual(timesOffered([plain], 'phone', rules, span))
    }), { numRuns: 60 })
  })

  test.each([['2026-03-29'], ['2027-03-28']] as [Day][])('have no time in the hour that is missing (%s)', (change) => {
    const night = hours({ weekday: 7, from: '00:30', until: '03:00', rule: ruleOf('last', 7), fromOn: day('2026-01-01') })
    expect(timesOffered([night], 'phone', rules, { from: change, until: change }).map((time) => wallTime(time.startsAt))).toEqual(['00:30', '02:00', '02:30'])
  })

  test.each([['2026-10-25'], ['2027-10-31']] as [Day][])('have no time twice in the hour that comes twice (%s)', (change) => {
    const night = hours({ weekday: 7, from: '00:30', until: '03:00', rule: ruleOf('last', 7), fromOn: day('2026-01-01') })
    const walls = timesOffered([night], 'phone', rules, { from: change, until: change }).map((time) => wallTime(time.startsAt))
    expect(walls).toEqual(['00:30', '01:00', '01:30', '02:00', '02:30'])
  })
})

describe('time off', () => {
  const meeting = (first: string, from: string, until: string, repeat: Repeat = 'weekly', untilOn: Day | null = null) => ({
    from: atWallTime(day(first), from)!, until: until === '24:00' ? atWallTime(plusDays(day(first), 1), '00:00')! : atWallTime(day(first), until)!, rule: ruleFrom(repeat, day(first)), untilOn,
  })
  const walls = (spans: readonly { from: string; until: string }[]) => spans.map((one) => `${dayAt(instant(one.from))} ${wallTime(instant(one.from))}-${wallTime(instant(one.until))}`)
  const autumn = { from: instant('2026-10-12T00:00:00Z'), until: instant('2026-11-03T23:00:00Z') }

  test('of each week stays at its time on the wall', () => {
    const spans = spansOf(meeting('2026-06-02', '09:30', '11:00'), autumn)
    expect(walls(spans)).toEqual(['2026-10-13 09:30-11:00', '2026-10-20 09:30-11:00', '2026-10-27 09:30-11:00', '2026-11-03 09:30-11:00'])
    expect(spans.map((one) => one.from.slice(11, 16))).toEqual(['08:30', '08:30', '09:30', '09:30'])
  })

  test('of whole days lasts from midnight to midnight, 23 or 25 hours when the clocks change', () => {
    const sundays = (from: string, until: string) => spansOf(meeting('2026-01-04', '00:00', '24:00'), { from: instant(from), until: instant(until) })
    const long = (spans: readonly { from: string; until: string }[]) => spans.map((one) => (Date.parse(one.until) - Date.parse(one.from)) / 3_600_000)
    expect(long(sundays('2026-10-18T12:00:00Z', '2026-11-01T12:00:00Z'))).toEqual([24, 25, 24])
    expect(long(sundays('2027-03-21T12:00:00Z', '2027-04-04T12:00:00Z'))).toEqual([24, 23, 24])
  })

  test.each([['2026-03-29'], ['2027-03-28']] as [Day][])('that would begin in the missing hour is not there; what ends in it ends as long after midnight (%s)', (change) => {
    const around = { from: instant(`${plusDays(change, -1)}T12:00:00Z`), until: instant(`${plusDays(change, 1)}T12:00:00Z`) }
    expect(spansOf(meeting('2026-01-04', '01:15', '01:45'), around)).toEqual([])
    expect(spansOf(meeting('2026-01-04', '01:15', '03:00'), around)).toEqual([])
    expect(spansOf(meeting('2026-01-04', '00:30', '01:30'), around)).toEqual([{ from: `${change}T00:30:00.000Z`, until: `${change}T01:30:00.000Z` }])
    expect(walls(spansOf(meeting('2026-01-04', '02:00', '03:00'), around))).toEqual([`${change} 02:00-03:00`])
  })

  test.each([['2026-10-25'], ['2027-10-31']] as [Day][])('in the hour that comes twice is there once (%s)', (change) => {
    const around = { from: instant(`${plusDays(change, -1)}T12:00:00Z`), until: instant(`${plusDays(change, 1)}T12:00:00Z`) }
    expect(spansOf(meeting('2026-01-04', '01:00', '01:30'), around)).toEqual([{ from: `${change}T00:00:00.000Z`, until: `${change}T00:30:00.000Z` }])
    expect(spansOf(meeting('2026-01-04', '01:30', '02:30'), around)).toEqual([{ from: `${change}T00:30:00.000Z`, until: `${change}T02:30:00.000Z` }])
  })

  test('ends on its last day, and begins on its first', () => {
    expect(walls(spansOf(meeting('2026-10-20', '09:30', '11:00', 'weekly', day('2026-10-27')), autumn))).toEqual(['2026-10-20 09:30-11:00', '2026-10-27 09:30-11:00'])
    expect(spansOf(meeting('2026-11-10', '09:30', '11:00'), autumn)).toEqual([])
  })

  test('of once is there when it touches the span', () => {
    const once = { from: instant('2026-10-12T10:00:00Z'), until: instant('2026-10-12T11:00:00Z'), rule: null, untilOn: null }
    expect(spansOf(once, autumn)).toEqual([{ from: once.from, until: once.until }])
    expect(spansOf(once, { from: instant('2026-10-12T11:00:00Z'), until: autumn.until })).toEqual([])
  })
})
