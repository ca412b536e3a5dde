import { beforeEach, describe, expect, test } from 'vitest'
import { calendarFileOf } from '#app/domain/appointments/calendar.server.ts'
import { appointment, appointmentsOf, nextAppointment } from '#app/domain/appointments/appointments.server.ts'
import { cancelAppointment, moveAppointment } from '#app/domain/appointments/booking.server.ts'
import { planReminders } from '#app/domain/appointments/reminders.server.ts'
import { familiesWithoutNextContact } from '#app/domain/family/next-contact.server.ts'
import { answerHours } from '#app/domain/groups/group-words.ts'
import { callOff } from '#app/domain/groups/groups.server.ts'
import { comeToGroup, comingGroups, stopWaiting, takeOfferedPlaces, waitForGroup, waitOf, waitsOf } from '#app/domain/groups/places.server.ts'
import { registerOf } from '#app/domain/groups/register.server.ts'
import { settleGroups } from '#app/domain/groups/waiting.server.ts'
import { verifyChains } from '#app/events/audit-trail.server.ts'
import { act } from '#app/events/transact.server.ts'
import { wordsFor } from '#app/i18n/words.server.ts'
import type { AppointmentId, GroupDateId, GroupId, WaitId } from '#app/values/ids.ts'
import { dayAt, instant, plusMinutes } from '#app/values/instant.ts'
import type { Db } from '#db/connect.ts'
import { freshDatabase } from './database.ts'
import { aMember, aPerson, aPost, booker, friday } from './diary-world.ts'
import { aGroup, aLeader, comes, dateNow, families, valueOf } from './group-world.ts'

let db: Db
let nia: Awaited<ReturnType<typeof aLeader>>
let all: Awaited<ReturnType<typeof families>>
let group: GroupId
let date: GroupDateId
let startsAt: ReturnType<typeof instant>

beforeEach(async () => {
  db = await freshDatabase()
  nia = await aLeader(db)
  all = await families(db, 4)
  const made = await aGroup(db, nia.keeper, { places: 2 })
  group = made.group
  ;[date, startsAt] = [made.dates[0]!.id, made.dates[0]!.starts_at]
})

const come = (n: number, changed: Parameters<typeof comes>[2] = {}) => act(all[n]!.viewer, comeToGroup, comes(date, [all[n]!.parent], changed))
const wait = (n: number, changed: Parameters<typeof comes>[2] = {}) => act(all[n]!.viewer, waitForGroup, comes(date, [all[n]!.parent], changed))
const later = async (n: number, at: string) => booker(db, all[n]!.parentPerson, all[n]!.family, instant(at))
const states = async () => (await db.selectFrom('group_wait').select(['family_id', 'state', 'ended_how']).execute()).map((row) => [all.findIndex((one) => one.family === row.family_id), row.state, row.ended_how]).sort()
const notices = async (n: number) => (await db.selectFrom('notice_link').select('name').where('person_id', '=', all[n]!.parentPerson).execute()).map((row) => row.name).sort()
/** Fills both places, and lets the third and then the fourth wait. */
async function fullWithTwoWaiting() {
  const taken = [valueOf(await come(0)), valueOf(await come(1))]
  const waits = [valueOf(await wait(2)), valueOf(await act(await later(3, '2026-11-20T12:00:01Z'), waitForGroup, comes(date, [all[3]!.parent])))]
  return { taken, waits } as { taken: [AppointmentId, AppointmentId]; waits: [WaitId, WaitId] }
}

