import { describe, expect, test } from 'vitest'
import { must, viewerFor, type Viewer } from '#app/access/viewer.server.ts'
import { appointment, appointmentsOf, nextAppointment } from '#app/domain/appointments/appointments.server.ts'
import { bookAppointment, cancelAppointment, moveAppointment, practitionersOf } from '#app/domain/appointments/booking.server.ts'
import { recordAppointment } from '#app/domain/appointments/how-it-went.server.ts'
import { bookingsOf, daysToBook, dropHours, endTimeOff, freeTimes, hoursOf, keepHours, rulesFor, takeTimeOff, timeOffOf, type NewHours } from '#app/domain/appointments/diary.server.ts'
import { keepBankHolidays } from '#app/domain/area/bank-holidays.server.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import { act, type Answer } from '#app/events/transact.server.ts'
import { newFormId } from '#app/http/read-form.ts'
import { newId, type AppointmentId, type FamilyId, type MemberId, type PersonId } from '#app/values/ids.ts'
import { day, dayAt, instant, plusMinutes, wallTime, type Instant } from '#app/values/instant.ts'
import type { Db } from '#db/connect.ts'
import type { Mode } from '#db/schema.ts'
import { freshDatabase } from './database.ts'
import { aMember, aPerson, aPost, booker, consentTo, countQueries, diaryKeeper, friday, helpedFamily, plainBooking, weekHours } from './diary-world.ts'

const tenOnMonday = '2026-11-23T10:00:00Z'
const elevenOnMonday = '2026-11-23T11:00:00Z'

/** Sam, who helps the Example family and can be booked in the mornings. */
async function world() {
  const db = await freshDatabase()
  const sam = await aPerson(db, 'Sam Helper')
  await aPost(db, sam, 'lead')
  await weekHours(db, sam)
  const home = await helpedFamily(db, sam)
  const parent = await booker(db, home.parentPerson, home.family)
  return { db, sam, ...home, parent: parent, parentMember: home.parent }
}

function valueOf<T>(answer: Answer<T, string>): T {
  if (!answer.ok) throw new Error(`refused: ${answer.why}`)
  return answer.value
}

async function inside(db: Db, person: PersonId, family: FamilyId, at: Instant = friday): Promise<Viewer> {
  const viewer = await viewerFor(db, person, family, at)
  if (!viewer) throw new Error('Nobody of this family')
  return viewer
}

async function freeFor(db: Db, practitioner: PersonId, mode: Mode, at: Instant = friday) {
  const settings = await settingsOf(db)
  return freeTimes(db, [practitioner], mode, rulesFor(mode, settings), daysToBook(dayAt(at), settings), at)
}

const startsOf = async (db: Db, practitioner: PersonId, mode: Mode = 'phone') => (await freeFor(db, practitioner, mode)).map((time) => time.startsAt)

/** A 404 that is thrown: the same for what is not there and what is not theirs. */
const notThere = (answer: Promise<unknown>) => expect(answer).rejects.toSatisfy((thrown) => thrown instanceof Response && thrown.status === 404)

describe('those who can be booked', () => {
  test('help this family today and keep a diary, the lead professional first', async () => {
    const { db, parent, lead, family, sam } = await world()
    const [nurse, left, planner, noDiary] = [await aPerson(db, 'Nia Nurse'), await aPerson(db, 'Lee Left'), await aPerson(db, 'Co Ordinator'), await aPerson(db, 'No Diary')]
    const nurseMember = await aMember(db, family, nurse, 'team', 'Nia Nurse')
    await aMember(db, family, left, 'team', 'Lee Left', day('2026-11-19'))
    await aMember(db, family, planner, 'coordinator', 'Co Ordinator')
    await aMember(db, family, noDiary, 'team', 'No Diary')
    for (const person of [left, planner]) await weekHours(db, person)
    await weekHours(db, nurse, '13:00', '15:00', ['home'])
    await weekHours(db, nurse, '15:00', '16:00', ['phone', 'home'])
    const elsewhere = await aPerson(db, 'Else Where')
    await weekHours(db, elsewhere)
    await helpedFamily(db, elsewhere, 'Other')

    const found = await practitionersOf(parent)
    expect(found.map(({ member, person, lead, modes }) => ({ member, person, lead, modes }))).toEqual([
      { member: lead, person: sam, lead: true, modes: ['home', 'phone', 'video', 'centre'] },
      { member: nurseMember, person: nurse, lead: false, modes: ['home', 'phone'] },
    ])
    expect(await countQueries(db, async (counted) => practitionersOf({ ...parent, db: counted }))).toBe(1)
  })
})

