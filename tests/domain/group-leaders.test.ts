/** Groups whose leader is away or has left: what waits for a word, who leads instead, another day, what the house does when nobody says anything; families keep their place or are told, and nobody is forgotten. */
import { beforeEach, expect, test } from 'vitest'
import { areaViewerFor, must } from '#app/access/viewer.server.ts'
import { appointment } from '#app/domain/appointments/appointments.server.ts'
import { arrangementsOf } from '#app/domain/appointments/arrangements.server.ts'
import { bookAppointment } from '#app/domain/appointments/booking.server.ts'
import { answerCover, coverOf } from '#app/domain/appointments/cover.server.ts'
import { takeTimeOff, takeTimeOffFor } from '#app/domain/appointments/diary.server.ts'
import { afterOf } from '#app/domain/appointments/how-it-went.server.ts'
import { familiesWithoutNextContact } from '#app/domain/family/next-contact.server.ts'
import { callOff, groupLed, groupsLed } from '#app/domain/groups/groups.server.ts'
import { datesWithoutLeader, sayWhoLeads, whoLeadsInstead, type WhoLeads } from '#app/domain/groups/leaders.server.ts'
import { comeToGroup, comingGroups, takeOfferedPlaces, waitForGroup, waitsOf } from '#app/domain/groups/places.server.ts'
import { recordPlace, registerOf } from '#app/domain/groups/register.server.ts'
import { settleGroups } from '#app/domain/groups/waiting.server.ts'
import { act } from '#app/events/transact.server.ts'
import { newId, type GroupDateId, type GroupId, type PersonId, type ReviewId } from '#app/values/ids.ts'
import { day, dayAt, instant, plusDays, type Instant } from '#app/values/instant.ts'
import type { Db } from '#db/connect.ts'
import { freshDatabase } from './database.ts'
import { aMember, aPerson, aPost, booker, diaryKeeper, friday, plainBooking } from './diary-world.ts'
import { aGroup, aLeader, comes, dateNow, families, valueOf } from './group-world.ts'

let db: Db
let nia: Awaited<ReturnType<typeof aLeader>>
let omar: Awaited<ReturnType<typeof aLeader>>
let priya: PersonId
let all: Awaited<ReturnType<typeof families>>
let group: GroupId
let dates: Awaited<ReturnType<typeof aGroup>>['dates']

beforeEach(async () => {
  db = await freshDatabase()
  nia = await aLeader(db)
  omar = await aLeader(db, 'Omar Other')
  priya = await aPerson(db, 'Priya Manager')
  await aPost(db, priya, 'manager')
  all = await families(db, 3)
  ;({ group, dates } = await aGroup(db, nia.keeper, { places: 2 }))
})

const desk = async (who: PersonId, at: Instant = friday) => must((await areaViewerFor(db, who, at))!, 'desk:see')
const wait = async (who: PersonId, at?: Instant) => (await datesWithoutLeader(await desk(who, at))).map((one) => one.date)
/** Nia is away on the first Tuesday. */
const away = async () => act(nia.keeper, takeTimeOff, { from: instant('2026-11-24T00:00:00Z'), until: instant('2026-11-25T00:00:00Z'), repeat: null, untilOn: null })
const leaves = async (who: PersonId) => db.updateTable('post').set({ until_on: plusDays(dayAt(friday), -1) }).where('person_id', '=', who).execute()
const come = async (n: number, changed: Parameters<typeof comes>[2] = {}) => valueOf(await act(all[n]!.viewer, comeToGroup, comes(dates[0]!.id, [all[n]!.parent], changed)))
const says = async (who: PersonId, said: Partial<WhoLeads>, at?: Instant) => act(await desk(who, at), sayWhoLeads, { date: dates[0]!.id, how: 'colleague', cover: omar.person, all: false, startsAt: null, words: null, lang: 'en', ...said })
const holders = async (date: GroupDateId) => (await db.selectFrom('group_hold').select('practitioner_id').where('date_id', '=', date).execute()).map((row) => row.practitioner_id)
const names = async (n: number) => (await db.selectFrom('notice_link').select('name').where('person_id', '=', all[n]!.parentPerson).execute()).map((row) => row.name).sort()
const openPlan = async (n: number) => db.insertInto('review').values({ family_id: all[n]!.family, id: newId<ReviewId>(), due_on: day('2027-01-20'), planned_at: friday, planned_by: nia.person }).execute()