describe('a place', () => {
  test('is an appointment: in the list, next on the home page, in the calendar, reminded of, a next contact; the leaders are told by their register', async () => {
    const sam = await aLeader(db, 'Sam Second')
    const two = await aGroup(db, nia.keeper, { time: '14:00', together: [sam.person] })
    const id = valueOf(await act(all[0]!.viewer, comeToGroup, comes(two.dates[0]!.id, [all[0]!.parent], { needs: ['bsl'], note: 'We are shy' })))
    expect((await appointmentsOf(all[0]!.viewer, 1)).appointments.map((one) => one.id)).toEqual([id])
    expect(await nextAppointment(all[0]!.viewer)).toMatchObject({ id, place: 'The hub, Mill Lane', group: { name: 'Cooking together' }, practitioner: { name: 'Nia Nurse' }, together: ['Sam Second'] })
    expect((await appointment(all[0]!.viewer, id))).toMatchObject({ note: 'We are shy', needs: ['bsl'], about: [all[0]!.parent] })
    expect(await calendarFileOf(all[0]!.viewer, id, 'en')).toContain(`UID:${id}`)
    // Nobody of those who lead it has a place in the family: whoever leads the family sees to what is to be arranged.
    expect(await db.selectFrom('arrangement').select(['need', 'owner_member']).execute()).toEqual([{ need: 'bsl', owner_member: all[0]!.lead }])
    expect(await notices(0)).toEqual(['appointmentBooked'])
    expect((await db.selectFrom('outbox').select('to_person').execute()).map((row) => row.to_person)).not.toContain(nia.person)
    expect(await familiesWithoutNextContact(db, dayAt(friday), { family: all[0]!.family, butNothingNext: true })).toEqual([])
    expect(await planReminders(db, instant('2026-11-22T09:00:00Z'))).toBeGreaterThan(0)
    expect(await act(all[0]!.viewer, moveAppointment, { appointment: id, sequence: 0, startsAt: instant('2026-11-25T10:00:00Z') })).toMatchObject({ why: 'group-has-its-dates' })
  })

  test('is one for each who comes, of the household alone, and not twice for anybody, as far as whoever asks sees it', async () => {
    const { family, parent, viewer, lead } = all[0]!
    const leo = await aMember(db, family, null, 'child', 'Leo')
    const other = await aMember(db, family, await aPerson(db, 'Other Parent'), 'parent', 'Other Parent')
    expect(await act(viewer, comeToGroup, comes(date, []))).toMatchObject({ why: 'nobody-comes', field: 'about' })
    expect(await act(viewer, comeToGroup, comes(date, [all[1]!.parent]))).toMatchObject({ why: 'somebody-is-not-here' })
    expect(await act(viewer, comeToGroup, comes(date, [lead]))).toMatchObject({ why: 'somebody-is-not-here' })
    expect(await act(viewer, comeToGroup, comes(date, [parent, leo, other]))).toMatchObject({ why: 'group-full' })
    valueOf(await act(viewer, comeToGroup, comes(date, [parent], { whoSees: { members: [], lead: false } })))
    expect(await act(viewer, comeToGroup, comes(date, [parent]))).toMatchObject({ why: 'has-a-place' })
    expect(await dateNow(db, date)).toEqual({ places: 2, taken: 1, waiting: 0 })
    // What is kept from the other parent is not told by a refusal.
    const person = (await db.selectFrom('member').select('person_id').where('id', '=', other).executeTakeFirstOrThrow()).person_id!
    const otherViewer = await booker(db, person, family)
    expect((await appointmentsOf(otherViewer, 1)).appointments).toEqual([])
    expect(await act(otherViewer, comeToGroup, comes(date, [parent]))).toMatchObject({ ok: true })
  })

  test('that is cancelled is free for anybody, while nobody waits', async () => {
    const id = valueOf(await come(0))
    valueOf(await come(1))
    expect(await come(2)).toMatchObject({ why: 'group-full', field: 'date' })
    valueOf(await act(all[0]!.viewer, cancelAppointment, { appointment: id, sequence: 0 }))
    expect(await come(2)).toMatchObject({ ok: true })
    expect(await dateNow(db, date)).toEqual({ places: 2, taken: 2, waiting: 0 })
    expect((await registerOf(nia.keeper, date)).map((row) => row.family).sort()).toEqual([all[1]!.family, all[2]!.family].sort())
  })

  test('is cancelled by the family until the notice of the area, and not later', async () => {
    const id = valueOf(await come(0))
    expect(await act(await later(0, '2026-11-24T09:00:00Z'), cancelAppointment, { appointment: id, sequence: 0 })).toMatchObject({ why: 'too-late-ring-us' })
  })
})