describe('booking', () => {
  test('takes the time, its length and the way to it', async () => {
    const { db, parent, lead, sam, family } = await world()
    const id = valueOf(await act(parent, bookAppointment, plainBooking(lead, tenOnMonday, { mode: 'home', where: 'The door round the back', note: 'Leo naps till ten', lang: 'pl', needs: ['interpreter', 'fare', 'woman'], interpreterLang: 'pl' })))
    expect(await appointment(parent, id)).toEqual({
      id, startsAt: '2026-11-23T10:00:00.000Z', endsAt: '2026-11-23T10:45:00.000Z', mode: 'home', place: 'The door round the back', placeLang: 'pl',
      practitioner: { name: 'Sam Helper', givenName: 'Sam', photo: null }, practitioners: [sam], together: [], needs: ['interpreter', 'fare', 'woman'], interpreterLang: 'pl',
      note: 'Leo naps till ten', noteLang: 'pl', state: 'booked', upcoming: true, sequence: 0, circle: null, bookedBy: parent.member, about: [], sharedWith: [], group: null,
    })
    const cells = await db.selectFrom('cell').select(['travel', 'family_id']).orderBy('cell').execute()
    expect(cells.map((cell) => cell.travel)).toEqual([1, 1, 0, 0, 0, 1, 1])
    expect(cells.every((cell) => cell.family_id === family)).toBe(true)
    // 09:30 to 11:15 is gone for a talk on the phone; another visit at home needs its own way as well.
    expect((await startsOf(db, sam)).filter((at) => at < '2026-11-24').map((at) => wallTime(at))).toEqual(['09:00', '11:30'])
    expect((await startsOf(db, sam, 'home')).filter((at) => at < '2026-11-24')).toEqual([])
  })

  test('at the centre has its place from the diary', async () => {
    const { parent, lead } = await world()
    const id = valueOf(await act(parent, bookAppointment, plainBooking(lead, tenOnMonday, { mode: 'centre', where: 'my own idea' })))
    expect(await appointment(parent, id)).toMatchObject({ place: 'The hub, Mill Lane', placeLang: null, endsAt: '2026-11-23T10:45:00.000Z' })
  })

  test.each([
    ['not on the half hour', '2026-11-23T10:15:00Z', 'phone'],
    ['out of hours', '2026-11-23T13:00:00Z', 'phone'],
    ['too long for what is left of the hours', '2026-11-23T11:30:00Z', 'video'],
    ['on a day without hours', '2026-11-22T10:00:00Z', 'phone'],
    ['past', '2026-11-20T10:00:00Z', 'phone'],
    ['further ahead than the area books', '2027-01-04T10:00:00Z', 'phone'],
    ['on a bank holiday', '2026-12-25T10:00:00Z', 'phone'],
    ['in the evening of a year far away', '9999-12-31T23:30:00Z', 'phone'],
  ] as const)('is refused at a time that is %s', async (_, startsAt, mode) => {
    const { db, parent, lead } = await world()
    await keepBankHolidays(db, dayAt(friday))
    expect(await act(parent, bookAppointment, plainBooking(lead, startsAt, { mode }))).toEqual({ ok: false, why: 'time-taken', field: 'time' })
    for (const table of ['appointment', 'cell', 'outbox', 'event'] as const) expect(await db.selectFrom(table).selectAll().execute()).toEqual([])
  })

  test('is refused in time off, and leaves nothing behind', async () => {
    const { db, parent, lead, sam } = await world()
    await db.insertInto('time_off').values({ practitioner_id: sam, id: newId(), from_at: instant('2026-11-23T10:40:00Z'), until_at: instant('2026-11-27T00:00:00Z') }).execute()
    expect(await act(parent, bookAppointment, plainBooking(lead, tenOnMonday, { mode: 'video' }))).toMatchObject({ ok: false, why: 'time-taken' })
    // The talk itself would end before, but not the way back.
    expect(await act(parent, bookAppointment, plainBooking(lead, '2026-11-23T09:30:00Z', { mode: 'home' }))).toMatchObject({ ok: false, why: 'time-taken' })
    expect(await db.selectFrom('cell').selectAll().execute()).toEqual([])
    expect(await act(parent, bookAppointment, plainBooking(lead, tenOnMonday))).toMatchObject({ ok: true })
  })

  test("is refused with another family's helper, with one who has left, and with somebody who helps nobody", async () => {
    const { db, parent, family, parentMember, sam } = await world()
    const other = await helpedFamily(db, sam, 'Other')
    const gone = await aPerson(db, 'Lee Left')
    await weekHours(db, gone)
    const left = await aMember(db, family, gone, 'team', 'Lee Left', day('2026-11-19'))
    for (const who of [other.lead, left, parentMember, newId<MemberId>()]) {
      expect(await act(parent, bookAppointment, plainBooking(who, tenOnMonday))).toEqual({ ok: false, why: 'not-helping-you', field: 'who' })
    }
  })

  test("is refused about, kept to or shown to anybody who is not this family's", async () => {
    const { db, parent, family, lead, sam } = await world()
    const other = await helpedFamily(db, sam, 'Other')
    const uncle = await aMember(db, family, await aPerson(db, 'Tariq Uncle'), 'network', 'Tariq Uncle')
    const child = await aMember(db, family, null, 'child', 'Zosia Example')
    for (const about of [other.parent, lead, uncle, newId<MemberId>()]) {
      expect(await act(parent, bookAppointment, plainBooking(lead, tenOnMonday, { about: [child, about] }))).toEqual({ ok: false, why: 'somebody-is-not-here', field: 'about' })
    }
    expect(await act(parent, bookAppointment, plainBooking(lead, tenOnMonday, { whoSees: { members: [other.parent], lead: false } }))).toMatchObject({ why: 'somebody-is-not-here', field: 'who-sees' })
    expect(await act(parent, bookAppointment, plainBooking(lead, tenOnMonday, { shareWith: [other.parent] }))).toMatchObject({ why: 'somebody-is-not-here', field: 'share-with' })
    expect(await db.selectFrom('appointment').selectAll().execute()).toEqual([])
    const id = valueOf(await act(parent, bookAppointment, plainBooking(lead, tenOnMonday, { about: [child], shareWith: [uncle] })))
    expect(await appointment(parent, id)).toMatchObject({ about: [child], sharedWith: [uncle] })
  })

  test('is done once by one form, and is asked about when the form says something else', async () => {
    const { db, parent, lead } = await world()
    const once = { id: newFormId(), contentHash: 'ten' }
    const first = await act(parent, bookAppointment, plainBooking(lead, tenOnMonday), once)
    expect(await act(parent, bookAppointment, plainBooking(lead, tenOnMonday), once)).toEqual({ ...first, again: true })
    expect(await act(parent, bookAppointment, plainBooking(lead, elevenOnMonday), { ...once, contentHash: 'eleven' })).toEqual({ ok: false, why: 'already-sent' })
    expect(await db.selectFrom('appointment').selectAll().execute()).toHaveLength(1)
  })

  test('of every free time, one after another, never collides and leaves none', async () => {
    const { db, parent, lead, sam } = await world()
    const inTwoWeeks = async (mode: Mode) => (await freeFor(db, sam, mode)).filter((time) => time.startsAt < '2026-12-05')
    let booked = 0
    for (const mode of ['home', 'video', 'phone', 'centre'] as const) {
      for (let free = await inTwoWeeks(mode); free.length > 0; free = await inTwoWeeks(mode)) {
        const chosen = free[(booked * 7) % free.length]!
        expect(await act(parent, bookAppointment, plainBooking(lead, chosen.startsAt, { mode }))).toMatchObject({ ok: true })
        booked += 1
      }
    }
    expect(booked).toBeGreaterThan(20)
    const rows = await db.selectFrom('appointment').select(['starts_at', 'ends_at']).orderBy('starts_at').execute()
    rows.slice(1).forEach((row, at) => expect(row.starts_at >= rows[at]!.ends_at).toBe(true))
  }, 60_000)
})

