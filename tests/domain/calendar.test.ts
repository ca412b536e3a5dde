/** Somebody's own calendar: what stands in it, for whom, and how its address begins and ends. */
import ICAL from 'ical.js'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { must, myselfFor, viewerFor } from '#app/access/viewer.server.ts'
import { bookAppointment, cancelAppointment, moveAppointment, type Booking } from '#app/domain/appointments/booking.server.ts'
import { recordAppointment } from '#app/domain/appointments/how-it-went.server.ts'
import { calendarFile } from '#app/domain/appointments/calendar-file.ts'
import { calendarBehind, calendarFileOf, changeCalendar, endCalendar, makeCalendar, newCalendar, ownCalendar, type CalendarWish } from '#app/domain/appointments/calendar.server.ts'
import { act } from '#app/events/transact.server.ts'
import { newFormId } from '#app/http/read-form.ts'
import { newId, type AppointmentId } from '#app/values/ids.ts'
import { instant, plusMinutes, type Day, type Instant } from '#app/values/instant.ts'
import { anAccount, Browser, password } from './account-world.ts'
import { freshDatabase } from './database.ts'
import { weekHours } from './diary-world.ts'
import { aWorld, worldBegins, type World } from './world.ts'

let world: World
const days = (n: number) => plusMinutes(worldBegins, n * 24 * 60)
const clockAt = (at: Instant) => vi.setSystemTime(new Date(at))

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(worldBegins) })
  world = await aWorld(await freshDatabase())
  await weekHours(world.db, world.people.sam)
})
afterEach(() => { vi.useRealTimers() })

const thursday = instant('2026-11-26T10:00:00Z')
const friday = instant('2026-11-27T09:30:00Z')
const plain: CalendarWish = { detail: false, kept: false }

async function books(startsAt = thursday, more: Partial<Booking> = {}, who: 'marta' | 'piotr' = 'marta'): Promise<AppointmentId> {
  const answer = await act(await world.may(who, 'appointments:book'), bookAppointment, {
    practitioner: world.members.sam, mode: 'home', startsAt, about: [], whoSees: 'everybody', shareWith: [], needs: [], interpreterLang: null, where: 'Behind the chapel', note: 'A note of ours', lang: 'en', ...more,
  })
  if (!answer.ok) throw new Error(answer.why)
  return answer.value
}

const me = (who: keyof World['people'], at: Instant = worldBegins) => must(myselfFor(world.db, world.people[who], at), 'account:keep')
async function makes(who: keyof World['people'], wish: CalendarWish = plain): Promise<string> {
  await act(me(who), newCalendar, wish)
  return (await ownCalendar(me(who)))!.address!
}
const tokenIn = (address: string) => /\/calendar\/([\w-]{43})\.ics$/.exec(address)![1]!

/** What an independent parser reads at an address; undefined where there is nothing. */
async function read(address: string) {
  const found = await calendarBehind(tokenIn(address), '192.0.2.1')
  return typeof found === 'object' && 'file' in found ? parsed(found.file) : undefined
}

/** Strictly: every line by the letter of RFC 5545, then by ical.js. */
function parsed(file: string) {
  expect(file.endsWith('END:VCALENDAR\r\n')).toBe(true)
  for (const line of file.split('\r\n')) {
    expect(Buffer.byteLength(line), line).toBeLessThanOrEqual(75)
    expect(line).not.toMatch(/[\r\n\uFFFD]/)
  }
  const calendar = new ICAL.Component(ICAL.parse(file) as unknown[])
  expect([calendar.getFirstPropertyValue('version'), calendar.getAllProperties('prodid').length, calendar.getAllProperties('method').length]).toEqual(['2.0', 1, 0])
  return calendar.getAllSubcomponents('vevent').map((component) => {
    for (const once of ['uid', 'dtstamp', 'dtstart', 'dtend', 'sequence', 'summary', 'status', 'class']) expect(component.getAllProperties(once), once).toHaveLength(1)
    const event = new ICAL.Event(component)
    expect(component.getFirstProperty('dtstart')!.getParameter('tzid')).toBeUndefined()
    expect(event.startDate.zone.tzid).toBe('UTC')
    return {
      uid: event.uid, sequence: event.sequence, summary: event.summary, location: event.location, status: component.getFirstPropertyValue('status'),
      starts: event.startDate.toJSDate().toISOString(), minutes: event.duration.toSeconds() / 60, stamp: (component.getFirstPropertyValue('dtstamp') as ICAL.Time).toJSDate().toISOString(), url: component.getFirstPropertyValue('url'),
    }
  })
}

