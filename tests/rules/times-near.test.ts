/** Which times suit a visit of a programme. */
import { expect, test } from 'vitest'
import { nearDays, spread } from '#app/domain/programmes/times-near.ts'
import { instant, type Day } from '#app/values/instant.ts'

test('a visit may be held less than half of its rhythm away from its day', () => {
  expect([{ days: 1 }, { days: 3 }, { weeks: 1 }, { weeks: 2 }, { months: 1 }].map((every) => nearDays(every))).toEqual([0, 1, 3, 6, 14])
})

test('times are on the nearest days, one on each, the earliest and the latest in turn', () => {
  const at = (...texts: string[]) => texts.map((text) => instant(`2026-12-${text}:00Z`))
  const wanted = '2026-12-09' as Day
  expect(spread(at('07T09:00', '08T09:00', '08T15:00', '09T09:00', '09T15:00', '10T09:00', '10T15:00'), wanted)).toEqual(at('08T15:00', '09T09:00', '10T09:00'))
  expect(spread(at('14T09:00'), wanted)).toEqual(at('14T09:00'))
  expect(spread([], wanted)).toEqual([])
})