test('time off is written down whatever group is in it; the date waits with whoever is away and their manager, and a colleague leads it by name', async () => {
  const place = await come(0, { needs: ['childcare'] })
  expect(await away()).toMatchObject({ ok: true, value: 1 })
  expect([await wait(nia.person), await wait(priya), await wait(omar.person)]).toEqual([[dates[0]!.id], [dates[0]!.id], []])
  expect((await whoLeadsInstead(await desk(priya), { gone: [{ person: nia.person, name: 'Nia Nurse', how: 'away', cover: null }] })).map((one) => one.name)).toEqual(['Omar Other', 'Sam Helper'])
  expect(await says(priya, { cover: null })).toMatchObject({ ok: false, why: 'choose-a-colleague', field: 'cover' })
  for (const cover of [priya, nia.person, all[0]!.parentPerson]) expect(await says(priya, { cover }), 'no colleague who keeps a diary').toMatchObject({ ok: false, why: 'leader-not-free' })
  await expect(says(omar.person, {}), 'it is not his to say').rejects.toMatchObject({ status: 404 })
  expect(await says(nia.person, {})).toMatchObject({ ok: true, value: 1 })
  expect([await wait(nia.person), await holders(dates[0]!.id)]).toEqual([[], [omar.person]])

  await settleGroups(db, friday)
  expect(await appointment(all[0]!.viewer, place)).toMatchObject({ practitioner: { name: 'Omar Other' }, together: [], state: 'booked' })
  expect(await coverOf(all[0]!.viewer, place)).toEqual({ away: 'Nia', cover: 'Omar', state: 'comes', backOn: '2026-11-25' })
  expect(await arrangementsOf(all[0]!.viewer, place), 'whoever helps the family sees to it').toMatchObject([{ owner: 'Sam' }])
  expect(await names(0)).toEqual(['appointmentBooked', 'coverComes'])
  await expect(act(all[0]!.viewer, answerCover, { appointment: place, how: 'wait' }), 'the group meets all the same').rejects.toMatchObject({ status: 404 })
  await settleGroups(db, friday)
  expect(await names(0), 'told once').toHaveLength(2)
  expect(await registerOf(omar.keeper, dates[0]!.id)).toHaveLength(1)
  expect(await registerOf(omar.keeper, dates[1]!.id), 'that day, and no other').toEqual([])
  expect((await groupsLed(omar.keeper)).map((one) => one.next?.id)).toEqual([dates[0]!.id])
  expect((await groupsLed(nia.keeper)).map((one) => one.next?.id)).toEqual([dates[1]!.id])
  const later = await diaryKeeper(db, omar.person, instant('2026-11-24T12:00:00Z'))
  expect(await recordPlace(later, { family: all[0]!.family, place, came: true }, { id: newId(), contentHash: 'x' })).toMatchObject({ ok: true })
  expect((await comingGroups(all[1]!.viewer))[0]!.leaders, 'the group is still hers').toEqual(['Nia Nurse'])
  expect(await appointment(all[1]!.viewer, await come(1)), 'whoever comes now reads his name').toMatchObject({ practitioner: { name: 'Omar Other' } })
})

test('a colleague who is booked then, off then, or leads a group then is not chosen; whoever leads one day calls that one off and no other', async () => {
  await away()
  valueOf(await act(omar.keeper, takeTimeOff, { from: instant('2026-11-24T09:00:00Z'), until: instant('2026-11-24T10:30:00Z'), repeat: null, untilOn: null }))
  expect(await says(priya, {})).toMatchObject({ ok: false, why: 'leader-not-free' })
  await db.deleteFrom('time_off').where('practitioner_id', '=', omar.person).execute()
  const member = await aMember(db, all[2]!.family, omar.person, 'team', 'Omar Other')
  const booked = valueOf(await act(all[2]!.viewer, bookAppointment, plainBooking(member, '2026-11-24T10:30:00.000Z')))
  expect(await says(priya, {})).toMatchObject({ ok: false, why: 'leader-not-free' })
  await db.deleteFrom('cell').where('appointment_id', '=', booked).execute()
  valueOf(await says(priya, {}))
  expect((await groupLed(omar.keeper, group))?.name).toBe('Cooking together')
  valueOf(await act(omar.keeper, callOff, { group, date: null, words: 'The kitchen is broken', lang: 'en' }))
  expect((await db.selectFrom('group_date').select('id').where('off_at', 'is not', null).execute()).map((row) => row.id)).toEqual([dates[0]!.id])
  await expect(act(omar.keeper, callOff, { group, date: dates[1]!.id, words: 'No', lang: 'en' })).rejects.toMatchObject({ status: 404 })
})

test('whoever has left leads no group: their manager names somebody for all dates, and families read that name before they come', async () => {
  const place = await come(0)
  valueOf(await act(all[1]!.viewer, waitForGroup, comes(dates[0]!.id, [all[1]!.parent, await aMember(db, all[1]!.family, null, 'child', 'Leo')])))
  await leaves(nia.person)
  expect(await wait(priya)).toEqual(dates.map((date) => date.id))
  expect(await says(priya, { all: true })).toMatchObject({ ok: true, value: 4 })
  await settleGroups(db, friday)
  expect(await coverOf(all[0]!.viewer, place)).toEqual({ away: 'Nia', cover: 'Omar', state: 'comes', backOn: null })
  expect((await comingGroups(all[0]!.viewer))[0]!.leaders).toEqual(['Omar Other'])
  expect((await waitsOf(all[1]!.viewer)).map((one) => one.leader.name)).toEqual(['Omar Other'])
  expect(await wait(priya)).toEqual([])
})