describe('when the clocks change', () => {
  test.each([
    ['2026-03-29', '2026-03-20T12:00:00Z'], ['2027-03-28', '2027-03-19T12:00:00Z'], ['2026-10-25', '2026-10-16T12:00:00Z'],
  ])('a weekly 09:00 stays 09:00 and the night has no doubled or missing time (%s)', async (change, at) => {
    const db = await freshDatabase()
    const sam = await aPerson(db, 'Sam Helper')
    await weekHours(db, sam, '09:00', '09:30', ['phone'], [1])
    await weekHours(db, sam, '00:00', '03:00', ['phone'], [7])
    const { family, parentPerson, lead } = await helpedFamily(db, sam)
    const parent = await booker(db, parentPerson, family, instant(at))
    const free = await freeFor(db, sam, 'phone', instant(at))
    expect(new Set(free.map((time) => time.startsAt)).size).toBe(free.length)
    const mondays = free.filter((time) => dayAt(time.startsAt) !== change && wallTime(time.startsAt) >= '09:00')
    expect(mondays.every((time) => wallTime(time.startsAt) === '09:00')).toBe(true)
    expect(new Set(mondays.map((time) => time.startsAt.slice(11, 13)))).toEqual(new Set(['08', '09']))
    const night = free.filter((time) => dayAt(time.startsAt) === change).map((time) => wallTime(time.startsAt))
    expect(night).toEqual(change === '2026-10-25' ? ['00:00', '00:30', '01:00', '01:30', '02:00', '02:30'] : ['00:00', '00:30', '02:00', '02:30'])
    for (const time of free) expect(await act(parent, bookAppointment, plainBooking(lead, time.startsAt))).toMatchObject({ ok: true })
    expect(await freeFor(db, sam, 'phone', instant(at))).toEqual([])
    // Half past one once more, on the second round of the clock's hand: nobody is offered it, nobody gets it.
    if (change === '2026-10-25') expect(await act(parent, bookAppointment, plainBooking(lead, '2026-10-25T01:30:00Z'))).toMatchObject({ why: 'time-taken' })
  })
})

