import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { timeForm } from '#app/domain/appointments/booking-form.ts'
import { cellAt, cellsOf, freeTimesIn, nearestTo, timesOffered, weekOfTimes, type FreeTime, type Taken, type TimeRules, type WeeklyHours } from '#app/domain/appointments/times.ts'
import { atWallTime, day, dayAt, instant, plusDays, plusMinutes, wallTime, weekday, type Day, type Instant } from '#app/values/instant.ts'

const nothing: Taken = { cells: new Set(), timeOff: [] }
const longAgo = instant('2020-01-01T00:00:00Z')

function hours(changed: Partial<WeeklyHours> = {}): WeeklyHours {
  return { weekday: 1, from: '09:00', until: '12:00', modes: ['home', 'phone', 'centre'], place: null, fromOn: day('2020-01-01'), untilOn: null, rule: null, lengths: {}, ...changed }
}

function rules(changed: Partial<TimeRules> = {}): TimeRules {
  return { minutes: 45, travelMinutes: 0, holidays: new Set(), ...changed }
}

const on = (text: string) => ({ from: day(text), until: day(text) })
const walls = (times: readonly FreeTime[]) => times.map((time) => wallTime(time.startsAt))
const monday = on('2026-11-23')

describe('times that weekly hours offer', () => {
  test('begin every half hour and end before the hours do', () => {
    const times = timesOffered([hours()], 'phone', rules(), monday)
    expect(walls(times)).toEqual(['09:00', '09:30', '10:00', '10:30', '11:00'])
    expect(times[0]).toEqual({ startsAt: '2026-11-23T09:00:00.000Z', endsAt: '2026-11-23T09:45:00.000Z', place: null })
    expect(walls(timesOffered([hours({ until: '09:45' })], 'phone', rules(), monday))).toEqual(['09:00'])
    expect(walls(timesOffered([hours({ until: '09:30' })], 'phone', rules(), monday))).toEqual([])
  })

  test('are only those of the kind, the weekday and the days on which the hours hold', () => {
    expect(timesOffered([hours()], 'video', rules(), monday)).toEqual([])
    expect(timesOffered([hours({ weekday: 2 })], 'phone', rules(), monday)).toEqual([])
    expect(timesOffered([hours({ fromOn: day('2026-11-24') })], 'phone', rules(), monday)).toEqual([])
    expect(timesOffered([hours({ untilOn: day('2026-11-22') })], 'phone', rules(), monday)).toEqual([])
    expect(timesOffered([hours({ fromOn: day('2026-11-23'), untilOn: day('2026-11-23') })], 'phone', rules(), monday)).toHaveLength(5)
  })

  test('leave days without work out', () => {
    const week = { from: day('2027-03-22'), until: day('2027-03-29') }
    const friday = [hours(), hours({ weekday: 5 })]
    expect([...new Set(timesOffered(friday, 'phone', rules(), week).map((time) => dayAt(time.startsAt)))]).toEqual(['2027-03-22', '2027-03-26', '2027-03-29'])
    const easter = rules({ holidays: new Set(['2027-03-26', '2027-03-29']) })
    expect([...new Set(timesOffered(friday, 'phone', easter, week).map((time) => dayAt(time.startsAt)))]).toEqual(['2027-03-22'])
  })

  test('of hours that lie over each other are said once, with the place of the first', () => {
    const both = [hours({ place: 'The hub' }), hours({ from: '11:00', until: '13:00', place: 'The school' })]
    const times = timesOffered(both, 'centre', rules(), monday)
    expect(walls(times)).toEqual(['09:00', '09:30', '10:00', '10:30', '11:00', '11:30', '12:00'])
    expect(times.map((time) => time.place)).toEqual([...Array<string>(5).fill('The hub'), 'The school', 'The school'])
  })
})

