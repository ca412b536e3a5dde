/** Dates that matter to a family: who keeps them, who is warned at a time that falls on one, and who learns nothing of it. */
import { beforeEach, describe, expect, test } from 'vitest'
import { viewerFor } from '#app/access/viewer.server.ts'
import { datesOf, dropDate, keepDate, mattersAt, mattersIn, type NewDate, type NewDates } from '#app/domain/appointments/dates.server.ts'
import { keepFeastDays } from '#app/domain/appointments/feast-days.server.ts'
import { act } from '#app/events/transact.server.ts'
import { newId, type FamilyDateId, type PersonId } from '#app/values/ids.ts'
import { day, dayAt, instant, plusDays, plusMinutes, type Instant } from '#app/values/instant.ts'
import type { Db } from '#db/connect.ts'
import { freshDatabase } from './database.ts'
import { aMember, aPerson, aPost, booker, countQueries, friday, helpedFamily, type Helped } from './diary-world.ts'

const today = dayAt(friday)
const schoolHolidays = [`${plusDays(today, 20)} ${plusDays(today, 30)}`]
const area = { schoolHolidays }
let db: Db
let home: Helped
let sam: PersonId
let granPerson: PersonId

beforeEach(async () => {
  db = await freshDatabase()
  sam = await aPerson(db, 'Sam Helper')
  await aPost(db, sam, 'lead')
  home = await helpedFamily(db, sam)
  granPerson = await aPerson(db, 'Gran')
  await aMember(db, home.family, granPerson, 'kin-carer', 'Gran')
  await keepFeastDays(db, today)
})

const keep = async (who: PersonId, date: NewDate, more: Partial<NewDates> = {}) => act(await booker(db, who, home.family), keepDate, { date, about: [], whoSees: 'everybody', lang: 'en', ...more })
const once = (words: string, from: number, until = from): NewDate => ({ what: 'once', words, from: plusDays(today, from), until: plusDays(today, until) })
const seen = async (who: PersonId, at: Instant = friday) => (await datesOf((await viewerFor(db, who, home.family, at))!)).map((one) => one.words ?? one.feast ?? one.what)
const at = (days: number, time: string) => ({ startsAt: instant(`${plusDays(today, days)}T${time}:00Z`), endsAt: plusMinutes(instant(`${plusDays(today, days)}T${time}:00Z`), 30) })
const warns = async (who: PersonId, days: number, time: string) => (await mattersAt((await viewerFor(db, who, home.family, friday))!, at(days, time), area)).map((one) => one.words ?? one.feast ?? one.what)
const agreeToPlan = (about = home.parent) => db.insertInto('consent').values({ family_id: home.family, id: newId(), to_member: home.lead, kind: 'plan', about_member: about, why: 'x', given_by: home.parent, from_at: instant('2026-01-01T00:00:00Z'), until_on: null, withdrawn_at: null }).execute()

