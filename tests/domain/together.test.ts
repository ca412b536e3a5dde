import { expect, test } from 'vitest'
import { appointment, appointmentsOf } from '#app/domain/appointments/appointments.server.ts'
import { bookAppointment, cancelAppointment, moveAppointment } from '#app/domain/appointments/booking.server.ts'
import { bookingsOf, daysToBook, freeTimes, keepLengths, rulesFor, takeTimeOff } from '#app/domain/appointments/diary.server.ts'
import { recordAppointment } from '#app/domain/appointments/how-it-went.server.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import { act, type Answer } from '#app/events/transact.server.ts'
import type { AppointmentId, PersonId } from '#app/values/ids.ts'
import { dayAt, instant, plusDays, plusMinutes, wallTime } from '#app/values/instant.ts'
import type { Db } from '#db/connect.ts'
import { freshDatabase, warm } from './database.ts'
import { aMember, aPerson, aPost, booker, countQueries, diaryKeeper, friday, helpedFamily, plainBooking, twoWhoHelp } from './diary-world.ts'

const tenOnMonday = '2026-11-23T10:00:00.000Z'

async function world() {
  const { mother: parent, ...rest } = await twoWhoHelp(await freshDatabase())
  return { ...rest, parent }
}

async function freeFor(db: Db, practitioners: readonly PersonId[], mode: 'phone' | 'home' = 'phone') {
  const settings = await settingsOf(db)
  return freeTimes(db, practitioners, mode, rulesFor(mode, settings), daysToBook(dayAt(friday), settings), friday)
}
const onMonday = async (db: Db, practitioners: readonly PersonId[], mode?: 'phone' | 'home') =>
  (await freeFor(db, practitioners, mode)).filter((time) => dayAt(time.startsAt) === '2026-11-23').map((time) => wallTime(time.startsAt))

function valueOf(answer: Answer<AppointmentId, string>): AppointmentId {
  if (!answer.ok) throw new Error(`refused: ${answer.why}`)
  return answer.value
}

test('times for two are those at which both are free, by the hours, time off, ways and lengths of each', async () => {
  const { db, sam, nia } = await world()
  expect(await onMonday(db, [sam, nia])).toEqual(['10:00', '10:30', '11:00', '11:30'])
  await act(await diaryKeeper(db, nia), takeTimeOff, { from: instant('2026-11-23T10:00:00Z'), until: instant('2026-11-23T10:30:00Z'), repeat: null, untilOn: null })
  expect(await onMonday(db, [sam, nia])).toEqual(['10:30', '11:00', '11:30'])
  expect(await onMonday(db, [sam, nia], 'home')).toEqual(['11:00'])
  await act(await diaryKeeper(db, nia), keepLengths, { phone: 60 })
  expect(await onMonday(db, [sam, nia])).toEqual(['10:30', '11:00'])
  expect(await countQueries(db, async (counted) => freeFor(counted, [sam, nia]))).toBe(4)
})

test('takes the time of all, is the work of each, and gives all of it back', async () => {
  const { db, sam, nia, family, parent, lead, nurse } = await world()
  const id = valueOf(await act(parent, bookAppointment, plainBooking(lead, tenOnMonday, { mode: 'home', together: [nurse, nurse, lead] })))
  const cells = async () => (await db.selectFrom('cell').select(['practitioner_id', 'cell']).execute()).map((row) => row.practitioner_id)
  expect((await cells()).filter((one) => one === sam)).toHaveLength(7)
  expect((await cells()).filter((one) => one === nia)).toHaveLength(7)
  expect(await onMonday(db, [nia])).toEqual(['11:30', '12:00', '12:30', '13:00', '13:30'])
  for (const who of [sam, nia]) {
    const helper = await booker(db, who, family)
    expect(await appointment(helper, id)).toMatchObject({ id, practitioner: { name: 'Sam Helper' }, together: ['Nia Nurse'], practitioners: [sam, nia] })
    expect((await bookingsOf(await diaryKeeper(db, who))).next.map((row) => row.id)).toEqual([id])
  }
  expect((await appointmentsOf(parent, 1)).appointments[0]).toMatchObject({ together: ['Nia Nurse'] })
  expect(new Set((await db.selectFrom('outbox').select('to_person').execute()).map((row) => row.to_person))).toEqual(new Set([parent.person, sam, nia]))
  expect(await act(parent, moveAppointment, { appointment: id, sequence: 0, startsAt: instant('2026-11-24T10:30:00Z') })).toMatchObject({ ok: true })
  expect(await onMonday(db, [nia])).toHaveLength(8)
  expect(await cells()).toHaveLength(14)
  expect(await act(parent, moveAppointment, { appointment: id, sequence: 1, startsAt: instant('2026-11-24T09:00:00Z') })).toMatchObject({ why: 'time-taken' })
  await act(parent, cancelAppointment, { appointment: id, sequence: 1 })
  expect(await cells()).toEqual([])
})

