/** The way into a call, another clock, and what else is booked: each said to those alone who see the appointment. */
import { expect, test } from 'vitest'
import { bookAppointment } from '#app/domain/appointments/booking.server.ts'
import { clashesWith } from '#app/domain/appointments/clashes.server.ts'
import { otherClock } from '#app/domain/appointments/other-clock.server.ts'
import { giveWayIn, ownWayIn, wayInOf } from '#app/domain/appointments/way-in.server.ts'
import { act } from '#app/events/transact.server.ts'
import { httpsOrNone } from '#app/http/fields.ts'
import { instant } from '#app/values/instant.ts'
import type { MemberId } from '#app/values/ids.ts'
import { freshDatabase } from './database.ts'
import { aMember, aPerson, aPost, booker, friday, helpedFamily, plainBooking, weekHours } from './diary-world.ts'

const tenOnMonday = '2026-11-23T10:00:00.000Z'

async function world(whoSees: 'everybody' | { members: MemberId[]; lead: boolean }) {
  const db = await freshDatabase()
  const sam = await aPerson(db, 'Sam Helper')
  await aPost(db, sam, 'lead')
  await weekHours(db, sam)
  const home = await helpedFamily(db, sam)
  const otherPerson = await aPerson(db, 'Other Parent')
  await aMember(db, home.family, otherPerson, 'parent', 'Other Parent')
  const at = (person: typeof sam, when = friday) => booker(db, person, home.family, when)
  const booked = await act(await at(home.parentPerson), bookAppointment, plainBooking(home.lead, tenOnMonday, { mode: 'video', whoSees }))
  if (!booked.ok) throw new Error(booked.why)
  return { db, sam, otherPerson, ...home, at, appointment: booked.value }
}

test('it is shown from a quarter of an hour before until the end, to those who see the appointment', async () => {
  const { sam, parentPerson, otherPerson, at, appointment } = await world({ members: [], lead: false })
  const link = 'https://meet.example/room'
  await expect(act(await at(parentPerson), giveWayIn, { appointment, link, phone: null }), 'whoever is met gives it').rejects.toMatchObject({ status: 404 })
  expect((await act(await at(sam), giveWayIn, { appointment, link, phone: '+441632960001' })).ok).toBe(true)
  expect(await wayInOf(await at(parentPerson), appointment)).toEqual({ state: 'later', from: '2026-11-23T09:45:00.000Z' })
  expect(await wayInOf(await at(parentPerson, instant('2026-11-23T09:44:59.000Z')), appointment)).toMatchObject({ state: 'later' })
  for (const moment of ['2026-11-23T09:45:00.000Z', '2026-11-23T10:44:00.000Z']) expect(await wayInOf(await at(parentPerson, instant(moment)), appointment), moment).toEqual({ state: 'open', link, phone: '+441632960001' })
  expect(await wayInOf(await at(parentPerson, instant('2026-11-23T10:45:00.000Z')), appointment), 'it is over').toBeNull()
  expect(await wayInOf(await at(otherPerson, instant('2026-11-23T10:00:00.000Z')), appointment), 'not theirs').toBeNull()
  expect(await ownWayIn(await at(sam), appointment)).toMatchObject({ link })
  expect((await act(await at(sam), giveWayIn, { appointment, link: null, phone: null })).ok).toBe(true)
  expect(await ownWayIn(await at(sam), appointment)).toBeNull()
})

test('a link is https, and names nobody', () => {
  expect(httpsOrNone.parse(' https://meet.example/room?x=1 ')).toBe('https://meet.example/room?x=1')
  expect(httpsOrNone.parse('')).toBeNull()
  for (const wrong of ['http://meet.example', 'javascript:alert(1)', 'https://', 'https://user:word@meet.example', 'meet.example', 'https://a b']) expect(httpsOrNone.safeParse(wrong).success, wrong).toBe(false)
})

test('what else is booked then is said of what one sees, and of nothing that is kept', async () => {
  const { parentPerson, otherPerson, at } = await world({ members: [], lead: false })
  const time = { startsAt: instant('2026-11-23T10:30:00.000Z'), endsAt: instant('2026-11-23T11:00:00.000Z') }
  expect((await clashesWith(await at(parentPerson), time)).map((one) => one.startsAt)).toEqual([tenOnMonday])
  expect(await clashesWith(await at(otherPerson), time), 'no trace').toEqual([])
  expect(await clashesWith(await at(parentPerson), { startsAt: instant('2026-11-23T10:45:00.000Z'), endsAt: time.endsAt }), 'one after the other is no clash').toEqual([])
})

test('somebody who lives by another clock has it', async () => {
  const { db, parentPerson, at } = await world('everybody')
  const contact = { person_id: parentPerson, channel: 'email', days: '1', from_time: '09:00', until_time: '17:00', messages_ok: 1, changed_at: friday } as const
  expect(await otherClock(await at(parentPerson))).toBeNull()
  await db.insertInto('safe_contact').values({ ...contact, zone: 'Europe/London' }).execute()
  expect(await otherClock(await at(parentPerson))).toBeNull()
  await db.updateTable('safe_contact').set({ zone: 'Europe/Warsaw' }).where('person_id', '=', parentPerson).execute()
  expect(await otherClock(await at(parentPerson))).toBe('Europe/Warsaw')
})