describe('the file', () => {
  test('is strict whatever stands in it, in any script', () => {
    const words = ['ملاقات کا وقت، '.repeat(20), 'Łódź; żółć, \\ \n'.repeat(9), '👩‍👩‍👧‍👦'.repeat(30), 'x'.repeat(74), 'x'.repeat(75), 'END:VEVENT\r\nBEGIN:VEVENT\r\nUID:evil', '"a";b:c,d']
    const entry = { sequence: 2, startsAt: thursday, endsAt: plusMinutes(thursday, 45), changedAt: worldBegins, cancelled: false, url: null }
    const events = parsed(calendarFile('ملاقاتیں', words.map((text, n) => ({ ...entry, uid: `u${n}`, summary: text, place: text }))))
    expect(events).toHaveLength(words.length)
    for (const [n, text] of words.entries()) expect(events[n]).toMatchObject({ uid: `u${n}`, summary: text.replace(/\r\n/g, '\n'), location: text.replace(/\r\n/g, '\n') })
  })

  test('says when, and no more: no name, no place, no service, no family', async () => {
    await books()
    const address = await makes('marta')
    const found = await calendarBehind(tokenIn(address), '192.0.2.1')
    const file = typeof found === 'object' && 'file' in found ? found.file : ''
    expect(file).not.toMatch(/sam|marta|kowalczyk|chapel|note of ours|family|plan\b|localhost|home/i)
    expect(parsed(file)).toMatchObject([{ summary: 'Appointment', location: null, url: null, starts: thursday, minutes: 45, sequence: 0, status: 'CONFIRMED', stamp: worldBegins }])
  })

  test('says how, with whom and where if its reader wants that, in their language; never what was written', async () => {
    await world.db.updateTable('person').set({ language: 'pl' }).where('id', '=', world.people.marta).execute()
    const id = await books()
    const address = await makes('marta', { detail: true, kept: false })
    const [event] = (await read(address))!
    expect(event).toMatchObject({ summary: 'Sam Adeyemi, u Was w domu', location: 'Behind the chapel', url: `http://localhost:3000/families/${world.family}/appointments/${id}` })
    await act(me('marta'), changeCalendar, plain)
    expect((await read(address))![0]).toMatchObject({ summary: 'Spotkanie', location: null, url: null })
  })

  test('keeps an appointment the same through moves and a cancellation, which stays for four weeks', async () => {
    const id = await books()
    const address = await makes('marta')
    const [before] = (await read(address))!
    await act(await world.may('marta', 'appointments:book', plusMinutes(worldBegins, 5)), moveAppointment, { appointment: id, sequence: 0, startsAt: friday })
    const [moved] = (await read(address))!
    expect(moved).toMatchObject({ uid: before!.uid, sequence: 1, starts: friday, status: 'CONFIRMED', stamp: plusMinutes(worldBegins, 5) })
    await act(await world.may('marta', 'appointments:book', plusMinutes(worldBegins, 9)), cancelAppointment, { appointment: id, sequence: 1 })
    expect(await read(address)).toMatchObject([{ uid: before!.uid, sequence: 2, status: 'CANCELLED', stamp: plusMinutes(worldBegins, 9) }])
    clockAt(days(27))
    expect(await read(address)).toHaveLength(1)
    clockAt(days(32))
    expect(await read(address)).toEqual([])
  })

  test('says nothing of how it went', async () => {
    const id = await books()
    const address = await makes('marta')
    clockAt(days(2.1))
    await act(await world.may('sam', 'appointments:see', days(2.1)), recordAppointment, { appointment: id, state: 'not-seen' })
    expect(await read(address)).toMatchObject([{ status: 'CONFIRMED', sequence: 0 }])
  })

  test('of one appointment is for whoever sees it', async () => {
    const id = await books(thursday, { whoSees: { members: [world.members.marta], lead: false } })
    const fileFor = async (who: 'marta' | 'piotr' | 'sam' | 'kasia') => calendarFileOf(await world.may(who, 'appointments:see'), id, 'en')
    expect(parsed((await fileFor('marta'))!)).toMatchObject([{ uid: id, summary: 'Appointment', location: null }])
    expect([await fileFor('piotr'), await fileFor('kasia')]).toEqual([undefined, undefined])
    // It is Sam's own work.
    expect(parsed((await fileFor('sam'))!)).toHaveLength(1)
    await makes('marta', { detail: true, kept: false })
    expect(parsed((await fileFor('marta'))!)).toMatchObject([{ summary: 'At home, with Sam Adeyemi' }])
  })
})