describe('moving', () => {
  test('keeps the appointment, frees the old time and tells those who see it', async () => {
    const { db, parent, lead, sam } = await world()
    const id = valueOf(await act(parent, bookAppointment, plainBooking(lead, tenOnMonday, { mode: 'home', note: 'kept' })))
    // Half an hour later lies over its own old time.
    expect(await act(parent, moveAppointment, { appointment: id, sequence: 0, startsAt: instant('2026-11-23T10:30:00Z') })).toMatchObject({ ok: true, value: id })
    expect(await appointment(parent, id)).toMatchObject({ startsAt: '2026-11-23T10:30:00.000Z', endsAt: '2026-11-23T11:15:00.000Z', sequence: 1, note: 'kept', state: 'booked' })
    expect(await db.selectFrom('cell').selectAll().execute()).toHaveLength(7)
    expect((await startsOf(db, sam)).filter((at) => at < '2026-11-24').map((at) => wallTime(at))).toEqual(['09:00', '09:30'])
    const event = await db.selectFrom('event').select(['kind', 'thing_id', 'data']).orderBy('seq', 'desc').executeTakeFirstOrThrow()
    expect(event).toMatchObject({ kind: 'appointment-moved', thing_id: id })
    expect(JSON.parse(event.data!)).toEqual({ from: '2026-11-23T10:00:00.000Z', startsAt: '2026-11-23T10:30:00.000Z' })
  })

  test('offers its own time too, and nobody else', async () => {
    const { db, parent, lead, sam } = await world()
    const id = valueOf(await act(parent, bookAppointment, plainBooking(lead, tenOnMonday)))
    const settings = await settingsOf(db)
    const days = { from: day('2026-11-23'), until: day('2026-11-23') }
    const free = await freeTimes(db, [sam], 'phone', rulesFor('phone', settings), days, friday, id)
    expect(free.map((time) => wallTime(time.startsAt))).toContain('10:00')
    expect(await startsOf(db, sam)).not.toContain('2026-11-23T10:00:00.000Z')
  })

  test('into a time that is taken leaves the old one as it was', async () => {
    const { db, parent, lead, sam } = await world()
    const other = await helpedFamily(db, sam, 'Other')
    await act(await booker(db, other.parentPerson, other.family), bookAppointment, plainBooking(other.lead, elevenOnMonday))
    const id = valueOf(await act(parent, bookAppointment, plainBooking(lead, tenOnMonday)))
    const before = await db.selectFrom('cell').selectAll().orderBy('cell').execute()
    expect(await act(parent, moveAppointment, { appointment: id, sequence: 0, startsAt: instant(elevenOnMonday) })).toEqual({ ok: false, why: 'time-taken', field: 'time' })
    expect(await act(parent, moveAppointment, { appointment: id, sequence: 0, startsAt: instant('2026-11-23T03:00:00Z') })).toMatchObject({ ok: false, why: 'time-taken' })
    expect(await db.selectFrom('cell').selectAll().orderBy('cell').execute()).toEqual(before)
    expect(await appointment(parent, id)).toMatchObject({ startsAt: '2026-11-23T10:00:00.000Z', sequence: 0 })
  })

  test('is refused when somebody moved it meanwhile, when it was cancelled and when it has begun', async () => {
    const { db, parent, lead, family, parentPerson } = await world()
    const id = valueOf(await act(parent, bookAppointment, plainBooking(lead, tenOnMonday)))
    await act(parent, moveAppointment, { appointment: id, sequence: 0, startsAt: instant(elevenOnMonday) })
    expect(await act(parent, moveAppointment, { appointment: id, sequence: 0, startsAt: instant(tenOnMonday) })).toEqual({ ok: false, why: 'appointment-changed' })
    expect(await act(parent, cancelAppointment, { appointment: id, sequence: 0 })).toEqual({ ok: false, why: 'appointment-changed' })
    const begun = await booker(db, parentPerson, family, instant(elevenOnMonday))
    expect(await act(begun, cancelAppointment, { appointment: id, sequence: 1 })).toEqual({ ok: false, why: 'appointment-over' })
    await act(parent, cancelAppointment, { appointment: id, sequence: 1 })
    expect(await act(parent, moveAppointment, { appointment: id, sequence: 2, startsAt: instant(tenOnMonday) })).toEqual({ ok: false, why: 'appointment-changed' })
  })

  test('is refused with somebody who no longer helps', async () => {
    const { db, parent, lead } = await world()
    const id = valueOf(await act(parent, bookAppointment, plainBooking(lead, tenOnMonday)))
    await db.updateTable('member').set({ until_on: day('2026-11-19') }).where('id', '=', lead).execute()
    expect(await act(parent, moveAppointment, { appointment: id, sequence: 0, startsAt: instant(elevenOnMonday) })).toEqual({ ok: false, why: 'not-helping-you' })
  })
})

describe('shortly before', () => {
  test('the family is asked to ring, and those who help can still change it', async () => {
    const { db, parent, lead, sam, family, parentPerson } = await world()
    const id = valueOf(await act(parent, bookAppointment, plainBooking(lead, tenOnMonday)))
    const inTime = await booker(db, parentPerson, family, instant('2026-11-22T10:00:00Z'))
    expect(await act(inTime, moveAppointment, { appointment: id, sequence: 0, startsAt: instant('2026-11-23T10:30:00Z') })).toMatchObject({ ok: true })
    const tooLate = await booker(db, parentPerson, family, instant('2026-11-22T10:30:01Z'))
    expect(await act(tooLate, moveAppointment, { appointment: id, sequence: 1, startsAt: instant(elevenOnMonday) })).toEqual({ ok: false, why: 'too-late-ring-us' })
    expect(await act(tooLate, cancelAppointment, { appointment: id, sequence: 1 })).toEqual({ ok: false, why: 'too-late-ring-us' })
    await db.insertInto('area_setting').values({ area_id: 'area' as never, key: 'appointmentNoticeHours', value: '2', changed_at: friday, changed_by: null }).execute()
    expect(await act(tooLate, moveAppointment, { appointment: id, sequence: 1, startsAt: instant(elevenOnMonday) })).toMatchObject({ ok: true })
    const helper = await booker(db, sam, family, instant('2026-11-23T10:59:00Z'))
    expect(await act(helper, cancelAppointment, { appointment: id, sequence: 2 })).toMatchObject({ ok: true })
  })
})

