import { describe, expect, test } from 'vitest'
import { act } from '#app/events/transact.server.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import { bookAppointment } from '#app/domain/appointments/booking.server.ts'
import { daysToBook, endTimeOff, freeTimes, hoursOf, keepHours, keepLengths, lengthsOf, rulesFor, takeTimeOff, timeOffOf, type NewHours, type NewTimeOff } from '#app/domain/appointments/diary.server.ts'
import { newId, type PersonId } from '#app/values/ids.ts'
import { atWallTime, day, dayAt, instant, plusDays, wallTime } from '#app/values/instant.ts'
import type { Db } from '#db/connect.ts'
import type { Mode } from '#db/schema.ts'
import { freshDatabase } from './database.ts'
import { aPerson, aPost, booker, diaryKeeper, friday, helpedFamily, plainBooking, weekHours } from './diary-world.ts'

const mornings: NewHours = { weekdays: [2], from: '09:00', until: '10:00', modes: ['phone'], place: null, repeat: 'weekly', fromOn: day('2026-11-20'), untilOn: null }
const meeting: NewTimeOff = { from: instant('2026-11-24T10:00:00Z'), until: instant('2026-11-24T11:00:00Z'), repeat: 'weekly', untilOn: null }

async function keeper() {
  const db = await freshDatabase()
  const sam = await aPerson(db, 'Sam Helper')
  await aPost(db, sam, 'lead')
  return { db, sam, keep: await diaryKeeper(db, sam) }
}

async function freeFor(db: Db, practitioners: readonly PersonId[], mode: Mode = 'phone', at = friday) {
  const settings = await settingsOf(db)
  return freeTimes(db, practitioners, mode, rulesFor(mode, settings), daysToBook(dayAt(at), settings), at)
}
const daysFree = async (db: Db, sam: PersonId) => [...new Set((await freeFor(db, [sam])).map((time) => dayAt(time.startsAt)))]