describe('when the clocks change', () => {
  test('a weekly 09:00 stays 09:00', () => {
    for (const [change, before, after] of [['2026-03-29', 9, 8], ['2027-03-28', 9, 8], ['2026-10-25', 8, 9]] as const) {
      const monday = plusDays(day(change), 1)
      const times = timesOffered([hours({ until: '10:00' })], 'phone', rules(), { from: plusDays(monday, -7), until: monday })
      expect(times.map((time) => [wallTime(time.startsAt), new Date(time.startsAt).getUTCHours()]), change)
        .toEqual([['09:00', before], ['09:00', after]])
    }
  })

  const night = hours({ weekday: 7, from: '00:00', until: '04:00' })

  test.each(['2026-03-29', '2027-03-28'])('no time is in the hour that is missing (%s)', (change) => {
    const times = timesOffered([night], 'phone', rules(), on(change))
    expect(walls(times)).toEqual(['00:00', '00:30', '02:00', '02:30', '03:00'])
    // Half past midnight: a quarter of an hour after one o'clock has passed the clocks show two, and the talk goes on.
    expect(times[1]!.endsAt).toBe(plusMinutes(times[1]!.startsAt, 45))
    expect(wallTime(times[1]!.endsAt)).toBe('02:15')
    expect(walls(timesOffered([hours({ weekday: 7, from: '01:00', until: '02:00' })], 'phone', rules(), on(change)))).toEqual([])
  })

  test('no time is given twice in the hour that comes twice (2026-10-25)', () => {
    const times = timesOffered([night], 'phone', rules(), on('2026-10-25'))
    expect(walls(times)).toEqual(['00:00', '00:30', '01:00', '01:30', '02:00', '02:30', '03:00'])
    expect(times.map((time) => time.startsAt.slice(0, 16)).slice(1, 5)).toEqual(['2026-10-24T23:30', '2026-10-25T00:00', '2026-10-25T00:30', '2026-10-25T02:00'])
    expect(times.every((time) => Date.parse(time.endsAt) - Date.parse(time.startsAt) === 45 * 60_000)).toBe(true)
  })
})

describe('free times', () => {
  const free = (taken: Partial<Taken>, changed: Partial<TimeRules> = {}, mode: 'home' | 'phone' = 'phone', now = longAgo) =>
    walls(freeTimesIn([hours()], mode, rules(changed), monday, { ...nothing, ...taken }, now))
  const cells = (from: string, until: string, travel = 0) =>
    new Set(cellsOf({ startsAt: instant(`2026-11-23T${from}:00Z`), endsAt: instant(`2026-11-23T${until}:00Z`) }, travel).map(({ cell }) => cell))

  test('are not in the past', () => {
    expect(free({}, {}, 'phone', instant('2026-11-23T10:00:00Z'))).toEqual(['10:30', '11:00'])
  })

  test('do not touch a cell that is taken', () => {
    expect(free({ cells: cells('10:00', '10:15') })).toEqual(['09:00', '10:30', '11:00'])
    expect(free({ cells: cells('09:45', '10:30') })).toEqual(['09:00', '10:30', '11:00'])
  })

  test('do not touch time off', () => {
    const off = (from: string, until: string) => ({ timeOff: [{ from: instant(`2026-11-23T${from}:00Z`), until: instant(`2026-11-23T${until}:00Z`) }] })
    expect(free(off('00:00', '10:00'))).toEqual(['10:00', '10:30', '11:00'])
    expect(free(off('10:40', '10:41'))).toEqual(['09:00', '09:30', '11:00'])
  })

  test('at home need the way there and back', () => {
    expect(free({ cells: cells('10:00', '10:15') }, { travelMinutes: 30 }, 'home')).toEqual(['11:00'])
    expect(cellsOf({ startsAt: instant('2026-11-23T09:00:00Z'), endsAt: instant('2026-11-23T09:30:00Z') }, 15))
      .toEqual([-1, 0, 1, 2].map((at) => ({ cell: cellAt(instant('2026-11-23T09:00:00Z')) + at, travel: at === -1 || at === 2 })))
  })

  test('nearest to one that is taken are three, in order', () => {
    const times = freeTimesIn([hours()], 'phone', rules(), monday, { ...nothing, cells: cells('10:00', '10:45') }, longAgo)
    expect(walls(nearestTo(instant('2026-11-23T10:00:00Z'), times, 3))).toEqual(['09:00', '11:00'])
    const all = timesOffered([hours()], 'phone', rules(), monday)
    expect(walls(nearestTo(instant('2026-11-23T10:00:00Z'), all, 3))).toEqual(['09:30', '10:00', '10:30'])
    expect(nearestTo(instant('2026-11-23T10:00:00Z'), [], 3)).toEqual([])
  })
})

describe('a week to choose from', () => {
  const times = timesOffered([hours({ until: '10:30' }), hours({ weekday: 3, until: '10:00' })], 'phone', rules(), { from: day('2026-12-07'), until: day('2026-12-21') })
  const week = (wanted: number | null) => {
    const { days, ...rest } = weekOfTimes(times, day('2026-11-20'), wanted)
    return { ...rest, days: days.map((one) => [one.day, walls(one.times)]) }
  }

  test('is the first that has a free time, and knows where others are', () => {
    expect(week(null)).toEqual({ week: 2, before: null, after: 3, days: [['2026-12-07', ['09:00', '09:30']], ['2026-12-09', ['09:00']]] })
    expect(week(3)).toMatchObject({ week: 3, before: 2, after: 4 })
    expect(week(4)).toMatchObject({ week: 4, before: 3, after: null, days: [['2026-12-21', ['09:00', '09:30']]] })
    expect(week(0)).toEqual({ week: 0, before: null, after: 2, days: [] })
    expect(week(99)).toEqual({ week: 99, before: 4, after: null, days: [] })
    expect(weekOfTimes([], day('2026-11-20'), null)).toEqual({ week: 0, before: null, after: null, days: [] })
  })
})