describe('a date that matters', () => {
  test('is kept by the family, of each kind, and comes in the order of what is next', async () => {
    expect((await keep(home.parentPerson, { what: 'feasts', feasts: ['christmas', 'passover', 'shabbat'] })).ok).toBe(true)
    expect((await keep(home.parentPerson, { what: 'weekly', words: 'Football', weekday: 3, from: '17:00', until: '18:00' })).ok).toBe(true)
    expect((await keep(home.parentPerson, { what: 'yearly', words: 'Dad’s day', from: day('2020-11-25'), until: day('2020-11-25') })).ok).toBe(true)
    expect((await keep(granPerson, once('Eye test', 2))).ok).toBe(true)
    expect((await keep(granPerson, { what: 'school' })).ok).toBe(true)
    const all = await seen(home.parentPerson)
    expect([...all].sort()).toEqual(['Dad’s day', 'Eye test', 'Football', 'christmas', 'passover', 'school', 'shabbat'])
    const next = (await datesOf((await viewerFor(db, home.parentPerson, home.family, friday))!)).map((one) => one.next?.from ?? '~')
    expect(next).toEqual([...next].sort())
    expect(await seen(home.parentPerson, plusMinutes(friday, 60 * 24 * 5)), 'what is over for good is not there').not.toContain('Eye test')
  })

  test('is refused where it is no date, or is there already', async () => {
    expect(await keep(home.parentPerson, once('Late', 3, 2))).toMatchObject({ ok: false, why: 'ends-before-it-begins', field: 'until' })
    expect(await keep(home.parentPerson, once('Long', 3, 200))).toMatchObject({ ok: false, why: 'too-many-days' })
    expect(await keep(home.parentPerson, once('Over', -3))).toMatchObject({ ok: false, why: 'day-is-past' })
    expect(await keep(home.parentPerson, { what: 'weekly', words: 'Backwards', weekday: 1, from: '14:00', until: '13:00' })).toMatchObject({ ok: false, why: 'ends-before-it-begins', field: 'until-time' })
    expect((await keep(home.parentPerson, { what: 'feasts', feasts: ['diwali'] })).ok).toBe(true)
    expect((await keep(home.parentPerson, { what: 'feasts', feasts: ['diwali', 'easter'] })).ok, 'the new one of two').toBe(true)
    expect(await keep(home.parentPerson, { what: 'feasts', feasts: ['easter'] })).toMatchObject({ ok: false, why: 'date-there-already' })
    expect((await seen(home.parentPerson)).sort()).toEqual(['diwali', 'easter'])
    for (let n = 0; n < 38; n += 1) expect((await keep(home.parentPerson, once(`Day ${n}`, n + 1))).ok).toBe(true)
    expect(await keep(home.parentPerson, once('One more', 1))).toMatchObject({ ok: false, why: 'too-many-dates' })
    await expect(keep(sam, once('Said by a helper', 1)), 'whoever helps says nothing of it').rejects.toThrow()
  })

  test('is taken out by whoever said it or a grown-up who sees it, and by nobody who helps', async () => {
    await agreeToPlan()
    await keep(home.parentPerson, once('Exam', 5))
    await keep(home.parentPerson, once('Mine', 5), { whoSees: { members: [], lead: false } })
    const idOf = async (words: string) => (await db.selectFrom('family_date').select('id').where('words', '=', words).executeTakeFirstOrThrow()).id
    const drops = async (who: PersonId, id: FamilyDateId) => act(await booker(db, who, home.family), dropDate, { id })
    await expect(drops(sam, await idOf('Exam'))).rejects.toThrow()
    await expect(drops(granPerson, await idOf('Mine'))).rejects.toThrow()
    expect((await drops(granPerson, await idOf('Exam'))).ok).toBe(true)
    expect((await drops(home.parentPerson, await idOf('Mine'))).ok).toBe(true)
    expect(await db.selectFrom('family_date').selectAll().execute()).toEqual([])
  })
})

describe('a time that falls on one', () => {
  test('warns whoever sees it, and nobody else', async () => {
    await keep(home.parentPerson, once('Exam', 6))
    await keep(home.parentPerson, once('Only mine', 6), { whoSees: { members: [], lead: false } })
    await keep(home.parentPerson, { what: 'weekly', words: 'Prayer', weekday: 5, from: '13:00', until: '14:00' })
    await keep(granPerson, { what: 'school' })
    expect((await warns(home.parentPerson, 6, '10:00')).sort()).toEqual(['Exam', 'Only mine'])
    expect(await warns(granPerson, 6, '10:00')).toEqual(['Exam'])
    expect(await warns(sam, 6, '10:00'), 'nobody agreed').toEqual([])
    await agreeToPlan()
    expect(await warns(sam, 6, '10:00')).toEqual(['Exam'])
    expect(await warns(granPerson, 7, '13:15')).toEqual(['Prayer'])
    expect(await warns(granPerson, 7, '12:30'), 'it ends as the other begins').toEqual([])
    expect(await warns(granPerson, 20, '10:00')).toEqual(['school'])
    expect(await warns(granPerson, 31, '10:00')).toEqual([])
  })

  test('of a child warns whoever helps where it was agreed of that child', async () => {
    const ada = await aMember(db, home.family, null, 'child', 'Ada')
    await keep(home.parentPerson, once('Exam', 6), { about: [ada] })
    await agreeToPlan()
    expect(await warns(sam, 6, '10:00'), 'agreed of the parent alone').toEqual([])
    await agreeToPlan(ada)
    expect(await warns(sam, 6, '10:00')).toEqual(['Exam'])
  })

  test('is found in one query, however many there are', async () => {
    const viewer = (await viewerFor(db, home.parentPerson, home.family, friday))!
    const span = { from: today, until: plusDays(today, 42) }
    for (let n = 0; n < 20; n += 1) await keep(home.parentPerson, once(`Day ${n}`, n + 1))
    await keep(home.parentPerson, { what: 'feasts', feasts: ['ramadan', 'christmas', 'shabbat'] })
    let found = 0
    expect(await countQueries(db, async (counting) => { found = (await mattersIn({ ...viewer, db: counting } as typeof viewer, span, area)).length })).toBe(1)
    expect(found).toBeGreaterThan(25)
  })
})

test('the days of feasts are written down once for this year and two more', async () => {
  const count = async () => Number((await db.selectFrom('feast_day').select((eb) => eb.fn.countAll().as('n')).executeTakeFirstOrThrow()).n)
  const before = await count()
  expect(before).toBeGreaterThan(70)
  expect(await countQueries(db, (counting) => keepFeastDays(counting as Db, today))).toBe(1)
  await keepFeastDays(db, plusDays(today, 365))
  expect(await count(), 'one more year').toBeGreaterThan(before)
})