describe('whose appointments stand in it', () => {
  const starts = async (address: string) => ((await read(address)) ?? []).map((event) => event.starts)

  test('what somebody else keeps is not there, nor what one keeps oneself, unless one wants it', async () => {
    await books(thursday)
    await books(friday, { whoSees: { members: [world.members.marta], lead: false } })
    const [marta, piotr] = [await makes('marta'), await makes('piotr', { detail: true, kept: true })]
    expect(await starts(marta)).toEqual([thursday])
    expect(await starts(piotr)).toEqual([thursday])
    await act(me('marta'), changeCalendar, { detail: false, kept: true })
    expect(await starts(marta)).toEqual([thursday, friday])
  })

  test('what is delicate is as kept', async () => {
    const id = await books(thursday, { delicate: ['mental-health'] })
    expect(await world.db.selectFrom('delicate').select('thing_id').execute()).toEqual([{ thing_id: id }])
    const marta = await makes('marta')
    expect(await starts(marta)).toEqual([])
    await act(me('marta'), changeCalendar, { detail: false, kept: true })
    expect(await starts(marta)).toEqual([thursday])
  })

  test('whoever is shown one by name has that one; with the place in the family all of it ends', async () => {
    await books(thursday, { shareWith: [world.members.kasia] })
    await books(friday)
    const kasia = await makes('kasia')
    expect(await starts(kasia)).toEqual([thursday])
    await world.db.updateTable('member').set({ until_on: '2026-11-23' as Day }).where('family_id', '=', world.family).where('id', '=', world.members.kasia).execute()
    expect(await starts(kasia)).toEqual([])
  })

  test('somebody of two families has those of both', async () => {
    await books(thursday)
    const [kept, shown] = [newId<AppointmentId>(), newId<AppointmentId>()]
    const place = newId<World['members']['marta']>()
    await world.db.insertInto('member').values({ family_id: world.otherFamily, id: place, person_id: world.people.marta, name: 'Marta', given_name: 'Marta', seat: 'network', relation: null, born_on: null, from_on: '2026-10-24' as Day, until_on: null, made_at: worldBegins }).execute()
    await world.db.insertInto('appointment').values([kept, shown].map((id) => ({
      family_id: world.otherFamily, id, circle_id: null, practitioner_id: world.people.sam, mode: 'phone' as const, place: null, starts_at: friday, ends_at: plusMinutes(friday, 30), state: 'booked' as const, note: null, note_lang: null, needs: '[]',
      interpreter_lang: null, sequence: 0, booked_by: world.members.aisha, booked_at: worldBegins, cancelled_at: null,
    }))).execute()
    await world.db.insertInto('shared_with').values({ family_id: world.otherFamily, thing_id: shown, member_id: place, at: worldBegins, by_member: world.members.aisha }).execute()
    expect((await read(await makes('marta')))!.map(({ starts: at, uid }) => [at, uid === shown])).toEqual([[thursday, false], [friday, true]])
  })

  test('whoever helps has their own diary, of all families, with no family and no door in it', async () => {
    await books(thursday, { whoSees: { members: [world.members.marta], lead: false } })
    await world.db.insertInto('appointment').values({
      family_id: world.family, id: newId<AppointmentId>(), circle_id: null, practitioner_id: world.people.omar, mode: 'phone', place: null, starts_at: friday, ends_at: plusMinutes(friday, 30), state: 'booked', note: null, note_lang: null, needs: '[]',
      interpreter_lang: null, sequence: 0, booked_by: world.members.marta, booked_at: worldBegins, cancelled_at: null,
    }).execute()
    const sam = await makes('sam', { detail: true, kept: false })
    expect(await read(sam)).toMatchObject([{ starts: thursday, summary: 'At home', location: null }])
    await world.db.updateTable('post').set({ until_on: '2026-11-23' as Day }).where('person_id', '=', world.people.sam).execute()
    expect(await read(sam)).toEqual([])
  })

  test('nobody of the family, by any wish, reads more than their page of appointments shows', async () => {
    await books(thursday, { whoSees: { members: [world.members.piotr], lead: true }, shareWith: [world.members.dean] }, 'piotr')
    for (const who of ['marta', 'zosia', 'kasia', 'aisha'] as const) expect(await read(await makes(who, { detail: true, kept: true })), who).toEqual([])
    expect(await viewerFor(world.db, world.people.aisha, world.family, worldBegins)).toBeUndefined()
    expect(await read(await makes('piotr', { detail: true, kept: true }))).toHaveLength(1)
  })
})