describe('a time that was sent', () => {
  test.each(['', 'soon', '2026-11-23', '2026-02-31T10:00:00.000Z', '2026-11-23T10:00:00Z', '+010000-01-01T00:00:00.000Z', '2026-11-23T10:00:00.000+01:00'])('is refused when it is not written as ours are: %j', (time) => {
    expect(timeForm.safeParse({ time }).error?.issues[0]?.message).toBe('errors:chooseOne')
  })

  test('is taken when it is', () => {
    expect(timeForm.parse({ time: '2026-11-23T10:00:00.000Z' })).toEqual({ time: '2026-11-23T10:00:00.000Z' })
  })
})

describe('whatever the diary', () => {
  const quarter = fc.integer({ min: 0, max: 95 })
  const clock = (of: number) => `${String(Math.floor(of / 4)).padStart(2, '0')}:${String((of % 4) * 15).padStart(2, '0')}`
  const anyHours = fc.tuple(fc.integer({ min: 1, max: 7 }), quarter, quarter).filter(([, from, until]) => from < until)
    .map(([weekday, from, until]) => hours({ weekday, from: clock(from), until: clock(until) }))
  // Weeks with and without a night on which the clocks change.
  const anyStart = fc.constantFrom('2026-03-23', '2026-10-19', '2027-03-22', '2026-11-23', '2026-12-21').map((text) => day(text))
  const anyRules = fc.record({ minutes: fc.constantFrom(15, 30, 45, 60, 90), travelMinutes: fc.constantFrom(0, 15, 30) })
  const anyDiary = fc.record({
    rows: fc.array(anyHours, { minLength: 1, maxLength: 6 }), start: anyStart, changed: anyRules,
    taken: fc.array(fc.integer({ min: 0, max: 10 * 96 }), { maxLength: 40 }),
    off: fc.array(fc.tuple(fc.integer({ min: 0, max: 14_000 }), fc.integer({ min: 1, max: 3_000 })), { maxLength: 3 }),
  })
  const spelled = ({ rows, start, changed, taken, off }: { rows: WeeklyHours[]; start: Day; changed: Partial<TimeRules>; taken: number[]; off: [number, number][] }) => {
    const midnight = atWallTime(start, '00:00')!
    const filled: Taken = {
      cells: new Set(taken.map((at) => cellAt(midnight) + at)),
      timeOff: off.map(([from, minutes]) => ({ from: plusMinutes(midnight, from), until: plusMinutes(midnight, from + minutes) })),
    }
    const ruled = rules(changed)
    return { ruled, filled, times: (now: Instant) => freeTimesIn(rows, 'home', ruled, { from: start, until: plusDays(start, 9) }, filled, now) }
  }

  test('a free time overlaps nothing that is taken, nor time off, and lies in the hours of its day', () => {
    fc.assert(fc.property(anyDiary, (diary) => {
      const { ruled, filled, times } = spelled(diary)
      for (const time of times(longAgo)) {
        const span = cellsOf(time, ruled.travelMinutes)
        const [from, until] = [plusMinutes(time.startsAt, -ruled.travelMinutes), plusMinutes(time.endsAt, ruled.travelMinutes)]
        expect(span.some(({ cell }) => filled.cells.has(cell))).toBe(false)
        expect(filled.timeOff.some((off) => off.from < until && off.until > from)).toBe(false)
        expect(Date.parse(time.endsAt) - Date.parse(time.startsAt)).toBe(ruled.minutes * 60_000)
        const on = dayAt(time.startsAt)
        const row = diary.rows.find((one) => one.weekday === weekday(on) && one.from <= wallTime(time.startsAt) && wallTime(plusMinutes(time.endsAt, -15)) < one.until)
        expect(row).toBeDefined()
        // The wall shows this time, and the wall's first such moment is this one.
        expect(atWallTime(on, wallTime(time.startsAt))).toBe(time.startsAt)
      }
      expect(new Set(times(longAgo).map((time) => time.startsAt)).size).toBe(times(longAgo).length)
    }), { numRuns: 300 })
  })

  test('taking one free time after another never collides, and ends with none left', () => {
    fc.assert(fc.property(anyDiary, fc.infiniteStream(fc.nat()), (diary, choices) => {
      const { ruled, filled, times } = spelled(diary)
      const cells = filled.cells as Set<number>
      for (let left = times(longAgo); left.length > 0; left = times(longAgo)) {
        const chosen = left[choices.next().value! % left.length]!
        for (const { cell } of cellsOf(chosen, ruled.travelMinutes)) {
          expect(cells.has(cell)).toBe(false)
          cells.add(cell)
        }
      }
    }), { numRuns: 60 })
  })
})