test('on another day each place is kept there for its family, with all that it said, until it says yes or no; it counts for nobody', async () => {
  await openPlan(0)
  const place = await come(0, { needs: ['step-free'], note: 'We come by bus', whoSees: { members: [all[0]!.parent], lead: false } })
  await away()
  const startsAt = instant('2026-11-26T10:00:00Z')
  expect(await says(nia.person, { how: 'another', cover: null, startsAt: friday })).toMatchObject({ ok: false, why: 'time-is-past', field: 'on' })
  expect(await says(nia.person, { how: 'another', cover: null, startsAt: instant('2026-11-24T15:00:00Z') }), 'she is away then').toMatchObject({ ok: false, why: 'leader-not-free', field: 'time' })
  valueOf(await says(nia.person, { how: 'another', cover: null, startsAt, words: 'Nia is at a course', lang: 'en' }))
  await settleGroups(db, friday)
  const [kept] = await waitsOf(all[0]!.viewer)
  expect(kept).toMatchObject({ state: 'asked', startsAt, places: 1, note: { words: 'We come by bus', lang: 'en' }, leader: { name: 'Nia Nurse' } })
  expect(await afterOf(all[0]!.viewer, place)).toMatchObject({ why: { words: 'Nia is at a course' } })
  expect(await db.selectFrom('appointment').select(['state', 'ended_by']).where('id', '=', place).execute()).toEqual([{ state: 'cancelled', ended_by: 'service' }])
  expect(await familiesWithoutNextContact(db, dayAt(friday)), 'until then somebody is in touch').toEqual([])
  const other = (await db.selectFrom('group_date').select('id').where('starts_at', '=', startsAt).executeTakeFirstOrThrow()).id
  expect(await dateNow(db, other)).toEqual({ places: 2, taken: 1, waiting: 0 })
  expect((await waitsOf(await booker(db, all[1]!.parentPerson, all[1]!.family))).length, 'no other family').toBe(0)
  const id = valueOf(await act(all[0]!.viewer, takeOfferedPlaces, { wait: kept!.id }))
  expect(await appointment(all[0]!.viewer, id)).toMatchObject({ startsAt, needs: ['step-free'], about: [all[0]!.parent], circle: expect.any(String) as string })
  await settleGroups(db, friday)
  expect(await waitsOf(all[0]!.viewer)).toEqual([])
})

test('the others of several go on without whoever is away or has left; nobody is asked, and the family is told when another name stands first', async () => {
  const { dates: shared } = await aGroup(db, nia.keeper, { time: '14:00', together: [omar.person] })
  const place = valueOf(await act(all[0]!.viewer, comeToGroup, comes(shared[0]!.id, [all[0]!.parent])))
  await leaves(nia.person)
  expect(await wait(priya)).not.toContain(shared[0]!.id)
  await settleGroups(db, friday)
  expect(await holders(shared[0]!.id)).toEqual([omar.person])
  expect(await appointment(all[0]!.viewer, place)).toMatchObject({ practitioner: { name: 'Omar Other' }, together: [] })
  expect(await names(0)).toEqual(['appointmentBooked', 'coverComes'])
})

test('what nobody says a word to is called off by the house on the working day before, kindly and for everybody; nobody is forgotten', async () => {
  await openPlan(0)
  const place = await come(0)
  valueOf(await act(await desk(priya), takeTimeOffFor, { of: nia.person, from: instant('2026-11-24T00:00:00Z'), until: instant('2026-11-25T00:00:00Z'), repeat: null, untilOn: null }))
  await settleGroups(db, friday)
  expect(await appointment(all[0]!.viewer, place), 'there is time').toMatchObject({ state: 'booked' })
  const monday = instant('2026-11-23T08:00:00Z')
  await settleGroups(db, monday)
  expect(await db.selectFrom('appointment').select(['state', 'ended_by', 'ended_why']).where('id', '=', place).execute()).toEqual([{ state: 'cancelled', ended_by: 'service', ended_why: null }])
  expect((await groupLed(nia.keeper, group))!.dates[0]).toMatchObject({ off: { words: null } })
  expect(await names(0)).toEqual(['appointmentBooked', 'appointmentCancelled'])
  expect(await familiesWithoutNextContact(db, dayAt(monday))).toEqual([])
  expect(await wait(priya, monday)).toEqual([])
})