describe('hours that repeat by a rule', () => {
  test('are free on its days and on no others', async () => {
    const { db, sam, keep } = await keeper()
    await act(keep, keepHours, { ...mornings, repeat: 'two-weeks', fromOn: day('2026-11-24') })
    expect(await daysFree(db, sam)).toEqual(['2026-11-24', '2026-12-08', '2026-12-22'])
    expect((await hoursOf(db, [sam], day('2026-11-20')))[0]).toMatchObject({ rule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;WKST=MO', weekday: 2 })
    await act(keep, keepHours, { ...mornings, weekdays: [4], repeat: 'first' })
    expect(await daysFree(db, sam)).toEqual(['2026-11-24', '2026-12-03', '2026-12-08', '2026-12-22'])
  })

  test('can be booked on its days and on no others', async () => {
    const { db, sam, keep } = await keeper()
    const { family, parentPerson, lead } = await helpedFamily(db, sam)
    const parent = await booker(db, parentPerson, family)
    await act(keep, keepHours, { ...mornings, repeat: 'two-weeks', fromOn: day('2026-11-24') })
    expect(await act(parent, bookAppointment, plainBooking(lead, '2026-12-01T09:00:00.000Z'))).toMatchObject({ ok: false, why: 'time-taken' })
    expect(await act(parent, bookAppointment, plainBooking(lead, '2026-12-08T09:00:00.000Z'))).toMatchObject({ ok: true })
  })
})

describe('time off that comes again', () => {
  test('is kept free on each of its days, until its last', async () => {
    const { db, sam, keep } = await keeper()
    await weekHours(db, sam, '09:00', '12:00', ['phone'], [2])
    expect(await act(keep, takeTimeOff, { ...meeting, untilOn: day('2026-12-08') })).toMatchObject({ ok: true })
    const walls = (on: string) => freeFor(db, [sam]).then((times) => times.filter((time) => dayAt(time.startsAt) === on).map((time) => wallTime(time.startsAt)))
    expect(await walls('2026-12-01')).toEqual(['09:00', '09:30', '11:00', '11:30'])
    expect(await walls('2026-12-15')).toHaveLength(6)
    const [off] = await timeOffOf(db, sam, friday)
    expect(off).toMatchObject({ rule: 'FREQ=WEEKLY;INTERVAL=1;BYDAY=TU;WKST=MO', untilOn: '2026-12-08' })
    expect(await act(keep, endTimeOff, { id: off!.id })).toMatchObject({ ok: true })
    expect(await walls('2026-12-01')).toHaveLength(6)
  })

  test('long ago keeps times free today, and is gone from the page when its last day is past', async () => {
    const { db, sam, keep } = await keeper()
    await weekHours(db, sam, '09:00', '12:00', ['phone'], [2])
    await db.insertInto('time_off').values({ practitioner_id: sam, id: newId(), from_at: instant('2020-01-07T10:00:00Z'), until_at: instant('2020-01-07T12:00:00Z'), rule: 'FREQ=WEEKLY;INTERVAL=1;BYDAY=TU;WKST=MO', until_on: null }).execute()
    expect((await freeFor(db, [sam])).every((time) => wallTime(time.startsAt) < '10:00')).toBe(true)
    await db.updateTable('time_off').set({ until_on: day('2026-11-10') }).execute()
    expect((await freeFor(db, [sam])).some((time) => wallTime(time.startsAt) >= '10:00')).toBe(true)
    expect(await timeOffOf(db, sam, keep.now)).toEqual([])
  })

  test('says how much is booked on its days, however far ahead', async () => {
    const { db, sam, keep } = await keeper()
    await weekHours(db, sam)
    const { family, parentPerson, lead } = await helpedFamily(db, sam)
    const parent = await booker(db, parentPerson, family)
    await act(parent, bookAppointment, plainBooking(lead, '2026-12-15T10:00:00.000Z'))
    await act(parent, bookAppointment, plainBooking(lead, '2026-12-22T10:30:00.000Z'))
    expect(await act(keep, takeTimeOff, meeting)).toMatchObject({ ok: true, value: 2 })
    expect(await act(keep, takeTimeOff, { ...meeting, repeat: 'two-weeks' })).toMatchObject({ ok: true, value: 1 })
    expect(await act(keep, takeTimeOff, { ...meeting, repeat: 'two-weeks', from: instant('2026-12-01T10:00:00Z'), until: instant('2026-12-01T10:30:00Z') })).toMatchObject({ ok: true, value: 1 })
    expect(await act(keep, takeTimeOff, { ...meeting, until: instant('2026-11-24T10:30:00Z'), repeat: 'four-weeks' })).toMatchObject({ ok: true, value: 0 })
  })

  test('cannot be booked into, also by a form that was opened before', async () => {
    const { db, sam, keep } = await keeper()
    await weekHours(db, sam)
    const { family, parentPerson, lead } = await helpedFamily(db, sam)
    await act(keep, takeTimeOff, meeting)
    expect(await act(await booker(db, parentPerson, family), bookAppointment, plainBooking(lead, '2026-12-15T10:30:00.000Z'))).toMatchObject({ ok: false, why: 'time-taken' })
    expect(await db.selectFrom('cell').selectAll().execute()).toEqual([])
  })

  test.each([
    [{ until: instant('2026-11-25T09:00:00Z') }, 'repeats-within-a-day', 'until'],
    [{ untilOn: day('2026-11-23') }, 'ends-before-it-begins', 'repeat-until'],
    [{ from: instant('2026-01-06T10:00:00Z'), until: instant('2026-01-06T11:00:00Z'), untilOn: day('2026-11-19') }, 'time-is-past', 'repeat-until'],
  ] as const)('is refused when it cannot be: %j', async (changed, why, field) => {
    const { db, keep } = await keeper()
    expect(await act(keep, takeTimeOff, { ...meeting, ...changed })).toEqual({ ok: false, why, field })
    expect(await db.selectFrom('time_off').selectAll().execute()).toEqual([])
  })

  test('of a whole day that repeats may have begun before today', async () => {
    const { db, sam, keep } = await keeper()
    await weekHours(db, sam, '09:00', '12:00', ['phone'], [2, 3])
    const first = day('2026-11-03')
    expect(await act(keep, takeTimeOff, { from: atWallTime(first, '00:00')!, until: atWallTime(plusDays(first, 1), '00:00')!, repeat: 'weekly', untilOn: null })).toMatchObject({ ok: true })
    expect((await daysFree(db, sam)).slice(0, 2)).toEqual(['2026-11-25', '2026-12-02'])
  })
})

describe('lengths', () => {
  test('of a practitioner take the place of the area’s, in what is offered and in what is booked', async () => {
    const { db, sam, keep } = await keeper()
    await weekHours(db, sam, '09:00', '12:00')
    const { family, parentPerson, lead } = await helpedFamily(db, sam)
    expect(await act(keep, keepLengths, { phone: 60, home: 90 })).toMatchObject({ ok: true })
    expect(await lengthsOf(keep)).toEqual({ phone: 60, home: 90 })
    const long = (time: { startsAt: string; endsAt: string }) => (Date.parse(time.endsAt) - Date.parse(time.startsAt)) / 60_000
    expect(new Set((await freeFor(db, [sam])).map(long))).toEqual(new Set([60]))
    expect(new Set((await freeFor(db, [sam], 'video')).map(long))).toEqual(new Set([45]))
    await act(await booker(db, parentPerson, family), bookAppointment, plainBooking(lead, '2026-11-23T10:00:00.000Z'))
    expect(await db.selectFrom('appointment').select('ends_at').executeTakeFirst()).toEqual({ ends_at: '2026-11-23T11:00:00.000Z' })
    expect(await db.selectFrom('cell').selectAll().execute()).toHaveLength(4)
    await act(keep, keepLengths, {})
    expect(new Set((await freeFor(db, [sam])).map(long))).toEqual(new Set([30]))
    expect(await act(keep, keepLengths, { video: 40 })).toEqual({ ok: false, why: 'not-a-quarter', field: 'video-minutes' })
  })
})

describe('a time at a school', () => {
  test('has its place from the hours, and a length of its own', async () => {
    const { db, sam, keep } = await keeper()
    const { family, parentPerson, lead } = await helpedFamily(db, sam)
    expect(await act(keep, keepHours, { ...mornings, modes: ['school'] })).toMatchObject({ why: 'place-missing' })
    await act(keep, keepHours, { ...mornings, modes: ['school'], place: 'Northfield Primary, the blue room' })
    await act(await booker(db, parentPerson, family), bookAppointment, plainBooking(lead, '2026-11-24T09:00:00.000Z', { mode: 'school', where: 'my own idea' }))
    expect(await db.selectFrom('appointment').select(['mode', 'place', 'ends_at']).executeTakeFirst()).toEqual({ mode: 'school', place: 'Northfield Primary, the blue room', ends_at: '2026-11-24T09:45:00.000Z' })
  })
})
