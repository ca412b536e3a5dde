/** The days of a programme: golden dates, worked out by hand; early and late births; the clocks, leap days and days without work. */
import { readFileSync, readdirSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readProgramme } from '#app/domain/programmes/known.server.ts'
import { contactsAfterBirth, contactsOf, type Programme } from '#app/domain/programmes/schedule.ts'
import { plusDays, plusMonths, weekday, type Day } from '#app/values/instant.ts'

const of = (key: string): Programme => readProgramme(`${key}.json`, readFileSync(`programmes/${key}.json`, 'utf8'))
const nurse = of('family-nurse')
const none: ReadonlySet<string> = new Set()
const day = (text: string) => text as Day
const onDays = (contacts: readonly { on: Day }[]) => contacts.map(({ on }) => on)
const ofPhase = (contacts: readonly { phase: number; on: Day }[], phase: number) => onDays(contacts.filter((one) => one.phase === phase))

describe('the family nurse', () => {
  // From Monday 14 September 2026, for a child expected on Monday 1 February 2027.
  const asked = { startOn: day('2026-09-14'), birthOn: day('2027-02-01'), holidays: none }
  const contacts = contactsOf(nurse, asked)

  test('comes weekly four times, then fortnightly until the birth', () => {
    expect(ofPhase(contacts, 0)).toEqual(['2026-09-14', '2026-09-21', '2026-09-28', '2026-10-05'])
    expect(ofPhase(contacts, 1)).toEqual(['2026-10-19', '2026-11-02', '2026-11-16', '2026-11-30', '2026-12-14', '2026-12-28', '2027-01-11', '2027-01-25'])
  })

  test('then weekly six times from the birth, fortnightly to 21 months, monthly to the second birthday, and no longer', () => {
    expect(ofPhase(contacts, 2)).toEqual(['2027-02-08', '2027-02-15', '2027-02-22', '2027-03-01', '2027-03-08', '2027-03-15'])
    const third = ofPhase(contacts, 3)
    expect([third[0], third[1], third.at(-1), third.length]).toEqual(['2027-03-29', '2027-04-12', '2028-10-23', 42])
    // 23 November 2028 is a Thursday, 23 December a Saturday: it is held on the Monday after, and the next counts from the Saturday.
    expect(ofPhase(contacts, 4)).toEqual(['2028-11-23', '2028-12-25', '2029-01-23'])
    expect(contacts.at(-1)!.on <= '2029-02-01').toBe(true)
  })

  test('on days without work moves to the next working day, and drifts no further', () => {
    const shifted = contactsOf(nurse, { ...asked, holidays: new Set(['2026-12-28', '2027-01-25']) })
    expect(ofPhase(shifted, 1).slice(-3)).toEqual(['2026-12-29', '2027-01-11', '2027-01-26'])
    // The day before the birth is the last: what would be moved past it is held before.
    expect(ofPhase(contactsOf(nurse, { ...asked, birthOn: day('2027-01-26'), holidays: new Set(['2027-01-25']) }), 1).at(-1)).toBe('2027-01-22')
  })

  test('a birth that comes early ends the time before it at once, also in the first four weeks', () => {
    expect(ofPhase(contactsOf(nurse, { ...asked, birthOn: day('2026-12-20') }), 1)).toEqual(['2026-10-19', '2026-11-02', '2026-11-16', '2026-11-30', '2026-12-14'])
    const early = contactsOf(nurse, { ...asked, birthOn: day('2026-09-25') })
    expect([ofPhase(early, 0), ofPhase(early, 1), ofPhase(early, 2)[0]]).toEqual([['2026-09-14', '2026-09-21'], [], '2026-10-02'])
    // Told on 4 January, for 20 December (a Sunday): weekly on the Mondays after, of which the first is past.
    const told = contactsAfterBirth(nurse, { ...asked, birthOn: day('2026-12-20') }, day('2027-01-03'))
    expect(onDays(told).slice(0, 5)).toEqual(['2027-01-04', '2027-01-11', '2027-01-18', '2027-01-25', '2027-02-01'])
    expect(told[0]).toMatchObject({ phase: 2, count: 2 })
    expect(told.at(-1)!.on <= plusMonths(day('2026-12-20'), 24)).toBe(true)
  })

  test('a birth that comes late moves all that counts from it', () => {
    const late = contactsOf(nurse, { ...asked, birthOn: day('2027-02-12') })
    expect(ofPhase(late, 1).at(-1)).toBe('2027-02-08')
    expect(ofPhase(late, 2)).toEqual(['2027-02-19', '2027-02-26', '2027-03-05', '2027-03-12', '2027-03-19', '2027-03-26'])
    expect(onDays(contactsAfterBirth(nurse, { ...asked, birthOn: day('2027-02-12') }, day('2027-02-14'))).slice(0, 6)).toEqual(ofPhase(late, 2))
  })

  test('a child of a leap day is two on the last of February', () => {
    const leap = contactsOf(nurse, { startOn: day('2027-10-04'), birthOn: day('2028-02-29'), holidays: none })
    expect(plusMonths(day('2028-02-29'), 24)).toBe('2030-02-28')
    expect(leap.at(-1)!.on <= '2030-02-28').toBe(true)
    expect(leap.at(-1)!.on > '2030-01-20').toBe(true)
  })

  test('a moved contact is the day from which the next of its phase counts; what counts from the birth stays', () => {
    const moved = contactsOf(nurse, { ...asked, after: { phase: 1, count: 2, on: day('2026-11-04') } })
    expect(ofPhase(moved, 1)).toEqual(['2026-11-18', '2026-12-02', '2026-12-16', '2026-12-30', '2027-01-13', '2027-01-27'])
    expect(ofPhase(moved, 2)).toEqual(ofPhase(contacts, 2))
  })
})

