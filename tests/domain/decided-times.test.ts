/** A time is booked for what a family decided at its meeting: without typing it again, by those who sat there, and nobody else learns of the meeting. */
import { beforeEach, describe, expect, test } from 'vitest'
import { appointment } from '#app/domain/appointments/appointments.server.ts'
import { bookAppointment, cancelAppointment } from '#app/domain/appointments/booking.server.ts'
import { decidedToBook, timesDecided } from '#app/domain/appointments/decided-times.server.ts'
import { comeTogetherAgain, followedBy } from '#app/domain/meetings/again.server.ts'
import { cameFrom } from '#app/domain/meetings/family-plan.server.ts'
import { meetingOf } from '#app/domain/meetings/meetings.server.ts'
import { openRecord } from '#app/domain/family/starting.server.ts'
import { answerFamilyPlan } from '#app/domain/meetings/plan-answers.server.ts'
import { sendFamilyPlan, writePart, type PartSaid } from '#app/domain/meetings/plan-writing.server.ts'
import { keepSitting, moveToSitting } from '#app/domain/meetings/sittings.server.ts'
import { must, viewerFor } from '#app/access/viewer.server.ts'
import { act } from '#app/events/transact.server.ts'
import * as visit from '#app/routes/family/appointment.tsx'
import * as book from '#app/routes/family/appointment-book.tsx'
import * as plan from '#app/routes/family/meeting-plan.tsx'
import { newId, type AppointmentId, type MeetingPartId, type MemberId, type PersonId } from '#app/values/ids.ts'
import { plusDays } from '#app/values/instant.ts'
import { pence } from '#app/values/money.ts'
import type { Db } from '#db/connect.ts'
import { freshDatabase } from './database.ts'
import { aMember, aPerson, aPost, consentTo, plainBooking, weekHours } from './diary-world.ts'
import { aGathering, aPartOfAPlan, done, type Gathering } from './meeting-world.ts'
import { answerOf, atWorldBegins, browserOf } from './pages.ts'
import { aWorld, today, worldBegins, type World } from './world.ts'

let db: Db
let world: World
let gathering: Gathering
let nia: { readonly person: PersonId; readonly member: MemberId }
let part: MeetingPartId
atWorldBegins()

type Who = 'marta' | 'piotr' | 'kasia' | 'dean' | 'zosia' | 'sam'
const dueOn = plusDays(today, 9)
const monday = '2026-11-30T10:00:00.000Z'
/** Piotr was asked to it too; he sits apart. */
const apart = async () => {
  const grace = must(await gathering.graceMay('meetings:arrange'), 'meetings:see')
  await done(act(grace, keepSitting, { meeting: gathering.meeting, number: 2, startsAt: null, minutes: 60, place: null, dialIn: null, callUrl: null }))
  await done(act(grace, moveToSitting, { meeting: gathering.meeting, people: [world.members.piotr], number: 2 }))
}
const writes = async (who: Who, changed: Partial<PartSaid> = {}) => done(act(await world.may(who, 'meetings:attend'), writePart, { meeting: gathering.meeting, part: null, said: { ...aPartOfAPlan(world.members.marta, 'Ktoś pomaga rano'), lang: 'pl', needs: 'help', needsWords: 'before school', dueOn, ...changed } }))
const accept = async (who: Who = 'marta', sitting = 1) => {
  await done(act(await world.may(who, 'meetings:attend'), sendFamilyPlan, { meeting: gathering.meeting, round: 1, words: null, lang: 'en', againOn: plusDays(today, 40) }))
  await done(act(await world.may('sam', 'meetings:prepare'), answerFamilyPlan, { meeting: gathering.meeting, sitting, round: 1, risks: [], lang: 'en' }))
}
const books = async (who: Who, decided: MeetingPartId, changed: object = {}) => act(await world.may(who, 'appointments:book'), bookAppointment, plainBooking(nia.member, monday, { decided, ...changed }))
const seen = async (who: Who, of = part) => timesDecided(await world.may(who, 'appointments:see'), [of])
const from = async (who: Who, id: AppointmentId) => cameFrom(await world.viewer(who), id)
/** Marta is of the meeting no more. */
const leaves = async () => db.updateTable('meeting_person').set({ gone_at: worldBegins }).where('member_id', '=', world.members.marta).execute()
const niaViewer = async () => (await viewerFor(db, nia.person, world.family, worldBegins))!
const opens = async (page: { readonly loader: (args: never) => Promise<unknown> }, person: PersonId, path: string, id = '') => answerOf(page.loader, (await browserOf(person)).get(`/families/${world.family}${path}`), { family: world.family, id })

beforeEach(async () => {
  db = await freshDatabase()
  world = await aWorld(db)
  gathering = await aGathering(db, world)
  const person = await aPerson(db, 'Nia Nurse')
  await aPost(db, person, 'practitioner')
  nia = { person, member: await aMember(db, world.family, person, 'team', 'Nia Nurse') }
  await consentTo(db, world.family, nia.member, [world.members.marta, world.members.piotr], world.members.marta)
  await weekHours(db, person)
  await apart()
  for (const viewer of [await world.viewer('sam'), await niaViewer()]) await done(act(must(viewer, 'family:see'), openRecord, { reason: 'visit', lang: null }))
  part = await writes('marta')
})