describe('the list of those who wait', () => {
  test('is there when a date is full, not before, and not for more than there will ever be', async () => {
    expect(await wait(0)).toMatchObject({ why: 'group-has-room', field: 'date' })
    await fullWithTwoWaiting()
    const [mother, child, third] = [all[0]!.parent, await aMember(db, all[0]!.family, null, 'child', 'Leo'), await aMember(db, all[0]!.family, null, 'child', 'Ada')]
    expect(await act(all[0]!.viewer, waitForGroup, comes(date, [mother, child, third]))).toMatchObject({ why: 'has-a-place' })
    expect(await act(all[1]!.viewer, waitForGroup, comes(date, [await aMember(db, all[1]!.family, null, 'child', 'A'), await aMember(db, all[1]!.family, null, 'child', 'B'), await aMember(db, all[1]!.family, null, 'child', 'C')]))).toMatchObject({ why: 'more-than-there-are', values: { count: 2 } })
    expect(await dateNow(db, date)).toEqual({ places: 2, taken: 2, waiting: 2 })
    expect((await comingGroups(all[3]!.viewer))[0]!.dates[0]!.room).toEqual({ kind: 'full' })
  })

  test('is asked in its order: nobody books past it, and what is not answered goes on to the next', async () => {
    const { taken, waits } = await fullWithTwoWaiting()
    valueOf(await act(all[0]!.viewer, cancelAppointment, { appointment: taken[0], sequence: 0 }))
    expect(await come(0), 'past those who wait').toMatchObject({ why: 'group-full' })
    expect(await settleGroups(db, friday)).toBe(1)
    expect(await states()).toEqual([[2, 'asked', null], [3, 'waiting', null]])
    expect(await waitsOf(all[2]!.viewer)).toEqual([expect.objectContaining({ id: waits[0], state: 'asked', answerBy: plusMinutes(friday, answerHours * 60) })])
    expect([await notices(2), await notices(3)]).toEqual([['placeOffered'], []])
    expect(await settleGroups(db, friday), 'once, however often the house looks').toBe(0)
    expect(await come(0), 'it is kept').toMatchObject({ why: 'group-full' })
    expect(await settleGroups(db, plusMinutes(friday, answerHours * 60)), 'ended, and the next asked').toBe(2)
    expect(await states()).toEqual([[2, 'ended', 'late'], [3, 'asked', null]])
    expect(await act(all[2]!.viewer, takeOfferedPlaces, { wait: waits[0] })).toMatchObject({ why: 'answered-already' })
    const id = valueOf(await act(await later(3, '2026-11-22T13:00:00Z'), takeOfferedPlaces, { wait: waits[1] }))
    expect(id).toBe(waits[1])
    expect((await appointmentsOf(all[3]!.viewer, 1)).appointments).toMatchObject([{ id, state: 'booked', group: { name: 'Cooking together' } }])
    expect(await dateNow(db, date)).toEqual({ places: 2, taken: 2, waiting: 0 })
    expect(await verifyChains(db)).toEqual([])
  })

  test('asks whoever is next when the first says no, or waits no more', async () => {
    const { taken, waits } = await fullWithTwoWaiting()
    valueOf(await act(all[0]!.viewer, cancelAppointment, { appointment: taken[0], sequence: 0 }))
    await settleGroups(db, friday)
    valueOf(await act(all[2]!.viewer, stopWaiting, { wait: waits[0] }))
    await settleGroups(db, friday)
    expect(await states()).toEqual([[2, 'ended', 'no'], [3, 'asked', null]])
    valueOf(await act(all[3]!.viewer, stopWaiting, { wait: waits[1] }))
    expect(await dateNow(db, date)).toEqual({ places: 2, taken: 1, waiting: 0 })
    expect(await come(0)).toMatchObject({ ok: true })
    expect(await act(all[3]!.viewer, stopWaiting, { wait: waits[1] })).toMatchObject({ why: 'answered-already' })
  })

  test('lets somebody behind come first only where there is not room for all of those before, who keep their turn', async () => {
    valueOf(await come(0))
    const [, second] = [valueOf(await come(1)), await aMember(db, all[2]!.family, null, 'child', 'Leo')]
    const two = valueOf(await act(all[2]!.viewer, waitForGroup, comes(date, [all[2]!.parent, second])))
    valueOf(await act(await later(3, '2026-11-20T12:00:01Z'), waitForGroup, comes(date, [all[3]!.parent])))
    const [first] = (await appointmentsOf(all[0]!.viewer, 1)).appointments
    valueOf(await act(all[0]!.viewer, cancelAppointment, { appointment: first!.id, sequence: 0 }))
    await settleGroups(db, friday)
    expect(await states()).toEqual([[2, 'waiting', null], [3, 'asked', null]])
    const [other] = (await appointmentsOf(all[1]!.viewer, 1)).appointments
    valueOf(await act(all[1]!.viewer, cancelAppointment, { appointment: other!.id, sequence: 0 }))
    await settleGroups(db, friday)
    expect(await states(), 'one place is not enough for two').toEqual([[2, 'waiting', null], [3, 'asked', null]])
    valueOf(await act(all[3]!.viewer, stopWaiting, { wait: (await waitsOf(all[3]!.viewer))[0]!.id }))
    await settleGroups(db, friday)
    expect((await waitOf(all[2]!.viewer, two))!.state).toBe('asked')
  })

  test('is answered within two days from when the message can safely be read, and before it begins', async () => {
    const { taken } = await fullWithTwoWaiting()
    await db.insertInto('safe_contact').values({ person_id: all[2]!.parentPerson, channel: 'email', days: '7', from_time: '10:00', until_time: '11:00', zone: 'Europe/London', messages_ok: 1, safe_word: null, must_not_learn: null, sender: null, email_detail: 0, text_detail: 0, changed_at: friday } as never).execute()
    valueOf(await act(all[0]!.viewer, cancelAppointment, { appointment: taken[0], sequence: 0 }))
    await settleGroups(db, friday)
    // Sunday at ten, and two days from there is Tuesday at ten, when it begins: two hours before it at the latest.
    expect((await waitsOf(all[2]!.viewer))[0]!.answerBy).toBe(plusMinutes(startsAt, -120))
  })

  test('is over when the date begins', async () => {
    await fullWithTwoWaiting()
    expect(await settleGroups(db, startsAt)).toBe(2)
    expect(await states()).toEqual([[2, 'ended', 'past'], [3, 'ended', 'past']])
    expect(await dateNow(db, date)).toMatchObject({ waiting: 0 })
    expect(await notices(2)).toEqual([])
  })

  test('is seen by those alone who were named, and the place that comes of it too', async () => {
    const other = await aPerson(db, 'Other Parent')
    await aMember(db, all[2]!.family, other, 'parent', 'Other Parent')
    const taken = [valueOf(await come(0)), valueOf(await come(1))]
    const id = valueOf(await wait(2, { whoSees: { members: [], lead: false }, delicate: ['mental-health'], note: 'For us alone' }))
    const otherViewer = await booker(db, other, all[2]!.family)
    expect([await waitsOf(otherViewer), await waitOf(otherViewer, id)]).toEqual([[], undefined])
    await expect(act(otherViewer, stopWaiting, { wait: id })).rejects.toMatchObject({ status: 404 })
    valueOf(await act(all[0]!.viewer, cancelAppointment, { appointment: taken[0]!, sequence: 0 }))
    await settleGroups(db, friday)
    await expect(act(otherViewer, takeOfferedPlaces, { wait: id })).rejects.toMatchObject({ status: 404 })
    const place = valueOf(await act(all[2]!.viewer, takeOfferedPlaces, { wait: id }))
    expect(await appointment(otherViewer, place)).toBeUndefined()
    expect(await appointment(all[2]!.viewer, place)).toMatchObject({ note: 'For us alone', about: [all[2]!.parent] })
    expect(await db.selectFrom('delicate').select('topic').where('thing_id', '=', place).execute()).toEqual([{ topic: 'mental-health' }])
    expect((await db.selectFrom('outbox').select('to_person').execute()).map((row) => row.to_person)).not.toContain(other)
  })
})