describe('the others', () => {
  test('over the nights on which the clocks change a week is a week', () => {
    expect(onDays(contactsOf(of('parenting-course'), { startOn: day('2026-10-20'), birthOn: null, holidays: none }))).toEqual([
      '2026-10-20', '2026-10-27', '2026-11-03', '2026-11-10', '2026-11-17', '2026-11-24', '2026-12-01', '2026-12-08', '2026-12-15', '2026-12-22',
    ])
    expect(onDays(contactsOf(of('visits-every-two-weeks'), { startOn: day('2027-03-22'), birthOn: null, holidays: new Set(['2027-03-29', '2027-05-03', '2027-05-31']) }))).toEqual([
      '2027-03-22', '2027-04-05', '2027-04-19', '2027-05-04', '2027-05-17', '2027-06-01', '2027-06-14', '2027-06-28', '2027-07-12', '2027-07-26', '2027-08-09', '2027-08-23',
    ])
  })

  test('every third day falls on no weekend, and no two on one day', () => {
    const often = contactsOf(of('multi-systemic'), { startOn: day('2026-11-24'), birthOn: null, holidays: none })
    expect(often.map(({ on }) => weekday(on) <= 5)).not.toContain(false)
    expect(new Set(onDays(often)).size).toBe(often.length)
    expect(onDays(often).slice(0, 6)).toEqual(['2026-11-24', '2026-12-01', '2026-12-04', '2026-12-07', '2026-12-10', '2026-12-14'])
  })

  test('months keep the day of the month, or take the last one', () => {
    const monthly: Programme = { key: 'monthly', phases: [{ name: 'm', every: { months: 1 }, times: 5, prompts: [] }] }
    expect(onDays(contactsOf(monthly, { startOn: day('2027-08-31'), birthOn: null, holidays: none }))).toEqual(['2027-08-31', '2027-09-30', '2027-11-01', '2027-11-30', '2027-12-31'])
  })
})

test('whatever the start, the birth and the free days: in order, on working days, nothing after the second birthday, the same when continued from any contact', () => {
  const when = fc.integer({ min: 0, max: 1500 }).map((days) => plusDays(day('2026-01-01'), days))
  fc.assert(fc.property(when, fc.integer({ min: -20, max: 250 }), fc.array(fc.integer({ min: 0, max: 1200 }), { maxLength: 12 }), (startOn, until, free) => {
    const birthOn = plusDays(startOn, until)
    const asked = { startOn, birthOn, holidays: new Set(free.map((days) => plusDays(startOn, days))) }
    const all = contactsOf(nurse, asked)
    for (const [at, { on }] of all.entries()) {
      expect(weekday(on) <= 5 && !asked.holidays.has(on)).toBe(true)
      expect(on <= plusMonths(birthOn, 24)).toBe(true)
      if (at > 0) expect(on > all[at - 1]!.on).toBe(true)
    }
    for (const { on } of contactsAfterBirth(nurse, asked, plusDays(birthOn, 30))) expect(on > plusDays(birthOn, 30)).toBe(true)
  }), { numRuns: 300 })
})

describe('the file of a programme', () => {
  test('of each that the site brings is right, and an area’s own says its title', () => {
    for (const file of readdirSync('programmes')) expect(readProgramme(file, readFileSync(`programmes/${file}`, 'utf8')).phases.length).toBeGreaterThan(0)
    const own = { key: 'walk-and-talk', title: { en: 'Walk and talk' }, texts: { outside: { en: 'Out of doors' } }, phases: [{ name: 'outside', every: { weeks: 1 }, times: 8, prompts: [] }] }
    expect(readProgramme('own.json', JSON.stringify(own)).key).toBe('walk-and-talk')
    for (const wrong of [
      { ...own, title: undefined }, { ...own, key: 'Walk' }, { ...own, phases: [] }, { ...own, phases: [{ name: 'x', every: { weeks: 1 }, prompts: [] }] }, { ...own, phases: [{ name: 'x', every: { weeks: 0 }, times: 2, prompts: [] }] },
      { ...own, phases: [{ name: 'x', every: { weeks: 1 }, until: 'birth', prompts: [] }] }, { ...own, extra: 1 },
    ]) expect(() => readProgramme('own.json', JSON.stringify(wrong)), JSON.stringify(wrong)).toThrow(/own\.json is no programme/)
    expect(() => readProgramme('own.json', 'nonsense')).toThrow(/own\.json is no programme/)
  })
})