describe('the address', () => {
  test('has 256 bits, stands in no table, is shown for ten minutes, and its owner is told that it was made', async () => {
    const address = await makes('marta')
    const rows = JSON.stringify([await world.db.selectFrom('calendar_feed').selectAll().execute(), await world.db.selectFrom('form_use').selectAll().execute(), await world.db.selectFrom('event').selectAll().execute(), await world.db.selectFrom('outbox').selectAll().execute()])
    expect(rows).not.toContain(tokenIn(address))
    expect(Buffer.from(tokenIn(address), 'base64url')).toHaveLength(32)
    expect([(await ownCalendar(me('marta', plusMinutes(worldBegins, 9))))!.address, (await ownCalendar(me('marta', plusMinutes(worldBegins, 10))))!.address]).toEqual([address, null])
    expect(await world.db.selectFrom('notice_link').select(['person_id', 'name', 'path']).execute()).toEqual([{ person_id: world.people.marta, name: 'calendarMade', path: '/account/calendar' }])
    const [told] = await world.db.selectFrom('outbox').select(['subject', 'body']).execute()
    expect(`${told!.subject} ${told!.body}`).not.toMatch(/calendar/i)
  })

  test('opens nothing once it has ended or another is made: as one that never was', async () => {
    await books()
    const first = await makes('marta')
    const second = await makes('marta')
    expect(first).not.toBe(second)
    expect([await calendarBehind(tokenIn(first), '192.0.2.1'), await calendarBehind('x'.repeat(43), '192.0.2.1')]).toEqual(['unknown', 'unknown'])
    expect(await read(second)).toHaveLength(1)
    await act(me('marta'), endCalendar, {})
    expect([await calendarBehind(tokenIn(second), '192.0.2.1'), await ownCalendar(me('marta'))]).toEqual(['unknown', undefined])
    expect(await act(me('marta'), changeCalendar, plain)).toMatchObject({ ok: false, why: 'not-there' })
  })

  test('says on which day a calendar last asked for it', async () => {
    const address = await makes('marta')
    expect((await ownCalendar(me('marta')))!.readOn).toBeNull()
    clockAt(days(2))
    await read(address)
    expect((await ownCalendar(me('marta')))!.readOn).toBe('2026-11-26')
  })

  test('asked for too often has to wait, alike for one that is there and one that is not', async () => {
    for (const token of [tokenIn(await makes('marta')), 'y'.repeat(43)]) {
      let answer: unknown
      for (let n = 0; n < 31; n += 1) answer = await calendarBehind(token, '192.0.2.1')
      expect(answer).toEqual({ wait: 60 })
    }
  })

  test('is made with the password, unless one has just signed in', async () => {
    const person = await anAccount(world.db, 'nia@example.org')
    const browser = new Browser()
    await browser.signIn('nia@example.org')
    const asks = (word: string) => makeCalendar(browser.get('/'), myselfFor(world.db, person, worldBegins), { password: word, wish: plain }, { id: newFormId(), contentHash: 'x' })
    expect(await asks('')).toMatchObject({ ok: true })
    clockAt(plusMinutes(worldBegins, 6))
    expect(await asks('not it')).toMatchObject({ ok: false, why: 'password-wrong', field: 'password' })
    expect(await asks(password)).toMatchObject({ ok: true })
  })
})