test('is refused where one of them is busy or does not help this family, and takes nothing then', async () => {
  const { db, nia, parent, lead, nurse } = await world()
  const other = await helpedFamily(db, nia, 'Other')
  valueOf(await act(await booker(db, other.parentPerson, other.family), bookAppointment, plainBooking(other.lead, tenOnMonday)))
  const before = await db.selectFrom('cell').selectAll().execute()
  expect(await act(parent, bookAppointment, plainBooking(lead, tenOnMonday, { together: [nurse] }))).toMatchObject({ ok: false, why: 'time-taken' })
  expect(await act(parent, bookAppointment, plainBooking(lead, '2026-11-23T10:30:00.000Z', { together: [other.lead] }))).toMatchObject({ ok: false, why: 'not-helping-you', field: 'together' })
  expect(await db.selectFrom('cell').selectAll().execute()).toEqual(before)
  expect(await db.selectFrom('appointment_with').selectAll().execute()).toEqual([])
})

test('can be said how it went by whoever of them was there, and by nobody else who helps', async () => {
  const { db, nia, family, parent, lead, nurse } = await world()
  const id = valueOf(await act(parent, bookAppointment, plainBooking(lead, tenOnMonday, { together: [nurse] })))
  const after = instant('2026-11-23T11:00:00Z')
  expect(await act(await booker(db, nia, family, after), recordAppointment, { appointment: id, state: 'seen', lang: 'en' })).toMatchObject({ ok: true })
  const third = await aPerson(db, 'Third Helper')
  await aPost(db, third, 'practitioner')
  await aMember(db, family, third, 'team', 'Third Helper')
  await expect(act(await booker(db, third, family, after), recordAppointment, { appointment: id, state: 'seen', lang: 'en' })).rejects.toSatisfy((thrown) => thrown instanceof Response && thrown.status === 404)
  expect(await appointment(await booker(db, third, family, after), id)).toBeUndefined()
})

test('64 families at once, half of them for Sam and Nia and half for Nia and Sam: nobody waits in a circle, and each time is given once, 20 times', async () => {
  const { db, sam, nia } = await world()
  const families = await Promise.all(Array.from({ length: 64 }, async (_, n) => {
    const one = await helpedFamily(db, n % 2 === 0 ? sam : nia, `F${n}`)
    const other = await aMember(db, one.family, n % 2 === 0 ? nia : sam, 'team', 'The other')
    return { ...one, other, viewer: await booker(db, one.parentPerson, one.family) }
  }))
  await warm(db, 64)
  for (let round = 0; round < 20; round += 1) {
    const at = instant(`${plusDays(dayAt(friday), 3 + (round % 5) + 7 * Math.floor(round / 5))}T10:00:00Z`)
    const answers = await Promise.all(families.map((one, n) => act(one.viewer, bookAppointment, plainBooking(one.lead, plusMinutes(at, 30 * (n % 3)), { mode: 'video', together: [one.other] }))))
    const won = answers.filter((answer) => answer.ok).length
    expect([1, 2], `round ${round}`).toContain(won)
    expect(answers.every((answer) => answer.ok || answer.why === 'time-taken')).toBe(true)
    const cells = await db.selectFrom('cell').select(['practitioner_id', 'cell', 'appointment_id']).where('cell', '>=', Date.parse(at) / 900_000).where('cell', '<', Date.parse(at) / 900_000 + 12).execute()
    expect(cells).toHaveLength(won * 2 * 3)
    expect(new Set(cells.map((row) => row.appointment_id)).size).toBe(won)
  }
}, 180_000)