describe('what can be booked', () => {
  test('is nothing before the plan is accepted; then what needs help or a service, by those who sat there and whoever leads', async () => {
    const plain = await writes('marta', { needs: 'nothing', needsWords: null })
    const may = async (who: Who, of = part) => (await decidedToBook(await world.may(who, 'appointments:book'), of)) !== undefined
    expect([await may('marta'), await may('sam')]).toEqual([false, false])
    expect(await books('marta', part)).toMatchObject({ ok: false, why: 'decided-gone' })
    await accept()
    expect(await decidedToBook(await world.may('marta', 'appointments:book'), part)).toEqual({ id: part, words: 'Ktoś pomaga rano', lang: 'pl', dueOn, note: 'Ktoś pomaga rano\nbefore school', owner: world.members.marta, among: null })
    expect([await may('sam'), await may('piotr'), await may('zosia'), await may('marta', plain), await may('marta', newId<MeetingPartId>())]).toEqual([true, false, false, false, false])
    expect(await decidedToBook(must(await niaViewer(), 'appointments:book'), part), 'a colleague reads no plan').toBeUndefined()
  })

  test('is nothing for somebody of another family, or who was left out meanwhile', async () => {
    await accept()
    expect(await decidedToBook(must(await world.viewer('aisha', world.otherFamily), 'appointments:book'), part)).toBeUndefined()
    await leaves()
    expect(await decidedToBook(await world.may('marta', 'appointments:book'), part)).toBeUndefined()
    expect(await books('marta', part)).toMatchObject({ ok: false, why: 'decided-gone' })
    expect(await db.selectFrom('appointment').select('id').execute()).toEqual([])
  })
})

describe('a time for it', () => {
  test('says where it comes from to those who may know of the meeting; everybody else sees an appointment like any other', async () => {
    await accept()
    const id = await done(books('marta', part))
    const plainOne = await done(act(await world.may('marta', 'appointments:book'), bookAppointment, plainBooking(nia.member, '2026-12-01T10:00:00.000Z')))
    expect(await from('marta', id)).toMatchObject({ meeting: gathering.meeting })
    expect(await from('sam', id)).toMatchObject({ meeting: gathering.meeting })
    expect(await from('piotr', id), 'who sits apart').toBeNull()
    expect(await from('zosia', id), 'who was not asked').toBeNull()
    expect(await cameFrom(await niaViewer(), id), 'whom they meet').toBeNull()
    for (const person of [world.people.zosia, world.people.piotr, nia.person]) {
      const [its, other] = await Promise.all([id, plainOne].map(async (each) => Object.keys((await (await opens(visit, person, `/appointments/${each}`, each)).json()) as object)))
      expect(its).toEqual(other)
      expect(await (await opens(visit, person, `/appointments/${id}`, id)).text()).not.toMatch(new RegExp(`${part}|${gathering.meeting}|"decided|Who can help in the mornings`))
    }
    const martas = (await (await opens(visit, world.people.marta, `/appointments/${id}`, id)).json()) as { from: object }
    expect(martas.from).toMatchObject({ meeting: gathering.meeting })
  })

  test('stands beside its part for those who see the appointment, and no trace of it for others; there can be more than one', async () => {
    await accept()
    const id = await done(books('marta', part, { whoSees: { members: [], lead: false } }))
    expect(await seen('marta')).toEqual([{ part, appointment: id, startsAt: monday, upcoming: true }])
    expect(await seen('sam'), 'the lead professional is not inside').toEqual([])
    const sams = async () => (await opens(plan, world.people.sam, `/meetings/${gathering.meeting}/plan`, gathering.meeting)).json() as Promise<{ times: object[]; books: boolean }>
    expect(await sams()).toMatchObject({ times: [], books: true })
    const second = await done(books('sam', part, { startsAt: '2026-12-01T10:00:00.000Z' }))
    expect((await seen('sam')).map((time) => time.appointment)).toEqual([second])
    expect((await seen('marta')).map((time) => time.appointment)).toEqual([id, second])
    expect((await sams()).times).toHaveLength(1)
    await done(act(await world.may('marta', 'appointments:book'), cancelAppointment, { appointment: id, sequence: 0 }))
    expect((await seen('marta')).map((time) => time.appointment)).toEqual([second])
    expect(await from('marta', id), 'what was called off still came from there').not.toBeNull()
  })

  test('stands beside its part on the meeting that follows, for those who see the appointment', async () => {
    await done(act(await world.may('piotr', 'meetings:attend'), writePart, { meeting: gathering.meeting, part: null, said: aPartOfAPlan(world.members.piotr) }))
    await accept()
    await accept('piotr', 2)
    const id = await done(books('marta', part, { whoSees: { members: [], lead: false } }))
    const next = await done(act(await world.may('marta', 'meetings:see'), comeTogetherAgain, { meeting: gathering.meeting }))
    const follows = async (who: Who) => (await followedBy(await world.may(who, 'meetings:see'), (await meetingOf(await world.may(who, 'meetings:see'), next))!))!
    expect(await follows('marta')).toMatchObject({ parts: [{ id: part }], times: [{ part, appointment: id }] })
    const sams = await follows('sam')
    expect([sams.parts.some((each) => each.id === part), sams.times], 'kept from the lead professional').toEqual([true, []])
  })

  test('is no more than an appointment once its reader is left out of the meeting', async () => {
    await accept()
    const id = await done(books('marta', part))
    await leaves()
    expect(await from('marta', id)).toBeNull()
    expect(await appointment(await world.may('marta', 'appointments:see'), id)).toBeDefined()
  })

  test('of one sitting is no matter of the other: the page of its plan holds nothing of it, nor of its money', async () => {
    const bought = await writes('marta', { needs: 'money', needsWords: null, pence: pence(5_000), kind: 'network' })
    const theirs = await writes('piotr', { owner: world.members.piotr })
    await accept()
    await accept('piotr', 2)
    await done(books('marta', part))
    const page = await (await opens(plan, world.people.piotr, `/meetings/${gathering.meeting}/plan`, gathering.meeting)).text()
    expect(page).toContain(theirs)
    for (const other of [part, bought]) expect(page).not.toContain(other)
    expect(await books('piotr', part, { startsAt: '2026-12-01T10:00:00.000Z' })).toMatchObject({ ok: false, why: 'decided-gone' })
  })
})