describe('cancelling', () => {
  test('gives the time to others at once and stays in the list as cancelled', async () => {
    const { db, parent, lead, sam } = await world()
    const id = valueOf(await act(parent, bookAppointment, plainBooking(lead, tenOnMonday)))
    expect(await startsOf(db, sam)).not.toContain('2026-11-23T10:00:00.000Z')
    expect(await act(parent, cancelAppointment, { appointment: id, sequence: 0 })).toMatchObject({ ok: true, value: id })
    expect(await startsOf(db, sam)).toContain('2026-11-23T10:00:00.000Z')
    expect(await nextAppointment(parent)).toBeNull()
    expect((await appointmentsOf(parent, 1)).appointments).toMatchObject([{ id, state: 'cancelled', upcoming: false }])
    const other = await helpedFamily(db, sam, 'Other')
    expect(await act(await booker(db, other.parentPerson, other.family), bookAppointment, plainBooking(other.lead, tenOnMonday))).toMatchObject({ ok: true })
  })
})

describe('saying how it went', () => {
  test('is for the practitioner, once it has begun, and can be put right', async () => {
    const { db, parent, lead, sam, family } = await world()
    const id = valueOf(await act(parent, bookAppointment, plainBooking(lead, tenOnMonday)))
    const early = must(await inside(db, sam, family), 'appointments:see')
    expect(await act(early, recordAppointment, { appointment: id, state: 'seen' })).toEqual({ ok: false, why: 'not-yet' })
    const after = must(await inside(db, sam, family, instant('2026-11-23T10:30:00Z')), 'appointments:see')
    expect(await act(after, recordAppointment, { appointment: id, state: 'not-seen' })).toMatchObject({ ok: true })
    expect(await act(after, recordAppointment, { appointment: id, state: 'seen' })).toMatchObject({ ok: true })
    expect(await appointment(parent, id)).toMatchObject({ state: 'seen', upcoming: false })
    await notThere(act(must(parent, 'appointments:see'), recordAppointment, { appointment: id, state: 'not-seen' }))
    const cancelled = valueOf(await act(parent, bookAppointment, plainBooking(lead, elevenOnMonday)))
    await act(parent, cancelAppointment, { appointment: cancelled, sequence: 0 })
    const noon = must(await inside(db, sam, family, instant('2026-11-23T12:00:00Z')), 'appointments:see')
    expect(await act(noon, recordAppointment, { appointment: cancelled, state: 'seen' })).toEqual({ ok: false, why: 'appointment-changed' })
  })

  test('works for somebody in the team, whose own work it is', async () => {
    const { db, parent, family } = await world()
    const nia = await aPerson(db, 'Nia Nurse')
    await weekHours(db, nia)
    await aPost(db, nia, 'practitioner')
    const nurse = await aMember(db, family, nia, 'team', 'Nia Nurse')
    const id = valueOf(await act(parent, bookAppointment, plainBooking(nurse, tenOnMonday, { whoSees: { members: [], lead: false } })))
    const after = must(await inside(db, nia, family, instant('2026-11-23T10:30:00Z')), 'appointments:see')
    expect(await act(after, recordAppointment, { appointment: id, state: 'seen' })).toMatchObject({ ok: true })
  })
})