describe('a date that is called off', () => {
  test('is told to every family, counts for none, and is cancelled in their calendars; whoever waits is told too', async () => {
    const { taken, waits } = await fullWithTwoWaiting()
    valueOf(await act(nia.keeper, callOff, { group, date, words: 'The kitchen is broken', lang: 'en' }))
    expect(await come(2)).toMatchObject({ why: 'group-off' })
    expect(await settleGroups(db, friday)).toBe(4)
    expect(await settleGroups(db, friday)).toBe(0)
    for (const n of [0, 1]) {
      expect(await appointment(all[n]!.viewer, taken[n as 0]!)).toMatchObject({ state: 'cancelled', sequence: 1 })
      expect(await calendarFileOf(all[n]!.viewer, taken[n as 0]!, 'en')).toMatch(/STATUS:CANCELLED/)
      expect(await notices(n)).toEqual(['appointmentBooked', 'appointmentCancelled'])
      expect(await familiesWithoutNextContact(db, dayAt(friday), { family: all[n]!.family })).toEqual([])
    }
    expect(await db.selectFrom('appointment').select(['ended_by', 'ended_why', 'family_moves']).distinct().execute()).toEqual([{ ended_by: 'service', ended_why: 'The kitchen is broken', family_moves: 0 }])
    expect(await waitOf(all[2]!.viewer, waits[0])).toMatchObject({ state: 'ended', endedHow: 'off', off: { words: 'The kitchen is broken', lang: 'en' } })
    expect([await notices(2), await notices(3)]).toEqual([['somethingNew'], ['somethingNew']])
    expect(await dateNow(db, date)).toEqual({ places: 2, taken: 0, waiting: 0 })
    expect((await comingGroups(all[0]!.viewer))[0]!.dates).toHaveLength(3)
    expect(await act(nia.keeper, callOff, { group, date, words: 'Again', lang: 'en' })).toMatchObject({ why: 'appointment-over' })
    expect(await verifyChains(db)).toEqual([])
  })

  test('can be all that are ahead', async () => {
    valueOf(await act(nia.keeper, callOff, { group, date: null, words: 'Nobody to lead it', lang: 'en' }))
    expect(await comingGroups(all[0]!.viewer)).toEqual([])
    expect(await db.selectFrom('group_hold').selectAll().execute()).toEqual([])
  })
})

test('a place that is offered is told in its reader\'s language, and says of what only where they allowed it', async () => {
  const { taken } = await fullWithTwoWaiting()
  await db.updateTable('person').set({ language: 'pl' }).where('id', '=', all[2]!.parentPerson).execute()
  const lead = await aPerson(db, 'Some Lead')
  await aPost(db, lead, 'lead')
  valueOf(await act(all[0]!.viewer, cancelAppointment, { appointment: taken[0], sequence: 0 }))
  await settleGroups(db, friday)
  const [message] = await db.selectFrom('outbox').select(['subject', 'body', 'lang']).where('to_person', '=', all[2]!.parentPerson).execute()
  expect(message).toMatchObject({ lang: 'pl', subject: wordsFor('pl').t('notices:somethingNew.subject') })
  expect(message!.body).not.toContain('Cooking')
})