describe('the pages of a booking', () => {
  const path = (more = '') => `/appointments/book?decided=${part}${more}`
  const step = async (who: Who, at: string) => (await (await opens(book, world.people[who], at)).json()) as { step: string; decided: object | null; form: { values: Record<string, unknown> }; practitioners: unknown }
  const timeOf = (more = '') => path(`&who=${nia.member}&how=phone${more}`)

  test('begin with what it is for, for whom, and the words of both in its note; it is stored with where it comes from, in its language', async () => {
    await accept()
    expect(await step('marta', path())).toMatchObject({ step: 'who', decided: { id: part, words: 'Ktoś pomaga rano', dueOn }, form: { values: { about: world.members.marta } } })
    const { form, ...shown } = await step('marta', timeOf())
    expect(shown).toMatchObject({ step: 'time', decided: { id: part } })
    expect(form.values).toMatchObject({ note: 'Ktoś pomaga rano\nbefore school' })
    expect(form.values['who-sees'], 'everybody reads such a part').toBeUndefined()
    const browser = await browserOf(world.people.marta)
    const send = (fields: Record<string, string>) => answerOf(book.action, browser.post(`/families/${world.family}${timeOf()}`, { form: newId(), carried: 'yes', decided: part, who: nia.member, how: 'phone', time: monday, comfort: 'either', 'interpreter-lang': '', 'who-sees': 'everybody', note: 'Ktoś pomaga rano\r\nbefore school', ...fields }), { family: world.family })
    expect(await (await send({ intent: 'check' })).json()).toMatchObject({ step: 'check', decided: { id: part } })
    expect((await send({ intent: 'book' })).status).toBe(303)
    expect(await db.selectFrom('appointment').select(['decided_id', 'note_lang', 'note']).execute()).toEqual([{ decided_id: part, note_lang: 'pl', note: 'Ktoś pomaga rano\nbefore school' }])
    const foreign = await send({ intent: 'book', decided: newId(), time: '2026-12-01T10:00:00.000Z', note: 'Ours' })
    expect(foreign.status, 'what is not theirs is not carried').toBe(303)
    expect(await db.selectFrom('appointment').select(['decided_id', 'note_lang']).where('note', '=', 'Ours').execute()).toEqual([{ decided_id: null, note_lang: 'en' }])
  })

  test('of what those who sat there keep to themselves begin with them alone; somebody who does it and keeps a diary is chosen', async () => {
    part = await writes('marta', { kept: 'us', owner: world.members.sam })
    await weekHours(db, world.people.sam)
    await accept()
    expect((await step('marta', path())).form.values).toMatchObject({ who: world.members.sam, about: world.members.marta })
    expect((await step('marta', timeOf())).form.values).toMatchObject({ 'who-sees': 'named', 'seen-by': ['lead'] })
    expect((await step('sam', timeOf())).form.values).toMatchObject({ 'who-sees': 'named', 'seen-by': [world.members.marta, 'lead'] })
  })

  test('of what is not there, not accepted or not theirs are a 404; an address that is none says nothing', async () => {
    expect((await opens(book, world.people.marta, path())).status, 'not accepted').toBe(404)
    await accept()
    for (const who of ['piotr', 'zosia'] as const) expect((await opens(book, world.people[who], path())).status, who).toBe(404)
    expect((await opens(book, nia.person, timeOf())).status).toBe(404)
    expect((await opens(book, world.people.marta, `/appointments/book?decided=${newId()}`)).status).toBe(404)
    expect(await step('marta', '/appointments/book?decided=none')).toMatchObject({ step: 'who', decided: null })
  })
})