describe('what is kept to some', () => {
  /** Tanya and Joy bring up the children; Dean has a parent's seat too; Ana is in the team, Uncle Tariq in the network. */
  async function kept() {
    const made = await world()
    const { db, family, parentMember } = made
    const [joy, dean, ana, tariq] = [await aPerson(db, 'Joy Reid'), await aPerson(db, 'Dean Marsh'), await aPerson(db, 'Ana Team'), await aPerson(db, 'Tariq Uncle')]
    const joyMember = await aMember(db, family, joy, 'kin-carer', 'Joy Reid')
    await aMember(db, family, dean, 'parent', 'Dean Marsh')
    await aPost(db, ana, 'practitioner')
    const anaMember = await aMember(db, family, ana, 'team', 'Ana Team')
    const tariqMember = await aMember(db, family, tariq, 'network', 'Tariq Uncle')
    await consentTo(db, family, anaMember, [parentMember], parentMember)
    return { ...made, joy, joyMember, dean, ana, tariq, tariqMember }
  }

  /** All that a person can learn of appointments. */
  async function seen(db: Db, person: PersonId, family: FamilyId, id: AppointmentId, at = friday) {
    const viewer = must(await inside(db, person, family, at), 'appointments:see')
    return { next: await nextAppointment(viewer), list: await appointmentsOf(viewer, 1), one: await appointment(viewer, id) }
  }
  const nothing = { next: null, list: { appointments: [], page: 1, pages: 1, zone: null }, one: undefined }

  test('is not there for the others: no list, no next, no page, no change, no message', async () => {
    const { db, parent, lead, family, joy, joyMember, dean, ana, tariq, sam } = await kept()
    const id = valueOf(await act(parent, bookAppointment, plainBooking(lead, tenOnMonday, { whoSees: { members: [joyMember], lead: false }, note: 'secret' })))
    for (const person of [dean, ana, tariq]) expect(await seen(db, person, family, id)).toEqual(nothing)
    for (const person of [joy, sam]) expect(await seen(db, person, family, id)).toMatchObject({ next: { id }, one: { id, note: 'secret' } })

    const asDean = await booker(db, dean, family)
    await notThere(act(asDean, moveAppointment, { appointment: id, sequence: 0, startsAt: instant(elevenOnMonday) }))
    await notThere(act(asDean, cancelAppointment, { appointment: id, sequence: 0 }))
    await notThere(act(asDean, cancelAppointment, { appointment: newId<AppointmentId>(), sequence: 0 }))
    expect(await appointment(parent, id)).toMatchObject({ sequence: 0, state: 'booked' })

    const told = await db.selectFrom('outbox').select('to_person').execute()
    expect(new Set(told.map((row) => row.to_person))).toEqual(new Set([parent.person, joy, sam]))
    const { circle_id } = await db.selectFrom('event').select('circle_id').where('thing_id', '=', id).executeTakeFirstOrThrow()
    expect(circle_id).not.toBeNull()
  })

  test('looks to the others like a time that somebody else has', async () => {
    const answers: unknown[] = []
    for (const secret of [true, false]) {
      const { db, parent, lead, family, dean, sam } = await kept()
      if (secret) {
        await act(parent, bookAppointment, plainBooking(lead, tenOnMonday, { whoSees: { members: [], lead: true } }))
      } else {
        const other = await helpedFamily(db, sam, 'Other')
        await act(await booker(db, other.parentPerson, other.family), bookAppointment, plainBooking(other.lead, tenOnMonday))
      }
      const asDean = await booker(db, dean, family)
      answers.push({
        free: await startsOf(db, sam),
        taken: await act(asDean, bookAppointment, plainBooking(lead, tenOnMonday)),
        seen: await seen(db, dean, family, newId()),
        practitioners: (await practitionersOf(asDean)).map(({ name, modes }) => ({ name, modes })),
      })
    }
    expect(answers[0]).toEqual(answers[1])
    expect(answers[0]).toMatchObject({ taken: { ok: false, why: 'time-taken', field: 'time' }, seen: nothing })
  })

  test('by consent: who helps sees it only as far as it was agreed, and who does the work always', async () => {
    const { db, parent, lead, family, joyMember, parentMember, ana, sam } = await kept()
    const aboutParent = valueOf(await act(parent, bookAppointment, plainBooking(lead, tenOnMonday, { about: [parentMember] })))
    const aboutJoy = valueOf(await act(parent, bookAppointment, plainBooking(lead, elevenOnMonday, { about: [joyMember] })))
    expect((await seen(db, ana, family, aboutParent)).one).toBeDefined()
    expect((await seen(db, ana, family, aboutJoy)).one).toBeUndefined()
    expect((await seen(db, sam, family, aboutJoy)).one).toBeDefined()
    await db.updateTable('consent').set({ withdrawn_at: friday }).execute()
    expect((await seen(db, ana, family, aboutParent)).one).toBeUndefined()
    expect((await seen(db, sam, family, aboutParent)).one).toBeDefined()
  })

  test('the network sees what is shown to it by name, and no more', async () => {
    const { db, parent, lead, family, tariq, tariqMember } = await kept()
    const ours = valueOf(await act(parent, bookAppointment, plainBooking(lead, tenOnMonday)))
    const shown = valueOf(await act(parent, bookAppointment, plainBooking(lead, elevenOnMonday, { shareWith: [tariqMember] })))
    const { next, list, one } = await seen(db, tariq, family, shown)
    expect([next?.id, list.appointments.map((row) => row.id), one?.id]).toEqual([shown, [shown], shown])
    expect((await seen(db, tariq, family, ours)).one).toBeUndefined()
  })

  test("another family's people and somebody whose seat ended find nothing", async () => {
    const { db, parent, lead, sam } = await kept()
    const id = valueOf(await act(parent, bookAppointment, plainBooking(lead, tenOnMonday)))
    const other = await helpedFamily(db, sam, 'Other')
    expect(await seen(db, other.parentPerson, other.family, id)).toEqual(nothing)
    const asOther = await booker(db, other.parentPerson, other.family)
    await notThere(act(asOther, moveAppointment, { appointment: id, sequence: 0, startsAt: instant(elevenOnMonday) }))
    await notThere(act(asOther, cancelAppointment, { appointment: id, sequence: 0 }))
    // The practitioner too reaches it only through the family it belongs to.
    const samElsewhere = must(await inside(db, sam, other.family, instant(elevenOnMonday)), 'appointments:see')
    await notThere(act(samElsewhere, recordAppointment, { appointment: id, state: 'seen' }))
    await db.updateTable('member').set({ until_on: day('2026-11-19') }).where('id', '=', parent.member!).execute()
    expect(await viewerFor(db, parent.person, parent.family, friday)).toBeUndefined()
  })
})

describe('messages', () => {
  test('go to the family and the practitioner and say nothing of person, place or kind', async () => {
    const { db, parent, lead, sam, family } = await world()
    const joy = await aPerson(db, 'Joy Reid')
    await aMember(db, family, joy, 'kin-carer', 'Joy Reid')
    await aMember(db, family, await aPerson(db, 'Tariq Uncle'), 'network', 'Tariq Uncle')
    const id = valueOf(await act(parent, bookAppointment, plainBooking(lead, tenOnMonday, { mode: 'home', note: 'about the rent' })))
    await act(parent, moveAppointment, { appointment: id, sequence: 0, startsAt: instant(elevenOnMonday) })
    await act(parent, cancelAppointment, { appointment: id, sequence: 1 })
    const sent = await db.selectFrom('outbox').select(['to_person', 'subject', 'body']).execute()
    for (const person of [parent.person, joy, sam]) expect(sent.filter((row) => row.to_person === person)).toHaveLength(3)
    expect(sent).toHaveLength(9)
    for (const { subject, body } of sent) expect(`${subject} ${body}`).not.toMatch(/Sam|Helper|home|rent|10:00|11:00|November|appointment|famil/i)
  })
})

describe('reading', () => {
  test('what is next is one query, also while it is going on', async () => {
    const { db, parent, lead, family, parentPerson } = await world()
    await act(parent, bookAppointment, plainBooking(lead, elevenOnMonday))
    const first = valueOf(await act(parent, bookAppointment, plainBooking(lead, tenOnMonday)))
    expect(await nextAppointment(parent)).toMatchObject({ id: first, practitioner: { name: 'Sam Helper' }, mode: 'phone' })
    expect(await nextAppointment(await booker(db, parentPerson, family, instant('2026-11-23T10:29:59Z')))).toMatchObject({ id: first })
    expect((await nextAppointment(await booker(db, parentPerson, family, instant('2026-11-23T10:30:00Z'))))?.id).not.toBe(first)
    expect(await countQueries(db, async (counted) => nextAppointment({ ...parent, db: counted }))).toBe(1)
  })

  test('the list begins with what is next and goes on with what was, 20 on a page', async () => {
    const { db, parent, lead, sam, family } = await world()
    const starts = [-30, -20, -10, 5, 10, ...Array.from({ length: 20 }, (_, n) => -40 - n)].map((days) => plusMinutes(instant(tenOnMonday), days * 24 * 60))
    await db.insertInto('appointment').values(starts.map((startsAt) => ({
      family_id: family, id: newId<AppointmentId>(), practitioner_id: sam, mode: 'phone' as const, starts_at: startsAt, ends_at: plusMinutes(startsAt, 30),
      state: 'booked' as const, needs: '[]', sequence: 0, booked_by: lead, booked_at: friday,
    }))).execute()
    const first = await appointmentsOf(parent, 1)
    expect(first).toMatchObject({ page: 1, pages: 2 })
    expect(first.appointments.map((row) => row.startsAt).slice(0, 5)).toEqual([starts[3], starts[4], starts[2], starts[1], starts[0]])
    expect(first.appointments.map((row) => row.upcoming).slice(0, 3)).toEqual([true, true, false])
    const second = await appointmentsOf(parent, 2)
    expect([first.appointments.length, second.appointments.length]).toEqual([20, 5])
    expect(new Set([...first.appointments, ...second.appointments].map((row) => row.id)).size).toBe(25)
    expect((await appointmentsOf(parent, 99)).page).toBe(2)
    expect(await countQueries(db, async (counted) => appointmentsOf({ ...parent, db: counted }, 1))).toBe(2)
  })

  test('free times of a practitioner with three years of bookings take three queries', async () => {
    const { db, family, lead, sam } = await world()
    const id = newId<AppointmentId>()
    await db.insertInto('appointment').values({
      family_id: family, id, practitioner_id: sam, mode: 'phone', starts_at: instant('2023-11-20T10:00:00Z'), ends_at: instant('2026-11-20T10:00:00Z'),
      state: 'seen', needs: '[]', sequence: 0, booked_by: lead, booked_at: friday,
    }).execute()
    const first = Date.parse('2023-11-20T10:00:00Z') / 900_000
    const cells = Array.from({ length: 3 * 365 }, (_, day) => Array.from({ length: 8 }, (_, at) => first + day * 96 + at)).flat()
    for (let at = 0; at < cells.length; at += 500) {
      await db.insertInto('cell').values(cells.slice(at, at + 500).map((cell) => ({ practitioner_id: sam, cell, family_id: family, appointment_id: id, travel: 0 as const }))).execute()
    }
    const settings = await settingsOf(db)
    let free: unknown[] = []
    const queries = await countQueries(db, async (counted) => {
      free = await freeTimes(counted, [sam], 'phone', rulesFor('phone', settings), daysToBook(dayAt(friday), settings), friday)
    })
    expect(queries).toBe(3)
    expect(free.length).toBeGreaterThan(100)
  })
})

describe('a diary', () => {
  const mornings: NewHours = { weekdays: [1, 3], from: '09:00', until: '11:30', modes: ['phone', 'centre'], place: 'The hub', repeat: 'weekly', fromOn: day('2026-11-20'), untilOn: null }

  async function keeper() {
    const db = await freshDatabase()
    const sam = await aPerson(db, 'Sam Helper')
    await aPost(db, sam, 'practitioner')
    return { db, sam, keep: await diaryKeeper(db, sam) }
  }

  test('has the weekly hours that its keeper gives it', async () => {
    const { db, sam, keep } = await keeper()
    expect(await act(keep, keepHours, mornings)).toMatchObject({ ok: true })
    const hours = await hoursOf(db, [sam], day('2026-11-20'))
    expect(hours.map(({ weekday, from, until, modes, place }) => ({ weekday, from, until, modes, place }))).toEqual([1, 3].map((weekday) => ({
      weekday, from: '09:00', until: '11:30', modes: ['phone', 'centre'], place: 'The hub',
    })))
    expect((await freeFor(db, sam, 'phone')).slice(0, 2).map((time) => time.startsAt)).toEqual(['2026-11-23T09:00:00.000Z', '2026-11-23T09:30:00.000Z'])
    expect(await act(keep, dropHours, { id: hours[0]!.id })).toMatchObject({ ok: true })
    expect(await act(keep, dropHours, { id: hours[0]!.id })).toEqual({ ok: false, why: 'not-there' })
    expect(await hoursOf(db, [sam], day('2026-11-20'))).toHaveLength(1)
  })

  test.each([
    [{ from: '09:10' }, 'not-a-quarter', 'from'],
    [{ until: '11:31' }, 'not-a-quarter', 'until'],
    [{ until: '09:00' }, 'ends-before-it-begins', 'until'],
    [{ untilOn: day('2026-11-19') }, 'ends-before-it-begins', 'until-on'],
    [{ place: null }, 'place-missing', 'place'],
  ] as const)('refuses hours that cannot be: %j', async (changed, why, field) => {
    const { db, sam, keep } = await keeper()
    expect(await act(keep, keepHours, { ...mornings, ...changed })).toEqual({ ok: false, why, field })
    expect(await hoursOf(db, [sam], day('2026-11-20'))).toEqual([])
  })

  test('has time off, also where something is booked in it, and is told how much', async () => {
    const { db, parent, lead, sam } = await world()
    const keep = await diaryKeeper(db, sam)
    const id = valueOf(await act(parent, bookAppointment, plainBooking(lead, tenOnMonday, { mode: 'home' })))
    const off = (from: string, until: string) => act(keep, takeTimeOff, { from: instant(from), until: instant(until), repeat: null, untilOn: null })
    expect(await off('2026-11-23T00:00:00Z', '2026-11-24T00:00:00Z')).toMatchObject({ ok: true, value: 1 })
    await db.deleteFrom('time_off').execute()
    // The way back from the visit is at work too.
    expect(await off('2026-11-23T11:14:00Z', '2026-11-23T12:00:00Z')).toMatchObject({ ok: true, value: 1 })
    await db.deleteFrom('time_off').execute()
    expect(await off('2026-11-23T11:15:00Z', '2026-11-23T12:00:00Z')).toMatchObject({ ok: true })
    expect(await off('2026-11-24T00:00:00Z', '2026-11-24T00:00:00Z')).toMatchObject({ why: 'ends-before-it-begins' })
    expect(await off('2026-11-01T00:00:00Z', '2026-11-02T00:00:00Z')).toMatchObject({ why: 'time-is-past' })
    await act(parent, cancelAppointment, { appointment: id, sequence: 0 })
    expect(await off('2026-11-23T00:00:00Z', '2026-11-24T00:00:00Z')).toMatchObject({ ok: true })
    expect((await startsOf(db, sam))[0]).toBe('2026-11-24T09:00:00.000Z')
    for (const row of await timeOffOf(db, sam, friday)) expect(await act(keep, endTimeOff, { id: row.id })).toMatchObject({ ok: true })
    expect((await startsOf(db, sam))[0]).toBe('2026-11-23T09:00:00.000Z')
  })

  test("cannot be changed by another practitioner, nor kept by somebody without such a post", async () => {
    const { db, sam, keep } = await keeper()
    await act(keep, keepHours, mornings)
    await act(keep, takeTimeOff, { from: instant('2026-12-01T00:00:00Z'), until: instant('2026-12-02T00:00:00Z'), repeat: null, untilOn: null })
    const omar = await aPerson(db, 'Omar Other')
    await aPost(db, omar, 'lead')
    const other = await diaryKeeper(db, omar)
    const [hours] = await hoursOf(db, [sam], day('2026-11-20'))
    const [off] = await timeOffOf(db, sam, friday)
    expect(await act(other, dropHours, { id: hours!.id })).toEqual({ ok: false, why: 'not-there' })
    expect(await act(other, endTimeOff, { id: off!.id })).toEqual({ ok: false, why: 'not-there' })
    const femi = await aPerson(db, 'Femi Finance')
    await aPost(db, femi, 'finance')
    await expect(diaryKeeper(db, femi)).rejects.toSatisfy((thrown) => thrown instanceof Response && thrown.status === 404)
  })

  test('shows whom its keeper sees next and what is not yet said, of families where they still help', async () => {
    const { db, parent, lead, sam, family } = await world()
    const other = await helpedFamily(db, sam, 'Other')
    const left = await helpedFamily(db, sam, 'Left')
    const id = valueOf(await act(parent, bookAppointment, plainBooking(lead, elevenOnMonday)))
    const first = valueOf(await act(await booker(db, other.parentPerson, other.family), bookAppointment, plainBooking(other.lead, tenOnMonday)))
    valueOf(await act(await booker(db, left.parentPerson, left.family), bookAppointment, plainBooking(left.lead, '2026-11-24T10:00:00Z')))
    await db.updateTable('member').set({ until_on: day('2026-11-19') }).where('id', '=', left.lead).execute()
    const before = await bookingsOf(await diaryKeeper(db, sam))
    expect(before.next.map((row) => [row.family, row.familyName, row.id])).toEqual([[other.family, 'Other', first], [family, 'Example', id]])
    expect(before.toRecord).toEqual([])
    const after = await bookingsOf(await diaryKeeper(db, sam, instant('2026-11-23T10:40:00Z')))
    expect([after.next.map((row) => row.id), after.toRecord.map((row) => row.id)]).toEqual([[id], [first]])
    const stranger = await aPerson(db, 'Omar Other')
    await aPost(db, stranger, 'lead')
    expect(await bookingsOf(await diaryKeeper(db, stranger))).toEqual({ next: [], toRecord: [] })
  })
})
